package graph

import (
	"time"

	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/assessment"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/coaching"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/live"
	"github.com/stackmatch/stackmatch/internal/notify"
	"github.com/stackmatch/stackmatch/internal/outcome"
	"github.com/stackmatch/stackmatch/internal/page"
)

// Resolver has the services that resolvers call. Resolvers convert, call and
// return: no queries, no rules, no transactions.
type Resolver struct {
	Catalog     *catalog.Service
	Accounts    *account.Service
	Credentials *credential.Service
	Employers   *employer.Service
	Coaching    *coaching.Service
	Assessments *assessment.Service
	Outcomes    *outcome.Service
	Notify      *notify.Service
	Trail       *audit.Trail

	// Live wakes subscriptions; Cursors seals where they stand.
	Live    *live.Hub
	Cursors *page.Sealer

	// LoadWait is how long loaders gather ids before they ask for all of them; 0
	// is a millisecond.
	LoadWait time.Duration
}
