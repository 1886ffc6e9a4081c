package model

import (
	"time"

	"poolsim/sim"
	"poolsim/sim/pool"
	"poolsim/sim/stat"
)

// timelines is the observer that records the course of a replication. Levels are those of all processes together, which
// no single pool knows: they are counted from what happens to requests.
type timelines struct {
	m       *Model
	cfg     *Config
	bin     time.Duration
	inUse   []stat.Level // by label
	taken   []stat.Level // by pool
	waiting []stat.Level // by pool
	out     *Timeline
	meters  meters
}

func newTimelines(cfg *Config, bin time.Duration) *timelines { return &timelines{cfg: cfg, bin: bin} }

// begin makes the bins once the model exists.
func (t *timelines) begin(m *Model) {
	t.m = m
	for range m.labels {
		t.inUse = append(t.inUse, stat.Level{Timeline: t.line()})
	}
	t.out = &Timeline{Refused: t.counts(), Connections: t.line()}
	for range m.cfg.Pools {
		t.taken = append(t.taken, stat.Level{Timeline: t.line()})
		t.waiting = append(t.waiting, stat.Level{Timeline: t.line()})
		t.out.Idle = append(t.out.Idle, t.line())
		t.out.Open = append(t.out.Open, t.line())
		t.out.Flows = append(t.out.Flows, Flows{t.counts(), t.counts(), t.counts(), t.counts(), t.counts()})
	}
	for range m.cfg.Classes {
		t.out.Ends = append(t.out.Ends, Ends{t.counts(), t.counts()})
	}
	if t.apart() {
		for range m.cfg.Instances {
			t.out.Instances = append(t.out.Instances, t.line())
		}
	}
	t.meters.begin(t)
}

func (t *timelines) line() *stat.Timeline {
	return stat.NewTimeline(int64(t.cfg.Warmup), int64(t.cfg.Duration), int64(t.bin))
}

func (t *timelines) counts() *stat.Counts {
	return stat.NewCounts(int64(t.cfg.Warmup), int64(t.cfg.Duration), int64(t.bin))
}

// apart reports whether the connections of each instance are told apart.
func (t *timelines) apart() bool { return t.cfg.Instances > 1 && t.cfg.Instances <= MaxInstances }

func (t *timelines) observer() Observer {
	o := Observer{
		Pool: &pool.Observer{
			Queued: func(r *pool.Request) { t.waiting[r.Pool].Change(t.now(), 1) },
			Placed: func(r *pool.Request) {
				t.inUse[r.Label].Change(t.now(), 1)
				t.taken[r.Pool].Change(t.now(), 1)
				t.left(r)
			},
			Freed: func(r *pool.Request) {
				t.inUse[r.Label].Change(t.now(), -1)
				t.taken[r.Pool].Change(t.now(), -1)
			},
			Failed: func(r *pool.Request) {
				if r.Placed < 0 {
					t.left(r)
				}
			},
			Held: func(p, process int32, from, until sim.Time, n pool.Counts) {
				t.out.Idle[p].Add(n.Idle, int64(from), int64(until))
				t.out.Open[p].Add(n.Open, int64(from), int64(until))
				t.meters.held(p, process, until)
			},
		},
		Ended:    t.ended,
		Database: t.database,
	}
	if t.apart() {
		o.Instance = func(i int, from, until sim.Time, n int32) { t.out.Instances[i].Add(n, int64(from), int64(until)) }
	}
	return o
}

func (t *timelines) now() int64 { return int64(t.m.engine.Now()) }

// left counts a request out of the line.
func (t *timelines) left(r *pool.Request) {
	if r.Queued {
		t.waiting[r.Pool].Change(t.now(), -1)
	}
}

// ended counts the end of a job.
func (t *timelines) ended(class int32, at sim.Time, o JobOutcome, _ time.Duration) {
	switch e := &t.out.Ends[class]; o {
	case Completed:
		e.Completed.Add(int64(at), 1)
	case Failed:
		e.Failed.Add(int64(at), 1)
	}
}

// database adds to the level of connections.
func (t *timelines) database(from, until sim.Time, n int32) {
	t.out.Connections.Add(n, int64(from), int64(until))
	t.meters.refused(until)
}

// finish returns what was recorded.
func (t *timelines) finish() *Timeline {
	now := t.now()
	flush := func(levels []stat.Level) []*stat.Timeline {
		lines := make([]*stat.Timeline, len(levels))
		for i := range levels {
			levels[i].Flush(now)
			lines[i] = levels[i].Timeline
		}
		return lines
	}
	t.out.InUse, t.out.Taken, t.out.Waiting = flush(t.inUse), flush(t.taken), flush(t.waiting)
	return t.out
}
