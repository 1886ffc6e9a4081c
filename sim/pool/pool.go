package pool

import (
	"math/rand/v2"
	"time"

	"poolsim/sim"
)

// Pool is a connection pool of one application process.
type Pool interface {
	// Acquire asks for a connection. The client hears Granted or Failed, perhaps before Acquire returns.
	Acquire(r *Request)

	// Release ends the hold of a granted request in the way that r.End says. The client hears Released when the return is
	// complete for it.
	Release(r *Request)

	// Cancel says that the client of a request has gone away while the pool works on it: in line, while it gets its
	// connection ready, or during a Plain return. The client hears Failed or Released when that has taken effect, perhaps
	// later. A client that holds calls Release instead; one whose return runs through a context manager goes on at once,
	// and leaves the request to another Client, which hears Released. Cancel reports false where the product loses the
	// cancellation: then the request goes on as if there had been none.
	Cancel(r *Request) bool

	// Counts returns the present counts, and Totals what has happened since the run began.
	Counts() Counts
	Totals() Totals

	// Flush reports the time since the last change to the observer: a reader of statistics calls it first.
	Flush()
}

// Client is who asks for connections. Its methods are called at the instant of what they tell, possibly from within
// Acquire or Release; they may call the pool again.
type Client interface {
	Granted(r *Request)  // a usable connection is in hand
	Failed(r *Request)   // r.Outcome says why
	Released(r *Request) // the return is complete: the holder goes on
}

// Connector opens and closes physical connections. (The name is database/sql/driver's.)
type Connector interface {
	// Connect begins to open a connection. It reports how long that takes, which part of it is work that occupies the
	// event loop of the application's process, and whether the connect will be refused in the end.
	Connect() (took, work time.Duration, refused bool)

	// Opened says that a connection which was not refused is open now.
	Opened()

	// Disconnect says that a connection is gone that was opened at an instant; sim.Never for one whose connect is given up.
	Disconnect(opened sim.Time)

	// Alive reports whether a connection that was opened at an instant still works, and ResetFails whether a reset of
	// such a connection would be an error.
	Alive(opened sim.Time) bool
	ResetFails(opened sim.Time) bool
}

// Counts are the state of a pool at an instant.
type Counts struct {
	InUse   int32 // places taken: connections held, and those being connected, pinged, reset or closed by a request
	Idle    int32 // places in the idle queue, as the product counts them
	Open    int32 // physical connections: from the end of a connect to the end of its close
	Waiting int32 // requests in line
	Claimed int32 // places taken by the product's own arithmetic, which a dispose puts out for good; otherwise InUse
}

// Totals count what has happened in a pool since the run began. Each is counted when it starts; failures of connects and
// resets when they end.
type Totals struct {
	Connects        uint64
	ConnectFailures uint64 // refused by the database
	Recycles        uint64 // connections replaced at a checkout because of their age
	Invalid         uint64 // connections replaced at a checkout because the pool was invalidated after their connect
	SoftInvalid     uint64 // connections replaced at a checkout because they were softly invalidated
	Pings           uint64
	PingFailures    uint64
	Resets          uint64
	ResetFailures   uint64
	Closes          uint64 // surplus connections closed on return
	Terminates      uint64 // connections dropped without ceremony
	Leaks           uint64 // connections whose holder keeps them for ever
	Timeouts        uint64 // requests that left the line at their limit
}

// Add returns the totals of two pools together.
func (t Totals) Add(u Totals) Totals {
	return Totals{
		Connects:        t.Connects + u.Connects,
		ConnectFailures: t.ConnectFailures + u.ConnectFailures,
		Recycles:        t.Recycles + u.Recycles,
		Invalid:         t.Invalid + u.Invalid,
		SoftInvalid:     t.SoftInvalid + u.SoftInvalid,
		Pings:           t.Pings + u.Pings,
		PingFailures:    t.PingFailures + u.PingFailures,
		Resets:          t.Resets + u.Resets,
		ResetFailures:   t.ResetFailures + u.ResetFailures,
		Closes:          t.Closes + u.Closes,
		Terminates:      t.Terminates + u.Terminates,
		Leaks:           t.Leaks + u.Leaks,
		Timeouts:        t.Timeouts + u.Timeouts,
	}
}

// Sub returns the totals since an earlier reading.
func (t Totals) Sub(u Totals) Totals {
	return Totals{
		Connects:        t.Connects - u.Connects,
		ConnectFailures: t.ConnectFailures - u.ConnectFailures,
		Recycles:        t.Recycles - u.Recycles,
		Invalid:         t.Invalid - u.Invalid,
		SoftInvalid:     t.SoftInvalid - u.SoftInvalid,
		Pings:           t.Pings - u.Pings,
		PingFailures:    t.PingFailures - u.PingFailures,
		Resets:          t.Resets - u.Resets,
		ResetFailures:   t.ResetFailures - u.ResetFailures,
		Closes:          t.Closes - u.Closes,
		Terminates:      t.Terminates - u.Terminates,
		Leaks:           t.Leaks - u.Leaks,
		Timeouts:        t.Timeouts - u.Timeouts,
	}
}

// Env is what a pool needs from its surroundings.
type Env struct {
	Engine    *sim.Engine
	Requests  *Requests
	Connector Connector
	Costs     Costs
	Observer  *Observer
	Stream    func(purpose string) *rand.Rand // a stream of random numbers for what the dialect draws itself
	Loop      *Loop                           // the event loop of the process; nil if nothing occupies it
	Levels    *Levels                         // is kept up to date; nil if nobody wants to know
	Conns     *int32                          // number of the latest connect; nil is a counter of its own
	Index     int32                           // which pool of the process this is
	Process   int32                           // which process
	Plain     bool                            // some requests are given back by their tasks themselves

	// Replaces is the pool that this one takes over from, for all later requests. Their counts are reported together:
	// what the old one still holds is there, whoever looks at the new one. nil if there was none.
	Replaces Pool
}

// Timeout is the longest wait in line; TimeoutNone is for ever.
type Timeout = time.Duration

// TimeoutNone waits for ever.
const TimeoutNone Timeout = -1
