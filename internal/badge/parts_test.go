package badge

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stackmatch/stackmatch/internal/badge/keys"
)

// record is a learner record of the maker's with credentials in it, not signed.
func (m maker) record(credentials ...any) map[string]any {
	return map[string]any{
		"@context":  []any{contextVC2, contextsCLR2 + "-2.0.1.json", contextOB303},
		"id":        "urn:uuid:77777777-2222-4333-8444-555555555555",
		"type":      []any{"VerifiableCredential", "ClrCredential"},
		"issuer":    map[string]any{"id": m.id, "type": []any{"Profile"}, "name": "University"},
		"validFrom": "2026-01-10T09:00:00Z",
		"name":      "Record",
		"credentialSubject": map[string]any{
			"id": "did:example:holder", "type": []any{"ClrSubject"}, "verifiableCredential": credentials,
		},
	}
}

func TestEachCredentialOfARecordIsVerifiedByItself(t *testing.T) {
	t.Parallel()
	university, school := newMaker(t, "university", keys.Ed25519), newMaker(t, "school", keys.Ed25519)
	mallory := newMaker(t, "mallory", keys.Ed25519)
	good := school.sign(t, school.award())
	renamed := decoded(t, good)
	set(renamed, "Doctor", "credentialSubject", "achievement", "name")
	ended := school.award()
	ended["validUntil"] = "2026-02-01T00:00:00Z"
	unlisted := school.at(schoolDID)
	for name, c := range map[string]struct {
		inner   map[string]any
		verdict Verdict
		reason  Reason
		part    Reason
	}{
		"good":     {good, Valid, "", ""},
		"changed":  {renamed, Invalid, ReasonEmbeddedInvalid, ReasonSignatureInvalid},
		"forged":   {mallory.sign(t, school.award()), Invalid, ReasonEmbeddedInvalid, ReasonIssuerMismatch},
		"past":     {school.sign(t, ended), Invalid, ReasonEmbeddedInvalid, ReasonExpired},
		"unsigned": {school.award(), Invalid, ReasonEmbeddedInvalid, ReasonNoProof},
		"unknown":  {unlisted.sign(t, unlisted.award()), Indeterminate, ReasonEmbeddedUnknown, ReasonKeyNotResolvable},
		"not at all": {map[string]any{
			"@context": []any{contextVC2}, "id": "urn:x:y", "type": []any{"VerifiableCredential"},
			"credentialSubject": map[string]any{"id": "urn:x:z"},
		}, Invalid, ReasonEmbeddedInvalid, ReasonNoProof},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			// The record's own signature is good in every case.
			r := check(t, bytesOf(t, university.sign(t, university.record(good, c.inner))), nil, Policy{}, c.verdict, c.reason)
			if len(r.Parts) != 2 || r.Parts[0].Report.Verdict != Valid {
				t.Fatalf("parts %+v", r.Parts)
			}
			part := r.Parts[1]
			if part.Path != "/credentialSubject/verifiableCredential/1" || part.Kind != PartCredential {
				t.Errorf("part at %s, a %s", part.Path, part.Kind)
			}
			if d := part.Report.Deciding(); c.part != "" && (len(d) == 0 || d[0].Reason != c.part) {
				t.Errorf("part %s: %s", part.Report.Verdict, told(part.Report))
			}
		})
	}
}

func TestThePartsOfARecordKeepTheirBytes(t *testing.T) {
	t.Parallel()
	university, school := newMaker(t, "university", keys.Ed25519), newMaker(t, "school", keys.Ed25519)
	signed := university.sign(t, university.record(school.sign(t, school.award())))
	content := strings.ReplaceAll(string(bytesOf(t, signed)), `"name":"Chainsaw Safety"`, `"name"  :  "Chainsaw Saf\u0065ty"`)
	parts := Parse([]byte(content)).Parts()
	if len(parts) != 1 || !strings.Contains(string(parts[0].Raw()), `"name"  :  "Chainsaw Saf\u0065ty"`) {
		t.Fatalf("parts %v", parts)
	}
	if r := Verify(parts[0], nil, Policy{Now: testClock}); r.Verdict != Valid {
		t.Error(told(r))
	}
}

