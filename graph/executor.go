// Package graph is the API: the schema, its resolvers, the limits that an
// operation is held to and the errors that it may show. It owns no rule and no
// query: resolvers convert, call a service, return.
package graph

import (
	"context"
	"log/slog"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

const (
	cachedDocuments = 1000
	// cacheableText keeps documents that are mostly comments from filling the
	// memory.
	cacheableText = 32 << 10
	// maxErrors bounds the answer to a document that is wrong everywhere.
	maxErrors = 20
	costKey   = "cost"
	extentKey = "extent"
)

// Options say how operations are held to their limits.
type Options struct {
	Limits Limits
	// Weights price fields that are dearer than a load, by "Type.field".
	Weights map[string]int
	// PerItem says whose weight is that of each item of a list, by "Type.field":
	// the names that lead to the list, the argument's first.
	PerItem map[string][]string
	// NoIntrospection refuses __schema and __type.
	NoIntrospection bool
	// Rate is charged with each operation's cost; nil is no limit.
	Rate *Rate
	// Log receives the causes of INTERNAL errors; nil drops them.
	Log *slog.Logger
	// Now is the clock of the rate; nil is time.Now.
	Now func() time.Time
}

// Executor runs operations within limits. It is gqlgen's executor with a
// preparation of our own: documents are measured before they are validated,
// and what a validator tells depends on who asks.
type Executor struct {
	*executor.Executor
	Presenter
	schema    *ast.Schema
	options   Options
	documents *lru.Cache[string, *ast.QueryDocument]
}

// NewExecutor makes the executor of a schema, which should be Served.
func NewExecutor(es graphql.ExecutableSchema, options Options) *Executor {
	options.Limits = options.Limits.orDefault()
	if options.Now == nil {
		options.Now = time.Now //nolint:forbidigo // the clock of a zero Options
	}
	documents, err := lru.New[string, *ast.QueryDocument](cachedDocuments)
	if err != nil {
		panic(err) // only for a size below one
	}
	x := &Executor{
		Executor: executor.New(es), Presenter: Presenter{Log: options.Log},
		schema: es.Schema(), options: options, documents: documents,
	}
	x.SetErrorPresenter(x.Present)
	x.SetRecoverFunc(x.Recover)
	x.AroundResponses(tellCost)
	x.AroundResponses(x.settle)
	return x
}

// Schema is the one that operations are validated against.
func (x *Executor) Schema() *ast.Schema { return x.schema }

// CreateOperationContext prepares an operation, or says why it will not run.
func (x *Executor) CreateOperationContext(
	ctx context.Context, params *graphql.RawParams,
) (*graphql.OperationContext, gqlerror.List) {
	answer := &extent{limit: x.options.Limits.Answer}
	oc := &graphql.OperationContext{
		RawQuery: params.Query, OperationName: params.OperationName,
		Extensions: params.Extensions, Headers: params.Headers,
		DisableIntrospection: x.options.NoIntrospection, RecoverFunc: x.Recover,
		ResolverMiddleware:     answer.measure,
		RootResolverMiddleware: func(ctx context.Context, next graphql.RootResolver) graphql.Marshaler { return next(ctx) },
	}
	oc.Stats.SetExtension(extentKey, answer)
	// Before parsing: a caller without credit costs us nothing more.
	if err := x.charge(ctx, 1); err != nil {
		return oc, gqlerror.List{err}
	}
	var errs gqlerror.List
	if oc.Doc, errs = x.document(ctx, params.Query); errs != nil {
		return oc, errs
	}
	if oc.Operation = oc.Doc.Operations.ForName(params.OperationName); oc.Operation == nil {
		return oc, gqlerror.List{missing(params.OperationName)}
	}
	if err := x.prepare(ctx, oc, params.Variables); err != nil {
		return oc, gqlerror.List{err}
	}
	return oc, nil
}

// prepare reads the variables, checks every input and takes the price.
func (x *Executor) prepare(ctx context.Context, oc *graphql.OperationContext, given map[string]any) *gqlerror.Error {
	vars, err := validator.VariableValues(x.schema, oc.Operation, given)
	if err != nil {
		return badVariable(err)
	}
	oc.Variables = vars
	in := inputs{limits: x.options.Limits, schema: x.schema, vars: vars}
	if err := in.check(oc.Doc, oc.Operation); err != nil {
		return err
	}
	cost := in.costOf(oc.Operation, x.options)
	oc.Stats.SetExtension(costKey, cost)
	if cost > x.options.Limits.Cost {
		err := tooComplex("the operation costs %s, %d are allowed: ask for shorter pages or fewer fields",
			count(cost), x.options.Limits.Cost)
		err.Extensions["cost"] = cost
		return err
	}
	return x.charge(ctx, cost)
}

// document parses, measures and validates, or finds that done before. Only
// valid documents are kept, so what is kept is the same for every caller.
func (x *Executor) document(ctx context.Context, text string) (*ast.QueryDocument, gqlerror.List) {
	if doc, ok := x.documents.Get(text); ok {
		return doc, nil
	}
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: text}, x.options.Limits.Tokens)
	if err != nil {
		return nil, gqlerror.List{unparsed(err)}
	}
	if len(doc.Operations) == 0 {
		return nil, gqlerror.List{badInput("the document holds no operation")}
	}
	if err := x.options.Limits.check(doc); err != nil {
		return nil, gqlerror.List{err}
	}
	if x.options.NoIntrospection && introspects(doc) {
		return nil, gqlerror.List{Errorf(CodeForbidden, "introspection is turned off; the schema is at /schema.graphql")}
	}
	validation := rulesFor(RequestOf(ctx).Anonymous)
	if errs := validator.ValidateWithRules(x.schema, doc, validation); len(errs) > 0 {
		return nil, invalid(errs)
	}
	if len(text) <= cacheableText {
		x.documents.Add(text, doc)
	}
	return doc, nil
}

