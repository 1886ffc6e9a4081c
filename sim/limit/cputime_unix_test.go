//go:build unix

package limit_test

import (
	"syscall"
	"time"
)

// cpuTime returns how long this process has had a processor: unlike the time of the wall it does not run while others have it.
func cpuTime() (t time.Duration, ok bool) {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0, false
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()), true
}
