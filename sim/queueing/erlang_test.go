package queueing_test

import (
	"math"
	"testing"

	"poolsim/sim/queueing"
)

// brute sums the state probabilities of M/M/c with logarithms, without the recursion.
func brute(c int, a float64) (blocked, waits float64) {
	logs := make([]float64, c+1)
	for k := 1; k <= c; k++ {
		logs[k] = logs[k-1] + math.Log(a) - math.Log(float64(k))
	}
	var sum float64
	for _, l := range logs {
		sum += math.Exp(l - logs[c])
	}
	tail := float64(c) / (float64(c) - a)
	return 1 / sum, tail / (sum - 1 + tail)
}

func TestErlangAgainstStateProbabilities(t *testing.T) {
	t.Parallel()
	for _, q := range []struct {
		c int
		a float64
	}{{1, 0.5}, {2, 1.9}, {5, 4}, {10, 9.9}, {50, 45}, {150, 135}, {150, 40}, {1000, 990}} {
		b, w := brute(q.c, q.a)
		if got := queueing.ErlangB(q.c, q.a); math.Abs(got/b-1) > 1e-9 {
			t.Errorf("ErlangB(%d, %v) = %.12g, want %.12g", q.c, q.a, got, b)
		}
		if got := queueing.ErlangC(q.c, q.a); math.Abs(got/w-1) > 1e-9 {
			t.Errorf("ErlangC(%d, %v) = %.12g, want %.12g", q.c, q.a, got, w)
		}
	}
}

// Published values: M/M/1 has W = rho/(mu - lambda); Erlang B of 10 erlangs on 10 lines is 0.2146 (any Erlang B table).
func TestPublishedValues(t *testing.T) {
	t.Parallel()
	q := queueing.MMc{C: 1, Rate: 7, Hold: 0.1}
	for what, c := range map[string]struct{ got, want, tolerance float64 }{
		"M/M/1 mean":    {q.WaitMean(), 0.7 / 3, 1e-12},
		"M/M/1 waits":   {q.WaitRatio(), 0.7, 1e-12},
		"M/M/1 p99":     {q.WaitQuantile(0.99), math.Log(70) / 3, 1e-12},
		"M/M/1 median":  {q.WaitQuantile(0.5), math.Log(1.4) / 3, 1e-12},
		"M/M/1 p20":     {q.WaitQuantile(0.2), 0, 0},
		"ErlangB 10,10": {queueing.ErlangB(10, 10), 0.2146, 5e-5},
		"no load":       {queueing.ErlangC(5, 0), 0, 0},
		"overload":      {queueing.MMc{C: 2, Rate: 30, Hold: 0.1}.WaitRatio(), 1, 0},
	} {
		if math.Abs(c.got-c.want) > c.tolerance {
			t.Errorf("%s: %v, want %v", what, c.got, c.want)
		}
	}
	if w := (queueing.MMc{C: 2, Rate: 30, Hold: 0.1}).WaitMean(); !math.IsInf(w, 1) {
		t.Errorf("mean wait under overload: %v, want +Inf", w)
	}
	if !math.IsNaN(queueing.ErlangC(0, 1)) || !math.IsNaN(queueing.ErlangB(3, -1)) || !math.IsNaN(queueing.ErlangB(3, math.NaN())) {
		t.Error("impossible arguments should give NaN")
	}
}
