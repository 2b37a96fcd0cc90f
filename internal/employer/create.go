package employer

import (
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
	"github.com/stackmatch/stackmatch/internal/store"
)

// CreatePosting opens a posting of the organization that the viewer acts for.
// Repeated with the same ClientMutationID within a day, it returns the first.
func (s *Service) CreatePosting(ctx context.Context, in CreatePostingInput) (*db.Posting, error) {
	if err := auth.Require(ctx, auth.CreatePosting); err != nil {
		return nil, err
	}
	viewer := auth.From(ctx)
	return s.open(ctx, viewer.Organization(), viewer.Account, s.Now(), in)
}

// OpenPosting opens a posting of any organization, as it was opened at a time:
// for the system, which seeds and imports.
func (s *Service) OpenPosting(ctx context.Context, organization string, at time.Time, in CreatePostingInput) (*db.Posting, error) {
	if err := auth.Require(ctx, auth.AdministerService); err != nil {
		return nil, err
	}
	return s.open(ctx, organization, "", at, in)
}

func (s *Service) open(ctx context.Context, organization, account string, at time.Time, in CreatePostingInput) (*db.Posting, error) {
	err := problem.Join(
		checkTitle(in.Title), checkLength(in.Description, maxDescription, "description"),
		checkOccupation(in.Occupation), checkRequirements(in.Requirements), checkConditions(in.Conditions),
	)
	if err != nil {
		return nil, err
	}
	requirements, err := s.resolve(ctx, in.Requirements, in.Language)
	if err != nil {
		return nil, err
	}
	place, err := s.workplace(ctx, organization, in)
	if err != nil {
		return nil, err
	}
	var made *db.Posting
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		first, err := s.repeated(ctx, tx, account, in)
		if err != nil {
			return err
		}
		if first != "" {
			made, err = tx.Posting.Get(ctx, first)
			return err
		}
		made, err = s.write(ctx, tx, newPosting{organization, account, place, at, in, requirements})
		return err
	})
	return made, err
}

// newPosting is what a posting is made of.
type newPosting struct {
	organization, account string
	place                 *string
	at                    time.Time
	in                    CreatePostingInput
	requirements          []Requirement
}

func (s *Service) write(ctx context.Context, tx *db.Client, w newPosting) (*db.Posting, error) {
	made, err := tx.Posting.Create().
		SetID(s.IDs.At(id.Posting, w.at)).SetCreatedAt(s.Now()).
		SetEmployerID(w.organization).SetNillableCreatedByID(optional(w.account)).
		SetTitle(w.in.Title).SetDescription(w.in.Description).SetLanguage(w.in.Language).
		SetNillableOccupationCode(w.in.Occupation).
		SetNillablePlaceID(w.place).SetRemote(w.in.Remote).SetNillableNeededOn(w.in.NeededOn).
		SetOpenedAt(w.at).SetUpdatedAt(w.at).
		Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("write posting: %w", err)
	}
	if err := s.writeRequirements(ctx, tx, made.ID, w.requirements); err != nil {
		return nil, err
	}
	if err := writeConditions(ctx, tx, made.ID, w.in.Conditions); err != nil {
		return nil, err
	}
	if err := s.remember(ctx, tx, w.account, w.in, made.ID); err != nil {
		return nil, err
	}
	return made, audit.Record(ctx, tx, s.Now(), "posting.create", enum.SubjectPosting, made.ID)
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
				rows[i].SetLevel(uint8(*ask.Level)) //nolint:gosec // 1 to 4, checked with the input
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
	return org.PlaceID, nil
}