func TestEndorsementsAreVerifiedAtEveryDepth(t *testing.T) {
	t.Parallel()
	school, guild := newMaker(t, "school", keys.Ed25519), newMaker(t, "guild", keys.Ed25519)
	const achievement = "https://forest.example/achievements/saw"
	good := guild.sign(t, guild.endorsement(achievement))
	bad := decoded(t, good)
	set(bad, "Best ever.", "credentialSubject", "endorsementComment")
	profile := func(more map[string]any) map[string]any {
		return with(map[string]any{"id": school.id, "type": []any{"Profile"}, "name": "Forest School"}, more)
	}
	places := map[string]func(doc map[string]any, endorsement any){
		"/endorsement": func(d map[string]any, e any) { d["endorsement"] = []any{e} },
		"/credentialSubject/achievement/endorsement": func(d map[string]any, e any) {
			set(d, []any{e}, "credentialSubject", "achievement", "endorsement")
		},
		"/issuer/endorsement": func(d map[string]any, e any) { d["issuer"] = profile(map[string]any{"endorsement": []any{e}}) },
		"/issuer/parentOrg/endorsement": func(d map[string]any, e any) {
			d["issuer"] = profile(map[string]any{"parentOrg": profile(map[string]any{"endorsement": []any{e}})})
		},
		"/credentialSubject/achievement/creator/endorsement": func(d map[string]any, e any) {
			set(d, profile(map[string]any{"endorsement": []any{e}}), "credentialSubject", "achievement", "creator")
		},
		"/credentialSubject/source/endorsement": func(d map[string]any, e any) {
			set(d, profile(map[string]any{"endorsement": []any{e}}), "credentialSubject", "source")
		},
	}
	for place, put := range places {
		t.Run(place, func(t *testing.T) {
			t.Parallel()
			doc := school.award()
			put(doc, good)
			r := check(t, bytesOf(t, school.sign(t, doc)), nil, Policy{}, Valid, "")
			if len(r.Parts) != 1 || !strings.HasPrefix(r.Parts[0].Path, place) || !r.Parts[0].About {
				t.Errorf("parts %+v", r.Parts)
			}
			if r.Check(CheckEndorsement).Outcome != Pass || r.Credential.Endorsements != 1 {
				t.Errorf("%+v", r.Check(CheckEndorsement))
			}
			doc = school.award()
			put(doc, bad)
			check(t, bytesOf(t, school.sign(t, doc)), nil, Policy{}, Invalid, ReasonEndorsementInvalid)
		})
	}
}

func TestEndorsementsInTokensCountAndOthersDoNot(t *testing.T) {
	t.Parallel()
	school, guild := newMaker(t, "school", keys.Ed25519), newMaker(t, "guild", keys.P256)
	endorsed := func(more map[string]any) Report {
		t.Helper()
		doc := with(school.award(), more)
		return Verify(Parse(bytesOf(t, school.sign(t, doc))), nil, Policy{Now: testClock})
	}
	about := school.award()["id"].(string)
	token := string(guild.token(t, guild.endorsement(about), nil, nil))
	r := endorsed(map[string]any{"endorsementJwt": []any{token}})
	if r.Verdict != Valid || len(r.Parts) != 1 || !r.Parts[0].About {
		t.Errorf("%s, parts %+v", told(r), r.Parts)
	}
	if r := endorsed(map[string]any{"endorsementJwt": []any{token[:len(token)-6] + "AAAAAA"}}); r.Verdict != Invalid {
		t.Error("a token that somebody broke")
	}
	// Praise of something else is valid, and says nothing about this badge.
	other := guild.sign(t, guild.endorsement("https://forest.example/achievements/other"))
	if r := endorsed(map[string]any{"endorsement": []any{other}}); r.Verdict != Valid || r.Parts[0].About {
		t.Errorf("%s, parts %+v", told(r), r.Parts)
	}
	// Another credential is no endorsement, however good.
	badge := with(school.award(), map[string]any{"id": "urn:another:badge"})
	if r := endorsed(map[string]any{"endorsement": []any{school.sign(t, badge)}}); r.Verdict != Invalid {
		t.Error("a badge in place of an endorsement")
	}
}

