package graph

import (
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
)

// Served is the schema as clients may see it: without the directives that only
// steer the code generator, and without @defer, which the validator declares
// by itself and our transports do not stream. The given schema is left alone;
// hand the result to the generated Config so that validation, execution and
// introspection agree on one schema.
func Served(schema *ast.Schema) *ast.Schema {
	s := &stripper{definitions: make(map[string]*ast.Definition, len(schema.Types))}
	served := *schema
	served.SchemaDirectives = servedDirectives(schema.SchemaDirectives)
	served.Directives = map[string]*ast.DirectiveDefinition{}
	for name, directive := range schema.Directives {
		if !Internal(name) {
			served.Directives[name] = directive
		}
	}
	served.Types = make(map[string]*ast.Definition, len(schema.Types))
	for name, definition := range schema.Types {
		served.Types[name] = s.definition(definition)
	}
	served.Query = s.definition(schema.Query)
	served.Mutation = s.definition(schema.Mutation)
	served.Subscription = s.definition(schema.Subscription)
	served.PossibleTypes = s.index(schema.PossibleTypes)
	served.Implements = s.index(schema.Implements)
	return &served
}

// SDL prints a schema, without the built-in scalars and directives.
func SDL(schema *ast.Schema) string {
	var text strings.Builder
	formatter.NewFormatter(&text, formatter.WithIndent("  ")).FormatSchema(schema)
	return text.String()
}

// Internal says whether a directive is none of a client's business: gqlgen's
// all start with "go" and a capital, with one exception.
func Internal(directive string) bool {
	if directive == "inlineArguments" || directive == "defer" {
		return true
	}
	rest, found := strings.CutPrefix(directive, "go")
	return found && rest != "" && rest[0] >= 'A' && rest[0] <= 'Z'
}

// stripper copies each definition once, so that the maps of a schema keep
// sharing their definitions.
type stripper struct {
	definitions map[string]*ast.Definition
}

func (s *stripper) index(old map[string][]*ast.Definition) map[string][]*ast.Definition {
	index := make(map[string][]*ast.Definition, len(old))
	for name, definitions := range old {
		for _, definition := range definitions {
			index[name] = append(index[name], s.definition(definition))
		}
	}
	return index
}

func (s *stripper) definition(old *ast.Definition) *ast.Definition {
	if old == nil {
		return nil
	}
	if done, ok := s.definitions[old.Name]; ok {
		return done
	}
	definition := *old
	definition.Directives = servedDirectives(old.Directives)
	definition.Fields = make(ast.FieldList, 0, len(old.Fields))
	for _, field := range old.Fields {
		definition.Fields = append(definition.Fields, servedField(field))
	}
	definition.EnumValues = make(ast.EnumValueList, 0, len(old.EnumValues))
	for _, value := range old.EnumValues {
		kept := *value
		kept.Directives = servedDirectives(value.Directives)
		definition.EnumValues = append(definition.EnumValues, &kept)
	}
	s.definitions[old.Name] = &definition
	return &definition
}

func servedField(old *ast.FieldDefinition) *ast.FieldDefinition {
	field := *old
	field.Directives = servedDirectives(old.Directives)
	field.Arguments = make(ast.ArgumentDefinitionList, 0, len(old.Arguments))
	for _, argument := range old.Arguments {
		kept := *argument
		kept.Directives = servedDirectives(argument.Directives)
		field.Arguments = append(field.Arguments, &kept)
	}
	return &field
}

func servedDirectives(old ast.DirectiveList) ast.DirectiveList {
	var directives ast.DirectiveList
	for _, directive := range old {
		if !Internal(directive.Name) {
			directives = append(directives, directive)
		}
	}
	return directives
}
