package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/outbox"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/testkit"
	"github.com/stackmatch/stackmatch/search"
)

// fixture is a store with an organization, a micro-credential and an earner.
type fixture struct {
	*store.Store
	clock *testkit.Clock
	feed  *outbox.Outbox
}

func newFixture(t *testing.T) fixture {
	t.Helper()
	clock := testkit.NewClock()
	s := testkit.StoreAt(t, clock)
	f := fixture{s, clock, outbox.New(s)}
	f.write(t, func(ctx context.Context, tx *db.Client) error {
		return errors.Join(
			tx.Organization.Create().SetID("org_1").SetCreatedAt(clock.Now()).SetName("College").SetKinds(nil).Exec(ctx),
			tx.MicroCredential.Create().SetID("mcr_1").SetCreatedAt(clock.Now()).SetKind(enum.KindCertification).
				SetName("CPR").SetDeveloperID("org_1").Exec(ctx),
			tx.MicroCredentialVersion.Create().SetID("ver_1").SetCreatedAt(clock.Now()).SetMicroCredentialID("mcr_1").
				SetNumber(1).SetLanguages(nil).SetDelivery(nil).SetPublishedAt(clock.Now()).Exec(ctx),
			newEarner(ctx, tx, "ern_1"), newEarner(ctx, tx, "ern_2"),
		)
	})
	return f
}

func newEarner(ctx context.Context, tx *db.Client, id string) error {
	return tx.Earner.Create().SetID(id).SetCreatedAt(testkit.Start).SetName("x").Exec(ctx)
}

func (f fixture) write(t *testing.T, fn func(ctx context.Context, tx *db.Client) error) {
	t.Helper()
	if err := store.InTx(t.Context(), f.Client, fn); err != nil {
		t.Fatal(err)
	}
}

func (f fixture) head(t *testing.T) search.Position {
	t.Helper()
	head, err := f.feed.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return head
}

// since gives the changes after a position, as "kind id".
func (f fixture) since(t *testing.T, after search.Position) []string {
	t.Helper()
	changes, err := f.feed.Changes(t.Context(), after, 100)
	if err != nil {
		t.Fatal(err)
	}
	out := make([]string, len(changes))
	for i, c := range changes {
		out[i] = fmt.Sprint(c.Kind, " ", c.ID)
	}
	return out
}

func TestChangesAreForTheIndexThatHoldsTheRecord(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	start := search.Position{Epoch: f.head(t).Epoch}
	want := []string{"text org_1", "text mcr_1", "earner ern_1", "earner ern_2"}
	if diff := cmp.Diff(want, f.since(t, start)); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
	first, err := f.feed.Changes(t.Context(), start, 1)
	if err != nil || len(first) != 1 {
		t.Fatalf("got %v, %v; want one change", first, err)
	}
	if diff := cmp.Diff(want[1:], f.since(t, first[0].Position)); diff != "" {
		t.Errorf("changes after the first (-want +got):\n%s", diff)
	}
	if got := f.since(t, f.head(t)); len(got) != 0 {
		t.Errorf("after the head: %v", got)
	}
}

func TestAPrunedFeedTellsReadersThatMissedSomething(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	start, read := search.Position{Epoch: f.head(t).Epoch}, f.head(t)
	f.clock.Advance(time.Hour)
	if n, err := f.feed.Prune(t.Context(), f.clock.Now()); err != nil || n != 4 {
		t.Fatalf("pruned %d, %v; want 4", n, err)
	}
	if got := f.head(t); got != read {
		t.Errorf("an empty feed's head: got %v, want %v", got, read)
	}
	if _, err := f.feed.Changes(t.Context(), start, 10); !errors.Is(err, search.ErrTooOld) {
		t.Errorf("a reader that missed something: got %v, want ErrTooOld", err)
	}
	f.write(t, func(ctx context.Context, tx *db.Client) error { return newEarner(ctx, tx, "ern_3") })
	if diff := cmp.Diff([]string{"earner ern_3"}, f.since(t, read)); diff != "" {
		t.Errorf("a reader that missed nothing (-want +got):\n%s", diff)
	}
	if n, err := f.feed.Prune(t.Context(), f.clock.Now()); err != nil || n != 0 {
		t.Errorf("pruned %d, %v; want nothing that is not old", n, err)
	}
}

