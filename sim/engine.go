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

// Once is the Kind of events that are posted: their slots are lent to them, see Engine.Post.
type Once Kind

// handler is what Handle or HandleOnce was given.
type handler struct {
	Handler
	once int // 1 if the slots of its events are lent, else 0
}

// Engine runs events in the order of their times, and events at equal times in the order in which they were scheduled.
// It is not safe for concurrent use: a simulation is sequential.
type Engine struct {
	now      Time
	fired    uint64
	sequence uint64
	list     eventList
	args     []int32 // by slot
	handlers []handler
	used     int    // slots given out so far
	free     []Slot // slots given back are the first of them; as long as the list is wide
	idle     int    // how many those are
	stale    int32  // the slot that fired last, whose path in the tree has not been replayed; -1 if none
}

// NewEngine returns an engine at time 0 without events.
func NewEngine() *Engine { return &Engine{stale: -1} }

// Now returns the present instant.
func (e *Engine) Now() Time { return e.now }

// Fired returns how many events have fired.
func (e *Engine) Fired() uint64 { return e.fired }

// Handle makes h a handler and returns the kind of its events, for Schedule. There can be a million kinds.
func (e *Engine) Handle(h Handler) Kind { return e.handle(handler{h, 0}) }

// HandleOnce makes h a handler and returns the kind of its events, for Post.
func (e *Engine) HandleOnce(h Handler) Once { return Once(e.handle(handler{h, 1})) }

func (e *Engine) handle(h handler) Kind {
	switch {
	case h.Handler == nil:
		panic("sim: (*Engine).Handle: nil handler")
	case len(e.handlers) == 1<<kindBits:
		panic("sim: (*Engine).Handle: too many handlers")
	}
	e.handlers = append(e.handlers, h)
	return Kind(len(e.handlers) - 1)
}

// NewSlot returns a slot without a pending event. It allocates only when more slots are in use than ever before.
func (e *Engine) NewSlot() Slot {
	if e.idle > 0 {
		e.idle--
		return e.free[e.idle]
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
	args, free := make([]int32, e.list.width), make([]Slot, e.list.width)
	copy(args, e.args)
	copy(free, e.free)
	e.args, e.free = args, free
}

// FreeSlot stops the slot and gives it back.
func (e *Engine) FreeSlot(s Slot) {
	e.Stop(s)
	e.free[e.idle] = s
	e.idle++
}

// Schedule makes (kind, arg) the slot's pending event, due at the instant at, in place of any earlier one. It panics if
// that lies in the past. Never is the same as Stop.
func (e *Engine) Schedule(s Slot, at Time, kind Kind, arg int32) {
	e.sequence++
	e.schedule(e.sequence, s, at, kind, arg)
}

// Ticket takes the next place in the order of events at equal times, for ScheduleAs.
func (e *Engine) Ticket() uint64 {
	e.sequence++
	return e.sequence
}

// ScheduleAs is Schedule for an event that was decided on earlier: among events at the same instant it fires in the
// place of its ticket. So one slot can stand for a line of events of which only the first is pending.
func (e *Engine) ScheduleAs(ticket uint64, s Slot, at Time, kind Kind, arg int32) {
	e.schedule(ticket, s, at, kind, arg)
}

func (e *Engine) schedule(ticket uint64, s Slot, at Time, kind Kind, arg int32) {
	if at < e.now {
		panic(fmt.Sprintf("sim: (*Engine).Schedule: %d ns lies before the present, %d ns", at, e.now))
	}
	e.args[s] = arg
	e.list.tags[s] = ticket<<kindBits | uint64(kind)
	e.set(int32(s), uint64(at))
}

// Post makes (kind, arg) a pending event of its own, on a slot that it is lent: it goes back when the event fires, or when
// it is withdrawn. The slot that has just fired is lent first, so that an event which follows from another one takes its
// place in the event list at no further cost. It panics if the instant lies in the past; an event that is due Never does not
// fire, but can be moved and withdrawn.
func (e *Engine) Post(at Time, kind Once, arg int32) Slot {
	s := e.NewSlot()
	e.Schedule(s, at, Kind(kind), arg)
	return s
}

// PostAll is n calls of Post, of which each gets its time and argument from next. It costs the event list much less.
func (e *Engine) PostAll(n int, kind Once, next func(i int) (at Time, arg int32)) {
	e.settle()
	e.Reserve(n)
	for i := range n {
		at, arg := next(i)
		if at < e.now {
			panic(fmt.Sprintf("sim: (*Engine).PostAll: event %d is due at %d ns, the present is %d ns", i, at, e.now))
		}
		s := e.NewSlot()
		e.sequence++
		e.args[s], e.list.tags[s], e.list.due[s] = arg, e.sequence<<kindBits|uint64(kind), uint64(at)
	}
	e.list.rebuild()
}

// Withdraw removes an event that was posted and has not fired. Its slot goes back.
func (e *Engine) Withdraw(s Slot) { e.FreeSlot(s) }

// Move lets a pending event, scheduled or posted, fire at another instant, as if it had just been decided on. It panics if
// that lies in the past.
func (e *Engine) Move(s Slot, at Time) {
	e.Schedule(s, at, Kind(e.list.tags[s]&(1<<kindBits-1)), e.args[s])
}

// Stop removes the slot's pending event, if it has one. Nothing of it remains in the event list.
func (e *Engine) Stop(s Slot) {
	if e.list.due[s] <= uint64(Never) {
		e.set(int32(s), idle(int32(s)))
	}
}

// Pending returns when the slot's event is due, Never if it has none.
func (e *Engine) Pending(s Slot) Time { return e.list.pending(s) }

// set gives the slot a time, or none. The slot that has just fired usually schedules itself again: then one replay serves
// for its removal and its return.
func (e *Engine) set(s int32, due uint64) {
	was := e.list.due[s]
	e.list.due[s] = due
	switch {
	case e.stale == s:
		e.stale = -1
		e.list.replay(s)
		return
	case e.stale >= 0:
		e.list.replay(e.stale)
		e.stale = -1
	}
	if was > uint64(Never) {
		e.list.enter(s)
		return
	}
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
	return e.list.next()
}

// Step fires the next event, and reports false if there is none.
func (e *Engine) Step() bool {
	t := e.Next()
	if t == Never {
		return false
	}
	e.now = t
	e.fire(e.list.first().slot)
	return true
}

// fire fires the event of a slot.
func (e *Engine) fire(s int32) {
	e.fired++
	e.list.due[s] = idle(s)
	e.stale = s
	h := &e.handlers[e.list.tags[s]&(1<<kindBits-1)]
	e.free[e.idle] = Slot(s)
	e.idle += h.once
	h.Fire(e.args[s])
}

// RunUntil fires every event that is due before end, and leaves the clock at end; with end Never it fires until no event
// is left and leaves the clock at the last one. It returns ErrStalled, wrapped with the instant, if time stands still.
func (e *Engine) RunUntil(end Time) error {
	e.Reserve(1)      // the tree needs a root
	here := uint64(0) // events fired at the present instant
	for {
		e.settle()
		next := e.list.first()
		if next.time >= uint64(end) {
			break
		}
		if Time(next.time) != e.now {
			e.now = Time(next.time)
			here = 0
		}
		if here++; here > stallLimit {
			return fmt.Errorf("sim: at %v: %w", e.now.Sub(0), ErrStalled)
		}
		e.fire(next.slot)
	}
	if end != Never {
		e.now = end
	}
	return nil
}
