package store

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"

	"entgo.io/ent/dialect/sql/schema"

	"github.com/stackmatch/stackmatch/ent/db/migrate"
)

// shape says how the fields of a record of ent/db become the columns of a row.
type shape struct {
	table   string
	columns []column
	source  *source
}

// column is a column, and the index of its field in the record's struct.
type column struct {
	name     string
	field    int
	nullable bool
	json     bool
	counted  bool // the database counts it when it is left out
	enums    []string
}

// shapes caches what shapeOf finds, by type.
var shapes sync.Map

func shapeOf[T any]() (*shape, error) {
	record := reflect.TypeFor[T]()
	if s, ok := shapes.Load(record); ok {
		return s.(*shape), nil
	}
	s, err := newShape(record)
	if err != nil {
		return nil, err
	}
	shapes.Store(record, s)
	return s, nil
}

// newShape pairs a record's fields with its table's columns by their names: ent
// makes the one from the other.
func newShape(record reflect.Type) (*shape, error) {
	from, known := sourceOf(record.Name())
	if !known || !strings.HasSuffix(record.PkgPath(), "/ent/db") {
		return nil, fmt.Errorf("%s: %w", record, errNoShape)
	}
	fields := map[string]int{}
	for i := range record.NumField() {
		if f := record.Field(i); f.IsExported() && f.Name != "Edges" {
			fields[plain(f.Name)] = i
		}
	}
	table := tableWith(fields, record.Name())
	if table == nil {
		return nil, fmt.Errorf("%s has no table: %w", record, errNoShape)
	}
	s := &shape{table: table.Name, source: from}
	for _, c := range table.Columns {
		name := c.Name
		if c.Increment {
			name = "id" // whatever its column is called
		}
		s.columns = append(s.columns, column{
			name: c.Name, field: fields[plain(name)], nullable: c.Nullable,
			json: c.Type.String() == "json.RawMessage", counted: c.Increment, enums: c.Enums,
		})
	}
	return s, nil
}

// tableWith finds a record's table: the one that is named like it.
func tableWith(fields map[string]int, record string) *schema.Table {
	for _, t := range migrate.Tables {
		if plain(t.Name) != plain(record) && plain(t.Name) != plain(record)+"s" && plain(t.Name) != pluralOf(record) {
			continue
		}
		fits := !slices.ContainsFunc(t.Columns, func(c *schema.Column) bool {
			_, ok := fields[plain(c.Name)]
			return !ok && !c.Increment
		})
		if fits {
			return t
		}
	}
	return nil
}

// pluralOf is for the names that do not just take an s.
func pluralOf(record string) string {
	p := plain(record)
	if strings.HasSuffix(p, "y") {
		return strings.TrimSuffix(p, "y") + "ies"
	}
	return p + "es"
}

// plain makes a column's and a field's name alike: skill_id, SkillID.
func plain(name string) string {
	return strings.ToLower(strings.ReplaceAll(name, "_", ""))
}

// columnsFor leaves out an id that the database counts.
func (s *shape) columnsFor(row any) []column {
	v := reflect.ValueOf(row).Elem()
	for i, c := range s.columns {
		if c.counted && v.Field(c.field).IsZero() {
			return slices.Delete(slices.Clone(s.columns), i, i+1)
		}
	}
	return s.columns
}

func names(columns []column) []string {
	out := make([]string, len(columns))
	for i, c := range columns {
		out[i] = c.name
	}
	return out
}

// values gives a row's values in the order of the columns.
func (s *shape) values(row any, columns []column) ([]any, error) {
	v := reflect.ValueOf(row).Elem()
	values := make([]any, len(columns))
	for i, c := range columns {
		value, err := c.value(v.Field(c.field))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.name, err)
		}
		values[i] = value
	}
	return values, nil
}

// value turns a field into what the driver takes, as ent does: what is optional
// and empty is null.
func (c column) value(v reflect.Value) (any, error) {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return nil, nil
		}
		v = v.Elem()
	} else if c.nullable && v.IsZero() {
		return nil, nil
	}
	if c.json {
		text, err := json.Marshal(v.Interface())
		return string(text), err
	}
	if c.enums != nil && !slices.Contains(c.enums, v.String()) {
		return nil, fmt.Errorf("there is no value %q", v.String())
	}
	switch v.Kind() {
	case reflect.String:
		return v.String(), nil
	case reflect.Bool:
		return v.Bool(), nil
	case reflect.Int, reflect.Int64:
		return v.Int(), nil
	case reflect.Uint8:
		return int64(v.Uint()), nil
	case reflect.Float64:
		return v.Float(), nil
	default: // a time, or what the driver takes as it is
		if at, ok := v.Interface().(time.Time); ok && at.IsZero() {
			return nil, fmt.Errorf("the time is not set")
		}
		return v.Interface(), nil
	}
}

// appendLeads adds what leads from a row to its subjects.
func (s *source) appendLeads(leads []string, columns []column, values []any) []string {
	for i, c := range columns {
		if lead, ok := values[i].(string); ok && slices.Contains(s.columns, c.name) {
			leads = append(leads, lead)
		}
	}
	return leads
}
