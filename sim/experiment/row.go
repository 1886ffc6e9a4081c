package experiment

import (
	"poolsim/sim/stat"
)

// row is what one replication says of one metric.
type row struct {
	column
	pair
}

// column is a metric of the table, the same in every replication.
type column struct {
	key
	ratio bool // the estimate is a ratio of sums, not a mean of values
}

// pair is a value (x is 1), or the numerator y and the denominator x of a ratio.
type pair struct{ y, x float64 }

// key names a row of the tidy table.
type key struct {
	metric, stat, pool, class, holder string
}

// table collects the rows of one replication. Every replication of a scenario makes the same rows in the same order.
type table struct {
	at      key // pool, class and holder of the rows that are added
	rows    []row
	cancels bool   // clients can go away
	rejects []bool // by pool: its line has an end
}

// value adds a row whose mean over replications is the estimate.
func (t *table) value(metric, stat string, y float64) {
	t.rows = append(t.rows, row{column{t.key(metric, stat), false}, pair{y, 1}})
}

// ratio adds a row whose estimate is the ratio of sums.
func (t *table) ratio(metric, stat string, y, x float64) {
	t.rows = append(t.rows, row{column{t.key(metric, stat), true}, pair{y, x}})
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

// split parts rows into columns, which are needed once, and pairs, which are needed of every replication.
func split(rows []row) ([]column, []pair) {
	columns, pairs := make([]column, len(rows)), make([]pair, len(rows))
	for i, r := range rows {
		columns[i], pairs[i] = r.column, r.pair
	}
	return columns, pairs
}

// combine joins what the replications say to metrics. No metric can be negative: an interval that would reach below 0 is
// cut there.
func combine(columns []column, runs [][]pair) []Metric {
	metrics := make([]Metric, len(columns))
	y, x := make([]float64, len(runs)), make([]float64, len(runs))
	for i, r := range columns {
		for k, pairs := range runs {
			y[k], x[k] = pairs[i].y, pairs[i].x
		}
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
