package jsonld

import (
	"errors"
	"fmt"
	"strings"

	"github.com/stackmatch/stackmatch/internal/badge/rdfc"
)

// entry reads one entry of a term's definition.
func (d *definer) entry(made *definition, key string, value any) error {
	ok := true
	switch key {
	case "@id":
		_, ok = value.(string)
	case "@type":
		return d.coercion(made, value)
	case "@container":
		ok = made.contain(value)
	case "@context":
		made.scoped, made.local = true, value
	case "@protected":
		made.protected, ok = value.(bool)
	case "@prefix":
		made.prefix, ok = value.(bool)
	case "@language":
		var language string
		if language, ok = value.(string); ok {
			language = strings.ToLower(language)
			made.language = &language
		} else {
			ok = value == nil
		}
	case "@reverse", "@index", "@nest", "@direction":
		made.unsupported = key
	default:
		ok = false
	}
	if !ok {
		return fmt.Errorf("%s with the value %v is not supported", key, value)
	}
	return nil
}

// coercion reads the type of a term's plain values.
func (d *definer) coercion(made *definition, value any) error {
	name, ok := value.(string)
	if !ok {
		return errors.New("@type is not a string")
	}
	switch name {
	case "@id", "@vocab", "@json", "@none":
		made.coercion = name
		return nil
	}
	iri, err := d.iri(name)
	if err == nil && !rdfc.ValidIRI(iri) {
		err = fmt.Errorf("@type %q is no IRI", name)
	}
	made.coercion = iri
	return err
}

// contain reads the container of a term: @set goes with most of the others and
// changes nothing here.
func (d *definition) contain(value any) bool {
	for _, entry := range list(value) {
		name, _ := entry.(string)
		switch name {
		case "@set":
		case "@list", "@language", "@graph":
			if d.container != "" {
				return false
			}
			d.container = name
		case "@index", "@id", "@type":
			d.unsupported = "@container: " + name
		default:
			return false
		}
	}
	return true
}
