package main

import (
	"context"
	"errors"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/earner"
	"github.com/stackmatch/stackmatch/ent/db/earnercondition"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/app"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/store"
)

// alerting is a college that awards, and employers whose saved searches ask for what
// it awards, while the server is killed.
type alerting struct {
	dir       string
	rng       *rand.Rand
	issuer    string
	employers []*alerted
	// awarded are the micro-credentials that are searched for; the last of them goes to
	// nobody before the end.
	awarded []string
	// left are awards to be made, and last the one by which the end is known.
	left         []newAward
	last         newAward
	made, cutOff int
}

type newAward struct{ earner, microCredential string }

// alerted is an employer, with saved searches by micro-credential. What its inbox has
// shown it must not lose.
type alerted struct {
	email, token string
	searches     map[string]string
	seen         map[string]bool
}

// TestEveryAlertIsToldOnceWhereverTheServerIsKilled kills the real process while a
// college awards people, searches are matched and inboxes are read. At the end,
// whoever matches newly was told once: as a match, in the inbox and to the webhook.
func TestEveryAlertIsToldOnceWhereverTheServerIsKilled(t *testing.T) {
	t.Parallel()
	l := newAlerting(t)
	p := l.start(t)
	for _, e := range l.employers {
		e.save(t, client{url: p.url, token: e.token}, l.awarded)
	}
	for range killRounds(t)/5 + 3 {
		l.awardAndKill(t, p)
		p = l.start(t)
	}
	l.waitForTheLast(t, client{url: p.url})
	fresh := map[string]string{} // searches that ask the same, by those that were there
	for _, e := range l.employers {
		before := e.searches
		e.save(t, client{url: p.url, token: e.token}, l.awarded)
		for of, key := range before {
			fresh[key] = e.searches[of]
		}
	}
	if err := p.stop(); err != nil {
		t.Error(err)
	}
	l.compare(t, fresh)
}

func newAlerting(t *testing.T) *alerting {
	t.Helper()
	l := &alerting{dir: filepath.Join(t.TempDir(), "data")}
	chance := rand.Uint64()
	t.Logf("seed %d", chance)
	l.rng = rand.New(rand.NewPCG(chance, 0))
	l.inRecords(t, func(a *app.App) error {
		if err := writeDemo(t.Context(), a); err != nil {
			return err
		}
		return l.cast(t, a)
	})
	return l
}

func (l *alerting) inRecords(t *testing.T, do func(a *app.App) error) {
	t.Helper()
	if err := with(t.Context(), app.Config{Where: app.Where{Data: l.dir, Demo: true}, Careless: true}, do); err != nil {
		t.Fatal(err)
	}
}

// cast signs everybody in, and lists whom the college may award what.
func (l *alerting) cast(t *testing.T, a *app.App) (err error) {
	t.Helper()
	ctx := t.Context()
	if l.issuer, err = a.Token(ctx, app.TokenFor{Role: auth.Issuer}); err != nil {
		return err
	}
	for _, email := range []string{"employer@example.org", "employer2@example.org"} {
		e := &alerted{email: email, seen: map[string]bool{}}
		if e.token, err = a.Token(ctx, app.TokenFor{Role: auth.Employer, As: email}); err != nil {
			return err
		}
		l.employers = append(l.employers, e)
	}
	sample, err := a.Store.Client.Award.Get(ctx, revocable(t, a, l.rng)[0])
	if err != nil {
		return err
	}
	given, err := a.Store.Client.Award.Query().Where(award.IssuerID(sample.IssuerID)).Unique(true).Select(award.FieldMicroCredentialID).Strings(ctx)
	if err != nil {
		return err
	}
	all, err := a.Store.Client.MicroCredential.Query().
		Where(microcredential.IDIn(given...), microcredential.CurrentVersionIDNotNil()).Order(microcredential.ByID()).IDs(ctx)
	if err != nil {
		return err
	}
	if err := l.choose(ctx, a, all); err != nil {
		return err
	}
	return l.pair(ctx, a, sample.IssuerID)
}

