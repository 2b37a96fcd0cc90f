package credential

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/delegation"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// maxDocument is how many bytes a document may have.
const maxDocument = 10 << 20

// numberOfDocument is the name of the result that holds a document's number.
const numberOfDocument = "Number"

// documentTypes are the kinds of documents, told by their content, with the
// extension of their files.
var documentTypes = map[string]string{"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg"}

// certified are the kinds that have documents elsewhere: what is earned here is
// awarded, not recorded.
var certified = []enum.CredentialKind{
	enum.KindCertification, enum.KindLicense, enum.KindCourseCompletion, enum.KindCertificate, enum.KindDegree,
}

// RecordCertificationInput is what a document says that somebody has earned.
type RecordCertificationInput struct {
	Earner          string
	MicroCredential string
	EarnedAt        time.Time
	ExpiresAt       *time.Time
	// Number is the document's own, if it has one.
	Number   *string
	Document File
}

// RecordCertification records what a certifying body awarded elsewhere, from its
// document, which is kept as it came. It is for an organization that the body lets
// verify in its name, or the body itself, and for earners who have opened their
// record to it.
func (s *Service) RecordCertification(ctx context.Context, in RecordCertificationInput) (made *db.Award, err error) {
	if err := auth.Require(ctx, auth.RecordCertification); err != nil {
		return nil, err
	}
	by, of, unknown := s.certifiable(ctx, in.MicroCredential)
	one := in.issue()
	mediaType, unfit := in.Document.checkDocument()
	err = problem.Join(
		unknown, s.checkReachable(ctx, awarder{by.organization, by.organization}, in.Earner), in.check(), unfit, one.check(s.Now()), one.checkAgainst(of, s.Now()),
	)
	if err != nil {
		return nil, err
	}
	if err := s.scanned(ctx, in.Document); err != nil {
		return nil, problem.Under(err, "document")
	}
	kept := original{given: given{content: in.Document.Content, name: clip(line(in.Document.Name), maxLine)}, mediaType: mediaType}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		p := placing{IssueAwardInput: one, of: of, by: by, recorded: true, action: "award.record"}
		made, err = s.placeOnceMore(ctx, tx, p)
		if err != nil {
			return err
		}
		if _, err := s.Vault.ForEarner(ctx, tx, in.Earner); err != nil {
			return err
		}
		return s.keepOriginal(ctx, tx, in.Earner, &made.ID, kept)
	})
	if err != nil {
		return nil, err
	}
	return made, nil
}

// placeOnceMore is placeOnce for an earner, without a code.
func (s *Service) placeOnceMore(ctx context.Context, tx *db.Client, p placing) (*db.Award, error) {
	made, err := s.placeOnce(ctx, tx, p)
	if err != nil {
		return nil, err
	}
	return made.Award, nil
}

func (in RecordCertificationInput) issue() IssueAwardInput {
	one := IssueAwardInput{Earner: in.Earner, MicroCredential: in.MicroCredential, EarnedAt: &in.EarnedAt, ExpiresAt: in.ExpiresAt}
	if in.Number != nil && line(*in.Number) != "" {
		name, number := numberOfDocument, line(*in.Number)
		one.Results = []ResultInput{{Name: &name, Value: &number}}
	}
	return one
}

func (in RecordCertificationInput) check() error {
	if in.Number != nil && utf8.RuneCountInString(*in.Number) > maxLine {
		return problem.New(problem.Invalid, "a number has at most %d characters", maxLine).
			Spanish("un número tiene como máximo %d caracteres", maxLine).At("number")
	}
	return nil
}

// checkDocument wants a PDF, PNG or JPEG, whatever it is called.
func (f File) checkDocument() (mediaType string, err error) {
	mediaType, _, _ = strings.Cut(http.DetectContentType(f.Content), ";")
	switch {
	case len(f.Content) > maxDocument:
		return "", problem.New(problem.Limit, "a document has at most %d MiB", maxDocument>>20).
			Spanish("un documento tiene como máximo %d MiB", maxDocument>>20).At("document")
	case documentTypes[mediaType] == "":
		return "", problem.New(problem.Invalid, "a document is a PDF, PNG or JPEG").
			Spanish("un documento es un PDF, PNG o JPEG").At("document")
	}
	return mediaType, nil
}

