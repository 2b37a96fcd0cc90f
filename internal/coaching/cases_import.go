package coaching

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/account"
	"github.com/stackmatch/stackmatch/ent/db/address"
	"github.com/stackmatch/stackmatch/ent/db/earner"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/claimcode"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// ImportCaseloadInput is whom to follow, many at once.
type ImportCaseloadInput struct {
	Rows []CaseloadRow
	// Coach is who follows them, by membership; nil for the viewer.
	Coach *string
}

// CaseloadRow is one of them: by exactly one of the record's id, a confirmed address
// and the code that claims the record.
type CaseloadRow struct {
	Earner, Address, ClaimCode *string
	Group                      *string
	Stage                      *enum.CaseStage
}

// ImportCaseload opens the cases of many, each row judged by itself. Who has not
// agreed to be coached by the viewer is not found, whoever they are.
func (s *Service) ImportCaseload(ctx context.Context, in ImportCaseloadInput) ([]*CaseResult, error) {
	if err := requireCoach(ctx); err != nil {
		return nil, err
	}
	if n := len(in.Rows); n < 1 || n > maxRows {
		return nil, problem.New(problem.Invalid, "give 1 to %d, not %d", maxRows, n).
			Spanish("dé de 1 a %d, no %d", maxRows, n).At("rows")
	}
	how, err := s.openingOf(ctx, OpenCaseInput{Coach: in.Coach})
	if err != nil {
		return nil, err
	}
	earners, results, err := s.resolve(ctx, in.Rows)
	if err != nil {
		return nil, err
	}
	opened := make([]string, len(in.Rows))
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		for i, row := range in.Rows {
			if len(results[i].Problems) > 0 {
				continue
			}
			made, err := s.openCases(ctx, tx, []string{earners[i]}, opening{coach: how.coach, group: row.Group, stage: row.Stage})
			if err != nil {
				return problem.Under(err, "rows", strconv.Itoa(i))
			}
			opened[i] = made[0]
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return results, s.show(ctx, opened, results)
}

// resolve finds whose the rows are, among those who share something with the viewer.
func (s *Service) resolve(ctx context.Context, rows []CaseloadRow) ([]string, []*CaseResult, error) {
	known, err := s.known(ctx, rows)
	if err != nil {
		return nil, nil, err
	}
	groups, err := s.CaseGroups(ctx)
	if err != nil {
		return nil, nil, err
	}
	ours := grouped(groups, func(g *db.CaseGroup) string { return g.ID })
	earners, results := make([]string, len(rows)), make([]*CaseResult, len(rows))
	for i, row := range rows {
		results[i] = &CaseResult{Index: i}
		at := strconv.Itoa(i)
		fail := func(p *problem.Problem) { results[i].Problems = append(results[i].Problems, p.At("rows", at)) }
		key, one := row.key()
		if !one {
			fail(problem.New(problem.Invalid, "name an earner, an address or a code: one of them").
				Spanish("indique una persona, una dirección o un código: uno solo"))
		} else if earners[i] = known[key]; earners[i] == "" {
			fail(problem.New(problem.NotFound, "nobody who agreed to be coached by you is known by this").
				Spanish("nadie que haya aceptado su asesoría se conoce por esto"))
		}
		if row.Group != nil && len(ours[*row.Group]) == 0 {
			fail(noGroup(*row.Group).At("group"))
		}
	}
	return earners, results, nil
}

// key names whom a row is of; false where it says so in no way or in several.
func (r CaseloadRow) key() (string, bool) {
	given, key := 0, ""
	if r.Earner != nil {
		given, key = given+1, *r.Earner
	}
	if r.Address != nil {
		given, key = given+1, addressKey(*r.Address)
	}
	if r.ClaimCode != nil {
		given, key = given+1, "code "+claimcode.Hash(*r.ClaimCode)
	}
	return key, given == 1
}

func addressKey(value string) string { return "address " + strings.ToLower(strings.TrimSpace(value)) }

// known are the earners whom rows name and who share something with the viewer, by
// what names them.
func (s *Service) known(ctx context.Context, rows []CaseloadRow) (map[string]string, error) {
	var ids, addresses, hashes []string
	for _, row := range rows {
		switch {
		case row.Earner != nil:
			ids = append(ids, *row.Earner)
		case row.Address != nil:
			addresses = append(addresses, strings.TrimPrefix(addressKey(*row.Address), "address "))
		case row.ClaimCode != nil:
			hashes = append(hashes, claimcode.Hash(*row.ClaimCode))
		}
	}
	reached, err := s.reachedAt(ctx, addresses)
	if err != nil {
		return nil, err
	}
	accounts := make([]string, 0, len(reached))
	for _, of := range reached {
		accounts = append(accounts, of)
	}
	found, err := s.DB.Earner.Query().Where(earner.Or(
		earner.IDIn(ids...), earner.AccountIDIn(accounts...), earner.ClaimCodeHashIn(hashes...))).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("look up earners: %w", err)
	}
	all := make([]string, len(found))
	for i, row := range found {
		all[i] = row.ID
	}
	sharing, err := s.whoShares(ctx, all)
	if err != nil {
		return nil, err
	}
	return named(found, sharing, reached), nil
}

// named are the earners who share something by all that names them.
func named(found []*db.Earner, sharing []string, reached map[string]string) map[string]string {
	agreed := make(map[string]bool, len(sharing))
	for _, key := range sharing {
		agreed[key] = true
	}
	out, byAccount := map[string]string{}, map[string]string{}
	for _, row := range found {
		if !agreed[row.ID] {
			continue
		}
		out[row.ID] = row.ID
		if row.ClaimCodeHash != nil {
			out["code "+*row.ClaimCodeHash] = row.ID
		}
		if row.AccountID != nil {
			byAccount[*row.AccountID] = row.ID
		}
	}
	for value, account := range reached {
		if who := byAccount[account]; who != "" {
			out["address "+value] = who
		}
	}
	return out
}

// reachedAt gives the accounts that confirmed addresses belong to, by address.
func (s *Service) reachedAt(ctx context.Context, addresses []string) (map[string]string, error) {
	rows, err := s.DB.Address.Query().
		Where(address.ValueIn(addresses...), address.VerifiedAtNotNil(), address.HasAccountWith(account.ErasedAtIsNil())).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("look up addresses: %w", err)
	}
	out := make(map[string]string, len(rows))
	for _, row := range rows {
		out[row.Value] = row.AccountID
	}
	return out, nil
}
