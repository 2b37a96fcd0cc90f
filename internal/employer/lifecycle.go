package employer

import (
	"slices"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/posting"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
)

// move is a step in the life of a posting.
type move struct {
	// from are the states in which it may be taken.
	from []enum.PostingStatus
	to   enum.PostingStatus
	// action is what the audit calls it.
	action audit.Action
	// already and refusal say why it is refused: it was taken before, or the posting
	// is in a state from which it cannot be.
	already, refusal said
}

// said is a sentence in both languages.
type said struct{ english, spanish string }

// The moves. What is closed stays closed; what ended otherwise may open again.
var (
	moveOpen = move{
		from: []enum.PostingStatus{enum.PostingDraft, enum.PostingFilled, enum.PostingExpired}, to: enum.PostingOpen, action: "posting.open",
		already: said{"this posting is open already", "esta oferta ya está abierta"},
		refusal: said{"only a draft, or a posting that was filled or has expired, can be opened; resume a paused one, and create a closed one anew", "solo se puede abrir un borrador, o una oferta cubierta o vencida; reanude la que está en pausa y cree de nuevo la cerrada"},
	}
	movePause = move{
		from: []enum.PostingStatus{enum.PostingOpen}, to: enum.PostingPaused, action: "posting.pause",
		already: said{"this posting is paused already", "esta oferta ya está en pausa"},
		refusal: said{"only an open posting can be paused", "solo se puede poner en pausa una oferta abierta"},
	}
	moveResume = move{
		from: []enum.PostingStatus{enum.PostingPaused}, to: enum.PostingOpen, action: "posting.resume",
		already: said{"this posting is open already", "esta oferta ya está abierta"},
		refusal: said{"only a paused posting can be resumed", "solo se puede reanudar una oferta en pausa"},
	}
	moveFill = move{
		from: []enum.PostingStatus{enum.PostingOpen, enum.PostingPaused}, to: enum.PostingFilled, action: "posting.fill",
		already: said{"this posting is filled already", "esta oferta ya está cubierta"},
		refusal: said{"only an open or paused posting can be filled", "solo se puede cubrir una oferta abierta o en pausa"},
	}
	moveClose = move{
		from:    []enum.PostingStatus{enum.PostingDraft, enum.PostingOpen, enum.PostingPaused, enum.PostingFilled, enum.PostingExpired},
		to:      enum.PostingClosed,
		action:  "posting.close",
		already: said{"this posting is closed already", "esta oferta ya está cerrada"},
	}
)

// ends tells whether nobody is sought after the move.
func (m move) ends() bool {
	return slices.Contains([]enum.PostingStatus{enum.PostingFilled, enum.PostingClosed, enum.PostingExpired}, m.to)
}

// why says why the move cannot be taken from a state.
func (m move) why(from enum.PostingStatus) said {
	if from == m.to {
		return m.already
	}
	return m.refusal
}

// ending are the states that time ends.
var ending = []enum.PostingStatus{enum.PostingOpen, enum.PostingPaused}

// live are the states in which a posting seeks, or soon may.
var live = []enum.PostingStatus{enum.PostingDraft, enum.PostingOpen, enum.PostingPaused}

// StatusAt is how a posting stands at an instant: past its last day it has
// expired, whether or not somebody has written that down.
func StatusAt(row *db.Posting, at time.Time) enum.PostingStatus {
	if slices.Contains(ending, row.Status) && row.ExpiresAt != nil && !row.ExpiresAt.After(at) {
		return enum.PostingExpired
	}
	return row.Status
}

// Status is how a posting stands now.
func (s *Service) Status(row *db.Posting) enum.PostingStatus { return StatusAt(row, s.Now()) }

// EndedAt is when a posting ceased to seek; nil while it does.
func (s *Service) EndedAt(row *db.Posting) *time.Time {
	if row.ClosedAt == nil && s.Status(row) == enum.PostingExpired {
		return row.ExpiresAt
	}
	return row.ClosedAt
}

// standsAs keeps the postings that stand as one of the states at an instant.
func standsAs(at time.Time, states ...enum.PostingStatus) predicate.Posting {
	lasting := posting.Or(posting.StatusNotIn(ending...), posting.ExpiresAtIsNil(), posting.ExpiresAtGT(at))
	is := posting.And(posting.StatusIn(states...), lasting)
	if slices.Contains(states, enum.PostingExpired) {
		return posting.Or(is, expiredBy(at))
	}
	return is
}

// expiredBy keeps the postings that only time has ended.
func expiredBy(at time.Time) predicate.Posting {
	return posting.And(posting.StatusIn(ending...), posting.ExpiresAtLTE(at))
}

// openAt keeps the postings that are open at an instant.
func openAt(at time.Time) predicate.Posting { return standsAs(at, enum.PostingOpen) }

// lastDayOver is when a day is over everywhere: on the date line, twelve hours
// after it is in Greenwich. An employer anywhere may count on its own midnight.
const lastDayOver = 36 * time.Hour

// expiryOf is when a posting of that last day expires.
func expiryOf(lastDay *time.Time) *time.Time {
	if lastDay == nil {
		return nil
	}
	year, month, day := lastDay.Date()
	at := time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Add(lastDayOver)
	return &at
}

// LastDay is the last day on which a posting is open; nil where it has none.
func LastDay(row *db.Posting) *time.Time {
	if row.ExpiresAt == nil {
		return nil
	}
	day := row.ExpiresAt.Add(-lastDayOver)
	return &day
}
