package credential

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/endorsement"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/badge/issue"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/repeat"
	"github.com/stackmatch/stackmatch/internal/store"
)

// EndorseInput is what the viewer's organization says in favor of a
// micro-credential or an organization: exactly one of the two.
type EndorseInput struct {
	MicroCredential *string
	Organization    *string
	Comment         string
	// Language is that of the comment, by default English.
	Language         string
	ClientMutationID *string
}

// maxEndorsements is how many endorsements of an organization stand at a time.
const maxEndorsements = 1_000

var languageTag = regexp.MustCompile(`^[a-z]{2,3}(-[a-z0-9]{2,8})*$`)

// Endorse makes a signed EndorsementCredential (Open Badges 3.0), which is public
// from then on. Nobody endorses themselves, or what they develop or issue.
// Repeated with the same ClientMutationID within a day, it returns the first.
func (s *Service) Endorse(ctx context.Context, in EndorseInput) (*db.Endorsement, error) {
	if err := auth.Require(ctx, auth.Endorse); err != nil {
		return nil, err
	}
	viewer := auth.From(ctx)
	in.Language = cmp.Or(strings.ToLower(in.Language), defaultLanguage)
	call := repeat.Call{Viewer: viewer.Key(), Mutation: "endorse", Key: in.ClientMutationID, Input: in, Now: s.Now()}
	of, unknown := s.endorsed(ctx, viewer.Organization(), in)
	if err := problem.Join(call.Check(), in.check(), unknown); err != nil {
		return nil, err
	}
	// Before the transaction: to sign is slow, and writers queue.
	made, err := s.signEndorsement(ctx, viewer.Organization(), of, in)
	if err != nil {
		return nil, err
	}
	return repeat.Once(ctx, s.DB, call, repeat.Record[*db.Endorsement]{
		Load: func(ctx context.Context, tx *db.Client, id string) (*db.Endorsement, error) {
			return tx.Endorsement.Get(ctx, id)
		},
		Make: func(ctx context.Context, tx *db.Client) (string, *db.Endorsement, error) {
			kept, err := s.keepEndorsement(ctx, tx, made)
			return made.ID, kept, err
		},
	})
}

func (in EndorseInput) check() error {
	var errs []error
	if (in.MicroCredential == nil) == (in.Organization == nil) {
		errs = append(errs, problem.New(problem.Invalid, "endorse a micro-credential or an organization: one of the two").
			Spanish("avale una microcredencial o una organización: una de las dos").At("microCredential"))
	}
	if paragraph(in.Comment) == "" || paragraph(in.Comment) != strings.TrimSpace(in.Comment) {
		errs = append(errs, problem.New(problem.Invalid, "a comment has 1 to %d characters, all of them visible", maxParagraph).
			Spanish("un comentario tiene de 1 a %d caracteres, todos visibles", maxParagraph).At("comment"))
	}
	if !languageTag.MatchString(in.Language) {
		errs = append(errs, problem.New(problem.Invalid, "%q is no language tag such as en or es-mx", in.Language).
			Spanish("%q no es una etiqueta de idioma como en o es-mx", in.Language).At("language"))
	}
	return problem.Join(errs...)
}

// endorsee is what is endorsed.
type endorsee struct {
	name string
	// uri is the id under which badges name it.
	uri                               string
	version, microCredential, subject *string
}

// endorsed looks up what is endorsed, and that it is somebody else's.
func (s *Service) endorsed(ctx context.Context, by string, in EndorseInput) (endorsee, error) {
	switch {
	case in.MicroCredential != nil && in.Organization == nil:
		return s.endorsedDefinition(ctx, by, *in.MicroCredential, in.Language)
	case in.Organization != nil && in.MicroCredential == nil:
		return s.endorsedOrganization(ctx, by, *in.Organization)
	}
	return endorsee{}, nil // check says so
}

func (s *Service) endorsedDefinition(ctx context.Context, by, key, language string) (endorsee, error) {
	row, err := s.DB.MicroCredential.Query().Where(
		microcredential.ID(key), microcredential.StatusEQ(enum.Published), microcredential.CurrentVersionIDNotNil(),
	).WithIssuers().Only(ctx)
	if db.IsNotFound(err) {
		return endorsee{}, problem.New(problem.NotFound, "there is no published micro-credential %q", key).
			Spanish("no hay ninguna microcredencial publicada %q", key).At("microCredential")
	}
	if err != nil {
		return endorsee{}, fmt.Errorf("load micro-credential: %w", err)
	}
	own := row.DeveloperID == by
	for _, issuer := range row.Edges.Issuers {
		own = own || issuer.ID == by
	}
	if own {
		return endorsee{}, ownEndorsement("microCredential")
	}
	version, err := s.DB.MicroCredentialVersion.Get(ctx, *row.CurrentVersionID)
	if err != nil {
		return endorsee{}, fmt.Errorf("load version: %w", err)
	}
	title, _ := version.Title.In(language)
	return endorsee{
		name: title, uri: s.address(achievementPath(version.ID)), version: &version.ID, microCredential: &row.ID,
	}, nil
}

