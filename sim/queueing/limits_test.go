package queueing_test

import (
	"math"
	"testing"

	"poolsim/sim/queueing"
)

// Systems that are the same under two names give the same numbers, at sizes and loads where sums of state probabilities
// would overflow.
func TestSystemsThatAreTheSame(t *testing.T) {
	t.Parallel()
	for _, c := range []int{1, 2, 20, 150, 5000} {
		for _, rho := range []float64{0.01, 0.5, 0.9, 0.999, 1, 1.1, 3, 1000} {
			n := float64(c)
			rate, hold := 10*n*rho, 0.1
			b := queueing.ErlangB(c, n*rho)
			same(t, "no patience is Erlang B", c, rho, queueing.MMcD{C: c, Rate: rate, Hold: hold}.TimeoutRatio(), b)
			same(t, "no line is Erlang B", c, rho, queueing.MMcK{C: c, Rate: rate, Hold: hold}.RejectRatio(), b)
			same(t, "real is whole", c, rho, queueing.ErlangBReal(n, n*rho), b)
			// Both lose what is beyond the servers, whoever leaves: Rate (1 - P) Hold are busy.
			d := queueing.MMcD{C: c, Rate: rate, Hold: hold, Timeout: 30}
			same(t, "busy servers of M/M/c+D", c, rho, d.InUseMean(), rate*hold*(1-d.TimeoutRatio()))
			if rho <= 3 {
				m := queueing.MMcM{C: c, Rate: rate, Hold: hold, Patience: 0.5}
				same(t, "busy servers of M/M/c+M", c, rho, m.InUseMean(), rate*hold*(1-m.TimeoutRatio()))
				equal := queueing.MMcM{C: c, Rate: rate, Hold: hold, Patience: hold} // then N is Poisson
				same(t, "patience as long as holds", c, rho, equal.QueueMean()+equal.InUseMean(), n*rho)
			}
			if rho < 1 {
				q := queueing.MMc{C: c, Rate: rate, Hold: hold}
				long := queueing.MMcD{C: c, Rate: rate, Hold: hold, Timeout: math.Inf(1)}
				same(t, "endless patience, ratio", c, rho, long.WaitRatio(), q.WaitRatio())
				same(t, "endless patience, mean", c, rho, long.WaitMean(), q.WaitMean())
				same(t, "endless patience, p99", c, rho, long.WaitQuantile(0.99), q.WaitQuantile(0.99))
				same(t, "Allen-Cunneen of M/M/c", c, rho, queueing.GGc{C: c, Rate: rate, Hold: hold, ArrivalCV: 1, HoldCV: 1}.WaitMean(), q.WaitMean())
			}
		}
	}
}

func same(t *testing.T, what string, c int, rho, got, want float64) {
	t.Helper()
	if math.Abs(got) < 1e-300 && math.Abs(want) < 1e-300 {
		return // too small to have digits
	}
	if !near(got, want, 1e-9) || math.IsNaN(got) {
		t.Errorf("%s, c=%d, rho=%v: %.12g and %.12g", what, c, rho, got, want)
	}
}

// Quantiles invert tails, however small or large the system.
func TestQuantilesInvertTails(t *testing.T) {
	t.Parallel()
	type law struct {
		name     string
		quantile func(p float64) float64
		tail     func(t float64) float64
	}
	var laws []law
	for _, c := range []int{1, 7, 3000} {
		n := float64(c)
		for _, rho := range []float64{0.97, 1, 1.2} {
			d := queueing.MMcD{C: c, Rate: n * rho, Hold: 1, Timeout: 20}
			m := queueing.MMcM{C: c, Rate: n * rho, Hold: 1, Patience: 2}
			k := queueing.MMcK{C: c, Queue: 2 * c, Rate: n * rho, Hold: 1}
			u := queueing.Closed{C: c, Users: 3 * c, Think: 2 / rho, Hold: 1}
			laws = append(laws, law{"M/M/c+D", d.WaitQuantile, d.WaitTail}, law{"M/M/c+M", m.ServedWaitQuantile, m.ServedWaitTail},
				law{"M/M/c/K", k.ServedWaitQuantile, k.ServedWaitTail}, law{"closed", u.WaitQuantile, u.WaitTail})
		}
		if c < 100 {
			d := queueing.MDc{C: c, Rate: n * 0.97, Hold: 1}
			laws = append(laws, law{"M/D/c", d.WaitQuantile, d.WaitTail})
		}
	}
	for _, l := range laws {
		for _, p := range []float64{0.5, 0.9, 0.999} {
			x := l.quantile(p)
			if before := l.tail(x * (1 - 1e-9)); math.IsNaN(x) || x > 0 && (before < 1-p-1e-12 || l.tail(x*(1+1e-9)) > 1-p+1e-12) {
				t.Errorf("%s: the %v quantile is %v, but P(W > t) is %v there", l.name, p, x, before)
			}
		}
		if l.tail(-1) != l.tail(0) {
			t.Errorf("%s: nobody waits less than 0", l.name)
		}
	}
}

