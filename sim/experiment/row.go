package experiment

import (
	"math"

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
	kind kind
	of   int     // quantile: which of table.durations
	p    float64 // quantile: the probability
}

// kind says how an estimate is made of what the replications say.
type kind uint8

const (
	average  kind = iota // of a level over time: the mean over replications
	total                // over the measured time: the mean over replications
	ratio                // of sums over replications
	extreme              // a maximum or quantile of a level: each replication's own, averaged; see table.level
	greatest             // the greatest that was seen in all replications together: no interval
	quantile             // of the durations of all replications together
)

// pair is a value (x is 1), or the numerator y and the denominator x of a ratio.
type pair struct{ y, x float64 }

// key names a row of the tidy table.
type key struct {
	metric, stat, pool, class, holder string
}

// table collects the rows of one replication. Every replication of a scenario makes the same rows in the same order.
type table struct {
	at        key // pool, class and holder of the rows that are added
	rows      []row
	durations []*stat.Histogram // whose quantiles are rows
	cancels   bool              // clients can go away
	rejects   []bool            // by pool: its line has an end
}

// value adds a row whose mean over replications is the estimate.
func (t *table) value(metric, stat string, k kind, y float64) {
	t.rows = append(t.rows, row{column{key: t.key(metric, stat), kind: k}, pair{y, 1}})
}

// ratio adds a row whose estimate is the ratio of sums.
func (t *table) ratio(metric, stat string, y, x float64) {
	t.rows = append(t.rows, row{column{key: t.key(metric, stat), kind: ratio}, pair{y, x}})
}

func (t *table) key(metric, stat string) key {
	k := t.at
	k.metric, k.stat = metric, stat
	return k
}

// count adds a total and its rate.
func (t *table) count(name string, n uint64, seconds float64) {
	t.value(name+"_total", "total", total, float64(n))
	t.value(name+"_per_second", "mean", average, float64(n)/seconds)
}

// quantiles are the stats of a distribution, besides mean and max.
var quantiles = []struct {
	name string
	p    float64
}{{"p50", 0.5}, {"p90", 0.9}, {"p95", 0.95}, {"p99", 0.99}, {"p999", 0.999}}

// seconds adds the stats of durations in nanoseconds. Quantiles and the maximum are of all replications together, so that
// no quantile lies beyond the maximum.
func (t *table) seconds(metric string, h *stat.Histogram) {
	t.ratio(metric, "mean", h.Sum()/1e9, float64(h.N()))
	for _, q := range quantiles {
		c := column{key: t.key(metric, q.name), kind: quantile, of: len(t.durations), p: q.p}
		t.rows = append(t.rows, row{c, pair{math.NaN(), 1}}) // made of the histograms
	}
	t.durations = append(t.durations, h)
	t.value(metric, "max", greatest, h.Max()/1e9)
}

// level adds the stats of a level over time. Its quantiles are whole numbers of connections: the interval of one that is
// taken over all replications would nearly always be a single number, and say nothing. So each replication's own is
// averaged: what a run of this length shows, as a dashboard would.
func (t *table) level(metric string, w *stat.TimeWeighted) {
	t.value(metric, "mean", average, w.Mean())
	for _, q := range quantiles {
		t.value(metric, q.name, extreme, w.Quantile(q.p))
	}
	t.value(metric, "max", extreme, w.Max())
}

// split parts rows into columns, which are needed once, and pairs, which are needed of every replication.
func split(rows []row) ([]column, []pair) {
	columns, pairs := make([]column, len(rows)), make([]pair, len(rows))
	for i, r := range rows {
		columns[i], pairs[i] = r.column, r.pair
	}
	return columns, pairs
}
