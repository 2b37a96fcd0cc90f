package account

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/account"
	"github.com/stackmatch/stackmatch/ent/db/membership"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// check finds all that is wrong with the words of the input.
func (in GrantConsentInput) check(now time.Time) error {
	return problem.Join(in.To.check(in.Purpose), checkPurpose(in.Purpose), checkFields(in.Purpose, in.Fields), checkUntil(in.Until, now))
}

func (to ConsentTo) check(purpose consent.Purpose) error {
	given := 0
	for _, one := range []bool{to.Organization != nil, to.OrganizationKind != nil, to.Account != nil} {
		if one {
			given++
		}
	}
	switch {
	case given != 1:
		return problem.New(problem.Invalid, "say to whom: an organization, a kind of organization or a person").
			Spanish("indique a quién: una organización, un tipo de organización o una persona").At("to")
	case to.OrganizationKind != nil && purpose != consent.Matching:
		return problem.New(problem.Invalid, "a kind of organization may be let in for matching alone").
			Spanish("un tipo de organización solo puede admitirse para la búsqueda de candidatos").At("to", "organizationKind")
	case to.OrganizationKind != nil && !slices.Contains(to.OrganizationKind.Values(), string(*to.OrganizationKind)):
		return problem.New(problem.Invalid, "%q is no kind of organization", *to.OrganizationKind).
			Spanish("%q no es un tipo de organización", *to.OrganizationKind).At("to", "organizationKind")
	case to.Account != nil && purpose != consent.Coaching:
		return problem.New(problem.Invalid, "a person may be let in for coaching alone").
			Spanish("una persona solo puede admitirse para la orientación").At("to", "account")
	}
	return nil
}

func checkPurpose(p consent.Purpose) error {
	switch p {
	case consent.Matching, consent.Contact, consent.Coaching, consent.Research:
		return nil
	case consent.Guardian:
		return problem.New(problem.Invalid, "a guardian's consent is the guardian's to give: ask them").
			Spanish("el consentimiento de un tutor lo da el tutor: pídaselo").At("purpose")
	}
	return problem.New(problem.Invalid, "%q is no purpose", p).Spanish("%q no es una finalidad", p).At("purpose")
}

func checkFields(p consent.Purpose, fields []consent.Field) error {
	may := p.MayOpen()
	if len(may) == 0 {
		if len(fields) > 0 {
			return problem.New(problem.Invalid, "a consent for matching opens no fields: what is shown is set once, by setMatching").
				Spanish("un consentimiento para la búsqueda no abre datos: lo que se muestra se fija una vez, con setMatching").At("fields")
		}
		return nil
	}
	if len(fields) == 0 {
		return problem.New(problem.Invalid, "say what is opened").Spanish("indique qué datos se abren").At("fields")
	}
	var errs []error
	for i, f := range fields {
		if !slices.Contains(may, f) {
			errs = append(errs, problem.New(problem.Invalid, "%s cannot be opened for this purpose", f).
				Spanish("%s no puede abrirse para esta finalidad", f).At("fields", fmt.Sprint(i)))
		}
	}
	return problem.Join(errs...)
}

func checkUntil(until *time.Time, now time.Time) error {
	if until != nil && !until.After(now) {
		return problem.New(problem.Invalid, "the end lies in the past").Spanish("el final está en el pasado").At("until")
	}
	return nil
}

// once lists fields in the order of the schema, each once.
func once(fields []consent.Field) []consent.Field {
	out := []consent.Field{}
	for _, f := range consent.Field("").Values() {
		if slices.Contains(fields, consent.Field(f)) {
			out = append(out, consent.Field(f))
		}
	}
	return out
}

// grantee finds whom a consent is given to: an organization that is listed, or
// somebody who coaches or teaches.
func (s *Service) grantee(ctx context.Context, tx *db.Client, to ConsentTo) error {
	if to.Organization != nil {
		return listed(ctx, tx, *to.Organization, "to", "organization")
	}
	if to.Account == nil {
		return nil
	}
	is, err := tx.Account.Query().Where(account.ID(*to.Account), account.ErasedAtIsNil(),
		account.HasMembershipsWith(membership.RoleIn(enum.RoleCoach, enum.RoleIssuer))).Exist(ctx)
	if err != nil {
		return fmt.Errorf("load account: %w", err)
	}
	if !is {
		return problem.New(problem.NotFound, "nobody who coaches or teaches is %q", *to.Account).
			Spanish("nadie que oriente o enseñe es %q", *to.Account).At("to", "account")
	}
	return nil
}

// listed finds an organization that everybody may know of.
func listed(ctx context.Context, tx *db.Client, id string, path ...string) error {
	is, err := tx.Organization.Query().Where(organization.ID(id), organization.Listed(true)).Exist(ctx)
	if err != nil {
		return fmt.Errorf("load organization: %w", err)
	}
	if !is {
		return problem.New(problem.NotFound, "there is no organization %q", id).
			Spanish("no hay ninguna organización %q", id).At(path...)
	}
	return nil
}
