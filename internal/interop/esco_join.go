package interop

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/stackmatch/stackmatch/internal/catalog"
)

// joinLimit is how much text waits for other files' rows of the same skill, in
// bytes. Files in different orders may pass it; then a skill goes to the sink
// in pieces, which comes to the same.
const joinLimit = 64 << 20

// join brings together what several files say of a skill.
type join struct {
	limit, size int
	emit        func([]part) error
	active      int // files that are still read
	waiting     map[int32]*waiting
	order       []*waiting // oldest first; emitted ones are nil'd by done
	// given remembers, for skills that went out in pieces, how good the text of
	// each language was: an older release's must not replace it.
	given map[givenText]int
}

type waiting struct {
	parts []part
	more  int // how many of the parts come from files still read
	done  bool
}

type givenText struct {
	id       int32
	language string
}

func newJoin(limit int, emit func([]part) error) *join {
	return &join{limit: limit, emit: emit, waiting: map[int32]*waiting{}, given: map[givenText]int{}}
}

// add takes a row. A skill that every file still read has spoken of goes out.
func (j *join) add(p part) error {
	w := j.waiting[p.id]
	if w == nil {
		w = &waiting{}
		j.waiting[p.id] = w
		j.order = append(j.order, w)
	}
	w.parts, w.more = append(w.parts, p), w.more+1
	j.size += p.size()
	if w.more == j.active {
		return j.release(w)
	}
	for j.size > j.limit {
		if err := j.releaseOldest(); err != nil {
			return err
		}
	}
	return nil
}

// finish says that a file has no more rows.
func (j *join) finish(f *escoFile) error {
	j.active--
	for _, w := range j.order {
		if w.done {
			continue
		}
		if slices.ContainsFunc(w.parts, func(p part) bool { return p.from == f }) {
			w.more--
		}
		if w.more == j.active {
			if err := j.release(w); err != nil {
				return err
			}
		}
	}
	j.order = slices.DeleteFunc(j.order, func(w *waiting) bool { return w.done })
	return nil
}

// flush releases what still waits.
func (j *join) flush() error {
	for len(j.order) > 0 {
		if err := j.releaseOldest(); err != nil {
			return err
		}
	}
	return nil
}

func (j *join) releaseOldest() error {
	w := j.order[0]
	j.order = j.order[1:]
	if w.done {
		return nil
	}
	for _, p := range w.parts {
		key := givenText{p.id, p.skill.Texts[0].Language}
		j.given[key] = max(j.given[key], p.from.rank)
	}
	return j.release(w)
}

func (j *join) release(w *waiting) error {
	w.done = true
	delete(j.waiting, w.parts[0].id)
	for _, p := range w.parts {
		j.size -= p.size()
	}
	parts := w.parts
	w.parts = nil
	parts = slices.DeleteFunc(parts, func(p part) bool {
		late := p.from.rank < j.given[givenText{p.id, p.skill.Texts[0].Language}]
		if late {
			p.from.file.Skipped++
		}
		return late
	})
	if len(parts) == 0 {
		return nil
	}
	return j.emit(parts)
}

// merge makes one skill of its parts. In each language, and for what has no
// language, the file with the highest rank speaks.
func merge(parts []part) catalog.SkillInput {
	best := slices.Clone(parts)
	slices.SortStableFunc(best, func(a, b part) int {
		return cmp.Or(cmp.Compare(b.from.rank, a.from.rank), cmp.Compare(a.from.number, b.from.number))
	})
	skill := best[0].skill
	skill.Texts = nil
	for _, p := range best {
		skill.Type = cmp.Or(skill.Type, p.skill.Type)
		skill.Status = cmp.Or(skill.Status, p.skill.Status)
		text := p.skill.Texts[0]
		i := slices.IndexFunc(skill.Texts, func(t catalog.SkillText) bool { return t.Language == text.Language })
		if i < 0 {
			skill.Texts = append(skill.Texts, text)
			continue
		}
		skill.Texts[i].Description = cmp.Or(skill.Texts[i].Description, text.Description)
	}
	slices.SortFunc(skill.Texts, func(a, b catalog.SkillText) int { return strings.Compare(a.Language, b.Language) })
	return skill
}

// skillBatch gathers skills for the sink.
type skillBatch struct {
	run    *escoRun
	parts  [][]part
	skills []catalog.SkillInput
}

func (b *skillBatch) add(ctx context.Context, parts []part) error {
	b.parts, b.skills = append(b.parts, parts), append(b.skills, merge(parts))
	if len(b.skills) < sinkBatch {
		return nil
	}
	return b.flush(ctx)
}

// flush sends the batch and counts what became of its rows.
func (b *skillBatch) flush(ctx context.Context) error {
	if len(b.skills) == 0 {
		return nil
	}
	report := &b.run.report
	results, err := b.run.sink.UpsertSkills(ctx, b.run.framework, b.skills)
	if err != nil {
		return fmt.Errorf("store %d skills: %w", len(b.skills), err)
	}
	if len(results) != len(b.skills) {
		return fmt.Errorf("store skills: %d results for %d skills", len(results), len(b.skills))
	}
	for i, result := range results {
		report.Skills.Read++
		report.Skills.add(result.Outcome)
		for _, p := range b.parts[i] {
			p.from.file.add(result.Outcome)
		}
		if result.Message != "" {
			first := b.parts[i][0]
			report.note(Note{
				File: first.from.file.Name, Line: first.line, Severity: severityOf(result.Outcome),
				Code: result.Code, Message: result.Message, Value: b.skills[i].URI,
			})
		}
	}
	b.parts, b.skills = b.parts[:0], b.skills[:0]
	return nil
}

// severityOf grades what a sink says of an item.
func severityOf(o catalog.Outcome) Severity {
	if o == catalog.OutcomeFailed {
		return Error
	}
	return Warning
}
