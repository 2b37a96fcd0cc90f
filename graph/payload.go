package graph

import (
	"context"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// payload ends every mutation's resolver: the payload as the resolver filled
// it, with the caller's problems in it; everything else is an error.
//
//	award, err := r.Credentials.Revoke(ctx, input)
//	return payload(ctx, err, model.RevokeAwardPayload{Award: award})
func payload[P any](ctx context.Context, err error, filled P) (*P, error) {
	return fillPayload(ctx, err, filled, payloadProblem)
}

// payloadProblem picks the type that helps most.
func payloadProblem(ctx context.Context, p *problem.Problem) model.Problem {
	code, message, path := model.ProblemCode(p.Kind), p.In(RequestOf(ctx).Language), append([]string{}, p.Path...)
	if current, ok := p.Current.(*db.Posting); ok && p.Kind == problem.Conflict {
		return model.RevisionConflict{Code: code, Message: message, Path: path, Current: current}
	}
	if p.Kind == problem.NotFound && len(p.Suggestions) > 0 {
		return model.UnknownSkill{Code: code, Message: message, Path: path, Suggestions: suggestedSkills(ctx, p.Suggestions)}
	}
	return model.InputProblem{Code: code, Message: message, Path: path}
}

// suggestedSkills are the records of suggested ids; what cannot be loaded is
// left out, as a suggestion is a courtesy.
func suggestedSkills(ctx context.Context, ids []string) []*db.Skill {
	suggested := make([]*db.Skill, 0, len(ids))
	request, ok := ctx.Value(loadersKey{}).(*Loaders)
	if !ok {
		return suggested
	}
	found, _ := request.skills.LoadAll(ctx, ids)
	for _, skill := range found {
		if skill != nil {
			suggested = append(suggested, skill)
		}
	}
	return suggested
}
