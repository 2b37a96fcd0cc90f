package seed

import (
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/internal/testkit"
)

func TestTheDemoIsWrittenOnce(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	start := time.Now()
	r, err := Write(t.Context(), s.Client, Options{Now: testNow})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%v %+v", time.Since(start), r)
}
