package badge

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stackmatch/stackmatch/internal/badge/strictjson"
)

// elsewhere are the formats that the tests of their own packages run.
var elsewhere = map[string]string{
	"intermediate-values": "proof",
	"nquads-in-json":      "rdfc",
	"did-vectors":         "keys",
}

func TestEveryVectorIsJudgedAsExpected(t *testing.T) {
	t.Parallel()
	dir := vectorsDir(t)
	type tally struct{ run, good int }
	groups, special := map[string]*tally{}, map[string]int{}
	all := manifest(t, dir)
	for _, v := range all {
		if groups[v.group] == nil {
			groups[v.group] = &tally{}
		}
		groups[v.group].run++
		special[v.judgedBy()]++
		if problem := judgeVector(t, dir, v); problem != "" {
			t.Errorf("%s: %s", v.file, problem)
			continue
		}
		groups[v.group].good++
	}
	total := tally{}
	for _, group := range slices.Sorted(maps.Keys(groups)) {
		t.Logf("%-22s %3d of %3d", group, groups[group].good, groups[group].run)
		total.run += groups[group].run
		total.good += groups[group].good
	}
	t.Logf("%-22s %3d of %3d", "all", total.good, total.run)
	t.Logf("of those %d are judged by the tests of packages rdfc, keys and proof, %d for their form alone, "+
		"and %d have a column that we leave open", special["elsewhere"], special["form"], len(open))
	if total.run != 340 {
		t.Errorf("%d vectors, want 340", total.run)
	}
}

// open says why we give no answer where a column has one. The verdict and its
// reason are as the row says.
var open = map[string]string{
	"generated/tampered/cryptosuite-unknown.json": "no suite, so no mathematics to speak of: not established, for false",
	"generated/tampered/proof-stripped.json":      "no proof, so no key to bind: not established, for true",
	"ob3-1edtech/sd__derivedcredential.json":      "the issuer's document in the fixtures does not list the key: no, for true",
}

// judgedBy says what a row is about: a whole badge, the form of a document, or
// an algorithm that another package tests.
func (v vector) judgedBy() string {
	switch {
	case elsewhere[v.format] != "":
		return "elsewhere"
	case v.format == "ob-object", strings.HasSuffix(v.format, "-unsigned"), strings.HasPrefix(v.file, "baked/mozilla"):
		return "form"
	default:
		return "whole"
	}
}

func judgeVector(t *testing.T, dir string, v vector) string {
	t.Helper()
	if elsewhere[v.format] != "" {
		return ""
	}
	p := testPolicy(t)
	b := Parse(v.content(t, dir))
	docs := Documents{}
	if v.format == "ob2-hosted-served" {
		docs[text(b.doc, "id")] = Document{Status: 200, Body: b.raw}
	}
	report := Verify(b, fixtures(t, dir).collect(t, b, docs, p), p)
	switch {
	case v.format == "ob-object":
		return judgeObject(b, report, v)
	case strings.HasPrefix(v.file, "baked/mozilla"):
		return judgeExtraction(b, report, v)
	case strings.HasSuffix(v.format, "-unsigned"):
		return judgeUnsigned(report, v)
	}
	return judgeReport(report, v)
}

func judgeReport(report Report, v vector) string {
	got := reasons(report)
	switch {
	case !strings.EqualFold(string(report.Verdict), v.expected):
		return fmt.Sprintf("%s %q, want %s %q: %s", report.Verdict, got, v.expected, v.reason, told(report))
	case v.reason != "" && (len(got) == 0 || !slices.Equal(strings.Split(v.reason, "+"), got[:min(len(got), strings.Count(v.reason, "+")+1)])):
		return fmt.Sprintf("reasons %q, want %q: %s", got, v.reason, told(report))
	case !agrees(report.ProofOK, v.proofOK) && open[v.file] == "":
		return fmt.Sprintf("proof %s, want %s", report.ProofOK, v.proofOK)
	case !agrees(report.IssuerBound, v.bound) && open[v.file] == "":
		return fmt.Sprintf("issuer bound %s, want %s", report.IssuerBound, v.bound)
	}
	return ""
}