// scanned refuses a document that a virus scanner finds something in.
func (s *Service) scanned(ctx context.Context, document File) error {
	if s.Files == nil {
		return nil
	}
	return s.Files.Scan(ctx, bytes.NewReader(document.Content))
}

// certifiable is the current version of what the viewer's organization may record,
// and in whose name: its own or, of those that let it, the issuer that did so first.
func (s *Service) certifiable(ctx context.Context, microCredential string) (awarder, *db.MicroCredentialVersion, error) {
	by := awarderOf(ctx, nil)
	unknown := problem.New(problem.NotFound, "there is no certification %q that your organization may record", microCredential).
		Spanish("no hay ninguna certificación %q que su organización pueda registrar", microCredential).At("microCredential")
	row, err := s.DB.MicroCredential.Query().Where(
		microcredential.ID(microCredential), microcredential.StatusEQ(enum.Published), microcredential.CurrentVersionIDNotNil(),
		microcredential.KindIn(certified...),
	).WithIssuers().Only(ctx)
	if db.IsNotFound(err) {
		return by, nil, unknown
	}
	if err != nil {
		return by, nil, fmt.Errorf("load micro-credential: %w", err)
	}
	issuers := make([]string, len(row.Edges.Issuers))
	may := false
	for i, issuer := range row.Edges.Issuers {
		issuers[i] = issuer.ID
		may = may || issuer.ID == by.organization
	}
	if !may {
		from, err := s.DB.Delegation.Query().Where(
			delegation.IssuerIDIn(issuers...), delegation.DelegateID(by.organization), delegation.KindEQ(enum.DelegateVerify),
			covers(microCredential), live(s.Now()),
		).Order(delegation.ByCreatedAt(), delegation.ByID()).First(ctx)
		if db.IsNotFound(err) {
			return by, nil, unknown
		}
		if err != nil {
			return by, nil, fmt.Errorf("look up delegation: %w", err)
		}
		by.issuer = from.IssuerID
	}
	found, err := versions(ctx, s.DB, *row.CurrentVersionID)
	return by, found[*row.CurrentVersionID], err
}

// Document is what a certification was recorded from, byte for byte: for its earner,
// and for who recorded it.
func (s *Service) Document(ctx context.Context, id string) (*File, error) {
	row, err := s.DB.Award.Query().Where(award.ID(id), award.SourceEQ(enum.SourceRecorded)).WithEarner().Only(ctx)
	if err != nil && !db.IsNotFound(err) {
		return nil, fmt.Errorf("load award: %w", err)
	}
	if err != nil || row.EarnerID == nil || erased(row) || !s.seesDocument(ctx, row) {
		return nil, noAward(id)
	}
	kept, err := s.openOriginal(ctx, row)
	if err != nil {
		return nil, err
	}
	return &File{Name: "document" + documentTypes[kept.mediaType], MediaType: kept.mediaType, Content: kept.content}, nil
}

func (s *Service) seesDocument(ctx context.Context, row *db.Award) bool {
	return (auth.Can(ctx, auth.ViewOwnAwards) && auth.From(ctx).ActingEarner() == *row.EarnerID) || recordedBy(ctx, row)
}

// recordedBy tells whether the viewer's organization recorded an award from its
// document.
func recordedBy(ctx context.Context, row *db.Award) bool {
	if row.Source != enum.SourceRecorded || !auth.Can(ctx, auth.RecordCertification) {
		return false
	}
	by := row.IssuerID
	if row.DelegateID != nil {
		by = *row.DelegateID
	}
	return by == auth.From(ctx).Organization()
}
