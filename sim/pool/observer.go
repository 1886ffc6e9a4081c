package pool

import "poolsim/sim"

// Observer is a set of hooks; any of them may be nil. Hooks must not call the pool. Statistics, logs and checks are
// observers; the pool knows none of them.
type Observer struct {
	Queued   func(r *Request) // entered the line
	Placed   func(r *Request) // got a place: its wait is over, its occupancy begins
	Granted  func(r *Request) // has a usable connection: its hold begins
	Returned func(r *Request) // its hold has ended
	Freed    func(r *Request) // its place is free again; also after a failure that had a place
	Failed   func(r *Request) // Outcome says why; Freed comes first where a place was taken

	// Served is called in the place of Placed and Granted where a connection is usable at once, Done in the place of Returned
	// and Freed where a return takes no time. Where they are nil, the two are called.
	Served, Done func(r *Request)

	// Held says that the pool's counts were c from one instant until just before another, later one. The intervals of
	// a pool follow each other without gap; changes within one instant are not seen.
	Held func(pool, process int32, from, until sim.Time, c Counts)

	// Levels, one for each pool, are what Env.Levels of its copies in all processes is, if there are any: what Held would be
	// told, added up.
	Levels []Levels
}

// Tee returns an observer that calls the hooks of a, then of b. It has the Levels of the one that has some, of a if both do.
func Tee(a, b *Observer) *Observer {
	levels := a.Levels
	if levels == nil {
		levels = b.Levels
	}
	return &Observer{
		Queued:   both(a.Queued, b.Queued),
		Placed:   both(a.Placed, b.Placed),
		Granted:  both(a.Granted, b.Granted),
		Returned: both(a.Returned, b.Returned),
		Freed:    both(a.Freed, b.Freed),
		Failed:   both(a.Failed, b.Failed),
		Served:   teeInOne(a.Served, b.Served, both(a.Placed, a.Granted), both(b.Placed, b.Granted)),
		Done:     teeInOne(a.Done, b.Done, both(a.Returned, a.Freed), both(b.Returned, b.Freed)),
		Held:     bothHeld(a.Held, b.Held),
		Levels:   levels,
	}
}

func both(f, g func(*Request)) func(*Request) {
	switch {
	case f == nil:
		return g
	case g == nil:
		return f
	}
	return func(r *Request) { f(r); g(r) }
}

// teeInOne joins hooks that are called in the place of two others, if there is one.
func teeInOne(f, g, two, others func(*Request)) func(*Request) {
	switch {
	case f == nil && g == nil:
		return nil
	case f == nil:
		f = two
	case g == nil:
		g = others
	}
	return both(f, g)
}

func bothHeld(f, g func(int32, int32, sim.Time, sim.Time, Counts)) func(int32, int32, sim.Time, sim.Time, Counts) {
	switch {
	case f == nil:
		return g
	case g == nil:
		return f
	}
	return func(p, proc int32, from, until sim.Time, c Counts) {
		f(p, proc, from, until, c)
		g(p, proc, from, until, c)
	}
}
