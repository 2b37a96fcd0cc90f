package employer_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/jobad"
	"github.com/stackmatch/stackmatch/search/skillindex"
)

// askedOf counts what is asked of the catalog.
type askedOf struct {
	employer.Catalog
	queries, bytes int
}

func (c *askedOf) FindSkills(ctx context.Context, queries []skillindex.Query) ([][]skillindex.Hit, error) {
	c.queries += len(queries)
	for _, q := range queries {
		c.bytes += len(q.Text)
	}
	return c.Catalog.FindSkills(ctx, queries)
}

func TestReadingATextIsBoundedWork(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	v.Skill(t, "welding")
	count := &askedOf{Catalog: v.Service.Catalog}
	v.Service.Catalog = count
	var distinct strings.Builder
	for i := 0; distinct.Len() < jobad.MaxText-20; i++ {
		fmt.Fprintf(&distinct, "weld thing%d\n", i)
	}
	for name, tt := range map[string]struct {
		text    string
		queries int
	}{
		"lines":      {distinct.String(), 150},
		"same lines": {strings.Repeat("Welding\n", jobad.MaxText/8), 1},
		"one word":   {strings.Repeat("a", jobad.MaxText), 0},
		"brackets":   {strings.Repeat("(weld", jobad.MaxText/5), 1},
		"tags":       {strings.Repeat("<li>weld", jobad.MaxText/8), 1},
	} {
		count.queries, count.bytes = 0, 0
		if _, err := v.ProposeRequirements(t.Context(), employer.ProposeInput{Text: tt.text, Limit: 50}); err != nil {
			t.Fatal(name, err)
		}
		if count.queries > tt.queries || count.bytes > 60_000 {
			t.Errorf("%s: %d searches of %d bytes, want %d", name, count.queries, count.bytes, tt.queries)
		}
	}
}

func TestWhatIsAskedComesBeforeWhatIsDone(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	v.Skill(t, "welding")
	var text strings.Builder
	text.WriteString("Responsibilities:\n")
	for i := range 300 {
		fmt.Fprintf(&text, "- Carry box number %d\n", i)
	}
	text.WriteString("Requirements:\n- Welding")
	if got := v.labels(t, text.String()); len(got) != 1 || got[0] != "welding" {
		t.Errorf("got %q", got)
	}
}
