package employer

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/repeat"
)

// CreatePosting opens a posting of the organization that the viewer acts for, and
// gives what was read in FromText; nil where the posting is of none. Repeated with the
// same ClientMutationID within a day, it returns the first.
func (s *Service) CreatePosting(ctx context.Context, in CreatePostingInput) (*db.Posting, *Proposals, error) {
	if err := auth.Require(ctx, auth.CreatePosting); err != nil {
		return nil, nil, err
	}
	viewer := auth.From(ctx)
	o := opening{
		NewPosting: NewPosting{Organization: viewer.Organization(), OpenedAt: s.Now(), CreatePostingInput: in},
		account:    viewer.Account, viewer: viewer.Key(),
	}
	made, err := s.open(ctx, &o)
	return made, o.read, err
}

// NewPosting is a posting of any organization, as it was opened at a time.
type NewPosting struct {
	// ID is given by seeds, which mint the same ids again; by default it is minted.
	ID           string
	Organization string
	OpenedAt     time.Time
	// OccupationTitle is how the source of the posting calls the occupation.
	OccupationTitle string
	CreatePostingInput
}

// OpenPosting opens a posting of any organization: for the system, which seeds
// and imports.
func (s *Service) OpenPosting(ctx context.Context, in NewPosting) (*db.Posting, error) {
	if err := auth.Require(ctx, auth.AdministerService); err != nil {
		return nil, err
	}
	return s.open(ctx, &opening{NewPosting: in})
}

// opening is what a posting is made of.
type opening struct {
	NewPosting
	// account opens it, as viewer: the key that a ClientMutationID is kept under.
	// Both are empty for the system.
	account, viewer string
	place           *string
	requirements    []Requirement
	// given is the input without what its template or its text adds: the catalog may
	// have more for them when the input is repeated.
	given CreatePostingInput
	// read is what its text was read as.
	read *Proposals
}

func (s *Service) open(ctx context.Context, in *opening) (*db.Posting, error) {
	if err := s.prepare(ctx, in); err != nil {
		return nil, err
	}
	return repeat.Once(ctx, s.DB, in.call(s.Now()), repeat.Record[*db.Posting]{
		Load: func(ctx context.Context, tx *db.Client, id string) (*db.Posting, error) {
			return tx.Posting.Get(ctx, id)
		},
		Make: func(ctx context.Context, tx *db.Client) (string, *db.Posting, error) {
			if err := checkRoom(ctx, tx, in.Organization, s.Now()); err != nil {
				return "", nil, err
			}
			made, err := s.write(ctx, tx, *in)
			if err != nil {
				return "", nil, err
			}
			return made.ID, made, nil
		},
	})
}

// call is the mutation as it may be repeated.
func (in opening) call(now time.Time) repeat.Call {
	return repeat.Call{
		Viewer: in.viewer, Mutation: "createPosting", Key: in.ClientMutationID, Input: in.given, Now: now,
	}
}

// prepare checks what the posting says and looks up what it names. Everything
// that is wrong is reported at once.
func (s *Service) prepare(ctx context.Context, in *opening) error {
	if in.FromText == nil {
		in.Language = cmp.Or(in.Language, defaultLanguage)
	}
	in.given = in.CreatePostingInput
	if err := problem.Join(s.fromTemplate(ctx, &in.CreatePostingInput), s.fromText(ctx, in)); err != nil {
		return err
	}
	var unknown, nowhere error
	if !in.Draft || len(in.Requirements) > 0 {
		in.requirements, unknown = s.resolve(ctx, in.Requirements, in.Language)
	}
	in.place, nowhere = s.workplace(ctx, in.Organization, in.CreatePostingInput)
	return problem.Join(
		checkTitle(in.Title), checkLength(in.Description, maxDescription, "description"), checkOccupation(in.Occupation),
		nowhere, unknown, checkConditions(in.Conditions), in.terms().check(), checkLastDay(in.ExpiresOn, in.OpenedAt),
		in.call(s.Now()).Check(),
	)
}

