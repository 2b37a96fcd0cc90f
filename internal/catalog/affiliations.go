package catalog

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/affiliation"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// SetAffiliationInput says that an organization belongs to another, or no longer.
type SetAffiliationInput struct {
	// Organization is the part or member, Of the whole: by default the
	// organization that the viewer acts for.
	Organization string
	Of           string
	Kind         enum.AffiliationKind
	Affiliated   bool
}

// maxParts is how many organizations may belong to one.
const maxParts = 2_000

// SetAffiliation has an organization belong to another, or belong to it no longer:
// what the whole recognizes for its parts holds at those that belong to it. The
// whole says so. To say what is so already changes nothing.
func (s *Service) SetAffiliation(ctx context.Context, in SetAffiliationInput) (part *db.Organization, err error) {
	if err := mayAffiliate(ctx); err != nil {
		return nil, err
	}
	if in.Of, err = onBehalf(ctx, in.Of, "of"); err != nil {
		return nil, err
	}
	invalid := in.check()
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		names := references{organizations: []reference{named(in.Organization, "organization"), named(in.Of, "of")}}
		if err := problem.Join(invalid, names.check(ctx, tx)); err != nil {
			return err
		}
		if err := s.setAffiliation(ctx, tx, in); err != nil {
			return err
		}
		part, err = tx.Organization.Get(ctx, in.Organization)
		if err != nil {
			return fmt.Errorf("load organization: %w", err)
		}
		withoutSites([]*db.Organization{part})
		return nil
	})
	return part, err
}

// mayAffiliate asks for either of the permissions of those who speak for a whole.
func mayAffiliate(ctx context.Context) error {
	if auth.Can(ctx, auth.RecordRecognition) {
		return nil
	}
	return auth.Require(ctx, auth.AdministerOrganization)
}

func (in SetAffiliationInput) check() error {
	errs := []error{checkOneOf(in.Kind, "kind")}
	if in.Organization == in.Of {
		errs = append(errs, problem.New(problem.Invalid, "an organization does not belong to itself").
			Spanish("una organización no pertenece a sí misma").At("organization"))
	}
	return problem.Join(errs...)
}

func (s *Service) setAffiliation(ctx context.Context, tx *db.Client, in SetAffiliationInput) error {
	where := affiliation.And(affiliation.OrganizationID(in.Organization), affiliation.OfID(in.Of))
	row, err := tx.Affiliation.Query().Where(where).Only(ctx)
	if err != nil && !db.IsNotFound(err) {
		return fmt.Errorf("load affiliation: %w", err)
	}
	if in.Affiliated && row != nil && row.Kind == in.Kind || !in.Affiliated && row == nil {
		return nil
	}
	if row != nil {
		if _, err := tx.Affiliation.Delete().Where(where).Exec(ctx); err != nil {
			return fmt.Errorf("end affiliation: %w", err)
		}
	}
	action := audit.Action("organization.part")
	if in.Affiliated {
		action = "organization.affiliate"
		if err := roomForPart(ctx, tx, in.Of); err != nil {
			return err
		}
		// Another transaction may have been faster: the same is said once.
		made := []*db.Affiliation{{OrganizationID: in.Organization, OfID: in.Of, Kind: in.Kind}}
		if err := store.InsertMissing(ctx, tx, made); err != nil {
			return fmt.Errorf("write affiliation: %w", err)
		}
	}
	return audit.Write(ctx, tx, s.Now(), action, enum.SubjectOrganization, in.Organization, in.Of)
}

func roomForPart(ctx context.Context, tx *db.Client, of string) error {
	n, err := tx.Affiliation.Query().Where(affiliation.OfID(of)).Count(ctx)
	if err != nil {
		return fmt.Errorf("count affiliations: %w", err)
	}
	if n >= maxParts {
		return problem.New(problem.Limit, "%d organizations belong to this one, as many as may", n).
			Spanish("a esta organización pertenecen %d organizaciones, el máximo", n).At("of")
	}
	return nil
}

// maxDepth is how many affiliations lead from a whole to its farthest part;
// maxLinks how many are read to answer a question.
const (
	maxDepth = 4
	maxLinks = 20_000
)

// affiliations reads the links that lead from organizations to their wholes, or to
// their parts, at most maxDepth of them in a row.
func (s *Service) affiliations(ctx context.Context, from []string, toParts bool) (links, error) {
	found, seen := links{}, map[string]bool{}
	for depth, read := 0, 0; depth < maxDepth && len(from) > 0 && read < maxLinks; depth++ {
		from = unseen(from, seen)
		where := affiliation.OrganizationIDIn(from...)
		if toParts {
			where = affiliation.OfIDIn(from...)
		}
		rows, err := s.DB.Affiliation.Query().Where(where).Order(affiliation.ByID()).Limit(maxLinks - read).All(ctx)
		if err != nil {
			return nil, fmt.Errorf("load affiliations: %w", err)
		}
		read += len(rows)
		from = nil
		for _, row := range rows {
			a, b := row.OrganizationID, row.OfID
			if toParts {
				a, b = b, a
			}
			found[a] = append(found[a], link{to: b, kind: row.Kind})
			from = append(from, b)
		}
	}
	return found, nil
}

// unseen leaves out what was seen before, and marks the rest; at most as many as
// fit into a statement.
func unseen(ids []string, seen map[string]bool) []string {
	var out []string
	for _, id := range ids {
		if !seen[id] && len(out) < idsPerStatement {
			seen[id] = true
			out = append(out, id)
		}
	}
	return out
}
