package employer

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/posting"
	"github.com/stackmatch/stackmatch/ent/db/requirement"
	"github.com/stackmatch/stackmatch/internal/auth"
)

// fingerprint is the same of postings that say the same: of one employer, with
// one title however it is written, at one place, asking for the same.
func fingerprint(employer, title string, place *string, requirements []Requirement) string {
	asks := make([]string, len(requirements))
	for i, r := range requirements {
		asks[i] = askKey(r.Ask)
		if ask, ok := r.Ask.(SkillAsk); ok && ask.Level != nil {
			asks[i] += fmt.Sprint("@", *ask.Level)
		}
		asks[i] += " " + string(r.Importance)
	}
	slices.Sort(asks)
	where := ""
	if place != nil {
		where = *place
	}
	sum := sha256.Sum256([]byte(strings.Join(append([]string{employer, plainTitle(title), where}, asks...), "\n")))
	return hex.EncodeToString(sum[:16])
}

// plainTitle is a title without what makes no difference: case, accents, signs
// and spaces.
func plainTitle(title string) string {
	words := strings.FieldsFunc(strings.ToLower(norm.NFKD.String(title)), func(r rune) bool {
		return !unicode.In(r, unicode.L, unicode.N, unicode.M)
	})
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.M, r) {
			return -1
		}
		return r
	}, strings.Join(words, " "))
}

// sayingTheSame is the earliest posting of an employer that has a fingerprint and
// still seeks; nil where none is. A duplicate is flagged, not refused, as two may
// be sought alike.
func (s *Service) sayingTheSame(ctx context.Context, tx *db.Client, employer, mark, but string) (*string, error) {
	same, err := tx.Posting.Query().
		Where(posting.EmployerID(employer), posting.Fingerprint(mark), posting.IDNEQ(but), standsAs(s.Now(), live...)).
		Order(posting.ByOpenedAt(), posting.ByID()).First(ctx)
	if db.IsNotFound(err) {
		return nil, nil //nolint:nilnil // none is an answer here
	}
	if err != nil {
		return nil, fmt.Errorf("look for a duplicate: %w", err)
	}
	return &same.ID, nil
}

// markAgain compares a posting that was changed with the others anew.
func (s *Service) markAgain(ctx context.Context, tx *db.Client, row *db.Posting) (*db.Posting, error) {
	q := tx.Requirement.Query().Where(requirement.PostingID(row.ID))
	withAsks(q)
	rows, err := q.All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load requirements: %w", err)
	}
	requirements := make([]Requirement, len(rows))
	for i, r := range rows {
		requirements[i] = stored(r)
	}
	mark := fingerprint(row.EmployerID, row.Title, row.PlaceID, requirements)
	if mark == row.Fingerprint {
		return row, nil
	}
	same, err := s.sayingTheSame(ctx, tx, row.EmployerID, mark, row.ID)
	if err != nil {
		return nil, err
	}
	update := tx.Posting.UpdateOne(row).SetFingerprint(mark)
	setOrClear(same, func(id string) { update.SetDuplicateOfID(id) }, func() { update.ClearDuplicateOfID() })
	marked, err := update.Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("mark posting: %w", err)
	}
	return marked, nil
}

// maxDuplicates is how many duplicates are told of.
const maxDuplicates = 20

// PossibleDuplicates are the viewer's organization's other postings that say the
// same as one of its own and still seek, the earliest first.
func (s *Service) PossibleDuplicates(ctx context.Context, row *db.Posting) ([]*db.Posting, error) {
	if row.Fingerprint == "" || !s.Owns(ctx, row) {
		return nil, nil
	}
	rows, err := s.DB.Posting.Query().
		Where(posting.EmployerID(row.EmployerID), posting.Fingerprint(row.Fingerprint), posting.IDNEQ(row.ID), standsAs(s.Now(), live...)).
		Order(posting.ByOpenedAt(), posting.ByID()).Limit(maxDuplicates).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load duplicates: %w", err)
	}
	return rows, nil
}

// Owns tells whether a posting is of the organization that the viewer acts for.
func (s *Service) Owns(ctx context.Context, row *db.Posting) bool {
	return auth.Can(ctx, auth.ViewOwnPostings) && row.EmployerID == auth.From(ctx).Organization()
}
