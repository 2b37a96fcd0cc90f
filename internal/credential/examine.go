package credential

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/address"
	"github.com/stackmatch/stackmatch/ent/db/issueridentity"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/fetch"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// How many credentials one badge may hold, and how deep inside one another.
const (
	maxParts = 100
	maxDepth = 4
)

// examined is a badge with everything that was found out about it.
type examined struct {
	badge  *badge.Badge
	report badge.Report
	// path is where it is in the document around it; empty for the outermost.
	path string
	docs badge.Documents
	// want is how its documents are fetched.
	want fetch.Want
	// parts are the credentials of a container, at any depth, in order. A badge
	// has none.
	parts []examined
}

// content is what the badge says; nil where nothing shows who says it.
func (e examined) content() *badge.Credential {
	if !e.established() {
		return nil
	}
	c := e.report.Credential
	return &c
}

// says is what the badge says, whether or not it is established: of what is not,
// nothing may reach anybody but who handed it over.
func (e examined) says() badge.Credential {
	if e.established() {
		return e.report.Credential
	}
	return e.badge.Content()
}

// established tells whether what the badge says was signed, or is published by
// its host.
func (e examined) established() bool {
	said := e.report.Credential
	return e.report.Check(badge.CheckProof).Outcome == badge.Pass && (said.ID != "" || said.Issuer.ID != "")
}

// proven tells whether it is the word of the issuer that it names.
func (e examined) proven() bool {
	for _, name := range []badge.CheckName{badge.CheckFormat, badge.CheckContext, badge.CheckSchema, badge.CheckProof, badge.CheckIssuerBinding} {
		if o := e.report.Check(name).Outcome; o == badge.Fail || o == badge.Unknown {
			return false
		}
	}
	return e.report.Check(badge.CheckIssuerBinding).Outcome == badge.Pass
}

// isContainer tells whether a badge is no badge but holds some.
func isContainer(b *badge.Badge) bool {
	return b.Format() == badge.CLR2 || b.Format() == badge.Presentation
}

// examine verifies a badge and what it holds; for whom is left out where it does
// not matter. It fetches, so it belongs outside of transactions.
func (s *Service) examine(ctx context.Context, g given, recipient *badge.Recipient) (examined, error) {
	trusted, failed := s.trusted(ctx)
	p := badge.Policy{
		Now: s.Now(), Contexts: s.Trust.Contexts, Recipient: recipient, Trusted: trusted, Registries: s.Trust.Registries,
		Controllers: s.Trust.Controllers, Source: g.at, Home: s.Base.String(),
	}
	found := examined{badge: badge.Parse(g.content), docs: badge.Documents{}, want: fetch.Want{Fresh: g.again}}
	found.report = s.judge(ctx, found.badge, found.docs, found.want, p)
	if isContainer(found.badge) {
		p.Source = ""
		all, err := s.examineParts(ctx, found, p, maxDepth)
		if err != nil {
			return found, err
		}
		found.parts = all
	}
	if err := ctx.Err(); err != nil {
		return found, problem.New(problem.Unavailable, "verifying took too long; try again later").
			Spanish("la verificación tardó demasiado; inténtelo más tarde").At("badge")
	}
	return found, failed()
}

// examineParts verifies each credential inside a container by itself: what is
// around it proves nothing of it.
func (s *Service) examineParts(ctx context.Context, outer examined, p badge.Policy, depth int) ([]examined, error) {
	var all []examined
	for i, part := range outer.badge.Parts() {
		inner := examined{badge: part, docs: outer.docs, want: outer.want, path: outer.path + partPath(outer.report, i)}
		inner.report = s.judge(ctx, part, inner.docs, inner.want, p)
		all = append(all, inner)
		if isContainer(part) && depth > 1 {
			deeper, err := s.examineParts(ctx, inner, p, depth-1)
			if err != nil {
				return nil, err
			}
			all = append(all, deeper...)
		}
		if len(all) > maxParts {
			return nil, problem.New(problem.Limit, "a record holds at most %d credentials here; import the others by themselves", maxParts).
				Spanish("un expediente contiene aquí como máximo %d credenciales; importe las demás por separado", maxParts).At("badge")
		}
	}
	return all, nil
}

// partPath is where the report of the container found its part.
func partPath(outer badge.Report, i int) string {
	n := 0
	for _, p := range outer.Parts {
		if p.Kind != badge.PartCredential {
			continue
		}
		if n == i {
			return p.Path
		}
		n++
	}
	return fmt.Sprintf("/credentialSubject/verifiableCredential/%d", i)
}

// judge verifies one badge by itself. A large one whose turn does not come before
// the context ends has no report.
func (s *Service) judge(ctx context.Context, b *badge.Badge, docs badge.Documents, want fetch.Want, p badge.Policy) badge.Report {
	var from fetch.Source = oursFirst{s}
	if len(b.Raw()) > largeBadge {
		if !s.turns.take(ctx) {
			return badge.Report{}
		}
		defer s.turns.give()
		from = inTurn{from, &s.turns}
	}
	return fetch.Verify(ctx, from, b, docs, want, s.withOwnKeys(ctx, b, p))
}

// trusted tells which issuers are known: those that an admin or a registry has
// listed, and our own. Ask failed afterwards whether the database answered.
func (s *Service) trusted(ctx context.Context) (known func(uri string) bool, failed func() error) {
	var failure error
	known = func(uri string) bool {
		if _, own := s.ownSigner(uri); own {
			return true
		}
		is, err := s.DB.IssuerIdentity.Query().Where(issueridentity.URI(uri), issueridentity.TrustedAtNotNil()).Exist(ctx)
		if err != nil {
			failure = fmt.Errorf("look up issuer: %w", err)
		}
		return is
	}
	return known, func() error { return failure }
}

// recipientOf is how an earner is known: by what their account has proven to be
// theirs. Without an account they are known by nothing.
func recipientOf(ctx context.Context, client *db.Client, earner *db.Earner) (*badge.Recipient, error) {
	r := &badge.Recipient{}
	if earner.AccountID == nil {
		return r, nil
	}
	rows, err := client.Address.Query().
		Where(address.AccountID(*earner.AccountID), address.VerifiedAtNotNil()).Order(address.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load addresses: %w", err)
	}
	for _, row := range rows {
		switch row.Kind {
		case enum.AddressEmail:
			r.Emails = append(r.Emails, row.Value)
		case enum.AddressPhone:
			r.Phones = append(r.Phones, row.Value)
		case enum.AddressDID:
			r.DIDs = append(r.DIDs, row.Value)
		}
	}
	return r, nil
}
