package app

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/sync/errgroup"

	"github.com/stackmatch/stackmatch/graph"
	"github.com/stackmatch/stackmatch/graph/generated"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/outbox"
	"github.com/stackmatch/stackmatch/internal/server"
	"github.com/stackmatch/stackmatch/internal/web"
)

// weights price the fields that rank earners, or may (a node may be a candidate),
// that sign, that settle what everybody has completed, or that have others asked
// what a badge is worth: more than a load costs. An original has up to 8 MiB, and a
// version up to 1. A member of an input is priced where it is given.
var weights = map[string]int{
	"HiringEvent.candidates": 50, "Mutation.requestContact": 20, "Mutation.moveContact": 20,
	"Posting.mustHaves": 40, "Posting.outlook": 40, "Posting.warnings": 5, "CreatePostingPayload.warnings": 5, "UpdatePostingPayload.warnings": 5,
	"Posting.possibleDuplicates": 5, "Query.postingTemplates": 50, "Query.proposeRequirements": 500,
	"CreatePostingInput.fromText": 500, "Mutation.answerProposals": 10, "ProposalLearning.agreement": 500,
	"Subscription.candidatesChanged": 20, "Posting.candidates": 20, "Query.candidates": 20, "Query.recommendedPostings": 50, "Mutation.showInterest": 20, "Query.node": 10, "Query.nodes": 10, "ShortlistEntry.candidate": 10, "Query.viewLog": 5,
	"Mutation.verifyBadge": 200, "Mutation.importBadge": 200, "Mutation.importBadges": 200, "Mutation.recheckAward": 200, "Mutation.proveDid": 100,
	"Earner.stackProgress": 50, "Query.stackProgress": 50, "Earner.stacksInProgress": 20, "Query.pathwayProgress": 50,
	"Award.badge": 50, "Award.original": 1000, "Award.document": 1000, "Mutation.importRoster": 500, "Mutation.awardMicroCredentials": 5, "Award.checks": 5, "Earner.learnerRecord": 500,
	"Query.worth": 20, "Award.worth": 5, "Query.recognitionFile": 1000, "Mutation.endorse": 50,
	"Mutation.addPicture": 50, "Mutation.addEvidence": 20, "Mutation.submitEvidence": 50, "Submission.evidence": 5, "Cohort.members": 5,
	"Mutation.recordObservations": 10, "Mutation.recordExamResults": 10, "SubmissionQueueConnection.totalCount": 10,
	"Mutation.createStack": 250, "Mutation.publishStackVersion": 250, "Mutation.setStackPolicy": 250, "Mutation.retireStack": 250,
	"MicroCredential.versions": 10,
	"Mutation.requestSignIn":   200, "Mutation.register": 50, "Mutation.addAddress": 100, "Mutation.inviteMember": 50, "Mutation.claimAccount": 20,
	"Earner.previewAs": 20,
	"Query.caseload":   20, "Mutation.openCase": 20, "Query.earnerPathways": 50, "Query.whatIf": 100, "Query.unmetDemand": 50, "Mutation.importCaseload": 50,
	"Query.gap": 100, "Query.plan": 300, "Query.planForHire": 300, "Mutation.savePlan": 300, "Query.plans": 20, "PlanStep.opens": 20, "PlanStep.worth": 2, "GapWay.worth": 2,
	"Occupation.requirements": 20, "Occupation.openPostings": 5, "Query.ways": 20,
	"Query.assessmentAgreement": 50, "Query.programCounts": 100, "Query.auditTrail": 2,
}

// perItem says which weights are of each item of a list.
var perItem = map[string][]string{
	"Mutation.answerProposals":       {"input", "answers"},
	"Mutation.importBadges":          {"input", "badges"},
	"Mutation.awardMicroCredentials": {"input", "recipients"},
	"Mutation.recordObservations":    {"input", "results"}, "Mutation.recordExamResults": {"input", "results"},
}

// upkeep has an award that expires leave the index within a second.
var upkeep = outbox.Upkeep{ScanEvery: time.Second}

// ErrNotCaughtUp is why a server is not ready yet.
var ErrNotCaughtUp = errors.New("the indexes have not caught up yet")

// Serve answers requests until the context ends, and then lets those that run
// finish. ready is told the address once everything has caught up.
func (a *App) Serve(ctx context.Context, ready func(address string)) error {
	if err := a.GuardDemo(ctx); err != nil {
		return err
	}
	handler, err := a.Server(ctx)
	if err != nil {
		return err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", a.config.HTTP.Addr)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	if a.config.Badges.PublicURL == "" {
		// Now the port is known, where any free one was asked for.
		a.Credentials.Base = local(listener.Addr().String())
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return handler.Serve(ctx, listener) })
	group.Go(func() error { return a.follow(ctx) })
	group.Go(func() error {
		if err := a.waitReady(ctx); err != nil {
			return nil //nolint:nilerr // it was told to stop before it was ready
		}
		ready("http://" + listener.Addr().String())
		return nil
	})
	return group.Wait()
}

