package employer

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/contactrequest"
	"github.com/stackmatch/stackmatch/ent/db/posting"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/dossier"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/inbox"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/repeat"
	"github.com/stackmatch/stackmatch/internal/store"
)

// How contacts are asked for.
const (
	// contactLapses is how long an earner may answer.
	contactLapses = 14 * 24 * time.Hour
	// coolDown is how long an employer must leave an earner alone who declined, or did
	// not answer.
	coolDown   = 30 * 24 * time.Hour
	maxMessage = 2_000
)

// RequestContactInput asks an earner to be known to the viewer's organization.
type RequestContactInput struct {
	Posting string
	// Candidate is the id by which the organization knows the earner.
	Candidate string
	Message   string
	// Event is the hiring event at which they met; nil where they are listed for the
	// posting.
	Event            *string
	ClientMutationID *string
}

// RequestContact asks a candidate, who is listed for an open posting of the viewer's
// organization now, to be known to it. Repeated with the same ClientMutationID within
// a day, it returns the first.
func (s *Service) RequestContact(ctx context.Context, in RequestContactInput) (*Contact, error) {
	if err := auth.Require(ctx, auth.ContactCandidates); err != nil {
		return nil, err
	}
	call := repeat.Call{Viewer: auth.From(ctx).Key(), Mutation: "requestContact", Key: in.ClientMutationID, Input: in, Now: s.Now()}
	if err := problem.Join(call.Check(), checkMessage(in.Message)); err != nil {
		return nil, err
	}
	row, err := repeat.Once(ctx, s.DB, call, repeat.Record[*db.ContactRequest]{
		Load: func(ctx context.Context, tx *db.Client, id string) (*db.ContactRequest, error) {
			return loadContact(ctx, tx, id, contactrequest.OrganizationID(auth.From(ctx).Organization()))
		},
		Make: func(ctx context.Context, tx *db.Client) (string, *db.ContactRequest, error) {
			row, err := s.requestContact(ctx, tx, in)
			if err != nil {
				return "", nil, err
			}
			return row.ID, row, nil
		},
	})
	if err != nil {
		return nil, err
	}
	return s.contact(ctx, row), nil
}

func checkMessage(message string) error {
	if blank(message) {
		return problem.New(problem.Invalid, "say to the candidate who you are and what you offer").
			Spanish("diga a la persona quién es usted y qué ofrece").At("message")
	}
	return checkLength(message, maxMessage, "message")
}

func (s *Service) requestContact(ctx context.Context, tx *db.Client, in RequestContactInput) (*db.ContactRequest, error) {
	employer := auth.From(ctx).Organization()
	// Held: neither the quota nor the one request at a time is passed by two at once.
	if err := store.Lock(ctx, "contacts of "+employer); err != nil {
		return nil, err
	}
	listed, err := s.contactable(ctx, tx, in)
	if err != nil {
		return nil, err
	}
	if err := problem.Join(s.checkQuota(ctx, tx, employer), s.checkAgain(ctx, tx, employer, in.Posting, listed)); err != nil {
		return nil, err
	}
	now := s.Now()
	made, err := tx.ContactRequest.Create().SetID(s.IDs.Mint(id.ContactRequest)).SetCreatedAt(now).
		SetPostingID(in.Posting).SetOrganizationID(employer).SetEarnerID(listed).
		SetRequestedByID(auth.From(ctx).Account).SetMessage(in.Message).SetNillableEventID(in.Event).
		SetStatus(enum.ContactPending).SetExpiresAt(now.Add(contactLapses)).SetUpdatedAt(now).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("write contact: %w", err)
	}
	if err := s.contactStep(ctx, tx, made.ID, enum.ContactPending, "contact.request"); err != nil {
		return nil, err
	}
	notice := inbox.Notice{Kind: enum.NoticeContactRequested, Subject: made.ID, About: in.Posting}
	if err := s.Post.TellEarner(ctx, tx, listed, notice); err != nil {
		return nil, err
	}
	return loadContact(ctx, tx, made.ID, contactrequest.OrganizationID(employer))
}

