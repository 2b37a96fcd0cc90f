package seed

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/matching"
)

func (w *writer) writeMicroCredentials(ctx context.Context) error {
	for _, m := range w.MicroCredentials {
		write := w.writeMicroCredential
		if m.Status == enum.Draft {
			write = w.writeDraft
		}
		if err := write(ctx, m); err != nil {
			return fmt.Errorf("%s: %w", m.Key, err)
		}
	}
	w.report.MicroCredentials = len(w.MicroCredentials)
	return nil
}

func (w *writer) writeMicroCredential(ctx context.Context, m MicroCredential) error {
	in := catalog.MicroCredentialInput{
		ID: mint(id.MicroCredential, m.Key), Kind: m.Kind, Developer: mint(id.Organization, m.Developer),
		Issuers: issuersOf(m),
	}
	for i, v := range m.Versions {
		version, err := w.version(m, v)
		if err != nil {
			return err
		}
		w.at(version.PublishedAt, "version/"+versionKey(m.Key, v.Number))
		if i == 0 {
			in.Version = version
			_, err = w.catalog.PublishMicroCredential(ctx, in)
		} else {
			_, err = w.catalog.PublishVersion(ctx, in.ID, version)
		}
		if err != nil {
			return fmt.Errorf("version %d: %w", v.Number, err)
		}
		w.report.Versions++
	}
	return nil
}

// writeDraft begins a micro-credential, as who works for its developer: it has no
// version yet.
func (w *writer) writeDraft(ctx context.Context, m MicroCredential) error {
	content, err := w.version(m, m.Versions[0])
	if err != nil {
		return err
	}
	w.at(content.PublishedAt, "draft/"+m.Key)
	_, err = w.catalog.CreateMicroCredential(w.as(ctx, m.Developer, enum.RoleDeveloper), catalog.CreateMicroCredentialInput{
		ID: mint(id.MicroCredential, m.Key), Kind: m.Kind, Issuers: issuersOf(m), Content: content,
	})
	return err
}

func issuersOf(m MicroCredential) []string {
	ids := make([]string, len(m.Issuers))
	for i, issuer := range m.Issuers {
		ids[i] = mint(id.Organization, issuer)
	}
	return ids
}

func (w *writer) version(m MicroCredential, v Version) (catalog.VersionInput, error) {
	price, err := v.Price.price()
	in := catalog.VersionInput{
		ID:    mint(id.Version, versionKey(m.Key, v.Number)),
		Title: v.Title.localized(), Description: v.Description.localized(),
		HolderCan: v.Can.localized(), Criteria: v.Criteria.localized(),
		EffortMinutes: positive(v.Minutes), PriorMinutes: positive(v.PriorMinutes), Languages: v.Languages, Delivery: v.Delivery,
		ValidityMonths: positive(v.ValidityMonths), Price: price, PublishedAt: v.Published(w.now),
	}
	for _, p := range v.Pairs() {
		in.Competencies = append(in.Competencies, catalog.CompetencyInput{Skill: w.skillIDs[p.Skill], Level: int(p.Level)})
	}
	if d, ok := w.definition(m.Key, v, func(skill string) string { return w.skillIDs[skill] }); ok {
		in.Assessment = &d
	}
	return in, err
}

// positive is nil where a number is not stated.
func positive(n int) *int {
	if n == 0 {
		return nil
	}
	return &n
}

// writeStacks publishes each stack when the last of its parts was.
func (w *writer) writeStacks(ctx context.Context) error {
	for _, s := range w.Stacks {
		published := w.beginning()
		for _, part := range append(Parts(s.Rule.Rule), s.Certifies) {
			if m := w.microCredentials[part]; m != nil && m.Versions[0].Published(w.now).After(published) {
				published = m.Versions[0].Published(w.now)
			}
		}
		w.at(published, "stack/"+s.Key)
		in := catalog.StackInput{
			ID: mint(id.Stack, s.Key), Owner: mint(id.Organization, s.Owner), Draft: s.Status == enum.Draft,
			Certifies: microCredentialID(s.Certifies),
			Version: catalog.StackVersionInput{
				ID: mint(id.StackVersion, versionKey(s.Key, 1)), Title: s.Title.localized(), Description: s.Description.localized(),
				Rule: withIDs(s.Rule.Rule), PublishedAt: published,
			},
		}
		if _, err := w.catalog.PublishStack(ctx, in); err != nil {
			return fmt.Errorf("%s: %w", s.Key, err)
		}
	}
	w.report.Stacks = len(w.Stacks)
	return nil
}

