package credential_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// reached opens somebody's record to the center alone.
func (o *office) reached(t *testing.T) string {
	t.Helper()
	return o.Earner(t, opens(consent.Grant{Organization: o.center.ID}, consent.Awards))
}

func TestADelegateAwardsInTheIssuersName(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ben := o.reached(t)
	award := func(as context.Context, of *db.MicroCredential) (*credential.Awarded, error) {
		return o.Credentials.AwardMicroCredential(as, credential.AwardInput{Earner: &ben, MicroCredential: of.ID, OnBehalfOf: &o.college.ID})
	}
	refused := func(when string, of *db.MicroCredential) {
		t.Helper()
		_, err := award(o.other, of)
		if diff := cmp.Diff([]string{"NOT_FOUND microCredential"}, world.Problems(t, err)); diff != "" {
			t.Errorf("%s: %s", when, diff)
		}
	}
	refused("without leave", o.forklift)
	o.lets(t, enum.DelegateVerify)
	refused("with leave to verify", o.forklift)
	until := o.Clock.Now().Add(time.Hour)
	given := o.lets(t, enum.DelegateAward, func(in *credential.DelegateInput) { in.MicroCredential, in.Until = &o.forklift.ID, &until })
	refused("of another micro-credential", o.safety)
	made := world.Must(award(o.other, o.forklift))(t).Award
	if made.IssuerID != o.college.ID || made.DelegateID == nil || *made.DelegateID != o.center.ID {
		t.Errorf("made as %v", made)
	}
	for name, as := range map[string]world.Viewer{"the delegate": o.other, "the issuer": o.issuer} {
		if _, err := o.Credentials.Award(as, made.ID); err != nil {
			t.Errorf("%s does not see it: %v", name, err)
		}
	}
	if _, err := o.Credentials.Revoke(o.other, credential.RevokeAwardInput{ID: made.ID, Reason: "x"}); !problem.Is(err, problem.NotFound) {
		t.Errorf("the delegate revokes: %v", err)
	}
	o.Clock.Advance(25 * time.Hour)
	refused("after its end", o.forklift)
	again := o.lets(t, enum.DelegateAward)
	if again.ID == given.ID {
		t.Error("it is the old one")
	}
	world.Must(award(o.other, o.safety))(t)
	world.Must(o.Credentials.WithdrawDelegation(o.issuer, credential.WithdrawDelegationInput{ID: again.ID}))(t)
	refused("once it is withdrawn", o.forklift)
	if o.did(t, "delegation.create") != 3 || o.did(t, "delegation.withdraw") != 1 {
		t.Error("the trail is not complete")
	}
}