func (s *Service) write(ctx context.Context, tx *db.Client, in opening) (*db.Posting, error) {
	if in.ID == "" {
		in.ID = s.IDs.At(id.Posting, in.OpenedAt)
	}
	mark := fingerprint(in.Organization, in.Title, in.place, in.requirements)
	same, err := s.sayingTheSame(ctx, tx, in.Organization, mark, in.ID)
	if err != nil {
		return nil, err
	}
	made, err := in.apply(tx.Posting.Create()).
		SetID(in.ID).SetCreatedAt(s.Now()).SetFingerprint(mark).SetNillableDuplicateOfID(same).
		Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("write posting: %w", err)
	}
	if err := s.writeRequirements(ctx, tx, made.ID, in.requirements); err != nil {
		return nil, err
	}
	if err := writeConditions(ctx, tx, made.ID, in.Conditions); err != nil {
		return nil, err
	}
	return made, audit.Write(ctx, tx, s.Now(), "posting.create", enum.SubjectPosting, made.ID)
}

// apply writes what the posting itself says.
func (in opening) apply(create *db.PostingCreate) *db.PostingCreate {
	create.SetEmployerID(in.Organization).SetNillableCreatedByID(optional(in.account)).
		SetTitle(in.Title).SetDescription(in.Description).SetLanguage(in.Language).
		SetNillableOccupationCode(in.Occupation).SetNillableOccupationTitle(optional(in.OccupationTitle)).
		SetNillablePlaceID(in.place).SetRemote(in.Remote).SetNillableNeededOn(in.NeededOn).
		SetOpenedAt(in.OpenedAt).SetUpdatedAt(in.OpenedAt).SetStatus(enum.PostingOpen).
		SetAudience(cmp.Or(in.Audience, enum.AudiencePublic)).SetNillableExpiresAt(expiryOf(in.ExpiresOn)).
		SetShifts(distinct(in.Shifts)).SetBenefits(in.Benefits)
	if in.Template != nil {
		create.SetTemplate(*in.Template)
	}
	if in.Draft {
		create.SetStatus(enum.PostingDraft)
	}
	setHours(create.Mutation(), in.HoursPerWeek)
	setPay(create.Mutation(), &db.Posting{}, in.Pay.stored(), in.HoursPerWeek, in.OpenedAt)
	return create
}

func (s *Service) writeRequirements(ctx context.Context, tx *db.Client, posting string, requirements []Requirement) error {
	rows := make([]*db.RequirementCreate, len(requirements))
	for i, r := range requirements {
		rows[i] = tx.Requirement.Create().
			SetID(s.IDs.Mint(id.Requirement)).SetPostingID(posting).SetPosition(i).
			SetImportance(r.Importance).SetWeight(r.Weight)
		if r.LegalRule != nil {
			rows[i].SetLegalRule(r.LegalRule.Text)
			if r.LegalRule.URL != nil {
				rows[i].SetLegalURL(*r.LegalRule.URL)
			}
		}
		switch ask := r.Ask.(type) {
		case SkillAsk:
			rows[i].SetSkillID(ask.Skill.ID)
			if ask.Level != nil {
				rows[i].SetLevel(uint8(*ask.Level))
			}
		case CredentialAsk:
			rows[i].AddCredentials(ask.AnyOf...)
		case StackAsk:
			rows[i].SetStackID(ask.Stack.ID)
		}
	}
	if err := tx.Requirement.CreateBulk(rows...).Exec(ctx); err != nil {
		return fmt.Errorf("write requirements: %w", err)
	}
	return nil
}

func writeConditions(ctx context.Context, tx *db.Client, posting string, conditions []ConditionInput) error {
	rows := make([]*db.PostingConditionCreate, len(conditions))
	for i, c := range conditions {
		rows[i] = tx.PostingCondition.Create().
			SetPostingID(posting).SetPosition(i).SetKind(c.Kind).SetText(c.Text).
			SetNillableMinimum(c.Minimum).SetNillableMaximum(c.Maximum).SetNillableUnit(c.Unit)
		if c.LegalRule != nil {
			rows[i].SetLegalRule(c.LegalRule.Text).SetNillableLegalURL(c.LegalRule.URL)
		}
	}
	if err := tx.PostingCondition.CreateBulk(rows...).Exec(ctx); err != nil {
		return fmt.Errorf("write conditions: %w", err)
	}
	return nil
}

// workplace is the place named, or by default the employer's own; none for work
// from anywhere.
func (s *Service) workplace(ctx context.Context, employer string, in CreatePostingInput) (*string, error) {
	if in.Place != nil {
		return in.Place, s.checkPlace(ctx, *in.Place)
	}
	if in.Remote {
		return nil, nil //nolint:nilnil // no place is an answer here
	}
	org, err := s.DB.Organization.Query().Where(organization.ID(employer)).Only(ctx)
	if err != nil {
		return nil, fmt.Errorf("load employer: %w", err)
	}
	return withoutSite(org).PlaceID, nil
}
