package experiment

import (
	"math"

	"poolsim/sim/model"
	"poolsim/sim/scenario"
	"poolsim/sim/stat"
)

// told is what a replication, or a batch of one, says of the metrics and alerts: numbers, no histograms.
type told struct {
	metrics []pair // one for each of batch.metrics
	alerts  []pair // one for each of batch.alerts
}

// tell reduces a raw result to what it says, and adds its durations to the tails.
func (b *batch) tell(sc *scenario.Scenario, r *model.Result, tails *[]stat.Tails) told {
	var says told
	t := measure(sc, r)
	b.metrics, says.metrics = split(t.rows)
	b.alerts, says.alerts = split(alerts(sc, r))
	if *tails == nil {
		*tails = make([]stat.Tails, len(t.durations))
	}
	for i, h := range t.durations {
		(*tails)[i].Add(h)
	}
	return says
}

// metricsNow joins what the finished replications say of the metrics.
func (b *batch) metricsNow() []Metric {
	return b.metricsAt(stat.Confidence)
}

// metricsAt is metricsNow with intervals at another level of confidence.
func (b *batch) metricsAt(confidence float64) []Metric {
	return b.estimate(b.metrics, confidence, func(t *told) []pair { return t.metrics })
}

// estimate joins what the finished replications say of some columns to metrics with intervals; pick takes these columns'
// numbers. A single replication gets its intervals from its batches, if it has any.
func (b *batch) estimate(columns []column, confidence float64, pick func(*told) []pair) []Metric {
	var runs [][]pair
	for i := range b.runs {
		if b.runs[i].finished {
			runs = append(runs, pick(&b.runs[i].told))
		}
	}
	tails := b.tails
	single := len(runs) == 1 && b.parts != nil
	whole := runs[0]
	if single {
		runs, tails = nil, b.partTails
		for i := range b.parts {
			runs = append(runs, pick(&b.parts[i]))
		}
	}
	metrics := make([]Metric, len(columns))
	for i, c := range columns {
		v := interval(c, i, runs, tails, confidence)
		if single {
			v = ofBatches(c, v, whole[i], len(runs))
		}
		if v.Lo < 0 {
			v.Lo = 0 // no metric can be negative
		}
		metrics[i] = Metric{
			Metric: c.metric, Stat: c.stat, Pool: c.pool, Class: c.class, Holder: c.holder,
			Value: Number(v.Value), Lo: Number(v.Lo), Hi: Number(v.Hi), N: v.N,
		}
	}
	return metrics
}

// interval estimates column i from independent runs.
func interval(c column, i int, runs [][]pair, tails []stat.Tails, confidence float64) stat.Interval {
	if c.kind == quantile {
		v := tails[c.of].QuantileAt(c.p, confidence)
		v.Value, v.Lo, v.Hi = v.Value/1e9, v.Lo/1e9, v.Hi/1e9
		return v
	}
	y, x := make([]float64, len(runs)), make([]float64, len(runs))
	for k, pairs := range runs {
		y[k], x[k] = pairs[i].y, pairs[i].x
	}
	v := stat.Mean(y)
	switch c.kind {
	case ratio:
		v = stat.Ratio(y, x)
	case greatest:
		v = stat.Greatest(y)
	}
	if confidence == stat.Confidence {
		return v
	}
	return v.At(confidence)
}

// ofBatches turns an estimate from n batches into one of the whole run that they make. The extremes of batches are not
// those of the run, and have no interval.
func ofBatches(c column, v stat.Interval, whole pair, n int) stat.Interval {
	switch c.kind {
	case total:
		v.Value, v.Lo, v.Hi = whole.y, v.Lo*float64(n), v.Hi*float64(n)
	case average:
		v.Value = whole.y
	case extreme:
		v.Value, v.Lo, v.Hi = whole.y, math.NaN(), math.NaN()
	}
	v.N = min(v.N, 1)
	return v
}