func TestWhoDelegatesWhat(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	theirs := o.MicroCredential(t, o.center, "Theirs", nil)
	service := world.Must(o.Catalog.AddOrganization(o.Ctx, catalog.OrganizationInput{Name: "Service", Kinds: []enum.OrganizationKind{enum.OrgService}}))(t)
	body := world.Must(o.Catalog.AddOrganization(o.Ctx, catalog.OrganizationInput{Name: "OSHA", Kinds: []enum.OrganizationKind{enum.OrgIssuer}}))(t)
	operator, admin := o.Member(t, auth.Admin, service), o.Member(t, auth.Admin, o.college)
	past := o.Clock.Now()
	for _, tt := range []struct {
		name string
		as   world.Viewer
		edit func(*credential.DelegateInput)
		want []string
	}{
		{"an issuer", o.issuer, func(*credential.DelegateInput) {}, []string{}},
		{"the same again", admin, func(*credential.DelegateInput) {}, []string{"CONFLICT delegate"}},
		{"an admin, less", admin, func(in *credential.DelegateInput) { in.MicroCredential = &o.safety.ID }, []string{}},
		{"to itself", o.issuer, func(in *credential.DelegateInput) { in.Delegate = o.college.ID }, []string{"INVALID delegate"}},
		{"to nobody", o.issuer, func(in *credential.DelegateInput) { in.Delegate = "org_none" }, []string{"NOT_FOUND delegate"}},
		{"another's", o.issuer, func(in *credential.DelegateInput) { in.MicroCredential = &theirs.ID }, []string{"NOT_FOUND microCredential"}},
		{"until now", o.issuer, func(in *credential.DelegateInput) { in.Until = &past }, []string{"INVALID until"}},
		{"oddly", o.issuer, func(in *credential.DelegateInput) { in.Kind = "ODD" }, []string{"INVALID kind"}},
		{"for another", o.issuer, func(in *credential.DelegateInput) { in.Issuer, in.Kind = &body.ID, enum.DelegateVerify }, []string{"NOT_FOUND issuer"}},
		{"the operator", operator, func(in *credential.DelegateInput) { in.Issuer, in.Kind = &body.ID, enum.DelegateVerify }, []string{}},
		{"the operator, to award", operator, func(in *credential.DelegateInput) { in.Issuer = &body.ID }, []string{"NOT_FOUND issuer"}},
		{"the operator, for one here", operator, func(in *credential.DelegateInput) { in.Issuer, in.Kind = &o.college.ID, enum.DelegateVerify }, []string{"NOT_FOUND issuer"}},
		{"a coach", o.Member(t, auth.Coach, o.college), func(*credential.DelegateInput) {}, []string{"FORBIDDEN"}},
		{"an earner", o.asAna, func(*credential.DelegateInput) {}, []string{"FORBIDDEN"}},
	} {
		in := credential.DelegateInput{Delegate: o.center.ID, Kind: enum.DelegateAward}
		tt.edit(&in)
		_, err := o.Credentials.Delegate(tt.as, in)
		if diff := cmp.Diff(tt.want, world.Problems(t, err)); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}

func TestBothSidesSeeADelegation(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	third := o.Organization(t, "Third", nil, enum.OrgIssuer)
	first := o.lets(t, enum.DelegateAward)
	o.Clock.Advance(time.Minute)
	second := o.lets(t, enum.DelegateVerify)
	for name, tt := range map[string]struct {
		as   world.Viewer
		want []string
	}{
		"the issuer": {o.issuer, []string{second.ID, first.ID}}, "the delegate": {o.other, []string{second.ID, first.ID}},
		"its assessor": {o.Member(t, auth.Assessor, o.center), []string{second.ID, first.ID}}, "a third": {o.Member(t, auth.Issuer, third), []string{}},
	} {
		got := []string{}
		after := ""
		for {
			p := world.Must(o.Credentials.Delegations(tt.as, page.Args{First: 1, After: after}))(t)
			for _, row := range p.Items {
				got = append(got, row.ID)
			}
			if !p.HasNext {
				break
			}
			after = p.Cursors[len(p.Cursors)-1]
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if n := len(world.Must(o.Credentials.DelegationsByID(tt.as, []string{first.ID, second.ID}))(t)); n != len(tt.want) {
			t.Errorf("%s sees %d by id", name, n)
		}
	}
	for _, as := range []world.Viewer{o.asAna, t.Context(), o.Member(t, auth.Employer, o.college)} {
		if _, err := o.Credentials.Delegations(as, page.Args{First: 1}); err == nil {
			t.Error("others list delegations")
		}
		if rows, err := o.Credentials.DelegationsByID(as, []string{first.ID}); len(rows) > 0 || err != nil {
			t.Errorf("others see %v, %v", rows, err)
		}
	}
	_, err := o.Credentials.WithdrawDelegation(o.Member(t, auth.Issuer, third), credential.WithdrawDelegationInput{ID: first.ID})
	if diff := cmp.Diff([]string{"NOT_FOUND id"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
	at := world.Must(o.Credentials.WithdrawDelegation(o.other, credential.WithdrawDelegationInput{ID: first.ID}))(t).WithdrawnAt
	o.Clock.Advance(time.Hour)
	if again := world.Must(o.Credentials.WithdrawDelegation(o.issuer, credential.WithdrawDelegationInput{ID: first.ID}))(t); !again.WithdrawnAt.Equal(*at) {
		t.Errorf("withdrawn at %v, then %v", at, again.WithdrawnAt)
	}
}

func TestAnEarnerWhoBlocksEitherIsAwardedNothing(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.lets(t, enum.DelegateAward)
	for _, blocked := range []string{o.college.ID, o.center.ID} {
		who := o.Earner(t, opens(consent.Grant{Organization: o.center.ID}, consent.Awards), func(e *account.NewEarner) { e.Blocked = []string{blocked} })
		_, err := o.Credentials.AwardMicroCredential(o.other, credential.AwardInput{Earner: &who, MicroCredential: o.forklift.ID, OnBehalfOf: &o.college.ID})
		if diff := cmp.Diff([]string{"NOT_FOUND earner"}, world.Problems(t, err)); diff != "" {
			t.Error(diff)
		}
	}
}
