package outcome

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/earner"
	"github.com/stackmatch/stackmatch/ent/db/enrollment"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/ent/db/protectedenrollment"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/dossier"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/repeat"
)

// maxAwards is on how many awards an outcome may rest.
const maxAwards = 50

// RecordOutcomeInput says what happened to an earner.
type RecordOutcomeInput struct {
	// Earner is by default the one who acts; a coach names who opened their awards
	// to them.
	Earner *string
	Kind   enum.OutcomeKind
	// On is the day.
	On time.Time
	// Organization is the employer or institution, where it is known here.
	Organization *string
	// Awards are those of the earner's that it rests on.
	Awards []string
	// HourlyWage is the wage since then, a decimal in Currency; USD by default.
	HourlyWage  *string
	Currency    *string
	WeeklyHours *float64
	// Detail is which benefit, degree or post, in words.
	Detail *string
	// Source is who says so; by default who records it.
	Source           *string
	ClientMutationID *string
}

// RecordOutcome records what happened to an earner: told by themselves, or by a
// coach to whom they opened their awards. It is counted by the program of their
// newest enrollment, or by the coach's organization. Repeated with the same
// ClientMutationID within a day, it returns the first.
func (s *Service) RecordOutcome(ctx context.Context, in RecordOutcomeInput) (*db.ProtectedOutcome, error) {
	if err := auth.Require(ctx, auth.RecordOutcome); err != nil {
		return nil, err
	}
	call := repeat.Call{Viewer: auth.From(ctx).Key(), Mutation: "recordOutcome", Key: in.ClientMutationID, Input: in, Now: s.Now()}
	if err := problem.Join(call.Check(), in.check(s.Now())); err != nil {
		return nil, err
	}
	return repeat.Once(ctx, s.DB, call, repeat.Record[*db.ProtectedOutcome]{
		Load: func(ctx context.Context, tx *db.Client, id string) (*db.ProtectedOutcome, error) {
			row, err := tx.ProtectedOutcome.Get(ctx, id)
			if db.IsNotFound(err) {
				return nil, noOutcome(id) // recorded, and withdrawn since then
			}
			return row, err
		},
		Make: func(ctx context.Context, tx *db.Client) (string, *db.ProtectedOutcome, error) {
			made, err := s.recordOutcome(ctx, tx, in)
			if err != nil {
				return "", nil, err
			}
			return made.ID, made, nil
		},
	})
}

func (in RecordOutcomeInput) check(now time.Time) error {
	_, unpaid := readWage(in.HourlyWage, in.Currency)
	errs := []error{
		unpaid, checkHours(in.WeeklyHours), checkDay(in.On, now, "on"),
		checkLine(in.Detail, "detail"), checkLine(in.Source, "source"),
	}
	if !slices.Contains(in.Kind.Values(), string(in.Kind)) {
		errs = append(errs, problem.New(problem.Invalid, "this is no kind of outcome").
			Spanish("no es un tipo de resultado").At("kind"))
	}
	if len(in.Awards) > maxAwards {
		errs = append(errs, problem.New(problem.Invalid, "give at most %d awards", maxAwards).
			Spanish("dé como máximo %d logros", maxAwards).At("awards"))
	}
	return problem.Join(errs...)
}

func (s *Service) recordOutcome(ctx context.Context, tx *db.Client, in RecordOutcomeInput) (*db.ProtectedOutcome, error) {
	of, err := s.about(ctx, tx, in.Earner)
	if err != nil {
		return nil, err
	}
	slices.Sort(in.Awards)
	in.Awards = slices.Compact(in.Awards)
	if err := problem.Join(checkOrganization(ctx, tx, in.Organization), checkAwards(ctx, tx, of, in.Awards)); err != nil {
		return nil, err
	}
	program, err := programOf(ctx, tx, of)
	if err != nil {
		return nil, err
	}
	made, err := s.write(ctx, tx, of, program, in)
	if err != nil {
		return nil, err
	}
	return made, audit.Write(ctx, tx, s.Now(), "outcome.record", enum.SubjectEarner, of)
}

