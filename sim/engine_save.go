package sim

import "slices"

// Save keeps the state of the engine by value: clock, events, slots, handlers. The function that it returns puts that
// state back, as often as it is called; slots and handlers that were given out meanwhile are no longer known then. It must
// not be called from within an event.
func (e *Engine) Save() (restore func()) {
	e.settle()
	now, fired, sequence, used := e.now, e.fired, e.sequence, e.used
	due := slices.Clone(e.list.due[:used])
	tags := slices.Clone(e.list.tags[:used])
	args := slices.Clone(e.args[:used])
	free := slices.Clone(e.free[:e.idle])
	handlers := slices.Clone(e.handlers)
	return func() {
		e.now, e.fired, e.sequence, e.used, e.stale = now, fired, sequence, used, -1
		e.list.load(due, tags)
		copy(e.args, args)
		e.idle = copy(e.free, free)
		clear(e.handlers)
		e.handlers = append(e.handlers[:0], handlers...)
	}
}

// load gives the first slots those events, and the others none. The list may have grown since it had them.
func (l *eventList) load(due, tags []uint64) {
	copy(l.tags, tags)
	for s := copy(l.due, due); s < l.width; s++ {
		l.due[s] = idle(int32(s))
	}
	if l.width > 0 {
		l.rebuild()
	}
}
