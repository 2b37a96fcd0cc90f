// Package outcome owns what is protected about earners, and what reports say of
// it. Nothing here is ever ranked, searched or shown for one person: it refuses
// to answer about anyone but in aggregates.
package outcome

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/store"
)

// batchSize is how many records are written in one transaction.
const batchSize = 1_000

// Service keeps the protected store.
type Service struct {
	DB  *db.Client
	Now func() time.Time
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
	for batch := range slices.Chunk(people, batchSize) {
		err := store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
			rows := make([]*db.ProtectedAttributesCreate, len(batch))
			for i, a := range batch {
				rows[i] = s.row(tx, a)
			}
			return tx.ProtectedAttributes.CreateBulk(rows...).Exec(ctx)
		})
		if err != nil {
			return fmt.Errorf("write protected attributes: %w", err)
		}
	}
	return nil
}

func (s *Service) row(tx *db.Client, a Attributes) *db.ProtectedAttributesCreate {
	return tx.ProtectedAttributes.Create().
		SetEarnerID(a.Earner).SetNillableBirthYear(a.BirthYear).SetGender(a.Gender).
		SetEthnicityRace(a.EthnicityRace).SetPrimaryLanguage(a.PrimaryLanguage).
		SetNillablePellEligible(a.PellEligible).SetNillableFirstGeneration(a.FirstGeneration).
		SetNillableDisability(a.Disability).SetNillablePublicAssistance(a.PublicAssistance).
		SetNillableLowIncome(a.LowIncome).SetNillableEnglishLearner(a.EnglishLearner).
		SetSource(a.Source).SetRecordedAt(s.Now())
}
