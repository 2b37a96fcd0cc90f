package issue_test

import (
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/internal/badge/issue"
	"github.com/stackmatch/stackmatch/internal/badge/keys"
	"github.com/stackmatch/stackmatch/internal/badge/status"
)

func methods(t testing.TB) []issue.MethodKey {
	return []issue.MethodKey{
		{Fragment: "key-1", Public: private(t, keys.Ed25519, 1).PublicKey()},
		{Fragment: "jwt-1", Public: private(t, keys.P256, 2).PublicKey()},
		{Fragment: "key-0", Public: private(t, keys.Ed25519, 3).PublicKey()},
		{Fragment: "lost", Public: private(t, keys.Ed25519, 4).PublicKey(), Revoked: earned},
	}
}

func revocationList(t testing.TB, on ...int) issue.List {
	t.Helper()
	entries := status.New(0)
	for _, index := range on {
		if err := entries.Set(index, true); err != nil {
			t.Fatal(err)
		}
	}
	return issue.List{
		ID: "https://badges.example.edu/status/stl_revocation", Issuer: issuerDID, Purpose: issue.Revocation,
		Entries: entries, ValidFrom: issued, ValidUntil: issued.AddDate(1, 0, 0), TTL: 5 * time.Minute,
	}
}

func hosted() issue.Hosted2 {
	return issue.Hosted2{
		Assertion:      "https://badges.example.edu/ob2/assertions/awd_1",
		BadgeClass:     "https://badges.example.edu/ob2/badges/ver_welding2",
		Issuer:         "https://badges.example.edu/ob2/issuers/org_welding",
		RevocationList: "https://badges.example.edu/ob2/issuers/org_welding/revoked",
	}
}

func withSchema() issue.Award {
	a := smallest()
	a.Schema = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
	return a
}

func TestDocumentsAreThoseThatWereReviewed(t *testing.T) {
	t.Parallel()
	type document = map[string]any
	doc := must[document](t)
	withKeys := college()
	withKeys.ID = issuerURL
	for name, document := range map[string]document{
		"credential.json":             doc(issue.Credential(award())),
		"credential-suspendable.json": doc(issue.Credential(suspendable())),
		"credential-smallest.json":    doc(issue.Credential(smallest())),
		"credential-schema.json":      doc(issue.Credential(withSchema())),
		"achievement.json":            doc(issue.AchievementDocument(achievement())),
		"profile.json":                doc(issue.Profile(college())),
		"profile-keys.json":           doc(issue.Profile(withKeys, methods(t)...)),
		"did.json":                    doc(issue.Controller(issuerDID, methods(t), []string{issuerURL})),
		"status-list.json":            doc(issue.StatusList(revocationList(t, 5))),
		"ob2-assertion.json":          doc(issue.Assertion2(award(), hosted())),
		"ob2-revoked.json":            doc(issue.Revoked2(hosted().Assertion, "Issued by mistake.")),
		"ob2-badgeclass.json":         doc(issue.BadgeClass2(achievement(), hosted())),
		"ob2-issuer.json":             doc(issue.Issuer2(college(), hosted())),
		"ob2-revocations.json": doc(issue.RevocationList2(
			[]issue.Revoked{{Assertion: hosted().Assertion, Reason: "Issued by mistake."}}, hosted())),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			// How the bits are packed is the business of Go's release.
			if subject, ok := document["credentialSubject"].(map[string]any); ok && subject["encodedList"] != nil {
				subject["encodedList"] = "u…"
			}
			golden(t, name, must[[]byte](t)(issue.Encode(document)))
		})
	}
}
