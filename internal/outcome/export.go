package outcome

import (
	"context"
	"fmt"
	"io"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/protectedattributes"
	"github.com/stackmatch/stackmatch/ent/db/protectedenrollment"
	"github.com/stackmatch/stackmatch/ent/db/protectedoutcome"
)

// ExportEarner gives an earner what is protected about them: nobody else reads it
// but as counts.
func (s *Service) ExportEarner(ctx context.Context, earner, _ string, put func(name string, value any) error, _ func(name string, content io.Reader) error) error {
	attributes, err := s.DB.ProtectedAttributes.Query().Where(protectedattributes.EarnerID(earner)).All(ctx)
	if err != nil {
		return fmt.Errorf("load attributes: %w", err)
	}
	baselines, err := s.DB.ProtectedEnrollment.Query().Where(protectedenrollment.EarnerID(earner)).WithOrganization().All(ctx)
	if err != nil {
		return fmt.Errorf("load baselines: %w", err)
	}
	outcomes, err := s.DB.ProtectedOutcome.Query().Where(protectedoutcome.EarnerID(earner)).WithOrganization().
		Order(protectedoutcome.ByOn(), protectedoutcome.ByID()).All(ctx)
	if err != nil {
		return fmt.Errorf("load outcomes: %w", err)
	}
	if err := put("protected", map[string]any{"attributes": attributesOf(attributes), "baselines": baselinesOf(baselines)}); err != nil {
		return fmt.Errorf("write what is protected: %w", err)
	}
	return put("outcomes", outcomesOf(outcomes))
}

// attributesOf has also the members that are kept out of logs.
func attributesOf(rows []*db.ProtectedAttributes) []any {
	out := []any{}
	for _, r := range rows {
		out = append(out, map[string]any{
			"researchId": r.ResearchID, "birthYear": r.BirthYear, "gender": r.Gender, "ethnicityAndRace": r.EthnicityRace,
			"primaryLanguage": r.PrimaryLanguage, "pellEligible": r.PellEligible, "firstGeneration": r.FirstGeneration,
			"disability": r.Disability, "publicAssistance": r.PublicAssistance, "lowIncome": r.LowIncome,
			"englishLearner": r.EnglishLearner, "source": r.Source, "recordedAt": r.RecordedAt,
		})
	}
	return out
}

func baselinesOf(rows []*db.ProtectedEnrollment) []any {
	out := []any{}
	for _, r := range rows {
		out = append(out, map[string]any{
			"organization": r.Edges.Organization.Name, "status": r.Status, "enrolledOn": r.EnrolledOn, "attempted": r.Attempted, "completed": r.Completed,
			"baselineOn": r.BaselineOn, "source": r.BaselineSource, "wageCents": r.WageCents, "currency": r.WageCurrency, "weeklyHours": r.WeeklyHours,
			"benefits": r.Benefits, "employed": r.Employed, "assisted": r.Assisted, "disability": r.Disability,
			"englishLearner": r.EnglishLearner, "lowIncome": r.LowIncome, "rural": r.Rural,
		})
	}
	return out
}

func outcomesOf(rows []*db.ProtectedOutcome) []any {
	out := []any{}
	for _, r := range rows {
		one := map[string]any{
			"kind": r.Kind, "on": r.On, "detail": r.Detail, "wageCents": r.WageCents, "currency": r.WageCurrency,
			"weeklyHours": r.WeeklyHours, "source": r.Source, "recordedAt": r.CreatedAt,
		}
		if r.Edges.Organization != nil {
			one["organization"] = r.Edges.Organization.Name
		}
		out = append(out, one)
	}
	return out
}
