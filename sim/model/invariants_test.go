package model_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"poolsim/sim"
	"poolsim/sim/model"
	"poolsim/sim/pool"
	"poolsim/sim/scenario/scenariotest"
)

// TestInvariants looks at everything after every event of random scenarios, see watchman, and holds the integrals over time
// and the Result against the log of requests.
func TestInvariants(t *testing.T) {
	var events, scenarios uint64
	scenariotest.Check(t, 15, scenariotest.Any, func(t *rapid.T, s *scenariotest.Scenario) {
		sc, err := s.Parse()
		if err != nil {
			t.Fatal(err)
		}
		events += watch(t, sc.Model)
		scenarios++
	})
	t.Logf("%d scenarios, looked at after each of %d events", scenarios, events)
}

// fatal is how a check fails.
type fatal interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// watch runs a model under a watchman, then on its own, and compares what the two saw.
func watch(t fatal, cfg model.Config) (events uint64) {
	t.Helper()
	w := newWatchman(&cfg)
	m, err := model.New(cfg, w.observer())
	if err != nil {
		t.Fatal(err)
	}
	w.m = m
	end := sim.Time(cfg.Warmup + cfg.Duration)
	m.Start()
	if err := m.Step(func(next sim.Time) bool { return w.look(min(next, end)) && next < end }); err != nil {
		t.Fatal(err)
	}
	if w.err == nil {
		m.AtEnd(end)
		w.end()
	}
	if w.err != nil {
		t.Fatalf("at %d ns, after event %d: %v", m.Now(), m.Events(), w.err)
	}
	r, err := model.Replicate(cfg, 0)
	if err != nil {
		t.Fatal(err)
	}
	if r.Events != m.Events() {
		t.Fatalf("%d events under the watchman, %d on its own", m.Events(), r.Events)
	}
	w.compare(r)
	if w.err != nil {
		t.Fatal(w.err)
	}
	return m.Events()
}

// place is a pool of a process.
type place struct{ pool, process int32 }

// integral is what levels come to over time, in nanoseconds.
type integral struct{ inUse, waiting int64 }

// flow counts what happened to the requests of a label after the warm-up.
type flow struct{ placed, queued, granted, returned, timeouts, errors, rejected, left, cancelled uint64 }

// stood counts a request whose wait is over, if it stood in line.
func (f *flow) stood(r *pool.Request, one uint64) {
	if r.Queued {
		f.queued += one
	}
}

// watchman sees that what must hold does, after every event and at every hook.
type watchman struct {
	cfg     *model.Config
	m       *model.Model
	last    sim.Time // of any hook
	warm    sim.Time // end of the warm-up
	err     error
	looks   int
	skipped bool // some
	arrived int
	ended   int

	held     map[place]sim.Time // until when the counts are known
	byHeld   map[place]integral // from what Held said
	byLook   map[place]integral // from what there was between events
	byLog    map[place]integral // from each request
	detached map[place]int32

	jobsByLook, jobsByLog int64 // the number of jobs over time, the sum of their responses

	labels  map[int32]*flow
	classes map[int32]*[4]uint64 // arrived, then by outcome
	restart bool                 // the database can kill connections
	dispose bool                 // pools can be disposed of
}

func newWatchman(cfg *model.Config) *watchman {
	w := &watchman{
		cfg: cfg, warm: sim.Time(cfg.Warmup), held: map[place]sim.Time{}, byHeld: map[place]integral{}, byLook: map[place]integral{},
		byLog: map[place]integral{}, detached: map[place]int32{}, labels: map[int32]*flow{}, classes: map[int32]*[4]uint64{},
		dispose: len(cfg.Faults) > 0,
	}
	if cfg.Database != nil {
		for _, f := range cfg.Database.Faults {
			_, _, kills := f.Kills()
			w.restart = w.restart || kills
		}
	}
	return w
}

func (w *watchman) fault(format string, args ...any) {
	if w.err == nil {
		w.err = fmt.Errorf(format, args...)
	}
}

// hook checks that time does not run back between hooks.
func (w *watchman) hook() {
	if now := w.m.Now(); now < w.last {
		w.fault("time ran back from %d ns", w.last)
	}
	w.last = w.m.Now()
}

func (w *watchman) observer() model.Observer {
	return model.Observer{
		Pool: &pool.Observer{
			Queued: w.queued, Placed: w.placed, Granted: w.granted, Returned: w.returned, Freed: w.freed, Failed: w.failed, Held: w.holds,
		},
		Arrived: func(class int32, at sim.Time) {
			w.hook()
			w.arrived++
			w.class(class)[0] += w.measured(at)
		},
		Ended: func(class int32, at sim.Time, o model.JobOutcome, response time.Duration) {
			w.hook()
			w.ended++
			if at != w.m.Now() || response < 0 {
				w.fault("a job ended at %d ns with a response of %d ns", at, response)
			}
			w.jobsByLog += int64(response)
			w.class(class)[1+o] += w.measured(at)
		},
	}
}

