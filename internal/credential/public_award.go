package credential

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/badge/issue"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// PublicAward is what everybody may see of an award that its earner has published,
// or put on a skills sheet.
type PublicAward struct {
	// Award is the record, without whose it is.
	Award *db.Award
	// Version has its micro-credential with the developer.
	Version *db.MicroCredentialVersion
	Issuer  *db.Organization
	// Competencies are what the award proves.
	Competencies []PublicCompetency
	// Name is the earner's, empty unless they wish it shown.
	Name string
	// Evidence is what the earner chose to show.
	Evidence []badge.Evidence
	// Counts tells whether the award holds now, for whoever relies on it.
	Counts bool
	// Report is the verification of its badge: of our own made just now, of an
	// imported one at CheckedAt. Nil where there is no badge.
	Report    *badge.Report
	CheckedAt time.Time
	// URL is its public page, empty unless it has one.
	URL string
	// Forms are those in which its badge is to be had there.
	Forms []Form
}

// PublicCompetency is a skill, with its labels, at a level of 1 to 4, or 0.
type PublicCompetency struct {
	Skill *db.Skill
	Level int
}

// PublicAward is the award that a token names, as long as it is published.
func (s *Service) PublicAward(ctx context.Context, token string) (*PublicAward, error) {
	row, err := s.publicRow(ctx, token)
	if err != nil {
		return nil, err
	}
	if inError(row) {
		return nil, noDocument()
	}
	all, err := s.display(ctx, []*db.Award{row})
	if err != nil {
		return nil, err
	}
	out := all[0]
	out.URL = s.address(awardPath(token))
	found, err := s.details(ctx, s.DB, []*db.Award{row})
	if err != nil {
		return nil, err
	}
	detail := found[row.ID]
	if detail != nil {
		out.Evidence = detail.shown()
	}
	out.Name = row.PublicName
	out.Forms = forms(row, detail)
	if row.Source == enum.SourceImported && len(out.Forms) > 0 {
		if out.Forms, err = s.originalForms(ctx, row); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// shown is the evidence that the earner lets everybody see.
func (d Detail) shown() []badge.Evidence {
	var out []badge.Evidence
	for _, place := range d.Public {
		if place >= 0 && place < len(d.Evidence) {
			out = append(out, d.Evidence[place])
		}
	}
	return out
}

// publicRow is the award that a token names, as long as it is published.
func (s *Service) publicRow(ctx context.Context, token string) (*db.Award, error) {
	row, err := s.whole(ctx, award.PublicToken(token))
	if db.IsNotFound(err) || (err == nil && (row.EarnerID == nil || erased(row))) {
		return nil, noDocument()
	}
	return row, err
}

// forms are those in which a published award's badge is to be had. An imported
// badge may name its earner anywhere: it is handed out where they show their name
// and all of its evidence, in the form that it came in, but for an SVG's picture.
func forms(row *db.Award, detail *Detail) []Form {
	switch {
	case signable(row) == nil:
		return []Form{FormJSON, FormJWT, FormPNG, FormSVG, FormOpenBadge2}
	case row.Source == enum.SourceImported && row.PublicName != "" && (detail == nil || len(detail.shown()) == len(detail.Evidence)):
		return []Form{FormJSON, FormJWT, FormPNG}
	}
	return nil
}

// display makes of whole awards what everybody may see of them, but for what the
// earner chooses. Its statements do not grow with the awards, once their badges
// are signed.
func (s *Service) display(ctx context.Context, rows []*db.Award) ([]*PublicAward, error) {
	ids := make([]string, len(rows))
	for i, row := range rows {
		ids[i] = row.VersionID
	}
	of, err := versions(ctx, s.DB, ids...)
	if err != nil {
		return nil, err
	}
	held, err := proven(ctx, s.DB, rows, of)
	if err != nil {
		return nil, err
	}
	reports, err := s.reports(ctx, rows)
	if err != nil {
		return nil, err
	}
	out := make([]*PublicAward, len(rows))
	for i, row := range rows {
		out[i] = &PublicAward{
			Award: nobodys(row), Version: of[row.VersionID], Issuer: row.Edges.Issuer, Counts: s.Counts(row),
			Report: reports[row.ID].report, CheckedAt: reports[row.ID].at,
		}
		for _, c := range held[row.ID] {
			out[i].Competencies = append(out[i].Competencies, PublicCompetency{c.skill, c.level})
		}
	}
	return out, nil
}

// nobodys is an award's record without whose it is, and without the reasons that
// the issuer gave the earner.
func nobodys(row *db.Award) *db.Award {
	clean := *row
	clean.EarnerID, clean.PublicName, clean.PublicToken, clean.ClaimCodeHash = nil, "", nil, nil
	clean.RevokedReason, clean.SuspendedReason = "", ""
	clean.Edges.Earner = nil
	return &clean
}

// PublicBadge is the badge of a published award as a file. Evidence that its earner
// does not show is not in it.
func (s *Service) PublicBadge(ctx context.Context, token string, form Form) (*File, error) {
	row, err := s.publicRow(ctx, token)
	if err != nil {
		return nil, err
	}
	if form == FormOpenBadge2 && signable(row) == nil {
		return s.assertion(ctx, row) // which says that it is revoked, whatever for
	}
	if inError(row) {
		return nil, noDocument()
	}
	found, err := s.details(ctx, s.DB, []*db.Award{row})
	if err != nil {
		return nil, err
	}
	detail := found[row.ID]
	switch {
	case len(forms(row, detail)) == 0:
		return nil, noDocument()
	case row.Source == enum.SourceImported:
		return s.publicOriginal(ctx, row, form)
	}
	content, err := s.publicContent(ctx, row, detail, form)
	if err != nil {
		return nil, err
	}
	return s.wrap(ctx, row, content, form)
}

// publicContent is a signed badge with the evidence that is shown. Where that is
// all, it is the earner's own badge, byte for byte. Else it is what that says,
// without the rest, signed by the issuer's present key: the same bytes each time,
// for equal documents have equal signatures.
func (s *Service) publicContent(ctx context.Context, row *db.Award, detail *Detail, form Form) ([]byte, error) {
	if detail == nil || len(detail.shown()) == len(detail.Evidence) {
		return s.signed(ctx, row, storedForm(form))
	}
	whole, err := s.signed(ctx, row, enum.FormJSON)
	if err != nil {
		return nil, err
	}
	document, created, err := parted(whole)
	if err != nil {
		return nil, err
	}
	all, _ := document["evidence"].([]any)
	var shown []any
	for _, place := range detail.Public {
		if len(all) == len(detail.Evidence) {
			shown = append(shown, all[place])
		}
	}
	delete(document, "evidence")
	if len(shown) > 0 {
		document["evidence"] = shown
	}
	algorithm := enum.KeyEd25519
	if form == FormJWT {
		algorithm = enum.KeyP256
	}
	with, err := s.signerFor(ctx, row.IssuerID, algorithm)
	if err != nil {
		return nil, err
	}
	if with.row.CreatedAt.After(created) {
		created = with.row.CreatedAt
	}
	return write(document, storedForm(form), with, created)
}

// assertion is an award as Open Badges 2.0 has it, at its public page. It says how
// things stand: a revoked or suspended one is gone. It names who it is for as the
// signed badge does.
func (s *Service) assertion(ctx context.Context, row *db.Award) (*File, error) {
	if err := signable(row); err != nil {
		return nil, err
	}
	if row.PublicToken == nil {
		return nil, problem.New(problem.Conflict, "publish the award first: a badge of Open Badges 2.0 is checked at its public page").
			Spanish("publique antes el logro: una insignia de Open Badges 2.0 se comprueba en su página pública").At("id")
	}
	of := row.Edges.MicroCredential
	at := s.hosted(row.VersionID, of.DeveloperID, row.IssuerID)
	at.Assertion = s.address(awardPath(*row.PublicToken) + "/ob2.json")
	if row.Status != enum.AwardActive {
		document, err := issue.Revoked2(at.Assertion, "taken back by its issuer")
		file, err := encoded("badge.json", mediaJSONLD, document, err)
		if err == nil {
			file.Gone = true
		}
		return file, err
	}
	content, err := s.assertionOf(ctx, row)
	if err != nil {
		return nil, err
	}
	document, err := issue.Assertion2(content, at)
	return encoded("badge.json", mediaJSONLD, document, err)
}

func (s *Service) assertionOf(ctx context.Context, row *db.Award) (issue.Award, error) {
	signed, err := s.signed(ctx, row, enum.FormJSON)
	if err != nil {
		return issue.Award{}, err
	}
	says := badge.Parse(signed).Content()
	if len(says.Identifiers) == 0 {
		return issue.Award{}, problem.New(problem.Conflict, "Open Badges 2.0 knows people by e-mail address, and this badge has none").
			Spanish("Open Badges 2.0 conoce a las personas por su correo electrónico, y esta insignia no tiene ninguno").At("id")
	}
	found, err := s.details(ctx, s.DB, []*db.Award{row})
	if err != nil {
		return issue.Award{}, err
	}
	out := issue.Award{
		Identifiers: says.Identifiers, AwardedAt: row.EarnedAt, ValidFrom: row.EarnedAt, ValidUntil: says.ValidUntil,
		Image: s.address(achievementPath(row.VersionID) + "/image.png"),
	}
	if detail := found[row.ID]; detail != nil {
		out.Evidence = detail.shown()
	}
	return out, nil
}

// whole loads an award with what its pages and files tell.
func (s *Service) whole(ctx context.Context, where ...predicate.Award) (*db.Award, error) {
	row, err := s.wholes(where...).Only(ctx)
	if err != nil {
		return nil, fmt.Errorf("load award: %w", err)
	}
	return row, nil
}

func (s *Service) wholes(where ...predicate.Award) *db.AwardQuery {
	return s.DB.Award.Query().Where(where...).WithPairs().WithEarner().WithIssuer().
		WithMicroCredential(func(q *db.MicroCredentialQuery) { q.WithDeveloper() }).WithVersion()
}
