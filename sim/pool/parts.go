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

// Parts returns where the request's time went. What has not ended is counted until now.
func (r *Request) Parts(now sim.Time) Parts {
	if r.Freed >= 0 {
		now = r.Freed
	}
	if r.Placed < 0 {
		return Parts{Wait: now.Sub(r.Asked)}
	}
	p := Parts{Wait: r.Placed.Sub(r.Asked)}
	ready, granted := r.Placed, r.Granted
	if r.Pinged >= 0 { // a ping comes before everything else
		ready, p.Ping = r.Pinged, r.Pinged.Sub(ready)
	}
	if granted < 0 {
		granted = now
	}
	p.Connect = granted.Sub(ready)
	back := r.Returned
	if back < 0 {
		p.Hold = now.Sub(granted)
		return p
	}
	p.Hold = back.Sub(granted)
	if r.Cleaned >= 0 { // and so does a reset, in a return
		back, p.Reset = r.Cleaned, r.Cleaned.Sub(back)
	}
	p.Close = now.Sub(back)
	return p
}

// Add returns the parts of two requests together.
func (p Parts) Add(q Parts) Parts {
	return Parts{
		Wait: p.Wait + q.Wait, Connect: p.Connect + q.Connect, Ping: p.Ping + q.Ping,
		Hold: p.Hold + q.Hold, Reset: p.Reset + q.Reset, Close: p.Close + q.Close,
	}
}

// Sum returns all the time.
func (p Parts) Sum() time.Duration { return p.Wait + p.Connect + p.Ping + p.Hold + p.Reset + p.Close }
