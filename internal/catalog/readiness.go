package catalog

import (
	"context"
	"fmt"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/db/readinessnote"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// ReadinessNoteInput says what one needs besides time and money, before one begins.
type ReadinessNoteInput struct {
	// MicroCredential is whose note it is however it is earned, Offering in this
	// offering alone: one of the two.
	MicroCredential *string
	Offering        *string
	Kind            enum.ReadinessKind
	Note            text.Localized
	// URL is of the rule that asks for it, or of where help is.
	URL *string
}

// maxReadiness is how many notes there may be of one thing.
const maxReadiness = 20

// AddReadinessNote adds a note to what the viewer's organization develops or provides.
// Earners and coaches read it, and no employer does.
func (s *Service) AddReadinessNote(ctx context.Context, in ReadinessNoteInput) (added *db.ReadinessNote, err error) {
	if err := auth.Require(ctx, auth.PublishCatalog); err != nil {
		return nil, err
	}
	if err := in.check(); err != nil {
		return nil, err
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		about, err := in.owned(ctx, tx)
		if err != nil {
			return err
		}
		n, err := tx.ReadinessNote.Query().Where(in.same()).Count(ctx)
		if err != nil {
			return fmt.Errorf("count notes: %w", err)
		}
		if n >= maxReadiness {
			return checkMost(n+1, maxReadiness, "note")
		}
		added, err = tx.ReadinessNote.Create().SetNillableMicroCredentialID(in.MicroCredential).SetNillableOfferingID(in.Offering).
			SetKind(in.Kind).SetNote(in.Note).SetURL(value(in.URL)).Save(ctx)
		if err != nil {
			return fmt.Errorf("write note: %w", err)
		}
		return audit.Write(ctx, tx, s.Now(), "readiness.add", enum.SubjectMicroCredential, about)
	})
	return added, err
}

func (in ReadinessNoteInput) check() error {
	errs := []error{checkOneOf(in.Kind, "kind"), checkTexts(in.Note, maxNote, "note"), checkURL(value(in.URL), "url")}
	if (in.MicroCredential == nil) == (in.Offering == nil) {
		errs = append(errs, problem.New(problem.Invalid, "a note is of a micro-credential or of an offering: one of the two").
			Spanish("una nota es de una microcredencial o de una edición: una de las dos").At("microCredential"))
	}
	if len(in.Note) == 0 {
		errs = append(errs, problem.New(problem.Invalid, "say it in at least one language").
			Spanish("dígalo en al menos un idioma").At("note"))
	}
	return problem.Join(errs...)
}

func (in ReadinessNoteInput) same() predicate.ReadinessNote {
	if in.Offering != nil {
		return readinessnote.OfferingID(*in.Offering)
	}
	return readinessnote.MicroCredentialID(*in.MicroCredential)
}

// owned is the micro-credential that a note is about, if the viewer may speak for it.
func (in ReadinessNoteInput) owned(ctx context.Context, tx *db.Client) (string, error) {
	if in.Offering != nil {
		row, err := ownOffering(ctx, tx, *in.Offering)
		if err != nil {
			return "", err
		}
		return row.MicroCredentialID, nil
	}
	q := tx.MicroCredential.Query().Where(microcredential.ID(*in.MicroCredential))
	if !auth.Can(ctx, auth.AdministerService) {
		q.Where(microcredential.DeveloperID(auth.From(ctx).Organization()))
	}
	is, err := q.Exist(ctx)
	if err != nil {
		return "", fmt.Errorf("look up micro-credential: %w", err)
	}
	if !is {
		return "", problem.New(problem.NotFound, "your organization develops no micro-credential %q", *in.MicroCredential).
			Spanish("su organización no desarrolla ninguna microcredencial %q", *in.MicroCredential).At("microCredential")
	}
	return *in.MicroCredential, nil
}

// ReadinessByMicroCredential gives the notes of micro-credentials to who may read them.
func (s *Service) ReadinessByMicroCredential(ctx context.Context, ids []string) (map[string][]*db.ReadinessNote, error) {
	return s.readiness(ctx, readinessnote.MicroCredentialIDIn(ids...), func(n *db.ReadinessNote) string { return value(n.MicroCredentialID) })
}

// ReadinessByOffering gives the notes of offerings to who may read them.
func (s *Service) ReadinessByOffering(ctx context.Context, ids []string) (map[string][]*db.ReadinessNote, error) {
	return s.readiness(ctx, readinessnote.OfferingIDIn(ids...), func(n *db.ReadinessNote) string { return value(n.OfferingID) })
}

func (s *Service) readiness(ctx context.Context, of predicate.ReadinessNote, key func(*db.ReadinessNote) string) (map[string][]*db.ReadinessNote, error) {
	if !auth.Can(ctx, auth.ReadReadiness) {
		return map[string][]*db.ReadinessNote{}, nil
	}
	rows, err := s.DB.ReadinessNote.Query().Where(of).Order(readinessnote.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load notes: %w", err)
	}
	slices.SortStableFunc(rows, func(a, b *db.ReadinessNote) int {
		return slices.Index(a.Kind.Values(), string(a.Kind)) - slices.Index(b.Kind.Values(), string(b.Kind))
	})
	out := map[string][]*db.ReadinessNote{}
	for _, row := range rows {
		out[key(row)] = append(out[key(row)], row)
	}
	return out, nil
}
