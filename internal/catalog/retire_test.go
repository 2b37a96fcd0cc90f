package catalog_test

import (
	"testing"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/credential"
	kit "github.com/stackmatch/stackmatch/internal/testkit/world"
)

func TestWhatIsRetiredBeginsNothingAndKeepsWhatItGave(t *testing.T) {
	t.Parallel()
	s := newStudio(t)
	m := s.MicroCredential(t, s.own, "Forklift", map[string]int{"drive forklifts": 2})
	earner := s.Earner(t)
	award := s.Award(t, earner, m)
	must(s.Catalog.Offer(s.ana, catalog.OfferInput{OfferingInput: catalog.OfferingInput{MicroCredential: m.ID, Delivery: enum.DeliveryOnline, Language: "en"}}))(t)
	must(s.Catalog.UpdateDraft(s.ana, catalog.UpdateDraftInput{MicroCredential: m.ID}))(t)
	_, err := s.Catalog.RetireMicroCredential(s.stranger, catalog.RetireInput{ID: m.ID, Reason: "x"})
	want(t, "a stranger", err, "NOT_FOUND id")
	_, err = s.Catalog.RetireMicroCredential(s.ana, catalog.RetireInput{ID: m.ID, Reason: " "})
	want(t, "without a reason", err, "INVALID reason")
	row := must(s.Catalog.RetireMicroCredential(s.ana, catalog.RetireInput{ID: m.ID, Reason: "Replaced"}))(t)
	if row.Status != enum.Retired || row.RetiredAt == nil || row.RetirementReason != "Replaced" {
		t.Errorf("got %v", row)
	}
	_, err = s.Catalog.RetireMicroCredential(s.ana, catalog.RetireInput{ID: m.ID, Reason: "x"})
	want(t, "twice", err, "CONFLICT id")
	_, err = s.Catalog.Offer(s.ana, catalog.OfferInput{OfferingInput: catalog.OfferingInput{MicroCredential: m.ID, Delivery: enum.DeliveryOnline, Language: "en"}})
	want(t, "an offering", err, "CONFLICT microCredential")
	_, err = s.Catalog.UpdateDraft(s.ana, catalog.UpdateDraftInput{MicroCredential: m.ID})
	want(t, "a draft", err, "CONFLICT microCredential")
	_, err = s.Catalog.PublishVersion(s.Ctx, m.ID, s.content(t, "Again"))
	want(t, "a version", err, "CONFLICT microCredential")
	_, err = s.Credentials.IssueAward(s.Member(t, auth.Issuer, s.own), credential.IssueAwardInput{Earner: earner, MicroCredential: m.ID})
	want(t, "an award", err, "NOT_FOUND microCredential")
	if offered := must(s.Catalog.OfferingsByMicroCredential(s.Ctx, []string{m.ID}))(t); len(offered[m.ID]) != 0 {
		t.Errorf("%d offerings are listed", len(offered[m.ID]))
	}
	if kept := s.DB().Award.GetX(s.Ctx, award); kept.RevokedAt != nil {
		t.Error("the award was taken back")
	}
	if n := s.DB().Draft.Query().CountX(s.Ctx); n != 0 {
		t.Errorf("%d drafts are left", n)
	}
}

