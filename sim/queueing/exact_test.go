package queueing_test

import (
	"math"
	"testing"
)

// compare checks every wanted measure to ten digits. The names are those of measures of a pool: p_wait is the share of
// acquires that wait, "connected" is over those that got a connection, "waited" over those that had to wait for it, out
// is connections in use, q90 the 90 % quantile. Values are printed with twelve digits.
func compare(t *testing.T, name string, got, want map[string]float64) {
	t.Helper()
	worst := 0.0
	for measure, w := range want {
		g, ok := got[measure]
		if !ok {
			t.Errorf("%s: nothing computes %s", name, measure)
			continue
		}
		off := math.Abs(g - w)
		if off <= 1e-16 { // the median of M/M/1 at half load is 0, which rounding may miss
			continue
		}
		off /= math.Abs(w)
		worst = math.Max(worst, off)
		if !(off <= 1e-10) {
			t.Errorf("%s: %s = %.13g, want %.12g (off by %.1g)", name, measure, g, w, off)
		}
	}
	t.Logf("%s: %d measures, within %.1g", name, len(want), worst)
}

// near reports whether two values agree to a relative tolerance.
func near(got, want, tolerance float64) bool {
	return got == want || math.Abs(got-want) <= tolerance*math.Abs(want)
}
