package account_test

import (
	"testing"

	"github.com/stackmatch/stackmatch/ent/db/notification"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// actsAs is a context in which an account acts as one of its memberships, by role.
func actsAs(t *testing.T, w *world.World, of string, role auth.Role) world.Viewer {
	t.Helper()
	person := world.Must(w.Accounts.ResolveAccount(w.Ctx, auth.Subject{Account: of}))(t)
	for i := range person.Memberships {
		if person.Memberships[i].Role == role {
			return auth.With(t.Context(), auth.Viewer{Account: of, Acting: &person.Memberships[i], Memberships: person.Memberships})
		}
	}
	t.Fatalf("%s is no %s", of, role)
	return nil
}

func TestAnEmployerSeesCandidatesOnceItIsVouchedFor(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	ctx, in := registers(t, w, "owner@bakery.example", false)
	key := "once"
	ask := account.RegisterOrganizationInput{Name: "Bakery", ClientMutationID: &key}
	made, roles, err := w.Accounts.RegisterOrganization(ctx, ask)
	if err != nil || len(roles) != 2 || made.VouchedByID != nil || made.Listed {
		t.Fatalf("made %v, %v, %v", made, roles, err)
	}
	if again, _, err := w.Accounts.RegisterOrganization(ctx, ask); err != nil || again.ID != made.ID {
		t.Errorf("sent again: %v, %v", again, err)
	}
	board := w.Organization(t, "Board", nil, enum.OrgWorkforceBoard)
	service := w.Organization(t, "Service", nil, enum.OrgService)
	admin := w.Member(t, auth.Admin, board)
	runs := w.Member(t, auth.Admin, service)

	_ = world.Must(w.Accounts.AskForVouching(actsAs(t, w, in.Account.ID, auth.Admin)))(t)
	if n := world.Must(w.DB().Notification.Query().Where(notification.KindEQ(enum.NoticeVouchAsked)).Count(w.Ctx))(t); n != 1 {
		t.Errorf("%d were told", n)
	}
	waiting := world.Must(w.Accounts.OrganizationsToVouch(admin, page.Args{First: 5}))(t)
	if len(waiting.Items) != 1 || account.PreferredOf(waiting.Items[0].Edges.RegisteredBy.Edges.Addresses) != "owner@bakery.example" {
		t.Fatalf("waiting: %v", waiting.Items)
	}
	sees := func() bool { return auth.Can(actsAs(t, w, in.Account.ID, auth.Employer), auth.RankCandidates) }
	if sees() {
		t.Error("sees candidates before")
	}
	_ = world.Must(w.Accounts.VouchFor(admin, made.ID))(t)
	_, err = w.Accounts.VouchFor(runs, made.ID)
	wants(t, err, "CONFLICT organization")
	if !sees() {
		t.Error("sees no candidates after")
	}
	other := w.Member(t, auth.Admin, w.Organization(t, "College", nil, enum.OrgCollege))
	_, err = w.Accounts.WithdrawVouching(other, made.ID)
	wants(t, err, "CONFLICT organization")
	_ = world.Must(w.Accounts.WithdrawVouching(runs, made.ID))(t)
	if sees() {
		t.Error("sees candidates after vouching was withdrawn")
	}
}

func TestNobodyVouchesForTheirOwn(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	board := w.Organization(t, "Board", nil, enum.OrgWorkforceBoard)
	admin := w.Member(t, auth.Admin, board)
	_, err := w.Accounts.VouchFor(admin, board.ID)
	wants(t, err, "INVALID organization")
	made, _, err := w.Accounts.RegisterOrganization(admin, account.RegisterOrganizationInput{Name: "Side business"})
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.Accounts.VouchFor(admin, made.ID)
	wants(t, err, "INVALID organization")
	_, err = w.Accounts.VouchFor(w.Member(t, auth.Employer, board), made.ID)
	if !problem.Is(err, problem.Forbidden) {
		t.Errorf("an employer vouches: %v", err)
	}
}

func TestAnInvitationIsAcceptedByLinkOrByAddress(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	shop := w.Organization(t, "Shop", nil, enum.OrgEmployer)
	admin := w.Member(t, auth.Admin, shop)
	invite := func(address string) string {
		return world.Must(w.Accounts.InviteMember(admin, account.InviteMemberInput{Address: address, Role: auth.Employer}))(t).ID
	}
	// Somebody new, by the link.
	_ = invite("new@people.example")
	_, err := w.Accounts.InviteMember(admin, account.InviteMemberInput{Address: "New@people.example", Role: auth.Employer})
	wants(t, err, "CONFLICT address")
	token := lastLink(t, w, "new@people.example")
	_, err = w.Accounts.AcceptInvitation(t.Context(), account.AcceptInvitationInput{Token: &token})
	wants(t, err, "INVALID name")
	name := "Newcomer"
	done := world.Must(w.Accounts.AcceptInvitation(t.Context(), account.AcceptInvitationInput{Token: &token, Name: &name}))(t)
	if done.SignedIn == nil || done.Membership.Organization != shop.ID || done.Membership.Role != auth.Employer || len(done.SignedIn.Viewer.Memberships) != 1 {
		t.Errorf("accepted: %+v", done)
	}
	_, err = w.Accounts.AcceptInvitation(t.Context(), account.AcceptInvitationInput{Token: &token, Name: &name})
	wants(t, err, "NOT_FOUND token")
	// Somebody known, by the address; nobody else.
	known, _ := registers(t, w, "known@people.example", false)
	other, _ := registers(t, w, "other@people.example", false)
	key := invite("known@people.example")
	_, err = w.Accounts.AcceptInvitation(other, account.AcceptInvitationInput{ID: &key})
	wants(t, err, "NOT_FOUND id")
	if mine := world.Must(w.Accounts.InvitationsToMe(known))(t); len(mine) != 1 || mine[0].ID != key {
		t.Errorf("mine: %v", mine)
	}
	if done := world.Must(w.Accounts.AcceptInvitation(known, account.AcceptInvitationInput{ID: &key}))(t); done.SignedIn != nil {
		t.Error("signed in anew")
	}
	// What is withdrawn is over, its link too.
	key = invite("third@people.example")
	_ = world.Must(w.Accounts.WithdrawInvitation(admin, key))(t)
	token = lastLink(t, w, "third@people.example")
	_, err = w.Accounts.AcceptInvitation(t.Context(), account.AcceptInvitationInput{Token: &token, Name: &name})
	wants(t, err, "NOT_FOUND token")
	if left := world.Must(w.Accounts.Invitations(admin, page.Args{First: 5}))(t); len(left.Items) != 0 {
		t.Errorf("still waiting: %v", left.Items)
	}
}

func TestAnEmployerInvitesNobodyToRolesThatItHasNot(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	_, in := registers(t, w, "owner@bakery.example", false)
	owner := auth.With(t.Context(), auth.Viewer{Account: in.Account.ID})
	if _, _, err := w.Accounts.RegisterOrganization(owner, account.RegisterOrganizationInput{Name: "Bakery"}); err != nil {
		t.Fatal(err)
	}
	admin := actsAs(t, w, in.Account.ID, auth.Admin)
	for _, role := range []auth.Role{auth.Coach, auth.Issuer, auth.Analyst, auth.Steward, auth.Assessor, auth.Developer, auth.Earner} {
		_, err := w.Accounts.InviteMember(admin, account.InviteMemberInput{Address: "friend@people.example", Role: role})
		wants(t, err, "INVALID role")
	}
	for _, may := range []auth.Permission{auth.PublishCatalog, auth.ReviewCatalog, auth.ViewReports, auth.OpenEarnerAccount} {
		if auth.Can(admin, may) {
			t.Errorf("who registered an employer may %s", may)
		}
	}
}

func TestTheLastAdminStays(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	shop := w.Organization(t, "Shop", nil, enum.OrgEmployer)
	admin := w.Member(t, auth.Admin, shop)
	_ = w.Member(t, auth.Employer, shop)
	all := world.Must(w.Accounts.Members(admin, page.Args{First: 5}))(t)
	if len(all.Items) != 2 {
		t.Fatalf("members: %v", all.Items)
	}
	_, err := w.Accounts.RemoveMember(admin, all.Items[0].ID)
	wants(t, err, "CONFLICT id")
	_ = world.Must(w.Accounts.RemoveMember(admin, all.Items[1].ID))(t)
	_, err = w.Accounts.RemoveMember(admin, all.Items[1].ID)
	wants(t, err, "NOT_FOUND id")
	elsewhere := w.Member(t, auth.Admin, w.Organization(t, "Other shop", nil, enum.OrgEmployer))
	_, err = w.Accounts.RemoveMember(elsewhere, all.Items[0].ID)
	wants(t, err, "NOT_FOUND id")
}
