package catalog

import "testing"

func TestNobodyWaitsForAnIndexThatNobodyKeeps(t *testing.T) {
	t.Parallel()
	var words skillWords
	words.keep()
	words.leave()
	_, next := words.want()
	select {
	case <-next:
	default:
		t.Error("whoever waits waits for ever")
	}
}