func (x *Executor) charge(ctx context.Context, cost int) *gqlerror.Error {
	if x.options.Rate == nil {
		return nil
	}
	wait, ok := x.options.Rate.Charge(x.options.Now(), RequestOf(ctx), cost)
	if ok {
		return nil
	}
	seconds := int(wait/time.Second) + 1
	err := Errorf(CodeRateLimited, "too many requests: try again in %d seconds", seconds)
	err.Extensions["retryAfter"] = seconds
	return err
}

// rulesFor are the specification's rules; without suggestions for who has not
// signed in, as they tell the schema name by name.
func rulesFor(anonymous bool) *rules.Rules {
	set := rules.NewDefaultRules()
	if !anonymous {
		return set
	}
	set.ReplaceRule("FieldsOnCorrectType", rules.FieldsOnCorrectTypeRuleWithoutSuggestions.RuleFunc)
	set.ReplaceRule("KnownArgumentNames", rules.KnownArgumentNamesRuleWithoutSuggestions.RuleFunc)
	set.ReplaceRule("KnownTypeNames", rules.KnownTypeNamesRuleWithoutSuggestions.RuleFunc)
	set.ReplaceRule("ScalarLeafs", rules.ScalarLeafsRuleWithoutSuggestions.RuleFunc)
	set.ReplaceRule("ValuesOfCorrectType", rules.ValuesOfCorrectTypeRuleWithoutSuggestions.RuleFunc)
	return set
}

// introspects says whether a document asks for the schema, other than by the
// __typename that every client adds.
func introspects(doc *ast.QueryDocument) bool {
	for _, operation := range doc.Operations {
		if asksSchema(operation.SelectionSet) {
			return true
		}
	}
	for _, fragment := range doc.Fragments {
		if asksSchema(fragment.SelectionSet) {
			return true
		}
	}
	return false
}

func asksSchema(set ast.SelectionSet) bool {
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			if s.Name == "__schema" || s.Name == "__type" || asksSchema(s.SelectionSet) {
				return true
			}
		case *ast.InlineFragment:
			if asksSchema(s.SelectionSet) {
				return true
			}
		}
	}
	return false
}

// CostOf is what an operation was priced at; 0 before it was.
func CostOf(oc *graphql.OperationContext) int {
	cost, _ := oc.Stats.GetExtension(costKey).(int)
	return cost
}

// tellCost adds `extensions.cost` to every answer of an operation with a price.
func tellCost(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	response := next(ctx)
	if response == nil || !graphql.HasOperationContext(ctx) {
		return response
	}
	if cost := CostOf(graphql.GetOperationContext(ctx)); cost > 0 {
		extensions := map[string]any{"cost": cost}
		for key, value := range response.Extensions {
			extensions[key] = value
		}
		response.Extensions = extensions
	}
	return response
}
