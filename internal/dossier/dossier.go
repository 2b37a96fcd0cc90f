// Package dossier reads an earner's records as values: what they hold, what they
// decided, where they show themselves to be. Ranking, index and consent checks
// all read people here, so that they cannot disagree. It refuses to decide:
// matching and consent do, and the services ask them.
package dossier

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/earner"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/matching"
)

// Dossier is one earner.
type Dossier struct {
	Earner  *db.Earner
	Subject consent.Subject
	// Awards are those that the earner shows for matching, in the order earned;
	// Rows are their records, in the same order.
	Awards []matching.Award
	Rows   []*db.Award
	// Kept stand for the stacks completed under former rules, which have no record of
	// an award.
	Kept []matching.Award
	// Work is what the earner asks of work; Staff are the organizations that show them
	// internal postings.
	Work  consent.WorkConditions
	Staff []string
}

// Load reads the earners that exist among ids, in a constant number of
// statements. Erased ones do not exist. The catalog says what the awards hold.
func Load(ctx context.Context, client *db.Client, catalog *matching.Catalog, ids []string) ([]Dossier, error) {
	rows, err := read(ctx, client.Earner.Query().Where(earner.IDIn(ids...), earner.ErasedAtIsNil()))
	if err != nil {
		return nil, err
	}
	return dossiers(ctx, client, rows, catalog)
}

// Page reads the next earners after an id, in the order of ids.
func Page(ctx context.Context, client *db.Client, catalog *matching.Catalog, after string, limit int) ([]Dossier, error) {
	rows, err := read(ctx, client.Earner.Query().
		Where(earner.IDGT(after), earner.ErasedAtIsNil()).
		Order(earner.ByID()).Limit(limit))
	if err != nil {
		return nil, err
	}
	return dossiers(ctx, client, rows, catalog)
}

func read(ctx context.Context, q *db.EarnerQuery) ([]*db.Earner, error) {
	rows, err := q.WithGrants().WithBlocks().WithConditions().WithAwards(func(q *db.AwardQuery) {
		q.Where(award.Shown(true)).WithPairs().Order(award.ByEarnedAt(), award.ByID())
	}).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load earners: %w", err)
	}
	return rows, nil
}

func dossiers(ctx context.Context, client *db.Client, rows []*db.Earner, catalog *matching.Catalog) ([]Dossier, error) {
	ids := make([]string, len(rows))
	for i, row := range rows {
		ids[i] = row.ID
	}
	done, err := Completions(ctx, client, catalog, ids)
	if err != nil {
		return nil, err
	}
	employers, err := staff(ctx, client, ids)
	if err != nil {
		return nil, err
	}
	out := make([]Dossier, len(rows))
	for i, row := range rows {
		out[i] = Dossier{
			Earner: row, Subject: Subject(row), Rows: row.Edges.Awards, Work: WorkConditions(row), Staff: employers[row.ID],
		}
		out[i].Awards = make([]matching.Award, len(row.Edges.Awards))
		for j, a := range row.Edges.Awards {
			out[i].Awards[j] = Award(a, catalog)
		}
		out[i].Kept = catalog.Kept(done[row.ID], out[i].Awards)
	}
	return out, nil
}

// Evidence is all that matching asks of the earner: the awards, and what is kept
// of stacks completed under former rules.
func (d Dossier) Evidence() []matching.Award { return slices.Concat(d.Awards, d.Kept) }

// Subject is what the earner decided. The record must have its grants and
// blocks loaded.
func Subject(row *db.Earner) consent.Subject {
	s := consent.Subject{
		Visibility:    row.Visibility,
		Reach:         row.Reach,
		GuardianUntil: instant(row.GuardianUntil),
		Grants:        make([]consent.Grant, len(row.Edges.Grants)),
		Blocked:       make([]string, len(row.Edges.Blocks)),
	}
	for i, g := range row.Edges.Grants {
		s.Grants[i] = Grant(g)
	}
	for i, b := range row.Edges.Blocks {
		s.Blocked[i] = b.OrganizationID
	}
	return s
}

// Grant is a grant as consent asks for it.
func Grant(g *db.Grant) consent.Grant {
	out := consent.Grant{
		Purpose: g.Purpose, Fields: g.Fields, Until: instant(g.Until), WithdrawnAt: instant(g.WithdrawnAt),
		Organization: word(g.OrganizationID), Account: word(g.AccountID),
	}
	if g.OrganizationKind != nil {
		out.Kind = string(*g.OrganizationKind)
	}
	return out
}

// Award is an award as matching asks for it. The record must have its pairs
// loaded.
func Award(row *db.Award, catalog *matching.Catalog) matching.Award {
	out := facts(row)
	out.Held = matching.Held{Version: row.VersionID, Credential: row.MicroCredentialID, Pairs: pairs(row, catalog)}
	return out
}

// State says whether an award counts at asOf, and if not, why.
func State(row *db.Award, asOf time.Time) matching.State {
	return facts(row).State(asOf)
}

// facts are an award without what it holds.
func facts(row *db.Award) matching.Award {
	return matching.Award{
		ID:        row.ID,
		Status:    matching.Status(row.Status),
		Verified:  row.Verification == enum.Verified,
		Claimed:   row.Source == enum.SourceClaimed,
		EarnedAt:  row.EarnedAt,
		ExpiresAt: instant(row.ExpiresAt),
		RevokedAt: instant(row.RevokedAt),
	}
}

func pairs(row *db.Award, catalog *matching.Catalog) []matching.Pair {
	if !row.OwnPairs {
		return catalog.Pairs(row.VersionID)
	}
	out := make([]matching.Pair, len(row.Edges.Pairs))
	for i, p := range row.Edges.Pairs {
		out[i] = matching.Pair{Skill: p.SkillID, Level: matching.Level(p.Level)}
	}
	return out
}

// Counting lists what counts of the evidence at asOf, one for each award and each
// stack that is kept.
func (d Dossier) Counting(asOf time.Time) []matching.Held {
	var held []matching.Held
	for _, a := range d.Evidence() {
		if a.State(asOf) == matching.Counting {
			held = append(held, a.Held)
		}
	}
	return held
}

func instant(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}

func word(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