func TestAnIssuerIsAuthorizedAndKeepsWhatItGave(t *testing.T) {
	t.Parallel()
	s := newStudio(t)
	m := s.MicroCredential(t, s.own, "Forklift", nil)
	earner := s.Earner(t)
	issuer := s.Member(t, auth.Issuer, s.other)
	s.Award(t, earner, s.MicroCredential(t, s.other, "Known", nil)) // so that it may reach them
	award := credential.IssueAwardInput{Earner: earner, MicroCredential: m.ID}
	say := func(authorized bool) {
		t.Helper()
		must(s.Catalog.AuthorizeIssuer(s.ana, catalog.AuthorizeIssuerInput{MicroCredential: m.ID, Issuer: s.other.ID, Authorized: authorized}))(t)
	}
	say(true)
	say(true) // changes nothing
	made := must(s.Credentials.IssueAward(issuer, award))(t)
	say(false)
	_, err := s.Credentials.IssueAward(issuer, award)
	want(t, "after the end", err, "NOT_FOUND microCredential")
	if row := s.DB().Award.GetX(s.Ctx, made.ID); row.RevokedAt != nil {
		t.Error("the award was taken back")
	}
	want(t, "nobody known", func() error {
		_, err := s.Catalog.AuthorizeIssuer(s.ana, catalog.AuthorizeIssuerInput{MicroCredential: m.ID, Issuer: "org_0", Authorized: true})
		return err
	}(), "NOT_FOUND issuer")
	trail := s.trail(t, m.ID)
	if n := len(trail); n != 3 || trail[1] != "micro_credential.authorize_issuer" || trail[2] != "micro_credential.end_issuer" {
		t.Errorf("the trail says %q", trail)
	}
	row := must(s.Catalog.AssignAssessor(s.ana, catalog.AssignAssessorInput{MicroCredential: m.ID, Assessor: &s.other.ID}))(t)
	if row.AssessorID == nil || *row.AssessorID != s.other.ID {
		t.Errorf("assessed by %v", row.AssessorID)
	}
	if row = must(s.Catalog.AssignAssessor(s.ana, catalog.AssignAssessorInput{MicroCredential: m.ID}))(t); row.AssessorID != nil {
		t.Errorf("assessed by %v", *row.AssessorID)
	}
}

func TestAnOfferingIsAddedOnceAndWithdrawnByItsOwn(t *testing.T) {
	t.Parallel()
	s := newStudio(t)
	m := s.MicroCredential(t, s.own, "Forklift", nil)
	in := catalog.OfferInput{ClientMutationID: kit.Ptr("once"), OfferingInput: catalog.OfferingInput{
		MicroCredential: m.ID, Delivery: enum.DeliveryOnline, Language: "es", Seats: kit.Ptr(12), Schedule: text.En("Mondays"),
		Price: &catalog.Price{Cents: 0, Currency: "USD"}, Funding: text.EnEs("The board pays", "Paga la junta"),
		URL: kit.Ptr("https://college.example/forklift"),
	}}
	added := must(s.Catalog.Offer(s.ana, in))(t)
	if again := must(s.Catalog.Offer(s.ana, in))(t); again.ID != added.ID || s.DB().Offering.Query().CountX(s.Ctx) != 1 {
		t.Error("it was added twice")
	}
	_, err := s.Catalog.Offer(s.stranger, catalog.OfferInput{OfferingInput: catalog.OfferingInput{MicroCredential: m.ID, Delivery: enum.DeliveryOnline, Language: "en"}})
	want(t, "who may not award it", err, "INVALID provider")
	draft := s.create(t, s.content(t, "Draft"))
	_, err = s.Catalog.Offer(s.ana, catalog.OfferInput{OfferingInput: catalog.OfferingInput{MicroCredential: draft.ID, Delivery: enum.DeliveryOnline, Language: "en"}})
	want(t, "of a draft", err, "NOT_FOUND microCredential")
	_, err = s.Catalog.Offer(s.ana, catalog.OfferInput{OfferingInput: catalog.OfferingInput{MicroCredential: m.ID, Delivery: "MAIL", Language: "X", URL: kit.Ptr("javascript:1"), Seats: kit.Ptr(0)}})
	want(t, "nonsense", err, "INVALID delivery", "INVALID language", "INVALID seats", "INVALID url")
	_, err = s.Catalog.WithdrawOffering(s.stranger, catalog.WithdrawOfferingInput{Offering: added.ID})
	want(t, "a stranger", err, "NOT_FOUND offering")
	must(s.Catalog.WithdrawOffering(s.ben, catalog.WithdrawOfferingInput{Offering: added.ID}))(t)
	_, err = s.Catalog.WithdrawOffering(s.ben, catalog.WithdrawOfferingInput{Offering: added.ID})
	want(t, "twice", err, "CONFLICT offering")
	if offered := must(s.Catalog.OfferingsByMicroCredential(s.Ctx, []string{m.ID}))(t); len(offered[m.ID]) != 0 {
		t.Error("what is withdrawn is listed")
	}
}
