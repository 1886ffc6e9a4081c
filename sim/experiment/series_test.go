package experiment

import (
	"testing"
	"time"

	"poolsim/sim/stat"
)

func TestBinWidthsAreRound(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]time.Duration{
		1:                     1,
		time.Microsecond:      5,
		time.Second:           5 * time.Millisecond,
		10 * time.Minute:      2 * time.Second,
		30 * time.Minute:      5 * time.Second,
		time.Hour:             10 * time.Second,
		24 * time.Hour:        5 * time.Minute,
		365 * 24 * time.Hour:  24 * time.Hour,
		3650 * 24 * time.Hour: 10 * 24 * time.Hour,
	} {
		if got := binWidth(d); got != want || d > maxBins*got {
			t.Errorf("binWidth(%v) = %v, want %v", d, got, want)
		}
	}
}

func TestCCDF(t *testing.T) {
	t.Parallel()
	h := &stat.Histogram{}
	h.AddN(0, 90)
	h.AddN(1000, 9)
	h.AddN(2000, 1)
	x, y := ccdf(h)
	if len(x) != 2 || x[0] != 1e-6 || x[1] != 2e-6 || y[0] != 0.01 || y[1] != 0 {
		t.Errorf("x %v, y %v; want 1 us: 0.01, 2 us: 0", x, y)
	}
	for v := range int64(1_000_000) {
		h.Add(v * 100)
	}
	if x, y = ccdf(h); len(x) > 2100 || y[len(y)-1] != 0 {
		t.Errorf("%d points, the last %v", len(x), y[len(y)-1])
	}
	if x, y = ccdf(&stat.Histogram{}); x == nil || y == nil || len(x) != 0 {
		t.Errorf("of nothing: %v, %v", x, y)
	}
}
