package main

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/app"
	"github.com/stackmatch/stackmatch/internal/auth"
)

// killRounds is how often the server is killed: STACKMATCH_KILL_ROUNDS, or 50.
func killRounds(t *testing.T) int {
	t.Helper()
	if testing.Short() {
		return 3
	}
	text := os.Getenv("STACKMATCH_KILL_ROUNDS")
	if text == "" {
		return 50
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestNothingAcknowledgedIsLostWhenTheServerIsKilled kills the real process at
// random moments, mostly in the middle of writes, now and then while it starts.
// After each kill it must start again on what is there, with all that it had
// acknowledged, and its index must answer as one that is built from the records.
func TestNothingAcknowledgedIsLostWhenTheServerIsKilled(t *testing.T) {
	t.Parallel()
	k := newKilling(t)
	for round := range killRounds(t) {
		k.round = round
		if k.rng.IntN(6) == 0 {
			k.killWhileStarting(t)
		}
		k.runAndKill(t)
	}
	k.lookAtEverything(t)
	t.Logf("%d writes acknowledged, %d cut off", k.acknowledged(), k.cutOff())
}

// killing is the test's own memory of what the server must know.
type killing struct {
	dir     string
	rng     *rand.Rand
	round   int
	writers []writer
	// employers ask for candidates: postings by employer's token.
	employers map[string][]string
}

// writer changes records of its own, one at a time.
type writer interface {
	// write does one thing. It is errCutOff when it may or may not be done.
	write(ctx context.Context, c client) error
	// look compares what the server has with what must be there.
	look(t *testing.T, c client, all bool)
	tally() *tally
}

// tally is how many writes were acknowledged, and how many were not.
type tally struct{ acknowledged, cutOff int }

func newKilling(t *testing.T) *killing {
	t.Helper()
	k := &killing{dir: filepath.Join(t.TempDir(), "data"), employers: map[string][]string{}}
	chance := rand.Uint64()
	t.Logf("seed %d", chance)
	k.rng = rand.New(rand.NewPCG(chance, 0))
	where := app.Where{Data: k.dir, Demo: true}
	err := with(t.Context(), app.Config{Where: where, Careless: true}, func(a *app.App) error {
		if err := writeDemo(t.Context(), a); err != nil {
			return err
		}
		return k.cast(t, a)
	})
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// cast signs the writers in.
func (k *killing) cast(t *testing.T, a *app.App) error {
	t.Helper()
	token := func(role auth.Role, as string) string {
		minted, err := a.Token(t.Context(), app.TokenFor{Role: role, As: as})
		if err != nil {
			t.Fatal(err)
		}
		return minted
	}
	for _, email := range []string{"employer@example.org", "employer2@example.org"} {
		signed := token(auth.Employer, email)
		postings, skill := askedBy(t, a, email)
		k.employers[signed] = postings
		k.writers = append(k.writers, &postingWriter{rng: k.fork(), token: signed, skill: skill, name: email, before: postings})
	}
	for _, email := range []string{"earner@example.org", "earner2@example.org"} {
		k.writers = append(k.writers, &earnerWriter{rng: k.fork(), token: token(auth.Earner, email)})
	}
	k.writers = append(k.writers, newBadgeWriter(t, token(auth.Earner, "earner@example.org"), 7))
	k.writers = append(k.writers, newAssessmentWriter(t, a, "clearpath-assessor@example.org",
		"earner2@example.org", "earner3@example.org", "earner4@example.org", "earner5@example.org"))
	k.writers = append(k.writers, &awardWriter{token: token(auth.Issuer, ""), left: revocable(t, a, k.rng)})
	return nil
}

func (k *killing) fork() *rand.Rand { return rand.New(rand.NewPCG(k.rng.Uint64(), 1)) }

// killWhileStarting ends a server before it is ready, sometimes while it builds
// its indexes.
func (k *killing) killWhileStarting(t *testing.T) {
	t.Helper()
	if k.rng.IntN(2) == 0 {
		if err := os.RemoveAll(filepath.Join(k.dir, "index")); err != nil {
			t.Fatal(err)
		}
	}
	p := k.start(t)
	wait(time.Duration(k.rng.IntN(400)) * time.Millisecond)
	p.kill()
}

func (k *killing) runAndKill(t *testing.T) {
	t.Helper()
	// Before the start: what is there now is what the server must find.
	copied := k.copyRecords(t)
	p := k.start(t)
	if err := p.waitReady(); err != nil {
		t.Fatalf("round %d: %v", k.round, err)
	}
	defer p.kill()
	for _, w := range k.writers {
		w.look(t, client{url: p.url}, false)
	}
	if diff := cmp.Diff(k.answersOfACopy(t, copied), k.answers(t, client{url: p.url})); diff != "" {
		t.Fatalf("round %d: the index and the records disagree (-rebuilt +server):\n%s", k.round, diff)
	}
	k.writeAndKill(t, p)
}

func (k *killing) start(t *testing.T) *process {
	t.Helper()
	p, err := startServer("--demo", "--data", k.dir)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// writeAndKill has everybody write at once until the server is gone.
func (k *killing) writeAndKill(t *testing.T, p *process) {
	t.Helper()
	var all sync.WaitGroup
	for _, w := range k.writers {
		all.Go(func() {
			for {
				switch err := w.write(context.Background(), client{url: p.url}); {
				case errors.Is(err, errDone):
					return
				case errors.Is(err, errCutOff):
					w.tally().cutOff++
					return
				case err != nil:
					t.Errorf("round %d: %v", k.round, err)
					return
				}
				w.tally().acknowledged++
			}
		})
	}
	wait(time.Duration(20+k.rng.IntN(230)) * time.Millisecond)
	p.kill()
	all.Wait()
}

// errDone is a writer's that has nothing more to write in this round.
var errDone = errors.New("nothing more to write")

func wait(d time.Duration) {
	timer := time.NewTimer(d)
	<-timer.C
}

// copyRecords copies the database, as the kill left it, and the secrets; not the
// indexes.
func (k *killing) copyRecords(t *testing.T) string {
	t.Helper()
	to := t.TempDir()
	for _, name := range []string{"stackmatch.db", "stackmatch.db-wal", "master.secret", "token.secret", "demo"} {
		content, err := os.ReadFile(filepath.Join(k.dir, name))
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(to, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return to
}

// answersOfACopy asks a server of this process, whose indexes are built from the
// copied records.
func (k *killing) answersOfACopy(t *testing.T, dir string) (found map[string]any) {
	t.Helper()
	config := app.Config{Where: app.Where{Data: dir, Demo: true}, Index: app.OwnIndex, Careless: true}
	err := with(t.Context(), config, func(a *app.App) error {
		if _, err := a.CatchUp(t.Context()); err != nil {
			return err
		}
		built, err := a.Server(t.Context())
		if err != nil {
			return err
		}
		found = k.answers(t, client{handler: built.Handler()})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

const ranked = `query ($posting: ID!) {
  posting(id: $posting) {
    title
    candidates(first: 100) {
      totalCount
      tierCounts { qualified near partial }
      nodes { id alias name place { id } remote match { score tier rank } awards { id } completedStacks { id } }
      facets { microCredentials { microCredential { id } count } stacks { stack { id } count } places { place { id } count } }
      relaxations { requirement { id } change additionalQualified }
      oneStepAway(first: 20) { microCredential { id } additionalQualified }
    }
  }
  postings(search: "forklift", first: 20) { nodes { id title } }
}`

// answers are what each employer sees of the candidates of its postings.
func (k *killing) answers(t *testing.T, c client) map[string]any {
	t.Helper()
	all := map[string]any{}
	for token, postings := range k.employers {
		c.token = token
		for _, posting := range postings {
			var data any
			if err := c.ask(t.Context(), ranked, map[string]any{"posting": posting}, &data); err != nil {
				t.Fatalf("round %d: %v", k.round, err)
			}
			all[posting] = data
		}
	}
	return all
}

// lookAtEverything compares all that was ever acknowledged.
func (k *killing) lookAtEverything(t *testing.T) {
	t.Helper()
	p := k.start(t)
	if err := p.waitReady(); err != nil {
		t.Fatal(err)
	}
	for _, w := range k.writers {
		w.look(t, client{url: p.url}, true)
	}
	if err := p.stop(); err != nil {
		t.Error(err)
	}
}

func (k *killing) acknowledged() (n int) {
	for _, w := range k.writers {
		n += w.tally().acknowledged
	}
	return n
}

func (k *killing) cutOff() (n int) {
	for _, w := range k.writers {
		n += w.tally().cutOff
	}
	return n
}
