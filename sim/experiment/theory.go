package experiment

import (
	"math"

	"poolsim/sim/portable"
	"poolsim/sim/scenario"
)

// TheoryRow is what a closed form says of one metric of a pool, to be laid beside the row of Metrics with the same metric,
// stat and pool, which is of one process too.
type TheoryRow struct {
	Pool    string `json:"pool"`
	Metric  string `json:"metric"` // wait_seconds, wait_ratio, timeout_ratio, in_use_connections, waiting_requests
	Stat    string `json:"stat"`   // mean, ratio, p50, p90, p95, p99, p999
	Value   Number `json:"value"`
	Form    string `json:"form"`    // the name of the closed form: "M/M/c+D"
	Exact   bool   `json:"exact"`   // the scenario is just what the form supposes; else the form is an approximation
	Assumes string `json:"assumes"` // in words
}

// Theory returns what closed forms say of the scenario's pools in the steady state, in the order of the pools: of each
// pool for which there is one and a steady state. Nothing is simulated.
func Theory(sc *scenario.Scenario) []TheoryRow {
	rows := []TheoryRow{}
	for i, f := range forms(sc) {
		if f == nil {
			continue
		}
		add := func(metric, stat string, value float64) {
			if math.IsNaN(value) || math.IsInf(value, 0) {
				return
			}
			rows = append(rows, TheoryRow{
				Pool: sc.Model.Pools[i].Name, Metric: metric, Stat: stat, Value: Number(value), Form: f.name, Exact: f.exact, Assumes: f.assumes,
			})
		}
		add("wait_ratio", "ratio", f.waitRatio)
		add("timeout_ratio", "ratio", f.timeoutRatio)
		if f.rejectRatio > 0 {
			add("reject_ratio", "ratio", f.rejectRatio)
		}
		add("wait_seconds", "mean", f.waitMean)
		if f.quantile != nil {
			for _, q := range quantiles {
				add("wait_seconds", q.name, f.quantile(q.p))
			}
		}
		add("in_use_connections", "mean", f.inUse)
		add("waiting_requests", "mean", f.waiting)
	}
	return rows
}

// forms returns the closed form of each pool, nil where there is none, or no steady state to compare with.
func forms(sc *scenario.Scenario) []*form {
	cfg := &sc.Model
	out := make([]*form, len(cfg.Pools))
	if len(cfg.Faults) > 0 || cfg.Database != nil && len(cfg.Database.Faults) > 0 {
		return out
	}
	loads, _, _ := loadsOf(cfg)
	for i := range cfg.Pools {
		if f := formOf(cfg, i, &loads[i]); f != nil && !math.IsInf(f.waitMean, 1) {
			out[i] = f
		}
	}
	return out
}

// leastTail is the probability at which the curve of a form ends.
const leastTail = 1e-7

// theoryTails returns the curves of P(wait > t) that closed forms give, one for each pool that has one.
func theoryTails(sc *scenario.Scenario) []Series {
	var out []Series
	for i, f := range forms(sc) {
		if f == nil || f.tail == nil || !(f.waitRatio > leastTail) {
			continue
		}
		s := Series{Metric: "wait_seconds", Stat: "ccdf_theory", Pool: sc.Model.Pools[i].Name, X: []float64{}, Y: []float64{}}
		s.X, s.Y = f.curve()
		if len(s.X) > 0 {
			out = append(out, s)
		}
	}
	return out
}

// curve returns points of the form's tail, closer than a chart can tell apart, over five decades of time. It falls to 0 at
// its end, where it has one.
func (f *form) curve() (x, y []float64) {
	const decades, points = 5, 200
	last := math.Min(f.quantile(1-leastTail), f.end)
	if !(last > 0) || math.IsInf(last, 0) {
		return nil, nil
	}
	for i := range points {
		t := last * portable.Pow(10, decades*(float64(i)/(points-1)-1))
		if t == f.end { // the tail jumps to 0 there: it goes on until just before
			before := math.Nextafter(t, 0)
			x, y = append(x, before), append(y, f.tail(before))
		}
		x = append(x, t)
		y = append(y, f.tail(t))
	}
	return x, y
}
