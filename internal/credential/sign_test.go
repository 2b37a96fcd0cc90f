package credential_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/issuedbadge"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func TestWhatIsIssuedVerifiesInEveryForm(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	award := o.issues(t, with("A drive", "A test"))
	o.publish(t, award.ID, func(in *credential.PublishAwardInput) { in.Evidence = []int{0} })
	for _, form := range append([]credential.Form{credential.FormOpenBadge2}, signedForms...) {
		content := o.badge(t, award.ID, form)
		r := o.verify(t, content)
		is(t, string(form), r, badge.Valid, "")
		if r.Check(badge.CheckRecipient).Outcome != badge.Pass {
			t.Errorf("%s is not known to be Ana's: %v", form, r.Check(badge.CheckRecipient))
		}
		stranger := func(p *badge.Policy) { p.Recipient.Emails = []string{"ben@people.example"} }
		is(t, string(form)+" of a stranger", o.verify(t, content, stranger), badge.Invalid, badge.ReasonRecipientMismatch)
		if again := o.badge(t, award.ID, form); !bytes.Equal(content, again) {
			t.Errorf("%s: the bytes differ", form)
		}
		for _, secret := range []string{"Ana", "people.example", o.ana} {
			if bytes.Contains(content, []byte(secret)) {
				t.Errorf("%s has %q in it", form, secret)
			}
		}
	}
	if bytes.Contains(o.badge(t, award.ID, credential.FormOpenBadge2), []byte("A test")) {
		t.Error("the public form has evidence that is not shown")
	}
}

func TestABadgeSaysWhatWasAwarded(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	of := world.Must(o.Catalog.PublishMicroCredential(o.Ctx, catalog.MicroCredentialInput{
		Kind: enum.KindLicense, Developer: o.college.ID, Issuers: []string{o.college.ID, o.center.ID},
		Version: catalog.VersionInput{
			Title: text.EnEs("Welding", "Soldadura"), HolderCan: text.EnEs("Joins steel.", "Une acero."),
			Description: text.En("A course."), Criteria: text.EnEs("Weld a plate.", "Soldar una placa."),
			Languages: []string{"en"}, Delivery: []enum.Delivery{enum.DeliveryInPerson}, ValidityMonths: world.Ptr(12),
			Competencies: []catalog.CompetencyInput{{Skill: o.Skill(t, "welding"), Level: 2}, {Skill: o.Skill(t, "grinding")}},
		},
	}))(t)
	o.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Earner.UpdateOneID(o.ana).SetLanguage("es-MX").Exec(ctx)
	})
	o.grants(t, o.ana, o.center)
	award := world.Must(o.Credentials.IssueAward(o.other, credential.IssueAwardInput{
		Earner: o.ana, MicroCredential: of.ID,
		Results: []credential.ResultInput{
			{Skill: world.Ptr(o.Skill(t, "welding")), Level: world.Ptr(3)}, {Name: world.Ptr("Inspection"), Value: world.Ptr("84")},
		},
	}))(t)
	r := o.verify(t, o.badge(t, award.ID, credential.FormJSON))
	is(t, "by the center", r, badge.Valid, "")
	got := r.Credential
	issuer := "did:web:stackmatch.example:issuers:" + o.center.ID
	if got.Issuer.ID != issuer || got.Issuer.Name != "Center" || got.Achievement.Creator.Name != "College" {
		t.Errorf("it is issued by %v, of %v", got.Issuer, got.Achievement.Creator)
	}
	want := []string{"License", "Soldadura", "Une acero.\n\nA course.", "Soldar una placa.", "es", "1"}
	a := got.Achievement
	if diff := cmp.Diff(want, []string{a.Type, a.Name, a.Description, a.Criteria, a.Language, a.Version}); diff != "" {
		t.Error(diff)
	}
	var skills []string
	for _, at := range a.Alignments {
		skills = append(skills, string(at.Kind)+" "+at.Name+" "+at.URL)
	}
	if diff := cmp.Diff([]string{
		"SKILL welding (es) https://skills.example/welding", "SKILL grinding (es) https://skills.example/grinding",
	}, skills); diff != "" {
		t.Error(diff)
	}
	if len(got.Results) != 2 || got.Results[0].Level != 3 || got.Results[1].Name != "Inspection" || got.Results[1].Value != "84" {
		t.Errorf("the results are %v", got.Results)
	}
	if !got.ValidUntil.Equal(o.Clock.Now().AddDate(1, 0, 0)) || !got.ValidFrom.Equal(o.Clock.Now()) {
		t.Errorf("it is valid from %v to %v", got.ValidFrom, got.ValidUntil)
	}
	o.publish(t, award.ID)
	is(t, "in Open Badges 2.0, by another than who defined it", o.verify(t, o.badge(t, award.ID, credential.FormOpenBadge2)), badge.Valid, "")
}

