// Package app puts the program together: it reads the configuration once, opens
// the data, builds every service with the neighbors that it asks for, and runs
// the server and the loops beside it. It owns what lives as long as the process
// and refuses rules: those are in the packages that it joins.
package app

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"go.opentelemetry.io/otel/trace"

	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/assessment"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/auth/keyring"
	"github.com/stackmatch/stackmatch/internal/blob"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/coaching"
	"github.com/stackmatch/stackmatch/internal/courier"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/inbox"
	"github.com/stackmatch/stackmatch/internal/link"
	"github.com/stackmatch/stackmatch/internal/live"
	"github.com/stackmatch/stackmatch/internal/notify"
	"github.com/stackmatch/stackmatch/internal/outbox"
	"github.com/stackmatch/stackmatch/internal/outcome"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/server"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/search"
	"github.com/stackmatch/stackmatch/search/skillindex"
)

// App is the program, put together. Its services may be used while it is open.
type App struct {
	Store       *store.Store
	Catalog     *catalog.Service
	Skills      *catalog.SkillImporter
	Accounts    *account.Service
	Credentials *credential.Service
	Employers   *employer.Service
	Coaching    *coaching.Service
	Outcomes    *outcome.Service
	Assessments *assessment.Service
	Notify      *notify.Service
	Trail       *audit.Trail
	Tokens      *auth.Tokens
	Blobs       *blob.Store
	Live        *live.Hub

	config  Config
	tracer  trace.TracerProvider // nil without traces
	keys    *keyring.Keyring
	outbox  *outbox.Outbox
	ranker  *ranker
	viewLog *employer.ViewLog // nil unless the indexes are ours
	earners *search.Earners
	texts   *search.Texts
	// meanings are those of the configuration; nil for the ones in the binary.
	meanings *skillindex.Meanings
	indexed  bool           // the indexes are ours
	syncer   *search.Syncer // nil unless they are
	alerts   *employer.Alerts
	login    *auth.Authenticator
	closers  []func() error
}

// Open puts the program together, in this order; Close takes it apart in the
// other.
func Open(ctx context.Context, config Config) (*App, error) {
	a := &App{config: config.orDefault()}
	for _, step := range []struct {
		what string
		do   func(context.Context) error
	}{
		{"check the address", a.checkAddress},
		{"check where links lead", a.checkLinks},
		{"make the data directory", a.makeDirectory},
		{"start tracing", a.startTracing},
		{"open the database", a.openDatabase},
		{"open the secrets", a.openKeys},
		{"open the files", a.openFiles},
		{"open the indexes", a.openIndexes},
		{"read what words mean", a.readMeanings},
		{"build the services", a.buildServices},
		{"open the view log", a.openViewLog},
		{"follow the changes", a.buildSyncer},
		{"wake who waits for changes", a.buildLive},
		{"set up signing in", a.buildLogin},
	} {
		if err := step.do(ctx); err != nil {
			return nil, errors.Join(fmt.Errorf("%s: %w", step.what, err), a.Close())
		}
	}
	return a, nil
}

// Close closes everything, last opened first.
func (a *App) Close() error {
	var errs []error
	for _, closeIt := range slices.Backward(a.closers) {
		errs = append(errs, closeIt())
	}
	a.closers = nil
	return errors.Join(errs...)
}

func (a *App) onClose(closeIt func() error) { a.closers = append(a.closers, closeIt) }

func (a *App) startTracing(ctx context.Context) error {
	if a.config.Trace.Endpoint == "" {
		return nil
	}
	provider, stop, err := server.Tracing(ctx, a.config.Trace.Endpoint, a.config.Version)
	if err != nil {
		return err
	}
	a.tracer = provider
	// A trace that can't be sent must not keep the rest from closing.
	a.onClose(func() error {
		if err := stop(context.WithoutCancel(ctx)); err != nil {
			a.config.Log.Warn("send the last traces", "cause", err.Error())
		}
		return nil
	})
	return nil
}

func (a *App) readMeanings(context.Context) (err error) {
	a.meanings, err = skillindex.OpenMeanings(a.config.Meanings)
	return err
}

func (a *App) openKeys(context.Context) error {
	var err error
	if a.keys, err = keyring.Open(a.config.Data, a.config.Random); err != nil {
		return err
	}
	secret, err := keyring.TokenSecret(a.config.Data, a.config.Random)
	if err != nil {
		return err
	}
	a.Tokens = auth.NewTokens(secret, a.config.Now, a.config.Random)
	return nil
}

// openIndexes opens the indexes as far as they are needed. Without them, queries
// of them say that there are none yet.
func (a *App) openIndexes(ctx context.Context) error {
	a.earners, a.texts = new(search.Earners), new(search.Texts)
	if a.config.Index == NoIndex {
		return nil
	}
	unlock, err := lock(a.path(lockName))
	if errors.Is(err, errLocked) && a.config.Index == IndexIfFree {
		return nil
	}
	if errors.Is(err, errLocked) {
		return fmt.Errorf("a server is running on %s: stop it, or name another directory with --data", a.config.Data)
	}
	if err != nil {
		return err
	}
	a.onClose(unlock)
	places := func() []search.Place { return a.places(context.WithoutCancel(ctx)) }
	if a.earners, err = search.OpenEarners(filepath.Join(a.path(indexDir), "earners"), places); err != nil {
		return err
	}
	a.onClose(a.earners.Close)
	if a.texts, err = search.OpenTexts(filepath.Join(a.path(indexDir), "texts")); err != nil {
		return err
	}
	a.onClose(a.texts.Close)
	a.indexed = true
	return nil
}

