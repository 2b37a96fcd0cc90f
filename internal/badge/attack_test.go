package badge

import (
	"fmt"
	"maps"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/internal/badge/keys"
)

func TestAPresentationSaysNothingAsACredential(t *testing.T) {
	t.Parallel()
	school, mallory := newMaker(t, "school", keys.Ed25519), newMaker(t, "mallory", keys.Ed25519)
	for name, types := range map[string][]any{
		"presentation and badge": {"VerifiablePresentation", "VerifiableCredential", "OpenBadgeCredential"},
		"presentation":           {"VerifiablePresentation"},
	} {
		forged := mallory.award()
		set(forged, school.id, "issuer", "id")
		forged["type"], forged["holder"] = types, mallory.id
		jcs := mallory.options()
		jcs["cryptosuite"] = "eddsa-jcs-2022"
		contents := map[string][]byte{
			"JCS":   bytesOf(t, mallory.signWith(t, forged, jcs)),
			"token": mallory.token(t, forged, map[string]any{"typ": "vp+jwt"}, nil),
		}
		if len(types) > 1 {
			contents["RDF"] = bytesOf(t, mallory.sign(t, forged))
		}
		for form, content := range contents {
			t.Run(name+" "+form, func(t *testing.T) {
				t.Parallel()
				r := Verify(Parse(content), nil, Policy{Now: testClock})
				if r.Credential.Issuer.ID == school.id || r.Credential.Achievement.Name != "" {
					t.Errorf("%s, shown as the school's: %+v", r.Verdict, r.Credential)
				}
				if len(types) > 1 && r.Verdict != Invalid {
					t.Errorf("%s", told(r))
				}
			})
		}
	}
}

// rubric is an award with a result on a rubric of six levels, the third reached.
func (m maker) rubric() map[string]any {
	doc := m.award()
	var levels []any
	for _, n := range []string{"1", "2", "3", "4", "5", "6"} {
		levels = append(levels, map[string]any{
			"id": "urn:level:" + n, "type": []any{"RubricCriterionLevel"}, "name": "Level " + n, "points": n,
		})
	}
	set(doc, []any{map[string]any{
		"id": "urn:result:1", "type": []any{"ResultDescription"}, "name": "Skill", "resultType": "RubricCriterionLevel",
		"rubricCriterionLevel": levels,
	}}, "credentialSubject", "achievement", "resultDescription")
	set(doc, []any{map[string]any{
		"type": []any{"Result"}, "resultDescription": "urn:result:1", "achievedLevel": "urn:level:3",
	}}, "credentialSubject", "result")
	return doc
}

func TestNothingSignedCanBeToldInTwoPlaces(t *testing.T) {
	t.Parallel()
	school := newMaker(t, "school", keys.Ed25519)
	signed := school.sign(t, school.rubric())
	honest := check(t, bytesOf(t, signed), nil, Policy{}, Valid, "")
	if got := honest.Credential.Results[0].Level; got != 2 {
		t.Fatalf("level %d", got)
	}
	// RDF knows one thing of a name, whatever places speak of it: the levels
	// above the reached one are moved to a first description of the same name.
	split := decoded(t, signed)
	achievement := split["credentialSubject"].(map[string]any)["achievement"].(map[string]any)
	one := achievement["resultDescription"].([]any)[0].(map[string]any)
	levels := one["rubricCriterionLevel"].([]any)
	two := maps.Clone(one)
	one["rubricCriterionLevel"], two["rubricCriterionLevel"] = levels[3:], levels[:3]
	achievement["resultDescription"] = []any{one, two}
	r := Verify(Parse(bytesOf(t, split)), nil, Policy{Now: testClock})
	if r.Verdict != Invalid {
		t.Errorf("%s, level %d", r.Verdict, r.Credential.Results[0].Level)
	}
}

const contextDI = "https://w3id.org/security/data-integrity/v2"

func TestAContextThatIsOverriddenOrdersNothing(t *testing.T) {
	t.Parallel()
	school := newMaker(t, "school", keys.Ed25519)
	doc := school.award()
	doc["@context"] = []any{contextVC1, contextDI, contextsOB3 + "-3.0.1.json"}
	set(doc, []any{map[string]any{
		"id": "urn:result:1", "type": []any{"ResultDescription"}, "name": "Skill", "resultType": "LetterGrade",
		"allowedValue": []any{"D", "C", "B", "A"},
	}}, "credentialSubject", "achievement", "resultDescription")
	set(doc, []any{map[string]any{
		"type": []any{"Result"}, "resultDescription": "urn:result:1", "value": "D",
	}}, "credentialSubject", "result")
	signed := school.sign(t, doc)
	honest := check(t, bytesOf(t, signed), nil, Policy{}, Valid, "")
	t.Logf("level %d", honest.Credential.Results[0].Level)
	for _, contexts := range [][]any{
		{contextVC1, contextDI, contextsOB3 + "-3.0.3.json", contextsOB3 + "-3.0.1.json"},
		{contextVC1, contextDI, contextsOB3 + "-3.0.1.json", contextsOB3 + "-3.0.3.json"},
		{contextVC1, contextDI, contextsOB3 + "-3.0.2.json", contextsOB3 + "-3.0.1.json"},
	} {
		forged := decoded(t, signed)
		forged["@context"] = contexts
		d := forged["credentialSubject"].(map[string]any)["achievement"].(map[string]any)["resultDescription"].([]any)[0].(map[string]any)
		d["allowedValue"] = []any{"A", "B", "C", "D"}
		r := Verify(Parse(bytesOf(t, forged)), nil, Policy{Now: testClock})
		if r.Verdict == Valid && r.Credential.Results[0].Level > honest.Credential.Results[0].Level {
			t.Errorf("level %d under %v", r.Credential.Results[0].Level, contexts)
		}
	}
}

