package assessment

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/cohort"
	"github.com/stackmatch/stackmatch/ent/db/cohortcredential"
	"github.com/stackmatch/stackmatch/ent/db/cohortmember"
	"github.com/stackmatch/stackmatch/ent/db/enrollment"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/db/offering"
	"github.com/stackmatch/stackmatch/ent/db/versionprerequisite"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/dossier"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// enrollable is what somebody enrolls in, once it is known to exist.
type enrollable struct {
	credential *db.MicroCredential
	version    *db.MicroCredentialVersion
	issuer     string
	offering   *db.Offering
}

// enrollable finds what the input names, and says everything that it names wrongly.
func (s *Service) enrollable(ctx context.Context, tx *db.Client, earner string, in EnrollInput) (of enrollable, err error) {
	if of.credential, of.version, err = earnable(ctx, tx, in.MicroCredential); err != nil {
		return of, err
	}
	var unknown, noOffering error
	if in.Offering != nil {
		of.offering, noOffering = s.openOffering(ctx, tx, of.credential.ID, *in.Offering)
	}
	of.issuer, unknown = issuerOf(of.credential, in.Issuer, of.offering)
	return of, problem.Join(unknown, noOffering, s.checkCohort(ctx, tx, earner, of.credential.ID, in.Cohort))
}

// earnable is a micro-credential that can be earned now, with its issuers and the
// current version.
func earnable(ctx context.Context, tx *db.Client, key string) (*db.MicroCredential, *db.MicroCredentialVersion, error) {
	row, err := tx.MicroCredential.Query().Where(
		microcredential.ID(key), microcredential.StatusNEQ(enum.Draft), microcredential.CurrentVersionIDNotNil(),
	).WithIssuers().Only(ctx)
	if db.IsNotFound(err) {
		return nil, nil, problem.New(problem.NotFound, "there is no micro-credential %q", key).
			Spanish("no hay ninguna microcredencial %q", key).At("microCredential")
	}
	if err != nil {
		return nil, nil, fmt.Errorf("load micro-credential: %w", err)
	}
	if row.Status == enum.Retired {
		return nil, nil, problem.New(problem.Conflict, "this micro-credential is retired: nobody begins it any more").
			Spanish("esta microcredencial está retirada: ya nadie la comienza").At("microCredential")
	}
	version, err := tx.MicroCredentialVersion.Get(ctx, *row.CurrentVersionID)
	if err != nil {
		return nil, nil, fmt.Errorf("load version: %w", err)
	}
	return row, version, nil
}

// issuerOf is who is to award: the one named, else the offering's provider where
// they may, else the only one.
func issuerOf(row *db.MicroCredential, named *string, at *db.Offering) (string, error) {
	may := make([]string, len(row.Edges.Issuers))
	for i, o := range row.Edges.Issuers {
		may[i] = o.ID
	}
	switch {
	case named != nil && slices.Contains(may, *named):
		return *named, nil
	case named != nil:
		return "", problem.New(problem.NotFound, "there is no issuer %q of this micro-credential", *named).
			Spanish("no hay ninguna entidad %q que otorgue esta microcredencial", *named).At("issuer")
	case at != nil && slices.Contains(may, at.ProviderID):
		return at.ProviderID, nil
	case len(may) == 1:
		return may[0], nil
	}
	return "", problem.New(problem.Invalid, "several issuers award this micro-credential: name one").
		Spanish("varias entidades otorgan esta microcredencial: nombre una").At("issuer").Suggest(may...)
}

// openOffering is an offering of the micro-credential that one may still enter.
func (s *Service) openOffering(ctx context.Context, tx *db.Client, microCredential, key string) (*db.Offering, error) {
	row, err := tx.Offering.Query().Where(offering.ID(key), offering.MicroCredentialID(microCredential)).Only(ctx)
	if db.IsNotFound(err) {
		return nil, problem.New(problem.NotFound, "there is no offering %q of this micro-credential", key).
			Spanish("no hay ninguna oferta %q de esta microcredencial", key).At("offering")
	}
	if err != nil {
		return nil, fmt.Errorf("load offering: %w", err)
	}
	now := s.Now()
	// A day is kept as its first instant in UTC: it is over a day later.
	if row.WithdrawnAt != nil && !row.WithdrawnAt.After(now) || row.EndsOn != nil && !now.Before(row.EndsOn.AddDate(0, 0, 1)) {
		return nil, problem.New(problem.Conflict, "this is offered no more").
			Spanish("esto ya no se ofrece").At("offering")
	}
	return row, nil
}

