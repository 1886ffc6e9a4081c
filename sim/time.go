package sim

import (
	"math"
	"time"
)

// Time is an instant of virtual time, in nanoseconds since the run began. Differences of two Times are time.Durations.
type Time int64

// Never is later than every instant: the key of a slot without a pending event.
const Never Time = math.MaxInt64

// Add returns the instant d later, or Never if that lies beyond what int64 nanoseconds can say.
func (t Time) Add(d time.Duration) Time {
	s := t + Time(d)
	if s < t && d > 0 {
		return Never
	}
	return s
}

// Sub returns the time from u to t.
func (t Time) Sub(u Time) time.Duration { return time.Duration(t - u) }

// Seconds returns the instant in seconds.
func (t Time) Seconds() float64 { return time.Duration(t).Seconds() }
