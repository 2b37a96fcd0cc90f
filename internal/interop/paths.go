package interop

import (
	"archive/zip"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// openPaths lists the files under folders, files and zip archives. The closers
// are to be closed after the import, also with an error.
func openPaths(paths []string) ([]source, []io.Closer, error) {
	var files []source
	var closers []io.Closer
	for _, p := range paths {
		full, err := filepath.Abs(p)
		if err != nil {
			return nil, closers, err
		}
		info, err := os.Stat(full)
		if err != nil {
			return nil, closers, err
		}
		base := filepath.Base(full)
		switch {
		case info.IsDir():
			list, err := listFiles(os.DirFS(full), base)
			if err != nil {
				return nil, closers, err
			}
			files = append(files, list...)
		case strings.EqualFold(filepath.Ext(full), ".zip"):
			archive, err := zip.OpenReader(full)
			if err != nil {
				return nil, closers, fmt.Errorf("open %s: %w", p, err)
			}
			closers = append(closers, archive)
			list, err := listFiles(archive, base)
			if err != nil {
				return nil, closers, err
			}
			files = append(files, list...)
		default:
			dir := filepath.Dir(full)
			// The folder is part of the name: it may say the release.
			name := path.Join(filepath.Base(dir), base)
			files = append(files, source{fsys: os.DirFS(dir), path: base, name: name})
		}
	}
	return files, closers, nil
}

// listFiles lists the regular files of a tree, sorted by name; prefix goes
// before the names that people see.
func listFiles(fsys fs.FS, prefix string) ([]source, error) {
	var files []source
	err := fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return fmt.Errorf("list files: %w", err)
		}
		hidden := p != "." && strings.HasPrefix(d.Name(), ".") || d.Name() == "__MACOSX"
		switch {
		case hidden && d.IsDir():
			return fs.SkipDir
		case d.Type().IsRegular() && !hidden:
			files = append(files, source{fsys: fsys, path: p, name: path.Join(prefix, p)})
		}
		return nil
	})
	slices.SortFunc(files, func(a, b source) int { return strings.Compare(a.name, b.name) })
	return files, err
}