func (s *Service) endorsedOrganization(ctx context.Context, by, key string) (endorsee, error) {
	row, err := s.DB.Organization.Query().Where(organization.ID(key), organization.Listed(true)).Only(ctx)
	if db.IsNotFound(err) {
		return endorsee{}, problem.New(problem.NotFound, "there is no organization %q", key).
			Spanish("no hay ninguna organización %q", key).At("organization")
	}
	if err != nil {
		return endorsee{}, fmt.Errorf("load organization: %w", err)
	}
	if row.ID == by {
		return endorsee{}, ownEndorsement("organization")
	}
	did, err := s.didOf(row.ID)
	return endorsee{name: row.Name, uri: did, subject: &row.ID}, err
}

func ownEndorsement(path string) error {
	return problem.New(problem.Invalid, "nobody endorses themselves, or what they develop or issue").
		Spanish("nadie se avala a sí mismo, ni lo que desarrolla o emite").At(path)
}

// signEndorsement makes the record with its signed document.
func (s *Service) signEndorsement(ctx context.Context, by string, of endorsee, in EndorseInput) (*db.Endorsement, error) {
	row, err := s.DB.Organization.Get(ctx, by)
	if err != nil {
		return nil, fmt.Errorf("load who endorses: %w", err)
	}
	issuer, err := s.profile(row, in.Language)
	if err != nil {
		return nil, err
	}
	now := s.Now()
	made := &db.Endorsement{
		ID: s.IDs.At(id.Endorsement, now), CreatedAt: now, OrganizationID: by,
		VersionID: of.version, MicroCredentialID: of.microCredential, SubjectID: of.subject,
		Comment: strings.TrimSpace(in.Comment), Language: in.Language,
	}
	document, err := issue.EndorsementCredential(issue.Endorsement{
		ID: s.EndorsementURL(made), Name: of.name, Issuer: issuer, SubjectID: of.uri, Comment: made.Comment,
		ValidFrom: now.Truncate(time.Second),
	})
	if err != nil {
		return nil, fmt.Errorf("make endorsement: %w", err)
	}
	with, err := s.signerFor(ctx, by, enum.KeyEd25519)
	if err != nil {
		return nil, err
	}
	made.Document, err = write(document, enum.FormJSON, with, now)
	return made, err
}

func (s *Service) keepEndorsement(ctx context.Context, tx *db.Client, made *db.Endorsement) (*db.Endorsement, error) {
	n, err := tx.Endorsement.Query().Where(endorsement.OrganizationID(made.OrganizationID), endorsement.WithdrawnAtIsNil()).Count(ctx)
	if err != nil {
		return nil, fmt.Errorf("count endorsements: %w", err)
	}
	if n >= maxEndorsements {
		return nil, problem.New(problem.Limit, "%d endorsements of your organization stand, as many as may; withdraw some first", n).
			Spanish("su organización tiene %d avales en pie, el máximo; retire algunos primero", n)
	}
	if err := store.Insert(ctx, tx, []*db.Endorsement{made}); err != nil {
		return nil, fmt.Errorf("keep endorsement: %w", err)
	}
	kept, err := tx.Endorsement.Get(ctx, made.ID)
	if err != nil {
		return nil, fmt.Errorf("load endorsement: %w", err)
	}
	return kept, audit.Write(ctx, tx, s.Now(), "endorsement.make", enum.SubjectEndorsement, made.ID)
}

// WithdrawEndorsementInput says which.
type WithdrawEndorsementInput struct{ ID string }

// WithdrawEndorsement takes an endorsement of the viewer's organization back: it is
// listed and served no more. Copies of the document cannot be taken back.
func (s *Service) WithdrawEndorsement(ctx context.Context, in WithdrawEndorsementInput) (withdrawn *db.Endorsement, err error) {
	if err := auth.Require(ctx, auth.Endorse); err != nil {
		return nil, err
	}
	mine := endorsement.And(endorsement.ID(in.ID), endorsement.OrganizationID(auth.From(ctx).Organization()))
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		n, err := tx.Endorsement.Update().Where(mine, endorsement.WithdrawnAtIsNil()).SetWithdrawnAt(s.Now()).Save(ctx)
		if err != nil {
			return fmt.Errorf("withdraw endorsement: %w", err)
		}
		withdrawn, err = tx.Endorsement.Query().Where(mine).Only(ctx)
		switch {
		case db.IsNotFound(err):
			return problem.New(problem.NotFound, "your organization has no endorsement %q", in.ID).
				Spanish("su organización no tiene ningún aval %q", in.ID).At("id")
		case err != nil:
			return fmt.Errorf("load endorsement: %w", err)
		case n == 0:
			return problem.New(problem.Conflict, "this endorsement is withdrawn already").
				Spanish("este aval ya está retirado").At("id")
		}
		return audit.Write(ctx, tx, s.Now(), "endorsement.withdraw", enum.SubjectEndorsement, in.ID)
	})
	if err != nil {
		return nil, err
	}
	return withdrawn, nil
}
