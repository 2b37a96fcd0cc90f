package catalog

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/search"
)

// maxSearch is how many characters a search may have; maxBatch how many hits are
// looked up at once while a filter drops some.
const (
	maxSearch = 500
	maxBatch  = 1_000
)

// startList checks what every list takes, and names the viewer's query for its
// cursors.
func startList(ctx context.Context, words string, args page.Args, question ...any) (scope string, err error) {
	if err := args.Check(); err != nil {
		return "", err
	}
	if n := utf8.RuneCountInString(words); n > maxSearch {
		return "", problem.New(problem.Invalid, "a search has at most %d characters, not %d", maxSearch, n).
			Spanish("una búsqueda tiene como máximo %d caracteres, no %d", maxSearch, n).At("search")
	}
	return page.Scope(auth.From(ctx).Key(), append(question, words)...)
}

func blank(words string) bool { return strings.TrimSpace(words) == "" }

// nameKey is the position of a row in a list by name.
type nameKey struct{ name, id string }

// afterName opens the cursor of a list by name; nil for the first page.
func (s *Service) afterName(scope, cursor string) (*nameKey, error) {
	if cursor == "" {
		return nil, nil // the first page comes after nothing
	}
	at, err := s.Cursors.OpenPosition(scope, cursor, 2)
	if err != nil {
		return nil, err
	}
	return &nameKey{name: at[0], id: at[1]}, nil
}

// hit is a row that the text index found, and where.
type hit[T any] struct {
	key search.TextKey
	row T
}

// found is a page in the order of the text index. The rows are loaded by id; load
// leaves out those that a filter drops or that are not shown, and further hits
// take their place.
func found[T any](ctx context.Context, s *Service, q search.TextQuery, args page.Args, scope string,
	load func(ctx context.Context, ids []string) (map[string]T, error),
) (page.Page[T], error) {
	none := page.Page[T]{}
	var err error
	if q.After, err = s.afterHit(scope, args.After); err != nil {
		return none, err
	}
	q.First = args.Limit()
	var total *int
	var hits []hit[T]
	for len(hits) < args.Limit() {
		result, err := s.search(ctx, q)
		if err != nil {
			return none, err
		}
		if total == nil {
			total = &result.Total
		}
		rows, err := load(ctx, idsOf(result.Hits))
		if err != nil {
			return none, err
		}
		for _, key := range result.Hits {
			if row, ok := rows[key.ID]; ok {
				hits = append(hits, hit[T]{key, row})
			}
		}
		if len(result.Hits) < q.First {
			break
		}
		q.After = &result.Hits[len(result.Hits)-1]
		q.First = min(8*q.First, maxBatch)
	}
	hits = hits[:min(len(hits), args.Limit())]
	p := page.Cut(hits, args, s.Cursors, scope, func(h hit[T]) []string { return hitPosition(h.key) })
	p.Total = total
	return page.Map(p, func(h hit[T]) T { return h.row }), nil
}

// search asks the text index, which may still have to be built.
func (s *Service) search(ctx context.Context, q search.TextQuery) (*search.TextResult, error) {
	result, err := s.Texts.Search(ctx, q)
	if errors.Is(err, search.ErrNotReady) {
		return nil, problem.New(problem.Unavailable, "searching is being prepared; try again in a moment").
			Spanish("la búsqueda se está preparando; inténtelo de nuevo en un momento").At("search")
	}
	if err != nil {
		return nil, fmt.Errorf("search texts: %w", err)
	}
	return result, nil
}

func idsOf(keys []search.TextKey) []string {
	ids := make([]string, len(keys))
	for i, key := range keys {
		ids[i] = key.ID
	}
	return ids
}

func hitPosition(k search.TextKey) []string {
	return []string{strconv.Itoa(int(k.Grade)), strconv.Itoa(k.Score), strconv.Itoa(k.Length), k.ID}
}

// afterHit opens the cursor of a list that was searched; nil for the first page.
func (s *Service) afterHit(scope, cursor string) (*search.TextKey, error) {
	if cursor == "" {
		return nil, nil // the first page comes after nothing
	}
	at, err := s.Cursors.OpenPosition(scope, cursor, 4)
	if err != nil {
		return nil, err
	}
	var numbers [3]int
	for i := range numbers {
		if numbers[i], err = strconv.Atoi(at[i]); err != nil {
			return nil, fmt.Errorf("read cursor: %w", err)
		}
	}
	return &search.TextKey{
		Grade: search.TextGrade(numbers[0]), Score: numbers[1], Length: numbers[2], ID: at[3],
	}, nil
}

// byID indexes rows by their ids.
func byID[T any](rows []T, id func(T) string) map[string]T {
	out := make(map[string]T, len(rows))
	for _, row := range rows {
		out[id(row)] = row
	}
	return out
}
