package main

import (
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
)

// barEvery is how often a bar is drawn.
const barEvery = 100 * time.Millisecond

// progress shows a bar on a terminal and nothing anywhere else. It is told how
// much is done.
func progress(w io.Writer, total int64, what string) func(done int64) {
	if !terminal(w) {
		return func(int64) {}
	}
	bar := progressbar.NewOptions64(total,
		progressbar.OptionSetWriter(w), progressbar.OptionSetDescription(what), progressbar.OptionShowCount(),
		progressbar.OptionSetPredictTime(true), progressbar.OptionClearOnFinish(), progressbar.OptionThrottle(barEvery))
	return func(done int64) {
		_ = bar.Set64(done) // a bar that cannot be drawn stops nothing
	}
}

func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
