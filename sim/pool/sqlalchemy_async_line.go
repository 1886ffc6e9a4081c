package pool

import "poolsim/sim"

// enqueue puts the request in line.
func (p *queuePool) enqueue(r *Request) {
	p.waiters.push(r)
	if p.timeout != TimeoutNone {
		r.deadline = r.Asked.Add(p.timeout)
		if p.waiters.n == 1 {
			p.env.Engine.Schedule(p.slot, r.deadline, p.deadline, 0)
		}
	} else {
		r.deadline = sim.Never
	}
	p.env.queued(r)
}

// leave takes a request out of the line.
func (p *queuePool) leave(r *Request) {
	p.waiters.remove(r)
	if p.waiters.n == 0 && p.timeout != TimeoutNone {
		p.env.Engine.Stop(p.slot)
	}
}

// queuePoolDeadline fires when the time of a waiter may be up. The slot is not moved when the first in line leaves: it
// fires early then, finds nobody due, and is set to the deadline of whoever is first now.
type queuePoolDeadline queuePool

// Fire lets the waiters go whose time is up.
func (d *queuePoolDeadline) Fire(int32) {
	p := (*queuePool)(d)
	p.Flush()
	if until, busy := p.env.Loop.Busy(); busy && !p.turn {
		p.turn = true
		p.env.Engine.Schedule(p.slot, until, p.deadline, 0)
		return
	}
	p.turn = false
	if p.steps != nil {
		p.dueNow()
		return
	}
	p.expire()
	if first := p.waiters.head; first != nil {
		p.env.Engine.Schedule(p.slot, first.deadline, p.deadline, 0)
	}
}

// expire lets the waiters go whose time is up. A place that was freed without a return has woken nobody: who finds it
// now opens a connection after all (impl.py:127-141).
func (p *queuePool) expire() {
	now := p.env.Engine.Now()
	for r := p.waiters.head; r != nil && r.deadline <= now; r = p.waiters.head {
		p.leave(r)
		if !p.full() {
			p.take(r)
			continue
		}
		p.totals.Timeouts++
		p.env.failed(r, TimedOut)
	}
}

// shelve puts a record into the idle queue, which wakes the first waiter: it gets the record. In a tie between its
// deadline and this instant the timeout wins.
func (p *queuePool) shelve(rec *record) {
	if p.steps != nil {
		p.idle.push(rec)
		p.wake()
		return
	}
	if first := p.waiters.head; first != nil && first.deadline <= p.env.Engine.Now() {
		p.expire()
	}
	if first := p.waiters.head; first != nil {
		p.leave(first)
		p.place(first, rec)
		return
	}
	p.idle.push(rec)
}
