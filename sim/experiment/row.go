package experiment

import (
	"poolsim/sim/stat"
)

// row is what one replication says of one metric: a value, or a numerator and a denominator whose sums over the
// replications are divided.
type row struct {
	key
	ratio bool
	y, x  float64
}

// key names a row of the tidy table.
type key struct {
	metric, stat, pool, class, holder string
}

// table collects the rows of one replication. Every replication of a scenario makes the same rows in the same order.
type table struct {
	at   key // pool, class and holder of the rows that are added
	rows []row
}

// value adds a row whose mean over replications is the estimate.
func (t *table) value(metric, stat string, y float64) {
	t.rows = append(t.rows, row{key: t.key(metric, stat), y: y, x: 1})
}

// ratio adds a row whose estimate is the ratio of sums.
func (t *table) ratio(metric, stat string, y, x float64) {
	t.rows = append(t.rows, row{key: t.key(metric, stat), ratio: true, y: y, x: x})
}

func (t *table) key(metric, stat string) key {
	k := t.at
	k.metric, k.stat = metric, stat
	return k
}

// count adds a total and its rate.
func (t *table) count(name string, n uint64, seconds float64) {
	t.value(name+"_total", "total", float64(n))
	t.value(name+"_per_second", "mean", float64(n)/seconds)
}

// quantiles are the stats of a distribution, besides mean and max.
var quantiles = []struct {
	name string
	p    float64
}{{"p50", 0.5}, {"p90", 0.9}, {"p95", 0.95}, {"p99", 0.99}, {"p999", 0.999}}

// seconds adds the stats of durations in nanoseconds.
func (t *table) seconds(metric string, h *stat.Histogram) {
	t.ratio(metric, "mean", h.Sum()/1e9, float64(h.N()))
	for _, q := range quantiles {
		t.value(metric, q.name, h.Quantile(q.p)/1e9)
	}
	t.value(metric, "max", h.Max()/1e9)
}

// level adds the stats of a level over time.
func (t *table) level(metric string, w *stat.TimeWeighted) {
	t.value(metric, "mean", w.Mean())
	for _, q := range quantiles {
		t.value(metric, q.name, w.Quantile(q.p))
	}
	t.value(metric, "max", w.Max())
}

// combine joins the rows of the replications to metrics. No metric can be negative: an interval that would reach below
// 0 is cut there.
func combine(runs [][]row) []Metric {
	if len(runs) == 0 {
		return nil
	}
	metrics := make([]Metric, len(runs[0]))
	y, x := make([]float64, len(runs)), make([]float64, len(runs))
	for i := range metrics {
		for k, rows := range runs {
			y[k], x[k] = rows[i].y, rows[i].x
		}
		r := &runs[0][i]
		v := stat.Mean(y)
		if r.ratio {
			v = stat.Ratio(y, x)
		}
		if v.Lo < 0 {
			v.Lo = 0
		}
		metrics[i] = Metric{
			Metric: r.metric, Stat: r.stat, Pool: r.pool, Class: r.class, Holder: r.holder,
			Value: Number(v.Value), Lo: Number(v.Lo), Hi: Number(v.Hi), N: v.N,
		}
	}
	return metrics
}
