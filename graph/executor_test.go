package graph

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/introspection"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/stackmatch/stackmatch/graph/graphtest"
)

// answer is one operation's answer, as a transport would get it.
type answer struct {
	Data   string
	Code   string // the first error's
	Errors gqlerror.List
	Cost   int
}

func ask(t *testing.T, x *Executor, request Request, query string, variables string) answer {
	t.Helper()
	ctx := graphql.StartOperationTrace(WithRequest(t.Context(), request))
	params := &graphql.RawParams{Query: query}
	if variables != "" {
		decoder := json.NewDecoder(strings.NewReader(variables))
		decoder.UseNumber()
		if err := decoder.Decode(&params.Variables); err != nil {
			t.Fatal(err)
		}
	}
	oc, errs := x.CreateOperationContext(ctx, params)
	var response *graphql.Response
	if errs != nil {
		response = x.DispatchError(graphql.WithOperationContext(ctx, oc), errs)
	} else {
		handler, ctx := x.DispatchOperation(ctx, oc)
		response = handler(ctx)
	}
	got := answer{Data: string(response.Data), Errors: response.Errors}
	got.Cost, _ = response.Extensions["cost"].(int)
	if len(response.Errors) > 0 {
		got.Code = CodeOf(response.Errors[0])
	}
	return got
}

func testExecutor(options Options, call graphtest.Resolver) *Executor {
	return NewExecutor(graphtest.New(call, Served), options)
}

func TestAnOperationBeyondALimitIsRefused(t *testing.T) {
	t.Parallel()
	deep := func(depth int) string {
		return "{ post(id: 1) " + strings.Repeat("{ parent ", depth-2) + "{ id }" + strings.Repeat("}", depth-2) + "}"
	}
	many := func(n int, one string) string { return "{" + strings.Repeat(one+" ", n) + "}" }
	aliases := func(n int) string {
		var text strings.Builder
		for i := range n {
			fmt.Fprintf(&text, "a%d: id ", i)
		}
		return "{ post(id: 1) {" + text.String() + "} }"
	}
	// 2^20 fields in 20 lines: measured without being spread out.
	bomb := "{ post(id: 1) { ...f0 } }\n"
	for i := range 20 {
		bomb += fmt.Sprintf("fragment f%d on Post { ...f%d ...f%d }\n", i, i+1, i+1)
	}
	bomb += "fragment f20 on Post { id }"

	for _, test := range []struct{ name, query, variables, code string }{
		{"depth 14", deep(14), "", ""},
		{"depth 15", deep(15), "", CodeTooComplex},
		{"depth 50", deep(50), "", CodeTooComplex},
		{"depth 50 through a fragment", "{ post(id: 1) { ...f } } fragment f on Post " + strings.Repeat("{ parent ", 50) + "{ id }" + strings.Repeat("}", 50), "", CodeTooComplex},
		{"aliases 30", aliases(30), "", ""},
		{"aliases 31", aliases(31), "", CodeTooComplex},
		{"directives 31", "{ post(id: 1) { id " + strings.Repeat("@skip(if: false) ", 31) + "} }", "", CodeTooComplex},
		{"root fields 21", many(21, "hello"), "", CodeTooComplex},
		{"fields 501", "{ post(id: 1) {" + strings.Repeat("id ", 501) + "} }", "", CodeTooComplex},
		{"fragment bomb", bomb, "", CodeTooComplex},
		{"fragment cycle", "{ post(id: 1) { ...a } } fragment a on Post { parent { ...b } } fragment b on Post { parent { ...a } }", "", CodeBadUserInput},
		{"tokens", "{ sum(numbers: [" + strings.Repeat("1 ", 4001) + "]) }", "", CodeTooComplex},
		{"list items in the document", "{ sum(numbers: [" + strings.Repeat("1 ", 1001) + "]) }", "", CodeTooComplex},
		{"list items in a variable", "query($n: [Int!]!) { sum(numbers: $n) }", `{"n":[` + strings.Repeat("1,", 1000) + "1]}", CodeTooComplex},
		{"input depth in the document", "{ ask(input: " + strings.Repeat("{ask: ", 21) + `{word: "x"}` + strings.Repeat("}", 21) + ") }", "", CodeTooComplex},
		{"input depth in a variable", "query($i: Ask!) { ask(input: $i) }", `{"i":` + strings.Repeat(`{"ask":`, 21) + `{"word":"x"}` + strings.Repeat("}", 22), CodeTooComplex},
		{"first 0", "{ posts(first: 0) { totalCount } }", "", ""},
		{"first 100", "{ posts(first: 100) { totalCount } }", "", ""},
		{"first 101", "{ posts(first: 101) { totalCount } }", "", CodeBadUserInput},
		{"first -1", "{ posts(first: -1) { totalCount } }", "", CodeBadUserInput},
		{"first 101 by variable", "query($n: Int!) { posts(first: $n) { totalCount } }", `{"n":101}`, CodeBadUserInput},
		{"first 101 by a variable's default", "query($n: Int! = 101) { posts(first: $n) { totalCount } }", "", CodeBadUserInput},
		{"first 101 of a list further down", "{ post(id: 1) { related(first: 101) { id } } }", "", CodeBadUserInput},
		{"first 101 in a fragment", "{ post(id: 1) { ...f } } fragment f on Post { related(first: 101) { id } }", "", CodeBadUserInput},
		{"an integer of 20 digits", "{ posts(first: 99999999999999999999) { totalCount } }", "", CodeBadUserInput},
		{"an integer of 33 bits", "{ sum(numbers: [4294967296]) }", "", CodeBadUserInput},
		{"an integer of 33 bits in a variable", "query($n: [Int!]!) { sum(numbers: $n) }", `{"n":[4294967296]}`, CodeBadUserInput},
		{"cost", "{ posts(first: 100) { nodes { answers(first: 100) { nodes { id } } } } }", "", CodeTooComplex},
		{"cost of nodes by ids", `{ nodes(ids: [` + strings.Repeat(`"x" `, 90) + `]) { answers(first: 90) { nodes { id } } } }`, "", CodeTooComplex},
		{"@defer", "{ post(id: 1) { ... @defer { id } } }", "", CodeBadUserInput},
		{"syntax", "{", "", CodeBadUserInput},
		{"no operation", "fragment a on Post { id }", "", CodeBadUserInput},
		{"introspection", introspection.Query, "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := ask(t, testExecutor(Options{}, nil), Request{}, test.query, test.variables)
			if got.Code != test.code {
				t.Errorf("got code %q (%v), want %q", got.Code, got.Errors, test.code)
			}
			if test.code == "" && (got.Data == "" || got.Cost == 0) {
				t.Errorf("got data %q and cost %d, want both", got.Data, got.Cost)
			}
		})
	}
}

