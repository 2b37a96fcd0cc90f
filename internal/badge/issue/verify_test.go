package issue_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/badge/issue"
	"github.com/stackmatch/stackmatch/internal/badge/jsonld"
	"github.com/stackmatch/stackmatch/internal/badge/keys"
)

// web is what the issuers' host serves.
func web(t testing.TB) badge.Documents {
	t.Helper()
	type document = map[string]any
	doc, text := must[document](t), must[[]byte](t)
	suspensions := revocationList(t)
	suspensions.ID, suspensions.Purpose = "https://badges.example.edu/status/stl_suspension", issue.Suspension
	serviceKeys := []issue.MethodKey{{Fragment: "key-1", Public: keyOf(t, serviceDID+"#key-1").PublicKey()}}
	pages := map[string][]byte{
		"https://badges.example.edu/issuers/org_welding/did.json": text(issue.Encode(
			doc(issue.Controller(issuerDID, methods(t), []string{issuerURL})))),
		"https://badges.example.edu/.well-known/did.json": text(issue.Encode(
			doc(issue.Controller(serviceDID, serviceKeys, nil)))),
		"https://badges.example.edu/status/stl_revocation": signed(t, doc(issue.StatusList(revocationList(t, 5)))),
		suspensions.ID:             signed(t, doc(issue.StatusList(suspensions))),
		hosted().Assertion:         text(issue.Encode(doc(issue.Assertion2(award(), hosted())))),
		hosted().BadgeClass:        text(issue.Encode(doc(issue.BadgeClass2(achievement(), hosted())))),
		hosted().Issuer:            text(issue.Encode(doc(issue.Issuer2(college(), hosted())))),
		hosted().RevocationList:    text(issue.Encode(doc(issue.RevocationList2(nil, hosted())))),
		"https://gone.example.edu": nil,
	}
	documents := badge.Documents{}
	for address, body := range pages {
		documents[address] = badge.Document{Status: 200, ContentType: "application/json", Body: body}
	}
	return documents
}

// verified is the report on a document, with what it needs of the web.
func verified(t testing.TB, content []byte, web badge.Documents, p badge.Policy) badge.Report {
	t.Helper()
	b := badge.Parse(content)
	p.Now = now
	fetched := badge.Documents{}
	for range 8 {
		needs := b.Needs(fetched, p)
		if len(needs) == 0 {
			break
		}
		for _, address := range needs {
			d, ok := web[address]
			if !ok {
				d = badge.Document{Status: 404}
			}
			fetched[address] = d
		}
	}
	return badge.Verify(b, fetched, p)
}

// isValid demands a valid report with all of these checks passed.
func isValid(t testing.TB, r badge.Report, passed ...badge.CheckName) {
	t.Helper()
	if r.Verdict != badge.Valid || r.ProofOK == badge.No || r.IssuerBound == badge.No {
		t.Errorf("got %s: %+v", r.Verdict, r.Deciding())
	}
	for _, name := range passed {
		if c := r.Check(name); c.Outcome != badge.Pass {
			t.Errorf("got %s: %s %s", name, c.Outcome, c.Detail)
		}
	}
}