func (w *watchman) class(i int32) *[4]uint64 {
	if w.classes[i] == nil {
		w.classes[i] = new([4]uint64)
	}
	return w.classes[i]
}

func (w *watchman) label(r *pool.Request) *flow {
	if w.labels[r.Label] == nil {
		w.labels[r.Label] = new(flow)
	}
	return w.labels[r.Label]
}

// measured is 1 from the end of the warm-up on.
func (w *watchman) measured(at sim.Time) uint64 {
	if at >= w.warm {
		return 1
	}
	return 0
}

// passed checks which of a request's instants have come, by the number of them from Asked on, and that they ascend.
func (w *watchman) passed(what string, r *pool.Request, n int) {
	w.hook()
	at := [...]sim.Time{r.Asked, r.Placed, r.Granted, r.Returned, r.Freed}
	for i, x := range at {
		if i < n && (x < 0 || i > 0 && x < at[i-1]) || i >= n && x >= 0 || x > w.m.Now() {
			w.fault("%s: the instants of a request of job %d are %v at %d ns", what, r.Owner, at, w.m.Now())
		}
	}
}

func (w *watchman) queued(r *pool.Request) { w.passed("queued", r, 1) }

func (w *watchman) placed(r *pool.Request) {
	w.passed("placed", r, 2)
	w.label(r).placed += w.measured(r.Placed)
	w.label(r).stood(r, w.measured(r.Placed))
	w.log(r, integral{waiting: int64(r.Placed - r.Asked)})
}

func (w *watchman) granted(r *pool.Request) {
	w.passed("granted", r, 3)
	w.label(r).granted += w.measured(r.Granted)
	if r.Conn <= 0 {
		w.fault("job %d was granted connection %d", r.Owner, r.Conn)
	}
}

func (w *watchman) returned(r *pool.Request) {
	w.passed("returned", r, 4)
	w.label(r).returned += w.measured(r.Returned)
}

func (w *watchman) freed(r *pool.Request) {
	if r.Granted >= 0 {
		w.passed("freed", r, 5)
	}
	w.log(r, integral{inUse: int64(r.Freed - r.Placed)})
}

func (w *watchman) failed(r *pool.Request) {
	w.hook()
	f, one := w.label(r), w.measured(w.m.Now())
	if r.Granted >= 0 || r.Placed >= 0 && r.Freed < 0 {
		w.fault("a request of job %d failed (%v) with a connection in hand", r.Owner, r.Outcome)
	}
	if r.Placed < 0 {
		w.log(r, integral{waiting: int64(w.m.Now() - r.Asked)})
		f.stood(r, one)
	}
	switch r.Outcome {
	case pool.TimedOut:
		f.timeouts += one
	case pool.ConnectError:
		f.errors += one
	case pool.Rejected:
		f.rejected += one
	case pool.Cancelled:
		if r.Placed >= 0 {
			f.cancelled += one
		} else {
			f.left += one
		}
	default:
		w.fault("a request of job %d failed as %v", r.Owner, r.Outcome)
	}
}

func (w *watchman) log(r *pool.Request, i integral) {
	add(w.byLog, place{r.Pool, r.Process}, i)
}

func add(m map[place]integral, p place, i integral) {
	sum := m[p]
	m[p] = integral{sum.inUse + i.inUse, sum.waiting + i.waiting}
}

// holds checks that the intervals of a pool follow each other without gap.
func (w *watchman) holds(p, process int32, from, until sim.Time, c pool.Counts) {
	at := place{p, process}
	if from != w.held[at] || until <= from || until > w.m.Now() {
		w.fault("pool %d of process %d: an interval from %d to %d ns follows %d ns", p, process, from, until, w.held[at])
	}
	if c.InUse < 0 || c.Idle < 0 || c.Open < 0 || c.Waiting < 0 {
		w.fault("pool %d of process %d: negative counts %+v", p, process, c)
	}
	w.held[at] = until
	d := int64(until - from)
	add(w.byHeld, at, integral{int64(c.InUse) * d, int64(c.Waiting) * d})
}

