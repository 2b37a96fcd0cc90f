package catalog

import (
	"context"
	"fmt"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/ent/db/place"
	"github.com/stackmatch/stackmatch/ent/db/posting"
	"github.com/stackmatch/stackmatch/ent/db/skill"
	"github.com/stackmatch/stackmatch/ent/db/stack"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// references are the records that an input names, each with where it does so:
// they are looked up together, one statement for each kind.
type references struct {
	organizations, places, skills, microCredentials, stacks, postings []reference
	// drafts accepts micro-credentials and stacks that are not published yet: what
	// is a draft itself may name them.
	drafts bool
}

type reference struct {
	id   string
	path []string
}

func named(id string, path ...string) reference { return reference{id, path} }

// namedIf is the reference that may be left out.
func namedIf(id *string, path ...string) []reference {
	if id == nil {
		return nil
	}
	return []reference{named(*id, path...)}
}

// check reports every name of nothing. It reads in the transaction that will
// write, which may have written what is named.
func (r references) check(ctx context.Context, tx *db.Client) error {
	return problem.Join(
		missing(r.organizations, "organization", "ninguna organización", func(ids []string) ([]string, error) {
			return tx.Organization.Query().Where(organization.IDIn(ids...)).IDs(ctx)
		}),
		missing(r.places, "place", "ningún lugar", func(ids []string) ([]string, error) {
			return tx.Place.Query().Where(place.IDIn(ids...)).IDs(ctx)
		}),
		missing(r.skills, "skill", "ninguna habilidad", func(ids []string) ([]string, error) {
			return tx.Skill.Query().Where(skill.IDIn(ids...)).IDs(ctx)
		}),
		missing(r.microCredentials, "micro-credential", "ninguna microcredencial", func(ids []string) ([]string, error) {
			q := tx.MicroCredential.Query().Where(microcredential.IDIn(ids...), microcredential.Not(unlisted()))
			if !r.drafts {
				q.Where(microcredential.CurrentVersionIDNotNil())
			}
			return q.IDs(ctx)
		}),
		missing(r.stacks, "stack", "ninguna serie", func(ids []string) ([]string, error) {
			q := tx.Stack.Query().Where(stack.IDIn(ids...))
			if !r.drafts {
				q.Where(stack.CurrentVersionIDNotNil())
			}
			return q.IDs(ctx)
		}),
		missing(r.postings, "posting", "ninguna oferta", func(ids []string) ([]string, error) {
			return tx.Posting.Query().Where(posting.IDIn(ids...)).IDs(ctx)
		}),
	)
}

func missing(refs []reference, what, noneES string, find func(ids []string) ([]string, error)) error {
	if len(refs) == 0 {
		return nil
	}
	ids := make([]string, len(refs))
	for i, r := range refs {
		ids[i] = r.id
	}
	slices.Sort(ids)
	found, err := find(slices.Compact(ids))
	if err != nil {
		return fmt.Errorf("look up %s: %w", what, err)
	}
	slices.Sort(found)
	var errs []error
	for _, r := range refs {
		if _, ok := slices.BinarySearch(found, r.id); !ok {
			errs = append(errs, problem.New(problem.NotFound, "there is no %s %q", what, r.id).
				Spanish("no hay %s %q", noneES, r.id).At(r.path...))
		}
	}
	return problem.Join(errs...)
}

// onBehalf is the organization that the viewer writes for: the one that they act
// for, whether it is named or not. Who administers the service may name any.
func onBehalf(ctx context.Context, named string, path ...string) (string, error) {
	viewer := auth.From(ctx)
	own := viewer.Organization()
	switch {
	case named == "" && own != "":
		return own, nil
	case named == own, auth.Can(ctx, auth.AdministerService):
		return named, nil
	}
	return "", problem.New(problem.Forbidden, "act for the organization that this is of").
		Spanish("actúe por la organización a la que esto pertenece").At(path...)
}
