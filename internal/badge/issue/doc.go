// Package issue builds and signs what Stackmatch issues: Open Badges 3.0 as JSON
// with an embedded proof and as VC-JWT, learner records (CLR 2.0), status lists,
// the documents that hold an issuer's keys and profile, and Open Badges 2.0 for
// old backpacks.
//
// It owns the form of these documents: which members, in which order, under
// which contexts. It says nothing that its contexts don't define, for that would
// not be signed, and it refuses what could not be verified: it returns an error
// instead of a badge that fails elsewhere. Clock, keys and identifiers are
// arguments; it keeps none.
package issue