func TestARenewedFeedIsAnother(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	before := f.head(t)
	if err := f.feed.Renew(t.Context()); err != nil {
		t.Fatal(err)
	}
	if f.head(t).Epoch == before.Epoch {
		t.Error("the epoch stayed")
	}
	if _, err := f.feed.Changes(t.Context(), before, 10); !errors.Is(err, search.ErrTooOld) {
		t.Errorf("a position of the old feed: got %v, want ErrTooOld", err)
	}
}

func TestTimeAloneIsToldOnce(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	hour := f.clock.Now().Add(time.Hour)
	f.write(t, func(ctx context.Context, tx *db.Client) error {
		award := func(id string) *db.AwardCreate {
			return tx.Award.Create().SetID(id).SetCreatedAt(f.clock.Now()).SetVersionID("ver_1").SetMicroCredentialID("mcr_1").
				SetIssuerID("org_1").SetSource(enum.SourceIssued).SetVerification(enum.Verified).SetEarnedAt(f.clock.Now())
		}
		return errors.Join(
			award("awd_1").SetEarnerID("ern_1").SetExpiresAt(hour).Exec(ctx),
			award("awd_2").SetEarnerID("ern_1").SetExpiresAt(hour.Add(time.Hour)).Exec(ctx),
			award("awd_3").SetExpiresAt(hour).Exec(ctx), // nobody's
			tx.Grant.Create().SetID("grt_1").SetCreatedAt(f.clock.Now()).SetEarnerID("ern_2").SetOrganizationID("org_1").
				SetPurpose(consent.Matching).SetUntil(hour).Exec(ctx),
			tx.Recognition.Create().SetID("rec_1").SetCreatedAt(f.clock.Now()).SetOrganizationID("org_1").SetMicroCredentialID("mcr_1").
				SetKind(enum.RecognizedHire).SetStatus(enum.RecognitionInForce).SetValidFrom(hour).Exec(ctx),
		)
	})
	for _, step := range []struct {
		name    string
		advance time.Duration
		want    []string
	}{
		{"before", 59 * time.Minute, nil},
		{"at the very instant it is not yet certain", time.Minute, nil},
		{"after", time.Second, []string{"earner ern_1", "earner ern_2", "award awd_1", "award awd_3", "recognition rec_1"}},
		{"again", time.Second, nil},
		{"after a long sleep", 24 * time.Hour, []string{"earner ern_1", "award awd_2"}},
	} {
		f.clock.Advance(step.advance)
		head := f.head(t)
		told, err := f.feed.ScanDue(t.Context(), f.clock.Now())
		if err != nil || told != len(step.want) {
			t.Errorf("%s: told %d, %v; want %d", step.name, told, err, len(step.want))
		}
		if diff := cmp.Diff(step.want, f.since(t, head), cmp.Transformer("nil", notNil)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", step.name, diff)
		}
	}
}

func notNil(s []string) map[int]string {
	out := map[int]string{}
	for i, v := range s {
		out[i] = v
	}
	return out
}

func TestGuardiansAreNeededUntilTheDayIsOver(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.write(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Earner.UpdateOneID("ern_2").SetGuardianUntil(f.clock.Now().Add(time.Hour)).Exec(ctx)
	})
	f.clock.Advance(2 * time.Hour)
	head := f.head(t)
	if _, err := f.feed.ScanDue(t.Context(), f.clock.Now()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"earner ern_2"}, f.since(t, head)); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
}

func TestNothingDueWritesNothing(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	before := f.Client.FeedState.GetX(t.Context(), 1).DueAt
	f.clock.Advance(time.Hour)
	if told, err := f.feed.ScanDue(t.Context(), f.clock.Now()); err != nil || told != 0 {
		t.Errorf("told %d, %v", told, err)
	}
	if got := f.Client.FeedState.GetX(t.Context(), 1).DueAt; got != before {
		t.Errorf("wrote %v over %v", got, before)
	}
}

func TestRunTellsWhatIsDueUntilItIsStopped(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.write(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Earner.UpdateOneID("ern_1").SetGuardianUntil(f.clock.Now().Add(time.Minute)).Exec(ctx)
	})
	f.clock.Advance(time.Hour)
	changed, stop := f.feed.Notify()
	defer stop()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	done := make(chan error)
	upkeep := outbox.Upkeep{ScanEvery: time.Millisecond, PruneEvery: time.Millisecond}
	go func() { done <- f.feed.Run(ctx, upkeep, slog.New(slog.DiscardHandler)) }()
	select {
	case <-changed:
	case <-ctx.Done():
		t.Error("nothing was told")
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}
