package graph

import (
	"context"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/graph/generated"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
)

func (r *auditActorResolver) Organization(ctx context.Context, obj *audit.Actor) (*db.Organization, error) {
	return loadOptional(ctx, r.loaders(ctx).organizations, orNull(obj.Organization))
}

func (r *auditActorResolver) Role(ctx context.Context, obj *audit.Actor) (*auth.Role, error) {
	return orNull(obj.Role), nil
}

func (r *auditActorResolver) Name(ctx context.Context, obj *audit.Actor) (*string, error) {
	account, err := loadOptional(ctx, r.loaders(ctx).accounts, orNull(obj.Account))
	if account == nil || err != nil {
		return nil, err
	}
	return &account.DisplayName, nil
}

func (r *auditEntryResolver) Action(ctx context.Context, obj *audit.Entry) (string, error) {
	return string(obj.Action), nil
}

func (r *auditEntryResolver) Description(ctx context.Context, obj *audit.Entry, language *string) (string, error) {
	return obj.Action.Sentence(inLanguage(ctx, language)), nil
}

func (r *queryResolver) AuditTrail(ctx context.Context, subject string, first int, after *string) (*model.AuditEntryConnection, error) {
	return connect(auditEntries)(r.Trail.Of(ctx, subject, pageArgs(first, after)))
}

func (r *Resolver) AuditActor() generated.AuditActorResolver { return &auditActorResolver{r} }

func (r *Resolver) AuditEntry() generated.AuditEntryResolver { return &auditEntryResolver{r} }

type (
	auditActorResolver struct{ *Resolver }
	auditEntryResolver struct{ *Resolver }
)
