package credential

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/badge/image"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// Form is how a badge is handed out.
type Form string

// The forms of a badge.
const (
	// FormJSON is Open Badges 3.0 with an embedded proof.
	FormJSON Form = "JSON"
	// FormJWT is Open Badges 3.0 as a token.
	FormJWT Form = "JWT"
	// FormPNG and FormSVG are pictures with the JSON in them.
	FormPNG Form = "PNG"
	FormSVG Form = "SVG"
	// FormOpenBadge2 is for backpacks that read nothing newer. It is checked at
	// the award's public page, and exists while that does.
	FormOpenBadge2 Form = "OPEN_BADGE_2"
)

// Values lists every form.
func (Form) Values() []string {
	return []string{string(FormJSON), string(FormJWT), string(FormPNG), string(FormSVG), string(FormOpenBadge2)}
}

// Badge is the signed badge of an award that was issued here: for its earner, and
// for its issuer. It is the same bytes each time, but for Open Badges 2.0, which
// says how things stand. An imported badge is had from Original.
func (s *Service) Badge(ctx context.Context, id string, form Form) (*File, error) {
	if err := checkOneOf(form, "form"); err != nil {
		return nil, err
	}
	row, err := s.ownAward(ctx, id)
	if err != nil {
		return nil, err
	}
	if form == FormOpenBadge2 {
		return s.assertion(ctx, row)
	}
	content, err := s.signed(ctx, row, storedForm(form))
	if err != nil {
		return nil, err
	}
	return s.wrap(ctx, row, content, form)
}

// ownAward is an award of the viewer's own, or that their organization issued, as
// far as they may have its badge.
func (s *Service) ownAward(ctx context.Context, id string) (*db.Award, error) {
	viewer := auth.From(ctx)
	if viewer.Anonymous() {
		return nil, auth.Require(ctx, auth.PublishAward)
	}
	row, err := s.whole(ctx, award.ID(id))
	if db.IsNotFound(err) {
		return nil, noAward(id)
	}
	if err != nil {
		return nil, err
	}
	mine := row.EarnerID != nil && *row.EarnerID == viewer.ActingEarner() && auth.Can(ctx, auth.PublishAward)
	issued := row.IssuerID == viewer.Organization() && auth.Can(ctx, auth.ViewIssuedAwards)
	if (!mine && !issued && !viewer.System) || erased(row) {
		return nil, noAward(id)
	}
	return row, nil
}

// erased tells whether an award's earner is. The earner must be loaded.
func erased(row *db.Award) bool { return row.Edges.Earner != nil && row.Edges.Earner.ErasedAt != nil }

// storedForm is the form that is signed and kept; the others are made of it.
func storedForm(form Form) enum.BadgeForm {
	if form == FormJWT {
		return enum.FormJWT
	}
	return enum.FormJSON
}

// wrap makes a file of a signed badge: pictures have it baked in. The award must
// have its micro-credential and version loaded.
func (s *Service) wrap(ctx context.Context, row *db.Award, content []byte, form Form) (*File, error) {
	switch form {
	case FormJWT:
		return &File{Name: "badge.jwt", MediaType: mediaJWT, Content: content}, nil
	case FormPNG, FormSVG:
		return s.bake(ctx, row, content, form)
	case FormJSON:
		return &File{Name: "badge.json", MediaType: mediaCredential, Content: content}, nil
	default:
		return nil, problem.New(problem.Invalid, "this badge is not made in the form %q", string(form)).
			Spanish("esta insignia no se hace en la forma %q", string(form)).At("form")
	}
}

// bake makes a picture with a signed badge in it.
func (s *Service) bake(ctx context.Context, row *db.Award, content []byte, form Form) (*File, error) {
	drawing, err := s.pictureOf(ctx, row.Edges.Version, row.Edges.MicroCredential)
	if err != nil {
		return nil, err
	}
	file := &File{Name: "badge.svg", MediaType: mediaSVG}
	if form == FormSVG {
		title, _ := row.Edges.Version.Title.In()
		file.Content, err = image.BakeSVG(drawing.svg(title), content, image.OpenBadges3)
	} else {
		file.Name, file.MediaType = "badge.png", mediaPNG
		var pixels []byte
		if pixels, err = drawing.png(); err == nil {
			file.Content, err = image.BakePNG(pixels, content, image.OpenBadges3)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("bake badge: %w", err)
	}
	return file, nil
}

// Detail is what awards say of their earners' own work: for the earner, and for
// the issuer. Awards of others, and those that say nothing, are not in the answer.
func (s *Service) Detail(ctx context.Context, ids []string) (map[string]*Detail, error) {
	rows, err := s.DB.Award.Query().Where(award.IDIn(ids...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load awards: %w", err)
	}
	viewer := auth.From(ctx)
	own, issuing := auth.Can(ctx, auth.ViewOwnAwards), auth.Can(ctx, auth.ViewIssuedAwards)
	var seen []*db.Award
	for _, row := range rows {
		mine := own && row.EarnerID != nil && *row.EarnerID == viewer.ActingEarner()
		issued := issuing && row.IssuerID == viewer.Organization()
		if mine || issued || viewer.System {
			seen = append(seen, row)
		}
	}
	return s.details(ctx, s.DB, seen)
}
