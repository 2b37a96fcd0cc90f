// Package skillindex finds skills by words: those of a search box, of a sentence
// of a job advertisement, in English and Spanish, whatever the framework. It is
// the only package that knows how skills are found; it holds its index in memory,
// so that it can be thrown away and built again. It refuses to know records,
// frameworks' formats or who asks.
package skillindex
