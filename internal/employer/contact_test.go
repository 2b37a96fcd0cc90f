package employer_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/grant"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// fair is a town in which employer and earner get in touch.
type fair struct {
	*town
	posting *db.Posting
	// earner acts as themselves, by an account with addresses.
	earner  string
	account string
	self    context.Context
	award   string
	// seen collects what employers were shown.
	seen *sightings
}

type sightings struct{ lines []employer.Sighting }

func (s *sightings) Add(_ context.Context, lines []employer.Sighting) error {
	s.lines = append(s.lines, lines...)
	return nil
}

func (*sightings) Load(context.Context) error { return nil }

func newFair(t *testing.T) *fair {
	t.Helper()
	v := &fair{town: newTown(t), seen: &sightings{}}
	v.Service.Post, v.Service.Links, v.Service.Outcomes, v.Sightings = v.World.Post, v.World.Links, v.World.Outcomes, v.seen
	v.Base = func() string { return "https://stackmatch.example" }
	v.posting = v.town.posting(v.miller, t, v.driver(t))
	v.earner, v.account, v.self, v.award = v.person(t, "Wanda Wanted")
	v.index(t)
	return v
}

// person is somebody with an account, addresses and the forklift micro-credential.
func (v *fair) person(t *testing.T, name string, edit ...func(*account.NewEarner)) (earner, acc string, self context.Context, award string) {
	t.Helper()
	handle := strings.ToLower(strings.Fields(name)[0])
	acc = world.Must(v.Accounts.Open(v.Ctx, account.NewAccount{Name: name, Emails: []string{handle + "@example.org"}}))(t).ID
	earner = v.Earner(t, append([]func(*account.NewEarner){func(e *account.NewEarner) {
		e.Account, e.Name, e.Place, e.Precision = acc, name, v.zip, enum.PrecisionCounty
	}}, edit...)...)
	v.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Address.Create().SetAccountID(acc).SetKind(enum.AddressPhone).SetValue("+1912555" + handle).SetVerifiedAt(v.Clock.Now()).Exec(ctx)
	})
	award = v.Award(t, earner, v.forklift)
	return earner, acc, auth.With(t.Context(), auth.Viewer{Account: acc, Earner: earner}), award
}

// cnd is the id by which an employer knows its only candidate.
func (v *fair) cnd(t *testing.T) string {
	t.Helper()
	return v.page(v.miller, t, v.posting.ID, 10, "").Nodes[0].ID
}

func (v *fair) ask(t *testing.T) *employer.Contact {
	t.Helper()
	return world.Must(v.RequestContact(v.miller, employer.RequestContactInput{Posting: v.posting.ID, Candidate: v.cnd(t), Message: "Come and see us."}))(t)
}

func (v *fair) accept(t *testing.T, contact string, fields ...consent.Field) *employer.Contact {
	t.Helper()
	return world.Must(v.AnswerContact(v.self, employer.AnswerContactInput{ID: contact, Accept: true, Fields: fields}))(t)
}

// reads is the candidate of a contact as the miller reads them; nil for nobody.
func (v *fair) reads(t *testing.T, contact string) *employer.ContactCandidate {
	t.Helper()
	return world.Must(v.CandidatesByContact(v.miller, []string{contact}))(t)[contact]
}

func (v *fair) notices(t *testing.T) string {
	t.Helper()
	var kinds []string
	for _, row := range v.World.DB().Notification.Query().AllX(v.Ctx) {
		kinds = append(kinds, string(row.Kind))
	}
	return strings.Join(kinds, " ")
}

func text(s *string) string {
	if s == nil {
		return "-"
	}
	return *s
}

