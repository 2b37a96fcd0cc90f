//go:build !linux

package skillindex

import "time"

var started = time.Now()

// busy is the time: only on Linux is it known how long a thread has worked.
func busy() time.Duration { return time.Since(started) }
