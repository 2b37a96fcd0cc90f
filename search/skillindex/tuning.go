package skillindex

// tuning is what was tried and measured: a zero leaves a step out.
type tuning struct {
	// stems takes inflections off.
	stems bool
	// length is how much a label's own weight counts against it.
	length float64
	// qualifier is how much of that what stands in brackets counts.
	qualifier float64
	// like is the least likeness of two words' letters, and likeWeight what the
	// likest of them count.
	like, likeWeight float64
	// density is how much it counts that the words stand together.
	density float64
	// compounds reads words that are written as one, apart, or short; abbreviations
	// what letters stand for.
	compounds, abbreviations bool
	// spelling corrects words that nobody knows.
	spelling bool
	// meaning is how much it counts what a text means; part is the same of its
	// parts of window words where there are sentence of them, for the rerank best
	// labels.
	meaning, part            float64
	window, sentence, rerank int
	// description is how much a label leans to what its description means.
	description float32
	// precise is of how many labels, the best by words and signs, the meaning is
	// looked at exactly.
	precise int
}

func tuned() tuning {
	return tuning{
		stems: true, length: 0.7, qualifier: 0.3,
		like: 0.6, likeWeight: 0.7,
		density:   0.45,
		compounds: true, abbreviations: true,
		spelling: true,
		meaning:  5, part: 3, window: 4, sentence: 8, rerank: 300,
		description: 0.25,
		precise:     1500,
	}
}
