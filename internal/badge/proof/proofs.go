package proof

import "slices"

// maxProofs bounds the proofs of a document: each of them brings the whole of it
// into its canonical form again.
const maxProofs = 8

// Proofs lists the proofs of a document in their order: none, one object, or a
// list. Every previousProof names a proof that is there, and no proof follows
// itself. Every error is an *Error.
func Proofs(doc map[string]any) ([]map[string]any, error) {
	proofs, err := proofsOf(doc)
	if err != nil {
		return nil, err
	}
	if err := checkChains(proofs); err != nil {
		return nil, err
	}
	return proofs, nil
}

func proofsOf(doc map[string]any) ([]map[string]any, *Error) {
	value, ok := doc["proof"]
	if !ok {
		return nil, nil
	}
	values := list(value)
	if value == nil || len(values) > maxProofs {
		return nil, fail(Malformed, "the proof is null, or more than %d", maxProofs)
	}
	proofs := make([]map[string]any, 0, len(values))
	for _, value := range values {
		proof, ok := value.(map[string]any)
		if !ok {
			return nil, fail(Malformed, "a proof is no object")
		}
		proofs = append(proofs, proof)
	}
	return proofs, nil
}

// previousProofs are those that a proof follows, in the document's order
// (VC-DI §4.6).
func previousProofs(doc, proof map[string]any) ([]any, *Error) {
	ids, err := previousIDs(proof)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	proofs, err := proofsOf(doc)
	if err != nil {
		return nil, err
	}
	var previous []any
	for _, p := range proofs {
		if id, ok := p["id"].(string); ok && slices.Contains(ids, id) {
			previous = append(previous, p)
		}
	}
	if len(previous) != len(ids) {
		return nil, fail(Malformed, "the proof follows one that is not there, or there twice")
	}
	return previous, nil
}

// previousIDs reads previousProof: an id, or a list of different ones.
func previousIDs(proof map[string]any) ([]string, *Error) {
	value, ok := proof["previousProof"]
	if !ok {
		return nil, nil
	}
	values := list(value)
	if len(values) == 0 {
		return nil, fail(Malformed, "the proof follows none, and says so")
	}
	var ids []string
	for _, value := range values {
		id, ok := value.(string)
		if !ok || id == "" || slices.Contains(ids, id) {
			return nil, fail(Malformed, "a previousProof is no id, or there twice")
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// checkChains wants ids that differ, and an order in which every proof comes
// after those that it follows.
func checkChains(proofs []map[string]any) error {
	after := map[string][]string{}
	for _, p := range proofs {
		value, ok := p["id"]
		if !ok {
			continue
		}
		id, ok := value.(string)
		if _, twice := after[id]; !ok || twice {
			return fail(Malformed, "two proofs have one id, or one that is no text")
		}
		after[id] = nil
	}
	for _, p := range proofs {
		ids, err := previousIDs(p)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if _, ok := after[id]; !ok {
				return fail(Malformed, "a proof follows one that is not there")
			}
		}
		if id, ok := p["id"].(string); ok {
			after[id] = ids
		}
	}
	if circular(after) {
		return fail(Malformed, "proofs follow each other in a circle")
	}
	return nil
}

// circular takes away what follows nothing that is left, until nothing goes.
func circular(after map[string][]string) bool {
	for len(after) > 0 {
		gone := len(after)
		for id, ids := range after {
			if !slices.ContainsFunc(ids, func(id string) bool { _, ok := after[id]; return ok }) {
				delete(after, id)
			}
		}
		if len(after) == gone {
			return true
		}
	}
	return false
}
