package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"

	"github.com/stackmatch/stackmatch/internal/store"
)

// What a data directory holds, besides the secrets that keyring keeps there.
const (
	databaseFile = "stackmatch.db"
	indexDir     = "index"
	lockName     = "index.lock"
	evidenceDir  = "evidence"
	uploadsDir   = "uploads"
	// demoFile marks the data as the demo's: it names the feed of the database
	// that it is about.
	demoFile = "demo"
)

// HasData tells whether a directory has a database of ours.
func HasData(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, databaseFile))
	return err == nil
}

// Directory is the data directory.
func (a *App) Directory() string { return a.config.Data }

func (a *App) path(name string) string { return filepath.Join(a.config.Data, name) }

// makeDirectory makes the data directory, for its owner alone: it holds people's
// records.
func (a *App) makeDirectory(context.Context) error {
	if err := os.MkdirAll(a.config.Data, 0o700); err != nil {
		return fmt.Errorf("data directory: %w", err)
	}
	return nil
}

func (a *App) databaseURL() string {
	if a.config.DB != "" {
		return a.config.DB
	}
	return a.path(databaseFile)
}

// openDatabase opens the database and brings it up to date, unless a server that
// runs on it has done so.
func (a *App) openDatabase(ctx context.Context) error {
	var err error
	a.Store, err = store.Open(ctx, store.Config{
		URL: a.databaseURL(), Now: a.config.Now, Tracer: a.tracer, Careless: a.config.Careless,
	})
	if err != nil {
		return err
	}
	a.onClose(a.Store.Close)
	if a.config.AsItIs {
		return nil
	}
	return a.Store.Migrate(ctx)
}

// GuardDemo keeps the demo, where everybody may sign in as anybody, away from
// data that is none: a database is the demo's when the mark in the directory says
// so, and it gets the mark while it is empty.
func (a *App) GuardDemo(ctx context.Context) error {
	marked, err := a.markedAsDemo(ctx)
	switch {
	case err != nil || marked == a.config.Demo:
		return err
	case marked:
		return fmt.Errorf("%s holds the demo: add --demo, or name another directory with --data", a.config.Data)
	}
	empty, err := a.empty(ctx)
	if err != nil {
		return err
	}
	if !empty {
		return fmt.Errorf("%s holds data that is not the demo's: name another directory with --data", a.config.Data)
	}
	return a.markAsDemo(ctx)
}

func (a *App) markedAsDemo(ctx context.Context) (bool, error) {
	mark, err := os.ReadFile(a.path(demoFile))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("read the demo's mark: %w", err)
	}
	head, err := a.outbox.Head(ctx)
	if err != nil {
		return false, err
	}
	return strings.TrimSpace(string(mark)) == head.Epoch, nil
}

func (a *App) markAsDemo(ctx context.Context) error {
	head, err := a.outbox.Head(ctx)
	if err != nil {
		return err
	}
	if err := os.WriteFile(a.path(demoFile), []byte(head.Epoch+"\n"), 0o600); err != nil {
		return fmt.Errorf("mark the demo: %w", err)
	}
	return nil
}

// empty tells whether the database holds nobody and nothing.
func (a *App) empty(ctx context.Context) (bool, error) {
	for _, exists := range []func(context.Context) (bool, error){
		a.Store.Client.Account.Query().Exist, a.Store.Client.Organization.Query().Exist,
		a.Store.Client.Earner.Query().Exist, a.Store.Client.Skill.Query().Exist,
	} {
		if found, err := exists(ctx); found || err != nil {
			return false, err
		}
	}
	return true, nil
}

// checkAddress refuses a demo at an address at which others could reach it.
func (a *App) checkAddress(context.Context) error {
	address := a.config.HTTP.Addr
	if !a.config.Demo || address == "" {
		return nil
	}
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return fmt.Errorf("address %q: %w", address, err)
	}
	if ip := net.ParseIP(host); host == "localhost" || ip != nil && ip.IsLoopback() {
		return nil
	}
	return fmt.Errorf("the demo lets everybody in, so it listens on a loopback address only, such as 127.0.0.1:8080, not on %q", address)
}
