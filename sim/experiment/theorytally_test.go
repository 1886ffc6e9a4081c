package experiment_test

import (
	"time"

	"poolsim/sim"
	"poolsim/sim/pool"
)

// tally sums what happened to the attempts (one acquire each) of a scope in the measured time: all of them, those of a
// class, or those of a stage. Times are seconds. An attempt is counted when its fate is decided, a hold when it ends, a
// request when it ends: in the steady state that is as good as counting beginnings, and no attempt is cut in two.
type tally struct {
	attempts, queued, timedOut, rejected float64
	connected, wait, square              float64 // of attempts that got a place: their number, waits, squared waits
	waited                               float64 // those of them whose wait was more than 0
	line                                 float64 // time in line of all that were not rejected
	over                                 []float64
	granted, acquire                     float64 // of attempts with a ready connection: wait and connect time
	opened, connecting                   float64 // connections opened, and the time that it took
	holds, held                          float64
	occupied                             float64 // time from a place to its return
	ended, completed, response           float64 // of requests
}

// labelSums is what a tally is made of, of one label: counts, and times in nanoseconds. Whole numbers are exact, and cost
// less than half of what seconds do; 2^63 ns are 292 years, in line or of all connections together.
type labelSums struct {
	connected, queued, waited, wait int64
	square                          float64 // ns^2
	timedOut, rejected, lost        int64   // lost: time in line of those that timed out
	granted, acquire                int64
	opened, connecting              int64
	holds, held, occupied           int64
	over                            []int64
}

// classSums is the same of the requests of one class.
type classSums struct {
	ended, completed, response int64
}

// nanos is one nanosecond, in seconds.
const nanos = 1e-9

// add adds a label to its scope.
func (t *tally) add(s *labelSums) {
	t.attempts += float64(s.connected + s.timedOut + s.rejected)
	t.queued += float64(s.queued)
	t.timedOut += float64(s.timedOut)
	t.rejected += float64(s.rejected)
	t.connected += float64(s.connected)
	t.wait += float64(s.wait) * nanos
	t.square += s.square * nanos * nanos
	t.waited += float64(s.waited)
	t.line += float64(s.wait+s.lost) * nanos
	for i, n := range s.over {
		t.over[i] += float64(n)
	}
	t.granted += float64(s.granted)
	t.acquire += float64(s.acquire) * nanos
	t.opened += float64(s.opened)
	t.connecting += float64(s.connecting) * nanos
	t.holds += float64(s.holds)
	t.held += float64(s.held) * nanos
	t.occupied += float64(s.occupied) * nanos
}

// addClass adds the requests of a class to its scope.
func (t *tally) addClass(s *classSums) {
	t.ended += float64(s.ended)
	t.completed += float64(s.completed)
	t.response += float64(s.response) * nanos
}

// placed counts an attempt that has got its place.
func (s *labelSums) placed(q *pool.Request, limits []int64) {
	s.connected++
	if q.Queued {
		s.queued++
	}
	wait := int64(q.Placed - q.Asked)
	if wait == 0 {
		return
	}
	s.waited++
	s.wait += wait
	s.square += float64(wait) * float64(wait)
	for i, x := range limits {
		s.over[i] += int64(uint64(x-wait) >> 63) // 1 if wait > x, without a branch that nobody can predict
	}
}

// failed counts an attempt that timed out or was rejected at an instant.
func (s *labelSums) failed(q *pool.Request, now sim.Time) {
	if q.Queued {
		s.queued++
	}
	if q.Outcome == pool.TimedOut {
		s.timedOut++
		s.lost += int64(now - q.Asked)
	} else {
		s.rejected++
	}
}

// limitOf returns the longest time that is not more than x seconds: a wait is longer than x if it is longer than that.
func limitOf(x float64) int64 {
	n := int64(x * 1e9)
	for time.Duration(n).Seconds() > x {
		n--
	}
	for time.Duration(n+1).Seconds() <= x {
		n++
	}
	return n
}

// levels are integrals over the measured time, in seconds.
type levels struct {
	seconds, waiting, queue, idle, jobs, stalled float64
	out                                          []float64 // by number of connections checked out
}

// levelSums is what levels are made of, in nanoseconds.
type levelSums struct {
	waiting, queue, idle int64
	out                  []int64
}

// held adds a length of time with these counts.
func (s *levelSums) held(d int64, inUse, waiting, idle int32) {
	s.out[inUse] += d
	s.waiting += d * int64(waiting)
	s.queue += d & (int64(-waiting) >> 63) // if anybody waits
	s.idle += d * int64(idle)
}
