package auth

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/auth/internal/elevated"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// viewerIn acts in a role, for an organization of these kinds that is vouched
// for.
func viewerIn(role Role, kinds ...string) Viewer {
	if role == Earner {
		return Viewer{Account: "acc_1", Earner: "ern_1"}
	}
	m := Membership{ID: "mem_1", Organization: "org_1", Role: role, Kinds: kinds, Vouched: true}
	return Viewer{Account: "acc_1", Acting: &m, Memberships: []Membership{m}}
}

func kindOf(err error) problem.Kind {
	kind, _ := problem.KindOf(err)
	return kind
}

func TestEachPermissionIsHeldByTheseRolesAndNoOther(t *testing.T) {
	t.Parallel()
	want := map[Permission]string{
		CreatePosting:          "EMPLOYER",
		UpdatePosting:          "EMPLOYER",
		ClosePosting:           "EMPLOYER",
		ViewOwnPostings:        "EMPLOYER",
		RankCandidates:         "EMPLOYER",
		ViewOwnAwards:          "EARNER",
		SetVisibility:          "EARNER",
		GiveConsent:            "EARNER",
		ViewConsentedEarners:   "COACH ISSUER",
		ViewIssuedAwards:       "ISSUER",
		RevokeAward:            "ISSUER",
		IssueAward:             "ISSUER",
		ImportBadge:            "EARNER",
		PublishAward:           "EARNER",
		MapAlignments:          "ISSUER DEVELOPER ADMIN",
		ManageKeys:             "ISSUER ADMIN",
		PublishCatalog:         "ISSUER DEVELOPER ADMIN",
		RecordRecognition:      "RECOGNIZER",
		ReviewCatalog:          "DEVELOPER ADMIN",
		Enroll:                 "EARNER",
		SubmitEvidence:         "EARNER",
		Assess:                 "ASSESSOR",
		RecordResults:          "ISSUER ASSESSOR",
		ManageAssessment:       "ISSUER ADMIN",
		DelegateIssuing:        "ISSUER ADMIN",
		ImportRoster:           "ISSUER",
		RecordCertification:    "COACH ISSUER ASSESSOR",
		ClaimAward:             "EARNER",
		Endorse:                "EMPLOYER RECOGNIZER",
		RunCohort:              "EMPLOYER COACH ISSUER ADMIN",
		JoinCohort:             "EARNER",
		RecordOutcome:          "EARNER COACH",
		ViewCounts:             "COACH ISSUER ANALYST ADMIN STEWARD",
		ViewExactCounts:        "STEWARD",
		ViewReports:            "ANALYST",
		ContactCandidates:      "EMPLOYER",
		AnswerContact:          "EARNER",
		KeepShortlists:         "EMPLOYER",
		TeachProposals:         "EMPLOYER",
		ReviewLessons:          "EMPLOYER ADMIN",
		SaveSearches:           "EMPLOYER",
		SeekWork:               "EARNER",
		ReadViewLog:            "EARNER",
		HostHiringEvents:       "COACH ISSUER ADMIN",
		OpenEarnerAccount:      "COACH ISSUER",
		FollowCases:            "COACH",
		FollowOwnCase:          "EARNER",
		KeepPlans:              "EARNER COACH",
		ReadReadiness:          "EARNER COACH ISSUER DEVELOPER ADMIN",
		ViewUnmetDemand:        "COACH ANALYST ADMIN",
		ManageOwnData:          "EARNER",
		ManageWebhooks:         "EMPLOYER ISSUER ADMIN",
		HandleReports:          "ADMIN",
		AdministerOrganization: "ADMIN",
		VouchForOrganization:   "ADMIN",
		AdministerService:      "ADMIN",
	}
	for p := range permissionCount {
		var got []string
		for _, role := range Roles() {
			ctx := With(t.Context(), viewerIn(role, kindService))
			switch err := Require(ctx, p); kindOf(err) {
			case "":
				got = append(got, string(role))
			case problem.Forbidden:
			default:
				t.Errorf("%q as %s: %v, want nothing or Forbidden", p, role, err)
			}
		}
		if diff := cmp.Diff(want[p], strings.Join(got, " ")); diff != "" {
			t.Errorf("%q is held by (-want +got):\n%s", p, diff)
		}
	}
}

