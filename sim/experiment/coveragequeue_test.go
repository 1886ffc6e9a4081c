package experiment_test

import (
	"fmt"
	"math"
	"math/rand/v2"

	"poolsim/sim/stat"
)

// repetitions returns how often an experiment of a number of steps is repeated.
func repetitions(steps int) int {
	if long() {
		return min(max(100_000_000/steps, 200), 10_000)
	}
	return min(2_500_000/steps, 4000)
}

// coverAR1 cuts AR(1) processes into batches (ar1_batch_means).
func coverAR1(a *coverageAnchors) []*coverage {
	var out []*coverage
	for i := 0; i < len(a.AR1); {
		phi, n := a.AR1[i].Phi, a.AR1[i].N
		var cs []*coverage
		var batches []int
		for ; i < len(a.AR1) && a.AR1[i].Phi == phi && a.AR1[i].N == n; i++ {
			cs = append(cs, &coverage{
				experiment: fmt.Sprintf("φ = %v, n = %d", phi, n), measure: fmt.Sprintf("mean, %d batches", a.AR1[i].Batches),
				want: a.AR1[i].Coverage, se: a.AR1[i].SE,
			})
			batches = append(batches, a.AR1[i].Batches)
		}
		rng := rand.New(rand.NewPCG(1, uint64(i)))
		xs := make([]float64, n)
		for range repetitions(n) {
			x := rng.NormFloat64() / math.Sqrt(1-phi*phi)
			for k := range xs {
				x = phi*x + rng.NormFloat64()
				xs[k] = x
			}
			for k, b := range batches {
				cs[k].addInterval(stat.BatchMeans(xs, b))
				if b == stat.Batches && stat.Correlated(batchMeans(xs, b)) {
					cs[k].flagged++
				}
			}
		}
		out = append(out, cs...)
	}
	return out
}

func batchMeans(xs []float64, n int) []float64 {
	means := make([]float64, n)
	for i := range means {
		means[i] = stat.Mean(xs[i*len(xs)/n : (i+1)*len(xs)/n]).Value
	}
	return means
}

// mm1Queue gives the waits of an M/M/1 queue with mean service 1 (Lindley 1952).
type mm1Queue struct {
	rng  *rand.Rand
	rho  float64
	wait float64
}

// steady gives the next customer a wait of the steady state: none with probability 1 - rho, otherwise exponential.
func (q *mm1Queue) steady() {
	q.wait = 0
	if q.rng.Float64() < q.rho {
		q.wait = q.rng.ExpFloat64() / (1 - q.rho)
	}
}

func (q *mm1Queue) next() float64 {
	w := q.wait
	q.wait = max(0, w+q.rng.ExpFloat64()-q.rng.ExpFloat64()/q.rho)
	return w
}

// mean returns the mean of the next n waits.
func (q *mm1Queue) mean(n int) float64 {
	sum := 0.0
	for range n {
		sum += q.next()
	}
	return sum / float64(n)
}

// coverMM1 averages waits over replications or batches (mm1_coverage).
func coverMM1(a *coverageAnchors) []*coverage {
	var out []*coverage
	for i, m := range a.MM1 {
		c := &coverage{measure: "mean wait", truth: m.Truth, want: m.Coverage, se: m.SE}
		steps := (m.Waits + m.Deleted)
		switch m.Mode {
		case "first":
			c.experiment = fmt.Sprintf("ρ = %v, %d runs, the first %d waits", m.Rho, m.Runs, m.Waits)
			steps *= m.Runs
		case "repdel":
			c.experiment = fmt.Sprintf("ρ = %v, %d runs, %d waits after %d", m.Rho, m.Runs, m.Waits, m.Deleted)
			steps *= m.Runs
		default:
			c.experiment = fmt.Sprintf("ρ = %v, %d waits after %d, in %d batches", m.Rho, m.Waits, m.Deleted, m.Runs)
		}
		if m.Mode == "bms" {
			c.experiment += ", from the steady state"
		}
		n := repetitions(steps)
		if n < 20 {
			continue // in the full run only
		}
		q := &mm1Queue{rng: rand.New(rand.NewPCG(2, uint64(i))), rho: m.Rho}
		for range n {
			c.addInterval(q.experiment(m))
		}
		out = append(out, c)
	}
	return out
}

