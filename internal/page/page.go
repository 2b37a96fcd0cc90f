// Package page is how lists that grow are cut into pages: keyset positions,
// sealed cursors, and the page itself. It refuses to know what is listed and
// how it is found.
package page

import (
	"github.com/stackmatch/stackmatch/internal/problem"
)

// MaxFirst is the largest page that may be asked for.
const MaxFirst = 100

// Args are what a caller asks of a list.
type Args struct {
	// First is the size of the page, 0 to MaxFirst.
	First int
	// After is the cursor of the last item seen; empty for the first page.
	After string
}

// Check refuses sizes out of range.
func (a Args) Check() error {
	if a.First < 0 || a.First > MaxFirst {
		return problem.New(problem.Invalid, "first must be between 0 and %d", MaxFirst).
			Spanish("first debe estar entre 0 y %d", MaxFirst).At("first")
	}
	return nil
}

// Limit is how many rows to load for the page: one more than shown tells
// whether another page follows.
func (a Args) Limit() int { return a.First + 1 }

// Page is a part of a list.
type Page[T any] struct {
	Items []T
	// Cursors has one cursor per item.
	Cursors []string
	// HasNext and HasPrevious tell whether more follows, or came before.
	HasNext, HasPrevious bool
	// Total counts the whole list; nil where that is not known cheaply.
	Total *int
}

// Cut makes a page of rows that were loaded with Args.Limit. The cursor of a row
// seals its keyset position (the values of the order's columns, id last) for
// scope: the viewer and the query that it belongs to.
func Cut[T any](rows []T, args Args, s *Sealer, scope string, position func(T) []string) Page[T] {
	p := Page[T]{Items: rows, HasNext: len(rows) > args.First, HasPrevious: args.After != ""}
	if p.HasNext {
		p.Items = rows[:args.First]
	}
	p.Cursors = make([]string, len(p.Items))
	for i, row := range p.Items {
		p.Cursors[i] = s.SealPosition(scope, position(row)...)
	}
	return p
}

// Map makes a page of other items with the same cursors.
func Map[T, U any](p Page[T], f func(T) U) Page[U] {
	out := Page[U]{Cursors: p.Cursors, HasNext: p.HasNext, HasPrevious: p.HasPrevious, Total: p.Total}
	out.Items = make([]U, len(p.Items))
	for i, item := range p.Items {
		out.Items[i] = f(item)
	}
	return out
}
