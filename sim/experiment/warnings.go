package experiment

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"poolsim/sim/model"
	"poolsim/sim/stat"
	"poolsim/workload"
)

// warnings say where the numbers must not be taken at their face value. They are part of the result: every format shows
// them.
func (b *batch) warnings(r *Result) []string {
	w := &warner{list: []string{}}
	if b.done < b.total {
		w.addf("interrupted: %d of %d replications were finished, and only they are counted", b.done, b.total)
	}
	switch {
	case b.done == 1 && b.parts == nil:
		w.addf("one replication gives no intervals: nothing here can be told from chance")
	case b.done == 1:
		w.addf("one replication: intervals are from %d batches of its time, as if these did not depend on each other; maxima and quantiles of levels have none", len(b.parts))
	case b.done < 5:
		w.addf("%d replications give wide intervals that depend on every single run: use 5 or more", b.done)
	}
	b.warnWarmup(w)
	warnPrecision(w, r.Precision, b.done)
	for _, p := range Check(b.sc).Pools {
		if rho := float64(p.Utilisation); rho >= 1 {
			w.addf("pool %s: the offered load, %s erlangs for each process, is at or above the limit of %d connections: the line grows until requests time out",
				p.Name, short(float64(p.OfferedLoad)), p.Limit)
		}
	}
	for i := range b.sc.Model.Pools {
		b.warnPool(w, r, i)
	}
	b.warnTails(w)
	b.warnUnbounded(w, r.Metrics)
	if refused := find(r.Metrics, key{metric: "refused_connects_total", stat: "total"}); refused > 0 {
		w.addf("database: %s connects in a replication, on average, were refused beyond its limit of %d connections", short(refused), b.sc.Model.Database.Limit())
	}
	return w.list
}

type warner struct{ list []string }

func (w *warner) addf(format string, args ...any) {
	w.list = append(w.list, fmt.Sprintf(format, args...))
}

// warnPool adds what is doubtful about one pool.
func (b *batch) warnPool(w *warner, r *Result, i int) {
	f := r.Pools[i]
	b.warnTrend(w, f.Name, i)
	if b.done == 1 && b.partLoads != nil && stat.Correlated(b.partLoads[i]) {
		w.addf("pool %s: the batches of the one replication depend on each other, so that its intervals are too narrow: use a longer duration, or several replications", f.Name)
	}
	if leaks := find(r.Metrics, key{metric: "leaks_total", stat: "total", pool: f.Name}); leaks > 0 {
		w.addf("pool %s: %s connections in a replication, on average, were never given back: the pool gets smaller as long as it runs, so nothing here is of a steady state", f.Name, short(leaks))
	}
	timeouts := find(r.Metrics, key{metric: "timeout_ratio", stat: "ratio", pool: f.Name})
	if timeouts > 0 && f.TimeoutSeconds != nil {
		w.addf("pool %s: %.2g %% of requests timed out: no wait is longer than %g s, so its upper percentiles say how long the limit is, not how long the line was",
			f.Name, 100*timeouts, *f.TimeoutSeconds)
	}
}

// short writes a number of people's size: three digits, and no exponent for a large one.
func short(x float64) string {
	if x >= 100 {
		return strconv.FormatFloat(x, 'f', 0, 64)
	}
	return strconv.FormatFloat(x, 'g', 3, 64)
}

// tailSize is how many requests beyond a percentile, in all replications, it takes to speak of it.
const tailSize = 100

// warnTails names the holders whose upper percentiles rest on too few requests.
func (b *batch) warnTails(w *warner) {
	var p99, p999 []string
	for k, l := range b.labels {
		n := b.lengths.wait[k].N()
		words := fmt.Sprintf("%s %s (%d)", b.class(l.Class), l.Holder, n)
		switch {
		case n == 0 || n >= tailSize*1000:
		case n < tailSize*100:
			p99 = append(p99, words)
		default:
			p999 = append(p999, words)
		}
	}
	if len(p99) > 0 {
		w.addf("too few requests for a p99, which needs 10 000 in all replications together: %s", strings.Join(p99, ", "))
	}
	if len(p999) > 0 {
		w.addf("too few requests for a p99.9, which needs 100 000 in all replications together: %s", strings.Join(p999, ", "))
	}
}