// experiment returns the interval of one repetition.
func (q *mm1Queue) experiment(m mm1Anchor) stat.Interval {
	scale := 1.0
	if m.Mode == "first" {
		scale = m.Rho // the mean time between arrivals is 1
	}
	q.wait = 0
	var xs []float64
	if m.Mode == "first" || m.Mode == "repdel" {
		for range m.Runs {
			q.wait = 0
			q.mean(m.Deleted)
			xs = append(xs, scale*q.mean(m.Waits))
		}
		return stat.Mean(xs)
	}
	if m.Mode == "bms" {
		q.steady()
	}
	q.mean(m.Deleted)
	for range m.Waits {
		xs = append(xs, q.next())
	}
	return stat.BatchMeans(xs, m.Runs)
}

// tailProbabilities are the quantiles that are tried.
var tailProbabilities = []float64{0.5, 0.95, 0.99, 0.999}

// coverQuantiles tries quantiles of M/M/1 waits, P(wait > x) = ρ exp(-(1-ρ) x), and of independent exponential values.
func coverQuantiles() []*coverage {
	var out []*coverage
	for i, e := range []struct {
		rho     float64 // 0: independent values
		runs, n int
		batches bool // of one run
		short   int  // repetitions
	}{
		{0, 10, 1000, false, 400},
		{0, 10, 20_000, false, 30},
		{0.5, 5, 5000, false, 160},
		{0.5, 10, 5000, false, 80},
		{0.5, 10, 20_000, false, 20},
		{0.5, 40, 5000, false, 20},
		{0.9, 10, 50_000, false, 0},
		{0.5, 20, 10_000, true, 20},
	} {
		name := fmt.Sprintf("ρ = %v, %d runs of %d waits", e.rho, e.runs, e.n)
		if e.rho == 0 {
			name = fmt.Sprintf("independent, %d runs of %d values", e.runs, e.n)
		}
		if e.batches {
			name = fmt.Sprintf("ρ = %v, %d waits in %d batches", e.rho, e.runs*e.n, e.runs)
		}
		var cs []*coverage
		for _, p := range tailProbabilities {
			truth := -math.Log(1 - p)
			if e.rho > 0 {
				truth = max(0, math.Log(e.rho/(1-p))/(1-e.rho))
			}
			cs = append(cs, &coverage{
				experiment: name, measure: fmt.Sprintf("p%v, %.0f values beyond", 100*p, float64(e.runs*e.n)*(1-p)), truth: truth * 1e9,
			})
		}
		q := &mm1Queue{rng: rand.New(rand.NewPCG(3, uint64(i))), rho: e.rho}
		n := e.short
		if long() {
			n = repetitions(e.runs * e.n)
		}
		if n == 0 {
			continue // in the full run only
		}
		for range n {
			tails := q.tails(e.runs, e.n, e.batches)
			for k, p := range tailProbabilities {
				cs[k].addInterval(tails.Quantile(p))
			}
		}
		out = append(out, cs...)
	}
	return out
}

// tails returns the tails of replications from the steady state, or of the batches of one, in nanoseconds.
func (q *mm1Queue) tails(runs, n int, batches bool) *stat.Tails {
	tails := &stat.Tails{}
	for i := range runs {
		if i == 0 || !batches {
			q.steady()
		}
		h := &stat.Histogram{}
		for range n {
			x := 0.0
			if q.rho == 0 {
				x = q.rng.ExpFloat64()
			} else {
				x = q.next()
			}
			h.Add(int64(x * 1e9))
		}
		tails.Add(h)
	}
	return tails
}
