package account

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/account"
	"github.com/stackmatch/stackmatch/ent/db/auditentry"
	"github.com/stackmatch/stackmatch/ent/db/earner"
	"github.com/stackmatch/stackmatch/internal/audit"
)

// exportOwn gives what this service keeps of an earner, and what they did.
func (s *Service) exportOwn(ctx context.Context, id, of string, put func(name string, value any) error) error {
	row, err := s.DB.Earner.Query().Where(earner.ID(id)).WithPlace().WithConditions().
		WithGrants(func(q *db.GrantQuery) { q.WithOrganization() }).
		WithBlocks(func(q *db.BlockQuery) { q.WithOrganization() }).Only(ctx)
	if err != nil {
		return fmt.Errorf("load earner: %w", err)
	}
	who, err := s.DB.Account.Query().Where(account.ID(of)).WithAddresses().WithIdentities().
		WithMemberships(func(q *db.MembershipQuery) { q.WithOrganization() }).Only(ctx)
	if err != nil {
		return fmt.Errorf("load account: %w", err)
	}
	for _, part := range []struct {
		name  string
		value any
	}{
		{"profile", exportedProfile(row)},
		{"account", exportedAccount(who)},
		{"consents", exportedConsents(row)},
		{"blocks", exportedBlocks(row)},
		{"conditions", exportedConditions(row)},
	} {
		if err := put(part.name, part.value); err != nil {
			return fmt.Errorf("write %s: %w", part.name, err)
		}
	}
	return s.exportTrail(ctx, of, row.Language, put)
}

func exportedProfile(row *db.Earner) map[string]any {
	out := map[string]any{
		"id": row.ID, "name": row.Name, "since": row.CreatedAt, "language": row.Language, "languagesForWork": row.Languages,
		"placePrecision": row.PlacePrecision, "remote": row.Remote, "visibility": row.Visibility, "reach": row.Reach,
		"choseAt": row.ChoseAt, "guardianUntil": row.GuardianUntil, "showsNonCounting": row.ShowNonCounting, "paperConsentAt": row.PaperConsentAt,
	}
	if row.Edges.Place != nil {
		out["place"] = row.Edges.Place.Name
	}
	return out
}

func exportedAccount(row *db.Account) map[string]any {
	addresses, identities, memberships := []any{}, []any{}, []any{}
	for _, a := range row.Edges.Addresses {
		addresses = append(addresses, map[string]any{
			"kind": a.Kind, "value": a.Value, "verifiedAt": a.VerifiedAt, "lapsesAt": a.LapsesAt, "preferred": a.Preferred,
		})
	}
	for _, i := range row.Edges.Identities {
		identities = append(identities, map[string]any{"issuer": i.Issuer, "subject": i.Subject})
	}
	for _, m := range row.Edges.Memberships {
		memberships = append(memberships, map[string]any{"organization": m.Edges.Organization.Name, "role": m.Role, "since": m.CreatedAt})
	}
	return map[string]any{
		"id": row.ID, "name": row.DisplayName, "language": row.Locale, "since": row.CreatedAt,
		"addresses": addresses, "identities": identities, "memberships": memberships,
	}
}

func exportedConsents(row *db.Earner) []any {
	out := []any{}
	for _, g := range row.Edges.Grants {
		one := map[string]any{
			"id": g.ID, "purpose": g.Purpose, "fields": g.Fields, "source": g.Source, "kindOfOrganization": g.OrganizationKind,
			"givenAt": g.CreatedAt, "until": g.Until, "withdrawnAt": g.WithdrawnAt, "toAPerson": g.AccountID != nil,
		}
		if g.Edges.Organization != nil {
			one["organization"] = g.Edges.Organization.Name
		}
		out = append(out, one)
	}
	return out
}

func exportedBlocks(row *db.Earner) []any {
	out := []any{}
	for _, b := range row.Edges.Blocks {
		out = append(out, map[string]any{"organization": b.Edges.Organization.Name, "since": b.CreatedAt})
	}
	return out
}

func exportedConditions(row *db.Earner) []any {
	out := []any{}
	for _, c := range row.Edges.Conditions {
		out = append(out, map[string]any{"kind": c.Kind, "amount": c.Amount, "unit": c.Unit})
	}
	return out
}

// exportTrail gives what the account did, in words.
func (s *Service) exportTrail(ctx context.Context, of, language string, put func(name string, value any) error) error {
	rows, err := s.DB.AuditEntry.Query().Where(auditentry.Actor(of)).Order(db.Asc(auditentry.FieldID)).All(ctx)
	if err != nil {
		return fmt.Errorf("load the trail: %w", err)
	}
	out := make([]any, len(rows))
	for i, row := range rows {
		out[i] = map[string]any{"at": row.At, "said": audit.Action(row.Action).Sentence(language), "action": row.Action, "about": row.Subject}
	}
	return put("trail", out)
}
