// Package search ranks earners for what a posting asks, and finds texts by their
// words, inside embedded bleve indexes. It is the only package that knows bleve.
//
// It proposes; the database disposes: an index holds only terms, each replica has
// its own, and it can always be thrown away and built again from the sources. What
// a holding is worth is matching's to say: this package asks it and refuses to
// know rules, people's records, the database or a viewer.
package search
