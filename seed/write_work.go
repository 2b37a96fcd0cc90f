package seed

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/id"
)

func (w *writer) writeAccounts(ctx context.Context) error {
	for _, a := range w.Accounts {
		w.at(daysAgo(w.now, 400), "account/"+a.Key)
		in := account.NewAccount{ID: mint(id.Account, a.Key), Name: a.Name, Language: a.Locale, Emails: []string{a.Email}}
		if a.Demo {
			in.DemoRole = string(a.Role)
		}
		if a.Organization != "" {
			in.Memberships = []account.NewMembership{{
				ID: mint(id.Membership, a.Key), Organization: mint(id.Organization, a.Organization), Role: a.Role,
			}}
		}
		if _, err := w.accounts.Open(ctx, in); err != nil {
			return fmt.Errorf("%s: %w", a.Key, err)
		}
	}
	w.report.Accounts = len(w.Accounts)
	return nil
}

func (w *writer) writePostings(ctx context.Context) error {
	for _, p := range w.Postings {
		opened := daysAgo(w.now, p.OpenedDaysAgo).Add(14 * time.Hour)
		w.at(opened, "posting/"+p.Key)
		in := employer.NewPosting{
			ID: mint(id.Posting, p.Key), Organization: mint(id.Organization, p.Employer), OpenedAt: opened,
			CreatePostingInput: w.posting(p),
		}
		if o := w.occupations[p.Occupation]; o != nil {
			in.OccupationTitle = o.Title.in(p.Language)
		}
		made, err := w.employers.OpenPosting(ctx, in)
		if err == nil && p.ClosedDaysAgo > 0 {
			w.at(daysAgo(w.now, p.ClosedDaysAgo).Add(20*time.Hour), "closed/"+p.Key)
			_, err = w.employers.ClosePosting(w.as(ctx, p.Employer, enum.RoleEmployer), employer.ClosePostingInput{ID: made.ID})
		}
		if err != nil {
			return fmt.Errorf("%s: %w", p.Key, err)
		}
	}
	w.report.Postings = len(w.Postings)
	return nil
}

// as acts for an organization in a role, as its demo account if it has one.
func (w *writer) as(ctx context.Context, key string, role enum.Role) context.Context {
	of := w.organizations[key]
	viewer := auth.Viewer{Acting: &auth.Membership{
		Organization: mint(id.Organization, key), Role: auth.Role(role), Vouched: of.VouchedBy != "",
	}}
	for _, kind := range of.Kinds {
		viewer.Acting.Kinds = append(viewer.Acting.Kinds, string(kind))
	}
	if a := w.account(func(a Account) bool { return a.Organization == key && a.Role == role }); a != nil {
		viewer.Account, viewer.Acting.ID = mint(id.Account, a.Key), mint(id.Membership, a.Key)
	}
	return auth.With(ctx, viewer)
}

// account is the first demo account that is so; nil where none is.
func (w *writer) account(is func(Account) bool) *Account {
	if i := slices.IndexFunc(w.Accounts, is); i >= 0 {
		return &w.Accounts[i]
	}
	return nil
}

func (w *writer) posting(p Posting) employer.CreatePostingInput {
	in := employer.CreatePostingInput{
		Title: p.Title, Description: p.Description, Language: p.Language, Place: w.placeID(p.Place), Remote: p.Remote,
		NeededOn: moment(inDays(w.now, p.NeededInDays)),
	}
	if p.Occupation != "" {
		in.Occupation = &p.Occupation
	}
	for _, r := range p.Requirements {
		in.Requirements = append(in.Requirements, w.requirement(r))
	}
	for _, c := range p.Conditions {
		in.Conditions = append(in.Conditions, c.input())
		c.term(&in)
	}
	return in
}

func (w *writer) requirement(r Requirement) employer.RequirementInput {
	in := employer.RequirementInput{Importance: enum.Required, Weight: r.Weight, LegalRule: r.Legal.input()}
	if r.Preferred {
		in.Importance = enum.Preferred
	}
	switch {
	case r.Skill != "":
		in.Ask.Skill = &employer.SkillAskInput{Skill: w.skillIDs[r.Skill], Level: positive(int(r.Level))}
	case r.Stack != "":
		in.Ask.Stack = stackID(r.Stack)
	default:
		for _, key := range r.AnyOf {
			in.Ask.AnyOf = append(in.Ask.AnyOf, mint(id.MicroCredential, key))
		}
	}
	return in
}

func (l *LegalRule) input() *employer.LegalRuleInput {
	if l == nil {
		return nil
	}
	in := &employer.LegalRuleInput{Text: l.Text}
	if l.URL != "" {
		in.URL = &l.URL
	}
	return in
}

// perUnit is what a pay is for, as a condition has it.
var perUnit = map[string]enum.PayUnit{"hour": enum.PayHour, "day": enum.PayDay, "week": enum.PayWeek, "month": enum.PayMonth, "year": enum.PayYear}

// term has a posting offer what a condition says in numbers.
func (c Condition) term(in *employer.CreatePostingInput) {
	unit, timed := perUnit[c.Per] // a pay by the mile is said in words alone
	if c.Kind != enum.ConditionPay || !timed || c.Minimum == "" && c.Maximum == "" {
		return
	}
	in.Pay = &employer.PayInput{Unit: unit, Currency: "USD"}
	if c.Minimum != "" {
		in.Pay.Minimum = &c.Minimum
	}
	if c.Maximum != "" {
		in.Pay.Maximum = &c.Maximum
	}
}

func (c Condition) input() employer.ConditionInput {
	in := employer.ConditionInput{Kind: c.Kind, Text: c.Text, LegalRule: c.Legal.input()}
	if c.Minimum != "" {
		in.Minimum = &c.Minimum
	}
	if c.Maximum != "" {
		in.Maximum = &c.Maximum
	}
	if in.Minimum != nil || in.Maximum != nil {
		in.Unit = ptr(c.unit())
	}
	return in
}

// unit is what a condition's bounds count.
func (c Condition) unit() string {
	switch c.Kind {
	case enum.ConditionPay:
		return "USD per " + c.Per
	case enum.ConditionHours:
		return "hours per week"
	case enum.ConditionTravel:
		return "miles"
	default:
		return "years"
	}
}
