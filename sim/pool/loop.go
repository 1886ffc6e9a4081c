package pool

import (
	"time"

	"poolsim/sim"
)

// Loop is the event loop of an application process: one thread that does one thing after the other. Most of what a
// process does takes it no time, but the work of a connect can (scram-sha-256 hashes a password 4096 times: RFC 5802,
// section 2.2, and PostgreSQL's default; asyncpg does it on the loop), and while it does that, everything else in the
// process stands still: holds that should end, deadlines, requests that arrive.
//
// Whoever is due gets its turn after the work that was ready before it, so it is enough to know until when the loop is
// occupied. A nil Loop is never occupied.
type Loop struct {
	engine *sim.Engine
	free   sim.Time // when the work that is ready now will have been done
}

// NewLoop returns a loop without work.
func NewLoop(e *sim.Engine) *Loop { return &Loop{engine: e} }

// Busy reports whether the loop is occupied, and until when: then it is the turn of what is due now.
func (l *Loop) Busy() (until sim.Time, busy bool) {
	if l == nil || l.free <= l.engine.Now() {
		return 0, false
	}
	return l.free, true
}

// Occupy puts work behind that which is ready already, and returns when it will have been done.
func (l *Loop) Occupy(work time.Duration) sim.Time {
	l.free = max(l.free, l.engine.Now()).Add(work)
	return l.free
}
