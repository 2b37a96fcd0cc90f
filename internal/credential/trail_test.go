package credential_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/auditentry"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func TestWhatAnIssuerDecidesIsInTheTrail(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	_, mill := o.mill(t)
	var made *db.Endorsement
	o.Did(t, mill, func() (err error) {
		made, err = o.Credentials.Endorse(mill, credential.EndorseInput{MicroCredential: &o.forklift.ID, Comment: "We hire who holds it."})
		return err
	}, "endorsement.make")
	o.Did(t, mill, func() error {
		return world.Only(o.Credentials.WithdrawEndorsement(mill, credential.WithdrawEndorsementInput{ID: made.ID}))
	}, "endorsement.withdraw")

	var key *db.OfflineKey
	o.Did(t, o.issuer, func() (err error) {
		key, err = o.Credentials.RegisterOfflineKey(o.issuer, credential.RegisterOfflineKeyInput{
			Name: "Laptop", PublicKey: staffKey(t, "a").PublicKey().Multibase(),
		})
		return err
	}, "offline_key.register")
	o.Did(t, o.issuer, func() error {
		return world.Only(o.Credentials.RetireOfflineKey(o.issuer, credential.RetireOfflineKeyInput{ID: key.ID}))
	}, "offline_key.retire")

	o.badge(t, o.issues(t).ID, credential.FormJSON) // signed by a key
	o.Did(t, o.issuer, func() error {
		return world.Only(o.Credentials.RotateKey(o.issuer, credential.RotateKeyInput{Algorithm: enum.KeyEd25519, Compromised: true}))
	}, "key.compromise")

	waits := o.awards(t, unclaimed("Ben", "17"))
	o.Did(t, o.issuer, func() error {
		return world.Only(o.Credentials.ReissueClaimCode(o.issuer, credential.ReissueClaimCodeInput{Award: waits.Award.ID}))
	}, "award.reissue_code")
	o.Did(t, o.asAna, func() error {
		_, err := o.Credentials.ClaimAward(o.asAna, claims(waits.ClaimCode)) // the one before
		if diff := cmp.Diff([]string{"NOT_FOUND code"}, world.Problems(t, err)); diff != "" {
			t.Error(diff)
		}
		return nil
	}, "award.claim_refused")
}

func TestWhatBecomesOfACompletedStackIsInItsEarnersTrail(t *testing.T) {
	t.Parallel()
	d := newTrade(t, enum.PolicyWithdraw)
	earner := d.open(t)
	part := d.give(t, earner, d.forklift)
	d.give(t, earner, d.safety)
	id := part.ID
	world.Must(d.Credentials.Suspend(d.issuer, credential.SuspendAwardInput{ID: id, Reason: "x"}))(t)
	world.Must(d.Credentials.Reinstate(d.issuer, credential.ReinstateAwardInput{ID: id, Reason: "x"}))(t)
	world.Must(d.Credentials.Revoke(d.issuer, credential.RevokeAwardInput{ID: id, Reason: "x"}))(t)
	got := map[string]int{}
	for _, entry := range d.DB().AuditEntry.Query().Where(auditentry.KindEQ(enum.SubjectEarner), auditentry.Subject(earner)).AllX(d.Ctx) {
		got[entry.Action]++
	}
	// The campus has a stack of the same parts.
	want := map[string]int{"stack.complete": 2, "stack.suspend": 2, "stack.restore": 2, "stack.withdraw": 2}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
