package pool

import (
	"slices"

	"poolsim/sim"
)

var _ Saver = (*queuePool)(nil)

// Oldest is the request whose time is up first: all wait equally long. One that was woken for nothing goes to the end of the
// line with its old deadline, so with single steps it is not the head of the line.
func (p *queuePool) Oldest() (asked sim.Time, ok bool) {
	r := p.waiters.head
	if p.steps != nil && p.timeout > 0 {
		r = p.steps.due.first()
	}
	if r == nil {
		return 0, false
	}
	return r.Asked, true
}

// Save keeps the pool by value: its counters, and what its slices and the objects that only it has hold.
func (p *queuePool) Save() (restore func()) {
	saved, conns := *p, *p.env.Conns
	ring, free, disposals := slices.Clone(p.idle.ring), slices.Clone(p.records.free), slices.Clone(p.disposals)
	closing, disposal := p.saveDisposals()
	records := saveRecords(p, &p.idle, p.env.Requests, closing...)
	together, steps := p.together.save(), p.steps.save()
	return func() {
		idle, unused, under := p.idle.ring, p.records.free, p.disposals
		*p = saved
		*p.env.Conns = conns
		p.idle.ring, p.records.free, p.disposals = refill(idle, ring), refill(unused, free), refill(under, disposals)
		for _, r := range records {
			r.restore()
		}
		for _, d := range disposal {
			*d.disposal = d.value
		}
		together()
		steps()
	}
}

// savedDisposal is a Dispose under way and where it was.
type savedDisposal struct {
	disposal *disposal
	value    disposal
}

// saveDisposals keeps what is under way, and returns the records that are being closed.
func (p *queuePool) saveDisposals() (closing []*record, saved []savedDisposal) {
	for _, d := range p.disposals {
		closing = append(closing, d.rec)
		saved = append(saved, savedDisposal{d, *d})
	}
	return closing, saved
}

// save keeps which pools are counted together. Every one of them does it: that changes nothing.
func (g *generations) save() (restore func()) {
	if g == nil {
		return func() {}
	}
	since, pools := g.since, slices.Clone(g.pools)
	return func() { g.since, g.pools = since, refill(g.pools, pools) }
}

// save keeps the single steps by value.
func (s *steps) save() (restore func()) {
	if s == nil {
		return func() {}
	}
	saved, due := *s, slices.Clone(s.due.ring)
	return func() {
		ring := s.due.ring
		*s = saved
		s.due.ring = refill(ring, due)
	}
}
