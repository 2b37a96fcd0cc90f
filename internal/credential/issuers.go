package credential

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/issueridentity"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// maxNote is how many characters a note may have.
const maxNote = 1_000

// TrustIssuerInput says whom to trust, by the id that their badges name: a DID or
// a URL.
type TrustIssuerInput struct {
	URI string
	// Name is by default the one that the issuer's badges have.
	Name string
	// Note says why.
	Note string
	// Organization is the one here that the issuer is, if it is here already. It
	// is settled with the first badge or the first trust.
	Organization *string
}

func (in TrustIssuerInput) check() error {
	var errs []error
	if err := checkIssuerURI(in.URI); err != nil {
		errs = append(errs, err)
	}
	if line(in.Name) != in.Name {
		errs = append(errs, problem.New(problem.Invalid, "a name is one line of at most %d characters", maxLine).
			Spanish("un nombre es una línea de hasta %d caracteres", maxLine).At("name"))
	}
	if clip(in.Note, maxNote) != in.Note {
		errs = append(errs, problem.New(problem.Invalid, "a note has at most %d characters", maxNote).
			Spanish("una nota tiene como máximo %d caracteres", maxNote).At("note"))
	}
	return problem.Join(errs...)
}

// checkIssuerURI refuses what no badge can prove to be its issuer (badges.md: a
// urn:uuid issuer is never proven).
func checkIssuerURI(uri string) error {
	known := slices.ContainsFunc([]string{"did:", "https://", "http://"}, func(scheme string) bool { return strings.HasPrefix(uri, scheme) })
	if !known || identifier(uri) == "" {
		return problem.New(problem.Invalid, "an issuer is named by a DID or a URL, exactly as its badges have it").
			Spanish("un emisor se nombra con un DID o una URL, exactamente como en sus insignias").At("uri")
	}
	return nil
}

// TrustIssuer has the valid badges of an issuer count, those imported already and
// those to come, and lists it with what it awards. Doing so again changes the
// name and the note.
func (s *Service) TrustIssuer(ctx context.Context, in TrustIssuerInput) (trusted *db.IssuerIdentity, err error) {
	if err := auth.Require(ctx, auth.AdministerService); err != nil {
		return nil, err
	}
	in.URI, in.Name, in.Note = strings.TrimSpace(in.URI), strings.TrimSpace(in.Name), strings.TrimSpace(in.Note)
	if err := in.check(); err != nil {
		return nil, err
	}
	err = s.retrying(ctx, func(ctx context.Context, tx *db.Client) error {
		trusted, err = s.trustIssuer(ctx, tx, in)
		return err
	})
	return trusted, err
}

func (s *Service) trustIssuer(ctx context.Context, tx *db.Client, in TrustIssuerInput) (*db.IssuerIdentity, error) {
	identity, err := tx.IssuerIdentity.Query().Where(issueridentity.URI(in.URI)).Only(ctx)
	switch {
	case db.IsNotFound(err):
		if identity, err = s.introduce(ctx, tx, in); err != nil {
			return nil, err
		}
	case err != nil:
		return nil, fmt.Errorf("look up issuer: %w", err)
	case in.Organization != nil && *in.Organization != identity.OrganizationID:
		return nil, problem.New(problem.Conflict, "this issuer is another organization here already").
			Spanish("este emisor ya es otra organización aquí").At("organization").With(identity)
	}
	by := trusting{name: in.Name, note: in.Note}
	if account := auth.From(ctx).Account; account != "" {
		by.account = &account
	}
	return s.trust(ctx, tx, identity, by)
}

// introduce adds an issuer of whom no badge has come yet.
func (s *Service) introduce(ctx context.Context, tx *db.Client, in TrustIssuerInput) (*db.IssuerIdentity, error) {
	if s.ownIssuer(in.URI) != "" {
		return nil, problem.New(problem.Conflict, "this issuer is of this service, whose badges count anyway").
			Spanish("este emisor es de este servicio, cuyas insignias cuentan de todos modos").At("uri")
	}
	if in.Organization != nil {
		is, err := tx.Organization.Query().Where(organization.ID(*in.Organization)).Exist(ctx)
		if err != nil {
			return nil, fmt.Errorf("look up organization: %w", err)
		}
		if !is {
			return nil, problem.New(problem.NotFound, "there is no organization %q", *in.Organization).
				Spanish("no hay ninguna organización %q", *in.Organization).At("organization")
		}
	}
	name := in.Name
	if name == "" {
		name = clip(in.URI, maxLine)
	}
	return s.newIdentity(ctx, tx, in.URI, name, in.Organization)
}

// DistrustIssuerInput says whom.
type DistrustIssuerInput struct{ URI string }

// DistrustIssuer has the badges of an issuer count no longer. They are kept.
func (s *Service) DistrustIssuer(ctx context.Context, in DistrustIssuerInput) (identity *db.IssuerIdentity, err error) {
	if err := auth.Require(ctx, auth.AdministerService); err != nil {
		return nil, err
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		identity, err = tx.IssuerIdentity.Query().Where(issueridentity.URI(strings.TrimSpace(in.URI)), issueridentity.TrustedAtNotNil()).Only(ctx)
		if db.IsNotFound(err) {
			return problem.New(problem.NotFound, "no issuer %q is trusted", in.URI).Spanish("no se confía en ningún emisor %q", in.URI).At("uri")
		}
		if err != nil {
			return fmt.Errorf("look up issuer: %w", err)
		}
		identity, err = s.distrust(ctx, tx, identity)
		return err
	})
	return identity, err
}

// IssuerFilter says which issuers to list.
type IssuerFilter struct {
	// Trusted keeps those whose badges count, or those whose do not.
	Trusted *bool
	// Organization keeps the ids of one organization.
	Organization *string
}

// KnownIssuers lists the issuers whose badges have been imported, or who are
// trusted, newest first.
func (s *Service) KnownIssuers(ctx context.Context, filter IssuerFilter, args page.Args) (page.Page[*db.IssuerIdentity], error) {
	none := page.Page[*db.IssuerIdentity]{}
	if err := auth.Require(ctx, auth.AdministerService); err != nil {
		return none, err
	}
	if err := args.Check(); err != nil {
		return none, err
	}
	scope, err := page.Scope(auth.From(ctx).Key(), "issuers", filter)
	if err != nil {
		return none, err
	}
	rest, err := pastCursor(s, scope, args, store.Before[predicate.IssuerIdentity](issueridentity.FieldCreatedAt, issueridentity.FieldID))
	if err != nil {
		return none, err
	}
	rows, err := s.DB.IssuerIdentity.Query().Where(filter.predicates()...).Where(rest...).
		Order(db.Desc(issueridentity.FieldCreatedAt, issueridentity.FieldID)).Limit(args.Limit()).All(ctx)
	if err != nil {
		return none, fmt.Errorf("list issuers: %w", err)
	}
	return page.Cut(rows, args, s.Cursors, scope, func(row *db.IssuerIdentity) []string { return instant(row.CreatedAt, row.ID) }), nil
}

func (f IssuerFilter) predicates() []predicate.IssuerIdentity {
	where := []predicate.IssuerIdentity{provenIssuers()}
	switch {
	case f.Trusted == nil:
	case *f.Trusted:
		where = append(where, issueridentity.TrustedAtNotNil())
	default:
		where = append(where, issueridentity.TrustedAtIsNil())
	}
	if f.Organization != nil {
		where = append(where, issueridentity.OrganizationID(*f.Organization))
	}
	return where
}
