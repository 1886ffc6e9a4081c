package pool

import (
	"time"

	"poolsim/sim"
)

// steps are the single steps that asyncio's event loop takes within one instant, as far as they decide who gets a
// connection. Without them a connection that comes back is handed to the first waiter. With them it lies in the idle
// queue, free for all, until the woken waiter has its turn; one that finds it gone goes to the end of the line, with its
// old deadline (asyncio/queues.py, Queue.get; Python 3.11.2 throughout). A step is an event at the present instant:
// such events fire in the order in which they were scheduled, as callbacks of the loop run.
type steps struct {
	// inner says that asyncio.wait_for runs the wait in a task of its own, as it does before Python 3.12
	// (asyncio/tasks.py:456-494), and for a timeout of 0 in every Python (444-454): that task begins one step after the
	// request, and its end reaches the request two steps later. Otherwise the request waits itself.
	inner bool

	// window is how long a woken waiter takes to have its turn: 0 is the next step.
	window time.Duration

	kind  sim.Kind
	due   dueQueue
	first uint64 // the ticket of the deadline that is pending
	live  int32  // requests in line or on their way in or out
}

// asking is where a request stands that waits for the idle queue.
type asking struct {
	state   askState
	leaving Outcome // why it is to leave the line: TimedOut or Cancelled; Waiting if it is not
	hops    int8    // steps until the request hears what its inner task came to
	ticket  uint64  // the place of its deadline among events at one instant
}

type askState uint8

const (
	askNot      askState = iota
	askStarting          // its inner task has not had its first turn
	askWaiting           // in line
	askWoken             // a connection came back: it may look for it at its next turn
	askExpired           // its deadline is now: it cannot be woken any more (Python 3.12)
	askTold              // its inner task has ended, with a record or without
)

// newSteps returns the steps of a pool; nil where connections are handed over. A request that waits itself and is made in
// the instant of its task's own plain return comes before the woken waiter.
func (p *queuePool) newSteps(window time.Duration, python311 bool) *steps {
	inner := p.timeout == 0 || python311 && p.timeout != TimeoutNone
	if window == handOffDirect && (inner || !p.env.Plain) {
		return nil
	}
	return &steps{
		inner:  inner,
		window: max(window, 0),
		kind:   p.env.Engine.Handle((*queuePoolSteps)(p)),
	}
}

// queuePoolSteps fires when a request has its turn.
type queuePoolSteps queuePool

// Fire lets the request go on.
func (h *queuePoolSteps) Fire(id int32) {
	p := (*queuePool)(h)
	p.Flush()
	r := p.env.Requests.at(id)
	if p.env.Loop != nil && p.turnLater(r, p.steps.kind) {
		return
	}
	if r.asking.state == askTold {
		p.told(r)
		return
	}
	p.look(r)
}

// step gives a request its next turn.
func (p *queuePool) step(r *Request) {
	r.pending = p.env.Engine.Post(p.env.Engine.Now(), p.steps.kind, r.id)
}

// ask lets a request wait for the idle queue of a full pool.
func (p *queuePool) ask(r *Request) {
	s := p.steps
	r.asking = asking{}
	r.deadline = sim.Never
	switch {
	case p.timeout == 0: // the inner task is cancelled before its first turn
		s.live++
		r.asking.state, r.asking.leaving = askStarting, TimedOut
		p.step(r)
		return
	case !s.inner && p.idle.n > 0:
		p.place(r, p.popIdle())
		return
	}
	s.live++
	if p.timeout != TimeoutNone {
		r.deadline = r.Asked.Add(p.timeout)
		r.asking.ticket = p.env.Engine.Ticket()
		p.expect(r)
	}
	if s.inner {
		r.asking.state = askStarting
		p.step(r)
		return
	}
	p.stand(r)
}

// stand puts a request at the end of the line.
func (p *queuePool) stand(r *Request) {
	r.asking.state = askWaiting
	p.waiters.push(r)
	if r.Queued {
		return
	}
	p.env.queued(r)
}

