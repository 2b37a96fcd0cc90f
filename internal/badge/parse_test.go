package badge

import (
	"bytes"
	"testing"

	"github.com/stackmatch/stackmatch/internal/badge/image"
	"github.com/stackmatch/stackmatch/internal/badge/keys"
)

func TestFormatsAreToldByWhatIsInThem(t *testing.T) {
	t.Parallel()
	school := newMaker(t, "school", keys.P256)
	typed := func(types ...any) []byte {
		return bytesOf(t, with(school.award(), map[string]any{"type": types}))
	}
	for name, c := range map[string]struct {
		content []byte
		want    Format
	}{
		"badge":              {bytesOf(t, school.award()), OpenBadge3},
		"by its longer name": {typed("VerifiableCredential", "AchievementCredential"), OpenBadge3},
		"badge as a token":   {school.token(t, school.award(), nil, nil), OpenBadge3JWT},
		"record":             {bytesOf(t, school.record()), CLR2},
		"endorsement":        {bytesOf(t, school.endorsement("urn:x:y")), Endorsement},
		"status list":        {bytesOf(t, school.list(t, "revocation", 131072)), StatusList},
		"presentation":       {typed("VerifiablePresentation"), Presentation},
		"other credential":   {typed("VerifiableCredential"), OtherCredential},
		"without a type":     {[]byte(`{"credentialSubject":{}}`), OtherCredential},
		"old":                {bytesOf(t, oldBadge(nil)), OpenBadge2},
		"old as a token":     {signedOld(t, school.key, nil), OpenBadge2Signed},
		"1.1":                {[]byte(`{"@context":"https://w3id.org/openbadges/v1","type":"Assertion"}`), OpenBadge1},
		"1.0":                {[]byte(`{"uid":"1","verify":{"type":"hosted"},"badge":"https://x.example"}`), OpenBadge1},
		"0.5":                {[]byte(`{"recipient":"x","badge":{}}`), OpenBadge1},
		"nothing we know":    {[]byte(`{"a":1}`), UnknownFormat},
		"nothing at all":     {nil, UnknownFormat},
	} {
		b := Parse(c.content)
		if b.Format() != c.want || b.Container() != NoContainer {
			t.Errorf("%s: %s in %s, want %s", name, b.Format(), b.Container(), c.want)
		}
		if !bytes.Equal(b.Raw(), c.content) {
			t.Errorf("%s: raw %q", name, b.Raw())
		}
	}
}

func TestABadgeIsTheSameInAnImage(t *testing.T) {
	t.Parallel()
	school := newMaker(t, "school", keys.P256)
	svg := []byte(`<svg xmlns="http://www.w3.org/2000/svg"></svg>`)
	for name, content := range map[string][]byte{
		"JSON":  bytesOf(t, school.sign(t, school.award())),
		"token": school.token(t, school.award(), nil, nil),
	} {
		baked, err := image.BakeSVG(svg, content, image.OpenBadges3)
		if err != nil {
			t.Fatal(err)
		}
		r := check(t, baked, nil, Policy{}, Valid, "")
		if r.Container != SVG || !bytes.Equal(Parse(baked).Raw(), baked) {
			t.Errorf("%s: in %s", name, r.Container)
		}
	}
	check(t, svg, nil, Policy{}, Invalid, ReasonNoBadgeInImage)
	check(t, []byte("\x89PNG\r\n\x1a\n"), nil, Policy{}, Invalid, ReasonMalformed)
}
