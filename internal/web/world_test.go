package web

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// town is a world with a site, a college that issues, and somebody who has earned.
type town struct {
	*world.World
	site    *Site
	handler http.Handler
	college *db.Organization
	issuer  world.Viewer
	earner  string
	asHer   world.Viewer
	course  *db.MicroCredential
}

const herName = "Averil Fernbrook"

func newTown(t *testing.T) *town {
	t.Helper()
	o := &town{World: world.New(t)}
	o.site = &Site{Credentials: o.Credentials, Catalog: o.Catalog, Log: slog.New(slog.NewTextHandler(t.Output(), nil))}
	mux := http.NewServeMux()
	for pattern, handler := range world.Must(o.site.Routes())(t) {
		mux.Handle(pattern, handler)
	}
	o.handler = mux
	o.college = o.Organization(t, "College of the Town", nil, enum.OrgIssuer, enum.OrgDeveloper)
	o.issuer = o.Member(t, auth.Issuer, o.college)
	o.course = o.publishCourse(t, "Forklift Safety", o.college.ID)
	made := world.Must(o.Accounts.Open(o.Ctx, account.NewAccount{Name: herName, Emails: []string{"averil@people.example"}}))(t)
	o.earner = o.Earner(t, func(e *account.NewEarner) {
		e.Account, e.Name = made.ID, herName
		e.Grants = []consent.Grant{{Organization: o.college.ID, Purpose: consent.Coaching, Fields: []consent.Field{consent.Awards}}}
	})
	o.asHer = auth.With(t.Context(), auth.Viewer{Account: made.ID, Earner: o.earner})
	return o
}

// publishCourse publishes a micro-credential with all that can be said of one.
func (o *town) publishCourse(t *testing.T, title string, issuers ...string) *db.MicroCredential {
	t.Helper()
	return world.Must(o.Catalog.PublishMicroCredential(o.Ctx, catalog.MicroCredentialInput{
		Kind: enum.KindMicroCredential, Developer: o.college.ID, Issuers: issuers,
		Version: catalog.VersionInput{
			Title:       text.EnEs(title, title+", en español"),
			HolderCan:   text.EnEs("Can drive a forklift without hurting anybody.", "Puede manejar un montacargas sin dañar a nadie."),
			Description: text.En("Forty hours."), Criteria: text.En("Pass the driving test."),
			Languages: []string{"en"}, Delivery: []enum.Delivery{enum.DeliveryOnline},
			Competencies: []catalog.CompetencyInput{{Skill: o.Skill(t, "drive"), Level: 2}, {Skill: o.Skill(t, "inspect")}},
		},
	}))(t)
}

// issues has the college award her the course, with two pieces of evidence.
func (o *town) issues(t *testing.T, edit ...func(*credential.IssueAwardInput)) string {
	t.Helper()
	in := credential.IssueAwardInput{Earner: o.earner, MicroCredential: o.course.ID, Evidence: []credential.EvidenceInput{
		{Name: world.Ptr("Driving log"), Narrative: world.Ptr("Twelve hours.\n\nNo accident."), URL: world.Ptr("https://work.example/log")},
		{Name: world.Ptr("A private note"), Narrative: world.Ptr("Nobody else reads this.")},
	}}
	for _, change := range edit {
		change(&in)
	}
	return world.Must(o.Credentials.IssueAward(o.issuer, in))(t).ID
}

// publishes has her publish an award, and gives the path of its page.
func (o *town) publishes(t *testing.T, award string, edit ...func(*credential.PublishAwardInput)) string {
	t.Helper()
	in := credential.PublishAwardInput{ID: award}
	for _, change := range edit {
		change(&in)
	}
	row := world.Must(o.Credentials.PublishAward(o.asHer, in))(t)
	return strings.TrimPrefix(*o.Credentials.PublicURL(row), o.Credentials.Base.String())
}

func withName(in *credential.PublishAwardInput) { in.ShowName, in.Evidence = true, []int{0} }

// sheet has her make a sheet, and gives its path.
func (o *town) sheet(t *testing.T, until *time.Time, awards ...string) (path, id string) {
	t.Helper()
	row := world.Must(o.Credentials.PublishSheet(o.asHer, credential.PublishSheetInput{Awards: awards, Until: until}))(t)
	return strings.TrimPrefix(o.Credentials.SheetURL(row), o.Credentials.Base.String()), row.ID
}

const browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

// get asks for a path, with headers in pairs.
func (o *town) get(t *testing.T, path string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	return o.ask(t, http.MethodGet, path, headers...)
}

func (o *town) ask(t *testing.T, method, path string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	request := httptest.NewRequestWithContext(t.Context(), method, path, nil)
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	answer := httptest.NewRecorder()
	o.handler.ServeHTTP(answer, request)
	return answer
}

// page is what a browser shows.
func (o *town) page(t *testing.T, path string, headers ...string) string {
	t.Helper()
	answer := o.get(t, path, append([]string{"Accept", browser}, headers...)...)
	if answer.Code != http.StatusOK || !strings.HasPrefix(answer.Header().Get("Content-Type"), "text/html") {
		t.Fatalf("%s: %d %s\n%s", path, answer.Code, answer.Header().Get("Content-Type"), answer.Body)
	}
	return answer.Body.String()
}

// has demands texts of a page.
func has(t *testing.T, page string, wants ...string) {
	t.Helper()
	for _, want := range wants {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q:\n%s", want, body(page))
		}
	}
}

func lacks(t *testing.T, page string, unwanted ...string) {
	t.Helper()
	for _, one := range unwanted {
		if strings.Contains(page, one) {
			t.Errorf("the page has %q:\n%s", one, body(page))
		}
	}
}

func body(page string) string {
	_, body, _ := strings.Cut(page, "</style>")
	return body
}
