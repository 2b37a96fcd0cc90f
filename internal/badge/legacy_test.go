package badge

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"testing"

	"github.com/stackmatch/stackmatch/internal/badge/jose"
	"github.com/stackmatch/stackmatch/internal/badge/keys"
)

// The addresses of an issuer of Open Badges 2.0.
const (
	oldHome   = "https://college.example"
	oldAward  = oldHome + "/awards/1"
	oldClass  = oldHome + "/classes/1"
	oldIssuer = oldHome + "/issuer"
	oldKey    = oldHome + "/key"
	oldList   = oldHome + "/revoked"
)

func hashed(identity, salt string) string {
	sum := sha256.Sum256([]byte(identity + salt))
	return "sha256$" + hex.EncodeToString(sum[:])
}

// oldBadge is an assertion, before it is signed or hosted.
func oldBadge(more map[string]any) map[string]any {
	return with(map[string]any{
		"@context": contextOB2, "id": oldAward, "type": "Assertion", "badge": oldClass,
		"issuedOn": "2026-01-10T09:00:00Z",
		"recipient": map[string]any{
			"type": "email", "hashed": true, "salt": "s", "identity": hashed("earner@example.org", "s"),
		},
		"verification": map[string]any{"type": "HostedBadge"},
	}, more)
}

// oldNetwork is what the college serves.
func oldNetwork(change map[string]map[string]any) Documents {
	docs := map[string]map[string]any{
		oldAward: oldBadge(nil),
		oldClass: {
			"@context": contextOB2, "id": oldClass, "type": "BadgeClass", "name": "Sewing", "description": "Sews.",
			"image": oldHome + "/sewing.png", "criteria": map[string]any{"narrative": "A test."}, "issuer": oldIssuer,
		},
		oldIssuer: {
			"@context": contextOB2, "id": oldIssuer, "type": "Issuer", "name": "College", "url": oldHome,
			"email": "badges@college.example", "publicKey": oldKey, "revocationList": oldList,
		},
		oldList: {"@context": contextOB2, "id": oldList, "type": "RevocationList", "issuer": oldIssuer, "revokedAssertions": []any{}},
	}
	for address, more := range change {
		docs[address] = with(docs[address], more)
	}
	all := Documents{}
	for address, doc := range docs {
		all[address] = served(doc)
	}
	return all
}

