package jsonld_test

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"github.com/stackmatch/stackmatch/internal/badge/jsonld"
	"github.com/stackmatch/stackmatch/internal/badge/rdfc"
)

func BenchmarkDataset(b *testing.B) {
	for _, f := range []string{"generated/valid/ob3-eddsa-rdfc-didkey.json", "ob3-spec-examples/full_achievement_credential.json", "clr2-1edtech/simple.json"} {
		t, _ := os.ReadFile("../../../../shared/vectors/" + f)
		d := json.NewDecoder(bytes.NewReader(t))
		d.UseNumber()
		var doc map[string]any
		d.Decode(&doc)
		delete(doc, "credentialSchema")
		b.Run(f, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				q, err := jsonld.Builtin().Dataset(doc)
				if err != nil {
					b.Fatal(err)
				}
				_ = q
			}
		})
		b.Run(f+"+rdfc", func(b *testing.B) {
			for b.Loop() {
				q, _ := jsonld.Builtin().Dataset(doc)
				rdfc.Canonicalize(q, rdfc.Options{})
			}
		})
		b.Run(f+"+fresh", func(b *testing.B) {
			for b.Loop() {
				c, err := jsonld.Builtin().With("https://x.example/v1", []byte(`{"@context":{}}`))
				if err != nil {
					b.Fatal(err)
				}
				c.Dataset(doc)
			}
		})
	}
}
