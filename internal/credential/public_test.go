package credential_test

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/badge/keys"
	"github.com/stackmatch/stackmatch/internal/badge/strictjson"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// paths lists all public paths.
func (o *office) paths(t *testing.T) []string {
	t.Helper()
	var out []string
	for path, err := range o.Credentials.PublicPaths(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, path)
	}
	return out
}

func TestEveryPublicPathHasItsDocument(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.MicroCredential.UpdateOneID(o.forklift.ID).AddIssuerIDs(o.center.ID).Exec(ctx)
	})
	draft := o.MicroCredential(t, o.college, "Draft", nil)
	unlisted := o.Organization(t, "Unlisted", nil, enum.OrgIssuer)
	theirs := o.MicroCredential(t, unlisted, "Theirs", nil)
	o.Tx(t, func(ctx context.Context, tx *db.Client) error {
		if err := tx.MicroCredential.UpdateOneID(draft.ID).SetStatus(enum.Draft).Exec(ctx); err != nil {
			return err
		}
		return tx.Organization.UpdateOneID(unlisted.ID).SetListed(false).Exec(ctx)
	})
	silent := o.issues(t).ID
	o.badge(t, silent, credential.FormJWT)
	award := o.publish(t, o.issues(t, with("A drive")).ID)
	version := "/achievements/" + *o.forklift.CurrentVersionID
	college, center := "/issuers/"+o.college.ID, "/issuers/"+o.center.ID
	want := []string{
		"/.well-known/did.json", college, college + "/did.json", college + "/ob2.json", center, center + "/ob2.json",
		version + "/ob2/" + o.center.ID + ".json",
		award, award + "/badge.json", award + "/badge.jwt", award + "/badge.png", award + "/badge.svg", award + "/ob2.json",
		"/status/" + o.listOf(t, enum.StatusRevocation).ID, "/status/" + o.listOf(t, enum.StatusSuspension).ID,
	}
	for _, of := range []*db.MicroCredential{o.forklift, o.safety} {
		path := "/achievements/" + *of.CurrentVersionID
		want = append(want, path, path+"/image.svg", path+"/image.png", path+"/ob2.json")
	}
	got := slices.DeleteFunc(o.paths(t), func(path string) bool { // the campus has another forklift
		for _, p := range want {
			if p == path {
				return false
			}
		}
		return strings.HasPrefix(path, "/achievements/") && !strings.Contains(path, *draft.CurrentVersionID) && !strings.Contains(path, *theirs.CurrentVersionID)
	})
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, path := range got {
		d := o.at(t, o.Credentials.Base.String()+path)
		if d.Status != http.StatusOK || len(d.Body) == 0 || d.ContentType == "" {
			t.Errorf("%s: %d %s", path, d.Status, d.ContentType)
		}
		if again := o.at(t, o.Credentials.Base.String()+path); !bytes.Equal(d.Body, again.Body) {
			t.Errorf("%s: the bytes differ", path)
		}
		if bytes.Contains(d.Body, []byte("Ana")) || bytes.Contains(d.Body, []byte(o.ana)) || bytes.Contains(d.Body, []byte("people.example")) {
			t.Errorf("%s names Ana", path)
		}
	}
	for _, path := range []string{
		"", "/", "//", "/issuers", "/issuers/", college + "/", college + "/did.json/", college + "/ob2-revocations.json", center + "/did.json", "/issuers/" + unlisted.ID,
		"/issuers/org_none", "/issuers/org_none/did.json", version + "/", version + "/image.gif", version + "/ob2/" + o.college.ID + ".json",
		version + "/ob2/.json", version + "/ob2/org_none.json", "/achievements/" + *draft.CurrentVersionID, "/achievements/" + *theirs.CurrentVersionID,
		"/achievements/ver_none/image.svg", "/status/stl_none", "/status/stl_none/x", "/awards/" + silent, "/awards/none", award + "/badge.txt", "/sheets/x",
		"/.well-known", "/.well-known/did.json/", "/other", "/awards//badge.json",
	} {
		if d := o.at(t, o.Credentials.Base.String()+path); d.Status != http.StatusNotFound {
			t.Errorf("%q: %d %s", path, d.Status, d.Body)
		}
	}
}

func TestAnAchievementIsWhatItsBadgesSay(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	award := o.issues(t).ID
	says := world.Must(strictjson.Object(o.badge(t, award, credential.FormJSON)))(t)
	inBadge, _ := says["credentialSubject"].(map[string]any)["achievement"].(map[string]any)
	served := world.Must(strictjson.Object(o.at(t, inBadge["id"].(string)).Body))(t)
	delete(served, "@context")
	if creator, _ := served["creator"].(map[string]any); creator["id"] != says["issuer"].(map[string]any)["id"] {
		t.Errorf("it is by %v", creator)
	}
	delete(served, "creator") // who is the badge's issuer, and said there
	if diff := cmp.Diff(inBadge, served); diff != "" {
		t.Error(diff)
	}
}

