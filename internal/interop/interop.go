// Package interop brings data in other systems' formats into Stackmatch, and
// out again: one pipeline, and a file or two per format. It reads what people
// really hold (other releases, languages, encodings and tools), keeps what
// stands, and reports every row that doesn't. It refuses to know the database:
// records go to a sink, which a service implements.
package interop

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// Options is how an import runs. The zero value works.
type Options struct {
	// Now is the time that the report carries.
	Now time.Time
	// Release names the release of the source where its folders don't.
	Release string
	// Language is a BCP 47 tag for files whose names carry none.
	Language string
	// Columns maps column names of other tools to the format's own. Case,
	// spaces, hyphens and underscores never matter.
	Columns map[string]string
	// Issuer is the id of the organization whose results a roster has.
	Issuer string
	// Employer is the id of the organization whose postings listings become.
	Employer string
	// Coach is the account, by id or e-mail address, whose caseload is imported: the
	// viewer of the context acts as that coach.
	Coach string
	// Progress, if not nil, is told how many bytes of all bytes are read.
	Progress func(done, total int64)
}

// Sinks are where the records of each format go; a format asks only for its
// own.
type Sinks struct {
	Skills      SkillSink
	Occupations OccupationSink
	Crosswalks  CrosswalkSink
	Places      PlaceSink
	Rosters     RosterSink
	Postings    PostingSink
	Caseload    CaseloadSink
	// Originals, if not nil, keeps the files that were read.
	Originals OriginalSink
}

// OriginalSink keeps imported files byte for byte, each once.
type OriginalSink interface {
	KeepOriginal(ctx context.Context, in catalog.OriginalInput) error
}

// importer reads one format.
type importer func(ctx context.Context, files []source, sinks Sinks, o Options) (Report, error)

var importers = map[string]importer{
	"case":      importCASE,
	"caseload":  importCaseload,
	"crosswalk": importCrosswalk,
	"esco":      importESCO,
	"onet":      importONET,
	"osmt":      importOSMT,
	"places":    importPlaces,
	"postings":  importPostings,
	"roster":    importRoster,
}

// Formats lists the formats that Import knows, sorted.
func Formats() []string {
	names := make([]string, 0, len(importers))
	for name := range importers {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Import reads folders, files and zip archives of a format into its sink. The
// error says why the import stopped; what is wrong with single rows and files
// is in the report, which is meaningful with an error too.
func Import(ctx context.Context, format string, paths []string, sinks Sinks, o Options) (Report, error) {
	read, ok := importers[format]
	if !ok {
		return Report{}, problem.New(problem.Invalid, "no format %q; there are: %v", format, Formats())
	}
	files, closers, err := openPaths(paths)
	defer closeAll(closers)
	if err != nil {
		return Report{}, err
	}
	report, err := read(ctx, files, sinks, o)
	if err != nil {
		return report, fmt.Errorf("import %s: %w", format, err)
	}
	return report, nil
}

func closeAll(closers []io.Closer) {
	for _, c := range closers {
		_ = c.Close() // only read from
	}
}
