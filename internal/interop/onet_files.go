package interop

import (
	"bufio"
	"errors"
	"io"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"strings"
)

// onetTable is a table of O*NET that is read.
type onetTable string

// The tables, by their folded names.
const (
	onetOccupations   onetTable = "occupationdata"
	onetAlternates    onetTable = "alternatetitles"
	onetReported      onetTable = "sampleofreportedtitles"
	onetTaskList      onetTable = "taskstatements"
	onetTaskActivity  onetTable = "taskstodwas"
	onetActivity      onetTable = "dwareference"
	onetBroadActivity onetTable = "iwareference"
	onetTechnologies  onetTable = "technologyskills"
	onetZones         onetTable = "jobzones"
)

// onetCode is the column that all tables of occupations have.
const onetCode = "O*NET-SOC Code"

func onetLayout(columns ...string) layout { return layout{columns: columns, filled: columns} }

var onetLayouts = map[onetTable]layout{
	onetOccupations:   onetLayout(onetCode, "Title"),
	onetAlternates:    onetLayout(onetCode, "Alternate Title"),
	onetReported:      onetLayout(onetCode, "Reported Job Title"),
	onetTaskList:      onetLayout(onetCode, "Task ID", "Task"),
	onetTaskActivity:  onetLayout(onetCode, "Task ID", "DWA ID"),
	onetActivity:      onetLayout("IWA ID", "DWA ID", "DWA Title"),
	onetBroadActivity: onetLayout("IWA ID", "IWA Title"),
	onetTechnologies:  onetLayout(onetCode, "Example", "Commodity Code", "Commodity Title"),
	onetZones:         onetLayout(onetCode, "Job Zone"),
}

// onetSigns tell a table whose file has a name of its own by its columns: the
// first of which a file has all, and none of those that belong to ratings.
var onetSigns = []struct {
	table   onetTable
	columns []string
}{
	{onetTaskActivity, []string{onetCode, "Task ID", "DWA ID"}},
	{onetTaskList, []string{onetCode, "Task ID", "Task", "Task Type"}},
	{onetActivity, []string{"IWA ID", "DWA ID", "DWA Title"}},
	{onetBroadActivity, []string{"Element ID", "IWA ID", "IWA Title"}},
	{onetTechnologies, []string{onetCode, "Example", "Commodity Code", "Commodity Title"}},
	{onetAlternates, []string{onetCode, "Alternate Title"}},
	{onetReported, []string{onetCode, "Reported Job Title"}},
	{onetZones, []string{onetCode, "Job Zone"}},
	{onetOccupations, []string{onetCode, "Title", "Description"}},
}

// onetOthers are tables of O*NET that are known, and not read.
var onetOthers = map[string]string{
	"readme": "prose, not a table", "contentmodelreference": "", "educationtrainingandexperience": "",
	"educationtrainingandexperiencecategories": "", "emergingtasks": "", "jobzonereference": "", "scalesreference": "",
	"skillstoworkactivities": "", "unspscreference": "", "workstyles": "", "taskratings": "", "taskcategories": "",
	"relatedoccupations": "", "skills": "", "knowledge": "", "abilities": "", "workactivities": "", "interests": "", "workvalues": "",
	"workcontext": "", "workcontextcategories": "", "toolsused": "", "dwastotaskstatements": "",
}

// onetColumns adds the names that columns have in O*NET's SQL files and in older
// releases.
func onetColumns(given map[string]string) map[string]string {
	columns := map[string]string{
		"onetsoc_code": onetCode, "onet-soc code": onetCode, "o*net soc code": onetCode, "onet code": onetCode,
		"T2 Example": "Example", "Lay Title": "Alternate Title",
	}
	maps.Copy(columns, given)
	return columns
}

// onetFile is a file of the import.
type onetFile struct {
	source source
	file   *FileReport
	table  onetTable
}

// named tells what a file is by its name, where that tells it; false means that it
// is left aside.
func (f *onetFile) named() bool {
	base := path.Base(f.source.name)
	ext := strings.ToLower(path.Ext(base))
	if ext != ".txt" && ext != ".csv" && ext != ".tsv" {
		f.file.NotRead = "neither text nor CSV"
		return false
	}
	name := strings.ReplaceAll(fold(strings.TrimSuffix(base, path.Ext(base))), ",", "")
	if why, other := onetOthers[name]; other {
		f.file.NotRead = why
		if why == "" {
			f.file.NotRead = "a table of O*NET that nothing is made of"
		}
		return false
	}
	if _, known := onetLayouts[onetTable(name)]; known {
		f.table = onetTable(name)
	}
	return true
}

// recognize tells what a file with a name of its own is, by its columns.
func (f *onetFile) recognize(columns map[string]string) bool {
	in, err := f.source.fsys.Open(f.source.path)
	if err != nil {
		return false
	}
	defer func() { _ = in.Close() }() // only read from
	records := newRecordReader(decode(in, f.file.Encoding))
	records.bareTabs = true
	t, err := openRecords(records, layout{}, columns)
	if err != nil {
		return false
	}
	if _, ratings := t.index[fold("Scale ID")]; ratings {
		return false
	}
	for _, sign := range onetSigns {
		if t.has(sign.columns...) {
			f.table = sign.table
			return true
		}
	}
	return false
}

// has tells whether a table has all of the columns.
func (t *table) has(columns ...string) bool {
	for _, c := range columns {
		if _, ok := t.index[fold(c)]; !ok {
			return false
		}
	}
	return true
}

var (
	onetFolder = regexp.MustCompile(`(?i)(?:^|[^0-9])db_(\d+)_(\d+)`)
	onetProse  = regexp.MustCompile(`O\*NET[^\n]{0,20}?\b(\d+\.\d+) Database`)
)

// onetRelease finds the release: in the name of a folder, or in O*NET's own words
// about its files.
func onetRelease(s source) string {
	if m := onetFolder.FindStringSubmatch(path.Dir(s.name)); m != nil {
		return m[1] + "." + m[2]
	}
	if fold(path.Base(s.name)) != "readme.txt" {
		return ""
	}
	in, err := s.fsys.Open(s.path)
	if err != nil {
		return ""
	}
	defer func() { _ = in.Close() }() // only read from
	head, err := bufio.NewReader(io.LimitReader(in, 4<<10)).ReadString(0)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, fs.ErrClosed) {
		return ""
	}
	if m := onetProse.FindStringSubmatch(head); m != nil {
		return m[1]
	}
	return ""
}
