package catalog_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// unlist makes an organization and its micro-credential what imports make of an
// issuer whom nobody trusts; list takes it back.
func (w *world) unlist(t *testing.T, org *db.Organization, m *db.MicroCredential, listed bool) {
	t.Helper()
	status := enum.Draft
	if listed {
		status = enum.Published
	}
	err := store.InTx(w.ctx, w.DB, func(ctx context.Context, tx *db.Client) error {
		return errors.Join(
			tx.Organization.UpdateOneID(org.ID).SetListed(listed).Exec(ctx),
			tx.MicroCredential.UpdateOneID(m.ID).SetStatus(status).Exec(ctx),
		)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// counts are how many of each a visitor is listed, and finds by the word.
type counts struct{ organizations, credentials, foundOrganizations, foundCredentials, texts int }

func (w *world) counts(t *testing.T, word string, ids ...string) counts {
	t.Helper()
	w.index(t)
	all := page.Args{First: 10}
	return counts{
		len(must(w.Organizations(t.Context(), catalog.OrganizationsInput{Page: all}))(t).Items),
		len(must(w.MicroCredentials(t.Context(), catalog.MicroCredentialsInput{Page: all}))(t).Items),
		len(must(w.Organizations(t.Context(), catalog.OrganizationsInput{Search: word, Page: all}))(t).Items),
		len(must(w.MicroCredentials(t.Context(), catalog.MicroCredentialsInput{Search: word, Page: all}))(t).Items),
		len(must(w.LoadTexts(t.Context(), ids))(t)),
	}
}

func TestAnUnlistedIssuerIsInNoListAndSeenByWhoKnowsAnAward(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	known, stranger := w.organization(t, "Known"), w.organization(t, "Stranger")
	w.microCredential(t, known, "Known", nil)
	m := w.microCredential(t, stranger, "Stranger", map[string]int{"weld": 1})
	w.unlist(t, stranger, m, false)
	if got := w.counts(t, "Stranger", stranger.ID, m.ID); got != (counts{1, 1, 0, 0, 0}) {
		t.Errorf("unlisted: got %+v", got)
	}
	if len(must(w.OrganizationsByID(t.Context(), []string{stranger.ID}))(t)) != 1 ||
		len(must(w.MicroCredentialsByID(t.Context(), []string{m.ID}))(t)) != 1 {
		t.Error("whoever knows an award of it does not see what it is of")
	}
	w.unlist(t, stranger, m, true)
	if got := w.counts(t, "Stranger", stranger.ID, m.ID); got != (counts{2, 2, 1, 1, 2}) {
		t.Errorf("listed: got %+v", got)
	}
}

func TestMatchingExplainsUnlistedVersionsAndWeighsNoWordOfThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	stranger := w.organization(t, "Stranger")
	m := w.microCredential(t, stranger, "Forklift", map[string]int{"weld": 1})
	w.unlist(t, stranger, m, false)
	version, known := w.matching(t).Version(*m.CurrentVersionID)
	if !known || version.Current || len(version.Words) != 0 {
		t.Errorf("got %+v, %v", version, known)
	}
}

func TestADraftHasNobodyReadTheCatalogAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	org := w.organization(t, "Known")
	w.microCredential(t, org, "Known", nil)
	before := w.matching(t)
	w.clock.Advance(time.Second)
	m := w.draft(t, org, "Draft")
	if w.matching(t) != before {
		t.Error("a draft had the catalog read again")
	}
	w.clock.Advance(time.Second)
	must(w.PublishVersion(w.ctx, m.ID, w.version("Published", nil)))(t)
	published := w.matching(t)
	if published == before {
		t.Error("what was published is not known")
	}
	w.clock.Advance(time.Second)
	w.unlist(t, org, m, false)
	if w.matching(t) == published {
		t.Error("what was unlisted is still a step to take")
	}
}

func TestNothingIsBuiltOnWhatIsUnlisted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	known, stranger := w.organization(t, "Known"), w.organization(t, "Stranger")
	m := w.microCredential(t, stranger, "Stranger", nil)
	w.unlist(t, stranger, m, false)
	for _, draft := range []bool{false, true} {
		_, err := w.PublishStack(w.ctx, catalog.StackInput{
			Owner: known.ID, Draft: draft, Version: catalog.StackVersionInput{
				Title: localized("Stack"), Rule: matching.Rule{Op: matching.OpAllOf, Of: []matching.Rule{{Op: matching.OpPart, Credential: m.ID}}},
			},
		})
		if !problem.Is(err, problem.NotFound) {
			t.Errorf("draft %v: got %v, want NOT_FOUND", draft, err)
		}
	}
}
