package pool

import (
	"slices"

	"poolsim/sim"
)

// Disposer is a pool that can be emptied while it is in use.
type Disposer interface {
	// Dispose closes the idle connections, and then calls the function, which may be nil.
	Dispose(then func())
}

var _ Disposer = (*queuePool)(nil)

// Dispose is Pool.dispose (impl.py:186-195): it takes the idle records one after another and closes their connections,
// each of which takes its time. Then it sets the counter as if no record were out, whatever is: used on its own, it
// breaks the limit for good. Engine.dispose goes on to replace the pool by a new one (engine/base.py:3069-3071): until
// then, requests ask the old one.
func (p *queuePool) Dispose(then func()) {
	p.Flush()
	d := &disposal{p: p, slot: p.env.Engine.NewSlot(), then: then}
	d.kind = p.env.Engine.Handle(d)
	p.disposals = append(p.disposals, d)
	d.next()
}

// disposal is a Dispose under way.
type disposal struct {
	p    *queuePool
	slot sim.Slot
	kind sim.Kind
	rec  *record // being closed
	then func()
}

// Fire goes on after a close.
func (d *disposal) Fire(int32) {
	d.p.Flush()
	d.closed()
	d.next()
}

func (d *disposal) closed() {
	d.p.disconnected(d.rec)
	d.p.records.put(d.rec)
	d.rec = nil
}

// next closes the idle connections that take no time to close, and begins with the first that does.
func (d *disposal) next() {
	p := d.p
	for p.idle.n > 0 {
		d.rec = p.popIdle()
		if d.rec.conn == 0 {
			p.records.put(d.rec)
			continue
		}
		p.totals.Closes++
		if cost := p.env.Costs.Close.Draw(); cost > 0 {
			p.env.Engine.Schedule(d.slot, p.env.Engine.Now().Add(cost), d.kind, 0)
			return
		}
		d.closed()
	}
	p.overflow = -p.size
	p.disposals = slices.DeleteFunc(p.disposals, func(x *disposal) bool { return x == d })
	p.env.Engine.FreeSlot(d.slot)
	if d.then != nil {
		d.then()
	}
}