func TestACostIsTheSumOfItsParts(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]int{
		"{ hello }":                    1,
		"{ post(id: 1) { id title } }": 1 + 1,
		"{ posts { totalCount } }":     1 + 1,
		"{ posts { nodes { id } } }":   1 + 1 + 20*1,
		"{ posts(first: 3) { edges { cursor node { id title } } pageInfo { hasNextPage } } }": 1 + 1 + 3*(1+1) + 1,
		"{ posts(first: 3) { ...c } } fragment c on PostConnection { nodes { id } }":          1 + 1 + 3*1,
		"{ posts(first: 0) { nodes { id } } }":                                                1 + 1 + 1*1,
		"{ posts(first: 2) { nodes { answers(first: 3) { nodes { id } } } } }":                1 + 1 + 2*(1+7+3*1),
		"{ post(id: 1) { related(first: 4) { id } } }":                                        1 + 1 + 4*1,
		`{ nodes(ids: ["a", "b"]) { id } }`:                                                   1 + 2*1,
		"{ __schema { types { name } } }":                                                     1 + 100,
		`{ ask(input: {word: "x"}) }`:                                                         1 + 11,
		`{ ask(input: {anyOf: ["x"]}) }`:                                                      1,
	} {
		x := testExecutor(Options{Weights: map[string]int{"Post.answers": 7, "Ask.word": 11}}, nil)
		if got := ask(t, x, Request{}, query, ""); got.Cost != want {
			t.Errorf("%s costs %d (%v), want %d", query, got.Cost, got.Errors, want)
		}
	}
}

func TestExactlyOneFieldOfAOneOfIsTaken(t *testing.T) {
	t.Parallel()
	byVariable := "query($i: Ask!) { ask(input: $i) }"
	inside := "query($w: String!) { ask(input: {word: $w}) }"
	for _, test := range []struct{ name, query, variables, code string }{
		{"one", byVariable, `{"i":{"word":"x"}}`, ""},
		{"two", byVariable, `{"i":{"word":"x","anyOf":["y"]}}`, CodeBadUserInput},
		{"none", byVariable, `{"i":{}}`, CodeBadUserInput},
		{"null", byVariable, `{"i":{"word":null}}`, CodeBadUserInput},
		{"two, one of them null", byVariable, `{"i":{"word":"x","anyOf":null}}`, CodeBadUserInput},
		{"two further down", byVariable, `{"i":{"ask":{"word":"x","anyOf":["y"]}}}`, CodeBadUserInput},
		{"literal one", `{ ask(input: {word: "x"}) }`, "", ""},
		{"literal two", `{ ask(input: {word: "x", anyOf: ["y"]}) }`, "", CodeBadUserInput},
		{"literal null", `{ ask(input: {word: null}) }`, "", CodeBadUserInput},
		{"literal with a variable", inside, `{"w":"x"}`, ""},
		{"literal with a null variable", inside, `{"w":null}`, CodeBadUserInput},
		{"literal with an absent variable", inside, `{}`, CodeBadUserInput},
		{"default two", `query($i: Ask! = {word: "x", anyOf: ["y"]}) { ask(input: $i) }`, "", CodeBadUserInput},
		{"mutation two", "mutation($i: Ask!) { touch(input: $i) }", `{"i":{"word":"x","anyOf":["y"]}}`, CodeBadUserInput},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := ask(t, testExecutor(Options{}, nil), Request{}, test.query, test.variables)
			if got.Code != test.code {
				t.Errorf("got code %q (%v), want %q", got.Code, got.Errors, test.code)
			}
		})
	}
}

