package credential_test

import "github.com/stackmatch/stackmatch/search"

// ofEarners keeps what indexes follow: the feed also has rows for those who are told
// of awards and notifications.
func ofEarners(changes []search.Change) []search.Change {
	var kept []search.Change
	for _, change := range changes {
		if change.Kind == search.ChangeEarner {
			kept = append(kept, change)
		}
	}
	return kept
}
