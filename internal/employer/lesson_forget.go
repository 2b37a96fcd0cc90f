package employer

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/db/proposalanswer"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// ForgetInput says which answers are to go: some, those since an instant, or all.
type ForgetInput struct {
	Organization string
	IDs          []string
	Since        *time.Time
}

// Forgotten is what went.
type Forgotten struct {
	Count    int
	Learning *Learning
	// Unknown are the problems of ids that are none of the organization's.
	Unknown error
}

// ForgetAnswers deletes answers of the viewer's organization: from then on nothing is
// learned from them. The audit trail keeps that it was done.
func (s *Service) ForgetAnswers(ctx context.Context, in ForgetInput) (out *Forgotten, err error) {
	if err := requireFor(ctx, auth.ReviewLessons, in.Organization); err != nil {
		return nil, err
	}
	if err := in.check(); err != nil {
		return nil, err
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		out, err = s.forget(ctx, tx, in)
		return err
	})
	return out, err
}

func (in ForgetInput) check() error {
	if in.IDs != nil && in.Since != nil {
		return problem.New(problem.Invalid, "give ids or an instant, not both").
			Spanish("dé ids o un instante, no ambas cosas").At("since")
	}
	if n := len(in.IDs); in.IDs != nil && (n < 1 || n > maxAnswers) {
		return problem.New(problem.Invalid, "give 1 to %d ids, not %d", maxAnswers, n).
			Spanish("dé de 1 a %d ids, no %d", maxAnswers, n).At("ids")
	}
	return nil
}

func (s *Service) forget(ctx context.Context, tx *db.Client, in ForgetInput) (*Forgotten, error) {
	if _, err := changed(ctx, tx, in.Organization); err != nil {
		return nil, err
	}
	of := []predicate.ProposalAnswer{proposalanswer.OrganizationID(in.Organization)}
	var unknown error
	switch {
	case in.IDs != nil:
		of = append(of, proposalanswer.IDIn(in.IDs...))
		known, err := tx.ProposalAnswer.Query().Where(of...).IDs(ctx)
		if err != nil {
			return nil, fmt.Errorf("look up answers: %w", err)
		}
		unknown = in.unknown(known)
	case in.Since != nil:
		of = append(of, proposalanswer.CreatedAtGTE(*in.Since))
	}
	n, err := tx.ProposalAnswer.Delete().Where(of...).Exec(ctx)
	if err != nil {
		return nil, fmt.Errorf("forget answers: %w", err)
	}
	if n > 0 {
		if err := audit.Write(ctx, tx, s.Now(), "proposal.forget", enum.SubjectOrganization, in.Organization); err != nil {
			return nil, err
		}
	}
	learning, err := learningOf(ctx, tx, in.Organization)
	return &Forgotten{Count: n, Learning: learning, Unknown: unknown}, err
}

func (in ForgetInput) unknown(known []string) error {
	has := set{}
	has.add(known...)
	var errs []error
	for i, one := range in.IDs {
		if _, ok := has[one]; !ok {
			errs = append(errs, problem.New(problem.NotFound, "your organization has no such answer").
				Spanish("su organización no tiene esa respuesta").At("ids", strconv.Itoa(i)))
		}
	}
	return problem.Join(errs...)
}

// Answers lists what the viewer's organization has answered, newest first.
func (s *Service) Answers(ctx context.Context, organization string, args page.Args) (page.Page[*db.ProposalAnswer], error) {
	none := page.Page[*db.ProposalAnswer]{}
	if err := requireFor(ctx, auth.ReviewLessons, organization); err != nil {
		return none, err
	}
	if err := args.Check(); err != nil {
		return none, err
	}
	scope := auth.From(ctx).Key() + " answers of " + organization
	rest, err := page.Past(s.Cursors, scope, args, store.Before[predicate.ProposalAnswer](proposalanswer.FieldCreatedAt, proposalanswer.FieldID))
	if err != nil {
		return none, err
	}
	rows, err := s.DB.ProposalAnswer.Query().Where(proposalanswer.OrganizationID(organization)).Where(rest...).
		Order(db.Desc(proposalanswer.FieldCreatedAt, proposalanswer.FieldID)).Limit(args.Limit()).All(ctx)
	if err != nil {
		return none, fmt.Errorf("list answers to proposals: %w", err)
	}
	return page.Cut(rows, args, s.Cursors, scope, func(row *db.ProposalAnswer) []string { return page.Instant(row.CreatedAt, row.ID) }), nil
}

// AnswersByID gives those that are the viewer's organization's.
func (s *Service) AnswersByID(ctx context.Context, ids []string) (map[string]*db.ProposalAnswer, error) {
	if !auth.Can(ctx, auth.ReviewLessons) {
		return nil, nil
	}
	rows, err := s.DB.ProposalAnswer.Query().
		Where(proposalanswer.IDIn(ids...), proposalanswer.OrganizationID(auth.From(ctx).Organization())).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load answers to proposals: %w", err)
	}
	return byID(rows, func(row *db.ProposalAnswer) string { return row.ID }), nil
}
