package store

import (
	"context"
	"io/fs"
	"reflect"
	"strings"

	"github.com/stackmatch/stackmatch/ent/db"
)

// MigrateWith applies other steps than the released ones.
func MigrateWith(ctx context.Context, s *Store, steps fs.FS) error { return s.migrate(ctx, steps) }

// StepsFor gives the released steps.
var StepsFor = stepsFor

// SourceKnown tells whether a change of the record is known to be one of something.
func SourceKnown(record string) bool {
	_, known := sourceOf(record)
	return known
}

// ShapesOfAll makes the shape of every record.
func ShapesOfAll() []error {
	var errs []error
	client := reflect.TypeFor[db.Client]()
	for i := range client.NumField() {
		f := client.Field(i)
		if f.Type.Kind() != reflect.Pointer || !strings.HasSuffix(f.Type.String(), "Client") {
			continue
		}
		get, ok := f.Type.MethodByName("Get")
		if !ok {
			continue
		}
		_, err := newShape(get.Type.Out(0).Elem())
		errs = append(errs, err)
	}
	return errs
}

// FeedLock is the advisory lock of those who write change rows.
const FeedLock = feedLock
