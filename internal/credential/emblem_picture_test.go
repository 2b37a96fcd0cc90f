package credential_test

import (
	"bytes"
	"image"
	"image/png"
	"strings"
	"testing"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func TestAVersionsOwnPictureIsItsBadges(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	var file bytes.Buffer
	if err := png.Encode(&file, image.NewGray(image.Rect(0, 0, 64, 32))); err != nil {
		t.Fatal(err)
	}
	picture := world.Must(o.Catalog.AddPicture(o.Member(t, auth.Developer, o.college), file.Bytes()))(t)
	version := world.Must(o.Catalog.PublishVersion(o.Ctx, o.forklift.ID, catalog.VersionInput{
		Title: text.En("Lift <&>"), Languages: []string{"en"}, Delivery: []enum.Delivery{enum.DeliveryOnline}, Picture: &picture.ID,
	}))(t)
	pixels := world.Must(o.Credentials.AchievementImage(o.Ctx, version.ID, credential.FormPNG))(t)
	if !bytes.Equal(pixels.Content, picture.Content) {
		t.Error("the image is not the picture")
	}
	lines := world.Must(o.Credentials.AchievementImage(o.Ctx, version.ID, credential.FormSVG))(t)
	if s := string(lines.Content); !strings.Contains(s, "data:image/png;base64,") || !strings.Contains(s, "<title>Lift &lt;&amp;&gt;</title>") {
		t.Errorf("got %.200s", s)
	}
	award := o.issues(t)
	for _, form := range []credential.Form{credential.FormPNG, credential.FormSVG} {
		is(t, string(form), o.verify(t, o.badge(t, award.ID, form)), badge.Valid, "")
	}
	baked := o.badge(t, award.ID, credential.FormPNG)
	if about := world.Must(png.DecodeConfig(bytes.NewReader(baked)))(t); about.Width != 64 || about.Height != 32 {
		t.Errorf("the badge measures %d by %d", about.Width, about.Height)
	}
}
