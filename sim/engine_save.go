package sim

// Save keeps the state of the engine by value: clock, events, slots, handlers. The function that it returns puts that
// state back, as often as it is called; slots and handlers that were given out meanwhile are no longer known then. It must
// not be called from within an event.
func (e *Engine) Save() (restore func()) {
	e.settle()
	now, fired, sequence, used := e.now, e.fired, e.sequence, e.used
	keys := append([]eventKey(nil), e.list.keys[:used]...)
	events := append([]event(nil), e.events[:used]...)
	free := append([]Slot(nil), e.free...)
	handlers := append([]Handler(nil), e.handlers...)
	return func() {
		e.now, e.fired, e.sequence, e.used, e.stale = now, fired, sequence, used, -1
		e.list.load(keys)
		copy(e.events, events)
		e.free = append(e.free[:0], free...)
		clear(e.handlers)
		e.handlers = append(e.handlers[:0], handlers...)
	}
}

// load gives the first slots those keys, and the others none. The list may have grown since it had them.
func (l *eventList) load(keys []eventKey) {
	for s := copy(l.keys, keys); s < l.width; s++ {
		l.keys[s].time = Never
	}
	for i := l.width - 1; i >= 1; i-- {
		l.node[i] = l.winner(i)
	}
}