func TestEveryPermissionHasARowThatReadsAsASentence(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for p := range permissionCount {
		r := table[p]
		if r.name == "" || r.to == "" || len(r.roles) == 0 || seen[r.to] || seen[r.name] {
			t.Errorf("permission %d has the row %+v: want a name and a text of its own, and a role", int(p), r)
		}
		seen[r.to], seen[r.name] = true, true
	}
}

func TestAPermissionThatIsNotInTheTableIsNobodys(t *testing.T) {
	t.Parallel()
	for _, p := range []Permission{-1, permissionCount, permissionCount + 7} {
		for _, role := range Roles() {
			if err := Require(With(t.Context(), viewerIn(role, kindService)), p); !problem.Is(err, problem.Forbidden) {
				t.Errorf("permission %d as %s: %v, want Forbidden", int(p), role, err)
			}
		}
	}
}

func TestWhoIsNotSignedInIsUnauthenticatedNotForbidden(t *testing.T) {
	t.Parallel()
	for p := range permissionCount {
		for name, ctx := range map[string]context.Context{"no viewer": t.Context(), "anonymous": With(t.Context(), Viewer{})} {
			if err := Require(ctx, p); !problem.Is(err, problem.Unauthenticated) {
				t.Errorf("%s, %q: %v, want Unauthenticated", name, p, err)
			}
		}
	}
}

func TestTheSystemMayDoEverything(t *testing.T) {
	t.Parallel()
	ctx := elevated.With(t.Context(), true)
	for p := range permissionCount {
		if err := Require(ctx, p); err != nil {
			t.Errorf("%q: %v", p, err)
		}
	}
}

func TestSignedInWithoutARoleIsForbiddenEverything(t *testing.T) {
	t.Parallel()
	ctx := With(t.Context(), Viewer{Account: "acc_1"})
	for p := range permissionCount {
		if err := Require(ctx, p); !problem.Is(err, problem.Forbidden) {
			t.Errorf("%q: %v, want Forbidden", p, err)
		}
	}
}

func TestAnEmployerSeesNoCandidatesUntilVouchedFor(t *testing.T) {
	t.Parallel()
	v := viewerIn(Employer, "EMPLOYER")
	v.Acting.Vouched = false
	err := Require(With(t.Context(), v), RankCandidates)
	if !problem.Is(err, problem.Forbidden) || !strings.Contains(err.Error(), "vouched for") {
		t.Errorf("got %v, want Forbidden that says why", err)
	}
	if err := Require(With(t.Context(), v), CreatePosting); err != nil {
		t.Errorf("creating a posting: %v, want none", err)
	}
}

func TestOnlySomeKindsOfOrganizationVouch(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kinds string
		want  problem.Kind
	}{
		{"WORKFORCE_BOARD", ""},
		{"COLLEGE", ""},
		{"ADMIN", ""},
		{"EMPLOYER COLLEGE", ""},
		{"EMPLOYER", problem.Forbidden},
		{"ISSUER DEVELOPER", problem.Forbidden},
		{"", problem.Forbidden},
	} {
		ctx := With(t.Context(), viewerIn(Admin, strings.Fields(c.kinds)...))
		if got := kindOf(Require(ctx, VouchForOrganization)); got != c.want {
			t.Errorf("admin of %q: got %q, want %q", c.kinds, got, c.want)
		}
	}
}

func TestARefusalNamesTheOwnRoleThatWouldDo(t *testing.T) {
	t.Parallel()
	v := viewerIn(Coach)
	v.Earner = "ern_1"
	v.Memberships = append(v.Memberships, Membership{ID: "mem_2", Role: Issuer}, Membership{ID: "mem_3", Role: Admin, Kinds: []string{"EMPLOYER"}})
	for _, c := range []struct {
		permission Permission
		want       string
	}{
		{RevokeAward, "to revoke, suspend or reinstate an award, act as ISSUER: send X-Acting-For: mem_2"},
		{ViewOwnAwards, "to see your own awards, act as EARNER: send X-Acting-For: earner"},
		{RankCandidates, "to see candidates, act as EMPLOYER"},
		{AdministerService, "to administer the service, act as ADMIN of an organization of kind ADMIN"},
	} {
		err := Require(With(t.Context(), v), c.permission)
		if err == nil || err.Error() != c.want {
			t.Errorf("got  %v\nwant %s", err, c.want)
		}
	}
}

