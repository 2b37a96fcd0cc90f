package interop

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// How far names of counties are to be trusted, by their file.
const (
	rankRural = iota + 1
	rankGazetteer
	rankFIPS
)

// call gives a county a name, unless a better one is known, or a character of it
// was lost.
func (c *county) call(name string, rank int) {
	if strings.ContainsRune(name, utf8.RuneError) {
		rank = 0
	}
	if name != "" && (c.name == "" || rank > c.rank) {
		c.name, c.rank = name, rank
	}
}

// gazetteer reads a county, or a ZIP code tabulation area, which has no state.
func (run *placesRun) gazetteer(r row) *rowError {
	code, bad := digits("GEOID", r.get("GEOID"))
	if bad != nil {
		return bad
	}
	at, bad := coordinates(r.get("INTPTLAT"), r.get("INTPTLONG"))
	if bad != nil {
		return bad
	}
	if !r.table.has("USPS") {
		z := run.zip(code)
		z.by(r)
		z.at = at
		return nil
	}
	c := run.county(code)
	c.by(r)
	c.at = at
	c.call(r.get("NAME"), rankGazetteer)
	if area, err := strconv.ParseFloat(r.get("ALAND"), 64); err == nil && area > 0 && !math.IsInf(area, 0) {
		c.area = area
	}
	return nil
}

func (run *placesRun) ruralUrbanLong(r row) *rowError {
	if !ruccColumn.MatchString(r.get("Attribute")) {
		r.table.file.Skipped++
		return nil
	}
	return run.ruralUrban(r, r.get("Value"))
}

func (run *placesRun) ruralUrban(r row, value string) *rowError {
	code, bad := digits("FIPS", r.get("FIPS"))
	if bad != nil {
		return bad
	}
	c := run.county(code)
	c.by(r)
	c.call(r.get("County_Name"), rankRural)
	if value == "" {
		r.note(Info, "", "no_class", "the county has no rural-urban code here", code)
		return nil
	}
	class, err := number(value)
	if err != nil || class < 1 || class > 9 {
		return &rowError{column: "RUCC", code: "bad_number", message: "a rural-urban code is 1 to 9", value: value}
	}
	c.rucc = &class
	return nil
}

func (run *placesRun) fipsCounty(r row) *rowError {
	code, bad := digits("countyfp", r.get("statefp")+r.get("countyfp"))
	if bad != nil {
		return bad
	}
	c := run.county(code)
	c.by(r)
	c.call(r.get("countyname"), rankFIPS)
	return nil
}

func (run *placesRun) zipCentroid(r row) *rowError {
	code, bad := digits("zip", r.get("zip"))
	if bad != nil {
		return bad
	}
	at, bad := coordinates(r.get("latitude"), r.get("longitude"))
	if bad != nil {
		return bad
	}
	z := run.zip(code)
	z.by(r)
	z.at = at
	if fips := r.get("FIPS"); fiveDigits.MatchString(fips) {
		z.fips = fips
	}
	if state := strings.ToUpper(r.get("state")); stateCodes[state] != "" {
		z.state, z.county = state, r.get("county_name")
	}
	return nil
}

func (run *placesRun) zipCounty(r row) *rowError {
	code, bad := digits("zip", r.get("zip"))
	if bad != nil {
		return bad
	}
	state := strings.ToUpper(r.get("state"))
	if stateCodes[state] == "" {
		return &rowError{column: "state", code: "bad_code", message: "this is no state", value: state}
	}
	z := run.zip(code)
	z.by(r)
	z.state, z.county = state, r.get("county_name")
	return nil
}

// readZipCounties reads {"zip_state_county": [[zip, state, county], …]}.
func (run *placesRun) readZipCounties(ctx context.Context, s source, file *FileReport) (err error) {
	in, err := s.fsys.Open(s.path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	decoder := json.NewDecoder(decode(countingReader{r: in, count: run.advance}, file.Encoding))
	found := false
	for {
		token, err := decoder.Token()
		if err != nil {
			break // the end, or broken: below
		}
		if token == "zip_state_county" {
			found = true
			break
		}
	}
	if !found {
		file.NotRead = "JSON without zip_state_county"
		return nil
	}
	if _, err := decoder.Token(); err != nil {
		run.broken(file, decoder, err)
		return nil
	}
	t := &table{file: file, report: run.report, headers: []string{"zip", "state", "county_name"}, index: map[string]int{"zip": 0, "state": 1, fold("county_name"): 2}}
	for line := 1; decoder.More(); line++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		var cells []string
		if err := decoder.Decode(&cells); err != nil {
			run.broken(file, decoder, err)
			return nil
		}
		file.Read++
		if bad := run.zipCounty(row{table: t, line: line, cells: cells}); bad != nil {
			bad.line = line
			t.fail(bad)
		}
	}
	return nil
}

// broken reports JSON that cannot be read further; what came before it stands.
func (run *placesRun) broken(file *FileReport, decoder *json.Decoder, err error) {
	file.Failed++
	run.report.note(Note{
		File: file.Name, Severity: Error, Code: "bad_json",
		Message: fmt.Sprintf("the JSON is broken at byte %d: %v", decoder.InputOffset(), err),
	})
}
