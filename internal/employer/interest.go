package employer

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/interest"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/dossier"
	"github.com/stackmatch/stackmatch/internal/inbox"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// ShowInterest has the employer of a posting see that the viewer, one of its
// candidates, would like it. Only who is listed for it can: the Conflict says what
// would have to change. Showing it again changes nothing.
func (s *Service) ShowInterest(ctx context.Context, in PostingInput) (*db.Posting, error) {
	if err := auth.Require(ctx, auth.SeekWork); err != nil {
		return nil, err
	}
	row, err := s.sought(ctx, in.Posting)
	if err != nil {
		return nil, err
	}
	self := auth.From(ctx).ActingEarner()
	if err := s.mayShowInterest(ctx, row, self); err != nil {
		return nil, err
	}
	return row, store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		return s.showInterest(ctx, tx, row, self)
	})
}

func (s *Service) showInterest(ctx context.Context, tx *db.Client, row *db.Posting, self string) error {
	shown, err := tx.Interest.Query().Where(interest.EarnerID(self), interest.PostingID(row.ID)).Only(ctx)
	switch {
	case db.IsNotFound(err):
		err = tx.Interest.Create().SetEarnerID(self).SetPostingID(row.ID).SetShownAt(s.Now()).Exec(ctx)
	case err == nil && shown.WithdrawnAt == nil:
		return nil
	case err == nil:
		err = tx.Interest.UpdateOne(shown).SetShownAt(s.Now()).ClearWithdrawnAt().Exec(ctx)
	}
	if err != nil {
		return fmt.Errorf("write interest: %w", err)
	}
	// The notice is about the posting: who it was is seen in its list, while they are in it.
	notice := inbox.Notice{Kind: enum.NoticeInterestShown, Subject: row.ID, Once: "interest " + row.ID + " " + self}
	if err := s.Post.TellMembers(ctx, tx, row.EmployerID, []enum.Role{enum.RoleEmployer}, notice); err != nil {
		return err
	}
	return audit.Write(ctx, tx, s.Now(), "earner.show_interest", enum.SubjectEarner, self)
}

// WithdrawInterest takes the viewer's interest in a posting back.
func (s *Service) WithdrawInterest(ctx context.Context, in PostingInput) error {
	if err := auth.Require(ctx, auth.SeekWork); err != nil {
		return err
	}
	self := auth.From(ctx).ActingEarner()
	return store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		n, err := tx.Interest.Update().
			Where(interest.EarnerID(self), interest.PostingID(in.Posting), interest.WithdrawnAtIsNil()).SetWithdrawnAt(s.Now()).Save(ctx)
		if err != nil {
			return fmt.Errorf("withdraw interest: %w", err)
		}
		if n == 0 {
			return nil
		}
		return audit.Write(ctx, tx, s.Now(), "earner.hide_interest", enum.SubjectEarner, self)
	})
}

// mayShowInterest tells an earner who is not listed for a posting why.
func (s *Service) mayShowInterest(ctx context.Context, row *db.Posting, self string) error {
	q, people, err := s.asEmployer(ctx, row, self)
	if err != nil {
		return err
	}
	if len(people) == 0 {
		return problem.New(problem.NotFound, "there is no such record").Spanish("no existe tal registro")
	}
	if _, listed := q.match(people[0]); listed {
		return nil
	}
	return whyUnlisted(q, people[0]).At("posting")
}

// asEmployer is the question that an employer asks by its posting, as it would be
// answered of one earner.
func (s *Service) asEmployer(ctx context.Context, row *db.Posting, earner string) (*question, []dossier.Dossier, error) {
	of := row.Edges.Employer
	acting := &auth.Membership{Organization: of.ID, Role: auth.Employer, Vouched: of.VouchedByID != nil}
	for _, kind := range of.Kinds {
		acting.Kinds = append(acting.Kinds, string(kind))
	}
	a, err := s.asker(auth.With(ctx, auth.Viewer{Acting: acting}), defaultLanguage)
	if err != nil {
		return nil, nil, err
	}
	people, err := dossier.Load(ctx, s.DB, a.catalog, []string{earner})
	if err != nil {
		return nil, nil, fmt.Errorf("load earner: %w", err)
	}
	if err := s.locate(ctx, a, people); err != nil {
		return nil, nil, err
	}
	q := &question{asker: a}
	terms := q.askFor(row)
	return q, people, q.compile(&terms)
}

// whyUnlisted says to an earner why an employer does not list them for a posting.
func whyUnlisted(q *question, p dossier.Dossier) *problem.Problem {
	switch {
	case !q.viewer.Acting.Vouched:
		return problem.New(problem.Conflict, "nobody has vouched for this employer yet: it sees no candidates").
			Spanish("nadie ha avalado aún a este empleador: no ve candidaturas")
	case p.Subject.Visibility == consent.Hidden:
		return problem.New(problem.Conflict, "you are hidden: choose to be found first (setVisibility)").
			Spanish("usted está oculto: elija primero ser encontrado (setVisibility)")
	case !p.Subject.ShownTo(q.viewer.Organization(), q.kinds(), q.asOf):
		return problem.New(problem.Conflict, "this employer may not see you: unblock it, allow it matching, or have a guardian agree first").
			Spanish("este empleador no puede verle: desbloquéelo, permítale buscarle o pida antes el acuerdo de un tutor")
	case !q.shows(p):
		return problem.New(problem.Conflict, "this posting does not meet what you ask of work: change your conditions first (setWorkConditions)").
			Spanish("esta oferta no cumple lo que usted pide del trabajo: cambie antes sus condiciones (setWorkConditions)")
	}
	return problem.New(problem.Conflict, "nothing that you show is asked for by this posting").
		Spanish("nada de lo que usted muestra se pide en esta oferta")
}

// interestedIn lists who shows interest in a posting; with earners, among them.
func (s *Service) interestedIn(ctx context.Context, posting string, earners ...string) ([]string, error) {
	query := s.DB.Interest.Query().Where(interest.PostingID(posting), interest.WithdrawnAtIsNil())
	if len(earners) > 0 {
		query.Where(interest.EarnerIDIn(earners...))
	}
	ids, err := query.Order(db.Asc(interest.FieldEarnerID)).Select(interest.FieldEarnerID).Strings(ctx)
	if err != nil {
		return nil, fmt.Errorf("load interest: %w", err)
	}
	return ids, nil
}

// markInterest notes which of the rows' earners show interest in the question's
// posting.
func (s *Service) markInterest(ctx context.Context, q *question, rows []row) error {
	if len(rows) == 0 {
		return nil
	}
	earners := make([]string, len(rows))
	for i, r := range rows {
		earners[i] = r.person.Earner.ID
	}
	ids, err := s.interestedIn(ctx, q.id, earners...)
	q.interested = marked(ids)
	return err
}
