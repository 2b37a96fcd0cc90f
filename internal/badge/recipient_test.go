package badge

import (
	"testing"

	"github.com/stackmatch/stackmatch/internal/badge/keys"
)

func TestABadgeBelongsToWhomItNames(t *testing.T) {
	t.Parallel()
	school := newMaker(t, "school", keys.Ed25519)
	me := &Recipient{Emails: []string{"Earner@Example.org", "second@example.org"}, DIDs: []string{"did:example:me"}, Phones: []string{"+47 99 88"}}
	identity := func(kind, value, salt string, hashed bool) map[string]any {
		return map[string]any{"type": "IdentityObject", "identityType": kind, "identityHash": value, "salt": salt, "hashed": hashed}
	}
	for name, c := range map[string]struct {
		id         any
		identities []any
		person     *Recipient
		verdict    Verdict
		reason     Reason
	}{
		"nobody asked":            {"did:example:other", nil, nil, Valid, ""},
		"by DID":                  {"did:example:me", nil, me, Valid, ""},
		"by another DID":          {"did:example:other", nil, me, Invalid, ReasonRecipientMismatch},
		"by a DID, none known":    {"did:example:other", nil, &Recipient{Emails: me.Emails}, Indeterminate, ReasonRecipientUnknown},
		"by mailto":               {"mailto:EARNER@example.org", nil, me, Valid, ""},
		"by another mailto":       {"mailto:other@example.org", nil, me, Invalid, ReasonRecipientMismatch},
		"by telephone":            {"tel:+47-99-88", nil, me, Valid, ""},
		"by nothing":              {nil, nil, me, Indeterminate, ReasonRecipientUnknown},
		"by a number of theirs":   {nil, []any{identity("sourcedId", "17", "", false)}, me, Indeterminate, ReasonRecipientUnknown},
		"by e-mail":               {nil, []any{identity("emailAddress", "earner@EXAMPLE.org", "", false)}, me, Valid, ""},
		"by another e-mail":       {nil, []any{identity("emailAddress", "other@example.org", "", false)}, me, Invalid, ReasonRecipientMismatch},
		"by hash":                 {nil, []any{identity("emailAddress", hashed("earner@example.org", "s"), "s", true)}, me, Valid, ""},
		"by hash as written":      {nil, []any{identity("email", hashed("Earner@Example.org", ""), "", true)}, me, Valid, ""},
		"by hash, second":         {nil, []any{identity("emailAddress", hashed("second@example.org", "s"), "s", true)}, me, Valid, ""},
		"by hash, other salt":     {nil, []any{identity("emailAddress", hashed("earner@example.org", "s"), "t", true)}, me, Invalid, ReasonRecipientMismatch},
		"by another hash":         {nil, []any{identity("emailAddress", hashed("other@example.org", "s"), "s", true)}, me, Invalid, ReasonRecipientMismatch},
		"by a hash we don't do":   {nil, []any{identity("emailAddress", "md5$5a105e8b9d40e1329780d62ea2265d8a", "s", true)}, me, Indeterminate, ReasonRecipientUnknown},
		"by a hash of no kind":    {nil, []any{identity("emailAddress", "5a105e8b9d40e132", "s", true)}, me, Indeterminate, ReasonRecipientUnknown},
		"the hash, not hashed":    {nil, []any{identity("emailAddress", hashed("earner@example.org", "s"), "s", false)}, me, Invalid, ReasonRecipientMismatch},
		"one of two":              {nil, []any{identity("emailAddress", "other@example.org", "", false), identity("emailAddress", "earner@example.org", "", false)}, me, Valid, ""},
		"by DID or by e-mail":     {"did:example:other", []any{identity("emailAddress", "earner@example.org", "", false)}, me, Valid, ""},
		"nothing known of them":   {nil, []any{identity("emailAddress", "earner@example.org", "", false)}, &Recipient{}, Indeterminate, ReasonRecipientUnknown},
		"a name is not an e-mail": {nil, []any{identity("name", "earner@example.org", "", false)}, me, Indeterminate, ReasonRecipientUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc := school.award()
			subject := doc["credentialSubject"].(map[string]any)
			if delete(subject, "id"); c.id != nil {
				subject["id"] = c.id
			}
			if c.identities != nil {
				subject["identifier"] = c.identities
			}
			check(t, bytesOf(t, school.sign(t, doc)), nil, Policy{Recipient: c.person}, c.verdict, c.reason)
		})
	}
}

