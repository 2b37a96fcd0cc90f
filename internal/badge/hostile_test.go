package badge

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/internal/badge/keys"
)

// TestHostileBadgesTakeLittleTime: what is made to keep a verifier busy is
// answered in time. The limit leaves room for slow machines and for the race
// detector; what each takes is logged.
func TestHostileBadgesTakeLittleTime(t *testing.T) {
	t.Parallel()
	school := newMaker(t, "school", keys.Ed25519)
	repeated := func(n int, value any) []any { return slices.Repeat([]any{value}, n) }
	evidence := map[string]any{"type": []any{"Evidence"}}
	alignments := func(n int) []any {
		var all []any
		for i := range n {
			all = append(all, map[string]any{"type": []any{"Alignment"}, "targetName": fmt.Sprint(i), "targetUrl": "https://x.example"})
		}
		return all
	}
	profile := func(inner any) map[string]any {
		p := map[string]any{"id": school.id, "type": []any{"Profile"}}
		if inner != nil {
			p["parentOrg"] = inner
		}
		return p
	}
	var deep any = profile(nil)
	for range 50 {
		deep = profile(deep)
	}
	for name, change := range map[string]edit{
		"twins without names":   setting(repeated(3_000, evidence), "evidence"),
		"twins with twins":      setting(repeated(40, map[string]any{"type": []any{"Achievement"}, "alignment": repeated(40, map[string]any{"type": []any{"Alignment"}})}), "credentialSubject", "achievement", "related"),
		"many alignments":       setting(alignments(20_000), "credentialSubject", "achievement", "alignment"),
		"profiles in profiles":  setting(deep, "issuer"),
		"a long name":           setting(strings.Repeat("x", 7<<20), "name"),
		"many proofs":           setting(repeated(8, nil), "x"),
		"many tags":             setting(repeated(150_000, "t"), "credentialSubject", "achievement", "tag"),
		"endorsements in parts": setting(repeated(5_000, map[string]any{"type": "EndorsementCredential"}), "endorsement"),
	} {
		doc := school.award()
		change(doc)
		proof := school.options()
		proof["proofValue"] = "z5nwfr7XknCJy3WT4hmQH44259Auu8k3EHUC8ZbJcmRY2aa4K2S1iWENvEuh4jbbmpUM1uc8Fu35K2kb3nDQyDMTE"
		doc["proof"] = repeated(8, proof)
		content := bytesOf(t, doc)
		start := time.Now()
		r := Verify(Parse(content), nil, Policy{Now: testClock})
		took := time.Since(start)
		t.Logf("%-22s %8d bytes %6d ms %s", name, len(content), took.Milliseconds(), r.Deciding()[0].Reason)
		if r.Verdict == Valid || took > longest {
			t.Errorf("%s: %s in %s", name, r.Verdict, took)
		}
	}
}
