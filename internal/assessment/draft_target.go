package assessment

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/enrollment"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/submission"
)

// target is what a submission is begun for, as it was asked.
type target struct {
	enrollment, microCredential, issuer *string
	prior                               *bool
	language                            *string
}

// aimed is what a submission is begun for, once it is known to exist.
type aimed struct {
	credential *db.MicroCredential
	version    *db.MicroCredentialVersion
	issuer     string
	enrollment *string
	mode       submission.Mode
}

var languageTag = regexp.MustCompile(`^[a-z]{2,3}(-[a-z0-9]{2,8})*$`)

// maxLanguage is how many characters a language tag may have.
const maxLanguage = 35

func (t target) spoken() string {
	if t.language == nil {
		return "en"
	}
	return strings.ToLower(*t.language)
}

func (t target) check() error {
	var errs []error
	if (t.enrollment == nil) == (t.microCredential == nil) {
		errs = append(errs, problem.New(problem.Invalid, "name an enrollment, or a micro-credential that is earned by experience").
			Spanish("nombre una inscripción, o una microcredencial que se obtiene por experiencia").At("enrollment"))
	}
	if t.issuer != nil && t.microCredential == nil {
		errs = append(errs, problem.New(problem.Invalid, "the enrollment says who awards").
			Spanish("la inscripción dice quién otorga").At("issuer"))
	}
	if tag := t.spoken(); len(tag) > maxLanguage || !languageTag.MatchString(tag) {
		errs = append(errs, problem.New(problem.Invalid, "a language is a tag such as en or es-mx").
			Spanish("un idioma es una etiqueta como en o es-mx").At("language"))
	}
	return problem.Join(errs...)
}

// field is where in the input the target was named.
func (t target) field() string {
	if t.enrollment != nil {
		return "enrollment"
	}
	return "microCredential"
}

func (t target) openAlready() *problem.Problem {
	return problem.New(problem.Conflict, "you have an open submission for this already: go on with it, or withdraw it").
		Spanish("usted ya tiene una entrega abierta para esto: siga con ella o retírela").At(t.field())
}

// aim finds what the target names. A micro-credential is earned through the
// earner's enrollment in it where there is one and they do not ask otherwise.
func (s *Service) aim(ctx context.Context, tx *db.Client, earner string, t target) (of aimed, err error) {
	where := enrollment.ID(value(t.enrollment))
	if t.enrollment == nil {
		where = enrollment.MicroCredentialID(*t.microCredential)
	}
	var in *db.Enrollment
	if t.enrollment != nil || t.prior == nil || !*t.prior {
		in, err = tx.Enrollment.Query().Where(where, enrollment.EarnerID(earner), enrollment.StatusEQ(enum.EnrollmentActive)).
			WithVersion().WithMicroCredential().Only(ctx)
		if err != nil && !db.IsNotFound(err) {
			return of, fmt.Errorf("load enrollment: %w", err)
		}
	}
	switch {
	case in != nil && (t.issuer == nil || *t.issuer == in.IssuerID):
		of = aimed{in.Edges.MicroCredential, in.Edges.Version, in.IssuerID, &in.ID, submission.Portfolio}
		if t.prior != nil && *t.prior {
			of.mode = submission.Prior
		}
	case t.enrollment != nil:
		return of, problem.New(problem.NotFound, "you have no enrollment %q that goes on", *t.enrollment).
			Spanish("usted no tiene ninguna inscripción vigente %q", *t.enrollment).At("enrollment")
	default:
		of.mode = submission.Prior
		if of.credential, of.version, err = earnable(ctx, tx, *t.microCredential); err != nil {
			return of, err
		}
		if of.issuer, err = issuerOf(of.credential, t.issuer, nil); err != nil {
			return of, err
		}
		// Who enrolled was asked for it then.
		if err := s.checkHeld(ctx, tx, earner, of.version); err != nil {
			return of, err
		}
	}
	return of, of.checkMode(t)
}

// checkMode wants the version to be assessed by evidence in that way.
func (a aimed) checkMode(t target) error {
	d, assessed, err := definitionOf(a.version)
	if err != nil {
		return err
	}
	switch {
	case assessed && slices.Contains(d.Modes, a.mode):
		return nil
	case a.mode == submission.Prior && a.enrollment == nil && assessed && slices.Contains(d.Modes, submission.Portfolio):
		return problem.New(problem.Conflict, "experience is not assessed here: enroll first, then submit evidence").
			Spanish("aquí no se evalúa la experiencia: inscríbase primero y después presente evidencias").At(t.field())
	}
	return problem.New(problem.Conflict, "this is not assessed by evidence that you submit").
		Spanish("esto no se evalúa con evidencias que usted presente").At(t.field())
}

// value is what a pointer points to, or the zero value.
func value[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}
