package catalog

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/draft"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// DraftInput names a draft as it was read.
type DraftInput struct {
	MicroCredential string
	Revision        int
}

// RequestReview hands a draft to a colleague. It must be complete: who reviews
// should not have to find what is missing.
func (s *Service) RequestReview(ctx context.Context, in DraftInput) (*db.Draft, error) {
	if err := auth.Require(ctx, auth.PublishCatalog); err != nil {
		return nil, err
	}
	return s.stepDraft(ctx, in.MicroCredential, "micro_credential.request_review", func(ctx context.Context, tx *db.Client, of *db.MicroCredential, was *db.Draft) error {
		if was.Status != enum.DraftWriting && was.Status != enum.DraftReturned {
			return problem.New(problem.Conflict, "the review of this draft was asked for already").
				Spanish("la revisión de este borrador ya se pidió").At("microCredential")
		}
		if _, err := s.fitDraft(ctx, tx, of, was); err != nil {
			return err
		}
		viewer := auth.From(ctx)
		change := tx.Draft.Update().SetStatus(enum.DraftInReview).SetSubmittedAt(s.Now()).
			ClearReviewerID().ClearReviewedAt().ClearReviewNote()
		if viewer.Account != "" {
			change.SetSubmittedByID(viewer.Account)
		}
		return moveDraft(ctx, was, in.Revision, change)
	})
}

// fitDraft is what a draft says, if it is fit to be published.
func (s *Service) fitDraft(ctx context.Context, tx *db.Client, of *db.MicroCredential, was *db.Draft) (*VersionInput, error) {
	content, err := Content(was)
	if err != nil {
		return nil, err
	}
	return content, problem.Join(
		writable(of), problem.Under(problem.Join(content.check(s.Now()), content.checkFit()), "content"), content.checkNames(ctx, tx, of),
	)
}

// ReviewInput is what a colleague thinks of a draft.
type ReviewInput struct {
	MicroCredential string
	Approve         bool
	// Note is for the author; a draft is not returned without one.
	Note *string
	// Revision is the one that was read, if it is said.
	Revision *int
}

// Review approves a draft or returns it. Whoever asked for the review leaves it to
// somebody else.
func (s *Service) Review(ctx context.Context, in ReviewInput) (*db.Draft, error) {
	if err := auth.Require(ctx, auth.ReviewCatalog); err != nil {
		return nil, err
	}
	if err := in.check(); err != nil {
		return nil, err
	}
	action, status := audit.Action("micro_credential.return"), enum.DraftReturned
	if in.Approve {
		action, status = "micro_credential.approve", enum.DraftApproved
	}
	return s.stepDraft(ctx, in.MicroCredential, action, func(ctx context.Context, tx *db.Client, _ *db.MicroCredential, was *db.Draft) error {
		if err := reviewable(was, auth.From(ctx).Account); err != nil {
			return err
		}
		change := tx.Draft.Update().SetStatus(status).SetReviewedAt(s.Now()).SetReviewerID(auth.From(ctx).Account)
		if in.Note != nil {
			change.SetReviewNote(*in.Note)
		}
		revision := was.Revision
		if in.Revision != nil {
			revision = *in.Revision
		}
		return moveDraft(ctx, was, revision, change)
	})
}

// MayReview says whether the viewer may review a draft of their organization now.
func (s *Service) MayReview(ctx context.Context, was *db.Draft) bool {
	return auth.Can(ctx, auth.ReviewCatalog) && reviewable(was, auth.From(ctx).Account) == nil
}

func (in ReviewInput) check() error {
	if in.Note == nil {
		if in.Approve {
			return nil
		}
		return problem.New(problem.Invalid, "say what is to be changed").Spanish("diga qué hay que cambiar").At("note")
	}
	return problem.Join(checkLength(*in.Note, maxNote, "note"), checkSaid(in.Approve || !blank(*in.Note)))
}

func checkSaid(said bool) error {
	if !said {
		return problem.New(problem.Invalid, "say what is to be changed").Spanish("diga qué hay que cambiar").At("note")
	}
	return nil
}

// reviewable says whether an account may review a draft: four eyes see it.
func reviewable(was *db.Draft, account string) error {
	if was.Status != enum.DraftInReview {
		return problem.New(problem.Conflict, "nobody asked for a review of this draft").
			Spanish("nadie pidió la revisión de este borrador").At("microCredential")
	}
	if account == "" || (was.SubmittedByID != nil && *was.SubmittedByID == account) {
		return problem.New(problem.Conflict, "whoever asks for a review leaves it to a colleague").
			Spanish("quien pide una revisión la deja a otra persona").At("microCredential")
	}
	return nil
}

// DiscardInput names a draft, and its revision if it is to be as it was read.
type DiscardInput struct {
	MicroCredential string
	Revision        *int
}

// DiscardDraft throws a draft away. What is published stays; what never was stays
// a draft that says nothing but its name.
func (s *Service) DiscardDraft(ctx context.Context, in DiscardInput) (of *db.MicroCredential, err error) {
	if err := auth.Require(ctx, auth.PublishCatalog); err != nil {
		return nil, err
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		var was *db.Draft
		if of, was, err = s.ownDraft(ctx, tx, in.MicroCredential); err != nil {
			return err
		}
		revision := was.Revision
		if in.Revision != nil {
			revision = *in.Revision
		}
		if err := dropDraft(ctx, tx, was, revision); err != nil {
			return err
		}
		return audit.Write(ctx, tx, s.Now(), "micro_credential.discard", enum.SubjectMicroCredential, of.ID)
	})
	return of, err
}

// dropDraft deletes a draft that still is as it was read: of two at once, one does.
func dropDraft(ctx context.Context, tx *db.Client, was *db.Draft, revision int) error {
	n, err := tx.Draft.Delete().Where(draft.ID(was.ID), draft.Revision(revision), draft.StatusEQ(was.Status)).Exec(ctx)
	if err != nil {
		return fmt.Errorf("delete draft: %w", err)
	}
	if n == 0 {
		return outdated()
	}
	return nil
}

// stepDraft takes a draft of the viewer's organization a step on, and says so in
// the trail.
func (s *Service) stepDraft(
	ctx context.Context, microCredential string, action audit.Action,
	step func(ctx context.Context, tx *db.Client, of *db.MicroCredential, was *db.Draft) error,
) (moved *db.Draft, err error) {
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		of, was, err := s.ownDraft(ctx, tx, microCredential)
		if err != nil {
			return err
		}
		if err := step(ctx, tx, of, was); err != nil {
			return err
		}
		if moved, err = reloadDraft(ctx, tx, was.ID); err != nil {
			return err
		}
		return audit.Write(ctx, tx, s.Now(), action, enum.SubjectMicroCredential, of.ID)
	})
	return moved, err
}

// ownDraft is the draft of a micro-credential that the viewer's organization
// develops.
func (s *Service) ownDraft(ctx context.Context, tx *db.Client, microCredential string) (*db.MicroCredential, *db.Draft, error) {
	of, err := s.ownMicroCredential(ctx, tx, microCredential)
	if err != nil {
		return nil, nil, err
	}
	was, err := tx.Draft.Query().Where(draft.MicroCredentialID(of.ID)).Only(ctx)
	if db.IsNotFound(err) {
		return nil, nil, problem.New(problem.NotFound, "there is no draft of this micro-credential").
			Spanish("no hay ningún borrador de esta microcredencial").At("microCredential")
	}
	if err != nil {
		return nil, nil, fmt.Errorf("load draft: %w", err)
	}
	return of, was, nil
}
