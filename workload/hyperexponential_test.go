package workload

import (
	"testing"
	"time"
)

// TestHyperexponentialBalanced checks that both exponentials carry half of the mean (Whitt 1982).
func TestHyperexponentialBalanced(t *testing.T) {
	t.Parallel()
	for _, cv := range []float64{1, 1.2, 3, 50, 1000} {
		h := must(NewHyperexponentialBalanced(10*ms, cv))
		p1 := h.phases[0].upTo
		near(t, "p1·m1", p1*h.phases[0].mean, 0.005, 1e-9)
		near(t, "p2·m2", (1-p1)*h.phases[1].mean, 0.005, 1e-9)
		near(t, "cv", h.CV(), cv, 1e-9)
	}
}

// TestHyperexponentialTolerance: probabilities as people write them add up to 1 only nearly.
func TestHyperexponentialTolerance(t *testing.T) {
	t.Parallel()
	h := must(NewHyperexponential([]float64{0.3333333333, 0.6666666667, 0}, []time.Duration{ms, 2 * ms, time.Hour}))
	if n := len(h.phases); n != 2 || h.phases[n-1].upTo != 1 {
		t.Errorf("phases %v: want two, the last of them up to 1", h.phases)
	}
	near(t, "mean", h.Mean(), 0.005/3, 1e-9)
}
