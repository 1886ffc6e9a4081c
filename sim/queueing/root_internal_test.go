package queueing

import (
	"math"
	"testing"
)

// TestRootOfMDc: the root says how far the line is computed, and on which circle it is transformed. A wrong one costs time or
// digits, which no exact value shows as long as there are enough.
func TestRootOfMDc(t *testing.T) {
	t.Parallel()
	for _, q := range []MDc{{C: 1, Rate: 0.1, Hold: 1}, {C: 1, Rate: 0.8, Hold: 1}, {C: 4, Rate: 32, Hold: 0.1}, {C: 50, Rate: 49.9, Hold: 1}} {
		z := q.root()
		if left, right := q.Load()*(z-1), float64(q.C)*math.Log(z); !(z > 1) || math.Abs(left-right) > 1e-9*right {
			t.Errorf("%+v: at the root %v, a (z - 1) is %v and C log z is %v", q, z, left, right)
		}
	}
}
