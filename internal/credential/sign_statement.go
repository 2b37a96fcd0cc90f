package credential

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/statusentry"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/badge/issue"
	"github.com/stackmatch/stackmatch/internal/id"
)

// statement is all that an award's badge says. The award has its issuer, pairs
// and earner loaded, with account and addresses.
func (s *Service) statement(ctx context.Context, row *db.Award) (issue.Award, error) {
	of, err := versions(ctx, s.DB, row.VersionID)
	if err != nil {
		return issue.Award{}, err
	}
	all, err := proven(ctx, s.DB, []*db.Award{row}, of)
	if err != nil {
		return issue.Award{}, err
	}
	held := all[row.ID]
	what, err := s.achievement(of[row.VersionID], held, row.Edges.Earner.Language)
	if err != nil {
		return issue.Award{}, err
	}
	issuer, err := s.profile(row.Edges.Issuer, what.Language)
	if err != nil {
		return issue.Award{}, err
	}
	out := issue.Award{
		ID: urnOf(row.ID), Issuer: issuer, Achievement: what,
		// JWTs say times in seconds.
		AwardedAt: row.EarnedAt.Truncate(time.Second), ValidFrom: row.EarnedAt.Truncate(time.Second),
	}
	if row.ExpiresAt != nil {
		ends := row.ExpiresAt.Truncate(time.Second)
		out.ValidUntil = &ends
	}
	if out.SubjectID, out.Identifiers, err = s.recipient(row.ID, row.Edges.Earner); err != nil {
		return issue.Award{}, err
	}
	_, out.Results = levels(what.ID, held, what.Language)
	if err := s.addDetail(ctx, row, &out); err != nil {
		return issue.Award{}, err
	}
	out.Status, err = s.statusOf(ctx, row)
	return out, err
}

// recipient names the earner of something: by a DID of theirs if they have one, and
// by their verified e-mail addresses, hashed. Nobody is named by name, and who has
// no DID by an identifier that nothing else has. The earner has account and
// addresses loaded.
func (s *Service) recipient(of string, holder *db.Earner) (subject string, identifiers []issue.Identifier, err error) {
	subject = hashedURN("holder of " + of)
	account := holder.Edges.Account
	if account == nil {
		return subject, nil, nil
	}
	addresses := slices.Clone(account.Edges.Addresses)
	slices.SortFunc(addresses, func(a, b *db.Address) int { return a.ID - b.ID })
	named := false
	for _, a := range addresses {
		switch {
		case a.VerifiedAt == nil:
		case a.Kind == enum.AddressDID && !named:
			subject, named = a.Value, true
		case a.Kind == enum.AddressEmail:
			salt, err := s.salt()
			if err != nil {
				return "", nil, err
			}
			identifiers = append(identifiers, issue.Identifier{
				Type: "emailAddress", Value: issue.HashIdentity(a.Value, salt), Salt: salt, Hashed: true,
			})
		}
	}
	return subject, identifiers, nil
}

func (s *Service) salt() (string, error) {
	var random [16]byte
	if _, err := io.ReadFull(s.Random, random[:]); err != nil {
		return "", fmt.Errorf("draw salt: %w", err)
	}
	return hex.EncodeToString(random[:]), nil
}

// addDetail adds an award's evidence, and its results beside the levels.
func (s *Service) addDetail(ctx context.Context, row *db.Award, out *issue.Award) error {
	found, err := s.details(ctx, s.DB, []*db.Award{row})
	if err != nil {
		return err
	}
	detail := found[row.ID]
	if detail == nil {
		return nil
	}
	out.Evidence = detail.Evidence
	n := 0
	for _, r := range detail.Results {
		if r.Level > 0 {
			continue // it is said by the award's competencies
		}
		n++
		described := issue.ResultDescription{ID: out.ID + "#result-" + strconv.Itoa(n), Name: r.Name, Type: "Result"}
		out.Achievement.ResultDescriptions = append(out.Achievement.ResultDescriptions, described)
		out.Results = append(out.Results, issue.Result{Description: described.ID, Value: r.Value, Status: r.Status})
	}
	return nil
}

// statusOf are an award's places in its issuer's lists.
func (s *Service) statusOf(ctx context.Context, row *db.Award) ([]issue.StatusEntry, error) {
	entries, err := s.DB.StatusEntry.Query().Where(statusentry.AwardID(row.ID)).WithList().All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load places in status lists: %w", err)
	}
	var out []issue.StatusEntry
	for _, p := range purposes {
		for _, e := range entries {
			if e.Edges.List.Purpose == p.of {
				list := s.address(statusPath(e.ListID))
				out = append(out, issue.StatusEntry{
					ID: list + "#" + strconv.Itoa(e.Position), List: list, Index: e.Position, Purpose: p.word,
				})
			}
		}
	}
	if len(out) != len(purposes) {
		return nil, fmt.Errorf("award %s has %d places in status lists, not %d", row.ID, len(out), len(purposes))
	}
	return out, nil
}

// urnOf is the id of an award's badge: the award's own, as a UUID.
func urnOf(award string) string {
	u, err := id.Parse(award, id.Award)
	if err != nil {
		return hashedURN(award)
	}
	return urn(u)
}

// awardOf is the award whose badge has an id of ours; false for other ids.
func awardOf(badge string) (string, bool) {
	raw, err := hex.DecodeString(strings.ReplaceAll(strings.TrimPrefix(badge, "urn:uuid:"), "-", ""))
	if err != nil || len(raw) != 16 || urn([16]byte(raw)) != badge {
		return "", false
	}
	return id.Encode(id.Award, [16]byte(raw)), true
}

// hashedURN is an identifier that follows from a text and does not lead back to it
// (RFC 9562 §5.8).
func hashedURN(text string) string {
	sum := sha256.Sum256([]byte(text))
	sum[6], sum[8] = sum[6]&0x0f|0x80, sum[8]&0x3f|0x80
	return urn([16]byte(sum[:16]))
}

func urn(u [16]byte) string {
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:])
}
