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
	refuse  workload.Distribution
	limit   int // -1 is none

	connections int32 // backends: from the start of a connect to the end of its close
	refused     uint64
	since       sim.Time

	// Held, if not nil, says that the number of connections was n from one instant until just before a later one.
	Held func(from, until sim.Time, n int32)
}

// New returns the server that c describes; a nil c connects at no cost and without limit. r is the stream from which
// connect times are drawn.
func New(c *Config, engine *sim.Engine, r *rand.Rand) *Server {
	s := &Server{engine: engine, rand: r, limit: c.Limit()}
	if c != nil {
		s.connect, s.refuse = c.Connect, c.Refuse
		if s.refuse == nil {
			s.refuse = c.Connect
		}
	}
	return s
}

// Connect begins to open a connection. Beyond the limit it is refused, which the client learns only after a while: the
// server starts a backend and authenticates before it counts (PostgreSQL 15, postinit.c; measured: a refusal took as
// long as a connect).
func (s *Server) Connect() (took time.Duration, refused bool) {
	if s.limit >= 0 && int(s.connections) >= s.limit {
		s.refused++
		return s.draw(s.refuse), true
	}
	s.Flush()
	s.connections++
	return s.draw(s.connect), false
}

// Disconnect says that a connection is gone.
func (s *Server) Disconnect() {
	s.Flush()
	s.connections--
}

// Alive reports whether a connection that was opened at an instant still works: the server never fails.
func (s *Server) Alive(sim.Time) bool { return true }

// ResetFails reports whether the reset of such a connection would be an error.
func (s *Server) ResetFails(sim.Time) bool { return false }

// Connections returns how many backends there are now, those that are being started included.
func (s *Server) Connections() int32 { return s.connections }

// Refused returns how many connects have been refused since the run began.
func (s *Server) Refused() uint64 { return s.refused }

// Flush reports the time since the last change to Held.
func (s *Server) Flush() {
	if now := s.engine.Now(); now > s.since {
		if s.Held != nil {
			s.Held(s.since, now, s.connections)
		}
		s.since = now
	}
}

func (s *Server) draw(d workload.Distribution) time.Duration {
	if d == nil {
		return 0
	}
	return d.Sample(s.rand)
}
