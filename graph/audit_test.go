package graph_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const auditTrail = `query($of: ID!, $first: Int! = 50, $after: String) { auditTrail(subject: $of, first: $first, after: $after) {
	pageInfo { hasNextPage endCursor } edges { cursor node { id } }
	nodes { id at exact action description descriptionEs: description(language: "es") actor { kind role name organization { name } } } } }`

func TestATrailIsReadByThoseWhomItConcerns(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	award := w.fullAward(t)
	w.get(t, "self", `mutation { setVisibility(input: {visibility: HIDDEN}) { problems { code } } }`, nil)
	members := []string{"assessor", "developer", "issuer", "recognizer"}
	for subject, want := range map[string]struct {
		id      string
		readers []string
	}{
		"award":            {award, []string{"issuer", "self"}},
		"earner":           {w.earners["Privata"], []string{"self"}},
		"organization":     {w.orgs["College"], members},
		"micro-credential": {w.credentials["Forklift"], append([]string{"other_issuer", "stranger_coach"}, members...)},
		"stack":            {w.stacks["Ready"], members},
		"posting":          {w.postings["Maker"], []string{"employer"}},
		"account":          {w.accounts["self"], nil},
		"nothing":          {"awd_00000000000000000000000000", nil},
		"no id":            {"x", nil},
	} {
		var readers []string
		for viewer, account := range viewers {
			out := w.get(t, account, auditTrail, map[string]any{"of": want.id})
			if len(out.list("auditTrail", "nodes")) > 0 {
				readers = append(readers, viewer)
			}
			if viewer != "self" && (strings.Contains(out.raw, "Geheim") || strings.Contains(out.raw, w.earners["Privata"]) || strings.Contains(out.raw, "acc_")) {
				t.Errorf("%s reads of the earner in the trail of %s: %s", viewer, subject, out.raw)
			}
		}
		slices.Sort(readers)
		slices.Sort(want.readers)
		if diff := cmp.Diff(want.readers, readers); diff != "" {
			t.Errorf("%s: %s", subject, diff)
		}
	}
}

func TestAStepSaysWhoDidWhatWhen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	award := w.fullAward(t)
	out := w.get(t, "self", auditTrail, map[string]any{"of": award})
	var steps []string
	for i := range out.list("auditTrail", "nodes") {
		steps = append(steps, strings.Join([]string{
			out.text("auditTrail", "nodes", i, "actor", "kind"), out.text("auditTrail", "nodes", i, "actor", "name"),
			out.text("auditTrail", "nodes", i, "actor", "organization", "name"), out.text("auditTrail", "nodes", i, "actor", "role"),
			out.text("auditTrail", "nodes", i, "action"),
		}, "/"))
		for _, said := range []string{"description", "descriptionEs"} {
			if out.text("auditTrail", "nodes", i, said) == "" {
				t.Errorf("step %d has no %s", i, said)
			}
		}
	}
	if diff := cmp.Diff([]string{
		"MEMBER//College/ISSUER/award.revoke", "MEMBER//College/ISSUER/award.suspend",
		"SELF/Account self///award.publish", "MEMBER//College/ISSUER/award.issue",
	}, steps); diff != "" {
		t.Error(diff)
	}
	issuer := w.get(t, "issuer", auditTrail, map[string]any{"of": award})
	if got := issuer.text("auditTrail", "nodes", 2, "actor", "kind"); got != "EARNER" || issuer.at("auditTrail", "nodes", 2, "actor", "name") != nil || issuer.at("auditTrail", "nodes", 2, "exact") != false {
		t.Errorf("the issuer sees the earner as %s: %s", got, issuer.raw)
	}
	first := w.get(t, "self", auditTrail, map[string]any{"of": award, "first": 3})
	rest := w.get(t, "self", auditTrail, map[string]any{"of": award, "first": 3, "after": first.text("auditTrail", "pageInfo", "endCursor")})
	if len(first.list("auditTrail", "nodes")) != 3 || len(rest.list("auditTrail", "nodes")) != 1 {
		t.Errorf("pages: %s, %s", first.raw, rest.raw)
	}
	stolen := w.ask(t, "issuer", auditTrail, map[string]any{"of": award, "after": first.text("auditTrail", "pageInfo", "endCursor")})
	if stolen.code() != "BAD_USER_INPUT" {
		t.Errorf("another's cursor: %s", stolen.raw)
	}
}
