package credential_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/importoriginal"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/badge/issue"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

const (
	anaMail = "ana@people.example"
	benMail = "ben@people.example"
)

func TestABadgeOfAKnownIssuerCounts(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	m := f.maker(t, "Trade school")
	f.trusts(t, m)
	got := f.imports(t, f.asAna, m.badge(t, anaMail))
	a := got.Award
	if got.Report.Verdict != badge.Valid || outcome(*got.Report, badge.CheckIssuerTrust) != "PASS" {
		t.Fatalf("the report is %+v", got.Report)
	}
	if !f.Credentials.Counts(a) || a.Verification != enum.Verified || a.Source != enum.SourceImported || !a.OwnPairs || !a.Shown {
		t.Errorf("kept as %v", a)
	}
	if !a.EarnedAt.Equal(f.Clock.Now().AddDate(0, -1, 0)) || a.ExpiresAt != nil || *a.EarnerID != f.ana {
		t.Errorf("kept as %v", a)
	}
	if a.NextCheckAt == nil || !a.NextCheckAt.Equal(f.Clock.Now().Add(24*time.Hour)) {
		t.Errorf("verified again at %v", a.NextCheckAt)
	}
	if diff := cmp.Diff(map[string]int{"weld": 1}, f.pairs(t, a.ID)); diff != "" {
		t.Errorf("competencies: %s", diff)
	}
	if len(got.Unmapped) != 1 || got.Unmapped[0].Name != "grind" {
		t.Errorf("unmapped are %v", got.Unmapped)
	}
	of := world.Must(f.DB().MicroCredential.Get(f.Ctx, a.MicroCredentialID))(t)
	if of.Status != enum.Published || *of.URI != "https://achievements.example/welding" || of.Kind != enum.KindCertification || of.Name != "Welding" {
		t.Errorf("it is of %v", of)
	}
	trail := world.Must(audit.Of(f.Ctx, f.DB(), enum.SubjectAward, a.ID, 0, 10))(t)
	if len(trail) != 1 || trail[0].Action != "award.import" {
		t.Errorf("the trail is %v", trail)
	}
	// Ranking finds it.
	f.Must(t, f.ana)
}

// Must ends the test unless the index would hold the earner.
func (f *fair) Must(t *testing.T, earner string) {
	t.Helper()
	if docs := world.Must(f.Credentials.Load(f.Ctx, []string{earner}))(t); len(docs) != 1 || len(docs[0].Held) == 0 {
		t.Fatalf("the index would hold %v", docs)
	}
}

func TestABadgeOfAnUnknownIssuerIsKeptAndCountsForNothingUntilTrusted(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	m := f.maker(t, "Friend of mine")
	before := len(world.Must(f.Catalog.Organizations(t.Context(), catalog.OrganizationsInput{Page: page.Args{First: 100}}))(t).Items)
	got := f.imports(t, f.asAna, m.badge(t, anaMail))
	if got.Report.Verdict != badge.Valid || outcome(*got.Report, badge.CheckIssuerTrust) != "UNKNOWN issuer-unknown" {
		t.Fatalf("the report is %+v", got.Report)
	}
	if got.Award.Verification != enum.Unverified || f.Credentials.Counts(got.Award) {
		t.Errorf("kept as %v", got.Award)
	}
	lists := func() (organizations, credentials int) {
		all := page.Args{First: 100}
		return len(world.Must(f.Catalog.Organizations(t.Context(), catalog.OrganizationsInput{Page: all}))(t).Items),
			len(world.Must(f.Catalog.MicroCredentials(t.Context(), catalog.MicroCredentialsInput{Page: all}))(t).Items)
	}
	if o, c := lists(); o != before || c != 0 {
		t.Errorf("%d organizations and %d micro-credentials are listed, want %d and 0", o, c, before)
	}
	// Its own earner still sees what it is.
	if len(world.Must(f.Catalog.MicroCredentialsByID(f.asAna, []string{got.Award.MicroCredentialID}))(t)) != 1 {
		t.Error("the earner does not see what their award is of")
	}

	f.trusts(t, m)
	if a := f.award(t, got.Award.ID); a.Verification != enum.Verified || !f.Credentials.Counts(a) {
		t.Errorf("trusted, it is %v", a)
	}
	f.Must(t, f.ana)
	if o, c := lists(); o != before+1 || c != 1 {
		t.Errorf("trusted: %d and %d are listed", o, c)
	}
	if of := world.Must(f.DB().MicroCredential.Get(f.Ctx, got.Award.MicroCredentialID))(t); *of.URI != "https://achievements.example/welding" {
		t.Errorf("trusted, its URI is %q", *of.URI)
	}

	world.Must(f.Credentials.DistrustIssuer(f.admin, credential.DistrustIssuerInput{URI: m.did}))(t)
	if a := f.award(t, got.Award.ID); a.Verification != enum.Unverified {
		t.Errorf("distrusted, it is %v", a)
	}
	if o, c := lists(); o != before || c != 0 {
		t.Errorf("distrusted: %d and %d are listed", o, c)
	}
	if docs := world.Must(f.Credentials.Load(f.Ctx, []string{f.ana}))(t); len(docs) != 0 {
		t.Errorf("distrusted: the index holds %v", docs)
	}
}

