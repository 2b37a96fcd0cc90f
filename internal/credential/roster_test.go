package credential_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

const columns = "micro_credential,recipient,name,reference,earned_on,expires_on,level.driving,result.Score\n"

// outcomes are those of a report, each with its code.
func outcomes(r *credential.RosterReport) []string {
	out := make([]string, len(r.Rows))
	for i, row := range r.Rows {
		out[i] = strings.TrimSpace(fmt.Sprintf("%d %s %s", row.Line, row.Outcome, row.Code))
	}
	return out
}

// daysAgo is a day before today.
func (o *office) daysAgo(n int) string { return o.Clock.Now().AddDate(0, 0, -n).Format(time.DateOnly) }

func TestARosterAwardsWithTrueDates(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	day, last := o.daysAgo(20), o.Clock.Now().AddDate(1, 0, 0).Format(time.DateOnly)
	report := o.imports(t, o.issuer, columns+
		o.forklift.ID+","+strings.ToUpper(email)+",,,"+day+","+last+",3,84 %\n"+
		"Forklift (es),,Ben,17,"+day+",,,\n")
	if diff := cmp.Diff([]string{"2 CREATED", "3 FAILED MICRO_CREDENTIAL_AMBIGUOUS"}, outcomes(report)); diff != "" {
		t.Fatal(diff) // there are two of that title
	}
	row := o.DB().Award.Query().Where(award.ID(*report.Rows[0].AwardID)).WithPairs().OnlyX(o.Ctx)
	if *row.EarnerID != o.ana || row.EarnedAt.Format(time.RFC3339) != day+"T00:00:00Z" || row.IssuerID != o.college.ID ||
		row.ExpiresAt.AddDate(0, 0, -1).Format(time.RFC3339) != last+"T00:00:00Z" || len(row.Edges.Pairs) != 2 {
		t.Errorf("awarded as %v", row)
	}
	if kept := o.DB().Roster.Query().OnlyX(o.Ctx); bytes.Contains(kept.Content, []byte("Ben")) || kept.OrganizationID != o.college.ID || kept.OfflineKeyID != nil {
		t.Errorf("kept as %v", kept)
	}
	for _, kept := range o.DB().RosterRow.Query().AllX(o.Ctx) {
		if len(kept.Key) != 64 || strings.Contains(kept.Code, "Ben") {
			t.Errorf("a row is kept as %v", kept)
		}
	}
	if o.did(t, "roster.import") != 1 || o.did(t, "award.issue") != 1 {
		t.Error("the trail is not complete")
	}
}

func TestTheSameRosterChangesNothing(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	rows := []string{
		o.safety.ID + "," + o.ana + ",,," + o.daysAgo(9) + ",,,",
		o.safety.ID + ",,Ben,17," + o.daysAgo(9) + ",,,",
		o.safety.ID + ",nobody@people.example,,," + o.daysAgo(9) + ",,,",
		o.safety.ID + ",,Benjamin,17," + o.daysAgo(9) + ",,,", // the same reference is the same person
	}
	file := columns + strings.Join(rows, "\n")
	first := o.imports(t, o.issuer, file)
	if diff := cmp.Diff([]string{"2 CREATED", "3 CREATED", "4 FAILED RECIPIENT_UNKNOWN", "5 UNCHANGED"}, outcomes(first)); diff != "" {
		t.Fatal(diff)
	}
	if len(first.Codes) != 1 || first.Codes[0].Name != "Ben" || first.Codes[0].Reference != "17" || first.Codes[0].Line != 3 || first.Created != 2 || first.Failed != 1 {
		t.Errorf("the report is %+v", first)
	}
	again := o.imports(t, o.Member(t, auth.Issuer, o.college), file)
	if diff := cmp.Diff([]string{"2 UNCHANGED", "3 UNCHANGED", "4 FAILED RECIPIENT_UNKNOWN", "5 UNCHANGED"}, outcomes(again)); diff != "" || again.ID() != first.ID() || len(again.Codes) != 0 {
		t.Errorf("again: %s %+v", diff, again)
	}
	for i, row := range again.Rows {
		if diff := cmp.Diff(first.Rows[i].AwardID, row.AwardID); diff != "" {
			t.Errorf("line %d: %s", row.Line, diff)
		}
	}
	slices.Reverse(rows)
	other := o.imports(t, o.issuer, columns+strings.Join(rows, "\n")+"\n"+o.safety.ID+",,Cy,18,"+o.daysAgo(9)+",,,")
	if diff := cmp.Diff([]string{"2 UNCHANGED", "3 FAILED RECIPIENT_UNKNOWN", "4 UNCHANGED", "5 UNCHANGED", "6 CREATED"}, outcomes(other)); diff != "" || other.ID() == first.ID() {
		t.Errorf("the same rows elsewhere: %s", diff)
	}
	world.Must(o.Credentials.ClaimAward(o.asAna, claims(other.Codes[0].Value)))(t)
	if n := o.DB().Award.Query().CountX(o.Ctx); n != 3 {
		t.Errorf("%d awards", n)
	}
	// What was awarded otherwise is not awarded again either.
	made := o.awards(t).Award
	found := o.imports(t, o.issuer, columns+o.forklift.ID+","+o.ana+",,,"+o.daysAgo(0)+",,,")
	if diff := cmp.Diff([]string{"2 UNCHANGED"}, outcomes(found)); diff != "" || *found.Rows[0].AwardID != made.ID {
		t.Error(diff)
	}
}