// checkSeats refuses what is full. Whoever takes the last seat is waited for. A class
// that has a first day is one group: who has completed it had one of its seats. Where
// one may begin at any time, theirs is free again.
func checkSeats(ctx context.Context, tx *db.Client, at *db.Offering) error {
	if at == nil || at.Seats == nil {
		return nil
	}
	if err := store.Lock(ctx, at.ID); err != nil {
		return err
	}
	seated := []enum.EnrollmentStatus{enum.EnrollmentActive}
	if at.StartsOn != nil {
		seated = append(seated, enum.EnrollmentCompleted)
	}
	taken, err := tx.Enrollment.Query().Where(enrollment.OfferingID(at.ID), enrollment.StatusIn(seated...)).Count(ctx)
	if err != nil {
		return fmt.Errorf("count seats: %w", err)
	}
	if taken >= *at.Seats {
		return problem.New(problem.Limit, "every seat of this offering is taken").
			Spanish("todas las plazas de esta oferta están ocupadas").At("offering")
	}
	return nil
}

// checkHeld wants what is asked for before a version to be held, and to count.
func (s *Service) checkHeld(ctx context.Context, tx *db.Client, earner string, version *db.MicroCredentialVersion) error {
	asked, err := tx.VersionPrerequisite.Query().
		Where(versionprerequisite.VersionID(version.ID), versionprerequisite.Advised(false)).
		WithMicroCredential().Order(versionprerequisite.ByID()).All(ctx)
	if err != nil {
		return fmt.Errorf("load prerequisites: %w", err)
	}
	held, err := s.held(ctx, tx, earner)
	if err != nil {
		return err
	}
	var names, ids []string
	for _, p := range asked {
		if !held[p.MicroCredentialID] {
			names, ids = append(names, p.Edges.MicroCredential.Name), append(ids, p.MicroCredentialID)
		}
	}
	if len(names) == 0 {
		return nil
	}
	list := strings.Join(names, ", ")
	return problem.New(problem.Conflict, "earn this first: %s", list).
		Spanish("antes hay que obtener: %s", list).At("microCredential").Suggest(ids...)
}

// held are the micro-credentials of which the earner has an award that counts.
func (s *Service) held(ctx context.Context, tx *db.Client, earner string) (map[string]bool, error) {
	awards, err := tx.Award.Query().Where(award.EarnerID(earner), award.StatusEQ(enum.AwardActive)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load awards: %w", err)
	}
	held := map[string]bool{}
	for _, a := range awards {
		if dossier.State(a, s.Now()) == matching.Counting {
			held[a.MicroCredentialID] = true
		}
	}
	return held, nil
}

// checkCohort wants a cohort that the earner is in and that earns this.
func (s *Service) checkCohort(ctx context.Context, tx *db.Client, earner, microCredential string, key *string) error {
	if key == nil {
		return nil
	}
	is, err := tx.Cohort.Query().Where(
		cohort.ID(*key),
		cohort.HasMembersWith(cohortmember.EarnerID(earner), cohortmember.LeftAtIsNil()),
		cohort.HasCredentialsWith(cohortcredential.MicroCredentialID(microCredential)),
	).Exist(ctx)
	if err != nil {
		return fmt.Errorf("look up cohort: %w", err)
	}
	if !is {
		return problem.New(problem.NotFound, "there is no cohort %q of yours that earns this micro-credential", *key).
			Spanish("no hay ningún grupo suyo %q que curse esta microcredencial", *key).At("cohort")
	}
	return nil
}