func TestTheSameBadgeAgainIsTheSameAward(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	m := f.maker(t, "Trade school")
	content := m.badge(t, anaMail)
	first := f.imports(t, f.asAna, content)
	before := f.records(t)
	second := f.imports(t, f.asAna, content)
	if second.Award == nil || second.Award.ID != first.Award.ID || second.Report.Verdict != badge.Valid {
		t.Errorf("the second time: %+v", second)
	}
	before["checks"]++
	if diff := cmp.Diff(before, f.records(t)); diff != "" {
		t.Errorf("the second time changed (-before +after):\n%s", diff)
	}
}

func TestANewerIssueRenewsAndAnOlderOneIsAConflict(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	m := f.maker(t, "Trade school")
	f.trusts(t, m)
	now := f.Clock.Now()
	dated := func(from, until time.Time) func(*issue.Award) {
		return func(a *issue.Award) { a.ValidFrom, a.ValidUntil = from, &until }
	}
	old := m.badge(t, anaMail, dated(now.AddDate(0, -2, 0), now.AddDate(0, 1, 0)))
	newer := m.badge(t, anaMail, dated(now.AddDate(0, 0, -1), now.AddDate(2, 0, 0)), func(a *issue.Award) {
		a.Achievement.Alignments = a.Achievement.Alignments[:0]
		a.Achievement.Alignments = append(a.Achievement.Alignments, issue.Alignment{
			TargetType: "ceasn:Competency", Name: "solder", URL: "https://skills.example/solder",
		})
		a.Evidence = nil
	})
	first := f.imports(t, f.asAna, old).Award
	f.Clock.Advance(time.Second)
	renewed := f.imports(t, f.asAna, newer).Award
	if renewed.ID != first.ID || !renewed.ExpiresAt.Equal(now.AddDate(2, 0, 0)) || !renewed.EarnedAt.Equal(now.AddDate(0, 0, -1)) {
		t.Errorf("renewed as %v", renewed)
	}
	if diff := cmp.Diff(map[string]int{"solder": 1}, f.pairs(t, renewed.ID)); diff != "" {
		t.Errorf("competencies: %s", diff)
	}
	records := f.records(t)
	if records["awards"] != 1 || records["originals"] != 2 || records["details"] != 0 {
		t.Errorf("there are %v", records)
	}
	if last := world.Must(f.Credentials.Original(f.asAna, renewed.ID))(t); !bytes.Equal(last.Content, newer) {
		t.Error("the original is not the newer")
	}
	got, err := f.Credentials.ImportBadge(f.asAna, given(old))
	if diff := cmp.Diff([]string{"CONFLICT badge"}, world.Problems(t, err)); diff != "" {
		t.Fatal(diff)
	}
	if current, ok := problem.As(err)[0].Current.(*db.Award); !ok || current.ID != first.ID || got.Report == nil || got.Award != nil {
		t.Errorf("the conflict is with %v, the answer %+v", problem.As(err)[0].Current, got)
	}
	if diff := cmp.Diff(records, f.records(t)); diff != "" {
		t.Errorf("the older one changed (-before +after):\n%s", diff)
	}
}