func TestAHostedBadgeIsWhatItsHostServes(t *testing.T) {
	t.Parallel()
	given := bytesOf(t, oldBadge(nil))
	elsewhere := "https://mallory.example/awards/1"
	for name, c := range map[string]struct {
		given   []byte
		docs    Documents
		verdict Verdict
		reason  Reason
	}{
		"served": {given, oldNetwork(nil), Valid, ""},
		"with more evidence since": {given, oldNetwork(map[string]map[string]any{
			oldAward: {"narrative": "Very good."},
		}), Valid, ""},
		"for another person": {given, oldNetwork(map[string]map[string]any{
			oldAward: {"recipient": map[string]any{"type": "email", "hashed": false, "identity": "other@example.org"}},
		}), Invalid, ReasonHostedDiffers},
		"for another badge": {given, oldNetwork(map[string]map[string]any{oldAward: {"badge": oldHome + "/classes/2"}}), Invalid, ReasonHostedDiffers},
		"of another day":    {given, oldNetwork(map[string]map[string]any{oldAward: {"issuedOn": "2026-02-10"}}), Invalid, ReasonHostedDiffers},
		"the same instant":  {given, oldNetwork(map[string]map[string]any{oldAward: {"issuedOn": "2026-01-10T10:00:00+01:00"}}), Valid, ""},
		"under another id":  {given, oldNetwork(map[string]map[string]any{oldAward: {"id": oldAward + "0"}}), Invalid, ReasonHostedDiffers},
		"revoked there": {given, oldNetwork(map[string]map[string]any{
			oldAward: {"revoked": true, "revocationReason": "An error."},
		}), Invalid, ReasonRevoked},
		"past its time there": {given, oldNetwork(map[string]map[string]any{oldAward: {"expires": "2026-02-10T00:00:00Z"}}), Invalid, ReasonExpired},
		"served broken":       {given, oldNetwork(map[string]map[string]any{oldAward: {"recipient": nil}}), Invalid, ReasonHostedDiffers},
		"at another's host": {
			bytesOf(t, oldBadge(map[string]any{"id": elsewhere})),
			and(oldNetwork(nil), elsewhere, served(oldBadge(map[string]any{"id": elsewhere}))), Invalid, ReasonHostingScope,
		},
		"gone":        {given, and(oldNetwork(nil), oldAward, Document{Status: 410}), Invalid, ReasonRevoked},
		"not there":   {given, and(oldNetwork(nil), oldAward, Document{Status: 404}), Invalid, ReasonNotFound},
		"forbidden":   {given, and(oldNetwork(nil), oldAward, Document{Status: 403}), Indeterminate, ReasonNotFetched},
		"no answer":   {given, and(oldNetwork(nil), oldAward, Document{Err: "timeout"}), Indeterminate, ReasonNotFetched},
		"a web page":  {given, and(oldNetwork(nil), oldAward, Document{Status: 200, Body: []byte("<html>")}), Indeterminate, ReasonNotFetched},
		"refused":     {given, and(oldNetwork(nil), oldAward, Document{Blocked: "private"}), Invalid, ReasonFetchBlocked},
		"not fetched": {given, nil, Indeterminate, ReasonNotFetched},
		"class unknown": {
			given, and(oldNetwork(nil), oldClass, Document{Status: 404}), Indeterminate, ReasonNotFound,
		},
		"issuer unknown": {
			given, and(oldNetwork(nil), oldIssuer, Document{Err: "timeout"}), Indeterminate, ReasonNotFetched,
		},
		"without an address": {bytesOf(t, oldBadge(map[string]any{"id": "urn:uuid:1"})), oldNetwork(nil), Indeterminate, ReasonNotFetched},
		"says it is signed": {
			bytesOf(t, oldBadge(map[string]any{"verification": map[string]any{"type": "SignedBadge", "creator": oldKey}})),
			oldNetwork(nil), Invalid, ReasonNoProof,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := check(t, c.given, c.docs, Policy{}, c.verdict, c.reason)
			held := r.Check(CheckProof).Outcome == Pass && r.Check(CheckIssuerBinding).Outcome != Fail
			if shown := r.Credential.ID != ""; shown != held {
				t.Errorf("shows %+v", r.Credential)
			}
		})
	}
}

func and(docs Documents, address string, d Document) Documents {
	docs = maps.Clone(docs)
	docs[address] = d
	return docs
}

func TestAnEmbeddedIssuerIsOnlyItsAuthorsWord(t *testing.T) {
	t.Parallel()
	// The assertion's host says that the badge is the famous college's.
	liar := "https://mallory.example/awards/1"
	given := oldBadge(map[string]any{"id": liar, "badge": map[string]any{
		"id": oldClass, "type": "BadgeClass", "name": "Doctor", "description": "D.", "criteria": oldHome,
		"issuer": map[string]any{
			"id": "https://mallory.example/issuer", "type": "Issuer", "name": "College", "url": oldHome, "email": "x@college.example",
		},
	}})
	check(t, bytesOf(t, given), and(oldNetwork(nil), liar, served(given)), Policy{}, Invalid, ReasonHostingScope)

	// At the right host the copy is replaced by what the class itself says.
	copied := oldBadge(map[string]any{"badge": given["badge"]})
	r := check(t, bytesOf(t, copied), and(oldNetwork(nil), oldAward, served(copied)), Policy{}, Valid, "")
	if c := r.Credential; c.Name != "Sewing" || c.Issuer.ID != oldIssuer || c.Achievement.Name != "Sewing" {
		t.Errorf("shown %+v", c)
	}
}

