package roster_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/roster"
)

const header = "micro_credential,recipient,name,reference,earned_on,expires_on,level.Drive a forklift,result.Score,results,note\n"

func day(text string) time.Time {
	at, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return at
}

func TestARowSaysWhatWasEarned(t *testing.T) {
	t.Parallel()
	until := day("2027-10-01")
	want := []roster.Row{
		{
			Line: 2, MicroCredential: "mcr_1", Recipient: "ana@people.example", EarnedOn: day("2026-10-01"), ExpiresOn: &until,
			Levels: []roster.Level{{Skill: "Drive a forklift", Level: 3}}, Results: []roster.Result{{Name: "Score", Value: "84 %"}, {Name: "Tries", Value: "2"}, {Name: "By", Value: "hand"}},
		},
		{Line: 4, MicroCredential: "Forklift, basic", Name: "José \"Pepe\"\nNúñez", Reference: "17", EarnedOn: day("2026-10-02")},
		{Line: 6, MicroCredential: "https://x.example/1", Recipient: "ern_1", EarnedOn: day("2026-10-03")},
	}
	text := header + "mcr_1,ana@people.example,,,2026-10-01,2027-10-01,3,84 %,Tries=2 | By=hand,seen\r\n\r\n" +
		"\"Forklift, basic\",,\"José \"\"Pepe\"\"\nNúñez\",17,2026-10-02\n" +
		"https://x.example/1, ern_1 ,,,2026-10-03,,,,,"
	units := utf16.Encode([]rune("\uFEFF" + text))
	little, big := make([]byte, 0, 2*len(units)), make([]byte, 0, 2*len(units))
	for _, u := range units {
		little, big = append(little, byte(u), byte(u>>8)), append(big, byte(u>>8), byte(u))
	}
	latin := []byte{}
	for _, r := range text {
		latin = append(latin, byte(r)) // the letters here are the same in Windows-1252
	}
	semicolons := strings.NewReplacer(",", ";", "Forklift, basic", "Forklift, basic").Replace(text)
	for name, content := range map[string][]byte{
		"UTF-8": []byte(text), "with a mark": []byte("\uFEFF" + text), "UTF-16": little, "UTF-16 big": big, "Windows-1252": latin,
		"semicolons": []byte(semicolons), "tabs": []byte(strings.ReplaceAll(text, ",", "\t")), "other headers": []byte(strings.Replace(text, "micro_credential,recipient", "Micro Credential,RECIPIENT", 1)),
	} {
		want := want
		if name == "tabs" {
			want = append([]roster.Row{}, want...)
			want[1].MicroCredential = "Forklift\t basic"
		}
		got, err := roster.Read(content)
		if name == "semicolons" && len(got) > 1 {
			got[1].MicroCredential = strings.Replace(got[1].MicroCredential, ";", ",", 1)
		}
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v %s", name, err, diff)
		}
	}
}

func TestARowThatCannotStandKeepsNoOtherOut(t *testing.T) {
	t.Parallel()
	for row, want := range map[string]*roster.Fault{
		"mcr_1,ern_1,,,2026-10-01":              nil,
		"mcr_1,,Ana,17,2026-10-01":              nil,
		",ern_1,,,2026-10-01":                   {Code: roster.MicroCredentialMissing, Column: "micro_credential"},
		"mcr_1,,Ana,,2026-10-01":                {Code: roster.RecipientMissing, Column: "recipient"},
		"mcr_1,,,17,2026-10-01":                 {Code: roster.RecipientMissing, Column: "recipient"},
		"mcr_1,ern_1,,,":                        {Code: roster.EarnedOnInvalid, Column: "earned_on"},
		"mcr_1,ern_1,,,10/01/2026":              {Code: roster.EarnedOnInvalid, Column: "earned_on"},
		"mcr_1,ern_1,,,2026-02-30":              {Code: roster.EarnedOnInvalid, Column: "earned_on"},
		"mcr_1,ern_1,,,0001-01-01":              {Code: roster.EarnedOnInvalid, Column: "earned_on"},
		"mcr_1,ern_1,,,2026-10-01,soon":         {Code: roster.ExpiresOnInvalid, Column: "expires_on"},
		"mcr_1,ern_1,,,2026-10-01,2026-09-30":   {Code: roster.ExpiresTooEarly, Column: "expires_on"},
		"mcr_1,ern_1,,,2026-10-01,,5":           {Code: roster.LevelInvalid, Column: "level.Drive a forklift"},
		"mcr_1,ern_1,,,2026-10-01,,two":         {Code: roster.LevelInvalid, Column: "level.Drive a forklift"},
		"mcr_1,ern_1,,,2026-10-01,,,,Score":     {Code: roster.ResultsInvalid, Column: "results"},
		"mcr_1,ern_1,,,2026-10-01,,,,,,,,":      {Code: roster.Unreadable},
		"\"mcr_1,ern_1,,,2026-10-01":            {Code: roster.Unreadable},
		"\"mcr_1\" x,ern_1,,,2026-10-01":        {Code: roster.Unreadable},
		strings.Repeat("m", 1001) + ",,,,2026-": {Code: roster.TextTooLong, Column: "micro_credential"},
	} {
		got, err := roster.Read([]byte(header + row + "\nmcr_2,ern_2,,,2026-10-02\n"))
		if err != nil || len(got) != 2 {
			t.Fatalf("%.60s: %d rows, %v", row, len(got), err)
		}
		if diff := cmp.Diff(want, got[0].Fault); diff != "" {
			t.Errorf("%.60s: %s", row, diff)
		}
		if got[1].MicroCredential != "mcr_2" || got[1].Fault != nil || got[1].Line != 3 {
			t.Errorf("after %.60s: %+v", row, got[1])
		}
	}
}

