package experiment

import (
	"time"

	"poolsim/sim/stat"
)

// maxBins is the most points of a curve over virtual time: two pixels each on the width of a chart.
const maxBins = 400

// binWidth returns the width of the time bins for a duration: a round number of seconds, minutes or hours, or a power of
// ten of them, that gives at most maxBins.
func binWidth(d time.Duration) time.Duration {
	for unit := time.Nanosecond; unit < time.Second; unit *= 10 {
		for _, n := range []time.Duration{1, 2, 5} {
			if d <= maxBins*n*unit {
				return n * unit
			}
		}
	}
	for _, w := range []time.Duration{1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 10800, 21600, 43200} {
		if d <= maxBins*w*time.Second {
			return w * time.Second
		}
	}
	days := (d + maxBins*24*time.Hour - 1) / (maxBins * 24 * time.Hour)
	return days * 24 * time.Hour
}

// series returns the curves that charts draw: levels and rates over the time of the first replication, and the tails of
// durations over all replications.
func (b *batch) series() []Series {
	out := []Series{}
	if t := b.timeline; t != nil {
		for i, l := range b.labels {
			out = append(out, b.overTime(Series{
				Metric: "in_use_connections", Stat: "mean", Pool: b.pool(l.Pool), Class: b.class(l.Class), Holder: l.Holder,
			}, t.InUse[i]))
		}
		for i := range b.sc.Model.Pools {
			out = append(out,
				b.overTime(Series{Metric: "in_use_connections", Stat: "max", Pool: b.pool(i)}, t.Taken[i]),
				b.overTime(Series{Metric: "idle_connections", Stat: "mean", Pool: b.pool(i)}, t.Idle[i]),
				b.overTime(Series{Metric: "waiting_requests", Stat: "mean", Pool: b.pool(i)}, t.Waiting[i]),
				b.overTime(Series{Metric: "waiting_requests", Stat: "max", Pool: b.pool(i)}, t.Waiting[i]),
			)
		}
	}
	out = append(out, b.tailSeries("wait_seconds", b.lengths.wait)...)
	out = append(out, theoryTails(b.sc)...)
	out = append(out, b.tailSeries("acquire_seconds", b.lengths.acquire)...)
	out = append(out, b.tailSeries("hold_seconds", b.lengths.hold)...)
	out = append(out, b.responseTails()...)
	return append(out, b.courses()...)
}

func (b *batch) pool(i int) string  { return b.sc.Model.Pools[i].Name }
func (b *batch) class(i int) string { return b.sc.Model.Classes[i].Name }

// overTime fills in the points of a curve over time.
func (b *batch) overTime(s Series, t *stat.Timeline) Series {
	s.X, s.Y = make([]float64, t.Bins()), make([]float64, t.Bins())
	for i := range s.X {
		s.X[i] = float64(int64(i)*t.Width()) / 1e9
		s.Y[i] = t.Mean(i)
		if s.Stat == "max" {
			s.Y[i] = float64(t.Max(i))
		}
	}
	return s
}