func TestOnlyTheSignedInGetSuggestions(t *testing.T) {
	t.Parallel()
	x := testExecutor(Options{}, nil)
	for _, query := range []string{
		"{ helo }", "{ hello(nam: 1) }", "{ posts { nodes } }", "fragment a on Pos { id } { post(id: 1) { ...a } }", `{ ask(input: {wor: "x"}) }`,
	} {
		for _, anonymous := range []bool{true, false} {
			got := ask(t, x, Request{Anonymous: anonymous}, query, "")
			if suggests := strings.Contains(fmt.Sprint(got.Errors), "Did you mean"); suggests == anonymous {
				t.Errorf("%s, anonymous %v: got %v", query, anonymous, got.Errors)
			}
		}
	}
}

func TestIntrospectionCanBeTurnedOff(t *testing.T) {
	t.Parallel()
	x := testExecutor(Options{NoIntrospection: true}, nil)
	for _, query := range []string{
		introspection.Query, `{ __type(name: "Post") { name } }`, "{ ... on Query { __schema { description } } }",
		"{ ...a } fragment a on Query { __schema { description } }",
	} {
		if got := ask(t, x, Request{}, query, ""); got.Code != CodeForbidden {
			t.Errorf("%s: got %q, want %q", query, got.Code, CodeForbidden)
		}
	}
	if got := ask(t, x, Request{}, "{ __typename post(id: 1) { __typename } }", ""); got.Code != "" {
		t.Errorf("__typename: got %v", got.Errors)
	}
}

func TestACallerWithoutCreditWaits(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	rate := NewRate(Pace{PerSecond: 10, Burst: 40}, Pace{PerSecond: 1, Burst: 5})
	x := testExecutor(Options{Rate: rate, Now: func() time.Time { return now }}, nil)
	employer, visitor := Request{Caller: "acc_1"}, Request{Caller: "192.0.2.1", Anonymous: true}
	query := "{ posts(first: 20) { nodes { id } } }" // 22 and 1 for asking

	if got := ask(t, x, employer, query, ""); got.Code != "" {
		t.Fatalf("first: got %v", got.Errors)
	}
	got := ask(t, x, employer, query, "")
	if got.Code != CodeRateLimited || got.Errors[0].Extensions["retryAfter"] != 1 {
		t.Fatalf("second: got %v", got.Errors)
	}
	if got := ask(t, x, Request{Caller: "acc_2"}, query, ""); got.Code != "" {
		t.Errorf("another caller: got %v", got.Errors)
	}
	now = now.Add(time.Second)
	if got := ask(t, x, employer, query, ""); got.Code != "" {
		t.Errorf("after the wait: got %v", got.Errors)
	}
	for i := range 3 {
		if got := ask(t, x, visitor, "{ hello }", ""); (got.Code == CodeRateLimited) != (i == 2) {
			t.Errorf("anonymous, call %d: got %v", i, got.Errors)
		}
	}
}

func TestTheGeneratorsDirectivesAreNotServed(t *testing.T) {
	t.Parallel()
	original := graphtest.New(nil, nil).Schema()
	served := Served(original)
	if text := SDL(served); strings.Contains(text, "@go") || !strings.Contains(text, "@oneOf") {
		t.Errorf("the SDL holds @go or lacks @oneOf:\n%s", text)
	}
	if original.Types["Post"].Directives.ForName("goModel") == nil {
		t.Error("the given schema was changed")
	}
	got := ask(t, testExecutor(Options{}, nil), Request{}, introspection.Query, "")
	for _, name := range []string{`"goModel"`, `"goField"`, `"defer"`} {
		if strings.Contains(got.Data, name) {
			t.Errorf("introspection tells of %s", name)
		}
	}
	if !strings.Contains(got.Data, `"isOneOf":true`) && !strings.Contains(got.Data, `"oneOf"`) {
		t.Error("introspection hides @oneOf")
	}
}
