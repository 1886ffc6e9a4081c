package experiment_test

import (
	"time"

	"poolsim/sim"
	"poolsim/sim/model"
	"poolsim/sim/pool"
	"poolsim/workload"
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

// levels are integrals over the measured time, in seconds.
type levels struct {
	seconds, waiting, queue, idle, jobs, stalled float64
	out                                          []float64 // by number of connections checked out
}

// theoryStop ends a replication that has seen what it was for: model.Run has no other way out.
type theoryStop struct{}

// theoryRecorder is a model.Recorder that sums everything from which the measures of a case are computed, each with the
// definition of the cases.
type theoryRecorder struct {
	c          *theoryCase
	thresholds []float64 // seconds: waits beyond each are counted in tally.over
	instants   []sim.Time

	m       *model.Model
	from    sim.Time
	scopes  map[string]*tally
	byLabel [][]*tally // by label: everything, its class, its stage
	byClass [][]*tally
	levels  levels
	states  []pool.Counts // at each of the instants

	jobs, blocked int32 // requests in the system; those waiting for their second connection
	jobsSince     sim.Time
	blockedSince  sim.Time

	first           map[int64]sim.Time // first attempt of requests that try again
	firstRejected   float64
	requests        float64 // whose first attempt was decided
	delayed, delays float64 // requests that got a connection, and the time from their first attempt to it

	placed     int
	waits      float64  // of the first attempts to get a place
	reachedAt  sim.Time // the event that the run was for
	trace      *theoryTrace
	stopsEarly bool
}

// newTheoryRecorder returns a recorder that keeps a tally for each of the scopes: "" is everything, "class.api" a class,
// "stage.main" a stage.
func newTheoryRecorder(c *theoryCase, thresholds []float64, scopes []string) *theoryRecorder {
	r := &theoryRecorder{c: c, thresholds: thresholds, scopes: make(map[string]*tally)}
	for _, name := range scopes {
		r.scopes[name] = &tally{over: make([]float64, len(thresholds))}
	}
	for _, t := range c.Run.Times {
		r.instants = append(r.instants, sim.Time(time.Duration(t*1e9)))
	}
	r.levels.out = make([]float64, c.capacity()+1)
	if c.Pool.Retry != nil {
		r.first = make(map[int64]sim.Time)
	}
	if c.Run.Kind == "trace" {
		r.trace = &theoryTrace{}
	}
	r.stopsEarly = c.Run.Kind == "until" || c.Run.Kind == "first_n"
	return r
}

// Observer returns the hooks.
func (r *theoryRecorder) Observer() model.Observer {
	return model.Observer{
		Pool: &pool.Observer{
			Queued: r.onQueued, Placed: r.onPlaced, Granted: r.onGranted, Returned: r.onReturned, Freed: r.onFreed,
			Failed: r.onFailed, Held: r.onHeld,
		},
		Arrived: r.onArrived,
		Ended:   r.onEnded,
	}
}

// Begin finds the scopes of the model's labels.
func (r *theoryRecorder) Begin(m *model.Model) {
	r.m = m
	r.from = sim.Time(m.Config().Warmup)
	kept := func(names ...string) (tallies []*tally) {
		for _, name := range names {
			if t, ok := r.scopes[name]; ok {
				tallies = append(tallies, t)
			}
		}
		return tallies
	}
	classes := m.Config().Classes
	for i := range classes {
		r.byClass = append(r.byClass, kept("", "class."+classes[i].Name))
	}
	for _, l := range m.Labels() {
		r.byLabel = append(r.byLabel, kept("", "class."+classes[l.Class].Name, "stage."+l.Holder))
	}
	r.jobsSince, r.blockedSince = r.from, r.from
}

// End closes the integrals.
func (r *theoryRecorder) End(m *model.Model) {
	r.jobsChange(0)
	r.block(0)
	r.levels.seconds = m.Now().Sub(r.from).Seconds()
}

// measured reports whether the warm-up is over.
func (r *theoryRecorder) measured() bool { return r.m.Now() > r.from || r.from == 0 }

func (r *theoryRecorder) onQueued(q *pool.Request) {
	r.exhausted()
	if q.Step > 0 {
		r.block(1)
	}
}

func (r *theoryRecorder) onPlaced(q *pool.Request) {
	if q.Queued && q.Step > 0 {
		r.block(-1)
	}
	wait := q.Placed.Sub(q.Asked).Seconds()
	r.firstOfMany(wait)
	r.trace.placed(q)
	r.connectedAfter(q)
	if !r.measured() {
		return
	}
	for _, t := range r.byLabel[q.Label] {
		t.attempts++
		t.connected++
		t.wait += wait
		t.square += wait * wait
		t.line += wait
		if q.Queued {
			t.queued++
		}
		if wait > 0 {
			t.waited++
		}
		for i, x := range r.thresholds {
			if wait > x {
				t.over[i]++
			}
		}
	}
}

// firstOfMany sums the waits of the first requests, until there are enough.
func (r *theoryRecorder) firstOfMany(wait float64) {
	if r.c.Run.Kind != "first_n" {
		return
	}
	r.placed++
	if r.waits += wait; r.placed == r.c.Run.N {
		panic(theoryStop{})
	}
}

// connectedAfter notes how long a request that may try again took from its first attempt on.
func (r *theoryRecorder) connectedAfter(q *pool.Request) {
	if r.first == nil {
		return
	}
	began, again := r.first[q.Owner]
	if !again {
		began = q.Asked
	}
	delete(r.first, q.Owner)
	if !r.measured() {
		return
	}
	if !again {
		r.requests++
	}
	r.delayed++
	r.delays += q.Placed.Sub(began).Seconds()
}

func (r *theoryRecorder) onGranted(q *pool.Request) {
	if !r.measured() {
		return
	}
	connects := 0.0
	for how := q.How; how != 0; how >>= 4 {
		connects++
	}
	for _, t := range r.byLabel[q.Label] {
		t.granted++
		t.acquire += q.Granted.Sub(q.Asked).Seconds()
		t.opened += connects
		t.connecting += q.Granted.Sub(q.Placed).Seconds()
	}
}

func (r *theoryRecorder) onReturned(q *pool.Request) {
	r.trace.last(r.m.Now())
	if !r.measured() {
		return
	}
	for _, t := range r.byLabel[q.Label] {
		t.holds++
		t.held += q.Returned.Sub(q.Granted).Seconds()
	}
}

func (r *theoryRecorder) onFreed(q *pool.Request) {
	r.trace.last(r.m.Now())
	if !r.measured() {
		return
	}
	for _, t := range r.byLabel[q.Label] {
		t.occupied += q.Freed.Sub(q.Placed).Seconds()
	}
}

// onFailed counts an attempt that timed out or was rejected.
func (r *theoryRecorder) onFailed(q *pool.Request) {
	if q.Queued && q.Step > 0 {
		r.block(-1)
	}
	now := r.m.Now()
	r.trace.failed(q, now)
	timedOut := q.Outcome == pool.TimedOut
	r.triesAgain(q, timedOut)
	if !r.measured() {
		return
	}
	for _, t := range r.byLabel[q.Label] {
		t.attempts++
		if q.Queued {
			t.queued++
		}
		if timedOut {
			t.timedOut++
			t.line += now.Sub(q.Asked).Seconds()
		} else {
			t.rejected++
		}
	}
}

// triesAgain notes when a request that will try again first tried.
func (r *theoryRecorder) triesAgain(q *pool.Request, timedOut bool) {
	if r.first == nil {
		return
	}
	if _, again := r.first[q.Owner]; again {
		return
	}
	r.first[q.Owner] = q.Asked
	if !r.measured() {
		return
	}
	r.requests++
	if !timedOut {
		r.firstRejected++
	}
}

// onHeld integrates the pool's counts, and keeps those of the instants that are asked for.
func (r *theoryRecorder) onHeld(_, _ int32, from, until sim.Time, n pool.Counts) {
	for len(r.states) < len(r.instants) && r.instants[len(r.states)] < until {
		r.states = append(r.states, n)
	}
	if from = max(from, r.from); from >= until {
		return
	}
	d := until.Sub(from).Seconds()
	l := &r.levels
	l.out[n.InUse] += d
	l.waiting += d * float64(n.Waiting)
	l.idle += d * float64(n.Idle)
	if n.Waiting > 0 {
		l.queue += d
	}
}

func (r *theoryRecorder) onArrived(int32, sim.Time) { r.jobsChange(1) }

func (r *theoryRecorder) onEnded(class int32, at sim.Time, o model.JobOutcome, response time.Duration) {
	r.jobsChange(-1)
	r.trace.ended(at, o)
	r.exhausted()
	if !r.measured() {
		return
	}
	for _, t := range r.byClass[class] {
		t.ended++
		if o == model.Completed {
			t.completed++
			t.response += response.Seconds()
		}
	}
}

// jobsChange integrates the number of requests in the system.
func (r *theoryRecorder) jobsChange(by int32) {
	if now := r.m.Now(); now > r.jobsSince {
		r.levels.jobs += float64(r.jobs) * now.Sub(r.jobsSince).Seconds()
		r.jobsSince = now
	}
	r.jobs += by
}

// block integrates the time in which every connection is held by a request that waits for its second one.
func (r *theoryRecorder) block(by int32) {
	full := int32(r.c.capacity())
	if now := r.m.Now(); now > r.blockedSince {
		if r.blocked == full {
			r.levels.stalled += now.Sub(r.blockedSince).Seconds()
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

// reached ends a run that was for this event.
func (r *theoryRecorder) reached() {
	r.reachedAt = r.m.Now()
	panic(theoryStop{})
}
