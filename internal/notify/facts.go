package notify

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/contactrequest"
	"github.com/stackmatch/stackmatch/ent/db/hiringevent"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/ent/db/savedsearch"
	"github.com/stackmatch/stackmatch/ent/db/savedsearchmatch"
	"github.com/stackmatch/stackmatch/ent/db/shortlistentry"
	"github.com/stackmatch/stackmatch/ent/db/submission"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
)

// traces are the records that a notice leads to, by kind: at most one each.
type traces struct{ organization, posting, search, credential, event string }

// factsOf finds what notices may name to the context's viewer, in a few statements.
func (s *Service) factsOf(ctx context.Context, rows []*db.Notification) ([]facts, error) {
	found, err := s.trace(ctx, rows)
	if err != nil {
		return nil, err
	}
	names, err := s.names(ctx, found)
	if err != nil {
		return nil, err
	}
	out := make([]facts, len(rows))
	for i, t := range found {
		out[i] = facts{
			Organization: names[t.organization], Posting: names[t.posting], Search: names[t.search],
			Award: names[t.credential], Event: names[t.event],
		}
	}
	return out, nil
}

// trace follows the subjects of notices that are the viewer's to the records that
// have names. What is not the viewer's any more leads nowhere.
func (s *Service) trace(ctx context.Context, rows []*db.Notification) ([]traces, error) {
	known := map[string]traces{}
	for _, step := range []struct {
		prefix string
		follow func(context.Context, []string, map[string]traces) error
	}{
		{id.ContactRequest, s.traceContacts},
		{id.SearchMatch, s.traceMatches},
		{id.Award, s.traceAwards},
		{id.Submission, s.traceSubmissions},
		{id.HiringEvent, s.traceEvents},
		{id.ShortlistEntry, s.traceEntries},
	} {
		if ids := withPrefix(step.prefix, rows); len(ids) > 0 {
			if err := step.follow(ctx, ids, known); err != nil {
				return nil, err
			}
		}
	}
	out := make([]traces, len(rows))
	for i, row := range rows {
		for _, subject := range []string{row.Subject, row.About} {
			out[i].add(subject, known[subject])
		}
	}
	return out, nil
}

// add takes over what is not known yet.
func (t *traces) add(subject string, more traces) {
	switch id.Prefix(subject) {
	case id.Organization:
		more.organization = subject
	case id.Posting:
		more.posting = subject
	case id.SavedSearch:
		more.search = subject
	}
	for _, pair := range [][2]*string{
		{&t.organization, &more.organization},
		{&t.posting, &more.posting},
		{&t.search, &more.search},
		{&t.credential, &more.credential},
		{&t.event, &more.event},
	} {
		if *pair[0] == "" {
			*pair[0] = *pair[1]
		}
	}
}

func withPrefix(prefix string, rows []*db.Notification) []string {
	var ids []string
	for _, row := range rows {
		for _, subject := range []string{row.Subject, row.About} {
			if id.Prefix(subject) == prefix {
				ids = append(ids, subject)
			}
		}
	}
	return ids
}

func (s *Service) traceContacts(ctx context.Context, ids []string, known map[string]traces) error {
	viewer := auth.From(ctx)
	rows, err := s.DB.ContactRequest.Query().Where(contactrequest.IDIn(ids...),
		contactrequest.Or(contactrequest.EarnerID(viewer.ActingEarner()), contactrequest.OrganizationID(viewer.Organization()))).All(ctx)
	for _, row := range rows {
		known[row.ID] = traces{organization: row.OrganizationID, posting: row.PostingID}
	}
	return wrap("contacts", err)
}

func (s *Service) traceMatches(ctx context.Context, ids []string, known map[string]traces) error {
	rows, err := s.DB.SavedSearchMatch.Query().Where(savedsearchmatch.IDIn(ids...)).All(ctx)
	for _, row := range rows {
		known[row.ID] = traces{search: row.SearchID}
	}
	return wrap("matches", err)
}

