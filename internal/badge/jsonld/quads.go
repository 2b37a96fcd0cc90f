package jsonld

import (
	"strconv"

	"github.com/stackmatch/stackmatch/internal/badge/rdfc"
)

const rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

// deserializer writes nodes as quads (JSON-LD 1.1 API §8). What it is given has
// been checked: it drops nothing.
type deserializer struct {
	quads  []rdfc.Quad
	blanks int
}

func (d *deserializer) blank() rdfc.Term {
	d.blanks++
	return rdfc.NewBlank("b" + strconv.Itoa(d.blanks))
}

func (d *deserializer) state(subject rdfc.Term, predicate string, object, graph rdfc.Term) {
	d.quads = append(d.quads, rdfc.Quad{Subject: subject, Predicate: rdfc.NewIRI(predicate), Object: object, Graph: graph})
}

// node writes what a node says, and returns what it is called.
func (d *deserializer) node(n *node, graph rdfc.Term) rdfc.Term {
	subject := rdfc.NewIRI(n.id)
	if n.id == "" {
		subject = d.blank()
	}
	for _, t := range n.types {
		d.state(subject, rdf+"type", rdfc.NewIRI(t), graph)
	}
	for _, m := range n.members {
		for _, v := range m.values {
			d.state(subject, m.iri, d.value(v, graph), graph)
		}
	}
	return subject
}

func (d *deserializer) value(v value, graph rdfc.Term) rdfc.Term {
	switch {
	case v.literal != nil && v.literal.language != "":
		return rdfc.NewText(v.literal.text, v.literal.language)
	case v.literal != nil:
		return rdfc.NewLiteral(v.literal.text, v.literal.datatype)
	case v.isList:
		return d.list(v.list, graph)
	case v.graph:
		own := d.blank()
		d.node(v.node, own)
		return own
	default:
		return d.node(v.node, graph)
	}
}

// list writes a list as a chain (JSON-LD 1.1 API §8.3).
func (d *deserializer) list(values []value, graph rdfc.Term) rdfc.Term {
	last := rdfc.NewIRI(rdf + "nil")
	head := last
	var tail rdfc.Term
	for i, v := range values {
		cell := d.blank()
		if i == 0 {
			head = cell
		} else {
			d.state(tail, rdf+"rest", cell, graph)
		}
		d.state(cell, rdf+"first", d.value(v, graph), graph)
		tail = cell
	}
	if len(values) > 0 {
		d.state(tail, rdf+"rest", last, graph)
	}
	return head
}
