package app

import (
	"context"
	"errors"
	"fmt"
	"os"

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
	if o.Issuer != "" {
		issuer, err := a.Catalog.OrganizationNamed(a.System(ctx), o.Issuer)
		if err != nil {
			return interop.Report{}, err
		}
		o.Issuer = issuer.ID
	}
	sinks := interop.Sinks{
		Skills: a.Skills, Occupations: a.Skills, Crosswalks: a.Skills, Places: a.Catalog,
		Rosters: a.Credentials, Originals: a.Skills,
	}
	return interop.Import(a.System(ctx), format, paths, sinks, o)
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