// choose takes three micro-credentials to be awarded, and one for the end: that the
// demo's earner, whom everybody finds, does not hold.
func (l *alerting) choose(ctx context.Context, a *app.App, all []string) error {
	person, err := a.Accounts.ResolveAccount(ctx, auth.Subject{Email: "earner@example.org"})
	if err != nil {
		return err
	}
	if err := asksNothing(ctx, a, person.Earner); err != nil {
		return err
	}
	held, err := a.Store.Client.Award.Query().Where(award.EarnerID(person.Earner)).Select(award.FieldMicroCredentialID).Strings(ctx)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(all, func(of string) bool { return !slices.Contains(held, of) })
	l.last = newAward{person.Earner, all[at]}
	others := slices.Delete(slices.Clone(all), at, at+1)
	l.awarded = []string{others[0], others[1], others[2], all[at]}
	return nil
}

// asksNothing has an earner ask nothing of work: a search that promises no pay does not
// list who asks for some.
func asksNothing(ctx context.Context, a *app.App, of string) error {
	return store.InTx(ctx, a.Store.Client, func(ctx context.Context, tx *db.Client) error {
		_, err := tx.EarnerCondition.Delete().Where(earnercondition.EarnerID(of)).Exec(ctx)
		return err
	})
}

// pair lists people whom the college has awarded something, with what they lack.
func (l *alerting) pair(ctx context.Context, a *app.App, college string) error {
	for _, of := range l.awarded[:len(l.awarded)-1] {
		people, err := a.Store.Client.Earner.Query().Where(
			earner.VisibilityNEQ(consent.Hidden),
			earner.HasAwardsWith(award.IssuerID(college), award.SourceEQ(enum.SourceIssued)),
			earner.Not(earner.HasAwardsWith(award.MicroCredentialID(of))),
		).Order(earner.ByID()).IDs(ctx)
		if err != nil {
			return err
		}
		for _, person := range people {
			l.left = append(l.left, newAward{person, of})
		}
	}
	l.rng.Shuffle(len(l.left), func(i, j int) { l.left[i], l.left[j] = l.left[j], l.left[i] })
	return nil
}