func TestWhatIsIssuedIsValid(t *testing.T) {
	t.Parallel()
	type document = map[string]any
	doc := must[document](t)
	pages := web(t)
	learner := badge.Policy{Recipient: &badge.Recipient{Emails: []string{"learner@example.org"}}}
	always := []badge.CheckName{
		badge.CheckFormat, badge.CheckContext, badge.CheckSchema, badge.CheckProof, badge.CheckIssuerBinding,
		badge.CheckValidity,
	}
	mine := slices.Concat(always, []badge.CheckName{badge.CheckStatus, badge.CheckRecipient})
	part := record(t)
	part.Partial = true
	token := must[string](t)(issue.JWT(doc(issue.Credential(award())), jwtMethod, private(t, keys.P256, 2)))
	for name, c := range map[string]struct {
		content []byte
		format  badge.Format
		policy  badge.Policy
		passed  []badge.CheckName
	}{
		"badge":                 {signed(t, doc(issue.Credential(award()))), badge.OpenBadge3, learner, mine},
		"badge in both lists":   {signed(t, doc(issue.Credential(suspendable()))), badge.OpenBadge3, learner, mine},
		"badge of few words":    {signed(t, doc(issue.Credential(smallest()))), badge.OpenBadge3, badge.Policy{}, always},
		"badge with its schema": {signed(t, doc(issue.Credential(withSchema()))), badge.OpenBadge3, badge.Policy{}, always},
		"token":                 {[]byte(token), badge.OpenBadge3JWT, learner, mine},
		"status list":           {signed(t, doc(issue.StatusList(revocationList(t, 5)))), badge.StatusList, badge.Policy{}, always},
		"learner's record": {
			signed(t, doc(issue.CLR(record(t)))), badge.CLR2,
			badge.Policy{},
			slices.Concat(always, []badge.CheckName{badge.CheckEmbedded}),
		},
		"learner's partial record": {signed(t, doc(issue.CLR(part))), badge.CLR2, badge.Policy{}, always},
		"Open Badges 2.0": {
			pages[hosted().Assertion].Body, badge.OpenBadge2, learner,
			[]badge.CheckName{badge.CheckFormat, badge.CheckProof, badge.CheckRecipient, badge.CheckValidity},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := verified(t, c.content, pages, c.policy)
			isValid(t, r, c.passed...)
			if r.Format != c.format {
				t.Errorf("got %s, want %s", r.Format, c.format)
			}
		})
	}
}

func TestRevokedAndSuspendedBadgesAreInvalid(t *testing.T) {
	t.Parallel()
	content := signed(t, must[map[string]any](t)(issue.Credential(suspendable())))
	for _, c := range []struct {
		purpose string
		index   int
		want    badge.Reason
	}{
		{issue.Revocation, 70123, badge.ReasonRevoked},
		{issue.Suspension, 99, badge.ReasonSuspended},
		{issue.Revocation, 70122, ""},
		{issue.Suspension, 98, ""},
	} {
		pages := web(t)
		l := revocationList(t, c.index)
		l.Purpose = c.purpose
		l.ID = "https://badges.example.edu/status/stl_" + c.purpose
		pages[l.ID] = badge.Document{Status: 200, Body: signed(t, must[map[string]any](t)(issue.StatusList(l)))}
		if got := verified(t, content, pages, badge.Policy{}).Check(badge.CheckStatus); got.Reason != c.want {
			t.Errorf("%s %d: got %q, want %q", c.purpose, c.index, got.Reason, c.want)
		}
	}
}

func TestRevokedAssertionsOfOpenBadges2AreInvalid(t *testing.T) {
	t.Parallel()
	pages := web(t)
	content := pages[hosted().Assertion].Body
	gone := must[map[string]any](t)(issue.Revoked2(hosted().Assertion, "Issued by mistake."))
	pages[hosted().Assertion] = badge.Document{Status: 410, Body: must[[]byte](t)(issue.Encode(gone))}
	r := verified(t, content, pages, badge.Policy{})
	if r.Verdict != badge.Invalid || r.Check(badge.CheckStatus).Reason != badge.ReasonRevoked {
		t.Errorf("got %s: %+v", r.Verdict, r.Deciding())
	}
}

func TestKeysOutliveTheirUseUnlessTheyAreLost(t *testing.T) {
	t.Parallel()
	document := must[map[string]any](t)(issue.Credential(award()))
	for fragment, c := range map[string]struct {
		seed byte
		want badge.Verdict
	}{"key-1": {1, badge.Valid}, "key-0": {3, badge.Valid}, "lost": {4, badge.Invalid}, "none": {1, badge.Invalid}} {
		content := must[[]byte](t)(issue.Sign(
			document, issuerDID+"#"+fragment, private(t, keys.Ed25519, c.seed), issued, jsonld.Builtin()))
		if r := verified(t, content, web(t), badge.Policy{}); r.Verdict != c.want {
			t.Errorf("%s: got %s, %+v", fragment, r.Verdict, r.Deciding())
		}
	}
}