// places lists where places are, for distances.
func (a *App) places(ctx context.Context) []search.Place {
	rows, err := a.Store.Client.Place.Query().All(ctx)
	if err != nil {
		a.config.Log.ErrorContext(ctx, "load places for the index", "cause", err.Error())
		return nil
	}
	list := make([]search.Place, len(rows))
	for i, row := range rows {
		list[i] = search.Place{ID: row.ID, Lat: row.Latitude, Lon: row.Longitude}
	}
	return list
}

// buildServices gives each service the neighbors that it asks for.
func (a *App) buildServices(context.Context) error {
	secret := a.keys.Key("cursors")
	cursors, err := page.NewSealer(secret[:])
	if err != nil {
		return err
	}
	client, now := a.Store.Client, a.Store.Now
	ids := id.Minter{Now: now, Rand: a.config.Random}
	draws := a.keys.Key("draws")

	a.Catalog = &catalog.Service{DB: client, IDs: ids, Now: now, Texts: a.texts, Cursors: cursors, Meanings: a.meanings}
	a.Skills = &catalog.SkillImporter{DB: client, IDs: ids}
	if a.Credentials, err = a.credentials(ids, cursors); err != nil {
		return err
	}
	base := a.linksBase
	links := link.Maker{Random: a.config.Random, Now: now}
	post := inbox.Post{IDs: ids, Now: now}
	mail := &courier.Courier{IDs: ids, Now: now, Vault: a.Credentials.Vault}
	a.Accounts = &account.Service{
		DB: client, IDs: ids, Now: now, Cursors: cursors, Random: a.config.Random,
		Links: links, Courier: mail, Post: post, Tokens: a.Tokens, Base: base,
	}
	a.Notify = &notify.Service{
		DB: client, IDs: ids, Now: now, Random: a.config.Random, Cursors: cursors,
		Courier: mail, Links: links, Post: post, Vault: a.Credentials.Vault, Base: base, Pages: a.pagesBase, People: a.Accounts, Log: a.config.Log,
	}
	if a.Notify.Mail, a.Notify.SMS, err = a.config.Mail.carriers(); err != nil {
		return err
	}
	a.Catalog.Vault, a.Catalog.Completions = a.Credentials.Vault, a.Credentials
	a.Catalog.Files, a.Credentials.Files = a.Blobs, a.Blobs
	a.Outcomes = &outcome.Service{DB: client, IDs: ids, Now: now, Cursors: cursors}
	a.Assessments = &assessment.Service{
		DB: client, IDs: ids, Now: now, Cursors: cursors, Vault: a.Credentials.Vault, Awards: a.Credentials,
		Blobs: a.Blobs, MaxFile: a.config.Files.most(), Baselines: a.Outcomes,
	}
	a.Trail = &audit.Trail{DB: client, Cursors: cursors, Submissions: a.Assessments}
	a.ranker = &ranker{earners: a.earners, credentials: a.Credentials, now: now}
	a.Employers = &employer.Service{
		DB: client, IDs: ids, Now: now, Catalog: a.Catalog, Cursors: cursors,
		Ranker: a.ranker, Texts: postingTexts{a.texts},
		Post: post, Links: links, Courier: mail, Base: base, Outcomes: a.Outcomes,
		MaskKey: a.keys.Key("candidates"), DrawKey: draws[:],
	}
	a.Coaching = &coaching.Service{
		DB: client, IDs: ids, Now: now, Cursors: cursors, Catalog: a.Catalog, Postings: a.Employers, Outcomes: a.Outcomes, Post: post,
		Occupations: occupations{a.Catalog},
	}
	a.Credentials.Post, a.Assessments.Post = post, post
	a.Catalog.Demand = a.Employers
	a.Notify.Postings, a.Notify.Answers, a.Notify.Poster = a.Employers, a.Employers, a.poster()
	// In this order: what is named goes after what names it.
	a.Accounts.Holders = []account.Holder{a.Outcomes, a.Coaching, a.Employers, a.Assessments, a.Credentials, a.Notify}
	a.Accounts.Blobs, a.Accounts.Vault = a.Blobs, a.Credentials.Vault
	return nil
}

// buildSyncer has the indexes follow the changes, where they are open.
func (a *App) buildSyncer(context.Context) error {
	a.outbox = outbox.New(a.Store)
	a.Notify.Feed = a.outbox
	if !a.indexed {
		return nil
	}
	a.syncer = search.NewSyncer(a.outbox,
		a.earners, people{a.Credentials},
		a.texts, words{a.Catalog, a.Employers}, a.config.Log)
	a.ranker.syncer, a.ranker.outbox = a.syncer, a.outbox
	a.alerts = &employer.Alerts{Employers: a.Employers, Feed: a.outbox}
	return nil
}

// buildLogin trusts our own tokens, and those of the provider where there is one.
func (a *App) buildLogin(context.Context) error {
	verifiers := []auth.Verifier{a.Tokens}
	if o := a.config.OIDC; o.Issuer != "" {
		provider, err := auth.NewOIDC(auth.OIDCConfig{
			Issuer: o.Issuer, Audiences: o.Audience, Algorithms: o.Algorithms, Skew: o.Skew, Now: a.config.Now,
		})
		if err != nil {
			return err
		}
		verifiers = append(verifiers, provider)
	}
	var err error
	a.login, err = auth.NewAuthenticator(a.Accounts, verifiers...)
	return err
}
