package catalog

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/db/recognition"
	"github.com/stackmatch/stackmatch/ent/db/stack"
	"github.com/stackmatch/stackmatch/ent/db/versioncompetency"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/matching"
)

// maxStatements is how many recognitions are read for each thing asked about, and
// maxAllStatements for all of a call: those in force first, then the newest.
const (
	maxStatements    = 1_000
	maxAllStatements = 10_000
)

// about is what recognitions may name of something held.
type about struct {
	Held
	// stacks are those that it is all of; parts those that it is a part of.
	stacks, parts []string
	pairs         []matching.Pair
}

// worthOf answers questions about the same place, or about all.
func (s *Service) worthOf(ctx context.Context, asks []worthAsk, at *string) ([]*Worth, error) {
	things, err := s.abouts(ctx, asks)
	if err != nil {
		return nil, err
	}
	where := &reach{}
	var within []string
	if at != nil {
		where.at = *at
		if where.links, err = s.affiliations(ctx, []string{*at}, false); err != nil {
			return nil, err
		}
		within = wholes(where.links, *at)
	}
	chains, cut, err := s.statements(ctx, things, within)
	if err != nil {
		return nil, err
	}
	if at == nil {
		if where.links, err = s.affiliations(ctx, recognizers(chains), true); err != nil {
			return nil, err
		}
	}
	out := make([]*Worth, len(asks))
	for i, ask := range asks {
		out[i] = things[i].worth(chains, ask.on, where)
		out[i].More = out[i].More || cut
	}
	return out, nil
}

// worth picks what is about a thing. It is arithmetic on values: no clock, no
// database.
func (a about) worth(chains []chain, on WorthDay, where *reach) *Worth {
	var own, withStack []chain
	for _, c := range chains {
		switch {
		case a.isNamed(c.root()):
			own = append(own, c)
		case c.root().StackID != nil && slices.Contains(a.parts, *c.root().StackID):
			withStack = append(withStack, c)
		}
	}
	out := &Worth{At: dayOf(on.At), EarnedOn: on.Earned}
	var more bool
	out.Items, out.More = itemsOf(own, on, where)
	// A stack is complete some day, not on the day on which a part was earned.
	out.WithStack, more = itemsOf(withStack, WorthDay{At: on.At}, where)
	out.More = out.More || more
	out.Credits = creditsOf(out.Items)
	return out
}

// isNamed tells whether a recognition names the thing itself.
func (a about) isNamed(root *db.Recognition) bool {
	switch {
	case root.MicroCredentialID != nil:
		return *root.MicroCredentialID == a.MicroCredential && (root.VersionID == nil || *root.VersionID == a.Version)
	case root.StackID != nil:
		return slices.Contains(a.stacks, *root.StackID)
	case root.SkillID != nil:
		return slices.ContainsFunc(a.pairs, func(p matching.Pair) bool {
			return p.Skill == *root.SkillID && uint8(p.Level) >= root.Level
		})
	}
	return false
}

// abouts looks up what the things asked about prove, and which stacks they are and
// are in.
func (s *Service) abouts(ctx context.Context, asks []worthAsk) ([]about, error) {
	var micros, versions []string
	for _, ask := range asks {
		if ask.held.MicroCredential != "" {
			micros = append(micros, ask.held.MicroCredential)
		}
		if ask.held.Pairs == nil && ask.held.Version != "" {
			versions = append(versions, ask.held.Version)
		}
	}
	asserted, err := s.assertedPairs(ctx, distinct(versions))
	if err != nil {
		return nil, err
	}
	certified, err := s.DB.Stack.Query().Where(stack.CertifiesIDIn(distinct(micros)...), stack.CurrentVersionIDNotNil()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load stacks that are certified: %w", err)
	}
	byPart, err := s.StacksByPart(ctx, distinct(micros))
	if err != nil {
		return nil, err
	}
	out := make([]about, len(asks))
	for i, ask := range asks {
		out[i] = about{Held: ask.held, pairs: ask.held.Pairs}
		if ask.held.Pairs == nil {
			out[i].pairs = asserted[ask.held.Version]
		}
		if ask.held.Stack != "" {
			out[i].stacks = append(out[i].stacks, ask.held.Stack)
		}
		for _, row := range certified {
			if row.CertifiesID != nil && *row.CertifiesID == ask.held.MicroCredential {
				out[i].stacks = append(out[i].stacks, row.ID)
			}
		}
		for _, row := range byPart[ask.held.MicroCredential] {
			out[i].parts = append(out[i].parts, row.ID)
		}
	}
	return out, nil
}