func TestHeldListsWhatRequirePasses(t *testing.T) {
	t.Parallel()
	for role, want := range map[Role]string{
		Earner: "[VIEW_OWN_AWARDS SET_VISIBILITY GIVE_CONSENT IMPORT_BADGE PUBLISH_AWARD " +
			"ENROLL SUBMIT_EVIDENCE CLAIM_AWARD JOIN_COHORT RECORD_OUTCOME ANSWER_CONTACT SEEK_WORK READ_VIEW_LOG FOLLOW_OWN_CASE KEEP_PLANS READ_READINESS MANAGE_OWN_DATA]",
		Issuer: "[VIEW_CONSENTED_EARNERS VIEW_ISSUED_AWARDS ISSUE_AWARD REVOKE_AWARD MAP_ALIGNMENTS MANAGE_KEYS PUBLISH_CATALOG " +
			"RECORD_RESULTS MANAGE_ASSESSMENT DELEGATE_ISSUING IMPORT_ROSTER RECORD_CERTIFICATION RUN_COHORT VIEW_COUNTS OPEN_EARNER_ACCOUNT READ_READINESS MANAGE_WEBHOOKS]",
		Assessor: "[ASSESS RECORD_RESULTS RECORD_CERTIFICATION]",
	} {
		if got := fmt.Sprint(Held(With(t.Context(), viewerIn(role)))); got != want {
			t.Errorf("%s holds %s, want %s", role, got, want)
		}
	}
}

func TestTheDocumentShowsTheTableAsItIs(t *testing.T) {
	t.Parallel()
	document, err := os.ReadFile("../../docs/identity.md")
	if err != nil {
		t.Fatal(err)
	}
	if want := markdown(); !strings.Contains(string(document), want) {
		t.Errorf("docs/identity.md lacks the permission table as it stands:\n%s", want)
	}
}

// markdown is the table as the documentation shows it.
func markdown() string {
	var b strings.Builder
	b.WriteString("| permission | to |")
	for _, role := range Roles() {
		fmt.Fprintf(&b, " %s |", strings.ToLower(string(role)))
	}
	b.WriteString(" only |\n|---|" + strings.Repeat(":-:|", len(Roles())) + "---|\n")
	for _, r := range table {
		fmt.Fprintf(&b, "| `%s` | %s |", r.name, r.to)
		for _, role := range Roles() {
			mark := " "
			if slices.Contains(r.roles, role) {
				mark = " x "
			}
			fmt.Fprintf(&b, "%s|", mark)
		}
		fmt.Fprintf(&b, " %s |\n", r.only())
	}
	return b.String()
}

func (r rule) only() string {
	switch {
	case r.vouched:
		return "vouched-for organizations"
	case len(r.kinds) > 0:
		return "organizations of kind " + strings.Join(r.kinds, ", ")
	}
	return ""
}

func TestAnEmployerThatIsNothingElseHasNoOtherRoles(t *testing.T) {
	t.Parallel()
	for _, role := range Roles()[1:] {
		ctx := With(t.Context(), viewerIn(role, kindEmployer))
		for _, p := range Held(ctx) {
			employers := slices.Contains(p.rule().roles, Employer)
			switch role {
			case Employer:
			case Recognizer:
			case Admin:
				if p != AdministerOrganization && !employers {
					t.Errorf("an employer's admin may %s", p.rule().to)
				}
			default:
				t.Errorf("an employer's %s may %s", role, p.rule().to)
			}
		}
	}
	if !Can(With(t.Context(), viewerIn(Admin, kindEmployer, "ISSUER")), PublishCatalog) {
		t.Error("an employer that issues cannot publish")
	}
}
