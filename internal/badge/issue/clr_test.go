package issue_test

import (
	"os"
	"testing"

	"github.com/stackmatch/stackmatch/internal/badge/issue"
	"github.com/stackmatch/stackmatch/internal/badge/jsonld"
)

func TestRecordsThatCouldNotBeVerifiedAreRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		member string
		change func(r *issue.CLRRecord)
	}{
		{"id", func(r *issue.CLRRecord) { r.ID = "" }},
		{"name", func(r *issue.CLRRecord) { r.Name = "" }},
		{"credentialSubject.id", func(r *issue.CLRRecord) { r.SubjectID = "" }},
		{"credentialSubject.verifiableCredential", func(r *issue.CLRRecord) { r.Credentials = nil }},
		{"credentialSubject.verifiableCredential", func(r *issue.CLRRecord) { delete(r.Credentials[0], "proof") }},
		{"credentialSubject.verifiableCredential", func(r *issue.CLRRecord) { r.Credentials[1] = r.Credentials[0] }},
		{"credentialSubject.achievement[0].criteria.narrative", func(r *issue.CLRRecord) { r.Achievements[0].Criteria = "" }},
		{"credentialSubject.association[0].associationType", func(r *issue.CLRRecord) { r.Associations[0].Type = "IsPartOf" }},
		{"credentialSubject.association[0].associationType", func(r *issue.CLRRecord) { r.Associations[0].Type = "" }},
		{"credentialSubject.association[1].sourceId", func(r *issue.CLRRecord) { r.Associations[1].Source = "ver_1" }},
		{"credentialSubject.association[1].targetId", func(r *issue.CLRRecord) { r.Associations[1].Target = "" }},
	} {
		r := record(t)
		c.change(&r)
		document, err := issue.CLR(r)
		refused(t, c.member, document, err)
	}
}

func TestBadgesOfTheOldDataModelCannotBePartOfARecord(t *testing.T) {
	t.Parallel()
	own := read(t, signed(t, must[map[string]any](t)(issue.Credential(award()))))
	if err := issue.Embeddable(own, jsonld.Builtin()); err != nil {
		t.Error(err)
	}
	old := map[string]any{
		"@context": []any{
			"https://www.w3.org/2018/credentials/v1", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json",
		},
		"id": "urn:example:old", "type": []any{"VerifiableCredential", "OpenBadgeCredential"},
		"issuer": "did:example:issuer", "issuanceDate": "2022-01-01T00:00:00Z",
		"credentialSubject": map[string]any{"id": "did:example:holder", "type": []any{"AchievementSubject"}},
	}
	if _, err := jsonld.Builtin().Dataset(old); err != nil {
		t.Fatal(err)
	}
	if err := issue.Embeddable(old, jsonld.Builtin()); err == nil {
		t.Error("a badge of the old data model is embeddable")
	}
}

func TestBadgesOfOthersArePartOfARecord(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"ob3-eddsa-rdfc-didweb.json", "ob3-ecdsa-rdfc-p384.json", "ob3-eddsa-jcs-didkey.json"} {
		other := read(t, must[[]byte](t)(os.ReadFile(vectors(t, "generated", "valid", name))))
		if err := issue.Embeddable(other, jsonld.Builtin()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
