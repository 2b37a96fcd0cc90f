package credential

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db/delegation"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/enum"
)

// delegated tells whether an issuer lets the organization that acts do something in
// its name, with a micro-credential, now.
func (s *Service) delegated(ctx context.Context, by awarder, kind enum.DelegationKind, microCredential string) (bool, error) {
	is, err := s.DB.Delegation.Query().Where(
		delegation.IssuerID(by.issuer), delegation.DelegateID(by.organization),
		delegation.KindEQ(kind), covers(microCredential), live(s.Now()),
	).Exist(ctx)
	if err != nil {
		return false, fmt.Errorf("look up delegation: %w", err)
	}
	return is, nil
}

// covers keeps the delegations that are for a micro-credential, or for all.
func covers(microCredential string) predicate.Delegation {
	return delegation.Or(delegation.MicroCredentialIDIsNil(), delegation.MicroCredentialID(microCredential))
}

// live keeps the delegations that hold now.
func live(now time.Time) predicate.Delegation {
	return delegation.And(delegation.WithdrawnAtIsNil(), delegation.Or(delegation.UntilIsNil(), delegation.UntilGT(now)))
}