func (s *Service) assertedPairs(ctx context.Context, versions []string) (map[string][]matching.Pair, error) {
	rows, err := s.DB.VersionCompetency.Query().Where(versioncompetency.VersionIDIn(versions...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load competencies: %w", err)
	}
	out := map[string][]matching.Pair{}
	for _, row := range rows {
		out[row.VersionID] = append(out[row.VersionID], matching.Pair{Skill: row.SkillID, Level: matching.Level(row.Level)})
	}
	return out, nil
}

// statements reads the recognitions of things, and their acceptances; of some
// organizations only, unless within is nil. Cut tells that there are more.
func (s *Service) statements(ctx context.Context, things []about, within []string) (chains []chain, cut bool, err error) {
	where := []predicate.Recognition{naming(things)}
	if within != nil {
		where = append(where, recognition.OrganizationIDIn(within...))
	}
	most := min(maxStatements*len(things), maxAllStatements)
	for _, status := range []predicate.Recognition{
		recognition.StatusEQ(enum.RecognitionInForce), recognition.StatusNEQ(enum.RecognitionInForce),
	} {
		rows, err := s.DB.Recognition.Query().Where(where...).Where(status).
			Order(db.Desc(recognition.FieldCreatedAt, recognition.FieldID)).Limit(most + 1 - len(chains)).
			WithOrganization().WithAccepts(func(q *db.RecognitionQuery) { acceptedToo(q, maxAccepted-1) }).All(ctx)
		if err != nil {
			return nil, false, fmt.Errorf("load recognitions: %w", err)
		}
		for _, row := range rows {
			if c, ok := chainOf(row); ok {
				chains = append(chains, c)
			}
		}
		if len(chains) > most {
			return chains[:most], true, nil
		}
	}
	return chains, false, nil
}

// acceptedToo loads what is accepted along, so many times in a row.
func acceptedToo(q *db.RecognitionQuery, times int) {
	if times > 0 {
		q.WithAccepts(func(q *db.RecognitionQuery) {
			q.WithStack()
			acceptedToo(q, times-1)
		})
	}
}

// naming keeps the recognitions that name the things, or accept one that does.
func naming(things []about) predicate.Recognition {
	var micros, stacks, skills []string
	for _, a := range things {
		if a.MicroCredential != "" {
			micros = append(micros, a.MicroCredential)
		}
		stacks = append(append(stacks, a.stacks...), a.parts...)
		for _, p := range a.pairs {
			skills = append(skills, p.Skill)
		}
	}
	named := recognition.Or(
		recognition.MicroCredentialIDIn(distinct(micros)...), recognition.StackIDIn(distinct(stacks)...),
		recognition.SkillIDIn(distinct(skills)...))
	all, accepted := []predicate.Recognition{named}, named
	for range maxAccepted {
		accepted = recognition.HasAcceptsWith(accepted)
		all = append(all, accepted)
	}
	return recognition.Or(all...)
}

// wholes lists an organization and all that links lead to from it.
func wholes(all links, from string) []string {
	seen := map[string]bool{from: true}
	for _, some := range all {
		for _, link := range some {
			seen[link.to] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

func recognizers(chains []chain) []string {
	var out []string
	for _, c := range chains {
		out = append(out, c[0].OrganizationID)
	}
	return distinct(out)
}

// distinct sorts, and says each once.
func distinct(ids []string) []string {
	out := slices.Clone(ids)
	slices.Sort(out)
	return slices.Compact(out)
}
