package credential_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/issuerkey"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// mill is an employer who has said nothing yet, and who endorses for it.
func (o *office) mill(t *testing.T) (*db.Organization, world.Viewer) {
	t.Helper()
	mill := o.Organization(t, "Mill", nil, enum.OrgEmployer)
	return mill, o.Member(t, auth.Employer, mill)
}

func TestAnEndorsementIsASignedCredentialThatVerifies(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	mill, ctx := o.mill(t)
	made := world.Must(o.Credentials.Endorse(ctx, credential.EndorseInput{MicroCredential: &o.forklift.ID, Comment: "  We hire who holds it. \n\n *All* shifts.  "}))(t)
	address := o.Credentials.EndorsementURL(made)
	if address != "https://stackmatch.example/endorsements/"+made.ID {
		t.Errorf("it is at %s", address)
	}
	file := world.Must(o.Credentials.PublicDocument(t.Context(), "/endorsements/"+made.ID))(t)
	report := o.verify(t, file.Content, ofNobody)
	if report.Verdict != badge.Valid || report.Format != badge.Endorsement || report.ProofOK != badge.Yes || report.IssuerBound != badge.Yes {
		t.Errorf("got %+v", report)
	}
	var says struct {
		ID     string   `json:"id"`
		Type   []string `json:"type"`
		Issuer struct{ ID, Name string }
		Of     struct {
			ID      string   `json:"id"`
			Type    []string `json:"type"`
			Comment string   `json:"endorsementComment"`
		} `json:"credentialSubject"`
	}
	if err := json.Unmarshal(file.Content, &says); err != nil {
		t.Fatal(err)
	}
	got := []string{
		says.ID, strings.Join(says.Type, " "), says.Issuer.ID, says.Issuer.Name, says.Of.ID, strings.Join(says.Of.Type, " "), says.Of.Comment,
	}
	want := []string{
		address, "VerifiableCredential EndorsementCredential", "did:web:stackmatch.example:issuers:" + mill.ID, "Mill",
		"https://stackmatch.example/achievements/" + *o.forklift.CurrentVersionID, "EndorsementSubject", "We hire who holds it. \n\n *All* shifts.",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	// One letter of it changed is not what was signed.
	forged := []byte(strings.Replace(string(file.Content), "We hire", "We fire", 1))
	if report := o.verify(t, forged, ofNobody); report.Verdict != badge.Invalid {
		t.Errorf("forged: %s", report.Verdict)
	}
}

func TestAnEndorsedOrganizationIsNamedAsItsBadgesNameIt(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	_, ctx := o.mill(t)
	made := world.Must(o.Credentials.Endorse(ctx, credential.EndorseInput{Organization: &o.college.ID, Comment: "Bueno", Language: "es-MX"}))(t)
	if !strings.Contains(string(made.Document), `"id":"did:web:stackmatch.example:issuers:`+o.college.ID+`"`) {
		t.Errorf("got %s", made.Document)
	}
	if made.Language != "es-mx" || made.SubjectID == nil || made.VersionID != nil {
		t.Errorf("got %+v", made)
	}
}

func TestNobodyEndorsesTheirOwn(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	mill, ctx := o.mill(t)
	college := o.Member(t, auth.Recognizer, o.college)
	draft := o.MicroCredential(t, o.college, "Retired", nil)
	o.Tx(t, func(ctx2 context.Context, tx *db.Client) error {
		return tx.MicroCredential.UpdateOneID(draft.ID).SetStatus(enum.Retired).Exec(ctx2)
	})
	for name, c := range map[string]struct {
		ctx  world.Viewer
		in   credential.EndorseInput
		want []string
	}{
		"its developer":   {college, credential.EndorseInput{MicroCredential: &o.forklift.ID, Comment: "x"}, []string{"INVALID microCredential"}},
		"itself":          {ctx, credential.EndorseInput{Organization: &mill.ID, Comment: "x"}, []string{"INVALID organization"}},
		"nothing":         {ctx, credential.EndorseInput{Language: "?"}, []string{"INVALID comment", "INVALID language", "INVALID microCredential"}},
		"both":            {ctx, credential.EndorseInput{MicroCredential: &o.forklift.ID, Organization: &o.college.ID, Comment: "x"}, []string{"INVALID microCredential"}},
		"what is not":     {ctx, credential.EndorseInput{MicroCredential: world.Ptr("mcr_0"), Comment: "x"}, []string{"NOT_FOUND microCredential"}},
		"what is retired": {ctx, credential.EndorseInput{MicroCredential: &draft.ID, Comment: "x"}, []string{"NOT_FOUND microCredential"}},
		"too much":        {ctx, credential.EndorseInput{MicroCredential: &o.forklift.ID, Comment: strings.Repeat("x", 10_001)}, []string{"INVALID comment"}},
		"right to left":   {ctx, credential.EndorseInput{MicroCredential: &o.forklift.ID, Comment: "a\u202eb"}, []string{"INVALID comment"}},
	} {
		_, err := o.Credentials.Endorse(c.ctx, c.in)
		if diff := cmp.Diff(c.want, world.Problems(t, err)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	for _, role := range []auth.Role{auth.Coach, auth.Issuer, auth.Assessor, auth.Developer, auth.Admin, auth.Analyst, auth.Steward} {
		_, err := o.Credentials.Endorse(o.Member(t, role, mill), credential.EndorseInput{MicroCredential: &o.forklift.ID, Comment: "x"})
		if !problem.Is(err, problem.Forbidden) {
			t.Errorf("%s: got %v", role, err)
		}
	}
	if n := o.DB().IssuerKey.Query().Where(issuerkey.OrganizationID(mill.ID)).CountX(o.Ctx); n != 0 {
		t.Errorf("%d keys were made for nothing", n)
	}
}

func TestAWithdrawnEndorsementIsListedAndServedNoMore(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	_, ctx := o.mill(t)
	in := credential.EndorseInput{MicroCredential: &o.forklift.ID, Comment: "x", ClientMutationID: world.Ptr("once")}
	made, again := world.Must(o.Credentials.Endorse(ctx, in))(t), world.Must(o.Credentials.Endorse(ctx, in))(t)
	if made.ID != again.ID {
		t.Errorf("sent again: %s and %s", made.ID, again.ID)
	}
	other := o.MicroCredential(t, o.college, "Other", nil)
	listed := func() []int {
		first := world.Must(o.Credentials.EndorsementsByMicroCredential(t.Context(), []string{o.forklift.ID, other.ID}, 5))(t)
		one := world.Must(o.Credentials.Endorsements(t.Context(), credential.EndorsementFilter{MicroCredential: &o.forklift.ID}, page.Args{First: 5}))(t)
		return []int{len(first[o.forklift.ID].Items), len(first[other.ID].Items), len(one.Items)}
	}
	public := func() bool { return slices.Contains(o.paths(t), "/endorsements/"+made.ID) }
	if diff := cmp.Diff([]int{1, 0, 1}, listed()); diff != "" || !public() {
		t.Errorf("before: %s, public %v", diff, public())
	}
	_, theirs := o.Credentials.WithdrawEndorsement(o.Member(t, auth.Recognizer, o.college), credential.WithdrawEndorsementInput{ID: made.ID})
	world.Must(o.Credentials.WithdrawEndorsement(ctx, credential.WithdrawEndorsementInput{ID: made.ID}))(t)
	_, twice := o.Credentials.WithdrawEndorsement(ctx, credential.WithdrawEndorsementInput{ID: made.ID})
	got := append(world.Problems(t, theirs), world.Problems(t, twice)...)
	if diff := cmp.Diff([]string{"NOT_FOUND id", "CONFLICT id"}, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]int{0, 0, 0}, listed()); diff != "" || public() {
		t.Errorf("after: %s, public %v", diff, public())
	}
	if _, err := o.Credentials.PublicDocument(t.Context(), "/endorsements/"+made.ID); !problem.Is(err, problem.NotFound) {
		t.Errorf("served: %v", err)
	}
}

// ofNobody asks not whose it is: an endorsement is of no person.
func ofNobody(p *badge.Policy) { p.Recipient = nil }
