package credential_test

import (
	"context"
	"slices"
	"sync"
	"testing"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/auditentry"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/stackcompletion"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// trade is a campus with a stack that certifies a master and awards it by itself.
type trade struct {
	*campus
	master *db.MicroCredential
	whole  *db.Stack
}

func newTrade(t *testing.T, policy enum.StackPolicy) *trade {
	t.Helper()
	d := &trade{campus: newCampus(t)}
	d.master = d.MicroCredential(t, d.college, "Master", map[string]int{"run a warehouse": 3})
	d.whole = d.stackOf(t, d.college, d.master, policy, allOf(d.forklift, d.safety))
	return d
}

func part(of *db.MicroCredential) matching.Rule {
	return matching.Rule{Op: matching.OpPart, Credential: of.ID}
}

func allOf(of ...*db.MicroCredential) matching.Rule {
	return matching.Rule{Op: matching.OpAllOf, Of: parts(of)}
}

func parts(of []*db.MicroCredential) []matching.Rule {
	rules := make([]matching.Rule, len(of))
	for i, p := range of {
		rules[i] = part(p)
	}
	return rules
}

// stackOf publishes a stack; one that certifies something awards it by itself.
func (c *campus) stackOf(t *testing.T, owner *db.Organization, certifies *db.MicroCredential, policy enum.StackPolicy, rule matching.Rule) *db.Stack {
	t.Helper()
	in := catalog.StackInput{Owner: owner.ID, Version: catalog.StackVersionInput{Title: text.En("A stack"), Rule: rule}}
	if certifies != nil {
		in.Certifies = &certifies.ID
	}
	made := world.Must(c.Catalog.PublishStack(c.Ctx, in))(t)
	c.Tx(t, func(ctx context.Context, tx *db.Client) (err error) {
		made, err = tx.Stack.UpdateOneID(made.ID).SetPolicy(policy).SetAwardsItself(certifies != nil).Save(ctx)
		return err
	})
	return made
}

// give awards what an organization issues, as its issuer does.
func (c *campus) give(t *testing.T, earner string, of *db.MicroCredential) *db.Award {
	t.Helper()
	return world.Must(c.Credentials.IssueAward(c.issuer, credential.IssueAwardInput{Earner: earner, MicroCredential: of.ID}))(t)
}

// open is an earner whom the college may award.
func (c *campus) open(t *testing.T) string {
	t.Helper()
	college := c.college.ID
	return c.Earner(t, opens(consent.Grant{Organization: college}, consent.Awards))
}

func (c *campus) completion(t *testing.T, earner string, of *db.Stack) *db.StackCompletion {
	t.Helper()
	row, err := c.DB().StackCompletion.Query().Where(stackcompletion.EarnerID(earner), stackcompletion.StackID(of.ID)).Only(c.Ctx)
	if err != nil && !db.IsNotFound(err) {
		t.Fatal(err)
	}
	return row
}

// own is the status of the award that a completed stack gave; "" where it gave none.
func (c *campus) own(t *testing.T, done *db.StackCompletion) enum.AwardStatus {
	t.Helper()
	if done.AwardID == nil {
		return ""
	}
	return c.DB().Award.GetX(c.Ctx, *done.AwardID).Status
}

func (c *campus) completed(t *testing.T, earner string) []string {
	t.Helper()
	return world.Must(c.Credentials.CompletedStacks(c.Self(t, earner), []string{earner}))(t)[earner]
}

func TestTheLastPartCompletesTheStackAndAwardsWhatItCertifies(t *testing.T) {
	t.Parallel()
	d := newTrade(t, enum.PolicyWithdraw)
	earner := d.open(t)
	d.give(t, earner, d.forklift)
	if done := d.completion(t, earner, d.whole); done != nil {
		t.Fatalf("completed with one part: %v", done)
	}
	last := d.give(t, earner, d.safety)
	done := d.completion(t, earner, d.whole)
	if done == nil || done.State != enum.CompletionStands || done.StackVersionID != *d.whole.CurrentVersionID || !done.CompletedAt.Equal(last.EarnedAt) {
		t.Fatalf("got %v", done)
	}
	own := d.DB().Award.GetX(d.Ctx, *done.AwardID)
	if own.MicroCredentialID != d.master.ID || own.IssuerID != d.college.ID || own.Source != enum.SourceIssued || own.URI == nil {
		t.Errorf("its own award is %v", own)
	}
	trail := d.DB().AuditEntry.Query().Where(auditentry.Subject(earner), auditentry.Action("stack.complete")).CountX(d.Ctx)
	// The campus has a stack of the same parts.
	if trail != 2 {
		t.Errorf("%d entries in the trail, want 2", trail)
	}
	d.give(t, d.open(t), d.forklift) // another earner's changes nothing
	if n := d.DB().StackCompletion.Query().CountX(d.Ctx); n != 2 {
		t.Errorf("%d completions, want 2", n)
	}
}

func TestWhatARevokedPartDoesIsTheStacksPolicy(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		policy enum.StackPolicy
		state  enum.CompletionState
		own    enum.AwardStatus
		keeps  bool
	}{
		{enum.PolicyWithdraw, enum.CompletionWithdrawn, enum.AwardRevoked, false},
		{enum.PolicySuspend, enum.CompletionSuspended, enum.AwardSuspended, false},
		{enum.PolicyKeep, enum.CompletionStands, enum.AwardActive, true},
	} {
		t.Run(string(test.policy), func(t *testing.T) {
			t.Parallel()
			d := newTrade(t, test.policy)
			earner := d.open(t)
			d.give(t, earner, d.forklift)
			safety := d.give(t, earner, d.safety)
			first := *d.completion(t, earner, d.whole).AwardID
			d.revoke(t, safety.ID)
			done := d.completion(t, earner, d.whole)
			if own := d.own(t, done); done.State != test.state || own != test.own {
				t.Errorf("after the revocation: %s with an award %s, want %s with %s", done.State, own, test.state, test.own)
			}
			if got := slices.Contains(d.completed(t, earner), d.whole.ID); got != test.keeps {
				t.Errorf("counts as completed: %v, want %v", got, test.keeps)
			}
			if row := d.DB().Award.GetX(d.Ctx, first); test.own == enum.AwardRevoked && (row.Revocation == nil || *row.Revocation != enum.RevokedWithStack || row.RevokedReason == "") {
				t.Errorf("its own award is revoked without saying why: %v", row)
			}
			// With the part earned again it is complete again: withdrawn is for good, so
			// that it is a new award then.
			d.give(t, earner, d.safety)
			done = d.completion(t, earner, d.whole)
			if own := d.own(t, done); done.State != enum.CompletionStands || own != enum.AwardActive {
				t.Errorf("with the part again: %s with an award %s", done.State, own)
			}
			if renewed := *done.AwardID != first; renewed != (test.policy == enum.PolicyWithdraw) {
				t.Errorf("a new award: %v", renewed)
			}
		})
	}
}

