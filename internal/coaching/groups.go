package coaching

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/casegroup"
	"github.com/stackmatch/stackmatch/ent/db/casegroupmember"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/repeat"
	"github.com/stackmatch/stackmatch/internal/store"
)

// CreateCaseGroupInput is a group of cases.
type CreateCaseGroupInput struct {
	Name             string
	ClientMutationID *string
}

// SetCaseGroupInput puts cases into a group, or takes them out of it.
type SetCaseGroupInput struct {
	CasesInput
	Group string
	// Member is nil for in.
	Member *bool
}

// The longest name, and the most groups of an organization.
const (
	maxName   = 100
	maxGroups = 200
)

// CaseGroups lists the groups of the viewer's organization, by name.
func (s *Service) CaseGroups(ctx context.Context) ([]*db.CaseGroup, error) {
	if err := requireCoach(ctx); err != nil {
		return nil, err
	}
	rows, err := s.DB.CaseGroup.Query().Where(casegroup.OrganizationID(auth.From(ctx).Organization()), casegroup.RemovedAtIsNil()).
		Order(casegroup.ByName(), casegroup.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list groups: %w", err)
	}
	return rows, nil
}

// CreateCaseGroup opens a group of the viewer's organization. Repeated with the same
// ClientMutationID within a day, it returns the first.
func (s *Service) CreateCaseGroup(ctx context.Context, in CreateCaseGroupInput) (*db.CaseGroup, error) {
	if err := requireCoach(ctx); err != nil {
		return nil, err
	}
	in.Name = strings.TrimSpace(in.Name)
	call := repeat.Call{Viewer: auth.From(ctx).Key(), Mutation: "createCaseGroup", Key: in.ClientMutationID, Input: in, Now: s.Now()}
	if err := problem.Join(call.Check(), checkWords(in.Name, maxName, "name")); err != nil {
		return nil, err
	}
	return repeat.Once(ctx, s.DB, call, repeat.Record[*db.CaseGroup]{
		Load: func(ctx context.Context, tx *db.Client, id string) (*db.CaseGroup, error) {
			return tx.CaseGroup.Get(ctx, id)
		},
		Make: func(ctx context.Context, tx *db.Client) (string, *db.CaseGroup, error) {
			row, err := s.createGroup(ctx, tx, in.Name)
			if err != nil {
				return "", nil, err
			}
			return row.ID, row, nil
		},
	})
}

func (s *Service) createGroup(ctx context.Context, tx *db.Client, name string) (*db.CaseGroup, error) {
	organization := auth.From(ctx).Organization()
	if err := store.Lock(ctx, "case groups "+organization); err != nil {
		return nil, err
	}
	n, err := tx.CaseGroup.Query().Where(casegroup.OrganizationID(organization), casegroup.RemovedAtIsNil()).Count(ctx)
	if err != nil {
		return nil, fmt.Errorf("count groups: %w", err)
	}
	if n >= maxGroups {
		return nil, problem.New(problem.Limit, "your organization has %d groups, as many as there may be", n).
			Spanish("su organización tiene %d grupos, el máximo", n)
	}
	row, err := tx.CaseGroup.Create().SetID(s.IDs.Mint(id.CaseGroup)).SetCreatedAt(s.Now()).
		SetOrganizationID(organization).SetName(name).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("write group: %w", err)
	}
	return row, audit.Write(ctx, tx, s.Now(), "case.create_group", enum.SubjectOrganization, organization)
}

// RemoveCaseGroup takes a group away; its cases stay.
func (s *Service) RemoveCaseGroup(ctx context.Context, key string) error {
	if err := requireCoach(ctx); err != nil {
		return err
	}
	return store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		organization := auth.From(ctx).Organization()
		n, err := tx.CaseGroup.Update().
			Where(casegroup.ID(key), casegroup.OrganizationID(organization), casegroup.RemovedAtIsNil()).SetRemovedAt(s.Now()).Save(ctx)
		if err != nil {
			return fmt.Errorf("remove group: %w", err)
		}
		if n == 0 {
			return noGroup(key).At("id")
		}
		if _, err := tx.CaseGroupMember.Delete().Where(casegroupmember.GroupID(key)).Exec(ctx); err != nil {
			return fmt.Errorf("empty group: %w", err)
		}
		return audit.Write(ctx, tx, s.Now(), "case.remove_group", enum.SubjectOrganization, organization)
	})
}

// SetCaseGroup puts cases into a group, or takes them out of it.
func (s *Service) SetCaseGroup(ctx context.Context, in SetCaseGroupInput) ([]*CaseResult, error) {
	if err := requireCoach(ctx); err != nil {
		return nil, err
	}
	group, err := s.group(ctx, in.Group)
	if err != nil {
		return nil, problem.Under(err, "group")
	}
	return s.changeCases(ctx, in.CasesInput, ofAnybody, func(ctx context.Context, tx *db.Client, row *db.CoachingCase) error {
		if in.Member != nil && !*in.Member {
			_, err := tx.CaseGroupMember.Delete().Where(casegroupmember.GroupID(group.ID), casegroupmember.CaseID(row.ID)).Exec(ctx)
			if err != nil {
				return fmt.Errorf("take a case out of a group: %w", err)
			}
		} else if err := joinGroup(ctx, tx, group.ID, row.ID); err != nil {
			return err
		}
		return audit.Write(ctx, tx, s.Now(), "case.group", enum.SubjectCase, row.ID)
	})
}

func joinGroup(ctx context.Context, tx *db.Client, group, of string) error {
	if err := store.InsertMissing(ctx, tx, []*db.CaseGroupMember{{GroupID: group, CaseID: of}}); err != nil {
		return fmt.Errorf("put a case into a group: %w", err)
	}
	return nil
}

// group is one of the viewer's organization.
func (s *Service) group(ctx context.Context, key string) (*db.CaseGroup, error) {
	row, err := s.DB.CaseGroup.Query().Where(
		casegroup.ID(key), casegroup.OrganizationID(auth.From(ctx).Organization()), casegroup.RemovedAtIsNil()).Only(ctx)
	if db.IsNotFound(err) {
		return nil, noGroup(key)
	}
	if err != nil {
		return nil, fmt.Errorf("load group: %w", err)
	}
	return row, nil
}

func noGroup(key string) *problem.Problem {
	return problem.New(problem.NotFound, "your organization has no group %q", brief(key)).
		Spanish("su organización no tiene el grupo %q", brief(key))
}

func compareGroups(a, b *db.CaseGroup) int {
	return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.ID, b.ID))
}

// checkWords wants a text that says something and is not too long.
func checkWords(text string, most int, path string) error {
	if n := utf8.RuneCountInString(text); n < 1 || n > most {
		return problem.New(problem.Invalid, "write 1 to %d characters, not %d", most, n).
			Spanish("escriba de 1 a %d caracteres, no %d", most, n).At(path)
	}
	return nil
}