// look looks at everything between two events, of which the second one is due at an instant.
func (w *watchman) look(next sim.Time) bool {
	if w.err != nil {
		return false
	}
	if w.looks++; w.looks%(1+(w.arrived-w.ended)/64) != 0 { // a long line is looked at more rarely, for that takes as long
		w.skipped = true
		return true
	}
	now := w.m.Now()
	if next < now {
		w.fault("the next event is due at %d ns", next)
	}
	alive, err := w.m.AuditJobs()
	if err != nil {
		w.fault("%w", err)
	}
	if alive != w.arrived-w.ended {
		w.fault("%d jobs have arrived, %d ended, %d are there", w.arrived, w.ended, alive)
	}
	w.jobsByLook += int64(alive) * int64(next-now)
	w.lookAtPools(int64(next - now))
	return w.err == nil
}

func (w *watchman) lookAtPools(d int64) {
	pools, err := w.m.AuditPools()
	if err != nil {
		w.fault("%w", err)
		return
	}
	open := int32(0)
	detached := map[place]int32{}
	for _, a := range pools {
		at := place{int32(a.Index), int32(a.Process)}
		add(w.byLook, at, integral{int64(a.Taken) * d, int64(a.Waiting) * d})
		open += a.Established + a.Connecting + a.Detached
		detached[at] += a.Detached
		switch {
		case w.dispose:
		case a.Limit >= 0 && a.Taken > a.Limit:
			w.fault("pool %d of process %d: %d have places, the limit is %d", a.Index, a.Process, a.Taken, a.Limit)
		case a.Records != a.Counted:
			w.fault("pool %d of process %d: %d records, the pool counts %d", a.Index, a.Process, a.Records, a.Counted)
		}
	}
	for at, n := range detached {
		if n < w.detached[at] {
			w.fault("pool %d of process %d: there were %d connections that nobody knows, now there are %d", at.pool, at.process, w.detached[at], n)
		}
		w.detached[at] = n
	}
	n := w.m.Backends()
	if n < 0 || !w.restart && n != open {
		w.fault("the database has %d connections, pools have %d", n, open)
	}
	if limit := w.cfg.Database.Limit(); limit >= 0 && int(n) > limit {
		w.fault("the database has %d connections of at most %d", n, limit)
	}
}

// end adds what is unfinished, and compares what comes of the three ways to sum up: Little's law, to the nanosecond.
func (w *watchman) end() {
	now := w.m.Now()
	w.m.Unfinished(func(r *pool.Request) {
		if r.Placed < 0 {
			w.log(r, integral{waiting: int64(now - r.Asked)})
			return
		}
		w.log(r, integral{inUse: int64(now - r.Placed)})
	})
	w.m.UnfinishedJobs(func(arrived sim.Time) { w.jobsByLog += int64(now - arrived) })
	if !w.skipped && w.jobsByLook != w.jobsByLog {
		w.fault("the number of jobs over time is %d ns, the sum of their responses %d ns", w.jobsByLook, w.jobsByLog)
	}
	for process := range w.cfg.Processes {
		for i := range w.cfg.Pools {
			at := place{int32(i), int32(process)}
			if w.byHeld[at] != w.byLog[at] || !w.skipped && w.byHeld[at] != w.byLook[at] || w.held[at] != now {
				w.fault("pool %d of process %d: over time %v, between events %v, by the log %v, until %d ns of %d", i, process, w.byHeld[at], w.byLook[at], w.byLog[at], w.held[at], now)
			}
		}
	}
}

// compare holds a Result against what the watchman counted.
func (w *watchman) compare(r *model.Result) {
	for i := range r.Labels {
		l := &r.Labels[i]
		got := flow{l.Wait.N(), l.Queued, l.Acquire.N(), l.Hold.N(), l.Timeouts(), l.ConnectErrors, l.Rejected, l.Left.N(), l.Cancelled}
		want := flow{}
		if f := w.labels[int32(i)]; f != nil {
			want = *f
		}
		if got != want {
			w.fault("label %d: the result has %+v, the log %+v", i, got, want)
		}
	}
	for i := range r.Classes {
		c := &r.Classes[i]
		if got, want := [4]uint64{c.Arrived, c.Completed, c.Failed, c.Cancelled}, *w.class(int32(i)); got != want {
			w.fault("class %d: the result has %v, the log %v (arrived, completed, failed, cancelled)", i, got, want)
		}
	}
	for i := range r.Pools {
		timeouts := uint64(0)
		for k := range r.Labels {
			if r.Labels[k].Pool == i {
				timeouts += r.Labels[k].Timeouts()
			}
		}
		if n := r.Pools[i].Totals.Timeouts; n != timeouts {
			w.fault("pool %d: %d timeouts in its totals, %d in its labels", i, n, timeouts)
		}
	}
}
