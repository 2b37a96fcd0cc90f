package main

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/badge/issue"
	"github.com/stackmatch/stackmatch/internal/badge/jsonld"
	"github.com/stackmatch/stackmatch/internal/badge/keys"
)

// badgeWriter imports badges, a few in each round.
type badgeWriter struct {
	count tally
	token string
	key   keys.Private
	made  int
	// cut is the badge whose import was cut off: it is imported again.
	cut string
	// kept are the badges imported, byte for byte, by award.
	kept map[string]string
	here int
}

const importedPerRound = 4

func newBadgeWriter(t *testing.T, token string, seed byte) *badgeWriter {
	t.Helper()
	key, err := keys.Generate(keys.Ed25519, repeated(seed))
	if err != nil {
		t.Fatal(err)
	}
	return &badgeWriter{token: token, key: key, kept: map[string]string{}}
}

// repeated is a source of one byte.
type repeated byte

func (r repeated) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(r)
	}
	return len(p), nil
}

func (w *badgeWriter) tally() *tally { return &w.count }

func (w *badgeWriter) write(ctx context.Context, c client) error {
	if w.here == importedPerRound {
		return errDone
	}
	w.here++
	if w.cut == "" {
		w.made++
		made, err := w.badge(w.made)
		if err != nil {
			return err
		}
		w.cut = made
	}
	c.token = w.token
	var data struct {
		ImportBadge struct {
			Award    *struct{ ID string }
			Problems problems
		}
	}
	err := c.ask(ctx, `mutation ($badge: String!) { importBadge(input: { text: $badge }) { award { id } problems { code message } } }`,
		map[string]any{"badge": w.cut}, &data)
	if err != nil {
		return err
	}
	if err := data.ImportBadge.Problems.err(); err != nil {
		return err
	}
	if twin, known := w.kept[data.ImportBadge.Award.ID]; known && twin != w.cut {
		return fmt.Errorf("award %s is of two badges", data.ImportBadge.Award.ID)
	}
	w.kept[data.ImportBadge.Award.ID], w.cut = w.cut, ""
	return nil
}

// badge is the nth for the demo's earner.
func (w *badgeWriter) badge(n int) (string, error) {
	did := w.key.PublicKey().DIDOf()
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	document, err := issue.Credential(issue.Award{
		ID: fmt.Sprintf("urn:uuid:00000000-0000-4000-8000-%012d", n), Issuer: issue.Issuer{ID: did, Name: "A key"},
		Achievement: issue.Achievement{
			ID: fmt.Sprintf("urn:uuid:00000000-0000-4000-9000-%012d", n%3), Name: fmt.Sprint("Achievement ", n%3),
			Description: "Invented.", Criteria: "None.",
			Alignments: []badge.Alignment{{Name: "Something", URL: "https://frameworks.example.org/something"}},
		},
		Identifiers: []badge.Identifier{{Type: "emailAddress", Hashed: true, Salt: "s", Value: issue.HashIdentity("earner@example.org", "s")}},
		ValidFrom:   at,
	})
	if err != nil {
		return "", err
	}
	signed, err := issue.Sign(document, did+"#"+w.key.PublicKey().Multibase(), w.key, at, jsonld.Builtin())
	return string(signed), err
}

func (w *badgeWriter) look(t *testing.T, c client, all bool) {
	t.Helper()
	c.token, w.here = w.token, 0
	if !all {
		return
	}
	for id, want := range w.kept {
		var data struct {
			Award *struct {
				Verification string
				Original     struct{ Text string }
				Alignments   []struct{ Target struct{ Name string } }
				Checks       struct{ Nodes []struct{ Cause string } }
			}
		}
		err := c.ask(t.Context(), `query ($id: ID!) { award(id: $id) {
			verification original { text } alignments { target { name } } checks { nodes { cause } } } }`, map[string]any{"id": id}, &data)
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case data.Award == nil:
			t.Errorf("award %s is lost", id)
		case data.Award.Original.Text != want:
			t.Errorf("award %s: the original is %.80q, want %.80q", id, data.Award.Original.Text, want)
		case len(data.Award.Alignments) != 1 || len(data.Award.Checks.Nodes) == 0:
			t.Errorf("award %s is half written: %+v", id, data.Award)
		}
	}
}
