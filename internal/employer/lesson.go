package employer

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/proposalanswer"
	"github.com/stackmatch/stackmatch/ent/db/proposallearning"
	"github.com/stackmatch/stackmatch/ent/db/skill"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// Learning is whether proposals learn from what an organization says of them, and
// from how many answers.
type Learning struct {
	Organization string
	On           bool
	// Since is when it was turned on; nil while it is off.
	Since              *time.Time
	Confirmed, Refused int
}

// LearningInput turns learning on or off.
type LearningInput struct {
	Organization string
	On           bool
}

// Learning is that of the viewer's organization; of another one there is none to see.
func (s *Service) Learning(ctx context.Context, organization string) (*Learning, error) {
	if !auth.Can(ctx, auth.ReviewLessons) || !actsFor(ctx, organization) {
		return nil, problem.New(problem.NotFound, "there is no such organization of yours").
			Spanish("no hay tal organización suya")
	}
	return learningOf(ctx, s.DB, organization)
}

// SetLearning turns it on or off for the organization that the viewer administers.
// While it is off nothing more is kept, and nothing that was is used.
func (s *Service) SetLearning(ctx context.Context, in LearningInput) (set *Learning, err error) {
	if err := requireFor(ctx, auth.AdministerOrganization, in.Organization); err != nil {
		return nil, err
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		if err := s.setLearning(ctx, tx, in); err != nil {
			return err
		}
		set, err = learningOf(ctx, tx, in.Organization)
		return err
	})
	return set, err
}

func (s *Service) setLearning(ctx context.Context, tx *db.Client, in LearningInput) error {
	none := &db.ProposalLearning{OrganizationID: in.Organization, Revision: 1}
	if err := store.InsertMissing(ctx, tx, []*db.ProposalLearning{none}); err != nil {
		return err
	}
	change := tx.ProposalLearning.Update().SetOn(in.On).AddRevision(1)
	if in.On {
		change.SetSince(s.Now())
	} else {
		change.ClearSince()
	}
	n, err := change.Where(proposallearning.OrganizationID(in.Organization), proposallearning.On(!in.On)).Save(ctx)
	if err != nil {
		return fmt.Errorf("set whether proposals learn: %w", err)
	}
	if n == 0 {
		return nil
	}
	action := audit.Action("proposal.stop_learning")
	if in.On {
		action = "proposal.learn"
	}
	return audit.Write(ctx, tx, s.Now(), action, enum.SubjectOrganization, in.Organization)
}

func learningOf(ctx context.Context, client *db.Client, organization string) (*Learning, error) {
	out := &Learning{Organization: organization}
	row, err := client.ProposalLearning.Query().Where(proposallearning.OrganizationID(organization)).Only(ctx)
	switch {
	case db.IsNotFound(err):
		return out, nil
	case err != nil:
		return nil, fmt.Errorf("load whether proposals learn: %w", err)
	}
	out.On, out.Since = row.On, row.Since
	for verdict, count := range map[enum.ProposalVerdict]*int{enum.VerdictConfirmed: &out.Confirmed, enum.VerdictRefused: &out.Refused} {
		*count, err = client.ProposalAnswer.Query().
			Where(proposalanswer.OrganizationID(organization), proposalanswer.VerdictEQ(verdict)).Count(ctx)
		if err != nil {
			return nil, fmt.Errorf("count answers to proposals: %w", err)
		}
	}
	return out, nil
}

// changed has what was learned be made anew, and its writers follow one another.
// It tells whether learning is on.
func changed(ctx context.Context, tx *db.Client, organization string) (on bool, err error) {
	of := proposallearning.OrganizationID(organization)
	if _, err := tx.ProposalLearning.Update().AddRevision(1).Where(of).Save(ctx); err != nil {
		return false, fmt.Errorf("count a change of lessons: %w", err)
	}
	on, err = tx.ProposalLearning.Query().Where(of, proposallearning.On(true)).Exist(ctx)
	if err != nil {
		return false, fmt.Errorf("load whether proposals learn: %w", err)
	}
	return on, nil
}

// requireFor refuses who may not, and who acts for another organization: in the same
// way whether or not there is such an organization, and whatever it does.
func requireFor(ctx context.Context, p auth.Permission, organization string) error {
	if err := auth.Require(ctx, p); err != nil {
		return err
	}
	if !actsFor(ctx, organization) {
		return problem.New(problem.Forbidden, "act for this organization").Spanish("actúe por esta organización")
	}
	return nil
}

func actsFor(ctx context.Context, organization string) bool {
	viewer := auth.From(ctx)
	return viewer.System || organization != "" && viewer.Organization() == organization
}

// lessonsFor are those of the organization that is asked for, if any: for who may
// teach them.
func (s *Service) lessonsFor(ctx context.Context, organization *string) (*lessons, error) {
	if organization == nil {
		return nil, nil //nolint:nilnil // nothing is learned
	}
	if err := requireFor(ctx, auth.TeachProposals, *organization); err != nil {
		return nil, err
	}
	return s.lessonsOf(ctx, *organization)
}

// leaveOutRetired takes skills out that were taught and are no longer in force.
func (s *Service) leaveOutRetired(ctx context.Context, bySkill map[string]*RequirementProposal, learned *lessons) error {
	if learned == nil || len(bySkill) == 0 {
		return nil
	}
	retired, err := s.DB.Skill.Query().Where(skill.IDIn(slices.Collect(maps.Keys(bySkill))...), skill.StatusNEQ(enum.SkillActive)).IDs(ctx)
	if err != nil {
		return fmt.Errorf("look up retired skills: %w", err)
	}
	for _, one := range retired {
		delete(bySkill, one)
	}
	return nil
}
