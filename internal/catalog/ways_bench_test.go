package catalog_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/store"
	testworld "github.com/stackmatch/stackmatch/internal/testkit/world"
)

// What a filter of ways is to keep up with, and in how long.
const (
	benchWays      = 5_000
	benchWaysLimit = 150 * time.Millisecond
)

// BenchmarkWays measures a page of ways that a filter keeps among 5,000
// micro-credentials with 500 stacks and 200 pathways, and fails where it takes more
// than 150 ms, or a number of statements that grows.
func BenchmarkWays(b *testing.B) {
	few, many := newWays(b, benchWays/10), newWays(b, benchWays)
	for name, in := range map[string]catalog.WaysInput{
		"language":    {Filter: catalog.WayFilter{Languages: []string{"es"}, Delivery: []enum.Delivery{enum.DeliveryOnline}}},
		"skills":      {Filter: catalog.WayFilter{Skills: []string{many.Skill(b, "skill 7")}, MaxMinutes: testworld.Ptr(4_000)}},
		"recognition": {Filter: catalog.WayFilter{MinCredits: testworld.Ptr(2.0)}},
		"nothing":     {},
	} {
		b.Run(name, func(b *testing.B) {
			in.Page = page.Args{First: 20}
			few.counted(b, in) // the catalog is read, and kept
			many.counted(b, in)
			small, statements := few.counted(b, in), 0
			for b.Loop() {
				statements = many.counted(b, in)
			}
			b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/request")
			b.ReportMetric(float64(statements), "statements")
			if statements != small {
				b.Errorf("%d statements, %d with a tenth", statements, small)
			}
			if took := b.Elapsed() / time.Duration(b.N); took > benchWaysLimit {
				b.Errorf("%s a request, want at most %s", took, benchWaysLimit)
			}
		})
	}
}

// ways is a world with a large catalog.
type ways struct{ *testworld.World }

// counted asks for ways, and counts the statements that it takes.
func (w ways) counted(b *testing.B, in catalog.WaysInput) int {
	b.Helper()
	ctx, counter := store.Count(b.Context())
	p := testworld.Must(w.Catalog.Ways(ctx, in))(b)
	if len(p.Items) == 0 {
		b.Fatal("nothing is kept")
	}
	return int(counter.Statements())
}

func newWays(b *testing.B, n int) ways {
	b.Helper()
	w := ways{testworld.New(b)}
	org := w.Organization(b, "College", nil, enum.OrgIssuer, enum.OrgDeveloper, enum.OrgRecognizer)
	var skills []string
	for i := range 50 {
		skills = append(skills, w.Skill(b, fmt.Sprint("skill ", i)))
	}
	w.Tx(b, func(ctx context.Context, _ *db.Client) error {
		var made []string
		for i := range n {
			row, err := w.publishes(ctx, org.ID, i, skills)
			if err != nil {
				return err
			}
			made = append(made, row)
		}
		return w.leads(ctx, org.ID, made)
	})
	return w
}

// publishes adds a micro-credential with texts as long as they commonly are, with an
// offering, and for some credits.
func (w ways) publishes(ctx context.Context, org string, i int, skills []string) (string, error) {
	long := text.EnEs(strings.Repeat("Somebody who holds this does it well. ", 40), strings.Repeat("Quien lo tiene lo hace bien. ", 40))
	language := []string{"en", "es"}[i%2]
	in := catalog.VersionInput{
		Title: text.EnEs(fmt.Sprint("Course ", i), fmt.Sprint("Curso ", i)), Description: long, Criteria: long, HolderCan: long,
		Languages: []string{language}, Delivery: []enum.Delivery{enum.DeliveryOnline}, EffortMinutes: testworld.Ptr(60 + i%1_000),
	}
	for k := range 3 {
		in.Competencies = append(in.Competencies, catalog.CompetencyInput{Skill: skills[(i+k)%len(skills)]})
	}
	made, err := w.Catalog.PublishMicroCredential(ctx, catalog.MicroCredentialInput{
		Kind: enum.KindMicroCredential, Developer: org, Issuers: []string{org}, Version: in,
	})
	if err != nil {
		return "", err
	}
	if _, err := w.Catalog.AddOffering(ctx, catalog.OfferingInput{
		MicroCredential: made.ID, Provider: org, Delivery: enum.DeliveryOnline, Language: language, Schedule: long,
	}); err != nil || i%5 > 0 {
		return made.ID, err
	}
	_, err = w.Catalog.RecordRecognition(ctx, catalog.RecognitionInput{
		Organization: org, MicroCredential: &made.ID, Kind: enum.RecognizedCredit, Amount: testworld.Ptr("3"), Unit: "credits",
	})
	return made.ID, err
}

// leads adds a stack of ten parts for each ten, and a pathway for each 25.
func (w ways) leads(ctx context.Context, org string, made []string) error {
	for i := 0; i+25 <= len(made); i += 25 {
		p := catalog.PathwayInput{
			Owner: org, Title: text.En(fmt.Sprint("Way ", i)), Goal: enum.GoalOccupation,
			Occupation: fmt.Sprintf("11-%04d", 1_000+i), OccupationTitle: "Work",
		}
		for k := range 5 {
			p.Steps = append(p.Steps, catalog.PathwayStepInput{MicroCredential: &made[i+k]})
		}
		if _, err := w.Catalog.PublishPathway(ctx, p); err != nil {
			return err
		}
	}
	for i := 0; i+10 <= len(made); i += 10 {
		rule := matching.Rule{Op: matching.OpKOf, K: 3}
		for _, part := range made[i : i+10] {
			rule.Of = append(rule.Of, matching.Rule{Op: matching.OpPart, Credential: part})
		}
		in := catalog.StackInput{Owner: org, Version: catalog.StackVersionInput{Title: text.En(fmt.Sprint("Stack ", i)), Rule: rule}}
		if _, err := w.Catalog.PublishStack(ctx, in); err != nil {
			return err
		}
	}
	return nil
}
