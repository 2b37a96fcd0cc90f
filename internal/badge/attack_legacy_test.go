package badge

import (
	"testing"

	"github.com/stackmatch/stackmatch/internal/badge/jose"
	"github.com/stackmatch/stackmatch/internal/badge/keys"
)

// redirected is a document that a host sent elsewhere for.
func redirected(doc any, final string) Document {
	d := served(doc)
	d.FinalURL = final
	return d
}

func TestAHostThatRedirectsPublishesNothing(t *testing.T) {
	t.Parallel()
	at := oldHome + "/go?to=https://mallory.example/1"
	forged := oldBadge(map[string]any{"id": at})
	for name, c := range map[string]struct {
		final   string
		issuer  map[string]any
		verdict Verdict
		reason  Reason
	}{
		"not at all":             {"", nil, Valid, ""},
		"on the host":            {oldHome + "/1", nil, Valid, ""},
		"below it":               {"https://www.college.example/1", nil, Valid, ""},
		"elsewhere":              {"https://mallory.example/1", nil, Indeterminate, ReasonHostingScope},
		"on a name that ends so": {"https://mycollege.example/1", nil, Indeterminate, ReasonHostingScope},
		"where the issuer says": {
			"https://cdn.example/1",
			map[string]any{"verification": map[string]any{"allowedOrigins": []any{"college.example", "cdn.example"}}},
			Valid, "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			docs := oldNetwork(map[string]map[string]any{oldIssuer: c.issuer})
			docs = and(docs, at, redirected(forged, c.final))
			check(t, bytesOf(t, forged), docs, Policy{}, c.verdict, c.reason)
			svg := []byte(`<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="http://openbadges.org"><openbadges:assertion verify="` +
				at + `"></openbadges:assertion></svg>`)
			check(t, svg, docs, Policy{}, c.verdict, c.reason)
		})
	}
	// An issuer that is sent for elsewhere could allow every origin.
	issuer := map[string]any{
		"@context": contextOB2, "id": oldIssuer, "type": "Issuer", "name": "College", "url": oldHome, "email": "x@college.example",
		"verification": map[string]any{"allowedOrigins": []any{"mallory.example"}},
	}
	elsewhere := oldBadge(map[string]any{"id": "https://mallory.example/1"})
	docs := and(oldNetwork(nil), "https://mallory.example/1", served(elsewhere))
	docs = and(docs, oldIssuer, redirected(issuer, "https://mallory.example/issuer"))
	check(t, bytesOf(t, elsewhere), docs, Policy{}, Indeterminate, ReasonHostedDiffers)
}

func TestAFolderCannotBeLeft(t *testing.T) {
	t.Parallel()
	folder := map[string]any{"verification": map[string]any{"allowedOrigins": "cdn.example", "startsWith": "https://cdn.example/college/"}}
	for address, verdict := range map[string]Verdict{
		"https://cdn.example/college/1":                 Valid,
		"https://cdn.example/college/../mallory/1":      Invalid,
		"https://cdn.example/college/%2e%2E/mallory/1":  Invalid,
		"https://cdn.example/college/..%2fmallory/1":    Invalid,
		"https://cdn.example/college/..%5cmallory/1":    Invalid,
		"https://cdn.example/college/x/./../../mallory": Invalid,
	} {
		given := oldBadge(map[string]any{"id": address})
		docs := and(oldNetwork(map[string]map[string]any{oldIssuer: folder}), address, served(given))
		r := Verify(Parse(bytesOf(t, given)), docs, Policy{Now: testClock})
		if r.Verdict != verdict {
			t.Errorf("%s: %s, want %s: %s", address, r.Verdict, verdict, told(r))
		}
	}
}

func TestAnIssuerThatListsItsKeysHasNoOthers(t *testing.T) {
	t.Parallel()
	college, mallory := collegeKey(t), newMaker(t, "mallory", keys.P256).key
	uploaded := oldHome + "/uploads/key.pem"
	old := map[string]any{
		"uid": "17", "recipient": map[string]any{"type": "email", "hashed": false, "identity": "earner@example.org"},
		"badge": oldClass, "issuedOn": 1768035600, "verify": map[string]any{"type": "signed", "url": uploaded},
	}
	token, err := jose.Sign(bytesOf(t, old), nil, mallory)
	if err != nil {
		t.Fatal(err)
	}
	docs := and(oldNetwork(nil), oldKey, keyDocument(t, oldKey, oldIssuer, college))
	pem := Document{Status: 200, Body: []byte(pemOf(t, mallory))}
	check(t, []byte(token), and(docs, uploaded, pem), Policy{}, Invalid, ReasonKeyNotAuthorized)

	// One that lists none vouches for what is on its host, and is not sent for.
	unlisted := oldNetwork(nil)
	unlisted[oldIssuer] = served(map[string]any{
		"@context": contextOB2, "id": oldIssuer, "type": "Profile", "name": "College", "url": oldHome, "email": "x@college.example",
	})
	check(t, []byte(token), and(unlisted, uploaded, pem), Policy{}, Valid, "")
	pem.FinalURL = "https://mallory.example/key.pem"
	check(t, []byte(token), and(unlisted, uploaded, pem), Policy{}, Indeterminate, ReasonKeyNotResolvable)
}

func TestAnIssuerWithoutAnIdentifierIsNobody(t *testing.T) {
	t.Parallel()
	liar := "https://mallory.example/1"
	given := oldBadge(map[string]any{"id": liar, "badge": map[string]any{
		"type": "BadgeClass", "name": "Doctor", "description": "D.", "criteria": oldHome, "image": "https://mallory.example/i",
		"issuer": map[string]any{"type": "Profile", "name": "College", "url": "https://mallory.example", "email": "x@college.example"},
	}})
	check(t, bytesOf(t, given), and(oldNetwork(nil), liar, served(given)), Policy{}, Indeterminate, ReasonIssuerNotProven)
}
