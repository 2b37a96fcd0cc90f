package catalog

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/draft"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// UpdateDraftInput is the content of a draft, as a whole: what is left out of it
// is not written yet.
type UpdateDraftInput struct {
	MicroCredential string
	// Revision is that of the draft which was read; nil where there is none, which
	// begins one.
	Revision *int
	// Content is by default, for a draft that is begun, that of the current version.
	Content *VersionInput
}

// UpdateDraft saves what the next version of a micro-credential is to say. It may
// be written in part: what is wrong however it goes on is refused. A change has a
// draft that was approved or returned written again.
func (s *Service) UpdateDraft(ctx context.Context, in UpdateDraftInput) (saved *db.Draft, err error) {
	if err := auth.Require(ctx, auth.PublishCatalog); err != nil {
		return nil, err
	}
	invalid := problem.Under(in.Content.checkDraft(), "content")
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		of, err := s.ownMicroCredential(ctx, tx, in.MicroCredential)
		if err != nil {
			return err
		}
		if err := problem.Join(writable(of), invalid, in.Content.checkNames(ctx, tx, of)); err != nil {
			return err
		}
		if saved, err = s.saveDraft(ctx, tx, of, in); err != nil {
			return err
		}
		return audit.Write(ctx, tx, s.Now(), "micro_credential.draft", enum.SubjectMicroCredential, of.ID)
	})
	return saved, err
}

// checkDraft bounds a content that may be missing.
func (in *VersionInput) checkDraft() error {
	if in == nil {
		return nil
	}
	return in.withoutBlanks().checkBounds()
}

// checkNames looks up what a content names: a micro-credential is not asked for
// before itself.
func (in *VersionInput) checkNames(ctx context.Context, tx *db.Client, of *db.MicroCredential) error {
	if in == nil {
		return nil
	}
	errs := []error{in.names("content").check(ctx, tx), problem.Under(in.checkPicture(ctx, tx, of.DeveloperID), "content")}
	for i, p := range in.Prerequisites {
		if p.MicroCredential == of.ID {
			errs = append(errs, problem.New(problem.Invalid, "nothing is asked for before itself").
				Spanish("nada se exige antes de sí mismo").At("content", "prerequisites", fmt.Sprint(i), "microCredential"))
		}
	}
	return problem.Join(errs...)
}

// writable says whether there is a next version to be written.
func writable(of *db.MicroCredential) error {
	if of.Status == enum.Retired {
		return problem.New(problem.Conflict, "this micro-credential is retired").
			Spanish("esta microcredencial está retirada").At("microCredential")
	}
	return nil
}

// saveDraft writes a draft that is there, or begins one.
func (s *Service) saveDraft(ctx context.Context, tx *db.Client, of *db.MicroCredential, in UpdateDraftInput) (*db.Draft, error) {
	was, err := tx.Draft.Query().Where(draft.MicroCredentialID(of.ID)).Only(ctx)
	if err != nil && !db.IsNotFound(err) {
		return nil, fmt.Errorf("load draft: %w", err)
	}
	switch {
	case was == nil && in.Revision != nil:
		return nil, outdated()
	case was == nil && in.Content == nil:
		return s.beginAsItIs(ctx, tx, of)
	case was == nil:
		return s.beginDraft(ctx, tx, of, *in.Content)
	case in.Revision == nil:
		return nil, problem.New(problem.Invalid, "there is a draft: say which revision of it you read").
			Spanish("hay un borrador: diga qué revisión leyó").At("revision")
	case in.Content == nil:
		return nil, problem.New(problem.Invalid, "say what the draft is to say").
			Spanish("diga qué ha de decir el borrador").At("content")
	}
	return s.changeDraft(ctx, tx, of, was, *in.Revision, *in.Content)
}

// beginAsItIs begins a draft that says what the current version does.
func (s *Service) beginAsItIs(ctx context.Context, tx *db.Client, of *db.MicroCredential) (*db.Draft, error) {
	var content VersionInput
	if of.CurrentVersionID != nil {
		found, err := contents(ctx, tx, *of.CurrentVersionID)
		if err != nil {
			return nil, err
		}
		content = *found[*of.CurrentVersionID]
		content.Changes = nil // they are those of the version before
	}
	return s.beginDraft(ctx, tx, of, content)
}

func (s *Service) beginDraft(ctx context.Context, tx *db.Client, of *db.MicroCredential, content VersionInput) (*db.Draft, error) {
	author := auth.From(ctx).Account
	if author == "" {
		return nil, problem.New(problem.Forbidden, "a draft is written by somebody")
	}
	raw, err := json.Marshal(content.withoutBlanks())
	if err != nil {
		return nil, fmt.Errorf("encode draft: %w", err)
	}
	now := s.Now()
	made, err := tx.Draft.Create().SetID(s.IDs.Mint(id.Draft)).SetCreatedAt(now).SetChangedAt(now).
		SetMicroCredentialID(of.ID).SetAuthorID(author).SetContent(raw).Save(ctx)
	if db.IsConstraintError(err) {
		return nil, outdated() // somebody began it at the same time
	}
	if err != nil {
		return nil, fmt.Errorf("write draft: %w", err)
	}
	return made, nil
}

func (s *Service) changeDraft(ctx context.Context, tx *db.Client, of *db.MicroCredential, was *db.Draft, revision int, content VersionInput) (*db.Draft, error) {
	if was.Status == enum.DraftInReview {
		return nil, problem.New(problem.Conflict, "this draft is being reviewed").
			Spanish("este borrador se está revisando").At("microCredential")
	}
	content = *content.withoutBlanks()
	raw, err := json.Marshal(content)
	if err != nil {
		return nil, fmt.Errorf("encode draft: %w", err)
	}
	if err := moveDraft(ctx, was, revision, tx.Draft.Update().
		SetContent(raw).SetChangedAt(s.Now()).AddRevision(1).SetStatus(enum.DraftWriting)); err != nil {
		return nil, err
	}
	if of.CurrentVersionID == nil && len(content.Title) > 0 {
		name, _ := content.Title.In("en")
		err := tx.MicroCredential.Update().
			Where(microcredential.ID(of.ID), microcredential.CurrentVersionIDIsNil()).SetName(name).Exec(ctx)
		if err != nil {
			return nil, fmt.Errorf("name draft: %w", err)
		}
	}
	return reloadDraft(ctx, tx, was.ID)
}

// moveDraft changes a draft that still is as it was read.
func moveDraft(ctx context.Context, was *db.Draft, revision int, change *db.DraftUpdate) error {
	n, err := change.Where(draft.ID(was.ID), draft.Revision(revision), draft.StatusEQ(was.Status)).Save(ctx)
	if err != nil {
		return fmt.Errorf("change draft: %w", err)
	}
	if n == 0 {
		return outdated()
	}
	return nil
}

func reloadDraft(ctx context.Context, tx *db.Client, key string) (*db.Draft, error) {
	row, err := tx.Draft.Get(ctx, key)
	if err != nil {
		return nil, fmt.Errorf("load draft: %w", err)
	}
	return row, nil
}

func outdated() error {
	return problem.New(problem.Conflict, "the draft has changed since it was read").
		Spanish("el borrador cambió desde que se leyó").At("revision")
}

// withoutBlanks leaves out texts that nothing stands in.
func (in *VersionInput) withoutBlanks() *VersionInput {
	out := *in
	for _, t := range out.texts() {
		said := text.Localized{}
		for language, words := range *t.text {
			if !blank(words) {
				said[language] = words
			}
		}
		*t.text = said
	}
	return &out
}