func TestAnIssuerMaySayWhereItsBadgesAre(t *testing.T) {
	t.Parallel()
	other := "https://cdn.example/college/1"
	given := oldBadge(map[string]any{"id": other})
	for name, c := range map[string]struct {
		verification map[string]any
		reason       Reason
	}{
		"nowhere else":     {nil, ReasonHostingScope},
		"there":            {map[string]any{"allowedOrigins": "cdn.example"}, ""},
		"there and here":   {map[string]any{"allowedOrigins": []any{"college.example", "cdn.example"}}, ""},
		"as an address":    {map[string]any{"allowedOrigins": "https://cdn.example"}, ""},
		"at a longer name": {map[string]any{"allowedOrigins": "n.example"}, ReasonHostingScope},
		"in a folder":      {map[string]any{"allowedOrigins": "cdn.example", "startsWith": "https://cdn.example/college/"}, ""},
		"in another":       {map[string]any{"allowedOrigins": "cdn.example", "startsWith": "https://cdn.example/other/"}, ReasonHostingScope},
		"in one of two":    {map[string]any{"allowedOrigins": "cdn.example", "startsWith": []any{"https://x.example/", other}}, ""},
		"by folder alone":  {map[string]any{"startsWith": other}, ReasonHostingScope},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			docs := oldNetwork(map[string]map[string]any{oldIssuer: {"verification": c.verification}})
			verdict := Valid
			if c.reason != "" {
				verdict = Invalid
			}
			check(t, bytesOf(t, given), and(docs, other, served(given)), Policy{}, verdict, c.reason)
		})
	}
}

// collegeKey is the key of the college, RSA as most are.
func collegeKey(t testing.TB) keys.Private {
	t.Helper()
	key, err := keys.Generate(keys.P256, seeded("college"))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func keyDocument(t testing.TB, id, owner string, key keys.Private) Document {
	t.Helper()
	return served(map[string]any{
		"@context": contextOB2, "id": id, "type": "CryptographicKey", "owner": owner, "publicKeyPem": pemOf(t, key),
	})
}

func signedOld(t testing.TB, key keys.Private, more map[string]any) []byte {
	t.Helper()
	badge := oldBadge(with(map[string]any{
		"id": "urn:uuid:old", "verification": map[string]any{"type": "SignedBadge", "creator": oldKey},
	}, more))
	payload, err := json.Marshal(badge)
	if err != nil {
		t.Fatal(err)
	}
	token, err := jose.Sign(payload, nil, key)
	if err != nil {
		t.Fatal(err)
	}
	return []byte(token)
}

func TestASignedBadgeNeedsAKeyThatItsIssuerLists(t *testing.T) {
	t.Parallel()
	key := collegeKey(t)
	docs := and(oldNetwork(nil), oldKey, keyDocument(t, oldKey, oldIssuer, key))
	evil := "https://mallory.example/key"
	mallory := newMaker(t, "mallory", keys.P256).key
	byMallory := map[string]any{"verification": map[string]any{"type": "signed", "creator": evil}}
	withEvil := and(docs, evil, keyDocument(t, evil, oldIssuer, mallory))
	revokes := func(entries ...any) Documents {
		return and(docs, oldList, served(map[string]any{"id": oldList, "type": "RevocationList", "issuer": oldIssuer, "revokedAssertions": entries}))
	}
	for name, c := range map[string]struct {
		content []byte
		docs    Documents
		verdict Verdict
		reason  Reason
	}{
		"good":                     {signedOld(t, key, nil), docs, Valid, ""},
		"without the key's name":   {signedOld(t, key, map[string]any{"verification": map[string]any{"type": "signed"}}), docs, Valid, ""},
		"by another, saying so":    {signedOld(t, mallory, byMallory), withEvil, Invalid, ReasonKeyNotAuthorized},
		"by another, not saying":   {signedOld(t, mallory, nil), docs, Invalid, ReasonSignatureInvalid},
		"the key is another's":     {signedOld(t, key, nil), and(docs, oldKey, keyDocument(t, oldKey, oldIssuer+"2", key)), Invalid, ReasonKeyNotAuthorized},
		"the key is elsewhere":     {signedOld(t, key, nil), and(docs, oldKey, keyDocument(t, oldKey+"2", oldIssuer, key)), Indeterminate, ReasonKeyNotResolvable},
		"the key is gone":          {signedOld(t, key, nil), and(docs, oldKey, Document{Status: 410}), Indeterminate, ReasonKeyNotResolvable},
		"revoked":                  {signedOld(t, key, nil), revokes("urn:uuid:old"), Invalid, ReasonRevoked},
		"revoked, with why":        {signedOld(t, key, nil), revokes("urn:x:y", map[string]any{"id": "urn:uuid:old"}), Invalid, ReasonRevoked},
		"another revoked":          {signedOld(t, key, nil), revokes("urn:x:y"), Valid, ""},
		"no list there":            {signedOld(t, key, nil), and(docs, oldList, Document{Status: 404}), Indeterminate, ReasonStatusRetrieval},
		"another's list":           {signedOld(t, key, nil), and(docs, oldList, served(map[string]any{"issuer": "https://x.example", "revokedAssertions": []any{}})), Indeterminate, ReasonStatusIssuer},
		"a list of nothing":        {signedOld(t, key, nil), and(docs, oldList, served(map[string]any{})), Indeterminate, ReasonStatusMalformed},
		"past":                     {signedOld(t, key, map[string]any{"expires": "2026-02-01"}), docs, Invalid, ReasonExpired},
		"from the future":          {signedOld(t, key, map[string]any{"issuedOn": "2036-02-01"}), docs, Invalid, ReasonNotYetValid},
		"the issuer is not there":  {signedOld(t, key, nil), and(docs, oldIssuer, Document{Status: 404}), Indeterminate, ReasonNotFound},
		"the issuer has no e-mail": {signedOld(t, key, nil), and(docs, oldIssuer, served(map[string]any{"id": oldIssuer, "type": "Issuer", "name": "C", "url": oldHome, "publicKey": oldKey})), Invalid, ReasonDataModel},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := check(t, c.content, c.docs, Policy{}, c.verdict, c.reason)
			if r.Format != OpenBadge2Signed {
				t.Errorf("format %s", r.Format)
			}
		})
	}
}

