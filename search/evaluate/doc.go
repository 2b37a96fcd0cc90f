// Package evaluate measures how well texts are found, on sets that people have
// judged: documents, queries, and which documents answer which query. It reads
// such sets, scores rankings as trec_eval does, and has a plain BM25 of its own
// to be compared with. It refuses to know how skills are found: it takes rankings.
package evaluate
