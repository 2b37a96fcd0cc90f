package credential_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// TestAClaimIsTheEarnersAlone: it counts nowhere, no issuer sees it, and it is claimed once.
func TestAClaimIsTheEarnersAlone(t *testing.T) {
	t.Parallel()
	c := newCampus(t)
	earner := c.Earner(t)
	self := c.Self(t, earner)
	claim := world.Must(c.Credentials.AddClaim(self, credential.AddClaimInput{MicroCredential: c.forklift.ID}))(t)
	if claim.Source != enum.SourceClaimed || c.Credentials.Counts(claim) {
		t.Errorf("claimed as %v", claim)
	}
	if _, found := c.document(t, earner); found {
		t.Error("who only claims is in the index")
	}
	issuer := c.Member(t, "ISSUER", c.college)
	if _, err := c.Credentials.Award(issuer, claim.ID); err == nil {
		t.Error("an issuer sees what was only claimed of it")
	}
	_, err := c.Credentials.AddClaim(self, credential.AddClaimInput{MicroCredential: c.forklift.ID})
	if diff := cmp.Diff([]string{"CONFLICT microCredential"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
	other := c.Self(t, c.Earner(t))
	if err := c.Credentials.RemoveClaim(other, credential.RemoveClaimInput{ID: claim.ID}); err == nil {
		t.Error("somebody else took the claim back")
	}
	if err := c.Credentials.RemoveClaim(self, credential.RemoveClaimInput{ID: claim.ID}); err != nil {
		t.Fatal(err)
	}
	if left := world.Must(c.Credentials.ClaimsOf(self, earner))(t); len(left) != 0 {
		t.Errorf("still claimed: %v", left)
	}
}

// TestWhatAnAwardProvesIsNotClaimed: once it counts no more, it may be.
func TestWhatAnAwardProvesIsNotClaimed(t *testing.T) {
	t.Parallel()
	c := newCampus(t)
	earner := c.Earner(t)
	self := c.Self(t, earner)
	held := c.Award(t, earner, c.forklift)
	add := func() error {
		_, err := c.Credentials.AddClaim(self, credential.AddClaimInput{MicroCredential: c.forklift.ID})
		return err
	}
	err := add()
	if diff := cmp.Diff([]string{"CONFLICT microCredential"}, world.Problems(t, err)); diff != "" {
		t.Fatal(diff)
	}
	var told *problem.Problem
	if !errors.As(err, &told) || !strings.Contains(told.In("en"), "an award of yours proves it") || !strings.Contains(told.In("es"), "un logro suyo ya lo demuestra") {
		t.Errorf("it says %v", err)
	}
	world.Must(c.Credentials.Revoke(c.Member(t, "ISSUER", c.college), credential.RevokeAwardInput{ID: held, Reason: "a mistake"}))(t)
	if err := add(); err != nil {
		t.Errorf("revoked, it cannot be claimed: %v", err)
	}
}
