package web

import (
	"net/http"
	"testing"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func TestAnEndorsementIsAPageForPeopleAndACredentialForPrograms(t *testing.T) {
	t.Parallel()
	o := newTown(t)
	mill := o.Organization(t, "Mill & Sons", nil, enum.OrgEmployer)
	as := o.Member(t, auth.Employer, mill)
	made := world.Must(o.Credentials.Endorse(as, credential.EndorseInput{MicroCredential: &o.course.ID, Comment: "We hire <b>them</b>."}))(t)
	path := "/endorsements/" + made.ID
	has(t, o.page(t, path), "Mill &amp; Sons", "We hire &lt;b&gt;them&lt;/b&gt;.", "Forklift Safety", `href="/achievements/`+*o.course.CurrentVersionID+`"`)
	has(t, o.page(t, path, "Accept-Language", "es"), `<html lang="es">`, "Avalado por", `lang="en"`)
	for accept, want := range map[string]string{"": "application/vc", "application/ld+json": "application/ld+json", "application/json": "application/json"} {
		got := o.get(t, path, "Accept", accept)
		if got.Code != http.StatusOK || got.Header().Get("Content-Type") != want || got.Body.String() != string(made.Document) {
			t.Errorf("%q: %d %s", accept, got.Code, got.Header().Get("Content-Type"))
		}
	}
	if got := o.get(t, path+"/endorsement.json"); got.Code != http.StatusOK || got.Body.String() != string(made.Document) {
		t.Errorf("by its name: %d", got.Code)
	}
	world.Must(o.Credentials.WithdrawEndorsement(as, credential.WithdrawEndorsementInput{ID: made.ID}))(t)
	for _, accept := range []string{browser, "application/vc"} {
		if got := o.get(t, path, "Accept", accept); got.Code != http.StatusNotFound {
			t.Errorf("withdrawn, %s: %d", accept, got.Code)
		}
	}
}
