package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/internal/app"
	"github.com/stackmatch/stackmatch/internal/auth"
)

// judged is a micro-credential on its way to an earner: submitted, claimed,
// accepted, and awarded with the acceptance or not at all.
type judged struct {
	earner, microCredential, issuer string
	// criteria has the level that meets each, by key.
	criteria map[string]string
	// submission is the earner's id for it; empty until the submission is acknowledged.
	submission string
	accepted   bool // acknowledged
}

// assessmentWriter has experience submitted and accepted, a few steps in each round.
type assessmentWriter struct {
	count    tally
	assessor string
	left     []*judged // the first is on its way
	done     []*judged
	here     int
}

const stepsPerRound = 4

// newAssessmentWriter has one assessor judge what the demo's earners have done before
// they came to a college.
func newAssessmentWriter(t *testing.T, a *app.App, assessor string, earners ...string) *assessmentWriter {
	t.Helper()
	token := func(role auth.Role, as string) string {
		minted, err := a.Token(t.Context(), app.TokenFor{Role: role, As: as})
		if err != nil {
			t.Fatal(err)
		}
		return minted
	}
	found, err := a.Store.Client.MicroCredential.Query().
		Where(microcredential.CurrentVersionIDNotNil(), microcredential.HasDeveloperWith(organization.Name("Tennessee State University"))).
		WithVersions().Order(microcredential.ByID()).All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	w := &assessmentWriter{assessor: token(auth.Assessor, assessor)}
	for _, of := range found {
		if !strings.Contains(string(of.Edges.Versions[0].Assessment), `"PRIOR"`) {
			continue
		}
		for _, earner := range earners {
			w.left = append(w.left, &judged{earner: token(auth.Earner, earner), microCredential: of.ID, issuer: of.DeveloperID})
		}
	}
	if len(w.left) == 0 {
		t.Fatal("nothing in the demo is earned by experience")
	}
	return w
}

func (w *assessmentWriter) tally() *tally { return &w.count }

// write takes the first one a step further. Where a step was cut off, what the server
// says of it decides what the next one is.
func (w *assessmentWriter) write(ctx context.Context, c client) error {
	if len(w.left) == 0 || w.here == stepsPerRound {
		return errDone
	}
	w.here++
	j := w.left[0]
	if j.submission == "" {
		return w.submit(ctx, c, j)
	}
	shown, held, err := w.waiting(ctx, c, j)
	switch {
	case err != nil:
		return err
	case shown == "": // it was accepted by a call that was cut off
		w.left, w.done = w.left[1:], append(w.done, j)
		return nil
	case !held:
		return w.ask(ctx, c, w.assessor, `mutation ($input: ClaimSubmissionInput!) { done: claimSubmission(input: $input) { problems { code message } } }`,
			map[string]any{"id": shown})
	}
	return w.accept(ctx, c, j, shown)
}

// submit is repeated by its clientMutationId: it must not happen twice.
func (w *assessmentWriter) submit(ctx context.Context, c client, j *judged) error {
	c.token = j.earner
	var data struct {
		SubmitEvidence struct {
			Submission *struct {
				ID              string
				MicroCredential struct {
					Assessment struct {
						Criteria []struct {
							Key    string
							Meets  int
							Levels []struct{ Key string }
						}
					}
				}
			}
			Problems problems
		}
	}
	items := []any{}
	for _, part := range []string{"overview", "work-examples", "reflection"} {
		items = append(items, map[string]any{"part": part, "text": "What I did, and what came of it."})
	}
	err := c.ask(ctx, `mutation ($input: SubmitEvidenceInput!) { submitEvidence(input: $input) {
		submission { id microCredential { assessment { criteria { key meets levels { key } } } } } problems { code message } } }`,
		map[string]any{"input": map[string]any{
			"microCredential": j.microCredential, "issuer": j.issuer, "prior": true, "items": items, "clientMutationId": "killed " + j.microCredential,
		}}, &data)
	if err != nil {
		return err
	}
	if err := data.SubmitEvidence.Problems.err(); err != nil {
		return err
	}
	j.submission, j.criteria = data.SubmitEvidence.Submission.ID, map[string]string{}
	for _, one := range data.SubmitEvidence.Submission.MicroCredential.Assessment.Criteria {
		j.criteria[one.Key] = one.Levels[one.Meets-1].Key
	}
	return nil
}

// waiting is the assessor's id of the one that waits, and whether they hold it; ""
// where nothing does.
func (w *assessmentWriter) waiting(ctx context.Context, c client, j *judged) (shown string, held bool, err error) {
	c.token = w.assessor
	var data struct {
		Submissions struct {
			Nodes []struct {
				ID   string
				Work *struct{ ClaimedAt string }
			}
		}
	}
	err = c.ask(ctx, `query ($of: ID!) { submissions(filter: { microCredential: $of }) { nodes { id work { claimedAt } } } }`,
		map[string]any{"of": j.microCredential}, &data)
	if err != nil || len(data.Submissions.Nodes) == 0 {
		return "", false, err
	}
	first := data.Submissions.Nodes[0]
	return first.ID, first.Work != nil, nil
}

func (w *assessmentWriter) accept(ctx context.Context, c client, j *judged, shown string) error {
	scores := []any{}
	for criterion, level := range j.criteria {
		scores = append(scores, map[string]any{"criterion": criterion, "level": level})
	}
	err := w.ask(ctx, c, w.assessor, `mutation ($input: DecideSubmissionInput!) { done: decideSubmission(input: $input) { problems { code message } } }`,
		map[string]any{"id": shown, "decision": "ACCEPT", "feedback": "Well shown.", "scores": scores})
	if err != nil {
		return err
	}
	j.accepted = true
	w.left, w.done = w.left[1:], append(w.done, j)
	return nil
}

func (w *assessmentWriter) ask(ctx context.Context, c client, token, mutation string, input map[string]any) error {
	c.token = token
	var data struct{ Done struct{ Problems problems } }
	if err := c.ask(ctx, mutation, map[string]any{"input": input}, &data); err != nil {
		return err
	}
	return data.Done.Problems.err()
}

// look finds each acceptance with its award, and no award without one.
func (w *assessmentWriter) look(t *testing.T, c client, _ bool) {
	t.Helper()
	w.here = 0
	awards := map[string]bool{}
	for _, j := range slices.Concat(w.done, w.left[:min(1, len(w.left))]) {
		if j.submission == "" {
			continue
		}
		c.token = j.earner
		var data struct {
			Submission *struct {
				State string
				Award *struct{ ID string }
			}
		}
		if err := c.ask(t.Context(), `query ($id: ID!) { submission(id: $id) { state award { id } } }`, map[string]any{"id": j.submission}, &data); err != nil {
			t.Fatal(err)
		}
		s := data.Submission
		switch {
		case s == nil:
			t.Fatalf("submission %s is lost", j.submission)
		case (s.State == "ACCEPTED") != (s.Award != nil), j.accepted && s.State != "ACCEPTED":
			t.Fatalf("submission %s is %s, its acceptance acknowledged: %t; award: %+v", j.submission, s.State, j.accepted, s.Award)
		case s.Award == nil:
			continue
		case awards[s.Award.ID]:
			t.Fatal(fmt.Errorf("award %s is of two submissions", s.Award.ID))
		}
		awards[s.Award.ID] = true
	}
}
