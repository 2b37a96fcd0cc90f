package issue_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/badge/issue"
	"github.com/stackmatch/stackmatch/internal/badge/keys"
)

// refused checks that there is no document, and which member is to blame.
func refused(t *testing.T, member string, document map[string]any, err error) {
	t.Helper()
	var e *issue.Error
	if !errors.As(err, &e) || document != nil {
		t.Fatalf("got %v, %v; want an *issue.Error", document, err)
	}
	if e.Member != member {
		t.Errorf("got %v; want %s to blame", err, member)
	}
}

func TestAwardsThatCouldNotBeVerifiedAreNotIssued(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		member string
		change func(a *issue.Award)
	}{
		{"id", func(a *issue.Award) { a.ID = "" }},
		{"id", func(a *issue.Award) { a.ID = "0192f3a4-5b6c-7d8e-8f90-a1b2c3d4e5f6" }},
		{"id", func(a *issue.Award) { a.ID = "/awards/1" }},
		{"id", func(a *issue.Award) { a.ID = "//example.edu/awards/1" }},
		{"id", func(a *issue.Award) { a.ID = "https:awards/1" }},
		{"id", func(a *issue.Award) { a.ID = "https://" }},
		{"id", func(a *issue.Award) { a.ID = "HTTPS://example.edu/awards/1" }},
		{"id", func(a *issue.Award) { a.ID = "https://example.edu/awards/one two" }},
		{"id", func(a *issue.Award) { a.ID = "https://example.edu/awards/ñ" }},
		{"id", func(a *issue.Award) { a.ID = "https://example.edu/awards/<1>" }},
		{"id", func(a *issue.Award) { a.ID = "https://someone@example.edu/" }},
		{"id", func(a *issue.Award) { a.ID = "_:b0" }},
		{"id", func(a *issue.Award) { a.ID = "name:award" }}, // a term of the context
		{"id", func(a *issue.Award) { a.ID = "urn:" }},
		{"name", func(a *issue.Award) { a.Achievement.Name = " " }},
		{"image.id", func(a *issue.Award) { a.Image = "image.png" }},
		{"image", func(a *issue.Award) { a.Image = a.Achievement.ID; a.ID = a.Achievement.ID }},
		{"issuer.id", func(a *issue.Award) { a.Issuer.ID = "Example Polytechnic" }},
		{"issuer.id", func(a *issue.Award) { a.Issuer.ID = a.ID }},
		{"issuer.url", func(a *issue.Award) { a.Issuer.URL = "www.example.edu" }},
		{"issuer.url", func(a *issue.Award) { a.Issuer.URL = "javascript:alert(1)" }},
		{"issuer.image.id", func(a *issue.Award) { a.Issuer.Image = "urn:logo" }},
		{"awardedDate", func(a *issue.Award) { a.AwardedAt = time.Date(12026, 1, 1, 0, 0, 0, 0, time.UTC) }},
		{"validFrom", func(a *issue.Award) { a.ValidFrom = time.Time{} }},
		{"validUntil", func(a *issue.Award) { a.ValidUntil = &issued }},
		{"credentialSubject.id", func(a *issue.Award) { a.SubjectID, a.Identifiers = "", nil }},
		{"credentialSubject.id", func(a *issue.Award) { a.SubjectID = "learner@example.org" }},
		{"credentialSubject.id", func(a *issue.Award) { a.SubjectID = a.Issuer.ID }},
		{"credentialSubject.identifier[0].identityHash", func(a *issue.Award) { a.Identifiers[0].Value = "" }},
		{"credentialSubject.identifier[0].identityType", func(a *issue.Award) { a.Identifiers[0].Type = "" }},
		{"credentialSubject.identifier[0].identityType", func(a *issue.Award) { a.Identifiers[0].Type = "email" }},
		{"credentialSubject.result[0].resultDescription", func(a *issue.Award) { a.Results[0].Description = welding + "#none" }},
		{"credentialSubject.result[0].achievedLevel", func(a *issue.Award) { a.Results[0].AchievedLevel = welding + "#none" }},
		{"credentialSubject.result[0].achievedLevel", func(a *issue.Award) { a.Results[0].Description = "" }},
		{"credentialSubject.result[1].status", func(a *issue.Award) { a.Results[1].Status = "Done" }},
		{"credentialSubject.result[2].value", func(a *issue.Award) { a.Results = append(a.Results, issue.Result{}) }},
		{"evidence[0].id", func(a *issue.Award) { a.Evidence[0].ID = "photograph.jpg" }},
		{"evidence[1].id", func(a *issue.Award) { a.Evidence[1].ID = a.Evidence[0].ID }},
		{"credentialStatus[0].id", func(a *issue.Award) { a.Status[0].ID = "" }},
		{"credentialStatus[0].statusPurpose", func(a *issue.Award) { a.Status[0].Purpose = "message" }},
		{"credentialStatus[0].statusListIndex", func(a *issue.Award) { a.Status[0].Index = -1 }},
		{"credentialStatus[0].statusListCredential", func(a *issue.Award) { a.Status[0].List = "status" }},
		{"credentialStatus[0].statusListCredential", func(a *issue.Award) { a.Status[0].List = "" }},
		{"credentialSchema[0].id", func(a *issue.Award) { a.Schema = "schema.json" }},
	} {
		a := award()
		c.change(&a)
		document, err := issue.Credential(a)
		refused(t, c.member, document, err)
	}
}

func TestAchievementsThatSayTooLittleAreRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		member string
		change func(a *issue.Achievement)
	}{
		{"id", func(a *issue.Achievement) { a.ID = "ver_welding2" }},
		{"achievementType", func(a *issue.Achievement) { a.Type = "Micro-credential" }},
		{"description", func(a *issue.Achievement) { a.Description = "" }},
		{"criteria.narrative", func(a *issue.Achievement) { a.Criteria, a.CriteriaURL = "", "" }},
		{"criteria.narrative", func(a *issue.Achievement) { a.Criteria, a.CriteriaURL = "", a.ID }},
		{"criteria.id", func(a *issue.Achievement) { a.CriteriaURL = "criteria" }},
		{"inLanguage", func(a *issue.Achievement) { a.Language = "Spanish" }},
		{"alignment[0].targetName", func(a *issue.Achievement) { a.Alignments[0].Name = "" }},
		{"alignment[0].targetUrl", func(a *issue.Achievement) { a.Alignments[0].URL = "" }},
		{"alignment[1].targetUrl", func(a *issue.Achievement) { a.Alignments[1].URL = "welder" }},
		{"alignment[1].targetType", func(a *issue.Achievement) { a.Alignments[1].TargetType = "Occupation" }},
		{"resultDescription[0].id", func(a *issue.Achievement) { a.ResultDescriptions[0].ID = a.ID }},
		{"resultDescription[0].name", func(a *issue.Achievement) { a.ResultDescriptions[0].Name = "" }},
		{"resultDescription[0].resultType", func(a *issue.Achievement) { a.ResultDescriptions[0].Type = "Grade" }},
		{"resultDescription[0].requiredLevel", func(a *issue.Achievement) { a.ResultDescriptions[0].RequiredLevel = "2" }},
		{"resultDescription[0].rubricCriterionLevel[1].id", func(a *issue.Achievement) {
			a.ResultDescriptions[0].Levels[1].ID = a.ResultDescriptions[0].Levels[0].ID
		}},
		{"resultDescription[0].rubricCriterionLevel[0].name", func(a *issue.Achievement) {
			a.ResultDescriptions[0].Levels[0].Name = ""
		}},
		{"creator.id", func(a *issue.Achievement) { a.Creator.ID = "Example Developers" }},
	} {
		a := achievement()
		c.change(&a)
		document, err := issue.AchievementDocument(a)
		refused(t, c.member, document, err)
	}
}

