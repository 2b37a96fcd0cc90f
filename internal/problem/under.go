package problem

// Under puts a path in front of every problem in err: what a validator says of a
// part, its caller says of the part's place in the whole. Other errors stay.
func Under(err error, path ...string) error {
	ps := As(err)
	if ps == nil {
		return err
	}
	moved := make([]error, len(ps))
	for i, p := range ps {
		moved[i] = p.At(path...)
	}
	return Join(moved...)
}
