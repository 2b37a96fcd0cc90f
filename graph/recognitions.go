package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vikstrous/dataloadgen"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/graph/scalar"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/problem"
)

func (r *Resolver) recognize(ctx context.Context, in model.RecognizeInput) (*db.Recognition, error) {
	scope, unclear := localizedMember(in.Scope, "scope")
	condition, unclearToo := localizedMember(in.Condition, "condition")
	if err := problem.Join(unclear, unclearToo); err != nil {
		return nil, err
	}
	return r.Catalog.RecordRecognition(ctx, catalog.RecognitionInput{
		MicroCredential: in.MicroCredential.Value(), Version: in.Version.Value(), Stack: in.Stack.Value(),
		Skill: in.Skill.Value(), Level: value(in.Level.Value()), Accepts: in.Accepts.Value(),
		Kind: value(in.Kind.Value()), Hiring: in.Hiring.Value(), Amount: in.Amount.Value(), Unit: value(in.Unit.Value()),
		Scope: scope, ScopeKind: in.ScopeKind, Condition: condition,
		Course: value(in.Course.Value()), Program: value(in.Program.Value()),
		MinimumGrade: value(in.MinimumGrade.Value()), Residency: value(in.Residency.Value()),
		ValidFrom: in.ValidFrom.Value(), ValidUntil: in.ValidUntil.Value(), Source: value(in.Source.Value()),
		Document: documentInput(in.Document.Value()), Status: in.Status, ClientMutationID: in.ClientMutationID.Value(),
	})
}

// localizedMember is a text in several languages, where an input has one.
func localizedMember(given graphql.Omittable[[]*text.Said], path string) (text.Localized, error) {
	var out text.Localized
	err := localizedInput(&out, given.Value())
	return out, problem.Under(err, path)
}

func documentInput(file *scalar.Upload) *catalog.DocumentInput {
	if file == nil {
		return nil
	}
	return &catalog.DocumentInput{FileName: file.Name, Read: file.Bytes}
}

// numberOfVersion is the number of a version that is named, if one is.
func (r *Resolver) numberOfVersion(ctx context.Context, id *string) (*int, error) {
	version, err := loadOptional(ctx, r.loaders(ctx).versions, id)
	if version == nil || err != nil {
		return nil, err
	}
	return &version.Number, nil
}

// worthKey asks what an award is worth at an organization; "" is everywhere.
type worthKey struct {
	award *db.Award
	at    string
}

type worthLoader = dataloadgen.Loader[worthKey, *catalog.Worth]

// worths answers for all awards of a request that ask about the same place with
// the same statements.
func (r *Resolver) worths(ctx context.Context, keys []worthKey) ([]*catalog.Worth, []error) {
	places := map[string][]int{}
	for i, key := range keys {
		places[key.at] = append(places[key.at], i)
	}
	out, errs := make([]*catalog.Worth, len(keys)), make([]error, len(keys))
	for place, at := range places {
		held := make([]catalog.HeldSince, len(at))
		for j, i := range at {
			held[j] = r.held(keys[i].award)
		}
		answers, err := r.Catalog.WorthOf(ctx, held, orNull(place))
		for j, i := range at {
			if errs[i] = err; err == nil {
				out[i] = answers[j]
			}
		}
	}
	return out, errs
}

// held is an award as the catalog reckons with it.
func (r *Resolver) held(row *db.Award) catalog.HeldSince {
	out := catalog.HeldSince{
		Held:     catalog.Held{MicroCredential: row.MicroCredentialID, Version: row.VersionID},
		EarnedOn: row.EarnedAt, Lapsed: !r.Credentials.Stands(row),
	}
	if row.OwnPairs {
		out.Pairs = make([]matching.Pair, len(row.Edges.Pairs))
		for i, pair := range row.Edges.Pairs {
			out.Pairs[i] = matching.Pair{Skill: pair.SkillID, Level: matching.Level(pair.Level)}
		}
	}
	return out
}
