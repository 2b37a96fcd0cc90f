package seed

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/assessment"
	"github.com/stackmatch/stackmatch/internal/auth/system"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/coaching"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/inbox"
	"github.com/stackmatch/stackmatch/internal/link"
	"github.com/stackmatch/stackmatch/internal/outcome"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/vault"
)

// Options say how much to write, and as of when.
type Options struct {
	// Now is the demo's present, to which its dates are relative; by default the
	// present.
	Now time.Time
	// People is how many of the population are written beside those written by
	// hand; negative is none, 0 the default of DemoPeople.
	People int
	// Seed chooses the population; by default DemoSeed.
	Seed uint64
	// Vault seals what people submit; without one, nobody submits anything.
	Vault *vault.Vault
}

// The demo's people, unless one says otherwise.
const (
	DemoPeople = 500
	DemoSeed   = 1
)

// Report counts what was written.
type Report struct {
	// Unchanged is true where the demo was there already: nothing was written.
	Unchanged bool

	Organizations, Places, Skills       int
	MicroCredentials, Versions, Stacks  int
	Pathways, Recognitions, Offerings   int
	Accounts, Postings, Earners, Awards int
	Submissions, Plans                  int

	// Claims are the codes by which earners without an account claim their
	// records: nobody can read them in the database.
	Claims []Claim
}

// Claim is a code that claims an earner's record.
type Claim struct{ Name, Code string }

// Write writes the demo through the services: the catalog, the accounts, the
// postings, the people written by hand and some of the population. It is one
// transaction, so that the demo is there as a whole or not at all; where it is
// there already, nothing is changed.
func Write(ctx context.Context, client *db.Client, o Options) (report Report, err error) {
	c, err := Load()
	if err != nil {
		return report, err
	}
	o = o.defaults()
	err = store.InTx(system.Context(ctx), client, func(ctx context.Context, tx *db.Client) error {
		w := newWriter(c, tx, o.Now)
		w.assessments.Vault = o.Vault
		there, err := w.there(ctx)
		if err != nil || there {
			w.report.Unchanged = there
			report = w.report
			return err
		}
		err = w.all(ctx, o)
		report = w.report
		return err
	})
	if err != nil {
		return Report{}, fmt.Errorf("write the demo: %w", err)
	}
	return report, nil
}

func (o Options) defaults() Options {
	if o.Now.IsZero() {
		o.Now = time.Now() //nolint:forbidigo // the default clock
	}
	if o.People == 0 {
		o.People = DemoPeople
	}
	if o.Seed == 0 {
		o.Seed = DemoSeed
	}
	return o
}

// writer writes the records of a catalog through services of its own: their ids
// follow from keys, and their clock stands where the story has it.
type writer struct {
	*Catalog
	now    time.Time
	clock  time.Time
	ids    stream
	report Report
	// places and skills are the ids of records that may have been there before,
	// by key.
	placeIDs, skillIDs map[string]string
	// later are awards that wait for a plan to be written first, by earner; offers are
	// contacts in which work was offered, by key.
	later  map[string][]credential.NewAward
	offers map[string]string

	db          *db.Client
	catalog     *catalog.Service
	skillWriter *catalog.SkillImporter
	accounts    *account.Service
	credentials *credential.Service
	assessments *assessment.Service
	employers   *employer.Service
	coaching    *coaching.Service
	outcomes    *outcome.Service
}

// newWriter builds the services. Their client may be a transaction's.
func newWriter(c *Catalog, client *db.Client, now time.Time) *writer {
	w := &writer{Catalog: c, now: now, clock: now, ids: newStream(), db: client}
	clock := func() time.Time { return w.clock }
	minter := id.Minter{Now: func() time.Time { return born }, Rand: w.ids}
	w.catalog = &catalog.Service{DB: client, IDs: minter, Now: clock}
	w.skillWriter = &catalog.SkillImporter{DB: client, IDs: minter}
	w.accounts = &account.Service{DB: client, IDs: minter, Now: clock}
	w.credentials = &credential.Service{DB: client, IDs: minter, Now: clock, Catalog: w.catalog}
	w.assessments = &assessment.Service{DB: client, IDs: minter, Now: clock, Awards: w.credentials}
	w.employers = &employer.Service{DB: client, IDs: minter, Now: clock, Catalog: w.catalog, Ranker: unindexed{db: client}, Links: link.Maker{Now: clock}}
	w.outcomes = &outcome.Service{DB: client, Now: clock}
	w.coaching = &coaching.Service{
		DB: client, IDs: minter, Now: clock, Catalog: w.catalog, Postings: w.employers, Post: inbox.Post{IDs: minter, Now: clock},
	}
	return w
}

// there tells whether the demo is in the database: its first organization is.
func (w *writer) there(ctx context.Context) (bool, error) {
	first := mint(id.Organization, w.Organizations[0].Key)
	there, err := w.db.Organization.Query().Where(organization.ID(first)).Exist(ctx)
	if err != nil {
		return false, fmt.Errorf("look for the demo: %w", err)
	}
	return there, nil
}

// at sets the clock and the randomness for what is written next: a record, by
// its key, as of an instant.
func (w *writer) at(t time.Time, key string) {
	w.clock = t
	w.ids.set(key)
}

// all writes in the order of references: what is named is there before.
func (w *writer) all(ctx context.Context, o Options) error {
	for _, step := range []struct {
		what  string
		write func(context.Context) error
	}{
		{"places", w.writePlaces},
		{"organizations", w.writeOrganizations},
		{"affiliations", w.writeAffiliations},
		{"accounts", w.writeAccounts},
		{"skills", w.writeSkills},
		{"occupations", w.writeOccupations},
		{"micro-credentials", w.writeMicroCredentials},
		{"stacks", w.writeStacks},
		{"pathways", w.writePathways},
		{"offerings", w.writeOfferings},
		{"recognitions", w.writeRecognitions},
		{"postings", w.writePostings},
		{"people", w.writePeople},
		{"plans", w.writePlans},
		{"inboxes", w.writeInboxes},
		{"submissions", w.writeSubmissions},
	} {
		if err := step.write(ctx); err != nil {
			return fmt.Errorf("%s: %w", step.what, err)
		}
	}
	if err := w.writeStrangers(ctx, o.Seed, 0, max(0, o.People)); err != nil {
		return err
	}
	if err := w.writeCaseload(ctx, o); err != nil {
		return fmt.Errorf("caseload: %w", err)
	}
	return nil
}
