package employer

import (
	"time"

	"github.com/stackmatch/stackmatch/ent/db/earner"
	"github.com/stackmatch/stackmatch/ent/db/grant"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/internal/consent"
)

// liveGrant is consent.Grant.Live, as a query asks it.
func liveGrant(now time.Time) predicate.Grant {
	return grant.And(
		grant.Or(grant.UntilIsNil(), grant.UntilGT(now)),
		grant.Or(grant.WithdrawnAtIsNil(), grant.WithdrawnAtGT(now)),
	)
}

// unguarded keeps earners of whom employers are told nothing: who is erased, and who
// is too young while no guardian agrees.
func unguarded(now time.Time) predicate.Earner {
	return earner.Or(earner.ErasedAtNotNil(), earner.And(
		earner.GuardianUntilGT(now),
		earner.Not(earner.HasGrantsWith(grant.PurposeEQ(consent.Guardian), liveGrant(now))),
	))
}