// look is the turn of a request that may find something in the idle queue.
func (p *queuePool) look(r *Request) {
	was := r.asking.state
	switch {
	case r.asking.leaving != Waiting:
		if was == askWoken && p.idle.n > 0 { // it was woken, but cannot take it: the next in line may
			p.wake()
		}
		p.heard(r)
	case p.idle.n == 0:
		p.stand(r)
	default:
		r.record = p.popIdle()
		p.heard(r)
	}
}

// heard ends the inner task of a request, if it has one: the request hears of it two steps later.
func (p *queuePool) heard(r *Request) {
	r.asking.state = askTold
	if p.steps.inner {
		r.asking.hops = 2
		p.step(r)
		return
	}
	p.told(r)
}

// told takes a request out of the wait, with the record that it found or without.
func (p *queuePool) told(r *Request) {
	if r.asking.hops > 0 {
		if r.asking.hops--; r.asking.hops > 0 {
			p.step(r)
			return
		}
	}
	p.steps.live--
	if p.steps.live == 0 {
		p.env.Engine.Stop(p.slot)
		p.steps.due.clear()
	}
	r.asking.state = askNot
	switch {
	case r.record != nil:
		p.place(r, r.record)
	case r.asking.leaving == Cancelled:
		p.env.failed(r, Cancelled)
	case p.full():
		p.totals.Timeouts++
		p.env.failed(r, TimedOut)
	default: // a place was freed without a return, which woke nobody (impl.py:127-141)
		p.make(r)
	}
}

// wake gives the first in line its turn. Since Python 3.12 a deadline that falls into this instant has cancelled its wait
// already; before, the inner task is told to stop before its turn comes, and wakes the next.
func (p *queuePool) wake() {
	now := p.env.Engine.Now()
	for r := p.waiters.head; r != nil; r = p.waiters.head {
		p.waiters.remove(r)
		if !p.steps.inner && r.deadline <= now {
			r.asking.state = askExpired
			continue
		}
		r.asking.state = askWoken
		r.pending = p.env.Engine.Post(now.Add(p.steps.window), p.steps.kind, r.id)
		return
	}
}

// leaveLine tells a request to leave the line, and reports false if it is too late for that. An inner task has its turn
// first: one that has a turn coming keeps its place among the steps of this instant.
func (p *queuePool) leaveLine(r *Request, why Outcome) bool {
	a := &r.asking
	if a.state == askTold && r.record != nil {
		return false // swallowed: it has its record (asyncio/tasks.py:467-469)
	}
	if a.leaving != Waiting { // it is on its way out
		if why == Cancelled {
			a.leaving = why
		}
		return true
	}
	a.leaving = why
	switch a.state {
	case askWaiting, askExpired:
		if a.state == askWaiting {
			p.waiters.remove(r)
		}
		if p.steps.inner {
			p.step(r)
			return true
		}
		p.look(r)
	case askWoken:
		if now := p.env.Engine.Now(); p.env.Engine.Due(r.pending) > now {
			p.env.Engine.Move(r.pending, now)
		}
	}
	return true
}

// expect notes the deadline of a request. The slot is that of the first deadline.
func (p *queuePool) expect(r *Request) {
	idle := p.steps.due.first() == nil
	p.steps.due.push(r)
	if idle {
		p.scheduleDue(r)
	}
}

// scheduleDue sets the slot to a deadline, in its place among events at one instant.
func (p *queuePool) scheduleDue(r *Request) {
	at := max(r.deadline, p.env.Engine.Now()) // the event loop can be late
	p.steps.first = r.asking.ticket
	p.env.Engine.ScheduleAs(r.asking.ticket, p.slot, at, p.deadline, 0)
}

// dueNow lets the first request go if its time is up; each has its own place among the events of an instant.
func (p *queuePool) dueNow() {
	due := &p.steps.due
	r := due.first()
	if r == nil {
		return
	}
	// The deadline that fires can be that of a request which has left: another one of this instant has a place of its own.
	if r.deadline <= p.env.Engine.Now() && r.asking.ticket == p.steps.first {
		due.pop()
		p.leaveLine(r, TimedOut)
		if r = due.first(); r == nil {
			return
		}
	}
	p.scheduleDue(r)
}
