package sim

import (
	"errors"
	"fmt"
)

// Slot is a source of events with at most one pending event each, such as an arrival process. Engine.NewSlot gives it out.
type Slot int32

// Posted is a pending event that has no Slot, see Engine.Post.
type Posted int32

// Kind names a Handler; Engine.Handle gives it out.
type Kind int32

// Handler reacts to the events of its kind.
type Handler interface {
	// Fire is called at the instant of the event, which is no longer pending. The number is the one that was scheduled.
	Fire(arg int32)
}

// ErrStalled is returned by RunUntil when virtual time stands still: more than stallLimit events fired at one instant.
// A model gets there when something repeats that takes no time, such as a closed user without think time whose
// requests fail at once.
var ErrStalled = errors.New("virtual time stands still")

// stallLimit bounds the events at one instant. A burst of a million jobs with a dozen steps stays below it.
const stallLimit = 20_000_000

// Engine runs events in the order of their times, and events at equal times in the order in which they were scheduled.
// It is not safe for concurrent use: a simulation is sequential.
type Engine struct {
	now      Time
	fired    uint64
	sequence uint64
	slots    eventList // few, usually: one for each process of arrivals, each line of equal timeouts
	posted   eventList // many: one for each job that waits for something
	handlers []Handler
}

// NewEngine returns an engine at time 0 without events.
func NewEngine() *Engine {
	e := &Engine{}
	e.slots.stale, e.posted.stale = -1, -1
	e.slots.grow(2)
	e.posted.grow(2)
	return e
}

// Now returns the present instant.
func (e *Engine) Now() Time { return e.now }

// Fired returns how many events have fired.
func (e *Engine) Fired() uint64 { return e.fired }

// Handle makes h a handler and returns the kind of its events. There can be a million kinds.
func (e *Engine) Handle(h Handler) Kind {
	switch {
	case h == nil:
		panic("sim: (*Engine).Handle: nil handler")
	case len(e.handlers) == 1<<kindBits:
		panic("sim: (*Engine).Handle: too many handlers")
	}
	e.handlers = append(e.handlers, h)
	return Kind(len(e.handlers) - 1)
}

// NewSlot returns a slot without a pending event. It allocates only when more slots are in use than ever before.
func (e *Engine) NewSlot() Slot { return Slot(e.slots.take()) }

// FreeSlot stops the slot and gives it back.
func (e *Engine) FreeSlot(s Slot) {
	e.slots.stop(int32(s))
	e.slots.put(int32(s))
}

// Schedule makes (kind, arg) the slot's pending event, due at the instant at, in place of any earlier one. It panics if
// that lies in the past. Never is the same as Stop.
func (e *Engine) Schedule(s Slot, at Time, kind Kind, arg int32) {
	e.ScheduleAs(e.Ticket(), s, at, kind, arg)
}

// Ticket takes the next place in the order of events at equal times, for ScheduleAs.
func (e *Engine) Ticket() uint64 {
	e.sequence++
	return e.sequence
}

// ScheduleAs is Schedule for an event that was decided on earlier: among events at the same instant it fires in the
// place of its ticket. So one slot can stand for a line of events of which only the first is pending.
func (e *Engine) ScheduleAs(ticket uint64, s Slot, at Time, kind Kind, arg int32) {
	if at < e.now {
		e.past(at)
	}
	e.slots.set(int32(s), at, event{ticket<<kindBits | uint64(kind), arg})
}

func (e *Engine) past(at Time) {
	panic(fmt.Sprintf("sim: an event is due at %d ns, before the present, %d ns", at, e.now))
}

// Stop removes the slot's pending event, if it has one. Nothing of it remains in the event list.
func (e *Engine) Stop(s Slot) { e.slots.stop(int32(s)) }

// Pending returns when the slot's event is due, Never if it has none.
func (e *Engine) Pending(s Slot) Time { return e.slots.pending(int32(s)) }

