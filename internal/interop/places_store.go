package interop

import (
	"context"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/catalog"
)

// store gives what was gathered to the sink: states, counties, then ZIP codes.
func (run *placesRun) store(ctx context.Context) error {
	run.join()
	send := func(some []catalog.PlaceRecord) ([]catalog.ItemResult, error) { return run.sink.PutPlaces(ctx, some) }
	for _, items := range []struct {
		kind string
		list []item[catalog.PlaceRecord]
	}{{"states", run.states()}, {"counties", run.countyRecords()}, {"ZIP codes", run.zipRecords()}} {
		if err := sendItems(run.report, items.kind, items.list, send); err != nil {
			return err
		}
	}
	return nil
}

// join finds the county of each ZIP code that has a name for one alone.
func (run *placesRun) join() {
	whole, short := map[[2]string][]string{}, map[[2]string][]string{}
	for _, fips := range slices.Sorted(maps.Keys(run.counties)) {
		c := run.counties[fips]
		c.state = stateLetters[fips[:2]]
		name := foldName(c.name)
		whole[[2]string{c.state, name}] = append(whole[[2]string{c.state, name}], fips)
		short[[2]string{c.state, withoutKind(name)}] = append(short[[2]string{c.state, withoutKind(name)}], fips)
	}
	for _, code := range slices.Sorted(maps.Keys(run.zips)) {
		z := run.zips[code]
		if z.fips != "" {
			z.state = stateLetters[z.fips[:2]]
			continue
		}
		if z.county == "" {
			continue
		}
		name := foldName(z.county)
		found := whole[[2]string{z.state, name}]
		if len(found) != 1 {
			found = short[[2]string{z.state, withoutKind(name)}]
		}
		if len(found) == 1 {
			z.fips = found[0]
			continue
		}
		if len(run.counties) > 0 {
			run.report.note(Note{
				File: z.files[0].Name, Line: z.line, Severity: Warning, Code: "no_county",
				Message: "no county, or more than one, has this name; the ZIP code is in its state", Value: code + " " + z.county + ", " + z.state,
			})
		}
	}
}

// foldName makes names of counties comparable: case, accents and points never
// matter.
func foldName(name string) string {
	folded, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), name)
	if err != nil {
		folded = name
	}
	folded = strings.NewReplacer(".", "", "'", "", "-", " ").Replace(strings.ToLower(folded))
	words := strings.Fields(folded)
	for i, w := range words {
		switch w {
		case "st":
			words[i] = "saint"
		case "ste":
			words[i] = "sainte"
		}
	}
	return strings.Join(words, " ")
}

var countyKinds = []string{" city and borough", " census area", " planning region", " municipality", " municipio", " borough", " parish", " county", " city"}

func withoutKind(name string) string {
	for _, kind := range countyKinds {
		if short, ok := strings.CutSuffix(name, kind); ok {
			return short
		}
	}
	return name
}

// states are those in which something is. Where one is, is where its counties are,
// weighed by their area.
func (run *placesRun) states() []item[catalog.PlaceRecord] {
	at := map[string]*mean{}
	for _, fips := range slices.Sorted(maps.Keys(run.counties)) {
		if c := run.counties[fips]; c.state != "" {
			at[c.state] = at[c.state].with(c.at, max(c.area, 1))
		}
	}
	for _, code := range slices.Sorted(maps.Keys(run.zips)) {
		if z := run.zips[code]; z.state != "" && (at[z.state] == nil || at[z.state].weight == 0) {
			at[z.state] = at[z.state].with(z.at, 1)
		}
	}
	var items []item[catalog.PlaceRecord]
	for _, letters := range slices.Sorted(maps.Keys(at)) {
		if where := at[letters].point(); where != nil {
			code := stateCodes[letters]
			items = append(items, item[catalog.PlaceRecord]{code: code, record: catalog.PlaceRecord{
				Kind: enum.PlaceState, Code: code, Name: stateNames[letters], State: letters,
				At: &catalog.Point{Latitude: where.latitude, Longitude: where.longitude}, Approximate: true,
			}})
		}
	}
	return items
}

// countyRecords are the counties. One without coordinates of its own is amid its
// ZIP codes.
func (run *placesRun) countyRecords() []item[catalog.PlaceRecord] {
	amid := map[string]*mean{}
	for _, code := range slices.Sorted(maps.Keys(run.zips)) {
		z := run.zips[code]
		amid[z.fips] = amid[z.fips].with(z.at, 1)
	}
	var items []item[catalog.PlaceRecord]
	for _, fips := range slices.Sorted(maps.Keys(run.counties)) {
		c := run.counties[fips]
		record := catalog.PlaceRecord{
			Kind: enum.PlaceCounty, Code: fips, Name: c.name, State: c.state, FIPS: fips, RUCC: c.rucc,
			Parent: &catalog.PlaceKey{Kind: enum.PlaceState, Code: fips[:2]},
		}
		at := c.at
		if at == nil {
			at, record.Approximate = amid[fips].point(), true
		}
		if at != nil {
			record.At = &catalog.Point{Latitude: at.latitude, Longitude: at.longitude}
		}
		items = append(items, c.item(fips, record))
	}
	return items
}

// zipRecords are the ZIP codes, each with the class of its county.
func (run *placesRun) zipRecords() []item[catalog.PlaceRecord] {
	var items []item[catalog.PlaceRecord]
	for _, code := range slices.Sorted(maps.Keys(run.zips)) {
		z := run.zips[code]
		record := catalog.PlaceRecord{Kind: enum.PlaceZIP, Code: code, State: z.state, FIPS: z.fips}
		switch {
		case z.fips != "":
			record.Parent = &catalog.PlaceKey{Kind: enum.PlaceCounty, Code: z.fips}
			if c := run.counties[z.fips]; c != nil {
				record.RUCC = c.rucc
			}
		case z.state != "":
			record.Parent = &catalog.PlaceKey{Kind: enum.PlaceState, Code: stateCodes[z.state]}
		}
		if z.at != nil {
			record.At = &catalog.Point{Latitude: z.at.latitude, Longitude: z.at.longitude}
		}
		items = append(items, z.item(code, record))
	}
	return items
}

// item is a place with the rows that state it.
func (s stated) item(code string, record catalog.PlaceRecord) item[catalog.PlaceRecord] {
	m := item[catalog.PlaceRecord]{code: code, record: record, line: s.line, more: s.files}
	if len(s.files) > 0 {
		m.file = s.files[len(s.files)-1]
	}
	return m
}

// mean is the middle of points; nil is that of none.
type mean struct{ latitude, longitude, weight float64 }

func (m *mean) with(at *point, weight float64) *mean {
	if m == nil {
		m = &mean{}
	}
	if at != nil {
		m.latitude += weight * at.latitude
		m.longitude += weight * at.longitude
		m.weight += weight
	}
	return m
}

// point rounds to some ten meters, so that the order of sums never shows.
func (m *mean) point() *point {
	if m == nil || m.weight == 0 {
		return nil
	}
	round := func(v float64) float64 { return math.Round(v*1e4) / 1e4 }
	return &point{round(m.latitude / m.weight), round(m.longitude / m.weight)}
}