func (c *campus) revoke(t *testing.T, id string) {
	t.Helper()
	world.Must(c.Credentials.Revoke(c.issuer, credential.RevokeAwardInput{ID: id, Reason: "a mistake"}))(t)
}

func TestASuspendedPartSuspendsAndReinstated(t *testing.T) {
	t.Parallel()
	for _, policy := range enum.PolicyKeep.Values() {
		t.Run(policy, func(t *testing.T) {
			t.Parallel()
			d := newTrade(t, enum.StackPolicy(policy))
			earner := d.open(t)
			d.give(t, earner, d.forklift)
			safety := d.give(t, earner, d.safety)
			world.Must(d.Credentials.Suspend(d.issuer, credential.SuspendAwardInput{ID: safety.ID, Reason: "under review"}))(t)
			want, own := enum.CompletionSuspended, enum.AwardSuspended
			if policy == string(enum.PolicyKeep) {
				want, own = enum.CompletionStands, enum.AwardActive
			}
			done := d.completion(t, earner, d.whole)
			if done.State != want || d.own(t, done) != own {
				t.Errorf("suspended: %s with an award %s", done.State, d.own(t, done))
			}
			world.Must(d.Credentials.Reinstate(d.issuer, credential.ReinstateAwardInput{ID: safety.ID, Reason: "reviewed"}))(t)
			again := d.completion(t, earner, d.whole)
			if again.State != enum.CompletionStands || d.own(t, again) != enum.AwardActive || *again.AwardID != *done.AwardID {
				t.Errorf("reinstated: %s with an award %s", again.State, d.own(t, again))
			}
		})
	}
}

func TestAChainOfStacksIsFollowedToItsEnd(t *testing.T) {
	t.Parallel()
	d := newTrade(t, enum.PolicyWithdraw)
	above := d.MicroCredential(t, d.center, "Grand master", map[string]int{"run two warehouses": 3})
	top := d.stackOf(t, d.center, above, enum.PolicyWithdraw, matching.Rule{Op: matching.OpAllOf, Of: []matching.Rule{
		part(d.master), {Op: matching.OpAnyOf, Of: parts([]*db.MicroCredential{d.forklift, d.safety})},
	}})
	earner := d.open(t)
	safety := d.give(t, earner, d.safety)
	d.give(t, earner, d.forklift)
	done := d.completion(t, earner, top)
	if done == nil || done.State != enum.CompletionStands || d.own(t, done) != enum.AwardActive {
		t.Fatalf("the stack above: %v", done)
	}
	d.revoke(t, safety.ID)
	done = d.completion(t, earner, top)
	if done.State != enum.CompletionWithdrawn || d.own(t, done) != enum.AwardRevoked {
		t.Errorf("the stack above, its part's part revoked: %s with an award %s", done.State, d.own(t, done))
	}
	if got := d.completed(t, earner); got != nil {
		t.Errorf("completed: %v, want none", got)
	}
}

