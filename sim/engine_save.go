package sim

import "slices"

// Save keeps the state of the engine by value: clock, events, slots, handlers. The function that it returns puts that
// state back, as often as it is called; slots and handlers that were given out meanwhile are no longer known then. It must
// not be called from within an event.
func (e *Engine) Save() (restore func()) {
	now, fired, sequence := e.now, e.fired, e.sequence
	slots, posted := e.slots.save(), e.posted.save()
	handlers := slices.Clone(e.handlers)
	return func() {
		e.now, e.fired, e.sequence = now, fired, sequence
		slots()
		posted()
		clear(e.handlers)
		e.handlers = append(e.handlers[:0], handlers...)
	}
}

// save keeps all slots and their events. The list may have grown when they are put back; it stays as wide as it is then.
func (l *eventList) save() (restore func()) {
	l.settle()
	used := l.used
	due, events, free := slices.Clone(l.due[:used]), slices.Clone(l.events[:used]), slices.Clone(l.free[:l.given])
	return func() {
		l.used, l.given = used, copy(l.free, free)
		copy(l.events, events)
		for s := copy(l.due, due); s < len(l.due); s++ {
			l.due[s] = idle(int32(s))
		}
		l.rebuild()
	}
}
