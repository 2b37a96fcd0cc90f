package seed

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/earner"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/assessment"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/coaching"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/id"
)

// afternoon is when people in the story do what they do on a day.
const afternoon = 15 * time.Hour

// holdBack takes from a crowd what people were awarded after a plan was made for them:
// it is written once the plan is, which counted on none of it.
func (w *writer) holdBack(c *crowd) {
	made := map[string]time.Time{}
	for _, p := range w.Plans {
		key, day := mint(id.Earner, p.Earner), daysAgo(w.now, p.DaysAgo)
		if first, is := made[key]; !is || day.Before(first) {
			made[key] = day
		}
	}
	w.later = map[string][]credential.NewAward{}
	c.awards = slices.DeleteFunc(c.awards, func(a credential.NewAward) bool {
		day, is := made[a.Earner]
		if is = is && !a.EarnedAt.Before(day); is {
			w.later[a.Earner] = append(w.later[a.Earner], a)
		}
		return is
	})
	w.report.Awards += len(slices.Concat(values(w.later)...))
}

func values[T any](of map[string]T) []T {
	list := make([]T, 0, len(of))
	for _, v := range of {
		list = append(list, v)
	}
	return list
}

// writePlans has plans kept, and then what happened since: steps begun and done,
// offerings withdrawn.
func (w *writer) writePlans(ctx context.Context) error {
	for _, o := range w.Offers {
		if err := w.writeOffer(ctx, o); err != nil {
			return fmt.Errorf("offer %s: %w", o.Key, err)
		}
	}
	for _, p := range w.Plans {
		if err := w.writePlan(ctx, p); err != nil {
			return fmt.Errorf("%s: %w", p.Key, err)
		}
	}
	for _, o := range w.Offerings {
		if o.WithdrawnDaysAgo == 0 {
			continue
		}
		w.at(daysAgo(w.now, o.WithdrawnDaysAgo).Add(afternoon), "withdrawn/"+o.Key)
		if _, err := w.catalog.WithdrawOffering(ctx, catalog.WithdrawOfferingInput{Offering: mint(id.Offering, o.Key)}); err != nil {
			return fmt.Errorf("withdraw %s: %w", o.Key, err)
		}
	}
	w.at(daysAgo(w.now, 1).Add(afternoon), "plans noticed")
	_, err := w.coaching.NoticeOutdated(ctx)
	return err
}

func (w *writer) writePlan(ctx context.Context, p Plan) error {
	w.at(daysAgo(w.now, p.DaysAgo).Add(afternoon), "plan/"+p.Key)
	whose := mint(id.Earner, p.Earner)
	in := coaching.SavePlanInput{Earner: &whose, Name: p.Name, Limits: p.Limits.input(), Goal: &coaching.Goal{
		Posting: optionalID(id.Posting, p.Goal.Posting), Stack: stackID(p.Goal.Stack),
	}}
	as := auth.With(ctx, w.self(p.Earner))
	if p.Goal.Offer != "" {
		in.Goal, in.Contact = nil, ptr(w.offers[p.Goal.Offer])
	} else if coach := w.account(func(a Account) bool { return a.Demo && a.Role == enum.RoleCoach }); coach != nil {
		as = w.as(ctx, coach.Organization, enum.RoleCoach)
	}
	if p.Minimize != "" {
		in.Objective = &coaching.Objective{Minimize: &p.Minimize}
	}
	for _, step := range p.Steps {
		in.Steps = append(in.Steps, coaching.ChosenStep{
			MicroCredential: mint(id.MicroCredential, step.MicroCredential), Offering: optionalID(id.Offering, step.Offering),
		})
	}
	if _, err := w.coaching.SavePlan(as, in); err != nil {
		return err
	}
	w.report.Plans++
	return w.writeSince(ctx, p)
}

// writeSince writes what the earner did since the plan was made.
func (w *writer) writeSince(ctx context.Context, p Plan) error {
	whose := mint(id.Earner, p.Earner)
	w.at(w.now, "awards since plan/"+p.Key)
	refused, err := w.credentials.Record(ctx, w.later[whose])
	if err != nil {
		return err
	}
	if len(refused) > 0 {
		return fmt.Errorf("award %s: %w", w.later[whose][refused[0].Row].ID, refused[0].Err)
	}
	delete(w.later, whose)
	for _, step := range p.Begun {
		w.at(daysAgo(w.now, step.DaysAgo).Add(afternoon), "begun/"+p.Key+"/"+step.MicroCredential)
		_, err := w.assessments.Enroll(auth.With(ctx, w.self(p.Earner)), assessment.EnrollInput{
			MicroCredential: mint(id.MicroCredential, step.MicroCredential), Offering: optionalID(id.Offering, step.Offering),
		})
		if err != nil {
			return fmt.Errorf("begin %s: %w", step.MicroCredential, err)
		}
	}
	return nil
}

// writeOffer has an employer ask an earner for contact, who accepts, and offer them the
// work.
func (w *writer) writeOffer(ctx context.Context, o Offer) error {
	posting := w.postings[o.Posting]
	hiring := w.as(ctx, posting.Employer, enum.RoleEmployer)
	candidate, err := w.employers.CandidateOf(mint(id.Organization, posting.Employer), mint(id.Earner, o.Earner))
	if err != nil {
		return err
	}
	w.at(daysAgo(w.now, o.AskedDaysAgo).Add(afternoon), "offer/"+o.Key)
	asked, err := w.employers.RequestContact(hiring, employer.RequestContactInput{
		Posting: mint(id.Posting, o.Posting), Candidate: candidate, Message: o.Message,
	})
	if err != nil {
		return fmt.Errorf("ask: %w", err)
	}
	w.at(daysAgo(w.now, o.AcceptedDaysAgo).Add(afternoon), "offer accepted/"+o.Key)
	_, err = w.employers.AnswerContact(auth.With(ctx, w.self(o.Earner)), employer.AnswerContactInput{
		ID: asked.ID, Accept: true, Fields: []consent.Field{consent.Name, consent.Awards},
	})
	if err != nil {
		return fmt.Errorf("accept: %w", err)
	}
	w.at(daysAgo(w.now, o.OfferedDaysAgo).Add(afternoon), "offer made/"+o.Key)
	if _, err := w.employers.MoveContact(hiring, employer.MoveContactInput{ID: asked.ID, To: enum.ContactOffered}); err != nil {
		return fmt.Errorf("offer: %w", err)
	}
	if w.offers == nil {
		w.offers = map[string]string{}
	}
	w.offers[o.Key] = asked.ID
	return nil
}

func (l PlanLimits) input() *coaching.Limits {
	return &coaching.Limits{
		Languages: l.Languages, OnlineOnly: l.OnlineOnly, WithinKM: positive(l.WithinKM), HoursPerWeek: positive(l.HoursPerWeek),
	}
}

// unindexed stands for the index of earners while the demo is written, before there is
// one: people are where their records say.
type unindexed struct {
	employer.Ranker
	db *db.Client
}

// Barrier waits for nothing.
func (unindexed) Barrier(context.Context) ([]string, error) { return nil, nil }

// ShownPlaces are the ZIP codes of those who show them.
func (u unindexed) ShownPlaces(ctx context.Context, _ string, _, earners, _ []string) (map[string]string, error) {
	rows, err := u.db.Earner.Query().
		Where(earner.IDIn(earners...), earner.PlacePrecisionEQ(enum.PrecisionZIP), earner.PlaceIDNotNil()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load where earners live: %w", err)
	}
	shown := make(map[string]string, len(rows))
	for _, row := range rows {
		shown[row.ID] = *row.PlaceID
	}
	return shown, nil
}