// withIDs is a rule with ids where it has keys.
func withIDs(r matching.Rule) matching.Rule {
	if r.Op == matching.OpPart {
		r.Credential = mint(id.MicroCredential, r.Credential)
		return r
	}
	r.Of = slices.Clone(r.Of)
	for i := range r.Of {
		r.Of[i] = withIDs(r.Of[i])
	}
	return r
}

// microCredentialID and stackID are the ids of what may be named; nil for none.
func microCredentialID(key string) *string { return optionalID(id.MicroCredential, key) }

func stackID(key string) *string { return optionalID(id.Stack, key) }

func optionalID(prefix, key string) *string {
	if key == "" {
		return nil
	}
	return ptr(mint(prefix, key))
}

func (w *writer) writePathways(ctx context.Context) error {
	for _, p := range w.Pathways {
		w.at(daysAgo(w.now, 1), "pathway/"+p.Key)
		in := catalog.PathwayInput{
			ID: mint(id.Pathway, p.Key), Owner: mint(id.Organization, p.Owner),
			Title: p.Title.localized(), Description: p.Description.localized(),
			Degree: microCredentialID(p.Goal.Degree), Stack: stackID(p.Goal.Stack),
		}
		switch {
		case p.Goal.Occupation != "":
			in.Goal = enum.GoalOccupation
			in.Occupation, in.OccupationTitle = p.Goal.Occupation, w.occupations[p.Goal.Occupation].Title.EN
		case p.Goal.Degree != "":
			in.Goal = enum.GoalDegree
		default:
			in.Goal = enum.GoalStack
		}
		for _, step := range p.Steps {
			in.Steps = append(in.Steps, catalog.PathwayStepInput{
				MicroCredential: microCredentialID(step.MicroCredential), Stack: stackID(step.Stack), Note: step.Note.localized(),
			})
		}
		if _, err := w.catalog.PublishPathway(ctx, in); err != nil {
			return fmt.Errorf("%s: %w", p.Key, err)
		}
	}
	w.report.Pathways = len(w.Pathways)
	return nil
}

func (w *writer) writeRecognitions(ctx context.Context) error {
	for _, r := range w.Recognitions {
		// Stated the week before it is in force; a proposal lately.
		w.at(daysAgo(w.now, max(14, r.FromDaysAgo+7)), "recognition/"+r.Key)
		in := catalog.RecognitionInput{
			ID: mint(id.Recognition, r.Key), Organization: mint(id.Organization, r.Organization),
			MicroCredential: microCredentialID(r.MicroCredential), Stack: stackID(r.Stack), Kind: r.Kind, Unit: r.Unit,
			Scope: r.Scope.localized(), ScopeKind: r.ScopeKind, Course: r.Course,
			Condition: r.Condition.localized(), Status: r.Status,
			ValidFrom: moment(inDays(w.now, -r.FromDaysAgo)), ValidUntil: moment(inDays(w.now, r.UntilInDays)),
		}
		if amount := strings.TrimSpace(r.Amount); amount != "" {
			in.Amount = &amount
		}
		if r.Hiring != "" {
			in.Hiring = &r.Hiring
		}
		if _, err := w.catalog.RecordRecognition(ctx, in); err != nil {
			return fmt.Errorf("%s: %w", r.Key, err)
		}
	}
	w.report.Recognitions = len(w.Recognitions)
	return nil
}

// moment is nil where an instant is not stated.
func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
