package app_test

import (
	"strings"
	"testing"

	"github.com/stackmatch/stackmatch/internal/app"
)

func TestTheDemoListensOnLoopbackOnly(t *testing.T) {
	t.Parallel()
	for address, good := range map[string]bool{
		"127.0.0.1:8080": true, "127.1.2.3:0": true, "localhost:8080": true, "[::1]:8080": true, "": true,
		"0.0.0.0:8080": false, ":8080": false, "[::]:8080": false, "192.0.2.1:8080": false,
		"localhost.example.org:8080": false, "example.org:8080": false, "8080": false,
	} {
		if err := app.CheckedAddress(true, address); (err == nil) != good {
			t.Errorf("demo at %q: %v", address, err)
		}
		if err := app.CheckedAddress(false, address); err != nil {
			t.Errorf("no demo at %q: %v", address, err)
		}
	}
}

func TestOneProcessAtATimeHasTheIndexes(t *testing.T) {
	t.Parallel()
	first := openDemo(t)
	where := app.Where{Data: first.Directory(), Demo: true}
	_, err := app.Open(t.Context(), app.Config{Where: where, Index: app.OwnIndex})
	if err == nil || !strings.Contains(err.Error(), "a server is running on") {
		t.Errorf("a second one: %v", err)
	}
	beside := open(t, app.Config{Where: where, Index: app.IndexIfFree})
	if owned, err := beside.CatchUp(t.Context()); owned || err != nil {
		t.Errorf("beside the first: %v, %v", owned, err)
	}
	if err := beside.Reindex(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestAProviderNeedsAnAudience(t *testing.T) {
	t.Parallel()
	_, err := app.Open(t.Context(), app.Config{
		Where: app.Where{Data: t.TempDir()}, OIDC: app.OIDC{Issuer: "https://login.example.org"}, Careless: true,
	})
	if err == nil || !strings.Contains(err.Error(), "audience") {
		t.Errorf("got %v", err)
	}
}
