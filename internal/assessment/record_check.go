package assessment

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/block"
	"github.com/stackmatch/stackmatch/ent/db/cohort"
	"github.com/stackmatch/stackmatch/ent/db/cohortcredential"
	"github.com/stackmatch/stackmatch/ent/db/cohortmember"
	"github.com/stackmatch/stackmatch/ent/db/earner"
	"github.com/stackmatch/stackmatch/ent/db/enrollment"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/dossier"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// checkMayRecord wants an earner whom the viewer's organization can reach. Nobody
// records their own, or of whom they are in conflict with.
func (s *Service) checkMayRecord(ctx context.Context, r recording, of string) error {
	viewer := auth.From(ctx)
	is, err := s.reaches(ctx, r, of)
	if err != nil {
		return err
	}
	if !is {
		return problem.New(problem.NotFound, "there is no earner %q whom your organization may assess", of).
			Spanish("no hay ninguna persona %q a quien su organización pueda evaluar", of).At("earner")
	}
	apart, err := inConflict(ctx, s.DB, viewer.Account, of)
	if err != nil {
		return err
	}
	if apart || viewer.Earner == of {
		return problem.New(problem.Conflict, "you may not assess this person: somebody else does").
			Spanish("usted no puede evaluar a esta persona: lo hace alguien más").At("earner")
	}
	return nil
}

// reaches tells whether an earner is in a cohort that the viewer's organization
// runs for this, is enrolled in it with the issuer, or let the organization see them.
// Where a cohort is named, they are in that.
func (s *Service) reaches(ctx context.Context, r recording, of string) (bool, error) {
	viewer := auth.From(ctx)
	there, err := s.DB.Earner.Query().Where(
		earner.ID(of), earner.ErasedAtIsNil(), earner.Not(earner.HasBlocksWith(block.OrganizationID(viewer.Organization()))),
	).Exist(ctx)
	if err != nil || !there {
		return false, wrapped(err, "look up earner")
	}
	runs := []predicate.Cohort{
		cohort.OrganizationID(viewer.Organization()), cohort.HasCredentialsWith(cohortcredential.MicroCredentialID(r.of.ID)),
	}
	if r.cohort != nil {
		runs = append(runs, cohort.ID(*r.cohort))
	}
	member, err := s.DB.CohortMember.Query().Where(
		cohortmember.EarnerID(of), cohortmember.LeftAtIsNil(), cohortmember.HasCohortWith(runs...),
	).Exist(ctx)
	if err != nil || member || r.cohort != nil {
		return member, wrapped(err, "look up cohort")
	}
	enrolled, err := s.DB.Enrollment.Query().Where(
		enrollment.EarnerID(of), enrollment.MicroCredentialID(r.of.ID), enrollment.IssuerID(r.issuer),
		enrollment.StatusEQ(enum.EnrollmentActive),
	).Exist(ctx)
	if err != nil || enrolled {
		return enrolled, wrapped(err, "look up enrollment")
	}
	opened, err := s.DB.Earner.Query().Where(earner.ID(of), earner.Or(
		earner.HasGrantsWith(dossier.GrantTo(viewer.Organization(), viewer.Account, consent.Coaching, s.Now())),
		earner.HasAwardsWith(award.IssuerID(viewer.Organization()), award.SourceIn(enum.SourceIssued, enum.SourceRecorded)),
	)).Exist(ctx)
	return opened, wrapped(err, "look up earner")
}

// checkRuns wants a cohort that the viewer's organization runs for a
// micro-credential.
func (s *Service) checkRuns(ctx context.Context, key *string, microCredential string) error {
	if key == nil {
		return nil
	}
	is, err := s.DB.Cohort.Query().Where(
		cohort.ID(*key), cohort.OrganizationID(auth.From(ctx).Organization()),
		cohort.HasCredentialsWith(cohortcredential.MicroCredentialID(microCredential)),
	).Exist(ctx)
	if err != nil {
		return fmt.Errorf("look up cohort: %w", err)
	}
	if !is {
		return problem.New(problem.NotFound, "there is no cohort %q of your organization for this", *key).
			Spanish("no hay ningún grupo %q de su organización para esto", *key).At("cohort")
	}
	return nil
}

// checkSeen refuses scores that the rubric cannot judge: all of it is scored.
func (r recording) checkSeen(row observation) error {
	errs := []error{checkScoreInputs(row.scores)}
	rules, levels := r.rules.For(r.mode), levelsOf(row.scores)
	if err := rules.CheckScores(levels); err != nil {
		return problem.Join(append(errs, err)...)
	}
	if missing := rules.Judge(levels).Missing; len(missing) > 0 {
		keys := strings.Join(missing, ", ")
		errs = append(errs, problem.New(problem.Invalid, "every criterion is scored; look at: %s", keys).
			Spanish("se puntúan todos los criterios; revise: %s", keys).At("scores"))
	}
	return problem.Join(errs...)
}

// longAgo is how many years may pass before something is recorded.
const longAgo = 20

func (s *Service) checkDay(on time.Time) error {
	if now := s.Now(); on.After(now) || on.Before(now.AddDate(-longAgo, 0, 0)) {
		return problem.New(problem.Invalid, "this day has not come, or is more than %d years ago", longAgo).
			Spanish("este día no ha llegado, o fue hace más de %d años", longAgo)
	}
	return nil
}

// checkRows bounds a call.
func checkRows(n int) error {
	if n < 1 || n > maxRows {
		return problem.New(problem.Invalid, "give 1 to %d results, not %d", maxRows, n).
			Spanish("dé de 1 a %d resultados, no %d", maxRows, n).At("results")
	}
	return nil
}