func TestOldVersionsAreUpgraded(t *testing.T) {
	t.Parallel()
	one := map[string]any{
		"uid": "17", "recipient": map[string]any{"type": "email", "hashed": false, "identity": "earner@example.org"},
		"badge": oldClass, "issuedOn": 1768035600, "verify": map[string]any{"type": "hosted", "url": oldAward},
	}
	class := map[string]any{"name": "Sewing", "description": "Sews.", "image": "x", "criteria": oldHome, "issuer": oldIssuer}
	issuer := map[string]any{"name": "College", "url": oldHome}
	docs := Documents{oldAward: served(one), oldClass: served(class), oldIssuer: served(issuer)}
	r := check(t, bytesOf(t, one), docs, Policy{Recipient: &Recipient{Emails: []string{"Earner@Example.org"}}}, Valid, "")
	if r.Format != OpenBadge1 || r.Credential.Name != "Sewing" || r.Credential.Issuer.Name != "College" {
		t.Errorf("%s %+v", r.Format, r.Credential)
	}
	check(t, bytesOf(t, with(one, map[string]any{"recipient": "earner@example.org"})), docs, Policy{}, Invalid, ReasonDataModel)
	check(t, bytesOf(t, one), and(docs, oldAward, served(with(one, map[string]any{"uid": "18"}))), Policy{}, Invalid, ReasonHostedDiffers)

	half := map[string]any{
		"recipient": hashed("earner@example.org", "s"), "salt": "s", "issued_on": "2011-06-01",
		"badge": map[string]any{
			"version": "0.5.0", "name": "Sewing", "image": "x", "description": "Sews.", "criteria": oldHome,
			"issuer": map[string]any{"origin": oldHome, "name": "College"},
		},
	}
	me := &Recipient{Emails: []string{"earner@example.org"}}
	check(t, bytesOf(t, half), nil, Policy{}, Indeterminate, ReasonNotFetched)
	check(t, bytesOf(t, half), nil, Policy{Source: oldAward, Recipient: me}, Valid, "")
	check(t, bytesOf(t, half), nil, Policy{Source: "https://mallory.example/1"}, Invalid, ReasonHostingScope)
}

