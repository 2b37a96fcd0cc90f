package interop

import (
	"bufio"
	"context"
	"errors"
	"io"
	"path"
	"regexp"
	"strconv"
	"strings"
)

// gazetteerHeader is what the Census Bureau's gazetteer of counties has, and copies
// of it lack.
const gazetteerHeader = "USPS|GEOID|ANSICODE|NAME|ALAND|AWATER|ALAND_SQMI|AWATER_SQMI|INTPTLAT|INTPTLONG"

// placeColumns are the names that columns have elsewhere.
var placeColumns = map[string]string{
	"zip code": "zip", "zipcode": "zip", "zcta": "zip", "zcta5": "zip", "zcta5ce10": "zip", "postal code": "zip",
	"lat": "latitude", "lng": "longitude", "lon": "longitude", "long": "longitude",
	"fips code": "FIPS", "FIPStxt": "FIPS", "county_fips": "FIPS", "countyfips": "FIPS",
	"county name": "county_name", "county": "county_name", "state_id": "state",
}

var (
	headerless = regexp.MustCompile(`^[A-Z]{2}\|\d{5}\|`)
	adjacency  = regexp.MustCompile(`^"[^"\t]+, [A-Z]{2}"\t\d{5}\t"`)
	ruccColumn = regexp.MustCompile(`(?i)^RUCC_?(\d{4})$`)
)

// recognize tells what a file is, by its first line, and how it is read; nil is a
// file that is left aside.
func (run *placesRun) recognize(s source, file *FileReport) (func(context.Context) error, error) {
	first, err := firstLine(s, file)
	if err != nil {
		return nil, err
	}
	switch {
	case strings.EqualFold(path.Ext(s.name), ".json") || strings.HasPrefix(first, "{"):
		return func(ctx context.Context) error { return run.readZipCounties(ctx, s, file) }, nil
	case adjacency.MatchString(first):
		file.NotRead = "which counties touch says nothing of where they are"
		return nil, nil
	case headerless.MatchString(first):
		return run.table(s, file, form{header: gazetteerHeader}, run.gazetteer), nil
	}
	t, err := openRecords(newRecordReader(strings.NewReader(first)), layout{}, run.columns())
	if err != nil {
		file.NotRead = "not a table"
		return nil, nil //nolint:nilerr // the report says so
	}
	rucc := ""
	for _, h := range t.headers {
		if ruccColumn.MatchString(h) {
			rucc = h
		}
	}
	switch {
	case t.has("GEOID", "INTPTLAT", "INTPTLONG"):
		return run.table(s, file, form{}, run.gazetteer), nil
	case rucc != "" && t.has("FIPS"):
		return run.table(s, file, form{}, func(r row) *rowError { return run.ruralUrban(r, r.get(rucc)) }), nil
	case t.has("FIPS", "Attribute", "Value"):
		return run.table(s, file, form{}, run.ruralUrbanLong), nil
	case t.has("statefp", "countyfp", "countyname"):
		return run.table(s, file, form{}, run.fipsCounty), nil
	case t.has("zip", "latitude", "longitude"):
		return run.table(s, file, form{}, run.zipCentroid), nil
	case t.has("zip", "state", "county_name"):
		return run.table(s, file, form{}, run.zipCounty), nil
	}
	file.NotRead = "no columns of places; its columns are: " + strings.Join(t.headers[:min(len(t.headers), 40)], ", ")
	return nil, nil
}

// columns are the names of columns, those that were given and those that are known.
func (run *placesRun) columns() map[string]string {
	columns := map[string]string{}
	for theirs, ours := range placeColumns {
		columns[theirs] = ours
	}
	for theirs, ours := range run.options.Columns {
		columns[theirs] = ours
	}
	return columns
}

func (run *placesRun) table(s source, file *FileReport, as form, read func(row) *rowError) func(context.Context) error {
	return func(ctx context.Context) error {
		given := run.options.Columns
		run.options.Columns = run.columns()
		defer func() { run.options.Columns = given }()
		return run.rows(ctx, s, file, as, read)
	}
}

func firstLine(s source, file *FileReport) (string, error) {
	in, err := s.fsys.Open(s.path)
	if err != nil {
		return "", err
	}
	defer func() { _ = in.Close() }() // only read from
	line, err := bufio.NewReader(io.LimitReader(decode(in, file.Encoding), maxRecord)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	return strings.TrimRight(line, "\r\n"), nil
}

var (
	fiveDigits  = regexp.MustCompile(`^\d{5}$`)
	fewerDigits = regexp.MustCompile(`^\d{1,4}$`)
)

// code refuses what is no code of five digits: a zero that a spreadsheet dropped is
// not guessed.
func digits(column, cell string) (string, *rowError) {
	if m := excelText.FindStringSubmatch(cell); m != nil {
		cell = strings.TrimSpace(m[1])
	}
	switch {
	case fiveDigits.MatchString(cell):
		return cell, nil
	case fewerDigits.MatchString(cell):
		return "", &rowError{column: column, code: "bad_code", message: "the code has fewer than five digits; did a spreadsheet drop its zeros?", value: cell}
	}
	return "", &rowError{column: column, code: "bad_code", message: "this is no code of five digits", value: cell}
}

// coordinates reads where a place is.
func coordinates(latitude, longitude string) (*point, *rowError) {
	lat, err := strconv.ParseFloat(strings.TrimPrefix(latitude, "+"), 64)
	if err != nil || !(lat >= -90 && lat <= 90) {
		return nil, &rowError{column: "latitude", code: "bad_number", message: "this is no latitude", value: latitude}
	}
	lon, err := strconv.ParseFloat(strings.TrimPrefix(longitude, "+"), 64)
	if err != nil || !(lon >= -180 && lon <= 180) {
		return nil, &rowError{column: "longitude", code: "bad_number", message: "this is no longitude", value: longitude}
	}
	return &point{lat, lon}, nil
}
