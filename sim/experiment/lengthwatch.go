package experiment

import (
	"math"
	"time"

	"poolsim/sim"
	"poolsim/sim/model"
	"poolsim/sim/scenario"
)

// lengthWatch follows a duration as a dashboard does that shows, at every look, the mean of those that ended since the look
// before, over all copies of a pool: rate(sum) / rate(count) of a Prometheus histogram or summary, which is exact, while a
// percentile comes from buckets that somebody chose. A stretch is a row of looks whose means are beyond the threshold. Without
// requests there is no mean, and a stretch ends.
type lengthWatch struct {
	looks
	above time.Duration
	begin sim.Time
	hours float64

	n, sum, over int64 // since the latest look: durations, in nanoseconds, and those beyond the threshold
	row          uint64
	watchTold
}

func newLengthWatch(a scenario.Alert, cfg *model.Config, replication int) *lengthWatch {
	above := time.Duration(math.MaxInt64)
	if ns := math.Round(a.Above * 1e9); ns < math.MaxInt64 {
		above = time.Duration(ns)
	}
	return &lengthWatch{looks: newLooks(a, cfg, replication, 0), above: above, begin: sim.Time(cfg.Warmup), hours: cfg.Duration.Hours()}
}

// observe takes a duration that ends at an instant.
func (w *lengthWatch) observe(now sim.Time, d time.Duration) {
	if now < w.begin {
		return
	}
	if now > w.next {
		w.look(w.until(now))
	}
	w.n++
	w.sum += int64(d)
	if d > w.above {
		w.over++
	}
}

// look is so many looks, of which all but the first find no new durations.
func (w *lengthWatch) look(looks uint64) {
	if looks == 0 {
		return
	}
	w.scrapes += looks
	w.happened += uint64(w.over)
	if w.n > 0 && float64(w.sum) > float64(w.above)*float64(w.n) {
		w.beyond++
		if w.row++; w.row == 1 {
			w.stretches++
		}
		w.longest = max(w.longest, time.Duration(w.row)*w.every)
		if looks > 1 {
			w.row = 0
		}
	} else {
		w.unseen += uint64(w.over)
		w.row = 0
	}
	w.n, w.sum, w.over = 0, 0, 0
}

// told returns what happened. What ended after the latest look is in none.
func (w *lengthWatch) told() watchTold {
	w.look(w.until(w.end))
	w.watchTold.hours = w.hours
	return w.watchTold
}
