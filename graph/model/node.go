// Package model has the API types that no service has: payloads, connections, and
// inputs that tell absent from null. Only this file is written by hand.
package model

// Node is any record with a global id: the records of ent, and what services
// make of them, without a method that would exist for the API alone.
type Node any

// Way is one of what is listed together: a micro-credential, a stack, a pathway or an
// occupation.
type Way any