func TestABadgeSaysWhichEntriesOfFrameworksItIsAbout(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	award := o.issues(t)
	driving := world.Must(o.DB().Skill.Get(t.Context(), o.Skill(t, "driving")))(t)
	o.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return store.Insert(ctx, tx, []*db.VersionAlignment{
			{
				VersionID: award.VersionID, Position: 1, Kind: enum.AlignedOccupation, Name: "Welders", URL: "https://www.onetonline.org/link/summary/51-4121.00",
				Framework: "O*NET-SOC", Code: "51-4121.00", Description: "They weld.",
			},
			{VersionID: award.VersionID, Position: 2, Kind: enum.AlignedFrameworkItem, Name: "Safety", URL: "https://states.example/standards/7"},
			{VersionID: award.VersionID, Position: 3, Kind: enum.AlignedSkill, Name: "The same as it asserts", URL: driving.URI},
		})
	})
	o.publish(t, award.ID)
	for _, form := range []credential.Form{credential.FormJSON, credential.FormOpenBadge2} {
		r := o.verify(t, o.badge(t, award.ID, form))
		is(t, string(form), r, badge.Valid, "")
		var got []string
		for _, at := range r.Credential.Achievement.Alignments {
			got = append(got, strings.Join([]string{string(at.Kind), at.Name, at.Framework, at.Code, at.Description}, "|"))
		}
		want := []string{"SKILL|driving|Work||", "SKILL|loading|Work||", "OCCUPATION|Welders|O*NET-SOC|51-4121.00|They weld.", "FRAMEWORK_ITEM|Safety|||"}
		if form == credential.FormOpenBadge2 {
			want[3] = "OTHER|Safety|||" // it has no types of targets
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", form, diff)
		}
	}
}

// grants has an earner open their record to an organization.
func (o *office) grants(t *testing.T, earner string, to *db.Organization) {
	t.Helper()
	o.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Grant.Create().SetID(o.IDs.Mint("grt")).SetCreatedAt(o.Clock.Now()).SetEarnerID(earner).
			SetOrganizationID(to.ID).SetPurpose(consent.Coaching).Exec(ctx)
	})
}

func TestAHolderWithADIDIsNamedByIt(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.Tx(t, func(ctx context.Context, tx *db.Client) error {
		account := auth.From(o.asAna).Account
		unverified := tx.Address.Create().SetAccountID(account).SetKind(enum.AddressDID).SetValue("did:key:zUnproven").Exec(ctx)
		return errors.Join(unverified, tx.Address.Create().SetAccountID(account).SetKind(enum.AddressDID).
			SetValue("did:web:ana.example").SetVerifiedAt(o.Clock.Now()).Exec(ctx))
	})
	got := badge.Parse(o.badge(t, o.issues(t).ID, credential.FormJWT)).Content()
	if got.SubjectID != "did:web:ana.example" || len(got.Identifiers) != 1 {
		t.Errorf("the holder is %q, %v", got.SubjectID, got.Identifiers)
	}
}

func TestTwoBadgesOfAPersonWithoutADIDShareNothing(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	var holders []string
	for range 2 {
		c := badge.Parse(o.badge(t, o.issues(t).ID, credential.FormJSON)).Content()
		holders = append(holders, c.SubjectID, c.Identifiers[0].Value, c.Identifiers[0].Salt)
	}
	slices.Sort(holders)
	if len(slices.Compact(holders)) != 6 {
		t.Errorf("they share %v", holders)
	}
}

