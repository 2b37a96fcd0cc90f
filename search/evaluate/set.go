package evaluate

// Document is something to be found.
type Document struct {
	ID, Text string
	// Labels are its other names.
	Labels []string
}

// Query is what somebody looks for.
type Query struct{ ID, Text string }

// Set is a judged set.
type Set struct {
	Documents []Document
	Queries   []Query
	// Grades are how well a document answers a query, by their ids. What nobody
	// judged is 0, as is what was judged to be no answer.
	Grades map[string]map[string]int
}

// Judged are the queries that have an answer: of the others nothing can be said.
func (s *Set) Judged() []Query {
	var judged []Query
	for _, q := range s.Queries {
		for _, grade := range s.Grades[q.ID] {
			if grade > 0 {
				judged = append(judged, q)
				break
			}
		}
	}
	return judged
}

// Hit is a document that was found.
type Hit struct {
	ID    string
	Score float64
}

// Ranker finds documents for a query, best first, at most so many.
type Ranker func(query string, limit int) ([]Hit, error)