func TestIssuersAtAWebAddressHaveTheirKeysInTheirProfile(t *testing.T) {
	t.Parallel()
	a := award()
	a.Issuer.ID = issuerURL
	i := a.Issuer
	content := must[[]byte](t)(issue.Sign(must[map[string]any](t)(issue.Credential(a)),
		issue.MethodID(issuerURL, methods(t)[0]), private(t, keys.Ed25519, 1), issued, jsonld.Builtin()))
	pages := web(t)
	profile := must[map[string]any](t)(issue.Profile(i, methods(t)...))
	pages[issuerURL] = badge.Document{Status: 200, Body: must[[]byte](t)(issue.Encode(profile))}
	l := revocationList(t)
	l.Issuer = issuerURL
	pages[l.ID] = badge.Document{Status: 200, Body: must[[]byte](t)(issue.Sign(must[map[string]any](t)(issue.StatusList(l)),
		issuerURL+"#key-1", private(t, keys.Ed25519, 1), issued, jsonld.Builtin()))}
	isValid(t, verified(t, content, pages, badge.Policy{}), badge.CheckIssuerBinding, badge.CheckStatus)
}

func TestWhatIsReadIsWhatWasSaid(t *testing.T) {
	t.Parallel()
	pages := web(t)
	rapid.Check(t, func(rt *rapid.T) {
		a := drawAward(rt)
		document, err := issue.Credential(a)
		if err != nil {
			rt.Fatal(err)
		}
		r := verified(t, signed(t, document), pages, badge.Policy{})
		if r.Verdict != badge.Valid {
			rt.Fatalf("got %s: %+v", r.Verdict, r.Deciding())
		}
		if diff := cmp.Diff(said(a), r.Credential, cmpopts.EquateEmpty(),
			cmpopts.IgnoreFields(badge.Alignment{}, "Kind"), cmpopts.IgnoreFields(badge.Result{}, "Name", "Level")); diff != "" {
			rt.Fatalf("(-said +read)\n%s", diff)
		}
	})
}

// said is an award as a reader should find it: everything once, and in Unicode.
func said(a issue.Award) badge.Credential {
	for _, text := range textsOf(reflect.ValueOf(&a).Elem()) {
		text.SetString(strings.ToValidUTF8(text.String(), "\uFFFD"))
	}
	a.Achievement.Tags = distinct(a.Achievement.Tags)
	for i, d := range a.Achievement.ResultDescriptions {
		a.Achievement.ResultDescriptions[i].AllowedValues = distinct(d.AllowedValues)
	}
	a.Identifiers = distinct(a.Identifiers)
	a.Evidence = distinct(a.Evidence)
	from := a.ValidFrom.UTC().Truncate(1e9)
	c := badge.Credential{
		ID: a.ID, Name: a.Achievement.Name, Types: []string{"VerifiableCredential", "OpenBadgeCredential"},
		Issuer: a.Issuer, ValidFrom: &from, ValidUntil: a.ValidUntil, Achievement: a.Achievement, SubjectID: a.SubjectID,
		Identifiers: a.Identifiers, Evidence: a.Evidence, Image: a.Image,
	}
	if !a.AwardedAt.IsZero() {
		c.AwardedAt = &a.AwardedAt
	}
	for _, r := range a.Results {
		c.Results = append(c.Results, badge.Result{
			Value: r.Value, Status: r.Status, AchievedLevel: r.AchievedLevel, Alignments: r.Alignments,
		})
	}
	return c
}

// distinct leaves out what is empty or was there before.
func distinct[T comparable](list []T) []T {
	var none T
	seen := map[T]bool{none: true}
	return slices.DeleteFunc(list, func(v T) bool {
		before := seen[v]
		seen[v] = true
		return before
	})
}
