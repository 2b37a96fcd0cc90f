package seed

import "github.com/stackmatch/stackmatch/internal/coaching"

// Plan is one that is kept for an earner: by the demo's coach, or by the earner
// themselves where it is for work that they were offered.
type Plan struct {
	Key    string `yaml:"key"`
	Earner string `yaml:"earner"`
	Name   string `yaml:"name"`
	// DaysAgo is when it was made, before the seed's now: what the earner was awarded
	// since was still to be earned.
	DaysAgo  int              `yaml:"days_ago"`
	Goal     PlanGoal         `yaml:"goal"`
	Minimize coaching.Measure `yaml:"minimize"`
	Limits   PlanLimits       `yaml:"limits"`
	// Steps are chosen by hand; without any, they are those of the best plan.
	Steps []PlanStep `yaml:"steps"`
	// Begun are steps in which the earner has enrolled since.
	Begun []PlanStep `yaml:"begun"`
}

// PlanGoal is one of a posting, a stack and an offer of work, by keys.
type PlanGoal struct {
	Posting string `yaml:"posting"`
	Stack   string `yaml:"stack"`
	Offer   string `yaml:"offer"`
}

// PlanLimits are what a plan keeps within; 0 and none are no limit.
type PlanLimits struct {
	Languages    []string `yaml:"languages"`
	OnlineOnly   bool     `yaml:"online_only"`
	WithinKM     int      `yaml:"within_km"`
	HoursPerWeek int      `yaml:"hours_per_week"`
}

// PlanStep is a micro-credential with one of its offerings.
type PlanStep struct {
	MicroCredential string `yaml:"micro_credential"`
	Offering        string `yaml:"offering"`
	// DaysAgo is when the earner began.
	DaysAgo int `yaml:"days_ago"`
}

// Offer is work that an employer offered an earner, whom it had asked for contact.
type Offer struct {
	Key     string `yaml:"key"`
	Posting string `yaml:"posting"`
	Earner  string `yaml:"earner"`
	Message string `yaml:"message"`
	// The days on which the employer asked, the earner accepted, and the offer was
	// made, before the seed's now.
	AskedDaysAgo    int `yaml:"asked_days_ago"`
	AcceptedDaysAgo int `yaml:"accepted_days_ago"`
	OfferedDaysAgo  int `yaml:"offered_days_ago"`
}

func (k *checker) plans() {
	offers := byKey(k.catalog.Offers, func(o *Offer) string { return o.Key })
	offerings := byKey(k.catalog.Offerings, func(o *Offering) string { return o.Key })
	for _, o := range k.catalog.Offers {
		where := "offer " + o.Key
		k.unique("offer", o.Key)
		refers(k, where, "posting", o.Posting, k.catalog.postings)
		refers(k, where, "earner", o.Earner, k.catalog.earners)
	}
	for _, p := range k.catalog.Plans {
		where := "plan " + p.Key
		k.unique("plan", p.Key)
		refers(k, where, "earner", p.Earner, k.catalog.earners)
		refers(k, where, "posting", p.Goal.Posting, k.catalog.postings)
		refers(k, where, "stack", p.Goal.Stack, k.catalog.stacks)
		refers(k, where, "offer", p.Goal.Offer, offers)
		if set(p.Goal.Posting, p.Goal.Stack, p.Goal.Offer) != 1 || p.Name == "" {
			k.fail("%s: has a name, and exactly one goal", where)
		}
		for _, step := range append(p.Steps, p.Begun...) {
			refers(k, where, "micro-credential", step.MicroCredential, k.catalog.microCredentials)
			refers(k, where, "offering", step.Offering, offerings)
		}
	}
}
