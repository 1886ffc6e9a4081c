package workload

import (
	"math"
	"time"
)

// clock is how far a schedule has come. It keeps the fraction of a nanosecond, so that rounding gaps neither drifts nor
// biases a high rate.
type clock struct {
	at   time.Duration // whole nanoseconds
	rest float64       // and the fraction of one
}

// advance goes on by a gap of nanoseconds, which may be +Inf. It reports false, and stays, where that is beyond the end of
// time.
func (c *clock) advance(gap float64) bool {
	gap = float64(gap) + c.rest // a product is rounded first: package portable says why
	if !(gap < float64(math.MaxInt64-c.at)) {
		return false
	}
	whole := math.Floor(gap)
	c.rest = gap - whole
	c.at += time.Duration(whole)
	return true
}

// until returns the nanoseconds to an instant that is not in the past.
func (c *clock) until(at time.Duration) float64 { return float64(at-c.at) - c.rest }

// jump goes to a whole instant.
func (c *clock) jump(at time.Duration) { c.at, c.rest = at, 0 }
