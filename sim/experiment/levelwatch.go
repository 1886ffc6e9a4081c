package experiment

import (
	"math"

	"poolsim/sim"
	"poolsim/sim/model"
	"poolsim/sim/pool"
	"poolsim/sim/scenario"
)

// levelWatch follows a level of a pool, in each copy of it.
type levelWatch struct {
	level  level
	above  int32
	begin  sim.Time // of the measured time
	hours  float64
	copies []levelCopy // by process
	watchTold
}

// levelCopy is the level in one process.
type levelCopy struct {
	looks
	beyond bool     // a stretch is under way
	seen   bool     // and has been seen
	since  sim.Time // its beginning
}

func newLevelWatch(a scenario.Alert, l watchedLevel, cfg *model.Config, replication int) *levelWatch {
	w := &levelWatch{level: l.level, above: math.MaxInt32, begin: sim.Time(cfg.Warmup)}
	if !l.never && l.above < math.MaxInt32 {
		w.above = int32(math.Floor(l.above))
	}
	w.hours = cfg.Duration.Hours() * float64(cfg.Processes)
	for process := range cfg.Processes {
		w.copies = append(w.copies, levelCopy{looks: newLooks(a, cfg, replication, process)})
	}
	return w
}

// of returns the level that is watched.
func (w *levelWatch) of(c *pool.Counts) int32 {
	switch w.level {
	case idleConnections:
		return c.Idle
	case open:
		return c.Open
	case waiting:
		return c.Waiting
	}
	return c.InUse
}

// change begins or ends a stretch, or looks.
func (w *levelWatch) change(x *levelCopy, beyond bool, from, until sim.Time) {
	from = max(from, w.begin)
	if beyond != x.beyond {
		if x.beyond {
			w.end(x, from)
		}
		x.beyond, x.seen, x.since = beyond, false, from
	}
	n := x.until(until)
	w.scrapes += n
	if beyond {
		w.watchTold.beyond += n
		x.seen = x.seen || n > 0
	}
}

// end counts a stretch that is over at an instant.
func (w *levelWatch) end(x *levelCopy, at sim.Time) {
	w.stretches++
	w.happened++
	if !x.seen {
		w.unseen++
	}
	w.longest = max(w.longest, at.Sub(x.since))
}

// told returns what happened; a stretch that is under way ends now.
func (w *levelWatch) told() watchTold {
	for i := range w.copies {
		if x := &w.copies[i]; x.beyond {
			w.end(x, x.looks.end)
			x.beyond = false
		}
	}
	w.watchTold.hours = w.hours
	return w.watchTold
}