func TestTheOrderOfNamesDecidesNothing(t *testing.T) {
	t.Parallel()
	school := newMaker(t, "school", keys.Ed25519)
	text := func(value, language string) any { return map[string]any{"@value": value, "@language": language} }
	for name, c := range map[string]struct{ signed, shown []any }{
		"plain":           {[]any{"Beginner", "Master"}, []any{"Master", "Beginner"}},
		"languages":       {[]any{text("Anfänger", "de"), text("Maestro", "es")}, []any{text("Maestro", "es"), text("Anfänger", "de")}},
		"case of English": {[]any{text("Beginner", "en"), text("Maestro", "es")}, []any{text("Maestro", "es"), text("Beginner", "EN")}},
	} {
		doc := school.award()
		doc["name"] = c.signed
		signed := school.sign(t, doc)
		honest := check(t, bytesOf(t, signed), nil, Policy{}, Valid, "")
		forged := decoded(t, signed)
		forged["name"] = c.shown
		r := check(t, bytesOf(t, forged), nil, Policy{}, Valid, "")
		if r.Credential.Name != honest.Credential.Name {
			t.Errorf("%s: shown %q, signed %q", name, r.Credential.Name, honest.Credential.Name)
		}
	}
}

func TestWhatIsShownEndsWhenTheBadgeEnds(t *testing.T) {
	t.Parallel()
	school := newMaker(t, "school", keys.Ed25519)
	doc := school.award()
	doc["validUntil"], doc["expirationDate"] = "2036-01-01T00:00:00Z", "2027-01-01T00:00:00Z"
	jcs := school.options()
	jcs["cryptosuite"] = "eddsa-jcs-2022"
	for name, content := range map[string][]byte{
		"both":  bytesOf(t, school.signWith(t, doc, jcs)),
		"token": school.token(t, school.award(), nil, map[string]any{"exp": 1798761600}),
	} {
		r := check(t, content, nil, Policy{}, Valid, "")
		if u := r.Credential.ValidUntil; u == nil || u.Year() != 2027 {
			t.Errorf("%s: until %v", name, u)
		}
	}
}

func TestARecordHoldsCredentialsOnly(t *testing.T) {
	t.Parallel()
	university, mallory := newMaker(t, "university", keys.Ed25519), newMaker(t, "mallory", keys.Ed25519)
	shown := map[string]any{
		"@context": []any{contextVC2}, "id": "urn:uuid:shown", "type": []any{"VerifiablePresentation"}, "holder": mallory.id,
	}
	record := university.record(university.sign(t, university.award()), mallory.sign(t, shown))
	check(t, bytesOf(t, university.sign(t, record)), nil, Policy{}, Invalid, ReasonEmbeddedInvalid)
}

func TestAStatusOfTwoKindsIsLookedUpInBoth(t *testing.T) {
	t.Parallel()
	school := newMaker(t, "school", keys.Ed25519)
	doc := school.award()
	list := "https://forest.example/revoked"
	doc["credentialStatus"] = map[string]any{
		"id": list, "type": []any{"1EdTechRevocationList", "BitstringStatusListEntry"},
		"statusPurpose": "revocation", "statusListIndex": "7", "statusListCredential": "https://forest.example/list",
	}
	jcs := school.options()
	jcs["cryptosuite"] = "eddsa-jcs-2022"
	docs := Documents{list: served(map[string]any{"id": list, "issuer": school.id, "revokedCredential": []any{}})}
	check(t, bytesOf(t, school.signWith(t, doc, jcs)), docs, Policy{}, Indeterminate, ReasonStatusRetrieval)
}

func TestAnotherLetterIsAnotherAddress(t *testing.T) {
	t.Parallel()
	for _, own := range []string{"\u212aim@example.org", "kim@example.org\u017f"} {
		c := Credential{Identifiers: []Identifier{{Type: "emailAddress", Value: "kim@example.orgs"}, {Type: "emailAddress", Value: "kim@example.org"}}}
		r := newRun(nil, Policy{Recipient: &Recipient{Emails: []string{own}}})
		if r.recipient(c).passed() {
			t.Errorf("%q is taken for another", own)
		}
	}
}

