package database

import (
	"math/rand/v2"
	"time"

	"poolsim/sim"
	"poolsim/workload"
)

// Server is the one database behind all pools of all processes. It is a pool.Connector.
type Server struct {
	engine  *sim.Engine
	rand    *rand.Rand
	connect workload.Distribution
	cpu     workload.Distribution
	refuse  workload.Distribution
	limit   int // -1 is none
	faults  []Fault
	shares  []*Share

	connecting  Connecting // of the connect that begins now
	connections int32      // backends: from the start of a connect to the end of its close
	opened      int32      // those of them whose connect has ended
	refused     uint64
	since       sim.Time
	killed      sim.Time // the latest instant so far at which all open connections died; negative before the first

	// Held, if not nil, says that the number of connections was n from one instant until just before a later one.
	Held func(from, until sim.Time, n int32)
}

// New returns the server that c describes; a nil c connects at no cost and without limit. r is the stream from which
// connect times are drawn.
func New(c *Config, engine *sim.Engine, r *rand.Rand) *Server {
	s := &Server{engine: engine, rand: r, limit: c.Limit(), killed: -1}
	if c != nil {
		s.connect, s.cpu, s.refuse, s.faults = c.Connect, c.ConnectCPU, c.Refuse, c.Faults
		if s.refuse == nil {
			s.refuse = c.Connect
		}
	}
	return s
}

// Connect begins to open a connection. Beyond the limit it is refused, which the client learns only after a while: the
// server starts a backend and authenticates before it counts (PostgreSQL 15, postinit.c; measured: a refusal took as
// long as a connect).
//
// Work is the part that occupies the application's event loop. A connect that a fault lets fail does not get that far.
func (s *Server) Connect() (took, work time.Duration, refused bool) {
	s.flush()
	c := &s.connecting
	*c = Connecting{Takes: s.connect}
	for _, f := range s.faults {
		f.Connect(s.engine.Now(), c)
	}
	switch {
	case c.Fails:
		return s.draw(c.Takes), 0, true
	case s.limit >= 0 && int(s.connections) >= s.limit:
		s.refused++
		return s.draw(s.refuse), s.draw(s.cpu), true
	}
	s.connections++
	return s.draw(c.Takes), s.draw(s.cpu), false
}

// Opened says that a connect has ended well. One that ends in the instant of a restart is dead at once.
func (s *Server) Opened() {
	s.flush()
	if s.engine.Now() == s.killed {
		s.connections--
		return
	}
	s.opened++
}

// Disconnect says that a connection is gone. One that a restart has killed was gone before.
func (s *Server) Disconnect(opened sim.Time) {
	s.flush()
	switch {
	case opened == sim.Never:
		s.connections--
	case opened > s.killed:
		s.connections--
		s.opened--
	}
}

// Alive reports whether a connection that was opened at an instant still works.
func (s *Server) Alive(opened sim.Time) bool { return !s.dead(opened, false) }

// ResetFails reports whether the reset of such a connection would be an error.
func (s *Server) ResetFails(opened sim.Time) bool { return s.dead(opened, true) }

// dead reports whether a fault has killed a connection, and if reset is set, one that makes its reset fail.
func (s *Server) dead(opened sim.Time, reset bool) bool {
	for _, f := range s.faults {
		if at, resetFails, ok := f.Kills(); ok && opened <= at && at <= s.engine.Now() && (resetFails || !reset) {
			return true
		}
	}
	return false
}

// Connections returns how many backends there are now, those that are being started included.
func (s *Server) Connections() int32 { return s.connections }

// Refused returns how many connects beyond the limit have been refused since the run began.
func (s *Server) Refused() uint64 { return s.refused }

// Flush reports the time since the last change to Held, and to those of its shares.
func (s *Server) Flush() {
	s.flush()
	for _, c := range s.shares {
		c.held(s.engine.Now())
	}
}

// flush reports the time since the last change. A restart in that time ends all open connections at its instant.
func (s *Server) flush() {
	now := s.engine.Now()
	for {
		next := s.nextKill(now)
		if next < 0 {
			break
		}
		s.held(next)
		s.killed = next
		s.connections -= s.opened
		s.opened = 0
		for _, c := range s.shares {
			c.kill(next)
		}
	}
	s.held(now)
}

// nextKill returns the first instant after the latest one at which all open connections died by now, negative if there
// is none.
func (s *Server) nextKill(now sim.Time) sim.Time {
	next := sim.Time(-1)
	for _, f := range s.faults {
		if at, _, ok := f.Kills(); ok && s.killed < at && at <= now && (next < 0 || at < next) {
			next = at
		}
	}
	return next
}

func (s *Server) held(until sim.Time) {
	if until > s.since {
		if s.Held != nil {
			s.Held(s.since, until, s.connections)
		}
		s.since = until
	}
}

func (s *Server) draw(d workload.Distribution) time.Duration {
	if d == nil {
		return 0
	}
	return d.Sample(s.rand)
}
