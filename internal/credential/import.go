package credential

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/earner"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// importTries bounds how often an import starts again because another one has
// written the same issuer, achievement or award at the same time.
const importTries = 4

// Imported is what came of an import.
type Imported struct {
	// Award is the badge's; nil of what holds several badges.
	Award *db.Award
	// Report is there whether or not anything was kept.
	Report *badge.Report
	// Parts are the credentials of a learner record or a presentation, each with
	// its own outcome.
	Parts []ImportedPart
	// Unmapped are the alignments that mean no skill here yet, and may.
	Unmapped []*db.Alignment
}

// ImportedPart is what came of one credential in a container.
type ImportedPart struct {
	Path   string
	Award  *db.Award
	Report badge.Report
	// Err is why it was not kept; a problem.
	Err error
}

// ImportBadge verifies a badge and keeps it as an award of the earner who acts.
// It must be theirs, and hold; whether it counts depends on its issuer being known.
// The same badge again is the same award, a newer issue of it renews the award. Of
// a container every good part is kept. With a problem, the report says the rest.
func (s *Service) ImportBadge(ctx context.Context, in BadgeSource) (*Imported, error) {
	if err := auth.Require(ctx, auth.ImportBadge); err != nil {
		return nil, err
	}
	holder, err := s.actingEarner(ctx)
	if err != nil {
		return nil, err
	}
	recipient, err := recipientOf(ctx, s.DB, holder)
	if err != nil {
		return nil, err
	}
	slow, cancel := context.WithTimeout(ctx, verifyWithin)
	defer cancel()
	g, err := s.receive(slow, in)
	if err != nil {
		return nil, err
	}
	found, err := s.examine(slow, g, recipient)
	if err != nil {
		return nil, err
	}
	imported := &Imported{Report: &found.report}
	if !isContainer(found.badge) {
		return imported, s.importOne(ctx, holder, g, found, imported)
	}
	return imported, s.importParts(ctx, holder, g, found, imported)
}

// actingEarner is the earner that the viewer acts as.
func (s *Service) actingEarner(ctx context.Context) (*db.Earner, error) {
	row, err := s.DB.Earner.Query().Where(earner.ID(auth.From(ctx).ActingEarner()), earner.ErasedAtIsNil()).Only(ctx)
	if db.IsNotFound(err) {
		return nil, problem.New(problem.Forbidden, "act as the earner that you are: send %s: %s", auth.ActingForHeader, auth.AsEarner)
	}
	if err != nil {
		return nil, fmt.Errorf("load earner: %w", err)
	}
	return row, nil
}

func (s *Service) importOne(ctx context.Context, holder *db.Earner, g given, found examined, into *Imported) error {
	a, err := s.accept(found, g)
	if err != nil {
		return err
	}
	err = s.retrying(ctx, func(ctx context.Context, tx *db.Client) error {
		into.Award, err = s.keepAward(ctx, tx, holder, a)
		return err
	})
	if err != nil {
		into.Award = nil
		return err
	}
	into.Unmapped, err = s.unmappedOf(ctx, into.Award)
	return err
}

// importParts keeps the good parts of a container together, and the container as
// it came along with them. A part that cannot be kept is reported in its place.
func (s *Service) importParts(ctx context.Context, holder *db.Earner, g given, found examined, into *Imported) error {
	into.Parts = make([]ImportedPart, len(found.parts))
	accepted := make([]*accepted, len(found.parts))
	for i, part := range found.parts {
		into.Parts[i] = ImportedPart{Path: part.path, Report: part.report}
		if isContainer(part.badge) {
			continue // what it holds is listed by itself
		}
		a, err := s.accept(part, given{content: part.badge.Raw(), name: g.name})
		if err != nil {
			into.Parts[i].Err = err
			continue
		}
		accepted[i] = &a
	}
	err := s.retrying(ctx, func(ctx context.Context, tx *db.Client) error {
		return s.keepParts(ctx, tx, holder, g, found, accepted, into)
	})
	if err != nil {
		for i := range into.Parts {
			into.Parts[i].Award = nil
		}
		return err
	}
	return s.concludeParts(ctx, into)
}

func (s *Service) keepParts(
	ctx context.Context, tx *db.Client, holder *db.Earner, g given, found examined, parts []*accepted, into *Imported,
) error {
	kept := 0
	for _, i := range byIssuer(parts, holder.ID) {
		a := parts[i]
		// A savepoint: what one part leaves undone spoils none of the others.
		err := store.InTx(ctx, tx, func(ctx context.Context, tx *db.Client) (err error) {
			into.Parts[i].Award, err = s.keepAward(ctx, tx, holder, *a)
			return err
		})
		if into.Parts[i].Err = err; err != nil && problem.As(err) == nil {
			return err
		}
		if err == nil {
			kept++
		}
	}
	if kept == 0 {
		return nil
	}
	return s.keepOriginal(ctx, tx, holder.ID, nil, original{given: g, mediaType: mediaTypeOf(found.badge)})
}