func TestARosterImportedTwiceAtOnceIsImportedOnce(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	var file strings.Builder
	file.WriteString(columns)
	for i := range 20 {
		fmt.Fprintf(&file, "%s,,Person %d,%d,%s,,,\n", o.safety.ID, i, i, o.daysAgo(3))
	}
	other := strings.Replace(file.String(), "Person 0", "Somebody", 1)
	var all sync.WaitGroup
	reports := make([]*credential.RosterReport, 6)
	for i := range reports {
		all.Go(func() {
			content := file.String()
			if i%2 == 1 {
				content = other
			}
			var err error
			reports[i], err = o.Credentials.ImportRoster(o.issuer, credential.ImportRosterInput{File: credential.File{Content: []byte(content)}})
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	created, codes := 0, map[string]bool{}
	for _, r := range reports {
		if r == nil {
			return
		}
		created += r.Created
		for _, c := range r.Codes {
			codes[c.Value] = true
		}
		if r.Created+r.Unchanged != 20 {
			t.Errorf("a report is %v", outcomes(r))
		}
	}
	if n := o.DB().Award.Query().CountX(o.Ctx); n != 20 || created != 20 || len(codes) != 20 {
		t.Errorf("%d awards, %d created, %d codes", n, created, len(codes))
	}
	if n := o.DB().Roster.Query().CountX(o.Ctx); n != 2 {
		t.Errorf("%d rosters", n)
	}
}

// dies is a context that ends after some of the rows.
type dies struct {
	context.Context
	mu   sync.Mutex
	left int
}

func (d *dies) Err() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.left--; d.left < 0 {
		return context.Canceled
	}
	return d.Context.Err()
}

func TestAnImportThatBrokeOffGoesOn(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	var file strings.Builder
	file.WriteString(columns)
	for i := range 12 {
		fmt.Fprintf(&file, "%s,,Person %d,%d,%s,,,\n", o.safety.ID, i, i, o.daysAgo(3))
	}
	in := credential.ImportRosterInput{File: credential.File{Content: []byte(file.String())}}
	codes := map[string]bool{}
	for try := 0; ; try++ {
		if try > 200 {
			t.Fatal("it never ends")
		}
		report, err := o.Credentials.ImportRoster(&dies{Context: o.issuer, left: 5 + 40*try}, in)
		if report != nil {
			for _, c := range report.Codes {
				codes[c.AwardID] = true
			}
		}
		// A row and its award stand together, whenever it ended.
		rows, awards := o.DB().RosterRow.Query().CountX(o.Ctx), o.DB().Award.Query().CountX(o.Ctx)
		if rows != awards {
			t.Fatalf("%d rows, %d awards", rows, awards)
		}
		if err == nil {
			break
		}
		if !errors.Is(err, context.Canceled) && !problem.Is(err, problem.Unavailable) {
			t.Fatal(err)
		}
	}
	if n := o.DB().Award.Query().CountX(o.Ctx); n != 12 || len(codes) != 12 {
		t.Errorf("%d awards, %d codes", n, len(codes))
	}
}

func TestAnImportStopsInTimeToTellWhatItDid(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	report, err := o.Credentials.ImportRoster(hurried{o.issuer}, credential.ImportRosterInput{File: credential.File{Content: []byte(columns + o.safety.ID + ",,Ben,1," + o.daysAgo(1) + ",,,\n")}})
	if diff := cmp.Diff([]string{"UNAVAILABLE file"}, world.Problems(t, err)); diff != "" || report == nil {
		t.Errorf("%s %v", diff, report)
	}
}

func TestARowSaysWhyItFailed(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	theirs := o.MicroCredential(t, o.center, "Theirs", nil)
	stranger := o.Earner(t)
	soon := o.Clock.Now().AddDate(0, 0, 2).Format(time.DateOnly)
	rows := map[string]string{
		theirs.ID + "," + o.ana + ",,," + o.daysAgo(1) + ",,,":               "MICRO_CREDENTIAL_UNKNOWN",
		"Theirs," + o.ana + ",,," + o.daysAgo(1) + ",,,":                     "MICRO_CREDENTIAL_UNKNOWN",
		"Forklift," + o.ana + ",,," + o.daysAgo(1) + ",,,":                   "MICRO_CREDENTIAL_AMBIGUOUS",
		"," + o.ana + ",,," + o.daysAgo(1) + ",,,":                           "MICRO_CREDENTIAL_MISSING",
		"Safety," + stranger + ",,," + o.daysAgo(1) + ",,,":                  "RECIPIENT_UNKNOWN",
		"Safety,ern_none,,," + o.daysAgo(1) + ",,,":                          "RECIPIENT_UNKNOWN",
		"Safety,nobody@people.example,,," + o.daysAgo(1) + ",,,":             "RECIPIENT_UNKNOWN",
		"Safety,,Ben,," + o.daysAgo(1) + ",,,":                               "RECIPIENT_MISSING",
		"Safety,,Ben,1," + soon + ",,,":                                      "EARNED_AHEAD",
		"Safety,,Ben,2," + o.daysAgo(1) + "," + o.daysAgo(2) + ",,":          "EXPIRES_TOO_EARLY",
		"Safety,,Ben,3," + o.daysAgo(1) + ",,3,":                             "SKILL_UNKNOWN",
		"Safety,,Ben,4," + o.daysAgo(1) + ",,," + strings.Repeat("x", 201):   "RESULTS_INVALID",
		"Safety,," + strings.Repeat("x", 201) + ",5," + o.daysAgo(1) + ",,,": "TEXT_TOO_LONG",
		o.forklift.ID + ",,Ben,6," + o.daysAgo(1) + ",,9,":                   "LEVEL_INVALID",
		o.forklift.ID + ",,Ben,7,yesterday,,,":                               "EARNED_ON_INVALID",
		"\"" + o.forklift.ID + ",,Ben,8," + o.daysAgo(1) + ",,,":             "UNREADABLE",
	}
	var lines, want []string
	for row, code := range rows {
		lines, want = append(lines, row), append(want, fmt.Sprintf("%d FAILED %s", len(lines)+2, code))
	}
	report := o.imports(t, o.issuer, columns+strings.Join(lines, "\n")+"\nSafety,,Good,99,"+o.daysAgo(1)+",,,\n")
	if diff := cmp.Diff(append(want, fmt.Sprintf("%d CREATED", len(lines)+2)), outcomes(report)); diff != "" {
		t.Error(diff)
	}
	for _, row := range report.Rows {
		if p := row.Problem(); (p == nil) != (row.Outcome == enum.RowCreated) || (p != nil && p.MessageES == "") {
			t.Errorf("line %d says %v", row.Line, p)
		}
	}
}

func TestAnAwardIsOfTheVersionOfItsDay(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	publish := func(number int, days int) string {
		key := o.IDs.Mint("ver")
		o.Tx(t, func(ctx context.Context, tx *db.Client) error {
			return tx.MicroCredentialVersion.Create().SetID(key).SetCreatedAt(o.Clock.Now()).SetMicroCredentialID(o.safety.ID).SetNumber(number).
				SetTitle(text.En("Safety")).SetLanguages([]string{"en"}).SetDelivery(nil).SetPublishedAt(o.Clock.Now().AddDate(0, 0, -days)).Exec(ctx)
		})
		return key
	}
	o.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.MicroCredentialVersion.UpdateOneID(*o.safety.CurrentVersionID).SetPublishedAt(o.Clock.Now().AddDate(0, 0, -30)).Exec(ctx)
	})
	second, third := publish(2, 20), publish(3, 10)
	o.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.MicroCredential.UpdateOneID(o.safety.ID).SetCurrentVersionID(third).Exec(ctx)
	})
	for days, want := range map[int]string{40: *o.safety.CurrentVersionID, 25: *o.safety.CurrentVersionID, 20: second, 15: second, 1: third} {
		report := o.imports(t, o.issuer, columns+fmt.Sprintf("%s,,Ben,%d,%s,,,", o.safety.ID, days, o.daysAgo(days)))
		if got := o.DB().Award.GetX(o.Ctx, *report.Rows[0].AwardID); got.VersionID != want {
			t.Errorf("%d days ago: %s, want %s", days, got.VersionID, want)
		}
	}
}

