package employer

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/contactrequest"
	"github.com/stackmatch/stackmatch/ent/db/employment"
	"github.com/stackmatch/stackmatch/ent/db/hiringeventearner"
	"github.com/stackmatch/stackmatch/ent/db/interest"
	"github.com/stackmatch/stackmatch/ent/db/report"
	"github.com/stackmatch/stackmatch/ent/db/savedposting"
	"github.com/stackmatch/stackmatch/ent/db/savedsearchmatch"
	"github.com/stackmatch/stackmatch/ent/db/shortlistentry"
	"github.com/stackmatch/stackmatch/ent/db/viewlogline"
)

// EraseEarner erases an earner from what employers keep, in the transaction of their
// erasure: contacts, shortlists with their notes, matches told, who looked. What the
// earner reported of an organization stays, without a word of theirs.
func (s *Service) EraseEarner(ctx context.Context, tx *db.Client, earner, _ string) error {
	// In this order: what is named goes after what names it.
	for _, step := range []struct {
		what   string
		remove func(context.Context) (int, error)
	}{
		{"employments", tx.Employment.Delete().Where(employment.EarnerID(earner)).Exec},
		{"reports", tx.Report.Update().Where(report.EarnerID(earner)).SetReason("").ClearContactID().Save},
		{"contacts", tx.ContactRequest.Delete().Where(contactrequest.EarnerID(earner)).Exec},
		{"hiring events", tx.HiringEventEarner.Delete().Where(hiringeventearner.EarnerID(earner)).Exec},
		{"interests", tx.Interest.Delete().Where(interest.EarnerID(earner)).Exec},
		{"saved postings", tx.SavedPosting.Delete().Where(savedposting.EarnerID(earner)).Exec},
		{"shortlists", tx.ShortlistEntry.Delete().Where(shortlistentry.EarnerID(earner)).Exec},
		{"matches of searches", tx.SavedSearchMatch.Delete().Where(savedsearchmatch.EarnerID(earner)).Exec},
		{"the view log", tx.ViewLogLine.Delete().Where(viewlogline.EarnerID(earner)).Exec},
	} {
		if _, err := step.remove(ctx); err != nil {
			return fmt.Errorf("erase %s: %w", step.what, err)
		}
	}
	return nil
}
