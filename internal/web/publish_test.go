package web

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/issuedbadge"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// tree are the files below a directory, by their paths.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		content, err := os.ReadFile(path)
		out[filepath.ToSlash(name)] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func (o *town) publishTo(t *testing.T, dir string) Published {
	t.Helper()
	return world.Must(o.site.Publish(t.Context(), dir))(t)
}

func TestServedAndPublishedAreTheSameBytes(t *testing.T) {
	t.Parallel()
	o := newTown(t)
	center := o.Organization(t, "Center", nil, enum.OrgIssuer)
	o.publishCourse(t, "Pallet Jack", o.college.ID, center.ID) // the class of another issuer has a path of its own
	shown, hidden, revoked := o.issues(t), o.issues(t), o.issues(t)
	path := o.publishes(t, shown, withName)
	o.publishes(t, revoked)
	world.Must(o.Credentials.Revoke(o.issuer, credential.RevokeAwardInput{ID: revoked, Reason: "a mistake"}))(t)
	sheet, _ := o.sheet(t, nil, shown, hidden)
	dir := t.TempDir()
	done := o.publishTo(t, dir)
	files := tree(t, dir)
	for name, content := range files {
		answer := o.get(t, "/"+name, "Accept", browser, "Accept-Language", "fr")
		if answer.Body.String() != content || (answer.Code != http.StatusOK && answer.Code != http.StatusGone) {
			t.Errorf("/%s is served otherwise: %d %s", name, answer.Code, answer.Header().Get("Content-Type"))
		}
	}
	if done.Written != len(files) || done.Kept != 0 || done.Removed != 0 {
		t.Errorf("%+v, want %d written", done, len(files))
	}
	for public, err := range o.Credentials.DocumentPaths(t.Context()) {
		name := strings.TrimPrefix(public, "/")
		if err != nil || (files[name] == "" && files[name+"/index.html"] == "") {
			t.Errorf("%s was not published (%v)", public, err)
		}
	}
	for _, want := range []string{
		path + "/index.html", path + "/index.es.html", path + "/badge.json", path + "/badge.jwt", path + "/badge.png", path + "/badge.svg",
		path + "/ob2.json", sheet + "/index.html", sheet + "/index.es.html", "/.well-known/did.json", "/issuers/" + o.college.ID + "/issuer.json",
		"/issuers/" + o.college.ID + "/did.json", "/achievements/" + *o.course.CurrentVersionID + "/image.png",
	} {
		if files[strings.TrimPrefix(want, "/")] == "" {
			t.Errorf("%s was not published", want)
		}
	}
	for name, content := range files {
		if strings.Contains(content, o.earner) || strings.Contains(content, hidden) {
			t.Errorf("%s tells who or what is not public", name)
		}
	}
}

func TestPublishedBadgesVerifyFromTheFilesAlone(t *testing.T) {
	t.Parallel()
	o := newTown(t)
	path := o.publishes(t, o.issues(t))
	dir := t.TempDir()
	o.publishTo(t, dir)
	files := tree(t, dir)
	for _, name := range []string{"badge.json", "badge.jwt", "badge.png", "badge.svg", "ob2.json"} {
		b := badge.Parse([]byte(files[strings.TrimPrefix(path, "/")+"/"+name]))
		p, docs := badge.Policy{Now: o.Clock.Now()}, badge.Documents{}
		if name == "ob2.json" {
			p.Source = o.Credentials.Base.String() + path + "/" + name
		}
		for range 5 {
			for _, address := range b.Needs(docs, p) {
				at := strings.TrimPrefix(address, o.Credentials.Base.String()+"/")
				docs[address] = badge.Document{Status: http.StatusNotFound}
				if content, there := files[at]; there {
					docs[address] = badge.Document{Status: http.StatusOK, ContentType: "application/json", Body: []byte(content)}
				}
			}
		}
		if r := badge.Verify(b, docs, p); r.Verdict != badge.Valid {
			t.Errorf("%s: %s %v", name, r.Verdict, r.Deciding())
		}
	}
}

func TestPublishingAgainChangesOnlyWhatChanged(t *testing.T) {
	t.Parallel()
	o := newTown(t)
	award := o.issues(t)
	o.publishes(t, award)
	dir := t.TempDir()
	first := o.publishTo(t, dir)
	if again := o.publishTo(t, dir); again != (Published{Kept: first.Written}) {
		t.Errorf("again: %+v", again)
	}
	before := tree(t, dir)
	world.Must(o.Credentials.Revoke(o.issuer, credential.RevokeAwardInput{ID: award, Reason: "a mistake"}))(t)
	o.publishTo(t, dir)
	var changed []string
	for name, content := range tree(t, dir) {
		if before[name] != content {
			changed = append(changed, strings.Split(name, "/")[0]+"/"+filepath.Base(name))
		}
	}
	slices.Sort(changed)
	// The signed badge stays as it is: a list says that it is revoked.
	list := "status/" + filepath.Base(world.Must(fs.Glob(os.DirFS(dir), "status/*"))(t)[0])[:len("stl_")]
	want := []string{"awards/index.es.html", "awards/index.html", "awards/ob2.json", list}
	if !slices.EqualFunc(changed, want, strings.HasPrefix) {
		t.Errorf("changed: %v, want %v", changed, want)
	}
}

