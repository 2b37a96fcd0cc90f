package badge

import "testing"

func TestOnlyOnesOwnOriginIsHome(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]bool{
		"http://localhost:8080/status/1": true, "http://localhost:8080": false, "http://localhost:80801/x": false,
		"http://localhost/status/1": false, "https://localhost:8080/status/1": false, "http://localhost:8080@evil.example/": false,
	} {
		r := newRun(nil, Policy{Home: "http://localhost:8080"})
		if got := r.home(address); got != want {
			t.Errorf("%s: home %t, want %t", address, got, want)
		}
		if newRun(nil, Policy{}).home(address) {
			t.Errorf("%s is home to who has none", address)
		}
	}
}

func TestWhatIsAtHomeIsGivenAndTakenFromNowhereElse(t *testing.T) {
	t.Parallel()
	const address = "http://localhost:8080/status/1"
	served := Documents{address: {Status: 200, ContentType: "application/json", Body: []byte("{}")}}
	asked := newRun(nil, Policy{Home: "http://localhost:8080"})
	if _, f := asked.fetched(address); f.passed() || len(asked.needs()) != 1 {
		t.Errorf("before it is given: %v, asked for %v", f, asked.needs())
	}
	if _, f := newRun(served, Policy{Home: "http://localhost:8080"}).fetched(address); !f.passed() {
		t.Errorf("given: %v", f)
	}
	away := newRun(served, Policy{Home: "https://portal.example.org"})
	if _, f := away.fetched(address); !f.failed() || len(away.needs()) != 0 {
		t.Errorf("away from home: %v, asked for %v", f, away.needs())
	}
}
