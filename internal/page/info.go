package page

// Info tells where a page stands in its list (Relay cursor connections).
type Info struct {
	HasNextPage, HasPreviousPage bool
	// StartCursor and EndCursor are nil for an empty page.
	StartCursor, EndCursor *string
}

// Info tells where the page stands.
func (p Page[T]) Info() Info {
	info := Info{HasNextPage: p.HasNext, HasPreviousPage: p.HasPrevious}
	if n := len(p.Cursors); n > 0 {
		info.StartCursor, info.EndCursor = &p.Cursors[0], &p.Cursors[n-1]
	}
	return info
}
