package experiment_test

import (
	"poolsim/sim/pool"
	"poolsim/workload"
)

// What only a few cases need of a theoryRecorder.

// theoryStop ends a replication that has seen what it was for: a model has no other way out.
type theoryStop struct{}

// reached ends a run that was for this event.
func (r *theoryRecorder) reached() {
	r.reachedAt = r.m.Now()
	panic(theoryStop{})
}

// firstOfMany sums the waits of the first requests, until there are enough.
func (r *theoryRecorder) firstOfMany(q *pool.Request) {
	r.placed++
	if r.waits += q.Placed.Sub(q.Asked).Seconds(); r.placed == r.c.Run.N {
		panic(theoryStop{})
	}
}

// connectedAfter notes how long a request that may try again took from its first attempt on.
func (r *theoryRecorder) connectedAfter(q *pool.Request) {
	began, again := r.first[q.Owner]
	if !again {
		began = q.Asked
	}
	delete(r.first, q.Owner)
	if q.Placed <= r.from {
		return
	}
	if !again {
		r.requests++
	}
	r.delayed++
	r.delays += q.Placed.Sub(began).Seconds()
}

// triesAgain notes when a request that will try again first tried.
func (r *theoryRecorder) triesAgain(q *pool.Request) {
	if _, again := r.first[q.Owner]; again {
		return
	}
	r.first[q.Owner] = q.Asked
	if r.m.Now() <= r.from {
		return
	}
	r.requests++
	if q.Outcome != pool.TimedOut {
		r.firstRejected++
	}
}

// blockQueued and blockLeft follow those who wait for their second connection.
func (r *theoryRecorder) blockQueued(q *pool.Request) {
	if q.Step > 0 {
		r.block(1)
	}
}

func (r *theoryRecorder) blockLeft(q *pool.Request) {
	if q.Queued && q.Step > 0 {
		r.block(-1)
	}
}

// block integrates the time in which every connection is held by a request that waits for its second one.
func (r *theoryRecorder) block(by int32) {
	full := int32(r.c.capacity())
	if now := r.m.Now(); now > r.blockedSince {
		if r.blocked == full {
			r.stalledTime += int64(now - r.blockedSince)
		}
		r.blockedSince = now
	}
	r.blocked += by
	if r.blocked == full && r.c.Run.Event == "deadlock" {
		r.reached()
	}
}

// exhausted ends a run that was for the instant at which all connections are leaked. No hook tells of a leak, but its
// request either ends in the same instant or stands in line for its next stage.
func (r *theoryRecorder) exhausted() {
	if r.c.Run.Event != "exhausted" {
		return
	}
	leaked := 0
	r.m.Unfinished(func(q *pool.Request) {
		if q.End == workload.EndLeak {
			leaked++
		}
	})
	if leaked == r.c.capacity() {
		r.reached()
	}
}
