package app

// arrivals are the variables of the examples of getting in.
func arrivals() map[string]map[string]any {
	return map[string]map[string]any{
		"visitor-5-signin": {"input": map[string]any{"address": "somebody@example.org", "language": "en"}},
		"visitor-6-places": {"search": "Ch", "state": "GA"},
		"coach-3-open":     onceADay(map[string]any{"name": "Example Person", "language": "es", "paperConsent": true}),
	}
}
