package fetch

// The parts that tests look at by themselves.
var (
	Locate        = locate
	Follow        = follow
	CheckAddress  = checkAddress
	CheckedDialer = checkedDialer
)

// Waiting counts the callers that wait for a fetch.
func Waiting(f *Fetcher) (total int) {
	f.flights.mu.Lock()
	defer f.flights.mu.Unlock()
	for _, fl := range f.flights.running {
		total += fl.waiting
	}
	return total
}
