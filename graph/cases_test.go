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

// Each testdata/cases/*.txtar is one conversation with a world of its own. Its
// files come in threes, in order: "as VIEWER" or "anonymous" holds an operation,
// "variables" (may be left out) its variables, "want" the whole response. In all
// of them {skills/Work safely} stands for an id; the ids of candidates are
// numbered in the order in which they turn up.
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
			converse(t, newWorld(t), archive)
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
			must(t, json.Unmarshal([]byte(names.ids.Replace(string(f.Data))), &variables))
		case f.Name == "want":
			w.sync(t)
			got := names.name(w.ask(t, viewer, names.ids.Replace(operation), variables).raw, seen)
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
	} {
		for name, id := range ids {
			placeholder := fmt.Sprintf("{%s/%s}", kind, name)
			there, back = append(there, placeholder, id), append(back, id, placeholder)
		}
	}
	return named{strings.NewReplacer(there...), strings.NewReplacer(back...)}
}

// fleeting is what differs from run to run: ids that were minted meanwhile, and
// cursors.
var fleeting = regexp.MustCompile(`\b(cnd|cda|pst|req|mem|off|frm|rec|pth)_[0-9a-z]{26}\b|"(endCursor|startCursor|cursor)": "[^"]+"`)

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
			seen[found] = fmt.Sprintf("{%s %d}", found[:3], len(seen)+1)
		}
		return seen[found]
	}) + "\n"
}
