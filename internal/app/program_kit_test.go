package app_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/app"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
)

// story is a program's story, played through the GraphQL API on a demo of its own.
// Its clock is moved by hand, and starts on a Wednesday afternoon.
type story struct {
	t      *testing.T
	app    *app.App
	api    http.Handler
	clock  *clock
	titled map[string]map[string]string // ids by title or name, by the list that they are in
}

func newStory(t *testing.T) *story {
	t.Helper()
	s := &story{t: t, clock: &clock{start: wednesday(time.Now())}, titled: map[string]map[string]string{}}
	s.app = open(t, app.Config{
		Where: app.Where{Data: copyOfDemo(t), Demo: true}, Index: app.OwnIndex, Now: s.clock.Now,
	})
	s.api = handler(t, s.app)
	return s
}

// wednesday is the afternoon of the next one: so no weekend is near.
func wednesday(from time.Time) time.Time {
	day := time.Date(from.Year(), from.Month(), from.Day(), 15, 0, 0, 0, time.UTC)
	for day = day.AddDate(0, 0, 1); day.Weekday() != time.Wednesday; {
		day = day.AddDate(0, 0, 1)
	}
	return day
}

// clock goes on by a microsecond whenever it is read: what is written first has the
// first id.
type clock struct {
	start time.Time
	moved atomic.Int64
}

func (c *clock) Now() time.Time {
	return c.start.Add(time.Duration(c.moved.Add(int64(time.Microsecond))))
}

// wait moves the clock.
func (s *story) wait(d time.Duration) { s.clock.moved.Add(int64(d)) }

// day is the date so many days from now.
func (s *story) day(days int) string { return s.clock.Now().AddDate(0, 0, days).Format(time.DateOnly) }

// person is somebody who calls the API in a role; the zero role is nobody who is
// signed in.
type person struct {
	*story

	role  auth.Role
	email string
}

// as is one of the seed's accounts in a role.
func (s *story) as(role auth.Role, email string) person {
	return person{story: s, role: role, email: email}
}

// anybody is who is not signed in.
func (s *story) anybody() person { return person{story: s} }

// earner opens an account and a hidden record for somebody who is invented: that is
// done before the story starts. So are the consents that they have given.
func (s *story) earner(name, email string, gave ...consent.Grant) person {
	s.t.Helper()
	ctx := s.app.System(s.t.Context())
	opened, err := s.app.Accounts.Open(ctx, account.NewAccount{Name: name, Emails: []string{email}})
	if err != nil {
		s.t.Fatal(err)
	}
	if err := s.app.Accounts.Register(ctx, []account.NewEarner{{Account: opened.ID, Name: name, Grants: gave}}); err != nil {
		s.t.Fatal(err)
	}
	return s.as(auth.Earner, email)
}

// vars are the variables of an operation.
type vars map[string]any

// does runs a mutation that goes well, and returns what is selected of its payload.
func (p person) does(mutation string, input vars, selection string) answer {
	p.t.Helper()
	got, problems := p.mutates(mutation, input, selection)
	if len(problems) > 0 {
		p.t.Fatalf("%s %s: %s has the problems %q", p.role, p.email, mutation, problems)
	}
	return got
}

// fails asserts the problems of a mutation that writes nothing: each by its code, and
// its path where it has one, as in "INVALID items.0.part".
func (p person) fails(mutation string, input vars, want ...string) {
	p.t.Helper()
	got, problems := p.mutates(mutation, input, "__typename")
	var short []string
	for _, problem := range problems {
		said, _, _ := strings.Cut(problem, ":")
		short = append(short, said)
	}
	if diff := cmp.Diff(want, short); diff != "" {
		p.t.Errorf("%s %s: the problems of %s are others (-want +got):\n%s\n%v, %q", p.role, p.email, mutation, diff, got.Data, problems)
	}
}

// mutates runs a mutation whose input is named for it, as they all are.
func (p person) mutates(mutation string, input vars, selection string) (payload answer, problems []string) {
	p.t.Helper()
	operation := fmt.Sprintf("mutation ($input: %s%sInput!) { it: %s(input: $input) { %s problems { code path message } } }",
		strings.ToUpper(mutation[:1]), mutation[1:], mutation, selection)
	got := p.asks(operation, vars{"input": input})
	payload.Data = path[map[string]any](p.t, got, "it")
	for _, one := range path[[]any](p.t, payload, "problems") {
		problem, _ := one.(map[string]any)
		said := fmt.Sprint(problem["code"])
		if at, _ := problem["path"].([]any); len(at) > 0 {
			said += " " + strings.Trim(strings.ReplaceAll(fmt.Sprint(at), " ", "."), "[]")
		}
		problems = append(problems, fmt.Sprint(said, ": ", problem["message"]))
	}
	return payload, problems
}