func TestTheKnownRecipientOfAVectorMatches(t *testing.T) {
	t.Parallel()
	dir := vectorsDir(t)
	for _, c := range []struct {
		file, email string
		want        Outcome
	}{
		{"generated/valid/ob3-hashed-identifier.json", "earner@example.org", Pass},
		{"generated/valid/ob3-hashed-identifier.json", "other@example.org", Fail},
		{"generated/ob2/signed.json", "earner@example.org", Pass},
		{"generated/ob2/signed.json", "other@example.org", Fail},
		{"generated/ob2/hosted.json", "earner@example.org", Pass},
		{"ob2-1edtech/signed-simple.json", "nobody@example.org", Pass},
		{"ob2-1edtech/signed-simple.json", "somebody@example.org", Fail},
	} {
		b := Parse(vector{file: c.file}.content(t, dir))
		p := Policy{Now: testClock, Recipient: &Recipient{Emails: []string{c.email}}}
		r := Verify(b, fixtures(t, dir).collect(t, b, Documents{}, p), p)
		if got := r.Check(CheckRecipient).Outcome; got != c.want {
			t.Errorf("%s of %s: %s, want %s", c.file, c.email, got, c.want)
		}
	}
}

func TestTrustIsAdviceAndSaysWhoWasAsked(t *testing.T) {
	t.Parallel()
	school := newMaker(t, "school", keys.Ed25519)
	badge := bytesOf(t, school.sign(t, school.award()))
	const one, two = "https://registry.example/one.json", "https://registry.example/two.json"
	asked := []Registry{{"One", one}, {"Two", two}}
	byID := served(map[string]any{"meta": map[string]any{}, "registry": map[string]any{school.id: map[string]any{"name": "Forest School"}}})
	plain := served(map[string]any{"issuers": []any{"did:example:x", map[string]any{"id": school.id}}})
	empty := served(map[string]any{"issuers": []any{}})
	for name, c := range map[string]struct {
		policy  Policy
		docs    Documents
		outcome Outcome
		reason  Reason
		answers []RegistryAnswer
	}{
		"nobody asked":     {Policy{}, nil, NotApplicable, "", nil},
		"listed by us":     {Policy{Trusted: func(id string) bool { return id == school.id }}, nil, Pass, "", nil},
		"not listed":       {Policy{Trusted: func(string) bool { return false }}, nil, Unknown, ReasonIssuerUnknown, nil},
		"in the second":    {Policy{Registries: asked}, Documents{one: empty, two: plain}, Pass, "", []RegistryAnswer{{"One", true, false}, {"Two", true, true}}},
		"in the first":     {Policy{Registries: asked}, Documents{one: byID, two: empty}, Pass, "", []RegistryAnswer{{"One", true, true}, {"Two", true, false}}},
		"in none":          {Policy{Registries: asked}, Documents{one: empty, two: empty}, Unknown, ReasonIssuerUnknown, []RegistryAnswer{{"One", true, false}, {"Two", true, false}}},
		"one is silent":    {Policy{Registries: asked}, Documents{one: {Status: 500}, two: empty}, Unknown, ReasonRegistrySilent, []RegistryAnswer{{"One", false, false}, {"Two", true, false}}},
		"one is blocked":   {Policy{Registries: asked}, Documents{one: {Blocked: "x"}, two: empty}, Unknown, ReasonRegistrySilent, []RegistryAnswer{{"One", false, false}, {"Two", true, false}}},
		"one is no list":   {Policy{Registries: asked}, Documents{one: served([]any{}), two: plain}, Pass, "", []RegistryAnswer{{"One", false, false}, {"Two", true, true}}},
		"none was fetched": {Policy{Registries: asked}, nil, Unknown, ReasonRegistrySilent, []RegistryAnswer{{"One", false, false}, {"Two", false, false}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := check(t, badge, c.docs, c.policy, Valid, "")
			got := r.Check(CheckIssuerTrust)
			if got.Outcome != c.outcome || got.Reason != c.reason || !got.Advisory {
				t.Errorf("%+v", got)
			}
			if len(r.Registries) != len(c.answers) {
				t.Fatalf("answers %+v, want %+v", r.Registries, c.answers)
			}
			for i := range c.answers {
				if r.Registries[i] != c.answers[i] {
					t.Errorf("answers %+v, want %+v", r.Registries, c.answers)
				}
			}
		})
	}
}

func TestTrustIsNotAskedAboutAnIssuerThatIsNotProven(t *testing.T) {
	t.Parallel()
	school, mallory := newMaker(t, "school", keys.Ed25519), newMaker(t, "mallory", keys.Ed25519)
	forged := bytesOf(t, mallory.sign(t, school.award()))
	r := check(t, forged, nil, Policy{Trusted: func(string) bool { return true }}, Invalid, ReasonIssuerMismatch)
	if got := r.Check(CheckIssuerTrust).Outcome; got != NotApplicable {
		t.Errorf("trust %s in a name that anyone could have written", got)
	}
}