func TestAFileThatIsNoRosterIsRefusedWhole(t *testing.T) {
	t.Parallel()
	rows := func(n int) string { return header + strings.Repeat("mcr_1,ern_1,,,2026-10-01\n", n) }
	for name, tt := range map[string]struct {
		content string
		want    problem.Kind
	}{
		"as many as may be":  {rows(roster.MaxRows), ""},
		"one more":           {rows(roster.MaxRows + 1), problem.Limit},
		"nothing":            {"", problem.Invalid},
		"blank lines":        {"\n\n ,,\n", problem.Invalid},
		"a header alone":     {header, problem.Invalid},
		"a misspelled one":   {"micro_credential,earned_on,expire_on\nx,2026-10-01,\n", problem.Invalid},
		"one that is twice":  {"micro_credential,earned_on,Earned On\nx,2026-10-01,\n", problem.Invalid},
		"one that is lacked": {"micro_credential,name\nx,y\n", problem.Invalid},
		"a picture":          {"\x89PNG\r\n\x1a\n\x00\x00", problem.Invalid},
		"too large":          {header + strings.Repeat("x", roster.MaxFile), problem.Limit},
		"an open quote":      {"\"micro_credential,earned_on\nx,2026-10-01\n", problem.Invalid},
		"too many columns":   {"micro_credential,earned_on" + strings.Repeat(",note", 100) + "\nx,2026-10-01\n", problem.Invalid},
	} {
		_, err := roster.Read([]byte(tt.content))
		if kind, _ := problem.KindOf(err); kind != tt.want || (err != nil && problem.As(err)[0].MessageES == "") {
			t.Errorf("%s: got %v, want %q", name, err, tt.want)
		}
	}
}

func TestHostileFilesAreReadInTime(t *testing.T) {
	t.Parallel()
	start := time.Now()
	for name, content := range map[string]string{
		"open quotes":  header + strings.Repeat("\"\n\"x\n", roster.MaxFile/5-100),
		"commas":       header + strings.Repeat(",", roster.MaxFile-len(header)),
		"quotes":       header + strings.Repeat("\"", roster.MaxFile-len(header)),
		"long rows":    header + strings.Repeat("\""+strings.Repeat("x", 1000)+"\n", 4000),
		"carriages":    strings.Repeat("\r", roster.MaxFile),
		"one long row": header + "\"" + strings.Repeat("x,\n", roster.MaxFile/3-100),
	} {
		_, _ = roster.Read([]byte(content))
		if took := time.Since(start); took > 20*time.Second {
			t.Fatalf("%s: %v", name, took)
		}
	}
}

func TestEveryCodeHasItsSentences(t *testing.T) {
	t.Parallel()
	for _, code := range []roster.Code{
		roster.Unreadable, roster.TextTooLong, roster.MicroCredentialMissing, roster.MicroCredentialUnknown, roster.MicroCredentialAmbiguous,
		roster.RecipientMissing, roster.RecipientUnknown, roster.EarnedOnInvalid, roster.EarnedAhead, roster.ExpiresOnInvalid,
		roster.ExpiresTooEarly, roster.LevelInvalid, roster.SkillUnknown, roster.ResultsInvalid,
	} {
		if english, spanish := code.Sentences(); english == "this row failed" || spanish == "" || english == spanish {
			t.Errorf("%s: %q, %q", code, english, spanish)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(header + "mcr_1,ana@people.example,,,2026-10-01,2027-10-01,3,84 %,Tries=2 | By=hand,seen\n"))
	f.Add([]byte("micro_credential;earned_on;name\n\"a;\nb\";2026-10-01;\"x\"\"y\"\n"))
	f.Add([]byte("\xff\xfem\x00"))
	f.Fuzz(func(t *testing.T, content []byte) {
		rows, err := roster.Read(content)
		if err != nil && problem.As(err) == nil {
			t.Fatalf("no problem but %v", err)
		}
		last := 1
		for _, r := range rows {
			if r.Line <= last {
				t.Fatalf("line %d follows line %d", r.Line, last)
			}
			last = r.Line
			if r.Fault == nil && (r.MicroCredential == "" || r.EarnedOn.IsZero() || (r.Recipient == "" && (r.Name == "" || r.Reference == ""))) {
				t.Fatalf("a row stands that cannot: %+v", r)
			}
		}
	})
}
