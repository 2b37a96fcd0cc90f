package credential_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/stackcompletion"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// ledger is what should have become of completions, reckoned from scratch after each
// change by the words of docs/matching.md, on sets of micro-credentials alone.
type ledger struct {
	stacks []ledgerStack
	states map[string]enum.CompletionState
}

type ledgerStack struct {
	row  *db.Stack
	rule matching.Rule
}

func (l *ledger) holds(r matching.Rule, has map[string]bool) bool {
	if r.Op == matching.OpPart {
		return has[r.Credential]
	}
	n := 0
	for _, of := range r.Of {
		if l.holds(of, has) {
			n++
		}
	}
	return n >= map[matching.Op]int{matching.OpAllOf: len(r.Of), matching.OpAnyOf: 1, matching.OpKOf: r.K}[r.Op]
}

// follow is one change: what is active, and what is active or suspended. None of the
// stacks award anything, so that one look at each is enough.
func (l *ledger) follow(active, doubtful map[string]bool) {
	for _, s := range l.stacks {
		state, done := l.states[s.row.ID]
		switch {
		case l.holds(s.rule, active):
			state, done = enum.CompletionStands, true
		case !done || state == enum.CompletionWithdrawn || s.row.Policy == enum.PolicyKeep:
		case s.row.Policy == enum.PolicyWithdraw && !l.holds(s.rule, doubtful):
			state = enum.CompletionWithdrawn
		default:
			state = enum.CompletionSuspended
		}
		if done {
			l.states[s.row.ID] = state
		}
	}
}

func TestAfterAnyChangesCompletionsAreThoseReckonedFromScratch(t *testing.T) {
	t.Parallel()
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			c := newCampus(t)
			rng := rand.New(rand.NewPCG(seed, 7))
			parts := []*db.MicroCredential{c.forklift, c.safety}
			for i := range 4 {
				parts = append(parts, c.MicroCredential(t, c.college, fmt.Sprintf("Part %d", i), nil))
			}
			l := &ledger{states: map[string]enum.CompletionState{}}
			l.stacks = append(l.stacks, ledgerStack{c.stack, allOf(c.forklift, c.safety)})
			for _, policy := range slices.Concat(enum.PolicyKeep.Values(), enum.PolicyKeep.Values()) {
				rule := randomRule(rng, parts, 1)
				l.stacks = append(l.stacks, ledgerStack{c.stackOf(t, c.college, nil, enum.StackPolicy(policy), rule), rule})
			}
			earner := c.open(t)
			for step := range 40 {
				c.anyChange(t, rng, earner, parts)
				active, doubtful := map[string]bool{}, map[string]bool{}
				for _, row := range c.DB().Award.Query().Where(award.EarnerID(earner)).AllX(c.Ctx) {
					active[row.MicroCredentialID] = active[row.MicroCredentialID] || row.Status == enum.AwardActive
					doubtful[row.MicroCredentialID] = doubtful[row.MicroCredentialID] || row.Status != enum.AwardRevoked
				}
				l.follow(active, doubtful)
				got := map[string]enum.CompletionState{}
				for _, row := range c.DB().StackCompletion.Query().Where(stackcompletion.EarnerID(earner)).AllX(c.Ctx) {
					got[row.StackID] = row.State
				}
				if diff := cmp.Diff(l.states, got); diff != "" {
					t.Fatalf("after %d changes (-want +got):\n%s", step+1, diff)
				}
			}
			before := c.DB().StackCompletion.Query().Order(stackcompletion.ByID()).AllX(c.Ctx)
			for _, s := range l.stacks {
				if err := c.Credentials.SettleStack(c.Ctx, s.row.ID); err != nil {
					t.Fatal(err)
				}
			}
			for i, row := range c.DB().StackCompletion.Query().Order(stackcompletion.ByID()).AllX(c.Ctx) {
				if row.State != before[i].State || !row.ChangedAt.Equal(before[i].ChangedAt) {
					t.Errorf("settling changed %v to %v", before[i], row)
				}
			}
		})
	}
}

func randomRule(rng *rand.Rand, parts []*db.MicroCredential, depth int) matching.Rule {
	if depth > 1 && (depth > 3 || rng.IntN(3) > 0) {
		return part(parts[rng.IntN(len(parts))])
	}
	r := matching.Rule{Op: []matching.Op{matching.OpAllOf, matching.OpAnyOf, matching.OpKOf}[rng.IntN(3)]}
	for range 2 + rng.IntN(2) {
		r.Of = append(r.Of, randomRule(rng, parts, depth+1))
	}
	if r.Op == matching.OpKOf {
		r.K = 1 + rng.IntN(len(r.Of))
	}
	return r
}

// anyChange awards, revokes, suspends or reinstates something of an earner's.
func (c *campus) anyChange(t *testing.T, rng *rand.Rand, earner string, parts []*db.MicroCredential) {
	t.Helper()
	rows := c.DB().Award.Query().Where(award.EarnerID(earner), award.StatusNEQ(enum.AwardRevoked)).Order(award.ByID()).AllX(c.Ctx)
	if len(rows) == 0 || rng.IntN(5) < 2 {
		of := parts[rng.IntN(len(parts))]
		if !slices.ContainsFunc(rows, func(row *db.Award) bool { return row.MicroCredentialID == of.ID }) {
			c.give(t, earner, of)
			return
		}
	}
	if len(rows) == 0 {
		return
	}
	row := rows[rng.IntN(len(rows))]
	switch {
	case row.Status == enum.AwardSuspended && rng.IntN(2) == 0:
		world.Must(c.Credentials.Reinstate(c.issuer, credential.ReinstateAwardInput{ID: row.ID, Reason: "it holds"}))(t)
	case row.Status == enum.AwardActive && rng.IntN(2) == 0:
		world.Must(c.Credentials.Suspend(c.issuer, credential.SuspendAwardInput{ID: row.ID, Reason: "it is looked at"}))(t)
	default:
		c.revoke(t, row.ID)
	}
}
