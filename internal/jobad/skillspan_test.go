package jobad

import (
	"bufio"
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// postings are those of SkillSpan, each token in its line, with what people marked in
// them as skills and knowledge.
const postings = "../../../shared/data/jobs/skillspan_dev.jsonl"

// TestWhatPeopleMarkedIsReadAsAPhrase has sentences of real ads, in which people marked
// what asks for a skill: nearly all of it is to stand in phrases, and most of the words
// of phrases are to be marked.
func TestWhatPeopleMarkedIsReadAsAPhrase(t *testing.T) {
	t.Parallel()
	f, err := os.Open(postings)
	if err != nil {
		t.Skip("the annotated ads are not here:", err)
	}
	defer f.Close()
	marked, read, words, right := 0, 0, 0, 0
	scan := bufio.NewScanner(f)
	scan.Buffer(nil, 1<<20)
	for scan.Scan() {
		var row struct {
			Tokens    []string `json:"tokens"`
			Skill     []string `json:"tags_skill"`
			Knowledge []string `json:"tags_knowledge"`
		}
		if err := json.Unmarshal(scan.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		ad := Read(strings.Join(row.Tokens, " "), "en")
		at := 0
		for i, token := range row.Tokens {
			where := strings.Index(ad.Text[min(at, len(ad.Text)):], token)
			if where < 0 {
				continue
			}
			at += where
			span := Span{at, at + len(token)}
			at = span.End
			in := false
			for _, p := range ad.Phrases {
				in = in || p.overlaps(span)
			}
			is := row.Skill[i] != "O" || row.Knowledge[i] != "O"
			if is {
				marked++
			}
			if in {
				words++
			}
			if is && in {
				read++
				right++
			}
		}
	}
	t.Logf("of %d marked words %.1f %% are read; of %d words read %.1f %% are marked", marked, 100*float64(read)/float64(marked), words, 100*float64(right)/float64(words))
	if float64(read) < 0.9*float64(marked) {
		t.Errorf("of %d marked words %d are read, want nine in ten", marked, read)
	}
}
