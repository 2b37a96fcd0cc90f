package interop

import (
	"cmp"
	"io"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/language"
)

// escoKind is a kind of ESCO file, told by its name.
type escoKind struct {
	// prefix is the file's name before the language, folded; a leading * stands
	// for anything.
	prefix string
	layout layout
	// authority ranks texts of the same release; 0: the file holds no texts.
	authority int
	// skip says why a file that ESCO is known to have is not read.
	skip string
	// separator parts several values of one cell.
	separator string
	// pillar is true of what is about occupations.
	pillar bool
}

// What is left of an ESCO package lists what other files have.
const noRecords = "makes no skills and no occupations"

var (
	conceptLayout = layout{columns: []string{"conceptUri", "preferredLabel"}, filled: []string{"conceptUri"}}
	broaderLayout = layout{columns: []string{"conceptUri", "broaderUri"}, filled: []string{"conceptUri", "broaderUri"}}
	relatedLayout = layout{
		columns: []string{"originalSkillUri", "relatedSkillUri"},
		filled:  []string{"originalSkillUri", "relatedSkillUri"},
	}
	tiesLayout = layout{
		columns: []string{"occupationUri", "relationType", "skillUri"},
		filled:  []string{"occupationUri", "relationType", "skillUri"},
	}
	groupTiesLayout = layout{
		columns: []string{"isco08_code", "skill_uri", "skill_type"},
		filled:  []string{"isco08_code", "skill_uri", "skill_type"},
	}
	hierarchyLayout = layout{
		columns: []string{"Level 0 URI", "Level 0 preferred term"},
		filled:  []string{"Level 0 URI"},
	}
)

// The files that tell of occupations what no file of texts does.
const (
	kindTree      = "broaderrelationsoccpillar"
	kindTies      = "occupationskillrelations"
	kindGroupTies = "*iscoskillsflat" // not ESCO's own: its skills by ISCO group
)

var escoKinds = []escoKind{
	{prefix: "skills", layout: conceptLayout, authority: 4, separator: "\n"},
	{prefix: "skillgroups", layout: conceptLayout, authority: 3, separator: "\n"},
	{prefix: "*skillscollection", layout: conceptLayout, authority: 2, separator: " | "},
	{prefix: "skillshierarchy", layout: hierarchyLayout, authority: 1},
	{prefix: "broaderrelationsskillpillar", layout: broaderLayout},
	{prefix: "skillskillrelations", layout: relatedLayout},
	{prefix: "*occupationscollection", skip: noRecords},
	{prefix: "occupations", layout: conceptLayout, authority: 4, separator: "\n", pillar: true},
	{prefix: "iscogroups", layout: conceptLayout, authority: 3, separator: "\n", pillar: true},
	{prefix: kindTree, layout: broaderLayout, pillar: true},
	{prefix: kindTies, layout: tiesLayout, pillar: true},
	{prefix: kindGroupTies, layout: groupTiesLayout, pillar: true},
	{prefix: "conceptschemes", skip: noRecords},
	{prefix: "dictionary", skip: noRecords},
}

// escoFile is a file of the import.
type escoFile struct {
	source source
	kind   escoKind
	file   *FileReport
	number int // its place among the files, for what is kept per file
	// rank decides whose text of a skill stands: the newer release, then the
	// kind of file with more authority.
	rank   int
	closer io.Closer
}

var (
	escoName    = regexp.MustCompile(`(?i)^(.+?)(?:_([a-z]{2,3}(?:-[a-z0-9]{2,8})*))?\.(?:csv|tsv)$`)
	escoRelease = regexp.MustCompile(`(?i)(?:^|[^0-9.])v?([0-9]+(?:\.[0-9]+)+)(?:[^0-9.]|$)`)
)

// classifyESCO tells what a file is, by its name.
func classifyESCO(s source, o Options) *escoFile {
	f := &escoFile{source: s, file: &FileReport{Name: s.name, Release: releaseOf(s.name, o)}}
	parts := escoName.FindStringSubmatch(path.Base(s.name))
	if parts == nil {
		f.file.NotRead = "not a CSV file"
		return f
	}
	f.file.Language = cmp.Or(parts[2], o.Language)
	name := fold(parts[1])
	for _, k := range escoKinds {
		suffix, anyBefore := strings.CutPrefix(k.prefix, "*")
		if name == k.prefix || (anyBefore && strings.HasSuffix(name, suffix)) {
			f.kind, f.file.NotRead = k, k.skip
			if k.authority == 0 {
				f.file.Language = ""
			}
			return f
		}
	}
	f.file.NotRead = "not a file of the ESCO package"
	return f
}

// releaseOf finds a release such as v1.1 in the folders of a file, the nearest
// first.
func releaseOf(name string, o Options) string {
	for dir := path.Dir(name); dir != "." && dir != "/"; dir = path.Dir(dir) {
		if m := escoRelease.FindStringSubmatch(strings.TrimSuffix(path.Base(dir), ".zip")); m != nil {
			return m[1]
		}
	}
	return o.Release
}

func (f *escoFile) releaseUnknown() bool { return f.file.Release == "" && f.kind.authority > 0 }

// nameLanguages makes BCP 47 tags, in lower case, of the files' suffixes. A regional one (v1.0
// has en-us) becomes its language when it is the only one of its kind and
// release in that language: people ask for "en". A file without a language is
// taken as English, in which ESCO is made.
func nameLanguages(files []*escoFile) {
	type shelf struct{ kind, release, base string }
	base := func(tag string) string {
		b, script, _ := language.Make(tag).Raw()
		if script != (language.Script{}) {
			return tag // sr-Latn and sr-Cyrl are read by different people
		}
		return b.String()
	}
	count := map[shelf]int{}
	for _, f := range files {
		if f.kind.authority > 0 {
			f.file.Language = language.Make(cmp.Or(f.file.Language, "en")).String()
			count[shelf{f.kind.prefix, f.file.Release, base(f.file.Language)}]++
		}
	}
	for _, f := range files {
		if f.kind.authority > 0 && count[shelf{f.kind.prefix, f.file.Release, base(f.file.Language)}] == 1 {
			f.file.Language = base(f.file.Language)
		}
		f.file.Language = strings.ToLower(f.file.Language)
	}
}

// rankFiles numbers the files and ranks their texts.
func rankFiles(files []*escoFile) {
	var releases []string
	for _, f := range files {
		releases = append(releases, f.file.Release)
	}
	slices.SortFunc(releases, compareReleases)
	releases = slices.Compact(releases)
	for i, f := range files {
		f.number = i
		f.rank = slices.Index(releases, f.file.Release)*10 + f.kind.authority
	}
}

// newest returns the newest release among the files.
func newest(files []*escoFile) string {
	release := ""
	for _, f := range files {
		if compareReleases(f.file.Release, release) > 0 {
			release = f.file.Release
		}
	}
	return release
}

// compareReleases compares dotted numbers as numbers: 1.10 comes after 1.9.
func compareReleases(a, b string) int {
	number := func(s string) int { n, _ := strconv.Atoi(s); return n }
	return slices.CompareFunc(strings.Split(a, "."), strings.Split(b, "."), func(x, y string) int {
		return cmp.Or(cmp.Compare(number(x), number(y)), cmp.Compare(x, y))
	})
}
