package credential

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/earner"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/dossier"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// Award is an award that the viewer may see: one's own, one that one's
// organization issued or awarded in an issuer's name, or one of an earner who opened theirs to the viewer.
func (s *Service) Award(ctx context.Context, id string) (*db.Award, error) {
	rows, err := s.AwardsByID(ctx, []string{id})
	if err != nil {
		return nil, err
	}
	if rows[id] == nil {
		return nil, noAward(id)
	}
	return rows[id], nil
}

// AwardsByID gives those of the awards that the viewer may see.
func (s *Service) AwardsByID(ctx context.Context, ids []string) (map[string]*db.Award, error) {
	rows, err := s.DB.Award.Query().Where(award.IDIn(ids...)).WithPairs().
		WithEarner(func(q *db.EarnerQuery) { q.WithGrants().WithBlocks() }).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load awards: %w", err)
	}
	out := make(map[string]*db.Award, len(rows))
	for _, row := range rows {
		if s.sees(ctx, row) {
			out[row.ID] = row
		}
	}
	return out, nil
}

// AwardsOf lists an earner's awards, newest first: those that the viewer may see.
func (s *Service) AwardsOf(ctx context.Context, earnerID string, args page.Args) (page.Page[*db.Award], error) {
	none := page.Page[*db.Award]{}
	if err := args.Check(); err != nil {
		return none, err
	}
	scope := awardsScope(ctx, earnerID)
	visible, err := s.visibleOf(ctx, earnerID)
	if err != nil {
		return none, err
	}
	where := []predicate.Award{visible}
	if args.After != "" {
		at, err := s.Cursors.OpenPosition(scope, args.After, 2)
		if err != nil {
			return none, err
		}
		earned, err := time.Parse(time.RFC3339Nano, at[0])
		if err != nil {
			return none, fmt.Errorf("read cursor: %w", err)
		}
		where = append(where, award.Or(award.EarnedAtLT(earned), award.And(award.EarnedAtEQ(earned), award.IDLT(at[1]))))
	}
	rows, err := s.DB.Award.Query().Where(where...).WithPairs().
		Order(db.Desc(award.FieldEarnedAt, award.FieldID)).Limit(args.Limit()).All(ctx)
	if err != nil {
		return none, fmt.Errorf("list awards: %w", err)
	}
	return page.Cut(rows, args, s.Cursors, scope, awardPosition), nil
}

// Counts tells whether an award counts today.
func (s *Service) Counts(row *db.Award) bool {
	return dossier.State(row, s.Now()) == matching.Counting
}

// sees tells whether the viewer may see an award: as its earner, as its issuer,
// or because its earner opened what they show to the viewer for coaching. The
// record must have its earner loaded, with grants and blocks.
func (s *Service) sees(ctx context.Context, row *db.Award) bool {
	viewer := auth.From(ctx)
	holder := row.Edges.Earner
	switch {
	case viewer.System:
		return true
	case holder != nil && auth.Can(ctx, auth.ViewOwnAwards) && holder.ID == viewer.ActingEarner():
		return true
	case auth.Can(ctx, auth.ViewIssuedAwards) && isAwardedBy(row, viewer.Organization()), recordedBy(ctx, row):
		return true
	}
	return holder != nil && row.Shown && !inError(row) && s.opened(ctx, holder)
}

// isAwardedBy tells whether an organization issued an award, or made it in the
// issuer's name.
func isAwardedBy(row *db.Award, organization string) bool {
	return organization != "" && row.Source != enum.SourceClaimed && (row.IssuerID == organization || (row.DelegateID != nil && *row.DelegateID == organization))
}

// inError tells whether an award should never have been issued: it is in no list
// of its earner's, and on no page.
func inError(row *db.Award) bool {
	return row.Revocation != nil && *row.Revocation == enum.RevokedInError
}

// notInError keeps the awards that were rightly issued.
func notInError() predicate.Award {
	return award.Or(award.RevocationIsNil(), award.RevocationNEQ(enum.RevokedInError))
}

// opened tells whether an earner opened their awards to the viewer for coaching.
func (s *Service) opened(ctx context.Context, holder *db.Earner) bool {
	viewer := auth.From(ctx)
	return holder.ErasedAt == nil && auth.Can(ctx, auth.ViewConsentedEarners) &&
		dossier.Subject(holder).Opens(consent.Awards, consent.Coaching, viewer.Organization(), viewer.Account, s.Now())
}

// visibleOf keeps those awards of an earner that the viewer may see: the same
// rule as sees, as a query asks it.
func (s *Service) visibleOf(ctx context.Context, earnerID string) (predicate.Award, error) {
	viewer := auth.From(ctx)
	of := award.EarnerID(earnerID)
	if viewer.System {
		return of, nil
	}
	if auth.Can(ctx, auth.ViewOwnAwards) && viewer.ActingEarner() == earnerID {
		return award.And(of, notInError()), nil
	}
	holder, err := s.DB.Earner.Query().Where(earner.ID(earnerID)).WithGrants().WithBlocks().Only(ctx)
	if err != nil && !db.IsNotFound(err) {
		return nil, fmt.Errorf("load earner: %w", err)
	}
	may := []predicate.Award{award.IDEQ("")}
	if holder != nil && s.opened(ctx, holder) {
		may = append(may, award.And(award.Shown(true), notInError()))
	}
	if auth.Can(ctx, auth.ViewIssuedAwards) {
		may = append(may, awardedBy(ctx))
	}
	return award.And(of, award.Or(may...)), nil
}

// issuedBy keeps the awards of the viewer's organization. What earners only say
// that it awarded is none.
func issuedBy(ctx context.Context) predicate.Award {
	return award.And(award.IssuerID(auth.From(ctx).Organization()), award.SourceNEQ(enum.SourceClaimed))
}

// awardedBy keeps those that the viewer's organization issued, or awarded in an
// issuer's name.
func awardedBy(ctx context.Context) predicate.Award {
	return award.Or(issuedBy(ctx), award.DelegateID(auth.From(ctx).Organization()))
}

func noAward(id string) error {
	return problem.New(problem.NotFound, "there is no award %q", id).Spanish("no hay ningún logro %q", id).At("id")
}

// Stands tells whether an award is verified and holds now: neither revoked nor
// suspended nor over.
func (s *Service) Stands(row *db.Award) bool {
	return row.Verification == enum.Verified && row.Status == enum.AwardActive &&
		(row.ExpiresAt == nil || row.ExpiresAt.After(s.Now()))
}
