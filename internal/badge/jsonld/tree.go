package jsonld

// node is what an object of a document says: statements about one thing.
type node struct {
	id      string // empty for a thing without a name
	types   []string
	members []member
}

// member is a property with its values.
type member struct {
	iri    string
	values []value
}

// value is one of: a node (in a graph of its own, if graph), a literal, a list.
type value struct {
	node    *node
	graph   bool
	literal *literal
	list    []value
	isList  bool
}

// literal is a value that is no thing: as the document has it, and as RDF does.
type literal struct {
	native    any
	coerced   string // the @type of the expanded form, or empty
	text      string
	datatype  string
	language  string
	direction string
}

// says tells whether the node says anything beyond its name.
func (n *node) says() bool { return len(n.types) > 0 || len(n.members) > 0 }

// expanded gives the node in JSON-LD's expanded form.
func (n *node) expanded() map[string]any {
	object := make(map[string]any, len(n.members)+2)
	if n.id != "" {
		object["@id"] = n.id
	}
	if len(n.types) > 0 {
		types := make([]any, len(n.types))
		for i, t := range n.types {
			types[i] = t
		}
		object["@type"] = types
	}
	for _, m := range n.members {
		object[m.iri] = expandedList(m.values)
	}
	return object
}

func expandedList(values []value) []any {
	expanded := make([]any, len(values))
	for i, v := range values {
		expanded[i] = v.expanded()
	}
	return expanded
}

func (v value) expanded() map[string]any {
	switch {
	case v.literal != nil:
		return v.literal.expanded()
	case v.isList:
		return map[string]any{"@list": expandedList(v.list)}
	case v.graph:
		return map[string]any{"@graph": []any{v.node.expanded()}}
	default:
		return v.node.expanded()
	}
}

func (l *literal) expanded() map[string]any {
	object := map[string]any{"@value": l.native}
	for key, text := range map[string]string{"@type": l.coerced, "@language": l.language, "@direction": l.direction} {
		if text != "" {
			object[key] = text
		}
	}
	return object
}
