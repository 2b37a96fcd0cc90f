package assessment

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/db/savedcomment"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/repeat"
	"github.com/stackmatch/stackmatch/internal/store"
)

// maxSavedComments is how many an assessor keeps for an organization.
const maxSavedComments = 200

// maxKey is how many characters the key of a criterion may have.
const maxKey = 100

// SaveCommentInput is a comment to be used again.
type SaveCommentInput struct {
	// MicroCredential is the one that it is for; nil for any.
	MicroCredential *string
	// Criterion is a key of its rubric; nil for any.
	Criterion        *string
	Text             string
	ClientMutationID *string
}

// SaveComment keeps a comment of the viewer's own. Repeated with the same
// ClientMutationID within a day, it returns the first.
func (s *Service) SaveComment(ctx context.Context, in SaveCommentInput) (*db.SavedComment, error) {
	assessor, err := assessorOf(ctx)
	if err != nil {
		return nil, err
	}
	viewer := auth.From(ctx)
	call := repeat.Call{Viewer: viewer.Key(), Mutation: "saveComment", Key: in.ClientMutationID, Input: in, Now: s.Now()}
	if err := problem.Join(call.Check(), in.check()); err != nil {
		return nil, err
	}
	return repeat.Once(ctx, s.DB, call, repeat.Record[*db.SavedComment]{
		Load: func(ctx context.Context, tx *db.Client, id string) (*db.SavedComment, error) {
			row, err := tx.SavedComment.Get(ctx, id)
			if db.IsNotFound(err) {
				return nil, noComment()
			}
			return row, wrapped(err, "load comment")
		},
		Make: func(ctx context.Context, tx *db.Client) (string, *db.SavedComment, error) {
			made, err := s.saveComment(ctx, tx, in, assessor, viewer.Organization())
			if err != nil {
				return "", nil, err
			}
			return made.ID, made, nil
		},
	})
}

func (in SaveCommentInput) check() error {
	errs := []error{problem.Under(checkWords(in.Text, maxComment), "text")}
	if in.Criterion != nil && in.MicroCredential == nil {
		errs = append(errs, problem.New(problem.Invalid, "a criterion is one of a micro-credential: name that too").
			Spanish("un criterio es de una microcredencial: nómbrela también").At("criterion"))
	}
	if in.Criterion != nil && (*in.Criterion == "" || len(*in.Criterion) > maxKey) {
		errs = append(errs, problem.New(problem.Invalid, "a criterion is named by its key").
			Spanish("un criterio se nombra por su clave").At("criterion"))
	}
	return problem.Join(errs...)
}

func (s *Service) saveComment(ctx context.Context, tx *db.Client, in SaveCommentInput, assessor, organization string) (*db.SavedComment, error) {
	if in.MicroCredential != nil {
		is, err := tx.MicroCredential.Query().
			Where(microcredential.ID(*in.MicroCredential), microcredential.StatusNEQ(enum.Draft)).Exist(ctx)
		if err != nil {
			return nil, fmt.Errorf("look up micro-credential: %w", err)
		}
		if !is {
			return nil, noMicroCredential(*in.MicroCredential)
		}
	}
	if err := store.Lock(ctx, "comments of "+assessor); err != nil {
		return nil, err
	}
	n, err := tx.SavedComment.Query().Where(savedBy(assessor, organization)).Count(ctx)
	if err != nil {
		return nil, fmt.Errorf("count comments: %w", err)
	}
	if n >= maxSavedComments {
		return nil, problem.New(problem.Limit, "at most %d comments are kept: delete one first", maxSavedComments).
			Spanish("se guardan como máximo %d comentarios: borre uno antes", maxSavedComments)
	}
	made, err := tx.SavedComment.Create().SetID(s.IDs.Mint(id.SavedComment)).SetCreatedAt(s.Now()).
		SetAccountID(assessor).SetOrganizationID(organization).SetNillableMicroCredentialID(in.MicroCredential).
		SetCriterion(value(in.Criterion)).SetText(in.Text).Save(ctx)
	return made, wrapped(err, "write comment")
}

// DeleteCommentInput says which comment.
type DeleteCommentInput struct{ ID string }

// DeleteComment deletes a comment of the viewer's own. What was said with it stays
// said.
func (s *Service) DeleteComment(ctx context.Context, in DeleteCommentInput) error {
	assessor, err := assessorOf(ctx)
	if err != nil {
		return err
	}
	return store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		n, err := tx.SavedComment.Delete().
			Where(savedcomment.ID(in.ID), savedBy(assessor, auth.From(ctx).Organization())).Exec(ctx)
		if err != nil {
			return fmt.Errorf("delete comment: %w", err)
		}
		if n == 0 {
			return noComment().At("id")
		}
		return nil
	})
}

// SavedComments lists the viewer's comments, oldest first: with a micro-credential,
// those for it or for any; with a criterion, those for it or for any.
func (s *Service) SavedComments(ctx context.Context, microCredential, criterion *string) ([]*db.SavedComment, error) {
	assessor, err := assessorOf(ctx)
	if err != nil {
		return nil, err
	}
	where := []predicate.SavedComment{savedBy(assessor, auth.From(ctx).Organization())}
	if microCredential != nil {
		where = append(where, savedcomment.Or(savedcomment.MicroCredentialIDIsNil(), savedcomment.MicroCredentialID(*microCredential)))
	}
	if criterion != nil {
		where = append(where, savedcomment.Or(savedcomment.CriterionIsNil(), savedcomment.CriterionIn("", *criterion)))
	}
	rows, err := s.DB.SavedComment.Query().Where(where...).
		Order(db.Asc(savedcomment.FieldCreatedAt, savedcomment.FieldID)).Limit(maxSavedComments).All(ctx)
	return rows, wrapped(err, "list comments")
}

func savedBy(assessor, organization string) predicate.SavedComment {
	return savedcomment.And(savedcomment.AccountID(assessor), savedcomment.OrganizationID(organization))
}

func noMicroCredential(key string) *problem.Problem {
	return problem.New(problem.NotFound, "there is no micro-credential %q", key).
		Spanish("no hay ninguna microcredencial %q", key).At("microCredential")
}
