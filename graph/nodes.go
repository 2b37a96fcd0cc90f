package graph

import (
	"context"

	"golang.org/x/sync/errgroup"

	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// maxNodes is how many ids one request may give at once.
const maxNodes = 100

// nodes finds records of any type by their ids, in order; nil for what does not
// exist or may not be seen.
func (r *Resolver) nodes(ctx context.Context, ids []string) ([]model.Node, error) {
	if len(ids) > maxNodes {
		return nil, problem.New(problem.Invalid, "give at most %d ids, not %d", maxNodes, len(ids)).
			Spanish("dé como máximo %d ids, no %d", maxNodes, len(ids)).At("ids")
	}
	out := make([]model.Node, len(ids))
	group, ctx := errgroup.WithContext(ctx)
	for i, one := range ids {
		group.Go(func() (err error) {
			out[i], err = r.node(ctx, one)
			return err
		})
	}
	return out, group.Wait()
}

func (r *Resolver) node(ctx context.Context, one string) (model.Node, error) {
	l := r.loaders(ctx)
	switch id.Prefix(one) {
	case id.Organization:
		return loadNode(ctx, l.organizations, one)
	case id.Place:
		return loadNode(ctx, l.places, one)
	case id.Framework:
		return loadNode(ctx, l.frameworks, one)
	case id.Skill:
		return loadNode(ctx, l.skills, one)
	case id.MicroCredential:
		return loadNode(ctx, l.microCredentials, one)
	case id.Version:
		return loadNode(ctx, l.publicVersions, one)
	case id.Stack:
		return loadNode(ctx, l.stacks, one)
	case id.Pathway:
		return loadNode(ctx, l.pathways, one)
	case id.Occupation:
		return loadNode(ctx, l.occupations, one)
	case id.Recognition:
		return loadNode(ctx, l.recognitions, one)
	case id.Endorsement:
		return loadNode(ctx, l.endorsements, one)
	case id.Posting:
		return loadNode(ctx, l.postings, one)
	case id.HiringEvent:
		return loadNode(ctx, l.events, one)
	case "cnd":
		return r.candidateNode(ctx, one)
	}
	return l.personal(ctx, one)
}

// personal loads what is of somebody: their records, and what others write of them.
func (l *Loaders) personal(ctx context.Context, one string) (model.Node, error) {
	switch id.Prefix(one) {
	case id.Earner:
		return loadNode(ctx, l.earners, one)
	case id.Award:
		return loadNode(ctx, l.awards, one)
	case id.Delegation:
		return loadNode(ctx, l.delegations, one)
	case id.Roster:
		return loadNode(ctx, l.rosters, one)
	case id.Alignment:
		return loadNode(ctx, l.alignmentNodes, one)
	case id.IssuerIdentity:
		return loadNode(ctx, l.knownIssuers, one)
	case id.SkillsSheet:
		return loadNode(ctx, l.sheets, one)
	case id.Submission:
		return loadNode(ctx, l.submissions, one)
	case id.Enrollment:
		return loadNode(ctx, l.enrollments, one)
	case id.SavedSearch:
		return loadNode(ctx, l.savedSearches, one)
	case id.SearchMatch:
		return loadNode(ctx, l.searchMatches, one)
	case id.ProposalAnswer:
		return loadNode(ctx, l.proposalAnswers, one)
	case id.Cohort:
		return loadNode(ctx, l.cohorts, one)
	case id.ShortlistEntry:
		return loadNode(ctx, l.shortlistEntries, one)
	case id.ContactRequest:
		return loadNode(ctx, l.contacts.contacts, one)
	case id.Case:
		return loadNode(ctx, l.cases, one)
	case id.Plan:
		return loadNode(ctx, l.savedPlans, one)
	}
	return nil, nil // null is how GraphQL says "no such node"
}

func (r *Resolver) candidateNode(ctx context.Context, one string) (model.Node, error) {
	if !auth.Can(ctx, auth.RankCandidates) {
		return nil, nil // null is what anybody else's candidate is
	}
	return loadNode(ctx, r.loaders(ctx).candidates, one)
}

// loadNode keeps a typed nil out of the interface.
func loadNode[T any](ctx context.Context, l *loader[*T], one string) (model.Node, error) {
	record, err := l.Load(ctx, one)
	if record == nil || err != nil {
		return nil, err
	}
	return record, nil
}