func TestWhoAcceptsAContactIsReadAsFarAsTheyChose(t *testing.T) {
	t.Parallel()
	v := newFair(t)
	v.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Award.UpdateOneID(v.award).SetPublicToken("t0k3n").Exec(ctx)
	})
	asked := v.ask(t)
	before := v.reads(t, asked.ID)
	if before == nil || before.Name != nil || before.Email != nil || before.Place != nil || len(before.Awards) != 1 || before.Awards[0].PublicURL != nil || before.Awards[0].EarnedOn != nil {
		t.Fatalf("before the answer the employer reads %+v", before)
	}
	if n := len(v.seen.lines); n == 0 || v.seen.lines[n-1].Earner != v.earner || v.seen.lines[n-1].Posting != v.posting.ID {
		t.Errorf("noted %+v", v.seen.lines)
	}
	if other := world.Must(v.CandidatesByContact(v.stranger, []string{asked.ID}))(t); len(other) > 0 {
		t.Errorf("another employer reads %+v", other)
	}
	got := v.accept(t, asked.ID, consent.Name, consent.Addresses, consent.Awards, consent.Dates, consent.Place, consent.Evidence)
	if got.Status != enum.ContactAccepted || got.Until == nil || !got.Until.Equal(v.Clock.Now().Truncate(24*time.Hour).AddDate(0, 0, 91)) {
		t.Errorf("accepted %+v", got)
	}
	after := v.reads(t, asked.ID)
	if read := fmt.Sprintf("%s %s %s %s", text(after.Name), text(after.Email), text(after.Phone), after.Place.ID); read != "Wanda Wanted wanda@example.org +1912555wanda "+v.county {
		t.Errorf("the employer reads %q", read)
	}
	award := after.Awards[0]
	if text(award.PublicURL) != "https://stackmatch.example/awards/t0k3n" || award.EarnedOn == nil || award.Evidenced() != v.award {
		t.Errorf("of the award the employer reads %+v", award)
	}
	row := v.page(v.miller, t, v.posting.ID, 10, "").Nodes[0]
	if text(row.Name) != "Wanda Wanted" || text(row.Email) != "wanda@example.org" || row.Awards[0].EarnedOn == nil {
		t.Errorf("in the list the employer reads %+v", row)
	}
	if got, want := v.notices(t), "CONTACT_REQUESTED CONTACT_ANSWERED"; got != want {
		t.Errorf("told %q, want %q", got, want)
	}
}

func TestWhatIsNotChosenStaysMasked(t *testing.T) {
	t.Parallel()
	v := newFair(t)
	asked := v.ask(t)
	v.accept(t, asked.ID, consent.Name)
	got := v.reads(t, asked.ID)
	if text(got.Name) != "Wanda Wanted" || got.Email != nil || got.Phone != nil || got.Place != nil || got.Awards[0].EarnedOn != nil || got.Awards[0].Evidenced() != "" {
		t.Errorf("the employer reads %+v", got)
	}
}

