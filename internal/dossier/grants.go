package dossier

import (
	"time"

	"github.com/stackmatch/stackmatch/ent/db/grant"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/internal/consent"
)

// GrantTo keeps the grants of a purpose that are live at now and given to the
// organization or to the account: consent.Grant.Live, as a query asks it.
func GrantTo(organization, account string, purpose consent.Purpose, now time.Time) predicate.Grant {
	return grant.And(
		grant.Or(grant.OrganizationID(organization), grant.AccountID(account)),
		grant.PurposeEQ(purpose),
		GrantLive(now),
	)
}

// GrantLive keeps the grants that hold at now.
func GrantLive(now time.Time) predicate.Grant {
	return grant.And(
		grant.Or(grant.UntilIsNil(), grant.UntilGT(now)),
		grant.Or(grant.WithdrawnAtIsNil(), grant.WithdrawnAtGT(now)),
	)
}