func TestStacksThatAwardEachOthersPartsComeToAnEnd(t *testing.T) {
	t.Parallel()
	c := newCampus(t)
	one, two := c.MicroCredential(t, c.college, "One", nil), c.MicroCredential(t, c.college, "Two", nil)
	c.stackOf(t, c.college, one, enum.PolicyWithdraw, matching.Rule{Op: matching.OpAnyOf, Of: parts([]*db.MicroCredential{two, c.safety})})
	c.stackOf(t, c.college, two, enum.PolicyWithdraw, matching.Rule{Op: matching.OpAnyOf, Of: parts([]*db.MicroCredential{one})})
	earner := c.open(t)
	safety := c.give(t, earner, c.safety)
	if n := c.DB().Award.Query().Where(award.EarnerID(earner)).CountX(c.Ctx); n != 3 {
		t.Errorf("%d awards, want 3", n)
	}
	c.revoke(t, safety.ID)
}

func TestAStricterRuleTakesNoStackAway(t *testing.T) {
	t.Parallel()
	d := newTrade(t, enum.PolicyWithdraw)
	extra := d.MicroCredential(t, d.college, "Extra", map[string]int{"count stock": 2})
	earner, late := d.open(t), d.open(t)
	d.give(t, earner, d.forklift)
	safety := d.give(t, earner, d.safety)
	d.give(t, late, d.forklift)
	stricter := catalog.StackVersionInput{Title: text.En("Stricter"), Rule: allOf(d.forklift, d.safety, extra)}
	world.Must(d.Catalog.PublishStackVersion(d.Ctx, d.whole.ID, stricter))(t)
	d.give(t, late, d.safety)
	if done := d.completion(t, late, d.whole); done != nil {
		t.Errorf("who came late completed it: %v", done)
	}
	documents := world.Must(d.Credentials.Load(d.Ctx, []string{earner}))(t)
	if len(documents) != 1 || !slices.Contains(documents[0].Stacks, d.whole.ID) || !slices.Contains(documents[0].Held, d.whole.ID) {
		t.Errorf("in the index: %+v", documents)
	}
	// That it counts by its own award as well is not what is tested.
	d.revoke(t, *d.completion(t, earner, d.whole).AwardID)
	if got := d.completed(t, earner); !slices.Contains(got, d.whole.ID) {
		t.Errorf("completed: %v, want %s among them", got, d.whole.ID)
	}
	d.revoke(t, safety.ID)
	if got := d.completed(t, earner); slices.Contains(got, d.whole.ID) {
		t.Error("the former rule holds no more, but it is completed")
	}
}

func TestTwoPartsAwardedAtOnceCompleteOnce(t *testing.T) {
	t.Parallel()
	d := newTrade(t, enum.PolicyWithdraw)
	for range 5 {
		earner := d.open(t)
		var at sync.WaitGroup
		errs := make([]error, 2)
		for i, of := range []*db.MicroCredential{d.forklift, d.safety} {
			at.Go(func() {
				_, errs[i] = d.Credentials.IssueAward(d.issuer, credential.IssueAwardInput{Earner: earner, MicroCredential: of.ID})
			})
		}
		at.Wait()
		if errs[0] != nil || errs[1] != nil {
			t.Fatal(errs)
		}
		done := d.completion(t, earner, d.whole)
		n := d.DB().Award.Query().Where(award.EarnerID(earner), award.MicroCredentialID(d.master.ID)).CountX(d.Ctx)
		if done == nil || n != 1 {
			t.Fatalf("completion %v with %d awards, want one with one", done, n)
		}
	}
}

func TestABatchOfAwardsIsFollowedInAConstantNumberOfStatements(t *testing.T) {
	t.Parallel()
	c := newCampus(t)
	record := func(earners int) int64 {
		var rows []credential.NewAward
		for range earners {
			earner := c.Earner(t)
			for _, of := range []*db.MicroCredential{c.forklift, c.safety} {
				rows = append(rows, credential.NewAward{
					Earner: earner, Version: *of.CurrentVersionID, Issuer: c.college.ID, Source: enum.SourceIssued,
					Verified: enum.Verified, EarnedAt: c.Clock.Now().AddDate(0, -1, 0),
				})
			}
		}
		ctx, counter := store.Count(c.Ctx)
		world.Must(c.Credentials.Record(ctx, rows))(t)
		return counter.Statements()
	}
	one, fifty := record(1), record(50)
	if n := c.DB().StackCompletion.Query().CountX(c.Ctx); n != 51 {
		t.Errorf("%d completions, want 51", n)
	}
	// The inserts go by so many parameters.
	if fifty > one+8 {
		t.Errorf("%d statements for one earner, %d for fifty", one, fifty)
	}
}

func TestCompletionIsOfTheEarnerAlone(t *testing.T) {
	t.Parallel()
	d := newTrade(t, enum.PolicyWithdraw)
	earner := d.open(t)
	before := d.DB().Change.Query().CountX(d.Ctx)
	d.give(t, earner, d.forklift)
	d.give(t, earner, d.safety)
	changes := d.DB().Change.Query().Offset(before).Limit(100).AllX(d.Ctx)
	for _, c := range changes {
		if c.Kind != enum.SubjectAward && (c.Kind != enum.SubjectEarner || c.Subject != earner) {
			t.Errorf("the feed tells of %s %s", c.Kind, c.Subject)
		}
	}
}
