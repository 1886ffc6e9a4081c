package workload

import (
	"math"
	"strings"
	"testing"
	"time"
)

// TestSharesAddUpToOne: what rounding leaves of 1 belongs to the last state that can be reached, and to none that cannot.
func TestSharesAddUpToOne(t *testing.T) {
	t.Parallel()
	r := fixed(9)
	for range 2000 {
		change := make([]float64, 1+r.IntN(5))
		reached, out := -1, 0.0
		for j := range change {
			if r.IntN(2) == 0 {
				change[j] = r.Float64()
				reached, out = j, out+change[j]
			}
		}
		if reached < 0 {
			continue
		}
		s := newMMPPState(r.Float64(), out, change)
		for j, upTo := range s.upTo {
			if j >= reached && upTo != 1 || j < reached && upTo > 1 {
				t.Fatalf("changes at the rates %v: up to state %d the share is %v", change, j, upTo)
			}
		}
	}
}

// TestProbabilitiesAreMadeOne: those that miss 1 by what may be missed are shared out in proportion.
func TestProbabilitiesAreMadeOne(t *testing.T) {
	t.Parallel()
	for _, beyond := range []float64{-8e-10, 0, 8e-10} {
		h, err := NewHyperexponential([]float64{0.5, 0.5 + beyond}, []time.Duration{time.Second, time.Second})
		if err != nil {
			t.Fatal(err)
		}
		if mean := h.Mean(); math.Abs(mean-1) > 1e-14 {
			t.Errorf("0.5 and 0.5%+g of 1 s are %v s on average", beyond, mean)
		}
	}
	if _, err := NewHyperexponential([]float64{0.5, 0.5 + 2e-9}, []time.Duration{time.Second, time.Second}); err == nil {
		t.Error("0.5 and 0.500000002 are taken for 1")
	}
}

// TestMMPPChangesForEachJob: the limit is on changes for each job, not a second.
func TestMMPPChangesForEachJob(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rate, change float64
		ok           bool
	}{{10, 9e6, true}, {10, 11e6, false}, {0.1, 0.9e5, true}, {0.1, 1.1e5, false}} {
		_, err := NewMMPP([]float64{c.rate, c.rate}, [][]float64{{0, c.change}, {c.change, 0}})
		if (err == nil) != c.ok || err != nil && !strings.Contains(err.Error(), "for each job") {
			t.Errorf("%v changes and %v jobs a second: %v", c.change, c.rate, err)
		}
	}
}