func TestABadgeIsForItsEarnerAndItsIssuer(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	award := o.issues(t).ID
	ben, asBen := o.person(t, "ben@people.example")
	o.Award(t, ben, o.forklift)
	for name, tt := range map[string]struct {
		as   world.Viewer
		want []string
	}{
		"Ana": {o.asAna, []string{}}, "the issuer": {o.issuer, []string{}}, "the system": {o.Ctx, []string{}},
		"Ben": {asBen, []string{"NOT_FOUND id"}}, "another issuer": {o.other, []string{"NOT_FOUND id"}},
		"a coach who sees her awards": {o.Member(t, auth.Coach, o.college), []string{"NOT_FOUND id"}},
		"nobody":                      {t.Context(), []string{"UNAUTHENTICATED"}},
	} {
		_, err := o.Credentials.Badge(tt.as, award, credential.FormJSON)
		if diff := cmp.Diff(tt.want, world.Problems(t, err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	_, err := o.Credentials.Badge(o.asAna, award, "CLAY")
	if diff := cmp.Diff([]string{"INVALID form"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
	o.erase(t, o.ana)
	if _, err := o.Credentials.Badge(o.issuer, award, credential.FormJSON); !problem.Is(err, problem.NotFound) {
		t.Errorf("of an erased earner: %v", err)
	}
}

func TestOnlyWhatWasIssuedHereIsSigned(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	for name, tt := range map[string]struct {
		edit func(*credential.NewAward)
		want []string
	}{
		"before there were badges": {func(*credential.NewAward) {}, []string{}},
		"with a proof of its own": {func(a *credential.NewAward) {
			a.Pairs = []matching.Pair{{Skill: o.Skill(t, "driving"), Level: 4}, {Skill: o.Skill(t, "painting"), Level: 1}}
		}, []string{}},
		"imported":   {func(a *credential.NewAward) { a.Source = enum.SourceImported }, []string{"CONFLICT id"}},
		"recorded":   {func(a *credential.NewAward) { a.Source = enum.SourceRecorded }, []string{"CONFLICT id"}},
		"claimed":    {func(a *credential.NewAward) { a.Source = enum.SourceClaimed }, []string{"CONFLICT id"}},
		"unverified": {func(a *credential.NewAward) { a.Verified = enum.Unverified }, []string{"CONFLICT id"}},
		"nobody's":   {func(a *credential.NewAward) { a.Earner = "" }, []string{"CONFLICT id"}},
	} {
		id := o.Award(t, o.ana, o.forklift, tt.edit)
		file, err := o.Credentials.Badge(o.issuer, id, credential.FormJSON)
		if diff := cmp.Diff(tt.want, world.Problems(t, err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if err == nil {
			is(t, name, o.verify(t, file.Content), badge.Valid, "")
		}
	}
}

func TestOfSigningsAtTheSameTimeOneIsKept(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	award := o.issues(t, with("A drive")).ID
	contents := make([][]byte, 16)
	var all sync.WaitGroup
	for i := range contents {
		all.Go(func() {
			file, err := o.Credentials.Badge(o.asAna, award, signedForms[i%2])
			if err != nil {
				t.Error(err)
				return
			}
			contents[i] = file.Content
		})
	}
	all.Wait()
	for i, content := range contents {
		if !bytes.Equal(content, contents[i%2]) {
			t.Errorf("%s differs: %s", signedForms[i%2], content)
		}
	}
	for _, n := range []int{
		world.Must(o.DB().IssuedBadge.Query().Count(o.Ctx))(t), world.Must(o.DB().IssuerKey.Query().Count(o.Ctx))(t),
		world.Must(o.DB().StatusList.Query().Count(o.Ctx))(t), world.Must(o.DB().StatusEntry.Query().Count(o.Ctx))(t),
	} {
		if n != 2 {
			t.Errorf("%d were kept, want 2 of each", n)
		}
	}
}

func TestABadgeIsSealedUnderItsEarnersKey(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	award := o.issues(t, with("A drive")).ID
	content := o.badge(t, award, credential.FormJSON)
	row := world.Must(o.DB().IssuedBadge.Query().Where(issuedbadge.AwardID(award)).Only(o.Ctx))(t)
	if bytes.Contains(row.Content, []byte("Forklift")) || len(row.Content) < len(content) {
		t.Error("it is stored in the open")
	}
	o.Tx(t, func(ctx context.Context, tx *db.Client) error {
		_, err := tx.EarnerKey.Delete().Exec(ctx)
		return err
	})
	if _, err := o.Credentials.Badge(o.asAna, award, credential.FormJSON); !problem.Is(err, problem.NotFound) {
		t.Errorf("without the earner's key: %v", err)
	}
}

// runsDry is randomness that ends.
type runsDry struct {
	io.Reader
	left int
}

func (r *runsDry) Read(p []byte) (int, error) {
	if r.left--; r.left < 0 {
		return 0, io.ErrUnexpectedEOF
	}
	return r.Reader.Read(p)
}

// Signing takes several steps. Wherever it is broken off, what is left is whole,
// and the next call goes on from there.
func TestSigningThatIsBrokenOffGoesOn(t *testing.T) {
	t.Parallel()
	for reads := 0; ; reads++ {
		if reads > 20 {
			t.Fatal("it never comes to an end")
		}
		o := newOffice(t)
		award := o.issues(t).ID
		random := o.Credentials.Random
		o.Credentials.Random = &runsDry{random, reads}
		_, err := o.Credentials.Badge(o.asAna, award, credential.FormJWT)
		o.Credentials.Random = random
		for _, list := range world.Must(o.DB().StatusList.Query().WithEntries().All(o.Ctx))(t) {
			if len(list.Edges.Entries) != list.Used {
				t.Errorf("broken off after %d, a list has %d entries, and says %d", reads, len(list.Edges.Entries), list.Used)
			}
		}
		is(t, "then", o.verify(t, o.badge(t, award, credential.FormJWT)), badge.Valid, "")
		is(t, "and", o.verify(t, o.badge(t, award, credential.FormJSON)), badge.Valid, "")
		if n := world.Must(o.DB().IssuerKey.Query().Count(o.Ctx))(t); n != 2 {
			t.Errorf("broken off after %d, there are %d keys", reads, n)
		}
		if err == nil {
			if reads < 4 {
				t.Errorf("it was broken off after %d steps at most", reads-1)
			}
			return
		}
	}
}

func TestABadgeExpires(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ends := o.Clock.Now().Add(time.Hour)
	award := o.issues(t, func(in *credential.IssueAwardInput) { in.ExpiresAt = &ends }).ID
	o.publish(t, award)
	for _, form := range append([]credential.Form{credential.FormOpenBadge2}, signedForms...) {
		content := o.badge(t, award, form)
		is(t, string(form), o.verify(t, content), badge.Valid, "")
		later := func(p *badge.Policy) { p.Now = ends }
		is(t, string(form)+", later", o.verify(t, content, later), badge.Invalid, badge.ReasonExpired)
	}
}

func TestABadgeWithoutAnAccountIsForWhoeverHoldsIt(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	earner := o.Earner(t)
	award := o.Award(t, earner, o.forklift)
	content := world.Must(o.Credentials.Badge(o.Self(t, earner), award, credential.FormJWT))(t).Content
	is(t, "a badge", o.verify(t, content, func(p *badge.Policy) { p.Recipient = nil }), badge.Valid, "")
	says := badge.Parse(content).Content()
	if len(says.Identifiers) != 0 || !strings.HasPrefix(says.SubjectID, "urn:uuid:") {
		t.Errorf("the holder is %q, %v", says.SubjectID, says.Identifiers)
	}
	row := world.Must(o.Credentials.PublishAward(o.Self(t, earner), credential.PublishAwardInput{ID: award}))(t)
	if row.PublicToken == nil {
		t.Error("it is not published")
	}
	_, err := o.Credentials.Badge(o.Self(t, earner), award, credential.FormOpenBadge2)
	if diff := cmp.Diff([]string{"CONFLICT id"}, world.Problems(t, err)); diff != "" {
		t.Errorf("in Open Badges 2.0: %s", diff)
	}
}