func TestWhoImportsRostersForWhom(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	file := credential.File{Content: []byte(columns + o.forklift.ID + ",,Ben,1," + o.daysAgo(3) + ",,,\n" + o.safety.ID + ",,Ben,1," + o.daysAgo(3) + ",,,\n")}
	for name, tt := range map[string]struct {
		as   world.Viewer
		in   credential.ImportRosterInput
		want []string
	}{
		"an assessor":       {o.Member(t, auth.Assessor, o.college), credential.ImportRosterInput{File: file}, []string{"FORBIDDEN"}},
		"an earner":         {o.asAna, credential.ImportRosterInput{File: file}, []string{"FORBIDDEN"}},
		"in another's name": {o.other, credential.ImportRosterInput{File: file, OnBehalfOf: &o.college.ID}, []string{"NOT_FOUND onBehalfOf"}},
		"no file":           {o.issuer, credential.ImportRosterInput{}, []string{"INVALID file"}},
		"for nobody":        {o.Ctx, credential.ImportRosterInput{File: file, OnBehalfOf: world.Ptr("org_none")}, []string{"NOT_FOUND onBehalfOf"}},
	} {
		_, err := o.Credentials.ImportRoster(tt.as, tt.in)
		if diff := cmp.Diff(tt.want, world.Problems(t, err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	o.lets(t, enum.DelegateAward, func(in *credential.DelegateInput) { in.MicroCredential = &o.forklift.ID })
	onBehalf := func(in *credential.ImportRosterInput) { in.OnBehalfOf = &o.college.ID }
	report := o.imports(t, o.other, string(file.Content), onBehalf)
	if diff := cmp.Diff([]string{"2 CREATED", "3 FAILED MICRO_CREDENTIAL_UNKNOWN"}, outcomes(report)); diff != "" {
		t.Error(diff)
	}
	if row := o.DB().Award.GetX(o.Ctx, *report.Rows[0].AwardID); row.IssuerID != o.college.ID || *row.DelegateID != o.center.ID {
		t.Errorf("awarded as %v", row)
	}
	system := o.imports(t, o.Ctx, string(file.Content)+"\n", onBehalf)
	if diff := cmp.Diff([]string{"2 UNCHANGED", "3 CREATED"}, outcomes(system)); diff != "" || system.Roster.ImportedByID != nil {
		t.Error(diff)
	}
	third := o.Member(t, auth.Issuer, o.Organization(t, "Third", nil, enum.OrgIssuer))
	for name, tt := range map[string]struct {
		as   world.Viewer
		want []string
	}{
		"the issuer": {o.issuer, []string{system.ID(), report.ID()}}, "who imported": {o.other, []string{report.ID()}}, "a third": {third, []string{}},
	} {
		got := []string{}
		for _, r := range world.Must(o.Credentials.Rosters(tt.as, page.Args{First: 10}))(t).Items {
			got = append(got, r.ID())
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if n := len(world.Must(o.Credentials.RostersByID(tt.as, []string{report.ID(), system.ID()}))(t)); n != len(tt.want) {
			t.Errorf("%s sees %d by id", name, n)
		}
	}
	if rows, err := o.Credentials.RostersByID(o.asAna, []string{report.ID()}); len(rows) > 0 || err != nil {
		t.Errorf("an earner sees %v, %v", rows, err)
	}
}

func TestWhoOpenedNothingIsNotFoundByTheirAddress(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.registers(t, "hidden@people.example")
	o.registers(t, "blocks@people.example", opens(consent.Grant{Organization: o.college.ID}, consent.Awards), blocking(o.college.ID))
	report := o.imports(t, o.issuer, columns+strings.Join([]string{
		"Safety,hidden@people.example,,," + o.daysAgo(1) + ",,,", "Safety,blocks@people.example,,," + o.daysAgo(1) + ",,,", "Safety,none@people.example,,," + o.daysAgo(1) + ",,,",
	}, "\n"))
	if diff := cmp.Diff([]string{"2 FAILED RECIPIENT_UNKNOWN", "3 FAILED RECIPIENT_UNKNOWN", "4 FAILED RECIPIENT_UNKNOWN"}, outcomes(report)); diff != "" {
		t.Error(diff)
	}
}