func TestAnEndorsementMayBeAboutTheBadgeThatItIsIn(t *testing.T) {
	t.Parallel()
	school, guild := newMaker(t, "school", keys.Ed25519), newMaker(t, "guild", keys.Ed25519)
	with := func(change edit) map[string]any {
		doc := school.award()
		praise := guild.endorsement(doc["id"].(string))
		if change != nil {
			change(praise)
		}
		doc["endorsement"] = []any{guild.sign(t, praise)}
		return doc
	}
	r := check(t, bytesOf(t, school.sign(t, with(nil))), nil, Policy{}, Valid, "")
	if len(r.Parts) != 1 || !r.Parts[0].About || r.Parts[0].Report.Verdict != Valid {
		t.Errorf("parts %+v", r.Parts)
	}
	again := guild.endorsement(school.award()["id"].(string))
	again["id"] = "urn:uuid:99999999-2222-4333-8444-666666666666"
	two := with(nil)
	two["endorsement"] = append(two["endorsement"].([]any), guild.sign(t, again))
	check(t, bytesOf(t, school.sign(t, two)), nil, Policy{}, Valid, "")

	// What the badge itself says cannot be moved there.
	ended := school.award()
	ended["validUntil"] = "2026-02-01T00:00:00Z"
	ended["endorsement"] = with(nil)["endorsement"]
	signed := school.sign(t, ended)
	check(t, bytesOf(t, signed), nil, Policy{}, Invalid, ReasonExpired)
	for name, change := range map[string]edit{
		"end": func(d map[string]any) {
			d["endorsement"].([]any)[0].(map[string]any)["credentialSubject"].(map[string]any)["validUntil"] = d["validUntil"]
			delete(d, "validUntil")
		},
		"kind": func(d map[string]any) {
			d["type"] = append(d["type"].([]any), "EndorsementSubject")
			d["endorsementComment"] = "Well done."
		},
	} {
		forged := decoded(t, signed)
		change(forged)
		r := Verify(Parse(bytesOf(t, forged)), nil, Policy{Now: testClock})
		if r.Verdict != Invalid || r.ProofOK == Yes {
			t.Errorf("%s: %s", name, told(r))
		}
	}
}

func TestALargeBadgeIsSoonDecided(t *testing.T) {
	t.Parallel()
	school := newMaker(t, "school", keys.Ed25519)
	doc := school.award()
	var levels, results []any
	for i := range 15_000 {
		levels = append(levels, map[string]any{
			"id": fmt.Sprint("urn:level:", i), "type": []any{"RubricCriterionLevel"}, "name": "n", "points": fmt.Sprint(i),
		})
		results = append(results, map[string]any{
			"type": []any{"Result"}, "resultDescription": "urn:result:1", "achievedLevel": "urn:level:14999",
		})
	}
	set(doc, []any{map[string]any{
		"id": "urn:result:1", "type": []any{"ResultDescription"}, "name": "Skill", "resultType": "RubricCriterionLevel",
		"rubricCriterionLevel": levels,
	}}, "credentialSubject", "achievement", "resultDescription")
	set(doc, results, "credentialSubject", "result")
	content := school.token(t, doc, nil, nil)
	start := time.Now()
	check(t, content, nil, Policy{}, Valid, "")
	// Several minutes before rubrics were put in order once; other tests run beside this one.
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("took %s", took)
	}
	proof := school.options()
	proof["proofValue"] = "z2222"
	doc["proof"] = []any{proof}
	check(t, bytesOf(t, doc), nil, Policy{}, Indeterminate, ReasonTooComplex)
}

func TestTheFirstInstantIsADateToo(t *testing.T) {
	t.Parallel()
	const first1 = "0001-01-01T00:00:00Z" // which Go takes for no time at all
	school := newMaker(t, "school", keys.Ed25519)
	ended := school.award()
	ended["validUntil"] = first1
	check(t, bytesOf(t, school.sign(t, ended)), nil, Policy{}, Invalid, ReasonDateFormat)
	web := school.at(schoolDID)
	for _, name := range []string{"revoked", "expires"} {
		docs := Documents{schoolFile: web.document(func(d map[string]any) { first(d)[name] = first1 })}
		r := Verify(Parse(bytesOf(t, web.sign(t, web.award()))), docs, Policy{Now: testClock})
		if r.Verdict == Valid {
			t.Errorf("a key with %s then counts", name)
		}
	}
	old := oldBadge(map[string]any{"expires": first1})
	check(t, bytesOf(t, old), and(oldNetwork(nil), oldAward, served(old)), Policy{}, Invalid, ReasonDateFormat)
}
