package experiment

import (
	"math"

	"poolsim/sim/model"
	"poolsim/sim/portable"
	"poolsim/sim/stat"
)

// lengths are the durations whose tails are curves, over all replications, in nanoseconds. Memory grows with the powers of
// two in which a duration was seen, not with the run.
type lengths struct {
	wait, acquire, hold []stat.Histogram // by label
	response            []stat.Histogram // by class
}

// add counts those of one replication.
func (l *lengths) add(r *model.Result) {
	if l.response == nil {
		l.wait, l.acquire, l.hold = make([]stat.Histogram, len(r.Labels)), make([]stat.Histogram, len(r.Labels)), make([]stat.Histogram, len(r.Labels))
		l.response = make([]stat.Histogram, len(r.Classes))
	}
	for k := range r.Labels {
		l.wait[k].Merge(waits(&r.Labels[k]))
		l.acquire[k].Merge(&r.Labels[k].Acquire)
		l.hold[k].Merge(&r.Labels[k].Hold)
	}
	for k := range r.Classes {
		l.response[k].Merge(&r.Classes[k].Response)
	}
}

// tailSeries returns the tails of one duration by label.
func (b *batch) tailSeries(metric string, by []stat.Histogram) []Series {
	var out []Series
	for i, l := range b.labels {
		s := Series{Metric: metric, Stat: "ccdf", Pool: b.pool(l.Pool), Class: b.class(l.Class), Holder: l.Holder}
		s.X, s.Y = ccdf(&by[i])
		out = append(out, s)
	}
	return out
}

// responseTails returns the tails of the response time by class.
func (b *batch) responseTails() []Series {
	var out []Series
	for i := range b.lengths.response {
		s := Series{Metric: "response_seconds", Stat: "ccdf", Class: b.class(i)}
		s.X, s.Y = ccdf(&b.lengths.response[i])
		out = append(out, s)
	}
	return out
}

// ccdfStep is the least distance of two points of a tail curve, in decades: a quarter of a pixel on a chart.
const ccdfStep = 1.0 / 250

// ccdf returns the points of P(value > t) for t > 0, in seconds; before the first of them it is the share of values that are
// more than 0. The last point is the greatest value, where it falls to 0.
func ccdf(h *stat.Histogram) (x, y []float64) {
	x, y = []float64{}, []float64{}
	above := h.N()
	last := math.Inf(-1)
	h.Each(func(value float64, n uint64) {
		above -= n
		if value <= 0 {
			return
		}
		at := portable.Log10(value)
		if at-last < ccdfStep && above > 0 {
			return
		}
		last = at
		x = append(x, value/1e9)
		y = append(y, float64(above)/float64(h.N()))
	})
	return x, y
}
