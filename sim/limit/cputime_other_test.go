//go:build !unix

package limit_test

import "time"

// cpuTime is known on Unix only.
func cpuTime() (t time.Duration, ok bool) { return 0, false }
