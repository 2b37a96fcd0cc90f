package employer

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/posting"
	"github.com/stackmatch/stackmatch/internal/matching"
)

// Compiled remembers what open postings ask, compiled, until a posting, the
// catalog or what an employer recognizes changes. It holds nothing about a person.
// The zero value is ready.
type Compiled struct {
	mu      sync.Mutex
	catalog *matching.Catalog
	plans   map[string]compiledPosting
}

type compiledPosting struct {
	revision     int
	recognized   string
	requirements []Requirement
	plan         *matching.Plan
}

// maxCompiled bounds the postings remembered.
const maxCompiled = 20_000

// known gives what is remembered of a posting as it stands.
func (c *Compiled) known(catalog *matching.Catalog, row *db.Posting, recognized string) (compiledPosting, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.catalog != catalog {
		c.catalog, c.plans = catalog, map[string]compiledPosting{}
	}
	p, ok := c.plans[row.ID]
	return p, ok && p.revision == row.Revision && p.recognized == recognized
}

func (c *Compiled) remember(catalog *matching.Catalog, id string, p compiledPosting) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.catalog != catalog {
		return
	}
	if len(c.plans) >= maxCompiled {
		clear(c.plans)
	}
	c.plans[id] = p
}

// compiled are the questions of postings, which have their places loaded, by id.
func (s *Service) compiled(ctx context.Context, catalog *matching.Catalog, rows []*db.Posting) (map[string]*question, error) {
	employers := set{}
	for _, row := range rows {
		employers.add(row.EmployerID)
	}
	asOf := s.Now()
	recognized, err := s.Catalog.RecognizedBy(ctx, employers.ids(), asOf)
	if err != nil {
		return nil, fmt.Errorf("load recognitions: %w", err)
	}
	out := make(map[string]*question, len(rows))
	var lacking []string
	for _, row := range rows {
		q := &question{asker: asker{asOf: asOf, catalog: catalog, recognized: recognized[row.EmployerID]}, id: row.ID}
		q.offer = q.offerOf(row)
		known, ok := s.Compiled.known(catalog, row, strings.Join(q.recognized, " "))
		if q.requirements, q.plan = known.requirements, known.plan; !ok {
			lacking = append(lacking, row.ID)
		}
		out[row.ID] = q
	}
	for some := range slices.Chunk(lacking, idsAtOnce) {
		if err := s.compileMore(ctx, catalog, some, out); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// compileMore loads what postings ask, and compiles it.
func (s *Service) compileMore(ctx context.Context, catalog *matching.Catalog, ids []string, into map[string]*question) error {
	rows, err := s.DB.Posting.Query().Where(posting.IDIn(ids...)).WithPlace().WithRequirements(withAsks).All(ctx)
	if err != nil {
		return fmt.Errorf("load postings: %w", err)
	}
	for _, row := range rows {
		q := into[row.ID]
		terms := q.askFor(row)
		if err := q.compile(&terms); err != nil {
			return err
		}
		s.Compiled.remember(catalog, row.ID, compiledPosting{
			revision: row.Revision, recognized: strings.Join(q.recognized, " "), requirements: q.requirements, plan: q.plan,
		})
	}
	for _, id := range ids {
		if into[id].plan == nil {
			delete(into, id)
		}
	}
	return nil
}