func (s *Service) traceAwards(ctx context.Context, ids []string, known map[string]traces) error {
	viewer := auth.From(ctx)
	rows, err := s.DB.Award.Query().Where(award.IDIn(ids...),
		award.Or(award.EarnerID(viewer.ActingEarner()), award.IssuerID(viewer.Organization()))).All(ctx)
	for _, row := range rows {
		known[row.ID] = traces{organization: row.IssuerID, credential: row.MicroCredentialID}
	}
	return wrap("awards", err)
}

func (s *Service) traceSubmissions(ctx context.Context, ids []string, known map[string]traces) error {
	viewer := auth.From(ctx)
	rows, err := s.DB.Submission.Query().Where(submission.IDIn(ids...),
		submission.Or(submission.EarnerID(viewer.ActingEarner()), submission.OrganizationID(viewer.Organization()))).All(ctx)
	for _, row := range rows {
		known[row.ID] = traces{credential: row.MicroCredentialID}
	}
	return wrap("submissions", err)
}

func (s *Service) traceEvents(ctx context.Context, ids []string, known map[string]traces) error {
	rows, err := s.DB.HiringEvent.Query().Where(hiringevent.IDIn(ids...)).All(ctx)
	for _, row := range rows {
		known[row.ID] = traces{organization: row.OrganizationID, event: row.ID}
	}
	return wrap("hiring events", err)
}

func (s *Service) traceEntries(ctx context.Context, ids []string, known map[string]traces) error {
	rows, err := s.DB.ShortlistEntry.Query().Where(shortlistentry.IDIn(ids...)).All(ctx)
	for _, row := range rows {
		known[row.ID] = traces{posting: row.PostingID}
	}
	return wrap("shortlist entries", err)
}

func wrap(what string, err error) error {
	if err != nil {
		return fmt.Errorf("load %s of notices: %w", what, err)
	}
	return nil
}

// names are those of the records, by id, that the viewer may know.
func (s *Service) names(ctx context.Context, found []traces) (map[string]string, error) {
	var orgs, postings, searches, credentials, events []string
	for _, t := range found {
		for _, pair := range []struct {
			id   string
			list *[]string
		}{{t.organization, &orgs}, {t.posting, &postings}, {t.search, &searches}, {t.credential, &credentials}, {t.event, &events}} {
			if pair.id != "" {
				*pair.list = append(*pair.list, pair.id)
			}
		}
	}
	names := map[string]string{}
	for _, load := range []func() error{
		func() error { return s.nameOrganizations(ctx, orgs, names) },
		func() error { return s.namePostings(ctx, postings, names) },
		func() error { return s.nameSearches(ctx, searches, names) },
		func() error {
			rows, err := s.DB.MicroCredential.Query().Where(microcredential.IDIn(credentials...)).All(ctx)
			for _, row := range rows {
				names[row.ID] = row.Name
			}
			return wrap("micro-credentials", err)
		},
		func() error {
			rows, err := s.DB.HiringEvent.Query().Where(hiringevent.IDIn(events...)).All(ctx)
			for _, row := range rows {
				names[row.ID] = row.Title
			}
			return wrap("hiring events", err)
		},
	} {
		if err := load(); err != nil {
			return nil, err
		}
	}
	return names, nil
}

func (s *Service) nameOrganizations(ctx context.Context, ids []string, names map[string]string) error {
	if len(ids) == 0 {
		return nil
	}
	rows, err := s.DB.Organization.Query().Where(organization.IDIn(ids...)).All(ctx)
	for _, row := range rows {
		names[row.ID] = row.Name
	}
	return wrap("organizations", err)
}

func (s *Service) namePostings(ctx context.Context, ids []string, names map[string]string) error {
	if len(ids) == 0 || s.Postings == nil {
		return nil
	}
	rows, err := s.Postings.PostingsByID(ctx, ids)
	for key, row := range rows {
		names[key] = row.Title
	}
	return wrap("postings", err)
}

// nameSearches names those of the viewer's own organization.
func (s *Service) nameSearches(ctx context.Context, ids []string, names map[string]string) error {
	if len(ids) == 0 {
		return nil
	}
	rows, err := s.DB.SavedSearch.Query().
		Where(savedsearch.IDIn(ids...), savedsearch.OrganizationID(auth.From(ctx).Organization())).All(ctx)
	for _, row := range rows {
		names[row.ID] = row.Name
	}
	return wrap("searches", err)
}
