package sim

import "fmt"

// RunWhile fires events one after the other as long as more says so. It is asked before every event, at the instant of
// the one before, and told when the next is due: Never if there is none, which ends the run whatever the answer. The
// clock stays at the last event. It returns ErrStalled as RunUntil does. RunUntil is the faster one.
func (e *Engine) RunWhile(more func(next Time) bool) error {
	here := uint64(0) // events fired at the present instant
	for {
		next := e.Next()
		if !more(next) || next == Never {
			return nil
		}
		if next != e.now {
			e.now = next
			here = 0
		}
		if here++; here > stallLimit {
			return e.stalled()
		}
		e.fire()
	}
}

// Advance moves the clock to an instant between the last event and the next one. It must be called between events, and
// panics if the instant lies elsewhere.
func (e *Engine) Advance(to Time) {
	if next := e.Next(); to < e.now || to > next {
		panic(fmt.Sprintf("sim: (*Engine).Advance: %d ns does not lie between the present, %d ns, and the next event, %d ns", to, e.now, next))
	}
	e.now = to
}
