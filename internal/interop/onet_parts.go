package interop

import (
	"context"
	"fmt"
	"strings"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/taxonomy"
)

// readTitles reads what people call occupations: other names, which are shown, and
// those that were reported, which are only searched.
func (run *onetRun) readTitles(ctx context.Context) error {
	for _, of := range []struct {
		table  onetTable
		column string
		kind   enum.LabelKind
	}{{onetAlternates, "Alternate Title", enum.LabelAlternative}, {onetReported, "Reported Job Title", enum.LabelHidden}} {
		var items []item[catalog.TitleInput]
		err := run.each(ctx, of.table, func(f *onetFile, r row) *rowError {
			title := oneLine(r.known(of.column))
			if bad := bounded(of.column, title, maxLabel); bad != nil {
				return bad
			}
			code := r.get(onetCode)
			add := func(text string, rows int) {
				items = append(items, item[catalog.TitleInput]{file: f.file, line: r.line, rows: rows, code: code, record: catalog.TitleInput{
					Code: code, Language: run.language, Kind: of.kind, Text: text,
				}})
			}
			add(title, 1)
			if short := oneLine(r.known("Short Title")); short != "" && short != title && len(short) <= maxLabel {
				add(short, 0)
			}
			return nil
		})
		if err != nil {
			return err
		}
		if err := sendItems(run.report, "titles", items, func(some []catalog.TitleInput) ([]catalog.ItemResult, error) {
			return run.occupations.SetTitles(ctx, enum.OccupationONET, some)
		}); err != nil {
			return err
		}
	}
	return nil
}

func (run *onetRun) readTasks(ctx context.Context) error {
	var items []item[catalog.TaskInput]
	err := run.each(ctx, onetTaskList, func(f *onetFile, r row) *rowError {
		text := r.known("Task")
		if bad := bounded("Task", text, maxDescription); bad != nil {
			return bad
		}
		code := r.get(onetCode)
		items = append(items, item[catalog.TaskInput]{file: f.file, line: r.line, rows: 1, code: code, record: catalog.TaskInput{
			Code: code, Task: r.get("Task ID"), Text: text, Core: strings.EqualFold(r.get("Task Type"), "core"),
		}})
		return nil
	})
	if err != nil {
		return err
	}
	return sendItems(run.report, "tasks", items, func(some []catalog.TaskInput) ([]catalog.ItemResult, error) {
		return run.occupations.SetTasks(ctx, enum.OccupationONET, some)
	})
}

// onetURI names what O*NET itself only numbers.
func onetURI(kind, code string) string { return "onet:" + kind + "/" + code }

// readActivities reads detailed activities, the intermediate ones that they are
// part of, and of how many tasks of each occupation they are a part.
func (run *onetRun) readActivities(ctx context.Context) error {
	var skills []item[catalog.SkillInput]
	var relations []item[catalog.RelationInput]
	for _, of := range []struct {
		table      onetTable
		key, title string
		kind       string
	}{
		{onetBroadActivity, "IWA ID", "IWA Title", "intermediate activity"},
		{onetActivity, "DWA ID", "DWA Title", "activity"},
	} {
		err := run.each(ctx, of.table, func(f *onetFile, r row) *rowError {
			title := strings.TrimSuffix(oneLine(r.known(of.title)), ".")
			if bad := bounded(of.title, title, maxLabel); bad != nil {
				return bad
			}
			uri := onetURI("activity", r.get(of.key))
			skills = append(skills, run.skill(f, r, 1, uri, of.kind, title))
			if of.table == onetActivity {
				relations = append(relations, item[catalog.RelationInput]{file: f.file, line: r.line, code: uri, record: catalog.RelationInput{
					From: uri, To: onetURI("activity", r.get("IWA ID")), Kind: taxonomy.Broader,
				}})
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	ties, err := run.taskTies(ctx)
	if err != nil {
		return err
	}
	return run.storeSkills(ctx, onetActivities, skills, relations, ties)
}

// taskTies counts the tasks of which each activity is a part, by occupation.
func (run *onetRun) taskTies(ctx context.Context) ([]item[catalog.TieInput], error) {
	at := map[[2]string]int{}
	seen := map[[3]string]bool{}
	var ties []item[catalog.TieInput]
	err := run.each(ctx, onetTaskActivity, func(f *onetFile, r row) *rowError {
		code, activity := r.get(onetCode), r.get("DWA ID")
		i, known := at[[2]string{code, activity}]
		if !known {
			i = len(ties)
			at[[2]string{code, activity}] = i
			ties = append(ties, item[catalog.TieInput]{file: f.file, line: r.line, code: code, record: catalog.TieInput{
				Code: code, Skill: onetURI("activity", activity), Relation: enum.RelationActivity,
			}})
		}
		ties[i].rows++
		if task := [3]string{code, activity, r.get("Task ID")}; !seen[task] {
			seen[task] = true
			ties[i].record.Tasks++
		}
		return nil
	})
	return ties, err
}

func (run *onetRun) skill(f *onetFile, r row, rows int, uri, kind, label string) item[catalog.SkillInput] {
	return item[catalog.SkillInput]{file: f.file, line: r.line, rows: rows, code: uri, record: catalog.SkillInput{
		URI: uri, Type: kind, Status: enum.SkillActive, Texts: []catalog.SkillText{{Language: run.language, Label: label}},
	}}
}

// storeSkills gives skills of a framework, what relates them, and what ties them to
// occupations to the sinks. Nothing at all makes no framework.
func (run *onetRun) storeSkills(ctx context.Context, in catalog.FrameworkInput, skills []item[catalog.SkillInput],
	relations []item[catalog.RelationInput], ties []item[catalog.TieInput],
) error {
	if len(skills)+len(ties) == 0 {
		return nil
	}
	in.Version = run.report.Framework.Version
	framework, err := run.skills.UpsertFramework(ctx, in)
	if err != nil {
		return fmt.Errorf("store the framework: %w", err)
	}
	if err := sendItems(run.report, in.Code+" skills", skills, func(some []catalog.SkillInput) ([]catalog.ItemResult, error) {
		return run.skills.UpsertSkills(ctx, framework, some)
	}); err != nil {
		return err
	}
	if err := sendItems(run.report, in.Code+" relations", relations, func(some []catalog.RelationInput) ([]catalog.ItemResult, error) {
		return run.skills.RelateSkills(ctx, framework, some)
	}); err != nil {
		return err
	}
	return sendItems(run.report, in.Code+" of occupations", ties, func(some []catalog.TieInput) ([]catalog.ItemResult, error) {
		return run.occupations.TieSkills(ctx, framework, enum.OccupationONET, some)
	})
}
