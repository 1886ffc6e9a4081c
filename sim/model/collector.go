package model

import (
	"math/bits"
	"time"

	"poolsim/sim"
	"poolsim/sim/pool"
	"poolsim/sim/stat"
)

// collector is the observer that makes a Result.
type collector struct {
	m       *Model
	pools   int // how many
	batches int // in which the measured time is told
	result  *Result
	sums    []Quarter        // level x time up to the last quarter, by pool
	levels  []pool.Levels    // since they were last drained
	direct  []stat.Histogram // waits of requests that were served then, by label
	before  []pool.Totals    // totals when measuring began, by pool
	refused uint64           // the same of the database
}

// observer returns the hooks. They are called for every request, so each does little.
func (c *collector) observer() Observer {
	return Observer{
		Pool: &pool.Observer{
			// Not methods: each would be called by a wrapper.
			Placed:   func(r *pool.Request) { c.placed(r) },
			Granted:  func(r *pool.Request) { c.granted(r) },
			Returned: func(r *pool.Request) { c.returned(r) },
			Freed:    func(r *pool.Request) { c.freed(r) },
			Failed:   func(r *pool.Request) { c.failed(r) },
			Served:   func(r *pool.Request) { c.served(r) },
			Done:     func(r *pool.Request) { c.returned(r) },
			Levels:   c.newLevels(),
		},
		Arrived:   func(class int32, _ sim.Time) { c.result.Classes[class].Arrived++ },
		Retried:   func(class int32) { c.result.Classes[class].Retries++ },
		Ended:     func(class int32, _ sim.Time, o JobOutcome, response time.Duration) { c.ended(class, o, response) },
		Completed: func(class int32, p *JobParts) { c.result.Classes[class].Spent.add(p) },
		Database: func(from, until sim.Time, n int32) {
			c.result.Database.Connections.Add(n, int64(until-from))
		},
	}
}

// reset starts measuring a length of time at the present instant.
func (c *collector) reset(length time.Duration) {
	m := c.m
	c.drain() // what was before does not count
	c.result = &Result{
		Seconds: length.Seconds(),
		Pools:   make([]PoolResult, len(m.cfg.Pools)),
		Labels:  make([]LabelResult, len(m.labels)),
		Classes: make([]ClassResult, len(m.classes)),
	}
	for i, l := range m.labels {
		c.result.Labels[i].Label = l
	}
	c.direct = make([]stat.Histogram, len(m.labels))
	c.sums = make([]Quarter, len(m.cfg.Pools))
	c.before = m.totals()
	c.refused = m.server.Refused()
}

// newLevels makes the counters that the pools keep. Values that they have no place for make room for themselves, the high ones in
// the statistics at once.
func (c *collector) newLevels() []pool.Levels {
	c.levels = make([]pool.Levels, c.pools)
	for i := range c.levels {
		for k, l := range levels(&c.levels[i]) {
			l.More = func(v int32, length int64) {
				if v < 0 || v >= stat.LowLevels {
					c.statistics(i)[k].Add(v, length)
					return
				}
				l.Time = append(l.Time, make([]uint64, 1<<bits.Len(uint(max(v, 15)))-len(l.Time))...)
				l.Time[v] += uint64(length)
			}
		}
	}
	return c.levels
}

// levels and statistics list the same counts of a pool.
func levels(l *pool.Levels) [4]*pool.Level {
	return [...]*pool.Level{&l.InUse, &l.Idle, &l.Open, &l.Waiting}
}

func (c *collector) statistics(i int) [4]*stat.TimeWeighted {
	p := &c.result.Pools[i]
	return [...]*stat.TimeWeighted{&p.InUse, &p.Idle, &p.Open, &p.Waiting}
}

// drain moves what the pools have counted into the statistics.
func (c *collector) drain() {
	for i := range c.levels {
		for k, l := range levels(&c.levels[i]) {
			if c.result != nil {
				to := c.statistics(i)[k]
				for v, n := range l.Time {
					to.Add(int32(v), int64(n))
				}
			}
			clear(l.Time)
		}
	}
}

// totals returns the totals of each pool, over all processes.
func (m *Model) totals() []pool.Totals {
	sums := make([]pool.Totals, len(m.cfg.Pools))
	for _, process := range m.pools {
		for i, p := range process {
			sums[i] = sums[i].Add(p.Totals())
		}
	}
	for _, p := range m.replaced {
		sums[p.index] = sums[p.index].Add(p.Totals())
	}
	return sums
}

// served counts a request whose acquire took as long as its wait: one count serves for both.
func (c *collector) served(r *pool.Request) {
	c.direct[r.Label].Add(int64(r.Placed - r.Asked))
	if r.Queued {
		c.result.Labels[r.Label].Queued++
	}
}

func (c *collector) placed(r *pool.Request) {
	l := &c.result.Labels[r.Label]
	l.Wait.Add(int64(r.Placed - r.Asked))
	if r.Queued {
		l.Queued++
	}
}

func (c *collector) granted(r *pool.Request) {
	l := &c.result.Labels[r.Label]
	l.Acquire.Add(int64(r.Granted - r.Asked))
	if r.Granted != r.Placed {
		l.Spent.prepare(r, r.Granted)
	}
}

func (c *collector) returned(r *pool.Request) {
	c.result.Labels[r.Label].Hold.Add(int64(r.Returned - r.Granted))
}

func (c *collector) freed(r *pool.Request) {
	if r.Returned == r.Freed { // the return took no time
		return
	}
	s := &c.result.Labels[r.Label].Spent
	if r.Granted < 0 {
		s.prepare(r, r.Freed)
		return
	}
	at := r.Returned
	if r.Cleaned >= 0 {
		s.Reset.Add(int64(r.Cleaned - at))
		at = r.Cleaned
	}
	s.Close.Add(int64(r.Freed - at))
}

func (c *collector) failed(r *pool.Request) {
	l := &c.result.Labels[r.Label]
	switch r.Outcome {
	case pool.TimedOut:
		l.Lost.Add(int64(c.m.engine.Now() - r.Asked))
		if r.Queued {
			l.Queued++
		}
	case pool.ConnectError:
		l.ConnectErrors++
	case pool.Rejected:
		l.Rejected++
	case pool.Cancelled:
		if r.Placed >= 0 {
			l.Cancelled++
			return
		}
		l.Left.Add(int64(c.m.engine.Now() - r.Asked))
		if r.Queued {
			l.Queued++
		}
	}
}

func (c *collector) ended(class int32, o JobOutcome, response time.Duration) {
	r := &c.result.Classes[class]
	switch o {
	case Failed:
		r.Failed++
	case Cancelled:
		r.Cancelled++
	default:
		r.Completed++
		r.Response.Add(int64(response))
	}
}

// finish completes the result.
func (c *collector) finish() *Result {
	c.drain()
	r := c.result
	for i, t := range c.m.totals() {
		r.Pools[i].Totals = t.Sub(c.before[i])
	}
	for i := range r.Labels {
		r.Labels[i].Wait.Merge(&c.direct[i])
		r.Labels[i].Acquire.Merge(&c.direct[i])
	}
	r.Database.Refused = c.m.server.Refused() - c.refused
	r.Events = c.m.engine.Fired()
	return r
}
