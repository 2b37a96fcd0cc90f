package credential_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/badge/issue"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func TestAnybodyMayVerifyAndNothingIsKept(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	m := f.webMaker(t, "Trade school", "school.example")
	m.serveLists(t, nil, nil)
	content := m.badge(t, anaMail, m.withStatus(3))
	before := f.records(t)
	for name, as := range map[string]world.Viewer{"nobody": t.Context(), "another": f.asBen, "the holder": f.asAna} {
		got := world.Must(f.Credentials.VerifyBadge(as, given(content)))(t)
		if got.Report.Verdict != badge.Valid || outcome(got.Report, badge.CheckRecipient) != "NOT_APPLICABLE" {
			t.Errorf("%s: %+v", name, got.Report)
		}
		if got.Content == nil || got.Content.Achievement.Name != "Welding" {
			t.Errorf("%s: it says %+v", name, got.Content)
		}
	}
	if diff := cmp.Diff(before, f.records(t)); diff != "" {
		t.Errorf("it left (-before +after):\n%s", diff)
	}
}

func TestWhatNobodyVouchesForIsNotShown(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	m := f.webMaker(t, "Trade school", "school.example")
	content := m.badge(t, anaMail)
	got := world.Must(f.Credentials.VerifyBadge(t.Context(), given(tampered(t, content, "name", "Brain surgery"))))(t)
	if got.Content != nil {
		t.Errorf("tampered, it says %+v", got.Content)
	}
	f.web.turnOff(true)
	got = world.Must(f.Credentials.VerifyBadge(t.Context(), given(content)))(t)
	if got.Report.Verdict != badge.Indeterminate || got.Content != nil {
		t.Errorf("unreachable, it is %s and says %+v", got.Report.Verdict, got.Content)
	}
}

func TestEveryPartOfARecordIsVerifiedByItself(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	m := f.webMaker(t, "Trade school", "school.example")
	content := m.record(t, anaMail, m.badge(t, anaMail, numbered(1)), tampered(t, m.badge(t, anaMail, numbered(2)), "name", "Brain surgery"))
	got := world.Must(f.Credentials.VerifyBadge(t.Context(), given(content)))(t)
	if len(got.Parts) != 2 || got.Parts[0].Report.Verdict != badge.Valid || got.Parts[1].Report.Verdict != badge.Invalid {
		t.Fatalf("got %+v", got.Parts)
	}
	if got.Parts[0].Content == nil || got.Parts[1].Content != nil {
		t.Error("the good part says nothing, or the bad one something")
	}
}

func TestVerifyingEndsWithItsCaller(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	m := f.webMaker(t, "Trade school", "school.example")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := f.Credentials.VerifyBadge(ctx, given(m.badge(t, anaMail)))
	if diff := cmp.Diff([]string{"UNAVAILABLE badge"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
}

func TestARegistryThatAnswersMakesAnIssuerKnown(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	f.Credentials.Trust = credential.Trust{Registries: []badge.Registry{{Name: "Registry", URL: "https://registry.example/list.json"}}}
	m := f.maker(t, "Trade school")
	content := m.badge(t, anaMail)
	for _, c := range []struct {
		serve, want string
	}{
		{"", "UNKNOWN registry-silent"},
		{`{"registry": {}}`, "UNKNOWN issuer-unknown"},
		{`{"registry": {"` + m.did + `": {"name": "Trade school"}}}`, "PASS"},
	} {
		if c.serve != "" {
			f.web.serve("https://registry.example/list.json", []byte(c.serve))
		}
		got := world.Must(f.Credentials.VerifyBadge(t.Context(), given(content)))(t)
		if outcome(got.Report, badge.CheckIssuerTrust) != c.want || len(got.Report.Registries) != 1 {
			t.Errorf("%q: %s, %+v", c.serve, outcome(got.Report, badge.CheckIssuerTrust), got.Report.Registries)
		}
	}
}

func TestPinnedKeysAreUsedWithoutANetwork(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	m := f.webMaker(t, "Trade school", "school.example")
	doc := world.Must(issue.Controller(m.did, []issue.MethodKey{{Fragment: "key-1", Public: m.key.PublicKey()}}, nil))(t)
	f.Credentials.Trust.Controllers = map[string][]byte{m.did: world.Must(issue.Encode(doc))(t)}
	f.web.turnOff(true)
	got := world.Must(f.Credentials.VerifyBadge(t.Context(), given(m.badge(t, anaMail))))(t)
	if got.Report.Verdict != badge.Valid || len(f.web.asked) != 0 {
		t.Errorf("%s, and asked %v", got.Report.Verdict, f.web.asked)
	}
}
