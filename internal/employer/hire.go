package employer

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/contactrequest"
	"github.com/stackmatch/stackmatch/ent/db/employment"
	"github.com/stackmatch/stackmatch/ent/db/posting"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/dossier"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// Outcomes is what the service asks of who keeps what happens to earners.
type Outcomes interface {
	// EmployerTold records, in the transaction that is under way, that an employer
	// interviewed, made an offer to, or hired an earner on a day, with the awards that
	// it rests on.
	EmployerTold(ctx context.Context, tx *db.Client, kind enum.OutcomeKind, earner, employer string, on time.Time, awards []string) error
}

// MoveContactInput says how far an employer is with somebody.
type MoveContactInput struct {
	ID string
	// To is INTERVIEW, OFFERED, HIRED or NOT_HIRED.
	To enum.ContactStatus
	// On is the day on which it happened; today by default.
	On *time.Time
}

// nextOf is what an employer may say next.
var nextOf = map[enum.ContactStatus][]enum.ContactStatus{
	enum.ContactAccepted:  {enum.ContactInterview, enum.ContactOffered, enum.ContactHired, enum.ContactNotHired},
	enum.ContactInterview: {enum.ContactOffered, enum.ContactHired, enum.ContactNotHired},
	enum.ContactOffered:   {enum.ContactHired, enum.ContactNotHired},
}

// outcomeOf is what becomes an outcome of the earner's.
var outcomeOf = map[enum.ContactStatus]enum.OutcomeKind{
	enum.ContactInterview: enum.OutcomeInterviewed,
	enum.ContactOffered:   enum.OutcomeOffered,
	enum.ContactHired:     enum.OutcomeHired,
}

// MoveContact says that the viewer's organization interviewed, made an offer to, or
// hired whoever accepted its request, or decided for somebody else. In the same
// transaction, the first three become outcomes of the earner's, with the awards that
// the match rests on.
func (s *Service) MoveContact(ctx context.Context, in MoveContactInput) (contact *Contact, err error) {
	if err := auth.Require(ctx, auth.ContactCandidates); err != nil {
		return nil, err
	}
	if err := s.checkMove(&in); err != nil {
		return nil, err
	}
	mine := contactrequest.OrganizationID(auth.From(ctx).Organization())
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		row, err := loadContact(ctx, tx, in.ID, mine)
		if err != nil {
			return err
		}
		if err := s.moveContact(ctx, tx, row, in); err != nil {
			return err
		}
		contact, err = s.reloadContact(ctx, tx, row.ID)
		return err
	})
	return contact, err
}

func (s *Service) checkMove(in *MoveContactInput) error {
	now := s.Now()
	if in.On == nil {
		in.On = &now
	}
	var unknown, ahead error
	if _, ok := outcomeOf[in.To]; !ok && in.To != enum.ContactNotHired {
		unknown = problem.New(problem.Invalid, "an employer moves a contact to INTERVIEW, OFFERED, HIRED or NOT_HIRED").
			Spanish("un empleador mueve un contacto a INTERVIEW, OFFERED, HIRED o NOT_HIRED").At("to")
	}
	// A day ahead: where it is tomorrow already.
	if in.On.After(now.Add(24 * time.Hour)) {
		ahead = problem.New(problem.Invalid, "say it once it has happened").
			Spanish("indíquelo cuando haya ocurrido").At("on")
	}
	return problem.Join(unknown, ahead)
}

func (s *Service) moveContact(ctx context.Context, tx *db.Client, row *db.ContactRequest, in MoveContactInput) error {
	now := s.Now()
	from := contactStanding(row, now)
	if !slices.Contains(nextOf[from], in.To) {
		return problem.New(problem.Conflict, "this contact is %s: it cannot become %s", from, in.To).
			Spanish("este contacto está en %s: no puede pasar a %s", from, in.To).At("to")
	}
	if endOfDay(*in.On).Before(row.CreatedAt) {
		return problem.New(problem.Invalid, "it cannot have happened before you were in contact").
			Spanish("no puede haber ocurrido antes de que estuvieran en contacto").At("on")
	}
	n, err := tx.ContactRequest.Update().Where(contactrequest.ID(row.ID), contactrequest.StatusEQ(from)).
		SetStatus(in.To).SetUpdatedAt(now).Save(ctx)
	if err != nil {
		return fmt.Errorf("move contact: %w", err)
	}
	if n == 0 {
		return movedMeanwhile()
	}
	if err := s.happened(ctx, tx, row, in); err != nil {
		return err
	}
	if err := s.contactStep(ctx, tx, row.ID, in.To, "contact.move"); err != nil {
		return err
	}
	return s.tellOther(ctx, tx, row)
}

// happened records what a move means for the earner.
func (s *Service) happened(ctx context.Context, tx *db.Client, row *db.ContactRequest, in MoveContactInput) error {
	kind, ok := outcomeOf[in.To]
	if !ok {
		return nil
	}
	awards, err := s.restsOn(ctx, tx, row)
	if err != nil {
		return err
	}
	if s.Outcomes != nil {
		if err := s.Outcomes.EmployerTold(ctx, tx, kind, row.EarnerID, row.OrganizationID, *in.On, awards); err != nil {
			return err
		}
	}
	if in.To == enum.ContactHired {
		return s.employ(ctx, tx, row)
	}
	return nil
}

// employ notes where the earner works now. Whether they are shown to the employer for
// its internal postings is theirs to say.
func (s *Service) employ(ctx context.Context, tx *db.Client, row *db.ContactRequest) error {
	n, err := tx.Employment.Update().
		Where(employment.EarnerID(row.EarnerID), employment.OrganizationID(row.OrganizationID)).ClearEndedAt().Save(ctx)
	if err == nil && n == 0 {
		err = tx.Employment.Create().SetID(s.IDs.Mint(id.Employment)).SetCreatedAt(s.Now()).
			SetEarnerID(row.EarnerID).SetOrganizationID(row.OrganizationID).SetContactID(row.ID).Exec(ctx)
	}
	if err != nil {
		return fmt.Errorf("write employment: %w", err)
	}
	return nil
}

// restsOn are the awards on which the match of a contact's earner with its posting
// rests, as it is now.
func (s *Service) restsOn(ctx context.Context, tx *db.Client, row *db.ContactRequest) ([]string, error) {
	a, err := s.asker(ctx, defaultLanguage)
	if err != nil {
		return nil, err
	}
	asked, err := tx.Posting.Query().Where(posting.ID(row.PostingID)).WithRequirements(withAsks).Only(ctx)
	if err != nil {
		return nil, fmt.Errorf("load posting: %w", err)
	}
	q := &question{asker: a}
	terms := q.askFor(asked)
	if err := q.compile(&terms); err != nil {
		return nil, err
	}
	people, err := dossier.Load(ctx, tx, a.catalog, []string{row.EarnerID})
	if err != nil || len(people) == 0 {
		return nil, err
	}
	known := make(map[string]bool, len(people[0].Rows))
	for _, award := range people[0].Rows {
		known[award.ID] = true
	}
	var awards []string
	for _, c := range q.plan.Explain(people[0].Evidence(), a.asOf).CountingOnly().Contributions {
		for _, award := range c.Awards {
			if known[award] && !slices.Contains(awards, award) {
				awards = append(awards, award)
			}
		}
	}
	slices.Sort(awards)
	return awards, nil
}