func (l *alerting) start(t *testing.T) *process {
	t.Helper()
	p, err := startServer("--demo", "--data", l.dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.waitReady(); err != nil {
		t.Fatal(err)
	}
	return p
}

// save has a search for each micro-credential, and at first a webhook.
func (e *alerted) save(t *testing.T, c client, of []string) {
	t.Helper()
	if e.searches == nil {
		var hook struct{ AddWebhook struct{ Problems problems } }
		err := c.ask(t.Context(), `mutation { addWebhook(input: { url: "https://hooks.example/in", events: [SEARCH_MATCHED] }) {
			problems { code message } } }`, nil, &hook)
		if err := errors.Join(err, hook.AddWebhook.Problems.err()); err != nil {
			t.Fatal(err)
		}
	}
	e.searches = map[string]string{}
	for _, key := range of {
		var data struct {
			SaveSearch struct {
				SavedSearch struct{ ID string }
				Problems    problems
			}
		}
		err := c.ask(t.Context(), `mutation ($of: [ID!]!) { saveSearch(input: { name: "Search", requirements: [{ ask: { anyOf: $of } }] }) {
			savedSearch { id } problems { code message } } }`, map[string]any{"of": []string{key}}, &data)
		if err := errors.Join(err, data.SaveSearch.Problems.err()); err != nil {
			t.Fatal(err)
		}
		e.searches[key] = data.SaveSearch.SavedSearch.ID
	}
}

// awardAndKill has the college award and the employers read until the server is gone.
func (l *alerting) awardAndKill(t *testing.T, p *process) {
	t.Helper()
	var all sync.WaitGroup
	all.Go(func() {
		for len(l.left) > 0 {
			next := l.left[0]
			l.left = l.left[1:]
			switch err := next.make(context.Background(), client{url: p.url, token: l.issuer}); {
			case errors.Is(err, errCutOff):
				l.cutOff++
				return
			case err != nil:
				t.Error(err)
				return
			}
			l.made++
		}
	})
	for _, e := range l.employers {
		all.Go(func() {
			for e.read(t, client{url: p.url, token: e.token}) {
			}
		})
	}
	wait(time.Duration(20+l.rng.IntN(400)) * time.Millisecond)
	p.kill()
	all.Wait()
}

func (n newAward) make(ctx context.Context, c client) error {
	var data struct{ IssueAward struct{ Problems problems } }
	err := c.ask(ctx, `mutation ($input: IssueAwardInput!) { issueAward(input: $input) { problems { code message } } }`,
		map[string]any{"input": map[string]any{"earner": n.earner, "microCredential": n.microCredential}}, &data)
	if err != nil {
		return err
	}
	return data.IssueAward.Problems.err()
}

// read keeps what the inbox shows; false once the server is gone.
func (e *alerted) read(t *testing.T, c client) bool {
	told, err := e.inbox(context.Background(), c)
	if err != nil {
		if !errors.Is(err, errCutOff) {
			t.Error(err)
		}
		return false
	}
	for _, subject := range told {
		e.seen[subject] = true
	}
	return true
}

// inbox is the newest matches that an employer is told of.
func (e *alerted) inbox(ctx context.Context, c client) (subjects []string, err error) {
	var data struct {
		Notifications struct{ Nodes []struct{ Subject string } }
	}
	err = c.ask(ctx, `{ notifications(filter: { kinds: [SEARCH_MATCHED] }, first: 100) { nodes { subject } } }`, nil, &data)
	for _, n := range data.Notifications.Nodes {
		subjects = append(subjects, n.Subject)
	}
	return subjects, err
}

// waitForTheLast makes an award that the feed has after all others, and waits until
// everybody is told of it.
func (l *alerting) waitForTheLast(t *testing.T, c client) {
	t.Helper()
	c.token = l.issuer
	if err := l.last.make(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	for _, e := range l.employers {
		c.token = e.token
		for tries := 0; !e.toldOfTheLast(t, c, l.last.microCredential); tries++ {
			if tries > 600 {
				t.Fatalf("%s is not told of the last award", e.email)
			}
			wait(100 * time.Millisecond)
		}
	}
}

// toldOfTheLast says whether the search for the last award's micro-credential has
// told, and the webhook's delivery is written.
func (e *alerted) toldOfTheLast(t *testing.T, c client, of string) bool {
	t.Helper()
	var found struct {
		Node     struct{ Matches struct{ Nodes []lastMatch } }
		Webhooks []struct{ ID string }
	}
	err := c.ask(t.Context(), `query ($id: ID!) { webhooks { id }
		node(id: $id) { ... on SavedSearch { matches(first: 1) { nodes { id told } } } } }`, map[string]any{"id": e.searches[of]}, &found)
	if err != nil {
		t.Fatal(err)
	}
	if matches := found.Node.Matches.Nodes; len(matches) == 0 || !matches[0].Told {
		return false
	}
	var sent struct {
		WebhookDeliveries struct{ Nodes []struct{ Subject string } }
	}
	err = c.ask(t.Context(), `query ($of: ID!) { webhookDeliveries(webhook: $of, first: 100) { nodes { subject } } }`,
		map[string]any{"of": found.Webhooks[0].ID}, &sent)
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(sent.WebhookDeliveries.Nodes, func(d struct{ Subject string }) bool {
		return d.Subject == found.Node.Matches.Nodes[0].ID
	})
}

type lastMatch struct {
	ID   string
	Told bool
}

// compare holds what was told against who reaches the searches now.
func (l *alerting) compare(t *testing.T, fresh map[string]string) {
	t.Helper()
	l.inRecords(t, func(a *app.App) error {
		found, err := recordsOfAlerts(t.Context(), a)
		if err != nil {
			return err
		}
		told := 0
		for before, now := range fresh {
			told += found.compare(t, before, now)
		}
		for _, e := range l.employers {
			for subject := range e.seen {
				if found.notices[subject] != 1 {
					t.Errorf("%s was shown a notification of %s, which is lost", e.email, subject)
				}
			}
		}
		if told == 0 {
			t.Error("nobody newly matched: the test shows nothing")
		}
		t.Logf("%d awards, %d cut off, %d told, %d read meanwhile", l.made, l.cutOff, told, len(l.employers[0].seen)+len(l.employers[1].seen))
		return nil
	})
}