func TestRefusedBadgesLeaveNoTrace(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	m, other := f.maker(t, "Trade school"), f.maker(t, "Mallory")
	f.trusts(t, m)
	m.serveLists(t, []int{7}, nil)
	good := m.badge(t, anaMail)
	past := f.Clock.Now().AddDate(0, 0, -1)
	forged := m.award(anaMail)
	credentialOnly := world.Must(issue.Credential(m.award(anaMail)))(t)
	before := f.records(t)
	for name, c := range map[string]struct {
		content []byte
		as      world.Viewer
		check   badge.CheckName
		want    string
	}{
		"somebody else's": {good, f.asBen, badge.CheckRecipient, "FAIL recipient-mismatch"},
		"nobody's": {m.badge(t, anaMail, func(a *issue.Award) {
			a.Identifiers, a.SubjectID = nil, "urn:uuid:00000000-0000-4000-8000-00000000000f"
		}), f.asAna, badge.CheckRecipient, "UNKNOWN recipient-not-comparable"},
		"tampered":        {tampered(t, good, "name", "Brain surgery"), f.asAna, badge.CheckProof, "FAIL signature-invalid"},
		"with more":       {tampered(t, good, "salary", 1000000), f.asAna, badge.CheckProof, "FAIL unsigned-data"},
		"another's key":   {other.sign(t, forged), f.asAna, badge.CheckIssuerBinding, "FAIL issuer-mismatch"},
		"unsigned":        {world.Must(issue.Encode(credentialOnly))(t), f.asAna, badge.CheckProof, "FAIL no-proof"},
		"revoked":         {m.badge(t, anaMail, m.withStatus(7)), f.asAna, badge.CheckStatus, "FAIL revoked"},
		"expired":         {m.badge(t, anaMail, func(a *issue.Award) { a.ValidUntil = &past }), f.asAna, badge.CheckValidity, "FAIL expired"},
		"no badge at all": {[]byte("hello"), f.asAna, badge.CheckFormat, "FAIL malformed"},
		"a status list":   {f.web.docs[m.listAt(issue.Revocation)].Body, f.asAna, badge.CheckProof, "PASS"},
	} {
		got, err := f.Credentials.ImportBadge(c.as, given(c.content))
		if diff := cmp.Diff([]string{"INVALID badge"}, world.Problems(t, err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
			continue
		}
		if got.Award != nil || outcome(*got.Report, c.check) != c.want {
			t.Errorf("%s: %s is %s, want %s", name, c.check, outcome(*got.Report, c.check), c.want)
		}
		if diff := cmp.Diff(before, f.records(t)); diff != "" {
			t.Errorf("%s left (-before +after):\n%s", name, diff)
		}
	}
}

func TestWhetherAnotherPersonHasABadgeDoesNotShow(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	m := f.maker(t, "Trade school")
	held, free := m.badge(t, anaMail), m.badge(t, anaMail, func(a *issue.Award) { a.ID = "urn:uuid:00000000-0000-4000-8000-000000000002" })
	f.imports(t, f.asAna, held)
	_, one := f.Credentials.ImportBadge(f.asBen, given(held))
	_, two := f.Credentials.ImportBadge(f.asBen, given(free))
	if one == nil || two == nil || one.Error() != two.Error() {
		t.Errorf("got %q and %q, want the same", one, two)
	}
}

func TestImportingIsForEarnersWithExactlyOneSource(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	text, url := "{}", "https://badges.example/1"
	college := f.Organization(t, "College", nil, enum.OrgIssuer)
	for name, c := range map[string]struct {
		as   world.Viewer
		in   credential.BadgeSource
		want string
	}{
		"nobody":                       {t.Context(), credential.BadgeSource{Text: &text}, "UNAUTHENTICATED"},
		"an issuer":                    {f.Member(t, "ISSUER", college), credential.BadgeSource{Text: &text}, "FORBIDDEN"},
		"the system, who is no earner": {f.Ctx, credential.BadgeSource{Text: &text}, "FORBIDDEN"},
		"nothing":                      {f.asAna, credential.BadgeSource{}, "INVALID badge"},
		"two":                          {f.asAna, credential.BadgeSource{Text: &text, URL: &url}, "INVALID badge"},
		"an empty file":                {f.asAna, credential.BadgeSource{File: &credential.File{}}, "INVALID badge"},
		"too large":                    {f.asAna, credential.BadgeSource{File: &credential.File{Content: make([]byte, 8<<20+1)}}, "INVALID badge"},
		"nothing there":                {f.asAna, credential.BadgeSource{URL: &url}, "NOT_FOUND badge.url"},
	} {
		_, err := f.Credentials.ImportBadge(c.as, c.in)
		if diff := cmp.Diff([]string{c.want}, world.Problems(t, err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestABadgeIsImportedFromItsAddress(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	m := f.maker(t, "Trade school")
	url := "https://badges.example/1"
	f.web.serve(url, m.badge(t, anaMail))
	got := world.Must(f.Credentials.ImportBadge(f.asAna, credential.BadgeSource{URL: &url}))(t)
	if got.Award == nil || got.Report.Verdict != badge.Valid {
		t.Errorf("got %+v", got)
	}
	f.web.turnOff(true)
	_, err := f.Credentials.ImportBadge(f.asAna, credential.BadgeSource{URL: &url})
	if diff := cmp.Diff([]string{"UNAVAILABLE badge.url"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
	f.web.turnOff(false)
	f.web.docs[url] = badge.Document{Blocked: "a private address, 10.1.2.3"}
	_, err = f.Credentials.ImportBadge(f.asAna, credential.BadgeSource{URL: &url})
	if diff := cmp.Diff([]string{"INVALID badge.url"}, world.Problems(t, err)); diff != "" || strings.Contains(err.Error(), "10.1") {
		t.Errorf("%v %s", err, diff)
	}
}

func TestTheOriginalIsKeptByteForByteForItsEarnerAlone(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	m := f.maker(t, "Trade school")
	content := append(m.badge(t, anaMail), " \n"...)
	file := &credential.File{Name: "my badge.json", MediaType: "text/html", Content: content}
	a := world.Must(f.Credentials.ImportBadge(f.asAna, credential.BadgeSource{File: file}))(t).Award
	got := world.Must(f.Credentials.Original(f.asAna, a.ID))(t)
	if !bytes.Equal(got.Content, content) || got.Name != "my badge.json" || got.MediaType != "application/json" {
		t.Errorf("got %s, %s, %d bytes", got.Name, got.MediaType, len(got.Content))
	}
	for name, as := range map[string]world.Viewer{"another": f.asBen, "an admin": f.admin, "nobody": t.Context()} {
		if _, err := f.Credentials.Original(as, a.ID); !problem.Is(err, problem.NotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	detail := world.Must(f.Credentials.Detail(f.asAna, []string{a.ID}))(t)[a.ID]
	if detail == nil || len(detail.Evidence) != 1 || detail.Evidence[0].Narrative != "It held." || len(detail.Public) != 0 {
		t.Errorf("the detail is %+v", detail)
	}
	if others := world.Must(f.Credentials.Detail(f.asBen, []string{a.ID}))(t); len(others) != 0 {
		t.Errorf("another reads %+v", others)
	}
	sealed := world.Must(f.DB().AwardDetail.Query().Only(f.Ctx))(t)
	if bytes.Contains(sealed.Content, []byte("It held.")) {
		t.Error("the detail lies open")
	}
	row := world.Must(f.DB().ImportOriginal.Query().Where(importoriginal.AwardID(a.ID)).Only(f.Ctx))(t)
	if bytes.Contains(row.Content, []byte("Welding")) || *row.EarnerID != f.ana {
		t.Error("the original lies open")
	}
}
