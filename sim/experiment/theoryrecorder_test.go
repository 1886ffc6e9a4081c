package experiment_test

import (
	"time"

	"poolsim/sim"
	"poolsim/sim/model"
	"poolsim/sim/pool"
)

// theoryRecorder sums everything from which the measures of a case are computed, each with the
// definition of the cases. It is a model.Recorder without hooks: those are its parts, of which a run takes what it needs.
type theoryRecorder struct {
	c          *theoryCase
	thresholds []float64 // seconds: waits beyond each are counted in tally.over
	limits     []int64   // the same in nanoseconds
	instants   []sim.Time

	m      *model.Model
	from   sim.Time // what happens later is measured; -1 without a warm-up
	labels []labelSums
	class  []classSums
	level  levelSums
	scopes map[string]*tally // the sums, once the replication is over
	levels levels
	states []pool.Counts // at each of the instants

	jobs, blocked int32 // requests in the system; those waiting for their second connection
	jobTime       int64 // ns
	stalledTime   int64
	jobsSince     sim.Time
	blockedSince  sim.Time

	first           map[int64]sim.Time // first attempt of requests that try again
	firstRejected   float64
	requests        float64 // whose first attempt was decided
	delayed, delays float64 // requests that got a connection, and the time from their first attempt to it

	placed     int
	waits      float64  // of the first attempts to get a place
	reachedAt  sim.Time // the event that the run was for
	stopsEarly bool
}

// newTheoryRecorder returns a recorder that keeps a tally for each of the scopes: "" is everything, "class.api" a class,
// "stage.main" a stage. Waits beyond each of the thresholds, in seconds, are counted.
func newTheoryRecorder(c *theoryCase, thresholds []float64, scopes []string) *theoryRecorder {
	r := &theoryRecorder{c: c, thresholds: thresholds, scopes: make(map[string]*tally, len(scopes))}
	for _, x := range thresholds {
		r.limits = append(r.limits, limitOf(x))
	}
	for _, name := range scopes {
		r.scopes[name] = &tally{over: make([]float64, len(thresholds))}
	}
	for _, t := range c.Run.Times {
		r.instants = append(r.instants, sim.Time(time.Duration(t*1e9)))
	}
	r.level.out = make([]int64, c.capacity()+1)
	if c.Pool.Retry != nil {
		r.first = make(map[int64]sim.Time)
	}
	r.stopsEarly = c.Run.Kind == "until" || c.Run.Kind == "first_n"
	return r
}

// Observer returns no hooks.
func (r *theoryRecorder) Observer() model.Observer { return model.Observer{} }

// Begin makes room for the model's labels.
func (r *theoryRecorder) Begin(m *model.Model) {
	r.m = m
	r.from = sim.Time(m.Config().Warmup)
	r.jobsSince, r.blockedSince = r.from, r.from
	if r.from == 0 {
		r.from = -1
	}
	r.class = make([]classSums, len(m.Config().Classes))
	r.labels = make([]labelSums, len(m.Labels()))
	for i := range r.labels {
		r.labels[i].over = make([]int64, len(r.limits))
	}
}

// End closes the integrals.
func (r *theoryRecorder) End(m *model.Model) {
	r.jobsChange(m.Now(), 0)
	r.block(0)
	r.levels.seconds = m.Now().Sub(max(r.from, 0)).Seconds()
}

// sum makes the tallies and the levels, also of a replication that was stopped.
func (r *theoryRecorder) sum() {
	classes := r.m.Config().Classes
	for i := range r.class {
		r.of(func(t *tally) { t.addClass(&r.class[i]) }, "", "class."+classes[i].Name)
	}
	for i, l := range r.m.Labels() {
		r.of(func(t *tally) { t.add(&r.labels[i]) }, "", "class."+classes[l.Class].Name, "stage."+l.Holder)
	}
	l := &r.levels
	l.waiting, l.queue, l.idle = float64(r.level.waiting)*nanos, float64(r.level.queue)*nanos, float64(r.level.idle)*nanos
	l.jobs, l.stalled = float64(r.jobTime)*nanos, float64(r.stalledTime)*nanos
	l.out = make([]float64, len(r.level.out))
	for i, d := range r.level.out {
		l.out[i] = float64(d) * nanos
	}
}

// of calls f with the tallies of those of the scopes that are kept.
func (r *theoryRecorder) of(f func(t *tally), scopes ...string) {
	for _, name := range scopes {
		if t, ok := r.scopes[name]; ok {
			f(t)
		}
	}
}

func (r *theoryRecorder) onPlaced(q *pool.Request) {
	if q.Placed > r.from {
		r.labels[q.Label].placed(q, r.limits)
	}
}

func (r *theoryRecorder) onGranted(q *pool.Request) {
	if q.Granted <= r.from {
		return
	}
	s := &r.labels[q.Label]
	for how := q.How; how != 0; how >>= 4 {
		s.opened++
	}
	s.granted++
	s.acquire += int64(q.Granted - q.Asked)
	s.connecting += int64(q.Granted - q.Placed)
}

func (r *theoryRecorder) onReturned(q *pool.Request) {
	if q.Returned <= r.from {
		return
	}
	s := &r.labels[q.Label]
	s.holds++
	s.held += int64(q.Returned - q.Granted)
}

func (r *theoryRecorder) onFreed(q *pool.Request) {
	if q.Freed > r.from {
		r.labels[q.Label].occupied += int64(q.Freed - q.Placed)
	}
}

// onFailed counts an attempt that timed out or was rejected.
func (r *theoryRecorder) onFailed(q *pool.Request) {
	if now := r.m.Now(); now > r.from {
		r.labels[q.Label].failed(q, now)
	}
}

// onHeld integrates the pool's counts.
func (r *theoryRecorder) onHeld(from, until sim.Time, inUse, waiting, idle int32) {
	if from = max(from, r.from, 0); from < until {
		r.level.held(int64(until-from), inUse, waiting, idle)
	}
}

// onState keeps the counts at the instants that are asked for.
func (r *theoryRecorder) onState(_, _ int32, _, until sim.Time, n pool.Counts) {
	for len(r.states) < len(r.instants) && r.instants[len(r.states)] < until {
		r.states = append(r.states, n)
	}
}

func (r *theoryRecorder) onEnded(class int32, at sim.Time, o model.JobOutcome, response time.Duration) {
	if at <= r.from {
		return
	}
	s := &r.class[class]
	s.ended++
	if o == model.Completed {
		s.completed++
		s.response += int64(response)
	}
}

// jobsChange integrates the number of requests in the system.
func (r *theoryRecorder) jobsChange(now sim.Time, by int32) {
	if now > r.jobsSince {
		r.jobTime += int64(r.jobs) * int64(now-r.jobsSince)
		r.jobsSince = now
	}
	r.jobs += by
}