func TestCommentsAreForHostedOldBadgesOnly(t *testing.T) {
	t.Parallel()
	plain := string(bytesOf(t, oldBadge(nil)))
	commented := "// a badge of https://college.example\n" + plain[:1] + " /* \"id\": \"x\", */ " + plain[1:]
	check(t, []byte(commented), oldNetwork(nil), Policy{}, Valid, "")
	school := newMaker(t, "school", keys.Ed25519)
	check(t, []byte("// a badge\n"+string(bytesOf(t, school.sign(t, school.award())))), nil, Policy{}, Invalid, ReasonMalformed)
	check(t, []byte(plain[:1]+" /* never ends "+plain[1:]), oldNetwork(nil), Policy{}, Invalid, ReasonMalformed)
}

func TestABadgeMayBeBakedAsItsAddress(t *testing.T) {
	t.Parallel()
	svg := []byte(`<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="http://openbadges.org"><openbadges:assertion verify="` +
		oldAward + `"></openbadges:assertion></svg>`)
	r := check(t, svg, oldNetwork(nil), Policy{}, Valid, "")
	if r.Credential.Name != "Sewing" || r.Container != SVG {
		t.Errorf("%s %+v", r.Container, r.Credential)
	}
	check(t, svg, nil, Policy{}, Indeterminate, ReasonNotFetched)
	check(t, svg, Documents{oldAward: {Status: 404}}, Policy{}, Invalid, ReasonNotFound)
	check(t, svg, Documents{oldAward: {Status: 200, Body: []byte("x")}}, Policy{}, Invalid, ReasonMalformed)
}

func TestOldEndorsementsDecideNothing(t *testing.T) {
	t.Parallel()
	praise := oldHome + "/praise"
	given := oldBadge(map[string]any{"endorsement": praise})
	docs := and(oldNetwork(nil), oldAward, served(given))
	r := check(t, bytesOf(t, given), docs, Policy{}, Valid, "")
	if c := r.Check(CheckEndorsement); c.Outcome != Unknown || !c.Advisory || len(r.Parts) != 1 {
		t.Errorf("%+v, parts %+v", c, r.Parts)
	}
}

func TestAnOldEndorsementIsItsIssuers(t *testing.T) {
	t.Parallel()
	praise := oldHome + "/praise"
	doc := map[string]any{
		"@context": contextOB2, "id": praise, "type": "Endorsement", "issuer": oldIssuer, "issuedOn": "2026-01-11",
		"claim": map[string]any{"id": oldClass, "endorsementComment": "Good."}, "verification": map[string]any{"type": "hosted"},
	}
	given := oldBadge(map[string]any{"endorsement": praise})
	docs := and(and(oldNetwork(nil), oldAward, served(given)), praise, served(doc))
	r := check(t, bytesOf(t, given), docs, Policy{}, Valid, "")
	if len(r.Parts) != 1 || r.Parts[0].Report.Verdict != Valid || !r.Parts[0].About {
		t.Errorf("parts %+v", r.Parts)
	}
	lie := with(doc, map[string]any{"id": "https://mallory.example/praise"})
	check(t, bytesOf(t, lie), and(docs, "https://mallory.example/praise", served(lie)), Policy{}, Invalid, ReasonHostingScope)
}

func TestADescriptionIsNobodysBadge(t *testing.T) {
	t.Parallel()
	class := oldNetwork(nil)[oldClass].Body
	me := &Recipient{Emails: []string{"earner@example.org"}}
	check(t, class, oldNetwork(nil), Policy{}, Valid, "")
	check(t, class, oldNetwork(nil), Policy{Recipient: me}, Indeterminate, ReasonRecipientUnknown)
}
