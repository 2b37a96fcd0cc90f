package web

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path"
	"slices"
	"strings"
)

// Published says what publishing did to the files.
type Published struct{ Written, Kept, Removed int }

// Publish writes all that is public as files, for any host that hands out files:
// the same bytes that are served. What changed is made beside first, and then put
// in place file by file, keys and lists before what rests on them; what is no
// longer public is removed. Other files in the directory are left alone.
func (s *Site) Publish(ctx context.Context, dir string) (done Published, err error) {
	if err := os.MkdirAll(dir, publicDir); err != nil {
		return done, fmt.Errorf("publish: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return done, fmt.Errorf("publish: %w", err)
	}
	defer root.Close()
	p := &publication{site: s, root: root, beside: staging + strings.ToLower(rand.Text()), there: map[string]bool{}}
	if err := p.begin(); err != nil {
		return done, fmt.Errorf("publish: %w", err)
	}
	defer func() { err = errors.Join(err, root.RemoveAll(p.beside)) }()
	if err := p.run(ctx); err != nil {
		return p.done, fmt.Errorf("publish: %w", err)
	}
	return p.done, nil
}

const (
	// Everybody may read what is public.
	publicDir, publicFile = 0o755, 0o644
	// staging is how the directory starts in which files are made.
	staging = ".stackmatch-"
)

// publication is one run of publishing.
type publication struct {
	site *Site
	root *os.Root
	// beside is where files are made.
	beside string
	// there are the files that are public now, changed those that were made anew.
	there   map[string]bool
	changed []string
	done    Published
	// failed are those that could not be made. They stand as they are.
	failed []error
}

// begin takes over from a run that was cut off, or that still goes on: it will fail.
func (p *publication) begin() error {
	left, err := fs.Glob(p.root.FS(), staging+"*")
	if err != nil {
		return err
	}
	for _, dir := range left {
		if err := p.root.RemoveAll(dir); err != nil {
			return err
		}
	}
	return p.root.Mkdir(p.beside, publicDir)
}

// run makes awards and sheets first: what has to be signed for them changes keys
// and lists.
func (p *publication) run(ctx context.Context) error {
	for _, paths := range []iter.Seq2[string, error]{
		p.site.Credentials.PagePaths(ctx), p.site.Credentials.DocumentPaths(ctx),
	} {
		for path, err := range paths {
			if err != nil {
				return err
			}
			if err := p.makeAll(ctx, path); err != nil {
				return err
			}
		}
	}
	err := p.putInPlace()
	if err == nil {
		err = p.removeRest()
	}
	return errors.Join(append(p.failed, err)...)
}

// makeAll makes the files of what is at a path: the one that it names, or all.
func (p *publication) makeAll(ctx context.Context, path string) error {
	found, named, err := p.site.find(path)
	if err != nil {
		return fmt.Errorf("%w: %s", err, path)
	}
	forms := found.forms
	if named != nil {
		forms = []form{*named}
	}
	for _, f := range forms {
		if err := p.open(ctx, strings.TrimPrefix(found.pathOf(f), "/"), f); err != nil {
			return err
		}
	}
	return nil
}

// open makes the file of a form. One that fails must not keep others from being
// withdrawn; when many do, it is not for their own sake.
func (p *publication) open(ctx context.Context, name string, f form) error {
	if p.there[name] {
		return nil
	}
	file, err := f.open(ctx)
	switch {
	case nothing(err):
		return nil
	case err != nil && (ctx.Err() != nil || len(p.failed) >= mostFailures):
		return errors.Join(append(p.failed, err)...)
	case err != nil:
		p.failed, p.there[name] = append(p.failed, err), true
		return nil
	}
	return p.make(name, file.Content)
}

// mostFailures is how many files may fail before nothing is published.
const mostFailures = 10

// make makes a file beside, unless it is there already.
func (p *publication) make(name string, content []byte) error {
	p.there[name] = true
	old, err := p.root.ReadFile(name)
	if err == nil && bytes.Equal(old, content) {
		p.done.Kept++
		return nil
	}
	beside := path.Join(p.beside, name)
	if err := p.root.MkdirAll(path.Dir(beside), publicDir); err != nil {
		return err
	}
	p.changed = append(p.changed, name)
	return p.root.WriteFile(beside, content, publicFile)
}

// putInPlace renames what was made: the last made first, for that is what the
// others rest on.
func (p *publication) putInPlace() error {
	for _, name := range slices.Backward(p.changed) {
		if err := p.root.MkdirAll(path.Dir(name), publicDir); err != nil {
			return err
		}
		if err := p.root.Rename(path.Join(p.beside, name), name); err != nil {
			return err
		}
		p.done.Written++
	}
	return nil
}

// removeRest removes the files that publishing once wrote and that are not public
// any more, and the directories that this leaves empty.
func (p *publication) removeRest() error {
	for _, kind := range []string{awards, sheets, statusLists, endorsements, achievements, issuers} {
		var dirs []string
		err := fs.WalkDir(p.root.FS(), kind, func(name string, entry fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			if err != nil {
				return err
			}
			if entry.IsDir() {
				dirs = append(dirs, name)
				return nil
			}
			if p.there[name] || !p.ours(name) {
				return nil
			}
			p.done.Removed++
			return p.root.Remove(name)
		})
		if err != nil {
			return err
		}
		for _, dir := range slices.Backward(dirs) {
			if p.oursBelow(dir) {
				_ = p.root.Remove(dir) // it stays where there is something in it
			}
		}
	}
	return nil
}

// ours tells whether publishing may have written a file.
func (p *publication) ours(name string) bool {
	found, named, err := p.site.find("/" + name)
	return err == nil && (named != nil || len(found.forms) == 1)
}

// oursBelow tells whether publishing may have made a directory.
func (p *publication) oursBelow(dir string) bool {
	parts := strings.Split(dir, "/")
	return len(parts) > 1 && named(parts[0], parts[1])
}
