package app_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db/membership"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/employer"
)

// What the demo's programs do not teach is known: nobody there welds by
// certificate, tends shops' tills by proof, or is proven at small tools.
func TestEveryTemplateIsAPostingOfTheDemo(t *testing.T) {
	t.Parallel()
	a := openDemo(t)
	catchUp(t, a)
	acts, err := a.Store.Client.Membership.Query().
		Where(membership.RoleEQ(enum.RoleEmployer), membership.HasOrganizationWith(organization.VouchedByIDNotNil(), organization.PlaceIDNotNil())).
		Order(membership.ByID()).First(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ctx := auth.With(t.Context(), auth.Viewer{Account: acts.AccountID, Acting: &auth.Membership{
		ID: acts.ID, Organization: acts.OrganizationID, Role: auth.Employer, Vouched: true,
	}})
	templates, err := a.Employers.Templates(ctx, "", "en")
	if err != nil {
		t.Fatal(err)
	}
	leftOut, unprovable := []string{}, []string{}
	for _, one := range templates {
		for _, words := range one.LeftOut {
			leftOut = append(leftOut, one.Key+": "+words)
		}
		made, _, err := a.Employers.CreatePosting(ctx, employer.CreatePostingInput{Template: &one.Key, Draft: true})
		if err != nil {
			t.Errorf("%s: %v", one.Key, err)
			continue
		}
		warnings, err := a.Employers.Warnings(ctx, made, "en")
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range warnings {
			if w.Code == employer.WarnUnprovable {
				unprovable = append(unprovable, one.Key+": "+w.Requirement.Label(nil))
			}
		}
		if _, err := a.Employers.Outlook(ctx, made, nil, "es"); err != nil {
			t.Errorf("the outlook of %s: %v", one.Key, err)
		}
	}
	if diff := cmp.Diff([]string{"welder: AWS Certified Welder"}, leftOut); diff != "" {
		t.Errorf("left out: %s", diff)
	}
	if diff := cmp.Diff([]string{"construction-laborer: use hand tools"}, unprovable); diff != "" {
		t.Errorf("unprovable: %s", diff)
	}
}
