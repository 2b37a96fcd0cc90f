package interop

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/taxonomy"
)

// edge is a relation between two interned URIs, with the row that states it.
type edge struct {
	from, to int32
	kind     taxonomy.RelationKind
	file     *escoFile
	line     int32
	// row is true where the relation is all that its row says, so that the row
	// counts as the relation does.
	row bool
}

// readEdges reads the files that hold relations and nothing else.
func (run *escoRun) readEdges(ctx context.Context, files []*escoFile) error {
	for _, f := range files {
		if f.kind.authority > 0 || f.kind.pillar {
			continue
		}
		t, ok, err := run.openFile(f)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		err = errors.Join(run.readEdgesOf(ctx, f, t), f.closer.Close())
		if err != nil {
			return fmt.Errorf("read %s: %w", f.file.Name, err)
		}
	}
	return nil
}

func (run *escoRun) readEdgesOf(ctx context.Context, f *escoFile, t *table) error {
	kind := taxonomy.Broader
	if f.kind.layout.columns[0] != broaderLayout.columns[0] {
		kind = taxonomy.Related
	}
	from, to := f.kind.layout.columns[0], f.kind.layout.columns[1]
	for {
		r, err := t.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err := errors.Join(err, ctx.Err()); err != nil {
			return err
		}
		run.edges = append(run.edges, edge{
			from: run.uris.id(r.get(from)), to: run.uris.id(r.get(to)), kind: kind,
			file: f, line: int32(r.line), row: true,
		})
	}
}

// relate gives the relations to the sink, less those that can't stand: repeats,
// skills broader than themselves, and edges that close a circle.
func (run *escoRun) relate(ctx context.Context) error {
	type link struct {
		from, to int32
		kind     taxonomy.RelationKind
	}
	closing := closingEdges(run.edges, run.uris.len())
	stated := map[link]bool{}
	var batch []edge
	for i, e := range run.edges {
		run.report.Relations.Read++
		key := link{e.from, e.to, e.kind}
		switch {
		case e.from == e.to:
			run.dropEdge(e, Warning, "self_relation", "a skill can't relate to itself")
		case stated[key]:
			run.dropEdge(e, Info, "repeated_relation", "the relation is stated already")
		case closing[i]:
			run.dropEdge(e, Warning, "circle", "the broader skill is itself narrower than this one")
		default:
			stated[key] = true
			batch = append(batch, e)
		}
		if len(batch) == sinkBatch || (i == len(run.edges)-1 && len(batch) > 0) {
			if err := run.send(ctx, batch); err != nil {
				return err
			}
			batch = batch[:0]
		}
	}
	return nil
}

func (run *escoRun) dropEdge(e edge, s Severity, code, message string) {
	run.settle(e, catalog.OutcomeSkipped)
	run.noteEdge(e, s, code, message)
}

func (run *escoRun) settle(e edge, o catalog.Outcome) {
	run.report.Relations.add(o)
	if e.row {
		e.file.file.add(o)
	}
}

func (run *escoRun) noteEdge(e edge, s Severity, code, message string) {
	run.report.note(Note{
		File: e.file.file.Name, Line: int(e.line), Severity: s, Code: code, Message: message,
		Value: run.uris.uri(e.from) + " → " + run.uris.uri(e.to),
	})
}

func (run *escoRun) send(ctx context.Context, batch []edge) error {
	in := make([]catalog.RelationInput, len(batch))
	for i, e := range batch {
		in[i] = catalog.RelationInput{From: run.uris.uri(e.from), To: run.uris.uri(e.to), Kind: e.kind}
	}
	results, err := run.sink.RelateSkills(ctx, run.framework, in)
	if err != nil {
		return fmt.Errorf("store %d relations: %w", len(in), err)
	}
	if len(results) != len(in) {
		return fmt.Errorf("store relations: %d results for %d relations", len(results), len(in))
	}
	for i, result := range results {
		run.settle(batch[i], result.Outcome)
		if result.Message != "" {
			run.noteEdge(batch[i], severityOf(result.Outcome), result.Code, result.Message)
		}
	}
	return nil
}

// closingEdges finds the broader edges without which there are no circles: the
// back edges of one depth-first walk, in the order of the rows, without
// recursion (a chain may be as long as the file).
func closingEdges(edges []edge, nodes int) map[int]bool {
	out := make([][]int32, nodes)
	for i, e := range edges {
		if e.kind == taxonomy.Broader && e.from != e.to {
			out[e.from] = append(out[e.from], int32(i))
		}
	}
	closing := map[int]bool{}
	const onPath, done = 1, 2
	state, next := make([]uint8, nodes), make([]int, nodes)
	for start := range int32(nodes) {
		if state[start] != 0 {
			continue
		}
		state[start] = onPath
		for path := []int32{start}; len(path) > 0; {
			node := path[len(path)-1]
			if next[node] == len(out[node]) {
				state[node], path = done, path[:len(path)-1]
				continue
			}
			i := out[node][next[node]]
			next[node]++
			switch to := edges[i].to; state[to] {
			case onPath:
				closing[int(i)] = true
			case 0:
				state[to], path = onPath, append(path, to)
			}
		}
	}
	return closing
}

// interner gives URIs small numbers, so that what is kept of a row is small.
type interner struct {
	ids  map[string]int32
	uris []string
}

func newInterner() *interner { return &interner{ids: map[string]int32{}} }

func (n *interner) id(uri string) int32 {
	if id, ok := n.ids[uri]; ok {
		return id
	}
	id := int32(len(n.uris))
	n.ids[uri], n.uris = id, append(n.uris, uri)
	return id
}

func (n *interner) uri(id int32) string { return n.uris[id] }

func (n *interner) len() int { return len(n.uris) }

// bitset is a set of small numbers.
type bitset []uint64

func (b bitset) has(i int32) bool { return int(i/64) < len(b) && b[i/64]&(1<<(i%64)) != 0 }

func (b *bitset) set(i int32) {
	for int(i/64) >= len(*b) {
		*b = append(*b, 0)
	}
	(*b)[i/64] |= 1 << (i % 64)
}
