package credential

import (
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/dossier"
	"github.com/stackmatch/stackmatch/internal/matching"
)

// holdings are what an earner holds of the parts of stacks.
type holdings struct {
	// counting holds what counts today, in the order earned, with the days.
	counting []string
	earned   []time.Time
	// valid holds also what has expired: that a part expires takes nothing back.
	valid []string
	// doubtful holds also what may count again: what is suspended, and what is not
	// verified at the moment.
	doubtful []string
}

func (h holdings) with(row *db.Award, now time.Time) holdings {
	if row.Source == enum.SourceClaimed || row.Status == enum.AwardRevoked {
		return h
	}
	h.doubtful = append(h.doubtful, row.MicroCredentialID)
	if row.Status != enum.AwardActive || row.Verification != enum.Verified {
		return h
	}
	h.valid = append(h.valid, row.MicroCredentialID)
	if dossier.State(row, now) == matching.Counting {
		h.counting, h.earned = append(h.counting, row.MicroCredentialID), append(h.earned, row.EarnedAt)
	}
	return h
}

// turn is what becomes of an earner's completion of a stack.
type turn struct {
	earner string
	stack  *db.Stack
	// row is the completion; nil where it is the first.
	row   *db.StackCompletion
	state enum.CompletionState
	// version and at are under which rule it is completed, and since when.
	version string
	at      time.Time
	// anew says that it is completed now, and not only stands again.
	anew bool
}

// decide says what becomes of a completion; false where it stays as it is.
//
// A first completion asks for what counts today, under the current rule. From then
// on the completion's own version decides, and expiry takes nothing back: a stack
// that was completed stays so, until a part is revoked or suspended. Then the
// current rule may be met by other parts; else the stack's policy says what follows.
func (f *following) decide(earner string, of *db.Stack) (turn, bool) {
	if of == nil {
		return turn{}, false
	}
	t := turn{earner: earner, stack: of, row: f.done[earner][of.ID]}
	h := f.parts[earner]
	current := f.catalog.RuleVersion(of.ID)
	meets := of.Status == enum.Published && f.catalog.Completes(of.ID, current, h.counting)
	switch {
	case t.row == nil || t.row.State == enum.CompletionWithdrawn:
		if !meets {
			return turn{}, false
		}
		return f.completed(t, current), true
	case f.catalog.Completes(of.ID, t.row.StackVersionID, h.valid):
		t.state, t.version, t.at = enum.CompletionStands, t.row.StackVersionID, t.row.CompletedAt
	case meets:
		completed := f.completed(t, current)
		completed.anew = false
		return completed, true
	default:
		t.state, t.version, t.at = f.broken(t), t.row.StackVersionID, t.row.CompletedAt
	}
	return t, t.state != t.row.State || t.awardMissing()
}

// completed is a completion under a version since the day on which the last part that
// it needs was earned.
func (f *following) completed(t turn, version string) turn {
	h := f.parts[t.earner]
	t.state, t.version, t.anew, t.at = enum.CompletionStands, version, true, f.now
	for n := range h.counting {
		if f.catalog.Completes(t.stack.ID, version, h.counting[:n+1]) {
			t.at = h.earned[n]
			break
		}
	}
	return t
}

// broken is what becomes of a completion whose rule does not hold: what is only
// suspended may come back, so that it suspends where a revocation would withdraw.
func (f *following) broken(t turn) enum.CompletionState {
	switch {
	case t.stack.Policy == enum.PolicyKeep:
		return enum.CompletionStands
	case t.stack.Policy == enum.PolicyWithdraw && !f.catalog.Completes(t.stack.ID, t.row.StackVersionID, f.parts[t.earner].doubtful):
		return enum.CompletionWithdrawn
	}
	return enum.CompletionSuspended
}

// awardMissing tells of a completion that stands, and has not been given what the
// stack awards by itself.
func (t turn) awardMissing() bool {
	return t.state == enum.CompletionStands && t.stack.AwardsItself && t.stack.CertifiesID != nil &&
		(t.anew || t.row == nil || t.row.AwardID == nil)
}
