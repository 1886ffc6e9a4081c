package model

import (
	"time"

	"poolsim/sim"
	"poolsim/sim/pool"
)

// Observer is told what happens in a model; any hook may be nil. Hooks must not change anything.
type Observer struct {
	Pool    *pool.Observer
	Arrived func(class int32, at sim.Time)
	Retried func(class int32) // an acquire that failed will be made again
	Ended   func(class int32, at sim.Time, o JobOutcome, response time.Duration)

	// Completed says, before Ended, where the time of a job went that completed.
	Completed func(class int32, p *JobParts)

	// Database says that the server had n connections from one instant until just before a later one, Instance that those of
	// one instance of the application were so many, counted from 0. Without Instance nobody tells them apart.
	Database func(from, until sim.Time, n int32)
	Instance func(instance int, from, until sim.Time, n int32)
}

// tee joins observers into one.
func tee(observers []Observer) Observer {
	all := Observer{Pool: &pool.Observer{}}
	for _, o := range observers {
		if o.Pool != nil {
			all.Pool = pool.Tee(all.Pool, o.Pool)
		}
		if f, g := all.Arrived, o.Arrived; f == nil {
			all.Arrived = g
		} else if g != nil {
			all.Arrived = func(c int32, at sim.Time) { f(c, at); g(c, at) }
		}
		if f, g := all.Retried, o.Retried; f == nil {
			all.Retried = g
		} else if g != nil {
			all.Retried = func(c int32) { f(c); g(c) }
		}
		if f, g := all.Ended, o.Ended; f == nil {
			all.Ended = g
		} else if g != nil {
			all.Ended = func(c int32, at sim.Time, o JobOutcome, d time.Duration) { f(c, at, o, d); g(c, at, o, d) }
		}
		if f, g := all.Completed, o.Completed; f == nil {
			all.Completed = g
		} else if g != nil {
			all.Completed = func(c int32, p *JobParts) { f(c, p); g(c, p) }
		}
		all.teeDatabase(o)
	}
	return all
}

// teeDatabase joins the hooks about the database.
func (all *Observer) teeDatabase(o Observer) {
	if f, g := all.Database, o.Database; f == nil {
		all.Database = g
	} else if g != nil {
		all.Database = func(from, until sim.Time, n int32) { f(from, until, n); g(from, until, n) }
	}
	if f, g := all.Instance, o.Instance; f == nil {
		all.Instance = g
	} else if g != nil {
		all.Instance = func(i int, from, until sim.Time, n int32) { f(i, from, until, n); g(i, from, until, n) }
	}
}
