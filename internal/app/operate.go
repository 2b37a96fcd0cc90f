package app

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/interop"
	"github.com/stackmatch/stackmatch/internal/outbox"
	"github.com/stackmatch/stackmatch/internal/store"
)

// Import reads files of a format into the database. A server that runs beside
// finds what is new within a second.
func (a *App) Import(ctx context.Context, format string, paths []string, o interop.Options) (interop.Report, error) {
	if o.Now.IsZero() {
		o.Now = a.Store.Now()
	}
	for _, named := range []*string{&o.Issuer, &o.Employer} {
		if *named == "" {
			continue
		}
		organization, err := a.Catalog.OrganizationNamed(a.System(ctx), *named)
		if err != nil {
			return interop.Report{}, err
		}
		*named = organization.ID
	}
	sinks := interop.Sinks{
		Skills: a.Skills, Occupations: a.Skills, Crosswalks: a.Skills, Places: a.Catalog,
		Rosters: a.Credentials, Postings: a.Employers, Caseload: a.Coaching, Originals: a.Skills,
	}
	as := a.System(ctx)
	if o.Coach != "" {
		var err error
		if as, err = a.actingAs(ctx, o.Coach, auth.Coach); err != nil {
			return interop.Report{}, err
		}
	}
	return interop.Import(as, format, paths, sinks, o)
}

// actingAs is a context in which an account, by id or e-mail address, acts in a role.
func (a *App) actingAs(ctx context.Context, account string, role auth.Role) (context.Context, error) {
	key, err := a.accountFor(a.System(ctx), TokenFor{As: account})
	if err != nil {
		return nil, err
	}
	person, err := a.Accounts.ResolveAccount(a.System(ctx), auth.Subject{Account: key})
	if err != nil {
		return nil, err
	}
	membership, err := actingIn(person, role)
	if err != nil {
		return nil, err
	}
	viewer := auth.Viewer{Account: person.Account, Memberships: person.Memberships}
	for i := range viewer.Memberships {
		if viewer.Memberships[i].ID == membership {
			viewer.Acting = &viewer.Memberships[i]
		}
	}
	return auth.With(ctx, viewer), nil
}

// Backup writes a copy of the database, as it stands now, to a new file. The copy
// has a feed of its own: an index that is newer than a restored copy notices.
func (a *App) Backup(ctx context.Context, path string) (err error) {
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("%s exists already: a backup never overwrites", path)
	}
	if err := a.Store.Backup(ctx, path); err != nil {
		return err
	}
	copied, err := store.Open(ctx, store.Config{URL: path, Now: a.config.Now})
	if err != nil {
		return fmt.Errorf("open the backup: %w", err)
	}
	defer func() { err = errors.Join(err, copied.Close()) }()
	return outbox.New(copied).Renew(ctx)
}
