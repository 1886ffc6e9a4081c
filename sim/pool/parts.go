package pool

import (
	"time"

	"poolsim/sim"
)

// Parts is where the time of a request went, from asking until its place is free again. Every instant is in one of them,
// so they add up to the wait and the occupancy, to the nanosecond. While the event loop keeps a request from going on, what
// it was doing counts as going on.
type Parts struct {
	Wait    time.Duration // in line
	Connect time.Duration // opening a connection, or replacing one: dropping the old one included
	Ping    time.Duration // testing a connection
	Hold    time.Duration // with a usable connection in hand
	Reset   time.Duration // making it clean
	Close   time.Duration // closing or dropping it instead of keeping it
}

// Add adds where the time of a request went. What has not ended is counted until now.
func (p *Parts) Add(r *Request, now sim.Time) {
	if r.Freed >= 0 {
		now = r.Freed
	}
	at := r.Placed
	if at < 0 {
		p.Wait += now.Sub(r.Asked)
		return
	}
	p.Wait += at.Sub(r.Asked)
	if r.Pinged >= 0 { // a ping comes before everything else
		p.Ping += r.Pinged.Sub(at)
		at = r.Pinged
	}
	if r.Granted < 0 {
		p.Connect += now.Sub(at)
		return
	}
	p.Connect += r.Granted.Sub(at)
	if at = r.Returned; at < 0 {
		p.Hold += now.Sub(r.Granted)
		return
	}
	p.Hold += at.Sub(r.Granted)
	if r.Cleaned >= 0 { // and so does a reset, in a return
		p.Reset += r.Cleaned.Sub(at)
		at = r.Cleaned
	}
	p.Close += now.Sub(at)
}

// Sum returns all the time.
func (p *Parts) Sum() time.Duration { return p.Wait + p.Connect + p.Ping + p.Hold + p.Reset + p.Close }
