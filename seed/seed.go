// Package seed owns the demo data: the embedded catalog of real programs with
// invented people and employers, and a synthetic population over it. Both are
// values here, pure and deterministic; what writes them goes through the
// services. It refuses real persons' names and anything read from outside.
package seed

import (
	"bytes"
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/consent"
)

//go:embed data
var embedded embed.FS

// Load reads the embedded catalog and checks every reference in it.
func Load() (*Catalog, error) {
	return load(embedded)
}

// load decodes every YAML file below data in path order, so that the order of
// records is the order that a reader of the files sees.
func load(files fs.FS) (*Catalog, error) {
	var c Catalog
	err := fs.WalkDir(files, "data", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(name) != ".yaml" {
			return err
		}
		part, err := decode(files, name)
		if err != nil {
			return err
		}
		c.add(part)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the seed: %w", err)
	}
	c.index()
	if err := errors.Join(c.check()...); err != nil {
		return nil, fmt.Errorf("check the seed: %w", err)
	}
	return &c, nil
}

// decode reads one file strictly: an unknown or repeated key is a mistake.
func decode(files fs.FS, name string) (*document, error) {
	raw, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, err
	}
	var d document
	if err := yaml.NewDecoder(bytes.NewReader(raw), yaml.Strict()).Decode(&d); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	d.fill(program(name))
	return &d, nil
}

// fill sets what the files leave out because it is nearly always the same.
func (d *document) fill(program string) {
	for i := range d.MicroCredentials {
		m := &d.MicroCredentials[i]
		m.Program = program
		m.Status = cmp.Or(m.Status, enum.Published)
	}
	for i := range d.Stacks {
		d.Stacks[i].Program = program
		d.Stacks[i].Status = cmp.Or(d.Stacks[i].Status, enum.Published)
	}
	for i := range d.Earners {
		d.Earners[i].Reach = cmp.Or(d.Earners[i].Reach, consent.Everyone)
		for j := range d.Earners[i].Awards {
			a := &d.Earners[i].Awards[j]
			a.Status = cmp.Or(a.Status, enum.AwardActive)
			a.Verification = cmp.Or(a.Verification, enum.Verified)
			a.Source = cmp.Or(a.Source, enum.SourceIssued)
		}
	}
}

// program is the folder of a file, data/<program>/….yaml.
func program(name string) string {
	return strings.TrimPrefix(path.Dir(name), "data/")
}
