// Package web is what is public of awards, issuers and definitions: pages for
// people, in English and Spanish, and documents for programs, at the same paths;
// and the same as files, for hosts that only hand out files. It refuses scripts,
// cookies and whatever is not published: that looks like what never was.
package web

import (
	"log/slog"

	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/credential"
)

// Site is all that is public.
type Site struct {
	Credentials *credential.Service
	Catalog     *catalog.Service
	// Log is told our own failures.
	Log *slog.Logger

	flights flights
}
