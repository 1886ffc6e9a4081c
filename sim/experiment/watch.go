package experiment

import (
	"math/bits"
	"slices"
	"time"

	"poolsim/sim"
	"poolsim/sim/model"
	"poolsim/sim/pool"
	"poolsim/sim/scenario"
)

// watch is the observer of a scenario's alerts in one replication: how long and how often what they watch was beyond its
// threshold, and what a dashboard shows of that which looks every now and then. Only a scenario with alerts has one.
type watch struct {
	m       *model.Model
	levels  [][]*levelWatch // by pool
	quiet   [][]quiet       // by pool and process
	lengths struct {
		wait, acquire [][]*lengthWatch // by pool
		response      [][]*lengthWatch // by class
	}
	tells []func() watchTold // by subject
}

// watchTold is what a replication says of one alert and subject.
type watchTold struct {
	hours            float64 // watched, all copies of the pool together
	stretches        uint64
	longest          time.Duration
	scrapes, beyond  uint64 // looks, and those that were beyond the threshold
	happened, unseen uint64 // what was beyond: stretches, or requests; and those that no look shows
}

var _ model.Recorder = (*watch)(nil)

// newWatch returns the observer of a replication, nil if there is nothing to be watched.
func newWatch(sc *scenario.Scenario, replication int) *watch {
	if len(sc.Alerts) == 0 {
		return nil
	}
	cfg := &sc.Model
	w := &watch{levels: make([][]*levelWatch, len(cfg.Pools))}
	l := &w.lengths
	l.wait, l.acquire = make([][]*lengthWatch, len(cfg.Pools)), make([][]*lengthWatch, len(cfg.Pools))
	l.response = make([][]*lengthWatch, len(cfg.Classes))
	add := func(to *[]*lengthWatch, a scenario.Alert) {
		x := newLengthWatch(a, cfg, replication)
		*to = append(*to, x)
		w.tells = append(w.tells, x.told)
	}
	for range cfg.Pools {
		w.quiet = append(w.quiet, slices.Repeat([]quiet{quietUntil(sim.Time(cfg.Warmup))}, cfg.Processes))
	}
	for _, s := range subjects(sc) {
		switch a := sc.Alerts[s.alert]; {
		case s.pool < 0:
			add(&l.response[s.class], a)
		case a.Metric == "acquire_seconds":
			add(&l.acquire[s.pool], a)
		case isDuration(a):
			add(&l.wait[s.pool], a)
		default:
			x := newLevelWatch(a, levelOf(a, cfg.Pools[s.pool]), cfg, replication)
			w.levels[s.pool] = append(w.levels[s.pool], x)
			w.tells = append(w.tells, x.told)
		}
	}
	return w
}

// Observer has only the hooks that the alerts need.
func (w *watch) Observer() model.Observer {
	o := model.Observer{Pool: &pool.Observer{}}
	if some(w.levels) {
		o.Pool.Held = func(p, process int32, from, until sim.Time, c pool.Counts) {
			if q := &w.quiet[p][process]; !q.has(until, &c) {
				*q = loud(w.levels[p], process, from, until, &c)
			}
		}
	}
	if l := &w.lengths; some(l.wait) {
		o.Pool.Placed = func(r *pool.Request) { w.length(l.wait[r.Pool], r.Placed.Sub(r.Asked)) }
		o.Pool.Failed = func(r *pool.Request) {
			if r.Placed < 0 && r.Outcome != pool.Rejected {
				w.length(l.wait[r.Pool], w.m.Now().Sub(r.Asked))
			}
		}
	}
	if l := &w.lengths; some(l.acquire) {
		o.Pool.Granted = func(r *pool.Request) { w.length(l.acquire[r.Pool], r.Granted.Sub(r.Asked)) }
	}
	if l := &w.lengths; some(l.response) {
		o.Ended = func(class int32, _ sim.Time, o model.JobOutcome, response time.Duration) {
			if o == model.Completed {
				w.length(l.response[class], response)
			}
		}
	}
	return o
}

func some[T any](by [][]T) bool {
	for _, x := range by {
		if len(x) > 0 {
			return true
		}
	}
	return false
}

func (w *watch) length(xs []*lengthWatch, d time.Duration) {
	for _, x := range xs {
		x.observe(w.m.Now(), d)
	}
}

// Begin notes the model that is watched.
func (w *watch) Begin(m *model.Model) { w.m = m }

// End does nothing: what is under way is counted when it is told.
func (w *watch) End(*model.Model) {}

// told returns what happened, by subject.
func (w *watch) told() []watchTold {
	if w == nil {
		return nil
	}
	var out []watchTold
	for _, f := range w.tells {
		out = append(out, f())
	}
	return out
}

// looks are the instants at which a dashboard looks at something: every so often, from an instant of its own, as Prometheus
// spreads its targets over the interval. Those of the n-th thing, over replications and processes, begin at the fractional
// part of n times the golden ratio of the interval: n points of any n lie evenly (Knuth, The Art of Computer Programming, vol. 3,
// 2nd ed., section 6.4, theorem S). So what repeats in step with the looks is not always met at the same place.
type looks struct {
	next, end sim.Time
	every     time.Duration
}

func newLooks(a scenario.Alert, cfg *model.Config, replication, process int) looks {
	n := uint64(replication)*uint64(cfg.Processes) + uint64(process) + 1
	phase, _ := bits.Mul64(n*0x9E3779B97F4A7C15, uint64(a.Scrape))
	start := sim.Time(cfg.Warmup)
	return looks{start.Add(time.Duration(phase)), start.Add(cfg.Duration), a.Scrape}
}

// until returns how many looks there are before an instant, and goes on behind them.
func (l *looks) until(t sim.Time) uint64 {
	t = min(t, l.end)
	if t <= l.next {
		return 0
	}
	n := (t - l.next + sim.Time(l.every) - 1) / sim.Time(l.every)
	l.next = l.next.Add(time.Duration(n) * l.every)
	return uint64(n)
}