// contactable is the earner whom the viewer means by a candidate's id, while they are
// listed for the posting, or at the event. Whoever blocked the employer, hides or is
// listed no more is as missing as who never was.
func (s *Service) contactable(ctx context.Context, tx *db.Client, in RequestContactInput) (string, error) {
	a, err := s.asker(ctx, defaultLanguage)
	if err != nil {
		return "", err
	}
	q, err := s.askedBy(ctx, tx, a, in.Posting)
	if err != nil {
		return "", err
	}
	missing := problem.New(problem.NotFound, "no candidate %q is listed for this posting", short(in.Candidate)).
		Spanish("para esta oferta no figura ninguna persona %q", short(in.Candidate)).At("candidate")
	people, err := s.meant(ctx, a, []string{in.Candidate})
	if err != nil {
		return "", err
	}
	person, ok := people[in.Candidate]
	if !ok {
		return "", missing
	}
	if in.Event != nil {
		at, err := s.atEvent(ctx, tx, a, *in.Event, person)
		if err != nil || at {
			return person.Earner.ID, err
		}
		return "", missing
	}
	if err := s.locate(ctx, a, []dossier.Dossier{person}); err != nil {
		return "", err
	}
	if _, ok := q.match(person); !ok {
		return "", missing
	}
	return person.Earner.ID, nil
}

// askedBy is what an open posting of the viewer's organization asks.
func (s *Service) askedBy(ctx context.Context, tx *db.Client, a asker, id string) (*question, error) {
	row, err := tx.Posting.Query().
		Where(posting.ID(id), posting.EmployerID(a.viewer.Organization())).
		WithPlace().WithRequirements(withAsks).Only(ctx)
	if db.IsNotFound(err) {
		return nil, problem.New(problem.NotFound, "there is no posting %q", short(id)).
			Spanish("no hay ninguna oferta %q", short(id)).At("posting")
	}
	if err != nil {
		return nil, fmt.Errorf("load posting: %w", err)
	}
	if row.Status != enum.PostingOpen || row.ExpiresAt != nil && !a.asOf.Before(*row.ExpiresAt) {
		return nil, problem.New(problem.Conflict, "this posting is not open").
			Spanish("esta oferta no está abierta").At("posting")
	}
	q := &question{asker: a}
	terms := q.askFor(row)
	return q, q.compile(&terms)
}

// checkAgain refuses a second request to somebody who has one, and for a while to
// who did not want the first.
func (s *Service) checkAgain(ctx context.Context, tx *db.Client, employer, posting, earner string) error {
	rows, err := withSides(tx.ContactRequest.Query().Where(
		contactrequest.OrganizationID(employer), contactrequest.EarnerID(earner),
	)).All(ctx)
	if err != nil {
		return fmt.Errorf("load contacts: %w", err)
	}
	now := s.Now()
	for _, row := range rows {
		status, here := contactStanding(row, now), row.PostingID == posting
		unwanted := status == enum.ContactDeclined || status == enum.ContactExpired
		switch {
		case here && status != enum.ContactExpired && status != enum.ContactWithdrawn:
			return askedAlready()
		case unwanted && now.Before(endOf(row).Add(coolDown)):
			return problem.New(problem.Conflict, "leave this candidate alone until %s", endOf(row).Add(coolDown).UTC().Format(time.DateOnly)).
				Spanish("no vuelva a escribir a esta persona hasta el %s", endOf(row).Add(coolDown).UTC().Format(time.DateOnly)).At("candidate")
		}
	}
	return nil
}

// endOf is when a request was declined, or lapsed.
func endOf(row *db.ContactRequest) time.Time {
	if row.AnsweredAt != nil {
		return *row.AnsweredAt
	}
	return row.ExpiresAt
}

func askedAlready() error {
	return problem.New(problem.Conflict, "your organization has asked this candidate about this posting already").
		Spanish("su organización ya preguntó a esta persona por esta oferta").At("candidate")
}

// contactStep writes that a contact now stands elsewhere, into its history and the trail.
func (s *Service) contactStep(ctx context.Context, tx *db.Client, contact string, to enum.ContactStatus, action audit.Action) error {
	create := tx.ContactStep.Create().SetContactID(contact).SetStatus(to).SetAt(s.Now())
	if by := auth.From(ctx).Account; by != "" {
		create.SetActorID(by)
	}
	if err := create.Exec(ctx); err != nil {
		return fmt.Errorf("write step of contact: %w", err)
	}
	return audit.Write(ctx, tx, s.Now(), action, enum.SubjectContact, contact)
}
