package credential_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

const email = "ana@people.example"

// signedForms are those that are signed, and the same bytes for good.
var signedForms = []credential.Form{credential.FormJSON, credential.FormJWT, credential.FormPNG, credential.FormSVG}

// office is a campus whose college issues to Ana, who has an account with a
// verified address and has opened her record to the college.
type office struct {
	*campus
	ana   string
	asAna world.Viewer
}

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{campus: newCampus(t)}
	// A badge points at skills by their addresses, which have no spaces.
	o.forklift = o.MicroCredential(t, o.college, "Forklift", map[string]int{"driving": 2, "loading": 0})
	o.ana, o.asAna = o.person(t, email)
	return o
}

// person is an earner with an account, who has opened their record to the college.
func (o *office) person(t *testing.T, emails ...string) (string, world.Viewer) {
	t.Helper()
	made := world.Must(o.Accounts.Open(o.Ctx, account.NewAccount{Name: "Ana Example", Emails: emails}))(t)
	earner := o.Earner(t, opens(consent.Grant{Organization: o.college.ID}, consent.Awards), func(e *account.NewEarner) {
		e.Account, e.Name = made.ID, "Ana Example"
	})
	return earner, auth.With(t.Context(), auth.Viewer{Account: made.ID, Earner: earner})
}

// issues has the college award Ana the forklift's micro-credential.
func (o *office) issues(t *testing.T, edit ...func(*credential.IssueAwardInput)) *db.Award {
	t.Helper()
	in := credential.IssueAwardInput{Earner: o.ana, MicroCredential: o.forklift.ID}
	for _, change := range edit {
		change(&in)
	}
	return world.Must(o.Credentials.IssueAward(o.issuer, in))(t)
}

// with adds evidence of these names.
func with(names ...string) func(*credential.IssueAwardInput) {
	return func(in *credential.IssueAwardInput) {
		for _, name := range names {
			in.Evidence = append(in.Evidence, credential.EvidenceInput{Name: &name, Narrative: world.Ptr("It says " + name + ".")})
		}
	}
}

// badge is the award's badge as Ana downloads it.
func (o *office) badge(t *testing.T, award string, form credential.Form) []byte {
	t.Helper()
	return world.Must(o.Credentials.Badge(o.asAna, award, form))(t).Content
}

// at is what anybody finds at an address of ours.
func (o *office) at(t *testing.T, address string) badge.Document {
	t.Helper()
	path, ours := strings.CutPrefix(address, o.Credentials.Base.String())
	if !ours {
		return badge.Document{Status: http.StatusNotFound}
	}
	file, err := o.Credentials.PublicDocument(t.Context(), path)
	if problem.Is(err, problem.NotFound) {
		return badge.Document{Status: http.StatusNotFound}
	}
	if err != nil {
		t.Fatalf("%s: %v", address, err)
	}
	d := badge.Document{Status: http.StatusOK, ContentType: file.MediaType, Body: file.Content}
	if file.Gone {
		d.Status = http.StatusGone
	}
	return d
}

// verify is what any verifier says of a badge, with our public documents as the
// network.
func (o *office) verify(t *testing.T, content []byte, edit ...func(*badge.Policy)) badge.Report {
	t.Helper()
	p := badge.Policy{Now: o.Clock.Now(), Recipient: &badge.Recipient{Emails: []string{email}}}
	for _, change := range edit {
		change(&p)
	}
	b, docs := badge.Parse(content), badge.Documents{}
	for range 10 {
		needs := b.Needs(docs, p)
		if len(needs) == 0 {
			break
		}
		for _, address := range needs {
			docs[address] = o.at(t, address)
		}
	}
	return badge.Verify(b, docs, p)
}

// is demands a verdict for a reason.
func is(t *testing.T, what string, r badge.Report, verdict badge.Verdict, reason badge.Reason) {
	t.Helper()
	got := badge.Reason("")
	if d := r.Deciding(); len(d) > 0 {
		got = d[0].Reason
	}
	if r.Verdict != verdict || got != reason {
		t.Errorf("%s: %s %s, want %s %s\n%v", what, r.Verdict, got, verdict, reason, r.Checks)
	}
}

// publish has Ana publish an award, and gives its path.
func (o *office) publish(t *testing.T, award string, edit ...func(*credential.PublishAwardInput)) string {
	t.Helper()
	in := credential.PublishAwardInput{ID: award}
	for _, change := range edit {
		change(&in)
	}
	row := world.Must(o.Credentials.PublishAward(o.asAna, in))(t)
	return strings.TrimPrefix(*o.Credentials.PublicURL(row), o.Credentials.Base.String())
}

// hurried is about to end, and never does.
type hurried struct{ context.Context }

func (hurried) Deadline() (time.Time, bool) { return time.Now().Add(time.Second), true }
