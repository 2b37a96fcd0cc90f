package seed

import "testing"

func TestEmbeddedCatalogHoldsTogether(t *testing.T) {
	t.Parallel()
	if _, err := Load(); err != nil {
		t.Fatal(err)
	}
}