// byIssuer lists the places of accepted parts by their issuers: imports that lock
// the same issuers lock them in the same order.
func byIssuer(parts []*accepted, earner string) []int {
	var places []int
	for i, a := range parts {
		if a != nil {
			places = append(places, i)
		}
	}
	slices.SortStableFunc(places, func(i, j int) int {
		return strings.Compare(parts[i].identity(earner), parts[j].identity(earner))
	})
	return places
}

func (s *Service) concludeParts(ctx context.Context, into *Imported) error {
	var awards []*db.Award
	for _, p := range into.Parts {
		if p.Award != nil {
			awards = append(awards, p.Award)
		}
	}
	if deciding := into.Report.Deciding(); len(into.Parts) == 0 && len(deciding) > 0 {
		return refusedFor(deciding[0])
	}
	if len(awards) == 0 {
		return refusal(problem.New(problem.Invalid, "nothing in this record can be kept").
			Spanish("nada de este expediente se puede guardar"))
	}
	var err error
	into.Unmapped, err = s.unmappedOf(ctx, awards...)
	return err
}

// retrying runs a transaction again when another one has written the same thing
// first: what it wrote is found then.
func (s *Service) retrying(ctx context.Context, write func(ctx context.Context, tx *db.Client) error) error {
	for try := 1; ; try++ {
		err := store.InTx(ctx, s.DB, write)
		if !db.IsConstraintError(err) || try == importTries {
			return err
		}
	}
}

// accepted is a badge that may be kept.
type accepted struct {
	examined

	original original
	content  badge.Credential
	// uri names the badge among those of its issuer.
	uri string
}

// accept refuses what cannot become an award of this person.
func (s *Service) accept(found examined, g given) (accepted, error) {
	if err := acceptable(found); err != nil {
		return accepted{}, err
	}
	a := accepted{examined: found, original: original{given: g, mediaType: mediaTypeOf(found.badge)}, content: found.says()}
	a.content.Issuer.ID, a.uri = identifier(a.content.Issuer.ID), identifier(a.content.ID)
	if a.content.ID == "" {
		a.uri = "urn:sha256:" + a.original.sha256()
	}
	if a.uri != "" && a.content.Issuer.ID != "" && line(a.content.Achievement.Name) != "" {
		return a, nil
	}
	if undecided := found.report.Deciding(); found.report.Verdict == badge.Indeterminate && len(undecided) > 0 {
		// What would say so could not be had.
		return accepted{}, refusal(problem.New(problem.Unavailable, "%s", undecided[0].Detail).Spanish("%s", undecided[0].DetailES))
	}
	return accepted{}, refusal(problem.New(problem.Invalid, "the badge does not name itself, its issuer or what was earned in a way that can be kept").
		Spanish("la insignia no se nombra a sí misma, a su emisor o lo obtenido de una forma que se pueda guardar"))
}

func acceptable(found examined) error {
	r := found.report
	recipient := r.Check(badge.CheckRecipient)
	switch {
	case r.Verdict == badge.Invalid && len(r.Deciding()) > 0:
		return refusedFor(r.Deciding()[0])
	case r.Verdict == badge.Invalid:
		return refusal(problem.New(problem.Invalid, "this badge does not hold").Spanish("esta insignia no es válida"))
	case recipient.Outcome == badge.Fail || recipient.Outcome == badge.Unknown:
		return refusedFor(recipient)
	case recipient.Outcome != badge.Pass && r.Verdict == badge.Indeterminate && len(r.Deciding()) > 0:
		c := r.Deciding()[0]
		return refusal(problem.New(problem.Unavailable, "%s", c.Detail).Spanish("%s", c.DetailES))
	case recipient.Outcome != badge.Pass:
		return refusal(problem.New(problem.Invalid, "the badge does not say whose it is").Spanish("la insignia no dice de quién es"))
	}
	switch r.Format {
	case badge.OpenBadge3, badge.OpenBadge3JWT, badge.OpenBadge2, badge.OpenBadge2Signed, badge.OpenBadge1:
		return nil
	default:
		return refusal(problem.New(problem.Invalid, "this is a credential, but no badge for something that was earned").
			Spanish("esto es una credencial, pero no una insignia por algo obtenido"))
	}
}

// refusedFor is the sentence of a check as a problem.
func refusedFor(c badge.Check) error {
	return problem.New(problem.Invalid, "%s", c.Detail).Spanish("%s", c.DetailES).At("badge")
}

// refusal is a problem of the badge that was given.
func refusal(p *problem.Problem) error { return p.At("badge") }

// original is a badge as it is kept.
type original struct {
	given

	mediaType string
}

func (o original) sha256() string {
	sum := sha256.Sum256(o.content)
	return hex.EncodeToString(sum[:])
}
