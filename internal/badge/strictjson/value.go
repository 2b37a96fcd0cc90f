package strictjson

import "fmt"

// value reads one value that is within depth objects and arrays. It calls itself
// no deeper than MaxDepth.
func (d *decoder) value(depth int) (any, error) {
	d.space()
	if d.values++; d.values > MaxValues {
		return nil, d.refuse(fmt.Sprintf("there are more than %d values", MaxValues))
	}
	if d.at >= len(d.data) {
		return nil, d.unexpected("a value")
	}
	switch c := d.data[d.at]; {
	case c == '{' || c == '[':
		if depth == MaxDepth {
			return nil, d.refuse(fmt.Sprintf("objects and arrays are nested more than %d deep", MaxDepth))
		}
		if c == '{' {
			return d.object(depth + 1)
		}
		return d.array(depth + 1)
	case c == '"':
		return d.text()
	case c == '-' || isDigit(c):
		return d.number()
	default:
		return d.literal()
	}
}

// object reads an object, whose brace is next.
func (d *decoder) object(depth int) (any, error) {
	d.at++
	members := map[string]any{}
	if d.next('}') {
		return members, nil
	}
	for {
		if err := d.member(members, depth); err != nil {
			return nil, err
		}
		if d.next('}') {
			return members, nil
		}
		if !d.next(',') {
			return nil, d.unexpected("a comma or the end of an object")
		}
	}
}

// member reads a name and its value into the members of an object.
func (d *decoder) member(members map[string]any, depth int) error {
	d.space()
	start := d.at
	if start >= len(d.data) || d.data[start] != '"' {
		return d.unexpected("the name of a member")
	}
	name, err := d.text()
	if err != nil {
		return err
	}
	// The names as they are once read: "\u0069d" is "id".
	if _, twice := members[name]; twice {
		return &Error{Offset: start, Reason: fmt.Sprintf("the member %.42q is there twice", name)}
	}
	if !d.next(':') {
		return d.unexpected("a colon")
	}
	members[name], err = d.value(depth)
	return err
}

// array reads an array, whose bracket is next.
func (d *decoder) array(depth int) (any, error) {
	d.at++
	elements := []any{}
	if d.next(']') {
		return elements, nil
	}
	for {
		element, err := d.value(depth)
		if err != nil {
			return nil, err
		}
		elements = append(elements, element)
		if d.next(']') {
			return elements, nil
		}
		if !d.next(',') {
			return nil, d.unexpected("a comma or the end of an array")
		}
	}
}

// literal reads true, false or null. What follows it is the caller's to judge:
// "nullx" has an x where a comma should be.
func (d *decoder) literal() (any, error) {
	for _, l := range []struct {
		text  string
		value any
	}{{"true", true}, {"false", false}, {"null", nil}} {
		if end := d.at + len(l.text); end <= len(d.data) && string(d.data[d.at:end]) == l.text {
			d.at = end
			return l.value, nil
		}
	}
	return nil, d.unexpected("a value")
}
