package interop_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db/place"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/interop"
)

// someFiles are a few counties, in the forms in which they are published.
var someFiles = map[string]string{
	"gazetteer.txt": "GA|13051|00000001|Chatham County|1000|1|1|1|32.0|-81.1\nGA|13109|00000002|Evans County|3000|1|1|1|32.2|-81.9\nNM|35013|00000003|Do\ufffda Ana County|9|1|1|1|32.4|-106.8\n",
	"fips.csv":      "state,statefp,countyfp,countyname,classfp\nNM,35,013,Doña Ana County,H1\nGA,13,51,Broken County,H1\n",
	"rucc.csv":      "\"FIPS\",\"State\",\"County_Name\",\"Population_2020\",\"RUCC_2023\",\"Description\"\n\"13051\",\"GA\",\"Chatham County\",\"295,291\",2,\"Metro     \"\n\"13109\",\"GA\",\"Evans County\",\"10,774\",6.0,\"Nonmetro\"\n\"35013\",\"NM\",\"Dona Ana\",\"1\",,\"\"\n",
	"zips.csv":      "zip,latitude,longitude\n31401,32.07,-81.09\n30417,32.16,-81.9\n88001,32.3,-106.7\n99999,1,1\n1234,1,1\n",
	"zcta.json":     "{\"zip_state_county\": [[\"31401\", \"GA\", \"Chatham County\"], [\"30417\", \"GA\", \"Evans\"], [\"88001\", \"NM\", \"Dona Ana County\"]]}",
	"adjacent.txt":  "\"Chatham County, GA\"\t13051\t\"Evans County, GA\"\t13109\n\t\t\"Evans County, GA\"\t13109\n",
}

func TestPlacesAreJoinedFromTheFilesThatThereAre(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	report := s.load(t, "places", someFiles)
	got := map[string]string{}
	for _, row := range s.Client.Place.Query().WithParent().AllX(s.ctx) {
		parent, rucc := "", 0
		if row.Edges.Parent != nil {
			parent = row.Edges.Parent.Code
		}
		if row.Rucc != nil {
			rucc = *row.Rucc
		}
		got[row.Code] = string(row.Kind) + " " + row.Name + " in " + row.State + " " + parent + " class " + string(rune('0'+rucc))
	}
	if diff := cmp.Diff(map[string]string{
		"13": "STATE Georgia in GA  class 0", "35": "STATE New Mexico in NM  class 0",
		"13051": "COUNTY Chatham County in GA 13 class 2", "13109": "COUNTY Evans County in GA 13 class 6",
		"35013": "COUNTY Doña Ana County in NM 35 class 0",
		"31401": "ZIP 31401 in GA 13051 class 2", "30417": "ZIP 30417 in GA 13109 class 6", "88001": "ZIP 88001 in NM 35013 class 0",
	}, got); diff != "" {
		t.Errorf("places differ (-want +got):\n%s", diff)
	}
	georgia := s.Client.Place.Query().Where(place.Code("13")).OnlyX(s.ctx)
	if georgia.Latitude != 32.15 || georgia.Longitude != -81.7 {
		t.Errorf("Georgia is at %v, %v, not in the middle of its counties by area", georgia.Latitude, georgia.Longitude)
	}
	// The ZIP code of no state, the one without its zero, and the county without it.
	if report.Codes["no_state"] != 1 || report.Codes["bad_code"] != 2 {
		t.Errorf("codes %v", report.Codes)
	}
	again := s.load(t, "places", someFiles)
	if again.Rows.Created+again.Rows.Updated != 0 {
		t.Errorf("importing again changes %+v", again.Rows)
	}
}

func TestAnAreaThatIsNoNumberMovesNoState(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	s.load(t, "places", map[string]string{
		"gazetteer.txt": "GA|13051|1|Chatham County|NaN|1|1|1|32.0|-81.0\nGA|13109|2|Evans County|+Inf|1|1|1|33.0|-82.0\nGA|13001|3|Appling County|-7|1|1|1|NaN|Inf\n",
	})
	georgia := s.Client.Place.Query().Where(place.Code("13")).OnlyX(s.ctx)
	if georgia.Latitude != 32.5 || georgia.Longitude != -81.5 {
		t.Errorf("Georgia is at %v, %v", georgia.Latitude, georgia.Longitude)
	}
}

func TestImportingClassesAloneLeavesTheRestOfAPlace(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	s.load(t, "places", someFiles)
	before := s.Client.Place.Query().Where(place.Code("13051")).OnlyX(s.ctx)
	s.load(t, "places", map[string]string{"rucc.csv": "FIPS,State,County_Name,Attribute,Value\n13051,GA,Chatham,RUCC_2023,3\n13051,GA,Chatham,Population_2020,1\n"})
	after := s.Client.Place.Query().Where(place.Code("13051")).OnlyX(s.ctx)
	if *after.Rucc != 3 || after.Latitude != before.Latitude || *after.ParentID != *before.ParentID {
		t.Errorf("before %+v, after %+v", before, after)
	}
}

func TestRealPlacesAreStoredOnce(t *testing.T) {
	t.Parallel()
	dir := filepath.Join("..", "..", "..", "shared", "data", "geo")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the public files of places are not beside this repository: ", dir)
	}
	s := newShelf(t)
	for _, round := range []string{"stored", "compared"} {
		start := time.Now()
		report, err := interop.Import(s.ctx, "places", []string{dir}, s.sinks, interop.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s in %s: %+v %v", round, time.Since(start).Round(time.Millisecond), report.Rows, report.Codes)
		if report.Rows.Failed != 0 || round == "compared" && report.Rows.Created+report.Rows.Updated != 0 {
			t.Errorf("rows %+v", report.Rows)
		}
	}
	count := func(kind enum.PlaceKind) int { return s.Client.Place.Query().Where(place.KindEQ(kind)).CountX(s.ctx) }
	if n := count(enum.PlaceCounty); n < 3140 {
		t.Errorf("%d counties", n)
	}
	placed := s.Client.Place.Query().Where(place.KindEQ(enum.PlaceZIP), place.FipsNEQ("")).CountX(s.ctx)
	if n := count(enum.PlaceZIP); n < 32_000 || placed < n-400 {
		t.Errorf("%d ZIP codes, %d of them in a county", n, placed)
	}
	ana := s.Client.Place.Query().Where(place.KindEQ(enum.PlaceCounty), place.Code("35013")).OnlyX(s.ctx)
	if ana.Rucc == nil || ana.Latitude == 0 {
		t.Errorf("what lost a letter is joined by its code: %+v", ana)
	}
}
