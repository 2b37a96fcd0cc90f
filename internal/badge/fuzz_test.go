package badge

import (
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/internal/badge/jsonld"
	"github.com/stackmatch/stackmatch/internal/badge/keys"
)

// longest is how long one verification may take, with a machine that does much
// else besides.
const longest = 20 * time.Second

// FuzzVerify gives a verifier anything at all, and no documents: it must answer,
// in time, with every check once, and never with VALID for what asks for
// documents.
func FuzzVerify(f *testing.F) {
	school := newMaker(f, "school", keys.Ed25519)
	signed := school.sign(f, school.award())
	f.Add(bytesOf(f, signed))
	f.Add(bytesOf(f, school.award()))
	f.Add(bytesOf(f, school.sign(f, school.record(signed))))
	f.Add(school.token(f, school.award(), nil, nil))
	f.Add(bytesOf(f, oldBadge(nil)))
	f.Add([]byte(`{"recipient":"sha256$0","salt":"s","badge":{"name":"n","issuer":{"origin":"https://a.example"}}}`))
	f.Add([]byte(`<svg xmlns:openbadges="http://openbadges.org"><openbadges:assertion verify="https://a.example/1"/></svg>`))
	f.Fuzz(func(t *testing.T, content []byte) {
		p := Policy{Now: testClock, Contexts: jsonld.Builtin(), Recipient: &Recipient{Emails: []string{"a@example.org"}}}
		start := time.Now()
		b := Parse(content)
		r := Verify(b, nil, p)
		needs := b.Needs(nil, p)
		b.Content()
		for _, part := range b.Parts() {
			part.Content()
		}
		if took := time.Since(start); took > longest {
			t.Errorf("took %s", took)
		}
		wellFormed(t, "", r)
		if len(needs) > maxURLs {
			t.Errorf("needs %d addresses", len(needs))
		}
		if r.Verdict == Valid && len(needs) > 0 {
			t.Errorf("valid without %q", needs)
		}
	})
}

func BenchmarkVerify(b *testing.B) {
	dir := vectorsDir(b)
	for name, file := range map[string]string{
		"rdfc":        "generated/valid/ob3-eddsa-rdfc-didkey.json",
		"rdfc-didweb": "generated/valid/ob3-eddsa-rdfc-didweb.json",
		"jcs":         "generated/valid/ob3-eddsa-jcs-didkey.json",
		"p256":        "generated/valid/ob3-ecdsa-rdfc-p256.json",
		"2020":        "ob3-1edtech/simple_v1.json",
		"status":      "generated/status/not-revoked.json",
		"complete":    "ob3-1edtech/complete_v1.json",
		"jwt-rs256":   "generated/jwt/ob3-rs256.json",
		"jwt-es256":   "generated/jwt/ob3-es256.json",
		"clr":         "generated/clr/clr2-two-badges.json",
		"ob2-hosted":  "generated/ob2/hosted.json",
		"ob2-signed":  "generated/ob2/signed.json",
		"png":         "generated/baked/ob3-json.png",
	} {
		b.Run(name, func(b *testing.B) {
			content := vector{file: file}.content(b, dir)
			p := testPolicy(b)
			docs := fixtures(b, dir).collect(b, Parse(content), Documents{}, p)
			for b.Loop() {
				Verify(Parse(content), docs, p)
			}
		})
	}
}
