package graph_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

// Each testdata/cases/*.txtar is one conversation with a world of its own; in that
// of badges*.txtar there are badges, {badges/Welding} being one's text. Its
// files come in threes, in order: "as VIEWER" or "anonymous" holds an operation,
// "variables" (may be left out) its variables, "want" the whole response. In all
// of them {skills/Work safely} stands for an id; ids that are minted
// meanwhile, as candidates', are numbered in the order in which they turn up: {cnd 1}.
//
// STACKMATCH_WRITE=1 writes what came instead of comparing: read it before you
// commit it.
func TestConversations(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/cases/*.txtar")
	must(t, err)
	if len(files) == 0 {
		t.Fatal("there are no cases in testdata/cases")
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(file)
			must(t, err)
			w := newWorld(t)
			if strings.HasPrefix(filepath.Base(file), "badges") {
				w.addBadges(t)
			}
			converse(t, w, archive)
			if os.Getenv("STACKMATCH_WRITE") != "" {
				must(t, os.WriteFile(file, txtar.Format(archive), 0o600))
			}
		})
	}
}

func converse(t *testing.T, w *world, archive *txtar.Archive) {
	t.Helper()
	names := w.names()
	seen := map[string]string{}
	viewer, operation, variables := "", "", map[string]any(nil)
	for i := range archive.Files {
		f := &archive.Files[i]
		who, asks := strings.CutPrefix(f.Name, "as ")
		switch {
		case asks || f.Name == "anonymous":
			viewer, operation, variables = who, string(f.Data), nil
			if !asks {
				viewer = ""
			}
		case f.Name == "variables":
			must(t, json.Unmarshal([]byte(names.id(string(f.Data), seen)), &variables))
		case f.Name == "want":
			w.sync(t)
			got := names.name(w.ask(t, viewer, names.id(operation, seen), variables).raw, seen)
			if os.Getenv("STACKMATCH_WRITE") != "" {
				f.Data = []byte(got)
				continue
			}
			if diff := cmp.Diff(string(f.Data), got); diff != "" {
				t.Errorf("%s asks%s\n(-want +got):\n%s", viewer, operation, diff)
			}
		default:
			t.Fatalf("a case has no file %q", f.Name)
		}
	}
}

// named replaces ids by names, and back.
type named struct {
	ids  *strings.Replacer // name to id
	back *strings.Replacer
}

func (w *world) names() named {
	var there, back []string
	for kind, ids := range map[string]map[string]string{
		"orgs": w.orgs, "skills": w.skills, "credentials": w.credentials, "versions": w.versions, "stacks": w.stacks,
		"places": w.places, "accounts": w.accounts, "earners": w.earners, "awards": w.awards, "postings": w.postings,
		"badges": quoted(w.badges), "issuers": w.issuers,
	} {
		for name, id := range ids {
			placeholder := fmt.Sprintf("{%s/%s}", kind, name)
			there, back = append(there, placeholder, id), append(back, id, placeholder)
		}
	}
	return named{strings.NewReplacer(there...), strings.NewReplacer(back...)}
}

// quoted are texts as JSON has them inside of quotes.
func quoted(texts map[string]string) map[string]string {
	out := map[string]string{}
	for name, text := range texts {
		raw, _ := json.Marshal(text) // any text can be
		out[name] = strings.Trim(string(raw), `"`)
	}
	return out
}

// fleeting is what differs from run to run: ids that were minted meanwhile, tokens
// in addresses, and cursors.
var fleeting = regexp.MustCompile(`\b(cnd|cda|pst|req|mem|off|frm|rec|pth|awd|aln|isi|sht|key|org|mcr)_[0-9a-z]{26}\b|urn:uuid:[0-9a-f-]{36}|[0-9a-z]{32}\b|"(endCursor|startCursor|cursor|challenge|publicKey)": "[^"]+"`)

// kindOf is the prefix of an id; a token of a public address has none.
func kindOf(found string) string {
	if prefix := strings.FieldsFunc(found, func(r rune) bool { return r == '_' || r == ':' })[0]; prefix != found {
		return prefix
	}
	return "token"
}

// id puts ids in the place of names.
func (n named) id(text string, seen map[string]string) string {
	for id, name := range seen {
		text = strings.ReplaceAll(text, name, id)
	}
	return n.ids.Replace(text)
}

func (n named) name(raw string, seen map[string]string) string {
	var pretty bytes.Buffer
	if err := json.Indent(&pretty, []byte(raw), "", "  "); err != nil {
		return raw
	}
	return fleeting.ReplaceAllStringFunc(n.back.Replace(pretty.String()), func(found string) string {
		if label, _, isCursor := strings.Cut(found, ": "); isCursor {
			return label + `: "…"`
		}
		if seen[found] == "" {
			seen[found] = fmt.Sprintf("{%s %d}", kindOf(found), len(seen)+1)
		}
		return seen[found]
	}) + "\n"
}
