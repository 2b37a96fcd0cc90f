package interop

import (
	"context"
	"errors"

	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// PlaceSink takes places, wider ones first.
type PlaceSink interface {
	PutPlaces(ctx context.Context, in []catalog.PlaceRecord) ([]catalog.ItemResult, error)
}

// importPlaces reads states, counties and ZIP codes of the United States, from
// whichever public files are given: they are told by their columns or their shape,
// and joined by FIPS codes, never by names where a code is given.
func importPlaces(ctx context.Context, sources []source, sinks Sinks, o Options) (Report, error) {
	report := Report{Format: "places", At: o.Now}
	run := &placesRun{
		reading:  reading{report: &report, originals: sinks.Originals, options: o},
		sink:     sinks.Places,
		counties: map[string]*county{}, zips: map[string]*zipCode{},
	}
	err := run.all(ctx, sources)
	report.sumRows()
	return report, err
}

// placesRun is one import of places on its way. What is known of the country is
// held: some 3,000 counties and 42,000 ZIP codes.
type placesRun struct {
	reading
	sink     PlaceSink
	counties map[string]*county
	zips     map[string]*zipCode
}

// point is a place on the globe, in degrees.
type point struct{ latitude, longitude float64 }

// stated is where the rows are that state something.
type stated struct {
	files []*FileReport // once for each row
	line  int
}

func (s *stated) by(r row) {
	s.files = append(s.files, r.table.file)
	s.line = r.line
}

// county is what the files say of a county.
type county struct {
	stated
	name, state string
	// rank is how far the name is to be trusted.
	rank int
	at   *point
	area float64
	rucc *int
}

// zipCode is what the files say of a ZIP code.
type zipCode struct {
	stated
	at                  *point
	state, county, fips string
}

func (run *placesRun) county(fips string) *county {
	if run.counties[fips] == nil {
		run.counties[fips] = &county{}
	}
	return run.counties[fips]
}

func (run *placesRun) zip(code string) *zipCode {
	if run.zips[code] == nil {
		run.zips[code] = &zipCode{}
	}
	return run.zips[code]
}

func (run *placesRun) all(ctx context.Context, sources []source) error {
	known := false
	for _, s := range sources {
		file := &FileReport{Name: s.name}
		run.report.Files = append(run.report.Files, file)
		ok, err := run.examine(ctx, s, file)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		read, err := run.recognize(s, file)
		if err != nil {
			return err
		}
		if read == nil {
			continue
		}
		known = true
		if err := errors.Join(run.keep(ctx, s, file), read(ctx)); err != nil {
			return err
		}
	}
	if !known {
		return problem.New(problem.Invalid,
			"no file of places here: expected ZIP centroids (zip, latitude, longitude), ZIP codes with state and county, rural-urban codes (FIPS, RUCC_…), counties (state, statefp, countyfp, countyname) or a gazetteer (GEOID, INTPTLAT, INTPTLONG)")
	}
	return run.store(ctx)
}
