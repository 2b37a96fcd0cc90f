package skillindex

type tuning struct {
	length float64
}

func tuned() tuning { return tuning{length: 0.5} }
