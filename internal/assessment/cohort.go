package assessment

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/cohort"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/claimcode"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/repeat"
	"github.com/stackmatch/stackmatch/internal/store"
)

// maxCohortCredentials is how many micro-credentials a cohort is to earn.
const maxCohortCredentials = 20

// CreateCohortInput is a group that earns micro-credentials together.
type CreateCohortInput struct {
	Name             string
	MicroCredentials []string
	// StartsOn and EndsOn are days; nil where it is open. Nobody joins after EndsOn.
	StartsOn, EndsOn *time.Time
	ClientMutationID *string
}

// CreatedCohort is a new cohort with the code by which one joins it.
type CreatedCohort struct {
	Cohort *db.Cohort
	// Code is told once: only its hash is kept. It is empty where the call was
	// repeated.
	Code string
}

// CreateCohort opens a cohort of the organization that the viewer acts for.
// Repeated with the same ClientMutationID within a day, it returns the first,
// without its code.
func (s *Service) CreateCohort(ctx context.Context, in CreateCohortInput) (*CreatedCohort, error) {
	if err := requireLead(ctx); err != nil {
		return nil, err
	}
	call := repeat.Call{Viewer: auth.From(ctx).Key(), Mutation: "createCohort", Key: in.ClientMutationID, Input: in, Now: s.Now()}
	if err := problem.Join(call.Check(), in.check()); err != nil {
		return nil, err
	}
	code, err := claimcode.Make(s.IDs.Rand)
	if err != nil {
		return nil, err
	}
	made := &CreatedCohort{}
	made.Cohort, err = repeat.Once(ctx, s.DB, call, repeat.Record[*db.Cohort]{
		Load: func(ctx context.Context, tx *db.Client, id string) (*db.Cohort, error) {
			made.Code = ""
			return loadCohort(ctx, tx, id)
		},
		Make: func(ctx context.Context, tx *db.Client) (string, *db.Cohort, error) {
			made.Code = code
			row, err := s.createCohort(ctx, tx, in, claimcode.Hash(code))
			if err != nil {
				return "", nil, err
			}
			return row.ID, row, nil
		},
	})
	if err != nil {
		return nil, err
	}
	return made, nil
}

func (in CreateCohortInput) check() error {
	var errs []error
	if n := utf8.RuneCountInString(in.Name); strings.TrimSpace(in.Name) == "" || n > maxLine {
		errs = append(errs, problem.New(problem.Invalid, "a name has 1 to %d characters", maxLine).
			Spanish("un nombre tiene de 1 a %d caracteres", maxLine).At("name"))
	} else if strings.ContainsFunc(in.Name, disguises) {
		errs = append(errs, problem.New(problem.Invalid, "a name has no characters that cannot be seen and change how it reads").
			Spanish("un nombre no tiene caracteres que no se ven y cambian cómo se lee").At("name"))
	}
	if n := len(in.MicroCredentials); n < 1 || n > maxCohortCredentials {
		errs = append(errs, problem.New(problem.Invalid, "name 1 to %d micro-credentials, not %d", maxCohortCredentials, n).
			Spanish("nombre de 1 a %d microcredenciales, no %d", maxCohortCredentials, n).At("microCredentials"))
		return problem.Join(errs...)
	}
	for i, key := range in.MicroCredentials {
		if slices.Index(in.MicroCredentials, key) < i {
			errs = append(errs, problem.New(problem.Invalid, "this is named already").
				Spanish("esto ya se nombra").At("microCredentials", strconv.Itoa(i)))
		}
	}
	if in.StartsOn != nil && in.EndsOn != nil && in.EndsOn.Before(*in.StartsOn) {
		errs = append(errs, problem.New(problem.Invalid, "a cohort ends after it starts").
			Spanish("un grupo termina después de empezar").At("endsOn"))
	}
	return problem.Join(errs...)
}

// disguises tells what has a name be read as another one: control characters, and
// those that turn the direction of what follows.
func disguises(r rune) bool {
	return unicode.IsControl(r) || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
}

func (s *Service) createCohort(ctx context.Context, tx *db.Client, in CreateCohortInput, hash string) (*db.Cohort, error) {
	known, err := tx.MicroCredential.Query().
		Where(microcredential.IDIn(in.MicroCredentials...), microcredential.StatusEQ(enum.Published)).IDs(ctx)
	if err != nil {
		return nil, fmt.Errorf("look up micro-credentials: %w", err)
	}
	var errs []error
	for i, key := range in.MicroCredentials {
		if !slices.Contains(known, key) {
			errs = append(errs, problem.New(problem.NotFound, "there is no micro-credential %q", key).
				Spanish("no hay ninguna microcredencial %q", key).At("microCredentials", strconv.Itoa(i)))
		}
	}
	if err := problem.Join(errs...); err != nil {
		return nil, err
	}
	viewer, now := auth.From(ctx), s.Now()
	row, err := tx.Cohort.Create().SetID(s.IDs.Mint(id.Cohort)).SetCreatedAt(now).SetOrganizationID(viewer.Organization()).
		SetName(strings.TrimSpace(in.Name)).SetCodeHash(hash).SetNillableStartsOn(in.StartsOn).SetNillableEndsOn(in.EndsOn).
		SetOpenedByID(viewer.Account).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("write cohort: %w", err)
	}
	parts := make([]*db.CohortCredential, len(in.MicroCredentials))
	for i, key := range in.MicroCredentials {
		parts[i] = &db.CohortCredential{CohortID: row.ID, MicroCredentialID: key, Position: i + 1}
	}
	if err := store.Insert(ctx, tx, parts); err != nil {
		return nil, fmt.Errorf("write micro-credentials of cohort: %w", err)
	}
	return row, audit.Write(ctx, tx, now, "cohort.create", enum.SubjectCohort, row.ID)
}

// CloseCohort has nobody join any more. Closing it twice changes nothing.
func (s *Service) CloseCohort(ctx context.Context, key string) (row *db.Cohort, err error) {
	if err := requireLead(ctx); err != nil {
		return nil, err
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		now := s.Now()
		n, err := tx.Cohort.Update().
			Where(cohort.ID(key), cohort.OrganizationID(auth.From(ctx).Organization()), cohort.ClosedAtIsNil()).
			SetClosedAt(now).Save(ctx)
		if err != nil {
			return fmt.Errorf("close cohort: %w", err)
		}
		row, err = tx.Cohort.Query().Where(cohort.ID(key), cohort.OrganizationID(auth.From(ctx).Organization())).Only(ctx)
		if db.IsNotFound(err) {
			return noCohort().At("id")
		}
		if err != nil || n == 0 {
			return wrapped(err, "load cohort")
		}
		return audit.Write(ctx, tx, now, "cohort.close", enum.SubjectCohort, row.ID)
	})
	return row, err
}

// requireLead wants who may run cohorts, for an organization.
func requireLead(ctx context.Context) error {
	if err := auth.Require(ctx, auth.RunCohort); err != nil {
		return err
	}
	if auth.From(ctx).Organization() == "" {
		return problem.New(problem.Forbidden, "a cohort is an organization's: act for one").
			Spanish("un grupo es de una organización: actúe por una")
	}
	return nil
}

func loadCohort(ctx context.Context, tx *db.Client, id string) (*db.Cohort, error) {
	row, err := tx.Cohort.Get(ctx, id)
	return row, wrapped(err, "load cohort")
}

func noCohort() *problem.Problem {
	return problem.New(problem.NotFound, "there is no such cohort").Spanish("no existe ese grupo")
}
