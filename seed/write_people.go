package seed

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/outcome"
)

// invented says in the protected store where its values come from.
const invented = "invented for the demo"

// crowd is people to be written together, by the services' bulk paths.
type crowd struct {
	earners     []account.NewEarner
	awards      []credential.NewAward
	attributes  []outcome.Attributes
	enrollments []outcome.Enrollment
}

// writePeople writes those who were written by hand.
func (w *writer) writePeople(ctx context.Context) error {
	var c crowd
	for _, p := range w.People(w.now) {
		e := w.earner(p, mint(id.Earner, p.Key))
		e.Account = w.self(p.Key).Account
		if p.ClaimCode {
			e.ClaimCode = claimCode(p.Key)
			e.PaperConsentAt, e.OpenedBy = &e.CreatedAt, w.opener()
			w.report.Claims = append(w.report.Claims, Claim{p.Name, e.ClaimCode})
		}
		w.add(&c, p, e, func(n int) string { return mint(id.Award, fmt.Sprintf("%s/%d", p.Key, n)) })
	}
	w.holdBack(&c)
	return w.write(ctx, c, "people")
}

// opener is the account that opens records on paper: the demo's issuer.
func (w *writer) opener() string {
	if a := w.account(func(a Account) bool { return a.Demo && a.Role == enum.RoleIssuer }); a != nil {
		return mint(id.Account, a.Key)
	}
	return ""
}

// writeStrangers writes people of the population, from one up to another.
func (w *writer) writeStrangers(ctx context.Context, seed uint64, from, to int) error {
	drawn := newWorld(w.Catalog, w.now)
	var c crowd
	for i := from; i < to; i++ {
		w.addStranger(&c, drawn, seed, i)
	}
	return w.write(ctx, c, populationKey(seed, from))
}

func (w *writer) addStranger(c *crowd, drawn *world, seed uint64, i int) {
	p := drawn.person(seed, i)
	e := w.earner(p, stranger(id.Earner, seed, i, 0))
	w.add(c, p, e, func(n int) string { return stranger(id.Award, seed, i, n) })
}

func (w *writer) write(ctx context.Context, c crowd, key string) error {
	w.at(w.now, key)
	if err := w.accounts.Register(ctx, c.earners); err != nil {
		return err
	}
	refused, err := w.credentials.Record(ctx, c.awards)
	if err != nil {
		return err
	}
	if len(refused) > 0 {
		return fmt.Errorf("%d awards refused, the first %+v: %w", len(refused), c.awards[refused[0].Row], refused[0].Err)
	}
	if err := w.outcomes.Record(ctx, c.attributes); err != nil {
		return err
	}
	if err := w.outcomes.Enroll(ctx, c.enrollments); err != nil {
		return err
	}
	w.report.Earners += len(c.earners)
	w.report.Awards += len(c.awards)
	return nil
}

// add adds a person to a crowd; award mints the ids of their awards.
func (w *writer) add(c *crowd, p Person, e account.NewEarner, award func(n int) string) {
	c.earners = append(c.earners, e)
	for n, a := range p.Awards {
		c.awards = append(c.awards, w.newAward(a, award(n), e.ID))
	}
	c.attributes = append(c.attributes, p.Protected.attributes(e.ID))
	if enrolled, at := p.enrollment(); at != "" {
		enrolled.Earner, enrolled.Organization = e.ID, mint(id.Organization, at)
		c.enrollments = append(c.enrollments, enrolled)
	}
}

func (w *writer) earner(p Person, key string) account.NewEarner {
	e := account.NewEarner{
		ID: key, Name: p.Name, Language: p.Locale, CreatedAt: p.joined(w.now),
		Precision: p.Precision, Remote: p.Remote, Visibility: p.Visibility, Reach: p.Reach,
		GuardianUntil: moment(p.GuardianUntil), ShowNonCounting: p.ShowNonCounting,
	}
	if p.Place != "" {
		e.Place = w.placeIDs[p.Place]
	}
	for _, g := range p.Grants {
		e.Grants = append(e.Grants, g.consent())
	}
	for _, key := range p.Blocks {
		e.Blocked = append(e.Blocked, mint(id.Organization, key))
	}
	for _, c := range p.Conditions {
		e.Conditions = append(e.Conditions, account.Condition(c))
	}
	return e
}

func (g PersonGrant) consent() consent.Grant {
	out := consent.Grant{
		Kind: string(g.Kind), Purpose: g.Purpose, Fields: g.Fields, Until: g.Until, WithdrawnAt: g.WithdrawnAt,
	}
	if g.Organization != "" {
		out.Organization = mint(id.Organization, g.Organization)
	}
	if g.Account != "" {
		out.Account = mint(id.Account, g.Account)
	}
	return out
}

// joined is when somebody's record began: the day before anything is known of
// them, and of late where nothing is.
func (p Person) joined(now time.Time) time.Time {
	first := daysAgo(now, 30)
	consider := func(t time.Time) {
		if !t.IsZero() && t.Before(first) {
			first = t
		}
	}
	for _, a := range p.Awards {
		consider(a.EarnedAt)
	}
	for _, g := range p.Grants {
		consider(g.WithdrawnAt)
	}
	if p.Protected.Baseline != nil {
		consider(p.Protected.Baseline.On)
	}
	return daysAgo(first, 1)
}

func (w *writer) newAward(a PersonAward, key, earner string) credential.NewAward {
	award := credential.NewAward{
		ID: key, Earner: earner, Version: mint(id.Version, versionKey(a.MicroCredential, a.Version)),
		Issuer: mint(id.Organization, a.Issuer), Source: a.Source, Status: a.Status, Verified: a.Verification,
		EarnedAt: a.EarnedAt, ExpiresAt: moment(a.ExpiresAt), RevokedReason: a.RevokedReason, RevokedAt: moment(a.RevokedAt),
		Withheld: a.Withheld,
	}
	for _, p := range a.Pairs {
		award.Pairs = append(award.Pairs, matching.Pair{Skill: w.skillIDs[p.Skill], Level: p.Level})
	}
	return award
}

func (p Protected) attributes(earner string) outcome.Attributes {
	return outcome.Attributes{
		Earner: earner, BirthYear: p.BirthYear, Gender: p.Gender, EthnicityRace: p.EthnicityRace,
		PrimaryLanguage: p.PrimaryLanguage, PellEligible: p.PellEligible, FirstGeneration: p.FirstGeneration,
		Disability: p.Disability, PublicAssistance: p.PublicAssistance, LowIncome: p.LowIncome,
		EnglishLearner: p.EnglishLearner, Source: invented,
	}
}

// enrollment is where somebody is enrolled, and how: at the program that asked
// for their baseline, else at who awarded them first. Who is nowhere has none.
func (p Person) enrollment() (enrolled outcome.Enrollment, at string) {
	enrolled.Status = p.Protected.EnrollmentStatus
	if b := p.Protected.Baseline; b != nil {
		enrolled.EnrolledOn = &b.On
		enrolled.Baseline = &outcome.Baseline{
			On: b.On, Source: invented, WageCents: b.WageCents, WeeklyHours: b.WeeklyHours, Benefits: b.Benefits,
			Employed: b.Employed, Assisted: p.Protected.PublicAssistance,
		}
		return enrolled, b.Organization
	}
	if len(p.Awards) > 0 && enrolled.Status != "" {
		return enrolled, p.Awards[0].Issuer
	}
	return enrolled, ""
}
