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
	bin     time.Duration
	inUse   []stat.Level // by label
	taken   []stat.Level // by pool
	waiting []stat.Level // by pool
	idle    []*stat.Timeline
}

// begin makes the bins once the model exists.
func (t *timelines) begin(m *Model) {
	t.m = m
	line := func() *stat.Timeline {
		return stat.NewTimeline(int64(m.cfg.Warmup), int64(m.cfg.Duration), int64(t.bin))
	}
	for range m.labels {
		t.inUse = append(t.inUse, stat.Level{Timeline: line()})
	}
	for range m.cfg.Pools {
		t.taken = append(t.taken, stat.Level{Timeline: line()})
		t.waiting = append(t.waiting, stat.Level{Timeline: line()})
		t.idle = append(t.idle, line())
	}
}

func (t *timelines) observer() Observer {
	return Observer{Pool: &pool.Observer{
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
		Held: func(p, _ int32, from, until sim.Time, n pool.Counts) {
			t.idle[p].Add(n.Idle, int64(from), int64(until))
		},
	}}
}

func (t *timelines) now() int64 { return int64(t.m.engine.Now()) }

// left counts a request out of the line.
func (t *timelines) left(r *pool.Request) {
	if r.Queued {
		t.waiting[r.Pool].Change(t.now(), -1)
	}
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
	return &Timeline{InUse: flush(t.inUse), Taken: flush(t.taken), Idle: t.idle, Waiting: flush(t.waiting)}
}
