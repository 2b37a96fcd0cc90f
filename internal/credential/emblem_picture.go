package credential

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"image/png"

	"github.com/stackmatch/stackmatch/ent/db"
)

// picture is what a micro-credential looks like: drawn here, or its developer's own.
type picture interface {
	png() ([]byte, error)
	svg(title string) []byte
}

// pictureOf is a version's own picture, else the emblem of its micro-credential,
// which must be loaded with it.
func (s *Service) pictureOf(ctx context.Context, row *db.MicroCredentialVersion, of *db.MicroCredential) (picture, error) {
	if row.PictureID == nil {
		return drawEmblem(of.ID, of.Kind), nil
	}
	own, err := s.DB.Picture.Get(ctx, *row.PictureID)
	if err != nil {
		return nil, fmt.Errorf("load picture: %w", err)
	}
	return photo(own.Content), nil
}

// photo is a PNG that was written here.
type photo []byte

func (p photo) png() ([]byte, error) { return p, nil }

// svg shows the pixels within lines, with a title for who cannot see them.
func (p photo) svg(title string) []byte {
	about, err := png.DecodeConfig(bytes.NewReader(p))
	if err != nil {
		about.Width, about.Height = emblemSize, emblemSize // it was written here: this cannot be
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img">`,
		about.Width, about.Height, about.Width, about.Height)
	out.WriteString("<title>")
	_ = xml.EscapeText(&out, []byte(title)) // a buffer takes everything
	fmt.Fprintf(&out, `</title><image width="%d" height="%d" href="data:image/png;base64,`, about.Width, about.Height)
	out.WriteString(base64.StdEncoding.EncodeToString(p))
	out.WriteString("\"/></svg>\n")
	return out.Bytes()
}