// Server builds the HTTP server over the services.
func (a *App) Server(ctx context.Context) (*server.Server, error) {
	resolver := &graph.Resolver{
		Assessments: a.Assessments, Outcomes: a.Outcomes, Trail: a.Trail, Notify: a.Notify,
		Catalog: a.Catalog, Accounts: a.Accounts, Credentials: a.Credentials, Employers: a.Employers, Coaching: a.Coaching,
		Live: a.Live, Cursors: a.Catalog.Cursors,
		LoadWait: a.config.LoadWait,
	}
	schema := generated.NewExecutableSchema(generated.Config{Resolvers: resolver})
	registry := prometheus.NewRegistry()
	if err := a.measure(ctx, registry); err != nil {
		return nil, err
	}
	rate := a.rate()
	c := server.Config{
		Schema: generated.NewExecutableSchema(generated.Config{Resolvers: resolver, Schema: graph.Served(schema.Schema())}),
		Options: graph.Options{
			Weights: weights, PerItem: perItem, NoIntrospection: a.config.HTTP.NoIntrospection, Rate: rate,
			Log: a.config.Log, Now: a.config.Now,
		},
		Viewer:  a.viewer(resolver),
		Caller:  func(ctx context.Context) string { return auth.From(ctx).Account },
		Ready:   a.Ready,
		NoPage:  a.config.HTTP.NoGraphiQL,
		Origins: a.config.HTTP.Origins, BehindProxy: a.config.HTTP.BehindProxy,
		OnlyTrusted: a.config.HTTP.OnlyTrusted,
		Registry:    registry, Tracer: a.tracer,
		Uploads: a.path(uploadsDir), MaxForm: a.config.Files.most() + server.DefaultMaxBody,
	}
	var err error
	if c.Documents, err = a.trusted(); err != nil {
		return nil, err
	}
	if c.Routes, err = a.site().Routes(); err != nil {
		return nil, err
	}
	maps.Copy(c.Routes, a.links(rate).Routes())
	c.Private = (&web.Private{
		Assessments: a.Assessments, Accounts: a.Accounts, Employers: a.Employers, Coaching: a.Coaching, Viewer: a.viewer(resolver), Log: a.config.Log,
	}).Routes()
	if a.config.Demo {
		c.Demo = a.demoAccounts
		c.Routes["GET /demo/messages"] = a.demoMessages()
		if c.Examples, err = a.Examples(ctx); err != nil {
			return nil, err
		}
	}
	return server.New(c)
}

// viewer finds out who sends a request, and gives it its loaders.
func (a *App) viewer(resolver *graph.Resolver) func(*http.Request) (context.Context, error) {
	return func(r *http.Request) (context.Context, error) {
		who, err := a.login.Authenticate(r.Context(), r.Header.Get("Authorization"), r.Header.Get(auth.ActingForHeader))
		if err != nil {
			return nil, err
		}
		return graph.WithLoaders(auth.With(r.Context(), who), resolver.NewLoaders()), nil
	}
}

// The demo's rate is not meant to be felt; anonymous viewers have a fifth of the
// others'; a burst is what adds up in 40 seconds.
const (
	demoRate       = 10
	anonymousShare = 5
	burstSeconds   = 40
)

func (a *App) rate() *graph.Rate {
	perSecond := a.config.HTTP.Rate
	if perSecond == 0 {
		perSecond = graph.DefaultPace.PerSecond
		if a.config.Demo {
			perSecond *= demoRate
		}
	}
	pace := graph.Pace{PerSecond: perSecond, Burst: int(perSecond * burstSeconds)}
	anonymous := graph.Pace{PerSecond: perSecond / anonymousShare, Burst: pace.Burst / anonymousShare}
	return graph.NewRate(pace, anonymous)
}

func (a *App) trusted() (server.TrustedDocuments, error) {
	if a.config.HTTP.Trusted == "" {
		return nil, nil //nolint:nilnil // no manifest is no documents
	}
	manifest, err := os.Open(a.config.HTTP.Trusted)
	if err != nil {
		return nil, fmt.Errorf("trusted documents: %w", err)
	}
	defer manifest.Close()
	return server.ReadTrusted(manifest)
}
