// Package outcome owns what is protected about earners, what happened to them
// after an award, and what counts say of it. Nothing here is ever ranked or
// searched: it refuses to answer about anyone but in counts, or to themselves.
package outcome

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/store"
)

// batchSize is how many records are written in one transaction.
const batchSize = 1_000

// Service keeps the protected store.
type Service struct {
	DB      *db.Client
	IDs     id.Minter
	Now     func() time.Time
	Cursors *page.Sealer
	// Least is the smallest number of people that others than a program's steward
	// are told of: LeastShown, unless it is higher.
	Least int
	// PeriodMonths is how many months a reporting period has, a divisor of 12; 0
	// is a year.
	PeriodMonths int
}

// Attributes are who an earner is: Table 7 of Digital Promise's 2022 report. Nil
// and empty mean unknown, not no.
type Attributes struct {
	Earner           string
	BirthYear        *int
	Gender           string
	EthnicityRace    string
	PrimaryLanguage  string
	PellEligible     *bool
	FirstGeneration  *bool
	Disability       *bool
	PublicAssistance *bool
	LowIncome        *bool
	EnglishLearner   *bool
	Source           string
}

// Record writes protected attributes, in batches.
func (s *Service) Record(ctx context.Context, people []Attributes) error {
	if err := auth.Require(ctx, auth.AdministerService); err != nil {
		return err
	}
	rows := make([]*db.ProtectedAttributes, len(people))
	for i, a := range people {
		rows[i] = a.row(s.Now())
	}
	return insert(ctx, s.DB, "protected attributes", rows)
}

func (a Attributes) row(now time.Time) *db.ProtectedAttributes {
	return &db.ProtectedAttributes{
		EarnerID: a.Earner, BirthYear: a.BirthYear, Gender: a.Gender, EthnicityRace: a.EthnicityRace,
		PrimaryLanguage: a.PrimaryLanguage, PellEligible: a.PellEligible, FirstGeneration: a.FirstGeneration,
		Disability: a.Disability, PublicAssistance: a.PublicAssistance, LowIncome: a.LowIncome,
		EnglishLearner: a.EnglishLearner, Source: a.Source, RecordedAt: now,
	}
}

// insert writes rows in batches, each in a transaction.
func insert[T any](ctx context.Context, client *db.Client, what string, rows []*T) error {
	for batch := range slices.Chunk(rows, batchSize) {
		err := store.InTx(ctx, client, func(ctx context.Context, tx *db.Client) error {
			return store.Insert(ctx, tx, batch)
		})
		if err != nil {
			return fmt.Errorf("write %s: %w", what, err)
		}
	}
	return nil
}
