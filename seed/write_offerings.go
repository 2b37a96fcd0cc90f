package seed

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/id"
)

func (w *writer) writeOfferings(ctx context.Context) error {
	for _, o := range w.Offerings {
		price, err := o.Price.price()
		if err != nil {
			return fmt.Errorf("%s: %w", o.Key, err)
		}
		meets, err := schedule(o.Weekly)
		if err != nil {
			return fmt.Errorf("%s: %w", o.Key, err)
		}
		learner, err := o.LearnerPrice.price()
		if err != nil {
			return fmt.Errorf("%s: %w", o.Key, err)
		}
		starts, ends, err := o.days(w.now)
		if err != nil {
			return fmt.Errorf("%s: %w", o.Key, err)
		}
		// Announced a month before it begins, and by today.
		w.at(daysAgo(w.now, max(30, 30-o.StartsInDays)), "offering/"+o.Key)
		added, err := w.catalog.AddOffering(ctx, catalog.OfferingInput{
			ID: mint(id.Offering, o.Key), MicroCredential: mint(id.MicroCredential, o.MicroCredential),
			Provider: mint(id.Organization, o.Provider), Place: w.placeID(o.Place), Delivery: o.Delivery, Language: o.Language,
			StartsOn: moment(starts), EndsOn: moment(ends),
			Schedule: meets, Seats: positive(o.Seats), Price: price, Funding: o.Funding.localized(),
			LearnerPrice: learner, Modules: positive(o.Modules), DownloadKib: positive(o.DownloadKiB),
		})
		if err != nil {
			return fmt.Errorf("%s: %w", o.Key, err)
		}
		if err := w.writeReadiness(ctx, o.Readiness, catalog.ReadinessNoteInput{Offering: &added.ID}); err != nil {
			return fmt.Errorf("%s: %w", o.Key, err)
		}
	}
	for _, m := range w.MicroCredentials {
		of := mint(id.MicroCredential, m.Key)
		if err := w.writeReadiness(ctx, m.Readiness, catalog.ReadinessNoteInput{MicroCredential: &of}); err != nil {
			return fmt.Errorf("%s: %w", m.Key, err)
		}
	}
	w.report.Offerings = len(w.Offerings)
	return nil
}

// writeReadiness adds notes to what one of them is about.
func (w *writer) writeReadiness(ctx context.Context, notes []Readiness, about catalog.ReadinessNoteInput) error {
	for _, n := range notes {
		about.Kind, about.Note, about.URL = n.Kind, n.Note.localized(), nil
		if n.URL != "" {
			about.URL = &n.URL
		}
		if _, err := w.catalog.AddReadinessNote(ctx, about); err != nil {
			return err
		}
	}
	return nil
}

// days are the first and the last day of an offering. What meets weekly begins on the
// first weekday that it names, from the day stated on, and ends on the last one before
// it would have been as long as stated.
func (o Offering) days(now time.Time) (starts, ends time.Time, err error) {
	starts, ends = inDays(now, o.StartsInDays), inDays(now, o.EndsInDays)
	if len(o.Weekly) == 0 || starts.IsZero() {
		return starts, ends, nil
	}
	meets := make([]time.Weekday, len(o.Weekly))
	for i, w := range o.Weekly {
		named, _, err := weekly(w)
		if err != nil {
			return starts, ends, err
		}
		meets[i] = named.day
	}
	long := o.EndsInDays - o.StartsInDays
	for starts.Weekday() != meets[0] {
		starts = starts.AddDate(0, 0, 1)
	}
	if ends.IsZero() {
		return starts, ends, nil
	}
	ends = starts.AddDate(0, 0, long)
	for !slices.Contains(meets, ends.Weekday()) {
		ends = ends.AddDate(0, 0, -1)
	}
	return starts, ends, nil
}