// warnUnbounded names the percentiles of waits that have a lower bound only.
func (b *batch) warnUnbounded(w *warner, metrics []Metric) {
	var names []string
	for _, m := range metrics {
		if m.Metric == "wait_seconds" && m.Pool != "" && m.Holder == "" && m.Stat != "mean" && !m.Lo.IsNaN() && m.Hi.IsNaN() {
			names = append(names, fmt.Sprintf("%s of pool %s", m.Stat, m.Pool))
		}
	}
	if len(names) > 0 {
		w.addf("the longest waits come in so few clusters that they cannot be bounded above: wait %s", strings.Join(names, ", "))
	}
}

// warnTrend compares the quarters of the measured time. The tests are at 99.9 %, since there is one for every pool.
func (b *batch) warnTrend(w *warner, name string, i int) {
	var first, last, growth, drift, level []float64
	for _, run := range b.runs {
		if !run.finished {
			continue
		}
		q := run.quarters[i]
		first = append(first, q[0].Waiting)
		last = append(last, q[3].Waiting)
		growth = append(growth, q[3].Waiting-q[0].Waiting)
		rest := (q[1].InUse + q[2].InUse + q[3].InUse) / 3
		drift = append(drift, rest-q[0].InUse)
		level = append(level, rest)
	}
	from, to := stat.Mean(first).Value, stat.Mean(last).Value
	switch {
	case to >= 1 && to > 1.5*from && (stat.Differs(growth) || len(growth) < 3 && rising(b, i)):
		w.addf("pool %s: the line is still growing, from %s waiting in the first quarter to %s in the last: these are not values of a steady state", name, short(from), short(to))
	case !b.transient(b.sc.Model.Warmup) && stat.Differs(drift) && math.Abs(stat.Mean(drift).Value) > 0.02*stat.Mean(level).Value:
		w.addf("pool %s: connections in use still change after the warm-up (first quarter %s, then %s): use a longer one", name,
			short(stat.Mean(level).Value-stat.Mean(drift).Value), short(stat.Mean(level).Value))
	}
}

// transient reports whether the scenario is about a course, not a steady state: something arrives once, at or after an
// instant, or something goes wrong.
func (b *batch) transient(from time.Duration) bool {
	if len(b.sc.Model.Faults) > 0 {
		return true
	}
	if db := b.sc.Model.Database; db != nil && len(db.Faults) > 0 {
		return true
	}
	for _, c := range b.sc.Model.Classes {
		switch a := c.Arrivals.(type) {
		case *workload.Burst:
			if a.At >= from {
				return true
			}
		case workload.Scripted:
			return true
		}
	}
	return false
}

// rising reports whether the line grew from each quarter to the next in every replication: with very few replications
// there is no better test.
func rising(b *batch, i int) bool {
	for _, run := range b.runs {
		if !run.finished {
			continue
		}
		q := run.quarters[i]
		if !ascending(q) {
			return false
		}
	}
	return true
}

func ascending(q [4]model.Quarter) bool {
	return q[0].Waiting < q[1].Waiting && q[1].Waiting < q[2].Waiting && q[2].Waiting < q[3].Waiting
}

// find returns the value of a metric, NaN if there is none.
func find(metrics []Metric, k key) float64 {
	if i := position(metrics, k); i >= 0 {
		return float64(metrics[i].Value)
	}
	return math.NaN()
}

// position returns the index of a metric, -1 if there is none.
func position(metrics []Metric, k key) int {
	return slices.IndexFunc(metrics, func(m Metric) bool {
		return m.Metric == k.metric && m.Stat == k.stat && m.Pool == k.pool && m.Class == k.class && m.Holder == k.holder
	})
}