// about is the earner that an outcome is of: the viewer, or one who opened their
// awards to the viewer for coaching. Nobody else exists.
func (s *Service) about(ctx context.Context, tx *db.Client, named *string) (string, error) {
	viewer := auth.From(ctx)
	self := viewer.ActingEarner()
	if self != "" && (named == nil || *named == self) {
		return self, nil
	}
	if named == nil {
		return "", problem.New(problem.Invalid, "name the earner").Spanish("nombre a la persona").At("earner")
	}
	row, err := tx.Earner.Query().Where(earner.ID(*named), earner.ErasedAtIsNil()).WithGrants().WithBlocks().Only(ctx)
	if err != nil && !db.IsNotFound(err) {
		return "", fmt.Errorf("load earner: %w", err)
	}
	opened := row != nil && auth.Can(ctx, auth.ViewConsentedEarners) &&
		dossier.Subject(row).Opens(consent.Awards, consent.Coaching, viewer.Organization(), viewer.Account, s.Now())
	if row == nil || !opened && !viewer.System {
		return "", problem.New(problem.NotFound, "there is no earner %q", *named).
			Spanish("no hay ninguna persona %q", *named).At("earner")
	}
	return row.ID, nil
}

func checkOrganization(ctx context.Context, tx *db.Client, named *string) error {
	if named == nil {
		return nil
	}
	is, err := tx.Organization.Query().Where(organization.ID(*named)).Exist(ctx)
	if err != nil {
		return fmt.Errorf("look up organization: %w", err)
	}
	if !is {
		return noOrganization(*named)
	}
	return nil
}

func noOrganization(named string) *problem.Problem {
	return problem.New(problem.NotFound, "there is no organization %q", named).
		Spanish("no hay ninguna organización %q", named).At("organization")
}

// checkAwards wants awards of the earner's: those that they show, where somebody
// else names them.
func checkAwards(ctx context.Context, tx *db.Client, of string, named []string) error {
	query := tx.Award.Query().Where(award.IDIn(named...), award.EarnerID(of),
		award.Or(award.RevocationIsNil(), award.RevocationNEQ(enum.RevokedInError)))
	if viewer := auth.From(ctx); !viewer.System && viewer.ActingEarner() != of {
		query.Where(award.Shown(true))
	}
	held, err := query.IDs(ctx)
	if err != nil {
		return fmt.Errorf("look up awards: %w", err)
	}
	var errs []error
	for _, one := range named {
		if !slices.Contains(held, one) {
			errs = append(errs, problem.New(problem.NotFound, "there is no award %q of theirs", one).
				Spanish("no tiene ningún logro %q", one).At("awards"))
		}
	}
	return problem.Join(errs...)
}

// programOf is whose program counts an outcome: the coach's, or the one in which
// the earner enrolled last; nil for none.
func programOf(ctx context.Context, tx *db.Client, of string) (*string, error) {
	if coach := auth.From(ctx).Organization(); coach != "" {
		return &coach, nil
	}
	return enrolledAt(ctx, tx, of)
}

// enrolledAt is whose program the earner enrolled in last; nil for none.
func enrolledAt(ctx context.Context, tx *db.Client, of string) (*string, error) {
	newest, err := tx.Enrollment.Query().Where(enrollment.EarnerID(of)).
		Order(db.Desc(enrollment.FieldCreatedAt, enrollment.FieldID)).First(ctx)
	if err == nil {
		return &newest.IssuerID, nil
	}
	if !db.IsNotFound(err) {
		return nil, fmt.Errorf("load enrollment: %w", err)
	}
	known, err := tx.ProtectedEnrollment.Query().Where(protectedenrollment.EarnerID(of)).
		Order(db.Desc(protectedenrollment.FieldID)).First(ctx)
	if db.IsNotFound(err) {
		return nil, nil //nolint:nilnil // no program counts it
	}
	if err != nil {
		return nil, fmt.Errorf("load enrollment: %w", err)
	}
	return &known.OrganizationID, nil
}

func (s *Service) write(ctx context.Context, tx *db.Client, of string, program *string, in RecordOutcomeInput) (*db.ProtectedOutcome, error) {
	paid, err := readWage(in.HourlyWage, in.Currency)
	if err != nil {
		return nil, err
	}
	create := tx.ProtectedOutcome.Create().SetID(s.IDs.Mint(id.Outcome)).SetCreatedAt(s.Now()).
		SetEarnerID(of).SetKind(in.Kind).SetOn(day(in.On)).SetNillableOrganizationID(in.Organization).
		SetNillableProgramID(program).SetDetail(value(in.Detail)).SetNillableWageCents(paid.cents).
		SetWageCurrency(paid.currency).SetNillableWeeklyHours(in.WeeklyHours).SetSource(value(in.Source))
	if by := auth.From(ctx).Account; by != "" {
		create.SetRecordedByID(by)
	}
	made, err := create.Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("write outcome: %w", err)
	}
	rests := make([]*db.ProtectedOutcomeAward, len(in.Awards))
	for i, one := range in.Awards {
		rests[i] = &db.ProtectedOutcomeAward{OutcomeID: made.ID, AwardID: one}
	}
	return made, insertAwards(ctx, tx, rests)
}
