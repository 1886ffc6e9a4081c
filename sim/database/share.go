package database

import (
	"time"

	"poolsim/sim"
)

// Share counts the connections that some of a server's clients have, such as the processes of one instance of an
// application, which connect through it: it is a pool.Connector. A server without shares does nothing for them.
type Share struct {
	server      *Server
	connections int32 // as of the server
	opened      int32
	since       sim.Time

	// Held, if not nil, says that the number of connections was n from one instant until just before a later one.
	Held func(from, until sim.Time, n int32)
}

// Share returns a new share. It must be made before the first connect.
func (s *Server) Share() *Share {
	c := &Share{server: s}
	s.shares = append(s.shares, c)
	return c
}

// Connect begins to open a connection, see Server.Connect.
func (c *Share) Connect() (took, work time.Duration, refused bool) {
	took, work, refused = c.server.Connect()
	if !refused {
		c.held(c.server.engine.Now())
		c.connections++
	}
	return took, work, refused
}

// Opened says that a connect has ended well, see Server.Opened.
func (c *Share) Opened() {
	c.server.Opened()
	c.held(c.server.engine.Now())
	if c.server.engine.Now() == c.server.killed {
		c.connections--
		return
	}
	c.opened++
}

// Disconnect says that a connection is gone, see Server.Disconnect.
func (c *Share) Disconnect(opened sim.Time) {
	c.server.Disconnect(opened)
	c.held(c.server.engine.Now())
	switch {
	case opened == sim.Never:
		c.connections--
	case opened > c.server.killed:
		c.connections--
		c.opened--
	}
}

// Alive is Server.Alive.
func (c *Share) Alive(opened sim.Time) bool { return c.server.Alive(opened) }

// ResetFails is Server.ResetFails.
func (c *Share) ResetFails(opened sim.Time) bool { return c.server.ResetFails(opened) }

// Connections returns how many backends the share has now.
func (c *Share) Connections() int32 { return c.connections }

// kill ends the open connections at an instant that has come.
func (c *Share) kill(at sim.Time) {
	c.held(at)
	c.connections -= c.opened
	c.opened = 0
}

func (c *Share) held(until sim.Time) {
	if until > c.since {
		if c.Held != nil {
			c.Held(c.since, until, c.connections)
		}
		c.since = until
	}
}
