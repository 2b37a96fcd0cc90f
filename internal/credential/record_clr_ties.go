package credential

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/pathway"
	"github.com/stackmatch/stackmatch/ent/db/pathwaystep"
	"github.com/stackmatch/stackmatch/ent/db/stack"
	"github.com/stackmatch/stackmatch/ent/db/stackversion"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/badge/issue"
	"github.com/stackmatch/stackmatch/internal/dossier"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/matching"
)

// The words of CLR 2.0 for how achievements belong together.
const (
	partOfWord   = "isPartOf"
	precedesWord = "precedes"
)

// stackCriteria say how any stack is completed, by language.
var stackCriteria = map[string]string{
	"en": "Earn the micro-credentials that the stack is made of.",
	"es": "Obtener las microcredenciales que forman la serie.",
}

// associate says which awards are parts of completed stacks, and which come before
// others on published pathways.
func (s *Service) associate(ctx context.Context, out *issue.CLRRecord, parts []recordPart, language string) error {
	held := map[string]string{} // achievements by micro-credential; the newest counts
	for _, p := range parts {
		if nameable(p.achievement) {
			held[p.award.MicroCredentialID] = p.achievement
		}
	}
	if err := s.addStacks(ctx, out, parts, held, language); err != nil {
		return err
	}
	return s.addPathways(ctx, out, held)
}

// nameable tells whether a record can name an achievement: imported ones have ids
// of all kinds.
func nameable(id string) bool {
	plain := !strings.ContainsAny(id, " \"<>\\^`{|}") && identifier(id) == id
	return plain && (webAddress(id) != "" || strings.HasPrefix(id, "urn:") || strings.HasPrefix(id, "did:"))
}

func (s *Service) addStacks(ctx context.Context, out *issue.CLRRecord, parts []recordPart, held map[string]string, language string) error {
	completed, kept, err := s.completedIn(ctx, parts)
	if err != nil {
		return err
	}
	rows, err := s.DB.Stack.Query().Where(stack.IDIn(completed...), stack.CurrentVersionIDNotNil()).
		Order(stack.ByID()).All(ctx)
	if err != nil {
		return fmt.Errorf("load stacks: %w", err)
	}
	of := make([]string, len(rows))
	for i, row := range rows {
		of[i] = cmp.Or(kept[row.ID], *row.CurrentVersionID)
	}
	found, err := s.DB.StackVersion.Query().Where(stackversion.IDIn(of...)).WithParts().All(ctx)
	if err != nil {
		return fmt.Errorf("load versions of stacks: %w", err)
	}
	byStack := make(map[string]*db.StackVersion, len(found))
	for _, row := range found {
		byStack[row.StackID] = row
	}
	for _, row := range rows {
		if err := addStack(out, row, byStack[row.ID], held, language); err != nil {
			return err
		}
	}
	return nil
}

// completedIn lists the stacks that the awards of a record complete, and those that
// were completed under another version than the current one, with that version.
func (s *Service) completedIn(ctx context.Context, parts []recordPart) (completed []string, kept map[string]string, err error) {
	catalog, err := s.Catalog.Matching(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("load catalog: %w", err)
	}
	earner := *parts[0].award.EarnerID
	done, err := dossier.Completions(ctx, s.DB, catalog, []string{earner})
	if err != nil {
		return nil, nil, err
	}
	rows, err := s.DB.Award.Query().Where(award.EarnerID(earner)).WithPairs().All(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("load awards: %w", err)
	}
	held := make([]matching.Held, len(parts))
	for i, p := range parts {
		held[i] = dossier.Award(p.award, catalog).Held
	}
	now := catalog.Completed(held)
	for _, h := range s.counting(rows, done[earner], catalog) {
		if catalog.IsKept(h.Credential) {
			held = append(held, h)
		}
	}
	kept = map[string]string{}
	for _, d := range done[earner] {
		if !slices.Contains(now, d.Stack) {
			kept[d.Stack] = d.Version
		}
	}
	return catalog.Completed(held), kept, nil
}

// addStack adds a completed stack: as the award that it certifies, where there is
// one, else as an achievement of its own.
func addStack(out *issue.CLRRecord, row *db.Stack, of *db.StackVersion, held map[string]string, language string) error {
	if of == nil {
		return nil
	}
	whole := ""
	if row.CertifiesID != nil {
		whole = held[*row.CertifiesID]
	}
	if whole == "" {
		what, err := stackAchievement(row, of, language)
		if err != nil {
			return err
		}
		out.Achievements, whole = append(out.Achievements, what), what.ID
	}
	for _, part := range of.Edges.Parts {
		if achievement := held[part.MicroCredentialID]; achievement != "" && achievement != whole {
			out.Associations = append(out.Associations, issue.Association{Type: partOfWord, Source: achievement, Target: whole})
		}
	}
	return nil
}

func stackAchievement(row *db.Stack, of *db.StackVersion, language string) (issue.Achievement, error) {
	u, err := id.Parse(row.ID, id.Stack)
	if err != nil {
		return issue.Achievement{}, err
	}
	title, language := of.Title.In(language)
	description, _ := of.Description.In(language)
	criteria, known := stackCriteria[base(language)]
	if !known {
		criteria = stackCriteria[defaultLanguage]
	}
	// Who owns it is not said: of several stacks of one owner, each would say all of
	// the owner's profile again.
	return issue.Achievement{
		ID: urn(u), Type: "LearningProgram", Name: title, Description: firstText(description, title), Criteria: criteria,
		Language: base(language),
	}, nil
}

// addPathways says what comes before what, by the steps of published pathways.
func (s *Service) addPathways(ctx context.Context, out *issue.CLRRecord, held map[string]string) error {
	ids := make([]string, 0, len(held))
	for microCredential := range held {
		ids = append(ids, microCredential)
	}
	steps, err := s.DB.PathwayStep.Query().
		Where(pathwaystep.MicroCredentialIDIn(ids...), pathwaystep.HasPathwayWith(pathway.StatusEQ(enum.Published))).
		Order(pathwaystep.ByPathwayID(), pathwaystep.ByPosition(), pathwaystep.ByID()).All(ctx)
	if err != nil {
		return fmt.Errorf("load pathways: %w", err)
	}
	for i, step := range steps {
		if i == 0 || steps[i-1].PathwayID != step.PathwayID {
			continue
		}
		before, after := held[*steps[i-1].MicroCredentialID], held[*step.MicroCredentialID]
		if before != after {
			out.Associations = append(out.Associations, issue.Association{Type: precedesWord, Source: before, Target: after})
		}
	}
	return nil
}
