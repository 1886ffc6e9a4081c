package sim

import (
	"errors"
	"fmt"
)

// Slot is a source of events with at most one pending event. Slots are small numbers, given out by Engine.NewSlot.
type Slot int32

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

// event is what a slot has scheduled.
type event struct {
	kind Kind
	arg  int32
}

// Engine runs events in the order of their times, and events at equal times in the order in which they were scheduled.
// It is not safe for concurrent use: a simulation is sequential.
type Engine struct {
	now      Time
	fired    uint64
	sequence uint64
	list     eventList
	events   []event // by slot
	handlers []Handler
	used     int    // slots given out so far
	free     []Slot // slots given back
	stale    int32  // the slot that fired last, whose path in the tree has not been replayed; -1 if none
}

// NewEngine returns an engine at time 0 without events.
func NewEngine() *Engine { return &Engine{stale: -1} }

// Now returns the present instant.
func (e *Engine) Now() Time { return e.now }

// Fired returns how many events have fired.
func (e *Engine) Fired() uint64 { return e.fired }

// Handle makes h a handler and returns the kind of its events.
func (e *Engine) Handle(h Handler) Kind {
	if h == nil {
		panic("sim: (*Engine).Handle: nil handler")
	}
	e.handlers = append(e.handlers, h)
	return Kind(len(e.handlers) - 1)
}

// NewSlot returns a slot without a pending event. It allocates only when more slots are in use than ever before.
func (e *Engine) NewSlot() Slot {
	if n := len(e.free); n > 0 {
		s := e.free[n-1]
		e.free = e.free[:n-1]
		return s
	}
	if e.used == e.list.width {
		e.Reserve(1)
	}
	e.used++
	return Slot(e.used - 1)
}

// Reserve makes room for n more slots at once, so that many of them cost no copies.
func (e *Engine) Reserve(n int) {
	if e.used+n <= e.list.width {
		return
	}
	e.settle()
	e.list.grow(e.used + n)
	events := make([]event, e.list.width)
	copy(events, e.events)
	e.events = events
}

// FreeSlot stops the slot and gives it back.
func (e *Engine) FreeSlot(s Slot) {
	e.Stop(s)
	e.free = append(e.free, s)
}

// Schedule makes (kind, arg) the slot's pending event, due at the instant at, in place of any earlier one. It panics if
// that lies in the past. Never is the same as Stop.
func (e *Engine) Schedule(s Slot, at Time, kind Kind, arg int32) {
	if at < e.now {
		panic(fmt.Sprintf("sim: (*Engine).Schedule: %d ns lies before the present, %d ns", at, e.now))
	}
	e.events[s] = event{kind, arg}
	e.sequence++
	e.list.keys[s].order = e.sequence
	e.set(int32(s), at)
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
		panic(fmt.Sprintf("sim: (*Engine).ScheduleAs: %d ns lies before the present, %d ns", at, e.now))
	}
	e.events[s] = event{kind, arg}
	e.list.keys[s].order = ticket
	e.set(int32(s), at)
}

// Stop removes the slot's pending event, if it has one. Nothing of it remains in the event list.
func (e *Engine) Stop(s Slot) {
	if e.list.keys[s].time != Never {
		e.set(int32(s), Never)
	}
}

// Pending returns when the slot's event is due, Never if it has none.
func (e *Engine) Pending(s Slot) Time { return e.list.keys[s].time }

// set gives the slot a new time. The slot that has just fired usually schedules itself again: then one replay serves
// for its removal and its return.
func (e *Engine) set(s int32, at Time) {
	if e.stale >= 0 && e.stale != s {
		e.list.replay(e.stale)
	}
	e.stale = -1
	e.list.keys[s].time = at
	e.list.replay(s)
}

// settle brings the event list up to date.
func (e *Engine) settle() {
	if e.stale >= 0 {
		e.list.replay(e.stale)
		e.stale = -1
	}
}

// Next returns when the next event is due, Never if there is none.
func (e *Engine) Next() Time {
	if e.list.width == 0 {
		return Never
	}
	e.settle()
	return e.list.keys[e.list.node[1]].time
}

// Step fires the next event, and reports false if there is none.
func (e *Engine) Step() bool {
	t := e.Next()
	if t == Never {
		return false
	}
	e.now = t
	e.fire(e.list.node[1])
	return true
}

// fire fires the event of a slot.
func (e *Engine) fire(s int32) {
	e.fired++
	e.list.keys[s].time = Never
	e.stale = s
	ev := e.events[s]
	e.handlers[ev.kind].Fire(ev.arg)
}

// RunUntil fires every event that is due before end, and leaves the clock at end; with end Never it fires until no event
// is left and leaves the clock at the last one. It returns ErrStalled, wrapped with the instant, if time stands still.
func (e *Engine) RunUntil(end Time) error {
	e.Reserve(1)      // the tree needs a root
	here := uint64(0) // events fired at the present instant
	for {
		e.settle()
		s := e.list.node[1]
		t := e.list.keys[s].time
		if t >= end {
			break
		}
		if t != e.now {
			e.now = t
			here = 0
		}
		if here++; here > stallLimit {
			return fmt.Errorf("sim: at %v: %w", e.now.Sub(0), ErrStalled)
		}
		e.fire(s)
	}
	if end != Never {
		e.now = end
	}
	return nil
}