func TestAPresentationOnlyHandsOn(t *testing.T) {
	t.Parallel()
	holder, school := newMaker(t, "holder", keys.P256), newMaker(t, "school", keys.P256)
	present := func(m maker, credentials ...any) []byte {
		doc := map[string]any{
			"@context": []any{contextVC2}, "type": []any{"VerifiablePresentation"}, "holder": m.id, "id": "urn:vp:1",
			"verifiableCredential": credentials,
		}
		return m.token(t, doc, map[string]any{"typ": "vp+jwt"}, map[string]any{"exp": awarded})
	}
	envelope := func(address string) map[string]any {
		return map[string]any{"@context": contextVC2, "type": "EnvelopedVerifiableCredential", "id": address}
	}
	token := string(school.token(t, school.award(), nil, nil))
	r := check(t, present(holder, envelope("data:application/vc+jwt,"+token)), nil, Policy{}, Valid, "")
	if r.Format != Presentation || len(r.Parts) != 1 || r.Parts[0].Report.Format != OpenBadge3JWT {
		t.Errorf("%s with parts %+v", r.Format, r.Parts)
	}
	if c := r.Check(CheckValidity); c.Outcome != NotApplicable {
		t.Errorf("validity %s: the date of an exchange is no date of a badge", c.Outcome)
	}
	r = check(t, present(holder, envelope("data:application/vc+sd-jwt,x~")), nil, Policy{}, Valid, "")
	if c := r.Check(CheckEmbedded); c.Outcome != Unknown || !c.Advisory || r.Parts[0].Report.Verdict != Indeterminate {
		t.Errorf("%+v", c)
	}
	broken := token[:len(token)-6] + "AAAAAA"
	check(t, present(holder, envelope("data:application/vc+jwt,"+broken)), nil, Policy{}, Invalid, ReasonEmbeddedInvalid)
}

// What a badge asks of us is bounded, whatever it says.
func TestABadgeCannotKeepUsBusy(t *testing.T) {
	t.Parallel()
	school := newMaker(t, "school", keys.Ed25519)
	proofs := school.sign(t, school.award())
	one := proofs["proof"].([]any)[0]
	proofs["proof"] = slices.Repeat([]any{one}, 100)
	check(t, bytesOf(t, proofs), nil, Policy{}, Invalid, ReasonMalformed)

	var many []any
	for range maxParts + 1 {
		many = append(many, map[string]any{"type": "x"})
	}
	record := maps.Clone(school.record(many...))
	record["proof"] = map[string]any{"type": "DataIntegrityProof"}
	r := Verify(Parse(bytesOf(t, record)), nil, Policy{Now: testClock})
	if len(r.Parts) != maxParts || r.Check(CheckEmbedded).Outcome != Fail {
		t.Errorf("%d parts: %s", len(r.Parts), told(r))
	}

	var entries []any
	for i := range maxEntries {
		place := entry("revocation", "1")
		place["statusListCredential"] = listURL + strings.Repeat("x", i)
		entries = append(entries, place)
	}
	var credentials []any
	for range 4 {
		doc := school.award()
		doc["credentialStatus"] = entries
		credentials = append(credentials, school.sign(t, doc))
		entries = slices.Clone(entries)
		for i := range entries {
			entries[i] = with(entries[i].(map[string]any), nil)
			entries[i].(map[string]any)["statusListCredential"] = entries[i].(map[string]any)["statusListCredential"].(string) + "y"
		}
	}
	b := Parse(bytesOf(t, school.sign(t, school.record(credentials...))))
	if got := b.Needs(nil, Policy{Now: testClock}); len(got) != maxURLs {
		t.Errorf("needs %d addresses, want %d", len(got), maxURLs)
	}
	if r := Verify(b, nil, Policy{Now: testClock}); r.Verdict != Indeterminate {
		t.Errorf("%s: %s", r.Verdict, told(r))
	}
}

func TestDepthIsBounded(t *testing.T) {
	t.Parallel()
	university := newMaker(t, "university", keys.Ed25519)
	doc := university.sign(t, university.award())
	for i := range maxDepth + 1 {
		record := university.record(doc)
		record["id"] = fmt.Sprintf("urn:record:%d", i)
		doc = university.sign(t, record)
	}
	if r := Verify(Parse(bytesOf(t, doc)), nil, Policy{Now: testClock}); r.Verdict != Invalid {
		t.Errorf("%s of %d records in each other", r.Verdict, maxDepth+1)
	}
}