// Post makes (kind, arg) a pending event of its own. The place in the event list of the event that has just fired is the
// first to be used again, so that an event which follows from another one costs no more than a change of its time. It
// panics if the instant lies in the past; an event that is due Never does not fire, but can be moved and withdrawn.
func (e *Engine) Post(at Time, kind Kind, arg int32) Posted {
	if at < e.now {
		e.past(at)
	}
	s := e.posted.take()
	e.sequence++
	e.posted.set(s, at, event{e.sequence<<kindBits | uint64(kind), arg})
	return Posted(s)
}

// PostAll is n calls of Post, of which each gets its time and argument from next. It costs the event list much less.
func (e *Engine) PostAll(n int, kind Kind, next func(i int) (at Time, arg int32)) {
	l := &e.posted
	if need := l.used + n - l.given; need > len(l.due) {
		l.grow(need)
	}
	for i := range n {
		at, arg := next(i)
		if at < e.now {
			e.past(at)
		}
		s := l.take()
		e.sequence++
		l.due[s], l.events[s] = uint64(at), event{e.sequence<<kindBits | uint64(kind), arg}
	}
	l.rebuild()
}

// Due returns when an event is due that was posted and has not fired.
func (e *Engine) Due(p Posted) Time { return e.posted.pending(int32(p)) }

// EachPosted calls f with every event that was posted and has not fired, in no order that matters: for audits.
func (e *Engine) EachPosted(f func(p Posted, at Time, kind Kind, arg int32)) {
	for s := range int32(e.posted.used) {
		if e.posted.due[s] <= uint64(Never) {
			ev := e.posted.events[s]
			f(Posted(s), Time(e.posted.due[s]), Kind(ev.tag&(1<<kindBits-1)), ev.arg)
		}
	}
}

// Move lets an event that was posted and has not fired do so at another instant, as if it had just been decided on. It panics
// if that lies in the past.
func (e *Engine) Move(p Posted, at Time) {
	if at < e.now {
		e.past(at)
	}
	old := e.posted.events[p]
	e.posted.set(int32(p), at, event{e.Ticket()<<kindBits | old.tag&(1<<kindBits-1), old.arg})
}

// Withdraw removes an event that was posted and has not fired. Nothing of it remains in the event list.
func (e *Engine) Withdraw(p Posted) {
	e.posted.stop(int32(p))
	e.posted.put(int32(p))
}

// settle brings the event list up to date.
func (e *Engine) settle() {
	e.slots.settle()
	e.posted.settle()
}

// Next returns when the next event is due, Never if there is none.
func (e *Engine) Next() Time {
	e.settle()
	return Time(min(e.slots.root.time, e.posted.root.time, uint64(Never)))
}

// Step fires the next event, and reports false if there is none.
func (e *Engine) Step() bool {
	t := e.Next()
	if t == Never {
		return false
	}
	e.now = t
	e.fire()
	return true
}

// fire fires the first event. The event list must be up to date.
func (e *Engine) fire() {
	e.fired++
	var ev event
	if a, b := e.slots.root.time, e.posted.root.time; a < b || a == b && e.slotFirst() {
		ev = e.slots.fire()
	} else {
		ev = e.posted.fire()
		e.posted.put(e.posted.stale)
	}
	e.handlers[ev.tag&(1<<kindBits-1)].Fire(ev.arg)
}

// slotFirst reports whether of the first events, which are due at one instant, that of a slot is first.
func (e *Engine) slotFirst() bool {
	return e.slots.events[e.slots.root.slot].tag < e.posted.events[e.posted.root.slot].tag
}

// RunUntil fires every event that is due before end, and leaves the clock at end; with end Never it fires until no event
// is left and leaves the clock at the last one. It returns ErrStalled, wrapped with the instant, if time stands still.
func (e *Engine) RunUntil(end Time) error {
	here := e.fired // when the present instant began
	for {
		e.settle()
		next := min(e.slots.root.time, e.posted.root.time)
		if next >= uint64(end) {
			break
		}
		if Time(next) != e.now {
			e.now, here = Time(next), e.fired
		} else if e.fired-here >= stallLimit {
			return e.stalled()
		}
		e.fire()
	}
	if end != Never {
		e.now = end
	}
	return nil
}

func (e *Engine) stalled() error { return fmt.Errorf("sim: at %v: %w", e.now.Sub(0), ErrStalled) }