func reasons(r Report) []string {
	var all []string
	for _, c := range r.Deciding() {
		all = append(all, string(c.Reason))
	}
	return all
}

func told(r Report) string {
	var all []string
	for _, c := range r.Checks {
		if c.Outcome == Fail || c.Outcome == Unknown {
			all = append(all, fmt.Sprintf("%s %s %s %s", c.Name, c.Outcome, c.Reason, c.Detail))
		}
	}
	return strings.Join(all, "; ")
}

// agrees compares an answer with a column. "unsafe-true" is for verifiers that
// overlook what they should not.
func agrees(got Tri, want string) bool {
	switch want {
	case "true":
		return got == Yes
	case "false", "unsafe-true":
		return got == No
	default:
		return true
	}
}

// judgeUnsigned: every check but the proof says what the row says.
func judgeUnsigned(report Report, v vector) string {
	if report.Verdict != Invalid {
		return fmt.Sprintf("verdict %s of what nobody signed", report.Verdict)
	}
	want := v.reason
	if v.expected == "valid" {
		want = string(ReasonNoProof)
	}
	got := reasons(report)
	if v.expected == "invalid" {
		got = slices.DeleteFunc(got, func(reason string) bool { return reason == string(ReasonNoProof) })
	}
	if len(got) == 0 || got[0] != want {
		return fmt.Sprintf("reasons %q, want %q: %s", got, want, told(report))
	}
	if v.expected == "invalid" {
		return ""
	}
	for _, c := range report.Checks {
		if c.Name != CheckProof && (c.Outcome == Fail || c.Outcome == Unknown) {
			return told(report)
		}
	}
	return ""
}

// judgeObject: the parts of old badges are read, and compared with the rules.
func judgeObject(b *Badge, report Report, v vector) string {
	if strings.HasSuffix(v.file, "openbadges_context_v1.json") {
		// A context is no badge; that it can be read is all there is to it.
		if _, err := strictjson.Decode(b.raw); err != nil || report.Check(CheckFormat).Reason != ReasonNotABadge {
			return told(report)
		}
		return ""
	}
	schema := report.Check(CheckSchema)
	if v.expected == "valid" && schema.Outcome != Pass || v.expected == "invalid" && string(schema.Reason) != v.reason {
		return fmt.Sprintf("%s %s: %s", schema.Outcome, schema.Reason, told(report))
	}
	return ""
}

// judgeExtraction: the badge is taken out of the image. What is in this one is
// an address, and no badge.
func judgeExtraction(b *Badge, report Report, v vector) string {
	format := report.Check(CheckFormat)
	if (format.Outcome == Pass) != (v.expected == "valid") || string(format.Reason) != v.reason || b.container != SVG {
		return told(report)
	}
	return ""
}

func TestReportsHaveEveryCheckOnceWithAReasonAndTwoSentences(t *testing.T) {
	t.Parallel()
	dir := vectorsDir(t)
	p := testPolicy(t)
	for _, v := range manifest(t, dir) {
		if elsewhere[v.format] != "" {
			continue
		}
		b := Parse(v.content(t, dir))
		r := Verify(b, fixtures(t, dir).collect(t, b, Documents{}, p), p)
		wellFormed(t, v.file, r)
	}
}

func wellFormed(t *testing.T, name string, r Report) {
	t.Helper()
	if len(r.Checks) != len(checkOrder) {
		t.Fatalf("%s: %d checks", name, len(r.Checks))
	}
	for i, c := range r.Checks {
		grave := c.Outcome == Fail || c.Outcome == Unknown
		if _, known := severity[c.Outcome]; !known || c.Name != checkOrder[i] || grave != (c.Reason != "") || len(c.Detail) < 5 || len(c.DetailES) < 5 {
			out, _ := json.Marshal(c)
			t.Errorf("%s: %s", name, out)
		}
	}
	for _, part := range r.Parts {
		wellFormed(t, name+part.Path, part.Report)
	}
}
