package graph

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/99designs/gqlgen/graphql"

	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// value is what a pointer points to, or the zero value.
func value[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}

// orNull is nil for the zero value: where a record says nothing, the API says null.
func orNull[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}

// orEmpty is no list for nil: a list that is never null has nothing in it where a call
// failed.
func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

func values[T any](list []*T) []T {
	out := make([]T, len(list))
	for i, p := range list {
		out[i] = *p
	}
	return out
}

func pointers[T any](list []T) []*T {
	out := make([]*T, len(list))
	for i := range list {
		out[i] = &list[i]
	}
	return out
}

func mapped[T, U any](list []T, one func(T) U) []U {
	out := make([]U, len(list))
	for i, v := range list {
		out[i] = one(v)
	}
	return out
}

// inLanguage is the language asked for; else the one that an enclosing field was
// asked in, as skills(language:); else the request's.
func inLanguage(ctx context.Context, asked *string) string {
	if asked != nil {
		return *asked
	}
	for f := graphql.GetFieldContext(ctx); f != nil; f = f.Parent {
		if given, ok := f.Args["language"].(*string); ok && given != nil {
			return *given
		}
	}
	return RequestOf(ctx).Language
}

// localized is a text in the language asked for, or the next best; null for none.
func localized(ctx context.Context, t text.Localized, asked *string) *model.LocalizedText {
	held, lang := t.In(inLanguage(ctx, asked))
	if held == "" {
		return nil
	}
	return &model.LocalizedText{Text: held, Language: lang}
}

// localizedInput puts a text, given in several languages, where the service has
// it. Left out and null are no text. It is what resolvers of inputs call:
//
//	return localizedInput(&obj.Title, data)
func localizedInput[T ~map[string]string](into *T, given []*text.Said) error {
	texts := make(T, len(given))
	for _, one := range given {
		if _, twice := texts[one.Language]; twice {
			return problem.New(problem.Invalid, "a text is given once in each language, not twice in %q", one.Language).
				Spanish("un texto se da una vez en cada idioma, no dos en %q", one.Language)
		}
		texts[one.Language] = one.Text
	}
	*into = texts
	return nil
}

// words is localized without saying the language; null for none.
func words(ctx context.Context, t text.Localized, asked *string) *string {
	held, _ := t.In(inLanguage(ctx, asked))
	return orNull(held)
}

// money is a price in whole cents; null where it is unknown.
func money(cents *int64, currency string) *model.Money {
	if cents == nil {
		return nil
	}
	return &model.Money{Amount: fmt.Sprintf("%d.%02d", *cents/100, *cents%100), Currency: currency}
}

func level(l uint8) *int { return orNull(int(l)) }

// change turns a member that may be absent or null into the services' own form.
func change[T any](o graphql.Omittable[*T]) employer.Change[T] {
	return employer.Change[T]{Given: o.IsSet(), To: o.Value()}
}

// updatePosting is the input as the service reads it.
func updatePosting(in model.UpdatePostingInput) employer.UpdatePostingInput {
	description := in.Description.Value()
	if in.Description.IsSet() && description == nil {
		description = new(string)
	}
	return employer.UpdatePostingInput{
		ID: in.ID, Revision: in.Revision, Cleared: cleared(map[string]bool{
			"title":        in.Title.IsSet() && in.Title.Value() == nil,
			"language":     in.Language.IsSet() && in.Language.Value() == nil,
			"remote":       in.Remote.IsSet() && in.Remote.Value() == nil,
			"requirements": in.Requirements.IsSet() && in.Requirements.Value() == nil,
			"audience":     in.Audience.IsSet() && in.Audience.Value() == nil,
		}),
		Title: in.Title.Value(), Description: description, Language: in.Language.Value(),
		Occupation: change(in.Occupation), Place: change(in.Place), Remote: in.Remote.Value(),
		NeededOn:     change(in.NeededOn),
		Requirements: values(in.Requirements.Value()), SetRequirements: in.Requirements.Value() != nil,
		Conditions: values(in.Conditions.Value()), SetConditions: in.Conditions.IsSet(),
		ExpiresOn: change(in.ExpiresOn), Audience: in.Audience.Value(), Pay: change(in.Pay), HoursPerWeek: change(in.HoursPerWeek),
		Shifts: in.Shifts.Value(), SetShifts: in.Shifts.IsSet(), Benefits: in.Benefits.Value(), SetBenefits: in.Benefits.IsSet(),
	}
}

// cleared names the members that are null, in order.
func cleared(null map[string]bool) []string {
	maps.DeleteFunc(null, func(_ string, is bool) bool { return !is })
	return slices.Sorted(maps.Keys(null))
}
