package graph

import (
	"cmp"
	"context"
	"sync"
	"time"

	"github.com/vikstrous/dataloadgen"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/page"
)

// loadWait is how long a loader gathers ids, by default, before it asks for all
// of them.
const loadWait = time.Millisecond

// loader gathers ids of one request and loads them with one statement. What
// does not exist, or may not be seen, is the zero value.
type loader[V any] = dataloadgen.Loader[string, V]

// Loaders are one request's loaders.
type Loaders struct {
	catalogs
	postings        *loader[*db.Posting]
	requirements    *loader[[]employer.Requirement]
	conditions      *loader[[]*db.PostingCondition]
	earners         *loader[*account.Earner]
	awards          *loader[*db.Award]
	details         *loader[*credential.Detail]
	alignments      *loader[[]*db.Alignment]
	lastChecks      *loader[*db.AwardCheck]
	alignmentNodes  *loader[*db.Alignment]
	knownIssuers    *loader[*db.IssuerIdentity]
	sheets          *loader[*db.SkillsSheet]
	issuing         *loader[*credential.Issuing]
	accounts        *loader[*db.Account]
	outcomeAwards   *loader[[]string]
	completedStacks *loader[[]string]
	candidates      *loader[*employer.Candidate]
	assessments
	awardings
	searches
	lessons
	contacts
	shortlists
	coachings
	planning
	jobs
	endorsements *loader[*db.Endorsement]
	worths       *worthLoader
	// The first pages of connections that many records of a list may have.
	firstAwards       *firstPages[*db.Award]
	firstRecognitions *firstPages[*db.Recognition]
	firstAcceptances  *firstPages[*db.Recognition]
	// Of a micro-credential, and of an organization.
	firstEndorsements, firstEndorsementsOf *firstPages[*db.Endorsement]
}

// NewLoaders makes the loaders of one request.
func (r *Resolver) NewLoaders() *Loaders {
	wait := cmp.Or(r.LoadWait, loadWait)
	return &Loaders{
		catalogs: r.newCatalogs(wait),
		postings: gather(wait, r.Employers.PostingsByID),
		requirements: gather(wait, func(ctx context.Context, ids []string) (map[string][]employer.Requirement, error) {
			return r.Employers.RequirementsByPosting(ctx, ids, RequestOf(ctx).Language)
		}),
		conditions:     gather(wait, r.Employers.ConditionsByPosting),
		earners:        gather(wait, r.Accounts.EarnersByID),
		awards:         gather(wait, r.Credentials.AwardsByID),
		details:        gather(wait, r.Credentials.Detail),
		alignments:     gather(wait, r.Credentials.AlignmentsByAward),
		lastChecks:     gather(wait, r.Credentials.LastReports),
		alignmentNodes: gather(wait, r.Credentials.AlignmentsByID),
		knownIssuers:   gather(wait, r.Credentials.KnownIssuersByID),
		sheets:         gather(wait, r.Credentials.SheetsByID),
		issuing:        gather(wait, r.Credentials.IssuingByOrganization),
		accounts:       gather(wait, r.Accounts.ByID), outcomeAwards: gather(wait, r.Outcomes.AwardsByOutcome),
		candidates: gather(wait, func(ctx context.Context, ids []string) (map[string]*employer.Candidate, error) {
			return r.Employers.CandidatesByID(ctx, ids, RequestOf(ctx).Language, readOfCandidates(ctx)...)
		}),
		completedStacks: gather(wait, r.Credentials.CompletedStacks),
		firstAwards:     &firstPages[*db.Award]{wait: wait, load: r.Credentials.AwardsByEarner},
		assessments:     r.newAssessments(wait),
		awardings:       r.newAwardings(wait), searches: r.newSearches(wait), lessons: r.newLessons(wait),
		contacts:            r.newContacts(wait),
		shortlists:          r.newShortlists(wait),
		coachings:           r.newCoachings(wait),
		planning:            r.newPlanning(wait),
		jobs:                r.newJobs(wait),
		firstRecognitions:   &firstPages[*db.Recognition]{wait: wait, load: r.Catalog.RecognitionsByOrganization},
		endorsements:        gather(wait, r.Credentials.EndorsementsByID),
		worths:              dataloadgen.NewLoader(r.worths, dataloadgen.WithWait(wait)),
		firstAcceptances:    &firstPages[*db.Recognition]{wait: wait, load: r.Catalog.AcceptancesByRecognition},
		firstEndorsements:   &firstPages[*db.Endorsement]{wait: wait, load: r.Credentials.EndorsementsByMicroCredential},
		firstEndorsementsOf: &firstPages[*db.Endorsement]{wait: wait, load: r.Credentials.EndorsementsBySubject},
	}
}

type loadersKey struct{}

// WithLoaders puts a request's loaders into its context.
func WithLoaders(ctx context.Context, l *Loaders) context.Context {
	return context.WithValue(ctx, loadersKey{}, l)
}

// loaders are the request's; a context without them is a bug of the edge.
func (r *Resolver) loaders(ctx context.Context) *Loaders {
	if l, ok := ctx.Value(loadersKey{}).(*Loaders); ok {
		return l
	}
	return r.NewLoaders()
}

func gather[V any](wait time.Duration, load func(context.Context, []string) (map[string]V, error)) *loader[V] {
	return dataloadgen.NewLoader(func(ctx context.Context, ids []string) ([]V, []error) {
		found, err := load(ctx, ids)
		if err != nil {
			return nil, []error{err}
		}
		out := make([]V, len(ids))
		for i, id := range ids {
			out[i] = found[id]
		}
		return out, nil
	}, dataloadgen.WithWait(wait))
}

// firstPages gathers the ids of records whose connections are asked for, by the
// size of the page.
type firstPages[T any] struct {
	wait time.Duration
	load func(ctx context.Context, ids []string, first int) (map[string]page.Page[T], error)

	mu      sync.Mutex
	loaders map[int]*loader[page.Page[T]]
}

// Load gives the first page of a record's connection.
func (p *firstPages[T]) Load(ctx context.Context, id string, first int) (page.Page[T], error) {
	return p.loader(first).Load(ctx, id)
}

func (p *firstPages[T]) loader(first int) *loader[page.Page[T]] {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.loaders == nil {
		p.loaders = map[int]*loader[page.Page[T]]{}
	}
	if p.loaders[first] == nil {
		p.loaders[first] = gather(p.wait, func(ctx context.Context, ids []string) (map[string]page.Page[T], error) {
			return p.load(ctx, ids, first)
		})
	}
	return p.loaders[first]
}

// loadOptional loads what a record may name.
func loadOptional[V any](ctx context.Context, l *loader[*V], id *string) (*V, error) {
	if id == nil {
		return nil, nil // null is what the schema says where none is named
	}
	return l.Load(ctx, *id)
}