// sees asserts all that an operation answers, as JSON.
func (p person) sees(operation string, with vars, want string) {
	p.t.Helper()
	var wanted map[string]any
	if err := json.Unmarshal([]byte(want), &wanted); err != nil {
		p.t.Fatalf("%s: %v", want, err)
	}
	if diff := cmp.Diff(wanted, p.asks(operation, with).Data); diff != "" {
		p.t.Errorf("%s %s sees otherwise (-want +got):\n%s", p.role, p.email, diff)
	}
}

// refused asserts that an operation is an error of a code.
func (p person) refused(operation string, with vars, want string) {
	p.t.Helper()
	got := p.sends(operation, with)
	if len(got.Errors) == 0 || got.Errors[0].Extensions["code"] != want {
		p.t.Errorf("%s %s is answered %+v, want an error of code %s", p.role, p.email, got, want)
	}
}

// asks runs an operation that has no errors; it may have problems.
func (p person) asks(operation string, with vars) answer {
	p.t.Helper()
	got := p.sends(operation, with)
	if len(got.Errors) > 0 {
		p.t.Fatalf("%s %s is answered errors: %+v", p.role, p.email, got.Errors)
	}
	return got
}

// sends runs an operation, whatever comes of it: as a form where it has files.
func (p person) sends(operation string, with vars) answer {
	p.t.Helper()
	if files := filesIn("variables", map[string]any(with)); len(files) > 0 {
		return p.uploads(operation, with, files)
	}
	return ask(p.t, p.api, p.token(), operation, with)
}

// token is what the person shows with each request: made anew, as the clock moves.
func (p person) token() string {
	p.t.Helper()
	if p.role == "" {
		return ""
	}
	minted, err := p.app.Token(p.t.Context(), app.TokenFor{Role: p.role, As: p.email})
	if err != nil {
		p.t.Fatal(err)
	}
	return minted
}

// at digs in an answer: names of members and numbers of elements, with dots between.
// Null is found as any.
func at[T any](t *testing.T, got answer, where string) T {
	t.Helper()
	var value any = got.Data
	for name := range strings.SplitSeq(where, ".") {
		switch v := value.(type) {
		case map[string]any:
			value = v[name]
		case []any:
			i, err := strconv.Atoi(name)
			if err != nil || i >= len(v) {
				t.Fatalf("no %s in %+v", where, got.Data)
			}
			value = v[i]
		}
	}
	found, ok := value.(T)
	if _, whatever := any(&found).(*any); !ok && !whatever {
		t.Fatalf("%s is %T in %+v", where, value, got.Data)
	}
	return found
}

// scores meets every criterion of a micro-credential's rubric exactly, but for those
// named: they get the level below.
func (s *story) scores(microCredential string, not ...string) []vars {
	s.t.Helper()
	got := s.anybody().asks(`query ($id: ID!) { node(id: $id) { ... on MicroCredential { assessment { criteria {
		key meets levels { key } } } } } }`, vars{"id": microCredential})
	var scores []vars
	for _, one := range at[[]any](s.t, got, "node.assessment.criteria") {
		c := answer{Data: one.(map[string]any)}
		key, level := at[string](s.t, c, "key"), int(at[float64](s.t, c, "meets"))-1
		if slices.Contains(not, key) {
			level--
		}
		scores = append(scores, vars{"criterion": key, "level": at[string](s.t, c, "levels."+strconv.Itoa(level)+".key")})
	}
	return scores
}

// microCredential, stack and organization are ids by the English title or name.
func (s *story) microCredential(title string) string { return s.id("microCredentials", "title", title) }
func (s *story) stack(title string) string           { return s.id("stacks", "title", title) }
func (s *story) organization(name string) string     { return s.id("organizations", "name", name) }

// id looks in a public list, which is read once.
func (s *story) id(list, field, title string) string {
	s.t.Helper()
	if s.titled[list] == nil {
		s.titled[list] = s.anybody().titles(list, field)
	}
	found := s.titled[list][title]
	if found == "" {
		s.t.Fatalf("%s has no %q", list, title)
	}
	return found
}

func (p person) titles(list, field string) map[string]string {
	p.t.Helper()
	byTitle, after := map[string]string{}, any(nil)
	for {
		got := p.asks(fmt.Sprintf(`query ($after: String) { list: %s(first: 100, after: $after) {
			nodes { id title: %s } pageInfo { endCursor hasNextPage } } }`, list, field), vars{"after": after})
		for _, node := range at[[]any](p.t, got, "list.nodes") {
			one := answer{Data: node.(map[string]any)}
			byTitle[at[string](p.t, one, "title")] = at[string](p.t, one, "id")
		}
		if !at[bool](p.t, got, "list.pageInfo.hasNextPage") {
			return byTitle
		}
		after = at[string](p.t, got, "list.pageInfo.endCursor")
	}
}
