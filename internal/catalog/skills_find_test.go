package catalog_test

import (
	"context"
	"log/slog"
	"sync"
	"testing"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/search/skillindex"
)

func TestSkillsAreFoundInWordsAsTheyStandNow(t *testing.T) {
	t.Parallel()
	k := newSkillKit(t)
	service := &catalog.Service{DB: k.db}
	found := func(words string) int {
		t.Helper()
		named := 0
		for _, h := range must(service.FindSkills(k.ctx, []skillindex.Query{{Text: words, Language: "en", Limit: 5}}))(t)[0] {
			if h.Coverage == 1 && h.Label.Text == words {
				named++
			}
		}
		return named
	}
	weld := catalog.SkillInput{URI: "https://skills.example/weld", Texts: []catalog.SkillText{{Language: "en", Label: "weld metal"}}}
	must(k.importer.UpsertSkills(k.ctx, k.framework, []catalog.SkillInput{weld}))(t)
	if got := found("weld metal"); got != 1 {
		t.Fatalf("it is found %d times", got)
	}
	grind := catalog.SkillInput{URI: "https://skills.example/grind", Texts: []catalog.SkillText{{Language: "en", Label: "grind stone"}}}
	must(k.importer.UpsertSkills(k.ctx, k.framework, []catalog.SkillInput{grind}))(t)
	if got := found("grind stone"); got != 1 {
		t.Errorf("one that came later is found %d times", got)
	}
	weld.Status = enum.SkillDeprecated
	must(k.importer.UpsertSkills(k.ctx, k.framework, []catalog.SkillInput{weld}))(t)
	if got := found("weld metal"); got != 0 {
		t.Errorf("one that nobody is to ask for any more is found %d times", got)
	}
}

func TestOneSearcherBuildsTheIndexOfSkillsForAll(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const searchers = 8
	counters := make([]*store.Counter, searchers)
	var group sync.WaitGroup
	for i := range searchers {
		ctx, counter := store.Count(w.ctx)
		counters[i] = counter
		group.Go(func() {
			if found, err := w.FindSkills(ctx, []skillindex.Query{{Text: "weld", Limit: 1}}); err != nil || len(found[0]) != 1 {
				t.Errorf("found %v, %v", found, err)
			}
		})
	}
	group.Wait()
	built := 0
	for _, c := range counters {
		if c.Statements() > 2 {
			built++
		}
	}
	if built != 1 {
		t.Errorf("%d searchers read the skills, want 1", built)
	}
}

func TestTheIndexOfSkillsIsKeptReady(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, stop := context.WithCancel(w.ctx)
	kept := make(chan error, 1)
	go func() { kept <- w.KeepSkills(ctx, slog.New(slog.DiscardHandler)) }()
	finds := func(words string) bool {
		for _, h := range must(w.FindSkills(w.ctx, []skillindex.Query{{Text: words, Begun: true, Limit: 1}}))(t)[0] {
			return h.Label.Text == words
		}
		return false
	}
	if !finds("weld") {
		t.Error("weld is not found")
	}
	w.addSkills(t, "hover")
	for tries := 0; !finds("hover"); tries++ {
		if tries == 20 { // each waits for it
			t.Fatal("what came later is never found")
		}
	}
	stop()
	if err := <-kept; err != nil {
		t.Errorf("it ended with %v", err)
	}
	w.addSkills(t, "sweep")
	if !finds("sweep") {
		t.Error("what came once nobody kept the index is not found")
	}
}
