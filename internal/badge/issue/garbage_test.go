package issue_test

import (
	"errors"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"github.com/stackmatch/stackmatch/internal/badge/issue"
	"github.com/stackmatch/stackmatch/internal/badge/jsonld"
	"github.com/stackmatch/stackmatch/internal/badge/strictjson"
)

// copied is the award with slices of its own.
func copied() issue.Award {
	a := suspendable()
	a.Image = "https://www.example.edu/badge.png"
	a.Schema = "https://schemas.example.org/badge.json"
	a.Achievement.ResultDescriptions[1].AllowedValues = []string{"0", "100"}
	return a
}

// textsOf are all the texts of a value, to be changed in place.
func textsOf(v reflect.Value) []reflect.Value {
	switch v.Kind() {
	case reflect.String:
		return []reflect.Value{v}
	case reflect.Struct:
		var all []reflect.Value
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				all = append(all, textsOf(v.Field(i))...)
			}
		}
		return all
	case reflect.Slice:
		var all []reflect.Value
		for i := range v.Len() {
			all = append(all, textsOf(v.Index(i))...)
		}
		return all
	default:
		return nil
	}
}

// anyText draws what somebody might type, paste or be attacked with.
func anyText(t *rapid.T, known []reflect.Value) string {
	return rapid.OneOf(
		rapid.String(),
		rapid.SampledFrom(traps),
		rapid.SampledFrom([]string{
			"", "urn:", "urn:x", "did:", "did:web:a b", "https://", "https://x", "http://[::1]/", "https://a.example/\\",
			"https://a.example/%zz", "https://a.example/?%zz", "https://a.example/%", "https://a.example/#a#b", "HTTPS://A.EXAMPLE",
			"https://a.example/ñ", "data:,x", "mailto:a@b.example", "schema:name", "name", "obi:x", "@type", "_:b1", "#x", "../x", "?x",
			"https:///x", "https://@a.example", "https://a.example:99999/", "urn:\u00e9", "urn:a|b", "urn:a^b", "urn:a`b", "urn:{}",
		}),
		rapid.Custom(func(t *rapid.T) string { // another text of the award itself
			return known[rapid.IntRange(0, len(known)-1).Draw(t, "which")].String()
		}),
		rapid.Custom(func(t *rapid.T) string {
			return rapid.SampledFrom([]string{"https://a.example/", "urn:", "did:x:", "ext:"}).Draw(t, "scheme") + rapid.String().Draw(t, "rest")
		}),
	).Draw(t, "text")
}

func TestWhateverIsPutInIsRefusedOrSigned(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		a := copied()
		all := textsOf(reflect.ValueOf(&a).Elem())
		for range rapid.IntRange(1, 3).Draw(rt, "changes") {
			all[rapid.IntRange(0, len(all)-1).Draw(rt, "place")].SetString(anyText(rt, all))
		}
		document, err := issue.Credential(a)
		if err != nil {
			var e *issue.Error
			if !errors.As(err, &e) {
				rt.Fatal(err)
			}
			return
		}
		text, err := issue.Sign(document, proofMethod, keyOf(t, proofMethod), issued, jsonld.Builtin())
		if err != nil {
			rt.Fatal(err)
		}
		got, err := strictjson.Object(text)
		if err != nil {
			rt.Fatal(err)
		}
		if err := proven(t, got); err != nil {
			rt.Fatal(err)
		}
	})
}
