package assessment

import (
	"context"
	"errors"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/earner"
	"github.com/stackmatch/stackmatch/ent/db/evidence"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/submission"
)

// EvidenceWarning is words of an item that may tell who the earner is.
type EvidenceWarning struct {
	// Evidence is the item's id, Part its part's key.
	Evidence string
	Part     string
	Kind     submission.SpanKind
	// Words are as they stand there.
	Words string
}

// maxWarnings is how many words are warned of: who is warned so often reads all of
// it again.
const maxWarnings = 50

// errUnreadable says no more: what is sealed stays sealed.
var errUnreadable = errors.New("it cannot be read")

// unmasks lists what may tell blind assessors who the earner is; nothing where
// they may know.
func (s *Service) unmasks(ctx context.Context, tx *db.Client, row *db.Submission) ([]EvidenceWarning, error) {
	if !submission.Mode(row.Mode).Blind() {
		return nil, nil
	}
	items, err := tx.Evidence.Query().Where(evidence.SubmissionID(row.ID), evidence.UntilAttemptIsNil()).
		Order(evidence.ByID()).All(ctx)
	if err != nil || len(items) == 0 {
		return nil, wrapped(err, "load evidence")
	}
	v, err := s.Vault.Existing(ctx, tx, row.EarnerID)
	if err != nil || v == nil {
		return nil, err // without a key there is nothing to read any more
	}
	names, err := namesOf(ctx, tx, []string{row.EarnerID})
	if err != nil {
		return nil, err
	}
	var warnings []EvidenceWarning
	for _, item := range items {
		c, err := contentOf(v, item)
		if err != nil {
			return nil, err
		}
		// The file's name is kept from assessors, and needs no warning.
		for _, said := range []string{c.Title, c.Text, c.Link} {
			for _, span := range submission.Names(said, names[row.EarnerID]) {
				if len(warnings) == maxWarnings {
					return warnings, nil
				}
				warnings = append(warnings, EvidenceWarning{item.ID, item.Part, span.Kind, said[span.Start:span.End]})
			}
		}
	}
	return warnings, nil
}

// namesOf lists the names under which earners are known here.
func namesOf(ctx context.Context, client *db.Client, earners []string) (map[string][]string, error) {
	rows, err := client.Earner.Query().Where(earner.IDIn(earners...)).WithAccount().All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load earners: %w", err)
	}
	names := make(map[string][]string, len(rows))
	for _, row := range rows {
		names[row.ID] = []string{row.Name}
		if row.Edges.Account != nil {
			names[row.ID] = append(names[row.ID], row.Edges.Account.DisplayName)
		}
	}
	return names, nil
}

// inLanguage is a definition's text in a language, or the next best.
func inLanguage(t submission.Text, language string) string {
	said, _ := text.Localized(t).In(language)
	return said
}

// wrapped says what was being done; nil stays nil.
func wrapped(err error, doing string) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", doing, err)
}