func TestAnIssuersDocumentHasTheKeysThatAreGood(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.badge(t, o.issues(t).ID, credential.FormJWT)
	o.rotates(t, enum.KeyEd25519)
	o.rotates(t, enum.KeyP256, compromised)
	did := "did:web:stackmatch.example:issuers:" + o.college.ID
	body := o.at(t, world.Must(keys.DIDWebURL(did))(t)).Body
	doc := world.Must(keys.ParseDocument(world.Must(strictjson.Object(body))(t), did))(t)
	var got []string
	for _, m := range doc.Methods {
		got = append(got, strings.TrimPrefix(m.ID, did+"#")+" "+m.Type)
		if _, err := doc.AssertionKey(m.ID, o.Clock.Now()); err != nil {
			t.Errorf("%s: %v", m.ID, err)
		}
	}
	if diff := cmp.Diff([]string{"ed25519-1 Multikey", "ed25519-2 Multikey", "p256-2 JsonWebKey"}, slices.Sorted(slices.Values(got))); diff != "" {
		t.Error(diff)
	}
	if bytes.Contains(body, []byte(`"d"`)) || bytes.Contains(body, []byte("secret")) {
		t.Error("it has a secret in it")
	}
	profile := world.Must(strictjson.Object(o.at(t, doc.AlsoKnownAs[0]).Body))(t)
	if profile["id"] != did || profile["name"] != "College" {
		t.Errorf("the profile is %v", profile)
	}
}

// While one tries things out, issuers are of localhost, which nobody looks up.
func TestOnLocalhostAPageVerifiesAllTheSame(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.Credentials.Base = &url.URL{Scheme: "http", Host: "localhost:8080"}
	o.Credentials.Documents = &web{docs: map[string]badge.Document{}}
	award := o.issues(t).ID
	row := world.Must(o.Credentials.PublishAward(o.asAna, credential.PublishAwardInput{ID: award}))(t)
	page := world.Must(o.Credentials.PublicAward(t.Context(), *row.PublicToken))(t)
	is(t, "the page", *page.Report, badge.Valid, "")
	if !strings.HasPrefix(page.URL, "http://localhost:8080/awards/") {
		t.Errorf("it is at %s", page.URL)
	}
	for _, form := range append([]credential.Form{credential.FormOpenBadge2}, signedForms...) {
		content := o.badge(t, award, form)
		verified := world.Must(o.Credentials.VerifyBadge(t.Context(), credential.BadgeSource{File: &credential.File{Content: content}}))(t)
		is(t, string(form)+" here", verified.Report, badge.Valid, "")
		if elsewhere := o.verify(t, content, func(p *badge.Policy) { p.Recipient = nil }); elsewhere.Verdict == badge.Valid {
			t.Errorf("%s is valid elsewhere", form)
		}
	}
}

func TestManyPathsAreListedInParts(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.Tx(t, func(ctx context.Context, tx *db.Client) error {
		rows := make([]*db.StatusListCreate, 450)
		for i := range rows {
			rows[i] = tx.StatusList.Create().SetID(o.IDs.Mint(id.StatusList)).SetCreatedAt(o.Clock.Now()).
				SetOrganizationID(o.college.ID).SetPurpose(enum.StatusRevocation).SetSize(131_072)
		}
		return tx.StatusList.CreateBulk(rows...).Exec(ctx)
	})
	seen := map[string]bool{}
	for _, path := range o.paths(t) {
		if seen[path] {
			t.Errorf("%s is listed twice", path)
		}
		seen[path] = strings.HasPrefix(path, "/status/")
	}
	n := 0
	for _, is := range seen {
		if is {
			n++
		}
	}
	if n != 450 {
		t.Errorf("%d lists are listed", n)
	}
	for path, err := range o.Credentials.PublicPaths(t.Context()) {
		if path == "" || err != nil {
			t.Error(err)
		}
		break // whoever has enough may stop
	}
}

func TestNothingPublicAsksWhoWantsIt(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	if _, err := o.Credentials.PublicIssuer(t.Context(), o.college.ID); err != nil {
		t.Error(err)
	}
	if _, err := o.Credentials.PublicIssuer(o.issuer, "org_none"); !problem.Is(err, problem.NotFound) {
		t.Error(err)
	}
	for _, as := range []world.Viewer{o.issuer, o.asAna, o.Ctx} {
		if _, err := o.Credentials.PublicAward(as, o.issues(t).ID); !problem.Is(err, problem.NotFound) {
			t.Errorf("an award that is not published has a page: %v", err)
		}
	}
}