func TestWhatAContactOpensEndsWithTheNextRequest(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(v *fair, t *testing.T, contact string){
		"the grant is withdrawn": func(v *fair, t *testing.T, _ string) {
			v.Tx(t, func(ctx context.Context, tx *db.Client) error {
				return tx.Grant.Update().Where(grant.EarnerID(v.earner)).SetWithdrawnAt(v.Clock.Now()).Exec(ctx)
			})
		},
		"the employer is blocked": func(v *fair, t *testing.T, _ string) {
			v.Tx(t, func(ctx context.Context, tx *db.Client) error {
				return tx.Block.Create().SetID("blk_x").SetCreatedAt(v.Clock.Now()).SetEarnerID(v.earner).SetOrganizationID(v.mill.ID).Exec(ctx)
			})
		},
		"its days are over": func(v *fair, _ *testing.T, _ string) { v.Clock.Advance(91 * 24 * time.Hour) },
		"the earner withdraws": func(v *fair, t *testing.T, contact string) {
			world.Must(v.WithdrawContact(v.self, employer.WithdrawContactInput{ID: contact}))(t)
		},
		"the employer withdraws": func(v *fair, t *testing.T, contact string) {
			world.Must(v.WithdrawContact(v.miller, employer.WithdrawContactInput{ID: contact}))(t)
		},
		"the earner is erased": func(v *fair, t *testing.T, _ string) {
			v.Tx(t, func(ctx context.Context, tx *db.Client) error {
				return tx.Earner.UpdateOneID(v.earner).SetErasedAt(v.Clock.Now()).Exec(ctx)
			})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := newFair(t)
			asked := v.ask(t)
			v.accept(t, asked.ID)
			// Still read while they hide from lists, and the posting is over.
			v.Tx(t, func(ctx context.Context, tx *db.Client) error {
				if err := tx.Earner.UpdateOneID(v.earner).SetVisibility(consent.Hidden).Exec(ctx); err != nil {
					return err
				}
				return tx.Posting.UpdateOneID(v.posting.ID).SetStatus(enum.PostingFilled).Exec(ctx)
			})
			if got := v.reads(t, asked.ID); got == nil || text(got.Name) != "Wanda Wanted" {
				t.Fatalf("before, the employer reads %+v", got)
			}
			end(v, t, asked.ID)
			if got := v.reads(t, asked.ID); got != nil {
				t.Errorf("the employer still reads %+v", got)
			}
			got := world.Must(v.ContactsByID(v.miller, []string{asked.ID}))(t)[asked.ID]
			if got.Status != enum.ContactWithdrawn || got.Opened != nil || got.Until != nil {
				t.Errorf("the contact is %+v", got)
			}
			list := world.Must(v.Contacts(v.miller, employer.ContactsInput{
				Filter: employer.ContactFilter{Status: []enum.ContactStatus{enum.ContactWithdrawn}}, Page: page.Args{First: 10},
			}))(t)
			none := world.Must(v.Contacts(v.miller, employer.ContactsInput{
				Filter: employer.ContactFilter{Status: []enum.ContactStatus{enum.ContactAccepted}}, Page: page.Args{First: 10},
			}))(t)
			if len(list.Items) != 1 || len(none.Items) != 0 {
				t.Errorf("listed as withdrawn %d, as accepted %d", len(list.Items), len(none.Items))
			}
			_, err := v.MoveContact(v.miller, employer.MoveContactInput{ID: asked.ID, To: enum.ContactHired})
			if diff := cmp.Diff([]string{"CONFLICT to"}, world.Problems(t, err)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAContactIsAskedOfWhomThePostingListsAndOnce(t *testing.T) {
	t.Parallel()
	v := newFair(t)
	cnd, theirs := v.cnd(t), v.town.posting(v.stranger, t, v.driver(t))
	foreign := v.page(v.stranger, t, theirs.ID, 10, "").Nodes[0].ID
	closed := v.town.posting(v.miller, t, v.driver(t))
	world.Must(v.ClosePosting(v.miller, employer.ClosePostingInput{ID: closed.ID}))(t)
	ask := func(posting, candidate, message string) []string {
		_, err := v.RequestContact(v.miller, employer.RequestContactInput{Posting: posting, Candidate: candidate, Message: message})
		return world.Problems(t, err)
	}
	for name, c := range map[string]struct {
		got  []string
		want string
	}{
		"another's id":      {ask(v.posting.ID, foreign, "Hi."), "NOT_FOUND candidate"},
		"an earner's id":    {ask(v.posting.ID, v.earner, "Hi."), "NOT_FOUND candidate"},
		"another's posting": {ask(theirs.ID, cnd, "Hi."), "NOT_FOUND posting"},
		"a closed posting":  {ask(closed.ID, cnd, "Hi."), "CONFLICT posting"},
		"nothing said":      {ask(v.posting.ID, cnd, " "), "INVALID message"},
		"too much said":     {ask(v.posting.ID, cnd, strings.Repeat("a", 2001)), "INVALID message"},
	} {
		if diff := cmp.Diff([]string{c.want}, c.got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	once := world.Ptr("once")
	in := employer.RequestContactInput{Posting: v.posting.ID, Candidate: cnd, Message: "Hi.", ClientMutationID: once}
	first, again := world.Must(v.RequestContact(v.miller, in))(t), world.Must(v.RequestContact(v.miller, in))(t)
	if first.ID != again.ID {
		t.Errorf("asked twice: %s and %s", first.ID, again.ID)
	}
	if diff := cmp.Diff([]string{"CONFLICT candidate"}, ask(v.posting.ID, cnd, "Hi.")); diff != "" {
		t.Error(diff)
	}
	// Blocked, the candidate is as missing as nobody.
	v.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Block.Create().SetID("blk_x").SetCreatedAt(v.Clock.Now()).SetEarnerID(v.earner).SetOrganizationID(v.mill.ID).Exec(ctx)
	})
	if diff := cmp.Diff([]string{"NOT_FOUND candidate"}, ask(v.posting.ID, cnd, "Hi.")); diff != "" {
		t.Error(diff)
	}
}

func TestWhoDeclinesIsLeftAlone(t *testing.T) {
	t.Parallel()
	v := newFair(t)
	cnd, asked := v.cnd(t), v.ask(t)
	declined := world.Must(v.AnswerContact(v.self, employer.AnswerContactInput{ID: asked.ID}))(t)
	if declined.Status != enum.ContactDeclined || declined.Opened != nil {
		t.Errorf("declined %+v", declined)
	}
	if got := v.reads(t, asked.ID); got.Name != nil {
		t.Errorf("the employer reads %+v", got)
	}
	second := v.town.posting(v.miller, t, v.driver(t))
	ask := func(posting string) []string {
		_, err := v.RequestContact(v.miller, employer.RequestContactInput{Posting: posting, Candidate: cnd, Message: "Hi."})
		return world.Problems(t, err)
	}
	for name, posting := range map[string]string{"the same posting": v.posting.ID, "another posting": second.ID} {
		if diff := cmp.Diff([]string{"CONFLICT candidate"}, ask(posting)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	v.Clock.Advance(31 * 24 * time.Hour)
	if diff := cmp.Diff([]string{"CONFLICT candidate"}, ask(v.posting.ID)); diff != "" {
		t.Errorf("a month later, the same posting: %s", diff)
	}
	if diff := cmp.Diff([]string{}, ask(second.ID)); diff != "" {
		t.Errorf("a month later, another posting: %s", diff)
	}
}

func TestARequestLapses(t *testing.T) {
	t.Parallel()
	v := newFair(t)
	asked := v.ask(t)
	v.Clock.Advance(14 * 24 * time.Hour)
	if got := world.Must(v.ContactsByID(v.self, []string{asked.ID}))(t)[asked.ID].Status; got != enum.ContactExpired {
		t.Errorf("after two weeks the request is %s", got)
	}
	_, err := v.AnswerContact(v.self, employer.AnswerContactInput{ID: asked.ID, Accept: true})
	if diff := cmp.Diff([]string{"CONFLICT id"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
}

func TestAnswersAreTheEarnersOwn(t *testing.T) {
	t.Parallel()
	v := newFair(t)
	asked := v.ask(t)
	_, _, other, _ := v.person(t, "Otto Other")
	yesterday, far := v.Clock.Now().AddDate(0, 0, -1), v.Clock.Now().AddDate(2, 0, 0)
	for name, c := range map[string]struct {
		as   context.Context
		in   employer.AnswerContactInput
		want string
	}{
		"another earner": {other, employer.AnswerContactInput{ID: asked.ID, Accept: true}, "NOT_FOUND id"},
		"the employer":   {v.miller, employer.AnswerContactInput{ID: asked.ID, Accept: true}, "FORBIDDEN"},
		"nameless":       {v.self, employer.AnswerContactInput{ID: asked.ID, Accept: true, Fields: []consent.Field{consent.Awards}}, "INVALID fields"},
		"nothing":        {v.self, employer.AnswerContactInput{ID: asked.ID, Accept: true, Fields: []consent.Field{}}, "INVALID fields"},
		"over already":   {v.self, employer.AnswerContactInput{ID: asked.ID, Accept: true, Until: &yesterday}, "INVALID until"},
		"for years":      {v.self, employer.AnswerContactInput{ID: asked.ID, Accept: true, Until: &far}, "INVALID until"},
		"fields of a no": {v.self, employer.AnswerContactInput{ID: asked.ID, Fields: []consent.Field{consent.Name}}, "INVALID fields"},
	} {
		_, err := v.AnswerContact(c.as, c.in)
		if diff := cmp.Diff([]string{c.want}, world.Problems(t, err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	v.accept(t, asked.ID)
	_, err := v.AnswerContact(v.self, employer.AnswerContactInput{ID: asked.ID})
	if diff := cmp.Diff([]string{"CONFLICT id"}, world.Problems(t, err)); diff != "" {
		t.Errorf("twice: %s", diff)
	}
}

func TestAMinorAcceptsWithTheirGuardianOnly(t *testing.T) {
	t.Parallel()
	v := newFair(t)
	asked := v.ask(t)
	v.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Earner.UpdateOneID(v.earner).SetGuardianUntil(v.Clock.Now().AddDate(1, 0, 0)).Exec(ctx)
	})
	_, err := v.AnswerContact(v.self, employer.AnswerContactInput{ID: asked.ID, Accept: true})
	if diff := cmp.Diff([]string{"CONFLICT id"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
	v.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Grant.Create().SetID("grt_g").SetCreatedAt(v.Clock.Now()).SetEarnerID(v.earner).
			SetPurpose(consent.Guardian).SetSource(enum.GrantByGuardianPaper).Exec(ctx)
	})
	v.accept(t, asked.ID)
	v.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Grant.UpdateOneID("grt_g").SetWithdrawnAt(v.Clock.Now()).Exec(ctx)
	})
	if got := v.reads(t, asked.ID); got != nil {
		t.Errorf("without the guardian the employer reads %+v", got)
	}
}

func TestAnEmployerAsksNoMoreThanItsQuota(t *testing.T) {
	t.Parallel()
	v := newFair(t)
	v.ContactsAWeek = 2
	v.crew(t, 3)
	v.index(t)
	ask := func(candidate string) []string {
		_, err := v.RequestContact(v.miller, employer.RequestContactInput{Posting: v.posting.ID, Candidate: candidate, Message: "Hi."})
		if err != nil && !strings.Contains(err.Error(), "2026-") {
			t.Errorf("when again? %v", err)
		}
		return world.Problems(t, err)
	}
	ids := idsOf(v.read(v.miller, t, v.posting.ID, 10))
	for i, want := range []string{"", "", "LIMIT", "LIMIT"} {
		if got := strings.Join(ask(ids[i]), " "); got != want {
			t.Errorf("request %d: %q, want %q", i, got, want)
		}
	}
	v.Clock.Advance(7 * 24 * time.Hour)
	if got := ask(ids[2]); len(got) > 0 {
		t.Errorf("a week later: %v", got)
	}
}
