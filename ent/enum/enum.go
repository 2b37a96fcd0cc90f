// Package enum has the closed sets of values that records hold. The same types
// serve the database, the services and the API, so that no layer translates
// another's words. It refuses behavior beyond listing the values.
//
// New values are added at the end of their set; none is ever removed or renamed
// while a record may hold it.
package enum

// texts turns the values of a set into what ent asks for.
func texts[T ~string](values ...T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}
