package issue_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/badge/issue"
	"github.com/stackmatch/stackmatch/internal/badge/keys"
)

var (
	earned  = time.Date(2026, 10, 2, 0, 0, 0, 0, time.UTC)
	issued  = time.Date(2026, 10, 5, 14, 30, 0, 0, time.UTC)
	expires = time.Date(2029, 10, 5, 14, 30, 0, 0, time.UTC)
	now     = time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)
)

const (
	issuerDID  = "did:web:badges.example.edu:issuers:org_welding"
	serviceDID = "did:web:badges.example.edu"
	issuerURL  = "https://badges.example.edu/issuers/org_welding"
	welding    = "https://badges.example.edu/achievements/ver_welding2"
)

func college() issue.Issuer {
	return issue.Issuer{
		ID:          issuerDID,
		Name:        "Example Polytechnic",
		URL:         "https://www.example.edu/",
		Email:       "badges@example.edu",
		Description: "A college that does not exist.",
		Image:       "https://www.example.edu/logo.png",
	}
}

func service() issue.Issuer { return issue.Issuer{ID: serviceDID, Name: "Stackmatch"} }

func achievement() issue.Achievement {
	skill := issue.Alignment{
		TargetType: "ceasn:Competency", Name: "MIG welding", Description: "Joins steel by metal inert gas welding.",
		Framework: "Example skills", Code: "S1.2", URL: "https://skills.example.org/mig-welding",
	}
	return issue.Achievement{
		ID:          welding,
		Type:        "MicroCredential",
		Name:        "Soldadura MIG, nivel 2",
		Description: "Suelda acero al carbono sin ayuda.",
		Criteria:    "Una soldadura de prueba, inspeccionada & medida: garganta < 6 mm.",
		CriteriaURL: "https://badges.example.edu/achievements/ver_welding2/criteria",
		Image:       "https://badges.example.edu/achievements/ver_welding2.png",
		Tags:        []string{"soldadura", "metal"},
		Language:    "es",
		Version:     "2",
		Alignments: []issue.Alignment{skill, {
			TargetType: "CFItem", Name: "Welder", Framework: "Example occupations",
			URL: "https://occupations.example.org/welder",
		}},
		Creator: badge.Profile{ID: "https://developers.example.org/", Name: "Example Developers"},
		ResultDescriptions: []issue.ResultDescription{{
			ID: welding + "#result-1", Name: "MIG welding", Type: "RubricCriterionLevel",
			RequiredLevel: welding + "#result-1-level-1",
			Levels: []issue.RubricLevel{
				{ID: welding + "#result-1-level-1", Name: "With help", Level: "1", Points: "1"},
				{ID: welding + "#result-1-level-2", Name: "Alone on routine work", Level: "2", Points: "2"},
			},
			Alignments: []issue.Alignment{skill},
		}, {
			ID: welding + "#result-2", Name: "Inspection", Type: "Percent", ValueMin: "0", ValueMax: "100",
			RequiredValue: "70",
		}},
	}
}

func award() issue.Award {
	return issue.Award{
		ID:          "urn:uuid:0192f3a4-5b6c-7d8e-8f90-a1b2c3d4e5f6",
		Issuer:      college(),
		Achievement: achievement(),
		SubjectID:   "urn:uuid:0192f3a4-0000-7000-8000-000000000001",
		Identifiers: []issue.Identifier{{
			Type: "emailAddress", Value: issue.HashIdentity("learner@example.org", "sea salt"), Salt: "sea salt", Hashed: true,
		}},
		Results: []issue.Result{
			{Description: welding + "#result-1", AchievedLevel: welding + "#result-1-level-2"},
			{Description: welding + "#result-2", Value: "84", Status: "Completed"},
		},
		Evidence: []issue.Evidence{
			{
				ID: "https://evidence.example.org/weld-1", Name: "Test weld", Narrative: "A fillet weld on 6 mm plate.",
				Genre: "Photograph", Audience: "Employers",
			},
			{Name: "Report of the inspection", Description: "Held by the college."},
		},
		AwardedAt:  earned,
		ValidFrom:  issued,
		ValidUntil: &expires,
		Status: []issue.StatusEntry{{
			ID:   "https://badges.example.edu/status/stl_revocation#70123",
			List: "https://badges.example.edu/status/stl_revocation", Index: 70123, Purpose: issue.Revocation,
		}},
	}
}

// suspendable is award with a place in both lists.
func suspendable() issue.Award {
	a := award()
	a.Status = append(a.Status, issue.StatusEntry{
		ID:   "https://badges.example.edu/status/stl_suspension#99",
		List: "https://badges.example.edu/status/stl_suspension", Index: 99, Purpose: issue.Suspension,
	})
	return a
}

// smallest is an award that says no more than it must.
func smallest() issue.Award {
	return issue.Award{
		ID:     "urn:uuid:0192f3a4-5b6c-7d8e-8f90-000000000002",
		Issuer: issue.Issuer{ID: issuerDID},
		Achievement: issue.Achievement{
			ID: "urn:uuid:0192f3a4-5b6c-7d8e-8f90-000000000003", Name: "Forklift", Description: "Drives a forklift.",
			Criteria: "A driving test.",
		},
		SubjectID: "did:example:holder",
		ValidFrom: issued,
	}
}

// private makes the same key each time.
func private(t testing.TB, algorithm keys.Algorithm, seed byte) keys.Private {
	t.Helper()
	k, err := keys.Generate(algorithm, bytes.NewReader(bytes.Repeat([]byte{seed}, 64)))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// must is for what can't go wrong in a test.
func must[T any](t testing.TB) func(value T, err error) T {
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

func indented(t testing.TB, document []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := json.Indent(&b, document, "", "  "); err != nil {
		t.Fatal(err)
	}
	b.WriteByte('\n')
	return b.Bytes()
}

// golden compares a document with testdata. A change of it is a change of what
// others read: look at it before you write it there.
func golden(t *testing.T, name string, document []byte) {
	t.Helper()
	got := indented(t, document)
	want, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Errorf("%v; got\n%s", err, got)
		return
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s: (-want +got)\n%s", name, diff)
	}
}
