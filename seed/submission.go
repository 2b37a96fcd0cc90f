package seed

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/internal/assessment"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
)

// Submission is evidence that waits to be assessed.
type Submission struct {
	Key             string `yaml:"key"`
	Earner          string `yaml:"earner"`
	MicroCredential string `yaml:"micro_credential"`
	Language        string `yaml:"language"`
	// DaysAgo is when it was submitted, before the seed's now.
	DaysAgo int `yaml:"days_ago"`
	// Prior is experience: nobody enrolled.
	Prior bool           `yaml:"prior"`
	Items []EvidenceItem `yaml:"items"`
}

// EvidenceItem is a text or a link, in a part that is asked for.
type EvidenceItem struct {
	Part string `yaml:"part"`
	Text string `yaml:"text"`
	Link string `yaml:"link"`
}

func (k *checker) submissions() {
	for _, s := range k.catalog.Submissions {
		where := "submission " + s.Key
		k.unique("submission", s.Key)
		refers(k, where, "earner", s.Earner, k.catalog.earners)
		refers(k, where, "micro-credential", s.MicroCredential, k.catalog.microCredentials)
		if _, ok := k.catalog.templateOf(s.MicroCredential); !ok {
			k.fail("%s: %s is not assessed", where, s.MicroCredential)
		}
	}
}

// writeSubmissions has each earner submit, as of the day that they did. Without a
// vault nothing is sealed, and nobody submits.
func (w *writer) writeSubmissions(ctx context.Context) error {
	if w.assessments.Vault == nil {
		return nil
	}
	for _, s := range w.Submissions {
		w.at(daysAgo(w.now, s.DaysAgo), "submission/"+s.Key)
		if err := w.submit(auth.With(ctx, w.self(s.Earner)), s); err != nil {
			return fmt.Errorf("%s: %w", s.Key, err)
		}
		w.report.Submissions++
	}
	return nil
}

// self is an earner who acts for themselves.
func (w *writer) self(earner string) auth.Viewer {
	viewer := auth.Viewer{Earner: mint(id.Earner, earner)}
	if a := w.account(func(a Account) bool { return a.Earner == earner }); a != nil {
		viewer.Account = mint(id.Account, a.Key)
	}
	return viewer
}

func (w *writer) submit(ctx context.Context, s Submission) error {
	microCredential := mint(id.MicroCredential, s.MicroCredential)
	in := assessment.SubmitInput{Language: &s.Language}
	if s.Prior {
		in.MicroCredential, in.Prior = &microCredential, &s.Prior
	} else {
		enrolled, err := w.assessments.Enroll(ctx, assessment.EnrollInput{MicroCredential: microCredential})
		if err != nil {
			return err
		}
		in.Enrollment = &enrolled.ID
	}
	for _, item := range s.Items {
		made := assessment.EvidenceItem{Part: item.Part}
		if item.Link != "" {
			made.Link = &item.Link
		} else {
			made.Text = &item.Text
		}
		in.Items = append(in.Items, made)
	}
	_, err := w.assessments.Submit(ctx, in)
	return err
}
