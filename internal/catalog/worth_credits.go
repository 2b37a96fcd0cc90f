package catalog

import (
	"math/big"
	"slices"
	"strings"

	"github.com/stackmatch/stackmatch/ent/enum"
)

// OrganizationCredits is how much credit there is at an organization.
type OrganizationCredits struct {
	Organization string
	// Credits is a decimal.
	Credits string
}

// creditsOf adds up the credit that is in force or kept, by organization, in the
// order of the items. Credit for one course counts once, by the most that anybody
// gives for it; so does all that is for no course in particular: such statements
// may be about the same credit.
func creditsOf(items []WorthItem) []OrganizationCredits {
	byCourse := map[string]map[string]*big.Rat{}
	var order []string
	for _, item := range items {
		if !item.InForce && !item.Kept || item.Kind != enum.RecognizedCredit || item.Unit != creditUnit || item.Amount == nil {
			continue
		}
		amount, ok := new(big.Rat).SetString(*item.Amount)
		if !ok {
			continue
		}
		if byCourse[item.At] == nil {
			byCourse[item.At] = map[string]*big.Rat{}
			order = append(order, item.At)
		}
		course := strings.ToLower(strings.Join(strings.Fields(item.Course), " "))
		if most := byCourse[item.At][course]; most == nil || amount.Cmp(most) > 0 {
			byCourse[item.At][course] = amount
		}
	}
	out := make([]OrganizationCredits, 0, len(order))
	for _, organization := range order {
		out = append(out, OrganizationCredits{organization, sum(byCourse[organization])})
	}
	return slices.Clip(out)
}

// sum is exact, whatever the order: amounts have at most six decimals.
func sum(amounts map[string]*big.Rat) string {
	total := new(big.Rat)
	for _, amount := range amounts {
		total.Add(total, amount)
	}
	text := total.FloatString(6)
	return strings.TrimRight(strings.TrimRight(text, "0"), ".")
}
