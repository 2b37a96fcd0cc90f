package submission_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/submission"
)

// welding is a valid definition of every sort of thing.
func welding() submission.Definition {
	level := func(key string, skill int) submission.Level {
		return submission.Level{Key: key, Title: submission.Text{"en": key, "es": key}, SkillLevel: skill}
	}
	return submission.Definition{
		Modes: []submission.Mode{submission.Portfolio, submission.Exam},
		Parts: []submission.Part{
			{Key: "overview", Title: submission.Text{"en": "Overview"}, Required: true, Kinds: []submission.EvidenceKind{submission.TextEvidence}, Most: 1},
			{Key: "work-examples", Title: submission.Text{"en": "Work examples", "es": "Ejemplos"}, Prompt: submission.Text{"en": "Show two welds."}, Required: true},
		},
		Criteria: []submission.Criterion{
			{
				Key: "seam", Title: submission.Text{"en": "The seam"}, Required: true, Meets: 2, Skill: "skl_weld", Part: "work-examples",
				Levels: []submission.Level{level("poor", 0), level("sound", 2), level("fine", 3)},
			},
			{
				Key: "speed", Title: submission.Text{"en": "Speed"}, Meets: 1, Skill: "skl_weld",
				Levels: []submission.Level{level("slow", 1), level("fast", 4)},
			},
			{
				Key: "safety", Title: submission.Text{"en": "Safety"}, Required: true, Meets: 2,
				Levels: []submission.Level{level("unsafe", 0), level("safe", 0)},
			},
		},
		Assessors: 2,
		Exam:      &submission.Examination{Name: "AWS D1.1", PassScore: "72.5", MaxScore: "100"},
	}
}

// portfolio are the scores with which welding's evidence is accepted.
func portfolio() map[string]string {
	return map[string]string{"seam": "sound", "speed": "fast", "safety": "safe"}
}

// apply takes a submission through events that are all allowed.
func apply(t *testing.T, s submission.Submission, d submission.Definition, events ...submission.Event) submission.Submission {
	t.Helper()
	for _, e := range events {
		next, err := s.Apply(e, d)
		if err != nil {
			t.Fatalf("%+v on %+v: %v", e, s, err)
		}
		s = next
	}
	return s
}

func claim(who string) submission.Event {
	return submission.Event{Step: submission.Claim, Assessor: who}
}

func decide(who string, decision submission.Decision, scores map[string]string) submission.Event {
	return submission.Event{Step: submission.Decide, Assessor: who, Decision: decision, Scores: scores}
}

// checkProblems compares the problems of err, each as its path and English
// sentence, and holds that each is said in Spanish too.
func checkProblems(t *testing.T, err error, want ...string) {
	t.Helper()
	var got []string
	for _, p := range problem.As(err) {
		got = append(got, p.Error())
		if p.MessageES == "" {
			t.Errorf("no Spanish: %v", p)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("problems of %v (-want +got):\n%s", err, diff)
	}
}
