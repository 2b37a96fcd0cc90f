package arch_test

import (
	"os"
	"testing"

	"github.com/stackmatch/stackmatch/internal/arch"
)

func TestTheSourceKeepsToTheMapOfTheHouse(t *testing.T) {
	t.Parallel()
	found, err := arch.Check(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range found {
		t.Error(v)
	}
}
