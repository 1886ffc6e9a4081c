package model

import (
	"poolsim/sim"
	"poolsim/sim/pool"
	"poolsim/sim/stat"
)

// Spent is where the time of acquires went besides wait and hold, in nanoseconds, as pool.Parts says. As these two, each
// part is counted when it ends.
type Spent struct {
	Connect, Ping, Reset, Close stat.Sum
}

// prepare counts what happened from a request's place until it had its connection, or gave up.
func (s *Spent) prepare(r *pool.Request, until sim.Time) {
	at := r.Placed
	if r.Pinged >= 0 {
		s.Ping.Add(int64(r.Pinged - at))
		at = r.Pinged
	}
	if until > at {
		s.Connect.Add(int64(until - at))
	}
}

// Merge adds what o has counted.
func (s *Spent) Merge(o *Spent) {
	s.Connect.Merge(o.Connect)
	s.Ping.Merge(o.Ping)
	s.Reset.Merge(o.Reset)
	s.Close.Merge(o.Close)
}

// JobsSpent is where the response time of jobs went that completed, in nanoseconds: sums of JobParts.
type JobsSpent struct {
	Spent
	Wait, Hold, Between stat.Sum
}

// add counts a job. Most parts are nothing most of the time.
func (s *JobsSpent) add(p *JobParts) {
	s.Hold.Add(int64(p.Hold))
	if p.Wait != 0 {
		s.Wait.Add(int64(p.Wait))
	}
	if p.Connect != 0 {
		s.Connect.Add(int64(p.Connect))
	}
	if p.Ping != 0 {
		s.Ping.Add(int64(p.Ping))
	}
	if p.Reset != 0 {
		s.Reset.Add(int64(p.Reset))
	}
	if p.Close != 0 {
		s.Close.Add(int64(p.Close))
	}
	if p.Between != 0 {
		s.Between.Add(int64(p.Between))
	}
}

// Merge adds what o has counted.
func (s *JobsSpent) Merge(o *JobsSpent) {
	s.Spent.Merge(&o.Spent)
	s.Wait.Merge(o.Wait)
	s.Hold.Merge(o.Hold)
	s.Between.Merge(o.Between)
}
