package model

import (
	"poolsim/sim/pool"
	"poolsim/sim/stat"
)

// Spent is where the time of requests went, in nanoseconds: sums of pool.Parts, of N requests whose place became free, or
// which left without one.
type Spent struct {
	N                                       uint64
	Wait, Connect, Ping, Hold, Reset, Close stat.Sum
}

// add counts a request. Most parts are nothing most of the time.
func (s *Spent) add(p pool.Parts) {
	s.N++
	s.Hold.Add(int64(p.Hold))
	if p.Wait > 0 {
		s.Wait.Add(int64(p.Wait))
	}
	if p.Connect > 0 {
		s.Connect.Add(int64(p.Connect))
	}
	if p.Ping > 0 {
		s.Ping.Add(int64(p.Ping))
	}
	if p.Reset > 0 {
		s.Reset.Add(int64(p.Reset))
	}
	if p.Close > 0 {
		s.Close.Add(int64(p.Close))
	}
}

// Merge adds what o has counted.
func (s *Spent) Merge(o *Spent) {
	s.N += o.N
	s.Wait.Merge(o.Wait)
	s.Connect.Merge(o.Connect)
	s.Ping.Merge(o.Ping)
	s.Hold.Merge(o.Hold)
	s.Reset.Merge(o.Reset)
	s.Close.Merge(o.Close)
}

// Total returns all the time.
func (s *Spent) Total() stat.Sum {
	var t stat.Sum
	for _, p := range []stat.Sum{s.Wait, s.Connect, s.Ping, s.Hold, s.Reset, s.Close} {
		t.Merge(p)
	}
	return t
}
