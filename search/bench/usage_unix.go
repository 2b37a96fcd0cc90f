//go:build unix

package bench

import (
	"runtime"
	"syscall"
)

// cpuSeconds is what the process has used, user and system, every thread.
func cpuSeconds() float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e9
}

// peakBytes is the most memory that was resident.
func peakBytes() int64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	peak := int64(u.Maxrss) //nolint:unconvert // an int32 on 32-bit machines
	if runtime.GOOS == "darwin" {
		return peak
	}
	return peak * 1024
}