func TestWhatIsNoLongerPublicIsRemovedAndNothingElse(t *testing.T) {
	t.Parallel()
	o := newTown(t)
	award := o.issues(t)
	path := o.publishes(t, award)
	sheet, id := o.sheet(t, nil, award)
	dir := t.TempDir()
	others := map[string]string{
		"index.html": "our own site", "awards/index.html": "our awards", "awards/2025/index.html": "of a year", "status/health": "up",
		"issuers/about.html": "about", strings.TrimPrefix(path, "/") + "/notes.txt": "of ours", ".well-known/security.txt": "to whom",
		"sheets/" + aToken: "a file that is named like a sheet",
	}
	for name, content := range others {
		at := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	o.publishTo(t, dir)
	stale := filepath.Join(dir, "awards", aToken, "badge.json")
	if err := os.MkdirAll(filepath.Dir(stale), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(stale, []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	world.Must(o.Credentials.UnpublishAward(o.asHer, credential.UnpublishAwardInput{ID: award}))(t)
	world.Must(o.Credentials.WithdrawSheet(o.asHer, credential.WithdrawSheetInput{ID: id}))(t)
	if done := o.publishTo(t, dir); done.Removed != 7+2+1 {
		t.Errorf("%+v, want the award's 7 files, the sheet's 2 and the stale one removed", done)
	}
	after := tree(t, dir)
	for name := range after {
		if strings.HasPrefix("/"+name, path) && !strings.HasSuffix(name, "notes.txt") || strings.HasPrefix("/"+name, sheet) {
			t.Errorf("%s is still there", name)
		}
	}
	for name, content := range others {
		if after[name] != content {
			t.Errorf("%s is now %q", name, after[name])
		}
	}
	if _, err := os.Stat(filepath.Dir(stale)); err == nil {
		t.Error("an empty directory is left")
	}
}

func TestPublishingStaysInItsDirectory(t *testing.T) {
	t.Parallel()
	o := newTown(t)
	o.publishes(t, o.issues(t))
	outside, dir := t.TempDir(), t.TempDir()
	if err := os.Symlink(outside, filepath.Join(dir, "awards")); err != nil {
		t.Fatal(err)
	}
	if _, err := o.site.Publish(t.Context(), dir); err == nil {
		t.Error("it was written through a link")
	}
	if files := tree(t, outside); len(files) > 0 {
		t.Errorf("outside there are %v", slices.Collect(maps.Keys(files)))
	}
}

func TestACutOffRunLeavesNothingBehindForLong(t *testing.T) {
	t.Parallel()
	o := newTown(t)
	dir := filepath.Join(t.TempDir(), "new", "site")
	left := filepath.Join(dir, staging+"left", "awards")
	if err := os.MkdirAll(left, 0o750); err != nil {
		t.Fatal(err)
	}
	o.publishTo(t, dir)
	for name := range tree(t, dir) {
		if strings.HasPrefix(name, ".") && name != ".well-known/did.json" {
			t.Errorf("%s is left", name)
		}
	}
	if _, err := os.Stat(filepath.Dir(left)); err == nil {
		t.Error("what a run left that was cut off is still there")
	}
}

func TestOneBadRecordKeepsNoOtherFromBeingWithdrawn(t *testing.T) {
	t.Parallel()
	o := newTown(t)
	broken, good := o.issues(t), o.issues(t)
	brokenPath, goodPath := o.publishes(t, broken), o.publishes(t, good)
	dir := t.TempDir()
	o.publishTo(t, dir)
	o.Tx(t, func(ctx context.Context, tx *db.Client) error { // as a damaged disk would
		row, err := tx.IssuedBadge.Query().Where(issuedbadge.AwardID(broken), issuedbadge.FormEQ(enum.FormJSON)).Only(ctx)
		if err != nil {
			return err
		}
		return errors.Join(tx.IssuedBadge.DeleteOne(row).Exec(ctx), tx.IssuedBadge.Create().SetID(row.ID).SetCreatedAt(row.CreatedAt).
			SetAwardID(row.AwardID).SetKeyID(row.KeyID).SetForm(row.Form).SetLanguage(row.Language).SetContent([]byte("damaged")).Exec(ctx))
	})
	world.Must(o.Credentials.UnpublishAward(o.asHer, credential.UnpublishAwardInput{ID: good}))(t)
	if _, err := o.site.Publish(t.Context(), dir); err == nil {
		t.Error("nobody is told that an award could not be published")
	}
	files := tree(t, dir)
	if files[strings.TrimPrefix(goodPath, "/")+"/index.html"] != "" {
		t.Error("the withdrawn award is still there")
	}
	if files[strings.TrimPrefix(brokenPath, "/")+"/badge.json"] == "" {
		t.Error("what was published of the broken one is gone")
	}
}