func TestDocumentsOfAnIssuerAreRefusedWhenNobodyCouldUseThem(t *testing.T) {
	t.Parallel()
	key := func(fragment string) issue.MethodKey {
		return issue.MethodKey{Fragment: fragment, Public: private(t, keys.Ed25519, 1).PublicKey()}
	}
	for _, c := range []struct {
		member string
		did    string
		keys   []issue.MethodKey
		known  []string
	}{
		{"id", "", nil, nil},
		{"alsoKnownAs", issuerDID, nil, []string{"Example Polytechnic"}},
		{"verificationMethod[0].id", issuerDID, []issue.MethodKey{key("")}, nil},
		{"verificationMethod[0].id", issuerDID, []issue.MethodKey{key("key/1")}, nil},
		{"verificationMethod[1].id", issuerDID, []issue.MethodKey{key("1"), key("1")}, nil},
		{"verificationMethod[0].type", issuerDID, []issue.MethodKey{{Fragment: "1"}}, nil},
	} {
		document, err := issue.Controller(c.did, c.keys, c.known)
		refused(t, c.member, document, err)
	}
	document, err := issue.Profile(issue.Issuer{ID: issuerDID})
	refused(t, "name", document, err)
}

func TestListsThatSayNothingForLongAreRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		member string
		change func(l *issue.List)
	}{
		{"id", func(l *issue.List) { l.ID = "urn:uuid:0192f3a4-5b6c-7d8e-8f90-000000000002" }},
		{"issuer", func(l *issue.List) { l.Issuer = "" }},
		{"validUntil", func(l *issue.List) { l.ValidUntil = l.ValidFrom }},
		{"validUntil", func(l *issue.List) { l.ValidUntil = time.Time{} }},
		{"credentialSubject.statusPurpose", func(l *issue.List) { l.Purpose = "" }},
		{"credentialSubject.ttl", func(l *issue.List) { l.TTL = 0 }},
		{"credentialSubject.ttl", func(l *issue.List) { l.ValidUntil = l.ValidFrom.Add(l.TTL / 2) }},
		{"credentialSubject.encodedList", func(l *issue.List) { l.Entries = nil }},
	} {
		l := revocationList(t)
		c.change(&l)
		document, err := issue.StatusList(l)
		refused(t, c.member, document, err)
	}
}

func TestDocumentsOfOpenBadges2AreRefusedWhenBackpacksWould(t *testing.T) {
	t.Parallel()
	elsewhere := hosted()
	elsewhere.Assertion = "https://other.example/assertions/1"
	document, err := issue.Assertion2(award(), elsewhere)
	refused(t, "id", document, err)
	document, err = issue.Assertion2(smallest(), hosted())
	refused(t, "recipient.identity", document, err)
	plain := achievement()
	plain.Image = ""
	document, err = issue.BadgeClass2(plain, hosted())
	refused(t, "image", document, err)
	document, err = issue.Issuer2(issue.Issuer{Name: "Example Polytechnic", URL: "https://www.example.edu/"}, hosted())
	refused(t, "email", document, err)
	document, err = issue.RevocationList2(nil, issue.Hosted2{Issuer: hosted().Issuer})
	refused(t, "id", document, err)
}

func TestTheReasonOfARefusalIsASentence(t *testing.T) {
	t.Parallel()
	a := award()
	a.Evidence[1].ID = a.Evidence[0].ID
	_, err := issue.Credential(a)
	if want := "issue: evidence[1].id is the id of evidence[0] too"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// One of each is enough, and a set of JSON-LD keeps no more.
func TestRepetitionsAreSaidOnce(t *testing.T) {
	t.Parallel()
	a := award()
	a.Achievement.Tags = append(a.Achievement.Tags, "", "metal")
	a.Achievement.Alignments = append(a.Achievement.Alignments, a.Achievement.Alignments[0])
	a.Achievement.Alignments[0].Kind = badge.AlignsSkill
	a.Identifiers = append(a.Identifiers, a.Identifiers[0])
	a.Evidence = append(a.Evidence, issue.Evidence{}, a.Evidence[0])
	a.Achievement.Creator = a.Issuer
	b := award()
	b.Achievement.Creator = badge.Profile{}
	once := must[map[string]any](t)(issue.Credential(b))
	got := must[[]byte](t)(issue.Encode(must[map[string]any](t)(issue.Credential(a))))
	want := must[[]byte](t)(issue.Encode(once))
	if string(got) != string(want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestTextThatIsNoUnicodeIsMadeSo(t *testing.T) {
	t.Parallel()
	a := smallest()
	a.Achievement.Name = "Forklift\xff"
	document := must[map[string]any](t)(issue.Credential(a))
	if got := document["name"].(string); !strings.HasSuffix(got, "\uFFFD") {
		t.Errorf("got %q", got)
	}
}
