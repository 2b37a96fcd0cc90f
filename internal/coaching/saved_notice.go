package coaching

import (
	"context"
	"fmt"
	"strconv"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/savedplan"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/dossier"
	"github.com/stackmatch/stackmatch/internal/inbox"
	"github.com/stackmatch/stackmatch/internal/store"
)

// plansAtOnce is how many plans are looked at together.
const plansAtOnce = 200

// NoticeOutdated looks through all plans: what no longer rests on what is, its earner
// and the coach who made it are told of once; what is all done is marked so, and what
// is so no more. It is for the loops of the program. It gives how many changed.
func (s *Service) NoticeOutdated(ctx context.Context) (changed int, err error) {
	after := ""
	for {
		ids, err := s.DB.SavedPlan.Query().Where(savedplan.StatusNEQ(enum.PlanDropped), savedplan.IDGT(after)).
			Order(savedplan.ByID()).Limit(plansAtOnce).IDs(ctx)
		if err != nil {
			return changed, fmt.Errorf("list plans: %w", err)
		}
		if len(ids) == 0 {
			return changed, nil
		}
		n, err := s.notice(ctx, ids)
		if changed += n; err != nil {
			return changed, err
		}
		after = ids[len(ids)-1]
	}
}

func (s *Service) notice(ctx context.Context, ids []string) (changed int, err error) {
	rows, err := s.planRows(ctx, savedplan.IDIn(ids...))
	if err != nil {
		return 0, err
	}
	plans, err := s.standing(ctx, rows)
	if err != nil {
		return 0, err
	}
	for _, p := range plans {
		if p.Status == p.stored && (p.Status == enum.PlanDone || (len(p.Outdated) > 0) == (p.OutdatedAt != nil)) {
			continue
		}
		if err := s.mark(ctx, p); err != nil {
			return changed, err
		}
		changed++
	}
	return changed, nil
}

// mark writes what was noticed of a plan, unless it was changed meanwhile.
func (s *Service) mark(ctx context.Context, p *SavedPlan) error {
	return store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		update := tx.SavedPlan.Update().Where(savedplan.ID(p.ID), savedplan.Revision(p.Revision), savedplan.StatusEQ(p.stored))
		if p.Status != p.stored {
			update.SetStatus(p.Status).SetChangedAt(s.Now())
		}
		news := false
		switch {
		case p.Status == enum.PlanDone:
		case len(p.Outdated) > 0:
			update.SetOutdatedAt(s.Now())
			news = p.OutdatedAt == nil
		default:
			update.ClearOutdatedAt()
		}
		n, err := update.Save(ctx)
		if err != nil {
			return fmt.Errorf("mark plan: %w", err)
		}
		if n == 0 || !news {
			return nil
		}
		return s.tellOutdated(ctx, tx, p)
	})
}

// tellOutdated tells the earner, and the coach who made the plan while the earner
// lets them.
func (s *Service) tellOutdated(ctx context.Context, tx *db.Client, p *SavedPlan) error {
	notice := inbox.Notice{Kind: enum.NoticePlanOutdated, Subject: p.ID, Once: "plan " + p.ID + " " + strconv.Itoa(p.Revision)}
	if err := s.Post.TellEarner(ctx, tx, p.EarnerID, notice); err != nil {
		return err
	}
	holder := p.Edges.Earner
	organization := ""
	if p.OrganizationID != nil {
		organization = *p.OrganizationID
	}
	own := holder.AccountID != nil && *holder.AccountID == p.AuthorID
	if own || !dossier.Subject(holder).Opens(consent.Awards, consent.Coaching, organization, p.AuthorID, s.Now()) {
		return nil
	}
	return s.Post.Tell(ctx, tx, p.AuthorID, "", notice)
}
