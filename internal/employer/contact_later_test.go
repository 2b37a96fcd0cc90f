package employer_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/grant"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func TestALinkAnswersOnce(t *testing.T) {
	t.Parallel()
	v := newFair(t)
	asked := v.ask(t)
	var token string
	v.Tx(t, func(ctx context.Context, tx *db.Client) (err error) {
		token, err = v.AnswerLink(ctx, tx, asked.ID)
		return err
	})
	journey := employer.AnswerByLink{Employers: v.Service}
	for _, language := range []string{"en", "es"} {
		question := world.Must(journey.Ask(t.Context(), token, language))(t)
		if !strings.Contains(question.Text, "Come and see us.") || !strings.Contains(question.Title, "Mill") || len(question.Answers) != 2 {
			t.Errorf("%s: asked %+v", language, question)
		}
		for _, field := range question.Fields {
			if field.Value != "" {
				t.Errorf("%s: %s is ticked beforehand", language, field.Name)
			}
		}
	}
	if _, err := journey.Do(t.Context(), token, given("shrug")); len(world.Problems(t, err)) != 1 {
		t.Error("neither yes nor no was taken")
	}
	world.Must(journey.Do(t.Context(), token, given("accept", consent.Dates)))(t)
	got := world.Must(v.ContactsByID(v.self, []string{asked.ID}))(t)[asked.ID]
	if diff := cmp.Diff([]consent.Field{consent.Dates, consent.Name}, got.Opened); diff != "" {
		t.Error(diff)
	}
	if _, err := journey.Do(t.Context(), token, given("decline")); len(world.Problems(t, err)) != 1 {
		t.Error("the link answered twice")
	}
}

func TestAContactIsExtendedByAnotherConsent(t *testing.T) {
	t.Parallel()
	v := newFair(t)
	asked := v.ask(t)
	_, err := v.ExtendContact(v.self, employer.ExtendContactInput{ID: asked.ID, Until: v.Clock.Now().AddDate(0, 0, 10)})
	if diff := cmp.Diff([]string{"CONFLICT id"}, world.Problems(t, err)); diff != "" {
		t.Errorf("before the answer: %s", diff)
	}
	v.accept(t, asked.ID)
	got := world.Must(v.ExtendContact(v.self, employer.ExtendContactInput{ID: asked.ID, Until: v.Clock.Now().AddDate(0, 0, 200)}))(t)
	v.Clock.Advance(150 * 24 * time.Hour)
	if read := v.reads(t, asked.ID); read == nil || text(read.Email) != "wanda@example.org" || got.Status != enum.ContactAccepted {
		t.Errorf("after %+v, the employer reads %+v", got, read)
	}
	if n := v.World.DB().Grant.Query().Where(grant.EarnerID(v.earner)).CountX(v.Ctx); n != 2 {
		t.Errorf("%d consents, want the first and the one that replaced it", n)
	}
	v.Clock.Advance(60 * 24 * time.Hour)
	if read := v.reads(t, asked.ID); read != nil && read.Name != nil {
		t.Errorf("once it is over, the employer reads %+v", read)
	}
}
