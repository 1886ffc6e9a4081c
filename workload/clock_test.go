package workload

import (
	"math"
	"testing"
	"time"
)

// TestClockKeepsFractions: a clock keeps what is less than a nanosecond, and counts it in what is left until an instant.
func TestClockKeepsFractions(t *testing.T) {
	c := clock{at: 5}
	if !c.advance(2.25) || c.at != 7 || c.rest != 0.25 {
		t.Errorf("5 + 2.25 is %d + %v", c.at, c.rest)
	}
	if got := c.until(10); got != 2.75 {
		t.Errorf("from 7.25 to 10 it is %v", got)
	}
	if !c.advance(0.75) || c.at != 8 || c.rest != 0 {
		t.Errorf("7.25 + 0.75 is %d + %v", c.at, c.rest)
	}
}

// TestClockEnds: what would reach the end of time, 292 years, stays where it is.
func TestClockEnds(t *testing.T) {
	for _, gap := range []float64{math.MaxInt64, 2 * math.MaxInt64, math.Inf(1)} {
		c := clock{at: 0, rest: 0.5}
		if c.advance(gap) || c.at != 0 || c.rest != 0.5 {
			t.Errorf("after a gap of %v the clock is at %d + %v", gap, c.at, c.rest)
		}
	}
	c := clock{}
	if before := math.Nextafter(math.MaxInt64, 0); !c.advance(before) || c.at != time.Duration(before) {
		t.Errorf("%v is before the end of time, the clock is at %d", before, c.at)
	}
}

// TestDeterministicBeyondTheEnd: an interval that is scaled to more than an interval may be, or beyond the end of time, becomes a rate.
func TestDeterministicBeyondTheEnd(t *testing.T) {
	d, err := NewDeterministicInterval(1 << 53)
	if err != nil {
		t.Fatal(err)
	}
	for _, load := range []float64{0x1p-6, 0x1p-7, 0x1p-9, 0x1p-10, 0x1p-11} { // the longest interval is 1e18 ns, the end of time 2^63 ns
		scaled, err := d.Scaled(load)
		if err != nil {
			t.Errorf("load %v: %v", load, err)
			continue
		}
		if rate := scaled.MeanRate(); math.Abs(rate-d.rate*load) > 1e-15*rate {
			t.Errorf("load %v: rate %v, want %v", load, rate, d.rate*load)
		}
	}
}

// TestRenewalAtTheClocksResolution: gaps of a nanosecond on average are the least there may be.
func TestRenewalAtTheClocksResolution(t *testing.T) {
	if _, err := NewRenewal(Constant(1)); err != nil {
		t.Errorf("a gap of 1 ns: %v", err)
	}
	if _, err := NewRenewal(Constant(0)); err == nil {
		t.Error("a gap of 0 is accepted")
	}
}