// Waits of M/D/c by the sum and by the Fourier transform agree where both are used: the change from one to the other, at
// some load, is no step. The mean wait of M/D/1 is Pollaczek and Khinchine's.
func TestMDcOverLoads(t *testing.T) {
	t.Parallel()
	for _, c := range []int{1, 3, 200} {
		for _, rho := range []float64{1e-6, 0.1, 0.7, 0.95, 0.98, 0.99, 0.995} {
			q := queueing.MDc{C: c, Rate: float64(c) * rho, Hold: 1}
			w := q.WaitMean()
			if c == 1 {
				same(t, "M/D/1", c, rho, w, queueing.MG1{Rate: rho, Hold: 1}.WaitMean())
				same(t, "M/D/1 waits", c, rho, q.WaitRatio(), rho)
			}
			// Between half of M/M/c's wait, its limit in heavy traffic, and all of it.
			if m := (queueing.MMc{C: c, Rate: q.Rate, Hold: 1}).WaitMean(); !(w >= m/2*(1-1e-9) && w <= m) {
				t.Errorf("c=%d, rho=%v: mean wait %v, M/M/c %v", c, rho, w, m)
			}
		}
	}
	if w := (queueing.MDc{C: 3, Rate: 3, Hold: 1}).WaitRatio(); !math.IsNaN(w) {
		t.Errorf("without a steady state: %v", w)
	}
}

// Impossible arguments give NaN, and nothing panics.
func TestImpossibleArguments(t *testing.T) {
	t.Parallel()
	nan, inf := math.NaN(), math.Inf(1)
	for what, x := range map[string]float64{
		"MMcD c":             queueing.MMcD{C: 0, Rate: 1, Hold: 1, Timeout: 1}.WaitMean(),
		"MMcD rate":          queueing.MMcD{C: 1, Rate: -1, Hold: 1, Timeout: 1}.WaitRatio(),
		"MMcD no end":        queueing.MMcD{C: 1, Rate: 2, Hold: 1, Timeout: inf}.WaitMean(),
		"MMcD NaN":           queueing.MMcD{C: 1, Rate: nan, Hold: 1, Timeout: 1}.WaitQuantile(0.5),
		"MMcD p":             queueing.MMcD{C: 1, Rate: 1, Hold: 1, Timeout: 1}.WaitQuantile(1.5),
		"MMcM patience":      queueing.MMcM{C: 1, Rate: 1, Hold: 1}.WaitMean(),
		"MMcK line":          queueing.MMcK{C: 1, Queue: -1, Rate: 1, Hold: 1}.RejectRatio(),
		"MMcK huge":          queueing.MMcK{C: 1, Queue: math.MaxInt - 1, Rate: 1, Hold: 1}.RejectRatio(),
		"closed users":       queueing.Closed{C: 1, Hold: 1}.WaitMean(),
		"closed hold":        queueing.Closed{C: 1, Users: 2}.Throughput(),
		"Engset":             queueing.Engset(1, 0, 1, 1),
		"MDc hold":           queueing.MDc{C: 1, Rate: 1}.WaitMean(),
		"Halfin-Whitt":       queueing.HalfinWhitt(nan),
		"Halfin-Whitt beta":  queueing.HalfinWhittBeta(0),
		"Erlang B inverse":   queueing.ErlangBServersReal(10, 0),
		"Erlang B real":      queueing.ErlangBReal(-1, 1),
		"Erlang B real load": queueing.ErlangBReal(1, inf),
	} {
		if !math.IsNaN(x) {
			t.Errorf("%s: %v, want NaN", what, x)
		}
	}
	if queueing.ErlangBServers(-1, 0.1) != -1 || queueing.ErlangCServers(1, 0) != -1 || queueing.SquareRootServers(-1, 1) != -1 ||
		queueing.PoolLockingBound(0, 1) != -1 || queueing.PoolLockingThreads(1, 2) != -1 {
		t.Error("impossible arguments should give -1")
	}
}

// Users without thinking time are always there.
func TestClosedWithoutThinking(t *testing.T) {
	t.Parallel()
	q := queueing.Closed{C: 3, Users: 10, Hold: 0.5}
	same(t, "in use", 3, 0, q.InUseMean(), 3)
	same(t, "in line", 3, 0, q.QueueMean(), 7)
	same(t, "waits", 3, 0, q.WaitRatio(), 1)
	same(t, "throughput", 3, 0, q.Throughput(), 6)
	few := queueing.Closed{C: 20, Users: 10, Think: 1, Hold: 1}
	if few.WaitRatio() != 0 || few.WaitQuantile(0.99) != 0 || few.WaitMean() != 0 {
		t.Error("more connections than users: nobody waits")
	}
}
