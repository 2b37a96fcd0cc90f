package graph

import (
	"context"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/graph/generated"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/employer"
)

func (r *candidateAwardResolver) Evidence(ctx context.Context, obj *employer.CandidateAward) ([]*model.CandidateEvidence, error) {
	if obj.Evidenced() == "" {
		return []*model.CandidateEvidence{}, nil
	}
	list, err := r.loaders(ctx).publishedEvidence.Load(ctx, obj.Evidenced())
	return mapped(list, openedEvidence), err
}

func (r *contactRequestResolver) Organization(ctx context.Context, obj *employer.Contact) (*db.Organization, error) {
	return r.loaders(ctx).organizations.Load(ctx, obj.Organization)
}

func (r *contactRequestResolver) Posting(ctx context.Context, obj *employer.Contact) (*db.Posting, error) {
	return r.loaders(ctx).postings.Load(ctx, obj.Posting)
}

func (r *contactRequestResolver) Event(ctx context.Context, obj *employer.Contact) (*employer.Event, error) {
	return loadOptional(ctx, r.loaders(ctx).events, obj.Event)
}

func (r *contactRequestResolver) Candidate(ctx context.Context, obj *employer.Contact) (*employer.ContactCandidate, error) {
	if obj.Own {
		return nil, nil // null is how the schema says "that is you"
	}
	return r.loaders(ctx).contactCandidates.Load(ctx, obj.ID)
}

func (r *contactRequestResolver) History(ctx context.Context, obj *employer.Contact) ([]*employer.ContactStep, error) {
	return r.loaders(ctx).contactSteps.Load(ctx, obj.ID)
}

func (r *mutationResolver) RequestContact(ctx context.Context, input employer.RequestContactInput) (*model.RequestContactPayload, error) {
	contact, err := r.Employers.RequestContact(ctx, input)
	return payload(ctx, err, model.RequestContactPayload{Contact: contact})
}

func (r *mutationResolver) AnswerContact(ctx context.Context, input employer.AnswerContactInput) (*model.AnswerContactPayload, error) {
	contact, err := r.Employers.AnswerContact(ctx, input)
	return payload(ctx, err, model.AnswerContactPayload{Contact: contact})
}

func (r *mutationResolver) ExtendContact(ctx context.Context, input employer.ExtendContactInput) (*model.ExtendContactPayload, error) {
	contact, err := r.Employers.ExtendContact(ctx, input)
	return payload(ctx, err, model.ExtendContactPayload{Contact: contact})
}

func (r *mutationResolver) WithdrawContact(ctx context.Context, input employer.WithdrawContactInput) (*model.WithdrawContactPayload, error) {
	contact, err := r.Employers.WithdrawContact(ctx, input)
	return payload(ctx, err, model.WithdrawContactPayload{Contact: contact})
}

func (r *mutationResolver) MoveContact(ctx context.Context, input employer.MoveContactInput) (*model.MoveContactPayload, error) {
	contact, err := r.Employers.MoveContact(ctx, input)
	return payload(ctx, err, model.MoveContactPayload{Contact: contact})
}

func (r *mutationResolver) ReportOrganization(ctx context.Context, input employer.ReportOrganizationInput) (*model.ReportOrganizationPayload, error) {
	report, err := r.Employers.ReportOrganization(ctx, input)
	return payload(ctx, err, model.ReportOrganizationPayload{Report: report})
}

func (r *mutationResolver) HandleReport(ctx context.Context, input employer.HandleReportInput) (*model.HandleReportPayload, error) {
	report, err := r.Employers.HandleReport(ctx, input)
	return payload(ctx, err, model.HandleReportPayload{Report: report})
}

func (r *queryResolver) ContactRequests(ctx context.Context, filter *employer.ContactFilter, first int, after *string) (*model.ContactRequestConnection, error) {
	return connect(contactRequests)(r.Employers.Contacts(ctx, employer.ContactsInput{Filter: value(filter), Page: pageArgs(first, after)}))
}

func (r *queryResolver) Reports(ctx context.Context, handled *bool, first int, after *string) (*model.ReportConnection, error) {
	return connect(reports)(r.Employers.Reports(ctx, employer.ReportsInput{Handled: handled, Page: pageArgs(first, after)}))
}

func (r *reportResolver) Organization(ctx context.Context, obj *employer.Report) (*db.Organization, error) {
	return r.loaders(ctx).organizations.Load(ctx, obj.Organization)
}

func (r *Resolver) ContactRequest() generated.ContactRequestResolver {
	return &contactRequestResolver{r}
}

func (r *Resolver) Report() generated.ReportResolver { return &reportResolver{r} }

type (
	contactRequestResolver struct{ *Resolver }
	reportResolver         struct{ *Resolver }
)
