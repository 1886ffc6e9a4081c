package experiment

import (
	"math"

	"poolsim/sim"
	"poolsim/sim/pool"
)

// quiet is when nothing happens to any alert on the levels of a pool in one process: as long as every level stays on its side
// of every threshold, and nobody looks. Nearly all intervals are quiet, and cost these comparisons.
type quiet struct {
	above, most pool.Counts // every level is more than the one and at most the other
	until       sim.Time
}

// quietUntil is quiet whatever the levels are.
func quietUntil(t sim.Time) quiet {
	const least, most = math.MinInt32, math.MaxInt32
	return quiet{
		pool.Counts{InUse: least, Idle: least, Open: least, Waiting: least},
		pool.Counts{InUse: most, Idle: most, Open: most, Waiting: most},
		t,
	}
}

// has reports whether a time in which the levels were c is quiet.
func (q *quiet) has(until sim.Time, c *pool.Counts) bool {
	return until <= q.until &&
		q.above.InUse < c.InUse && c.InUse <= q.most.InUse && q.above.Open < c.Open && c.Open <= q.most.Open &&
		q.above.Idle < c.Idle && c.Idle <= q.most.Idle && q.above.Waiting < c.Waiting && c.Waiting <= q.most.Waiting
}

// loud follows all levels over a time that was not quiet, in which they did not change, and returns what is quiet from then on.
// Changes within an instant are not seen.
func loud(levels []*levelWatch, process int32, from, until sim.Time, c *pool.Counts) quiet {
	q := quietUntil(sim.Never)
	for _, w := range levels {
		x := &w.copies[process]
		beyond := w.of(c) > w.above
		w.change(x, beyond, from, until)
		q.until = min(q.until, x.next)
		bound := &q.most
		if beyond {
			bound = &q.above
		}
		w.narrow(bound, beyond)
	}
	return q
}

// narrow moves a bound of the watched level to the threshold if that is nearer: from below if the level is beyond it.
func (w *levelWatch) narrow(bound *pool.Counts, beyond bool) {
	n := &bound.InUse
	switch w.level {
	case idleConnections:
		n = &bound.Idle
	case open:
		n = &bound.Open
	case waiting:
		n = &bound.Waiting
	}
	if beyond {
		*n = max(*n, w.above)
	} else {
		*n = min(*n, w.above)
	}
}
