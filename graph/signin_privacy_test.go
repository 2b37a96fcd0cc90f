package graph_test

import (
	"slices"
	"testing"
	"time"
)

func TestAddressesMembersAndInvitationsAreSeenAsThePrivacyTableSays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.asksForVouching(t)
	w.get(t, "admin", `mutation { inviteMember(input: {address: "self@example.org", role: COACH}) { invitation { id } problems { message } } }`, nil)
	w.clock.Advance(time.Second) // messages are in the order of their instants
	until := w.now().AddDate(0, 6, 0).Format(time.RFC3339)
	w.get(t, "self", `mutation($u: DateTime!) { addAddress(input: {address: "self@example.org", lapsesAt: $u}) { problems { message } } }`, map[string]any{"u": until})
	w.get(t, "", `mutation($t: String!) { verifyAddress(input: {token: $t}) { problems { message } } }`, map[string]any{"t": w.tokenFor(t, "self@example.org")})
	table := readPrivacy(t)
	for name, one := range map[string]struct {
		queries []string
		paths   [][]any
	}{
		"Address": {[]string{`{ viewer { addresses { kind value verifiedAt lapsesAt lapsed preferred } } }`}, [][]any{{"viewer", "addresses", 0}}},
		"Member":  {[]string{`{ members { nodes { id role name since own } } }`}, [][]any{{"members", "nodes", 0}}},
		"Invitation": {
			[]string{ // apart: a refused list is an error of all that is asked with it
				`{ viewer { invitations { id organization { name } role address expiresAt } } }`,
				`{ invitations { nodes { id organization { name } role address expiresAt } } }`,
			},
			[][]any{{"viewer", "invitations", 0}, {"invitations", "nodes", 0}},
		},
		"VouchRequest": {[]string{`{ organizationsToVouch { nodes { organization { name } askedAt registeredBy contact } } }`}, [][]any{{"organizationsToVouch", "nodes", 0}}},
	} {
		for viewer, account := range viewers {
			if name == "Address" && viewer != "self" {
				continue // everybody sees their own, and nobody another's: there is no way to ask
			}
			var outs []answer
			for _, query := range one.queries {
				outs = append(outs, w.ask(t, account, query, nil))
			}
			for field, row := range table[name] {
				seen := false
				for i, out := range outs {
					seen = seen || tells(out.at(append(one.paths[i], field)...))
				}
				if want := slices.Contains(row.Seen, viewer); seen != want {
					t.Errorf("%s sees %s.%s: %v, want %v: %s", viewer, name, field, seen, want, outs[0].raw)
				}
			}
		}
	}
}
