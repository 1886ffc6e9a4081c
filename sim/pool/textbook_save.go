package pool

import (
	"slices"

	"poolsim/sim"
)

var _ Saver = (*textbook)(nil)

// Oldest is the first in line: it is first in, first out, whatever the patience of those in it.
func (p *textbook) Oldest() (asked sim.Time, ok bool) {
	if p.waiters.head == nil {
		return 0, false
	}
	return p.waiters.head.Asked, true
}

// Save keeps the pool by value: its counters, and what its slices and the records hold. When somebody's patience is over is
// the engine's to know.
func (p *textbook) Save() (restore func()) {
	saved, conns := *p, *p.env.Conns
	ring, free := slices.Clone(p.idle.ring), slices.Clone(p.records.free)
	records := saveRecords(p, &p.idle, p.env.Requests)
	return func() {
		idle, unused := p.idle.ring, p.records.free
		*p = saved
		*p.env.Conns = conns
		p.idle.ring, p.records.free = refill(idle, ring), refill(unused, free)
		for _, r := range records {
			r.restore()
		}
	}
}
