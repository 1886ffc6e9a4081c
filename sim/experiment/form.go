package experiment

import (
	"fmt"
	"math"
	"strings"

	"poolsim/sim/model"
	"poolsim/sim/pool"
	"poolsim/sim/queueing"
	"poolsim/workload"
)

// form is the closed form that is used for a pool of one process. Measures that it does not have are NaN or nil.
type form struct {
	name    string
	assumes string // in words
	exact   bool   // the scenario is just what the form supposes

	waitRatio, timeoutRatio, waitMean, inUse, waiting float64

	rejectRatio float64 // meant only where the line has an end

	quantile func(p float64) float64 // of the wait of all acquires, in seconds
	tail     func(t float64) float64
	end      float64 // no wait is longer, in seconds; +Inf
}

// demandOn is what one process asks of its copy of a pool.
type demandOn struct {
	facts     PoolFacts
	limits    pool.Limits
	load      *poolLoad
	processes int
	rate      float64 // acquires per second
	hold      float64 // mean occupancy, seconds
	holdCV    float64
	arrivalCV float64
	timeout   float64  // seconds; +Inf
	left      []string // what the scenario has and no form knows
}

// formOf chooses the closed form for a pool: the one whose assumptions the scenario meets, else the nearest. nil where
// there is no line, no rate, or no form.
func formOf(cfg *model.Config, i int, l *poolLoad) *form {
	f := facts(cfg.Pools[i])
	if f.Limit <= 0 || l.rate == 0 || l.scripted || math.IsNaN(l.erlangs) {
		return nil
	}
	d := newDemand(cfg, f, l, cfg.MeanOverhead(cfg.Pools[i]))
	var out *form
	switch {
	case math.IsNaN(d.arrivalCV):
		return nil // poolLoad.words says why
	case d.special(cfg):
		if out = d.specialForm(cfg); out == nil {
			return nil
		}
	case d.timeout == 0:
		return nil // not Erlang B: asyncio gives up such a wait even where a connection is idle (sqlalchemy_async.go)
	case d.closedAlone():
		out = d.repairman(cfg)
	case d.markovian():
		out = d.exponential()
	case d.poisson() && math.IsInf(d.timeout, 1) && d.constant() && d.steady():
		out = d.crommelin()
	case d.poisson() && math.IsInf(d.timeout, 1) && f.Limit == 1 && d.steady() && !math.IsInf(d.holdCV, 1):
		out = d.pollaczek()
	case !d.steady() && !math.IsInf(d.timeout, 1):
		out = d.overloaded()
	case d.steady() && !math.IsInf(d.holdCV, 1):
		out = d.allenCunneen()
	default:
		return nil
	}
	if len(d.left) > 0 {
		out.exact = false
		out.assumes += "; left out: " + strings.Join(d.left, ", ")
	}
	return out
}

// newDemand says what one process asks. Jobs that take turns among processes arrive there more regularly; those that
// are spread at random, more like Poisson.
func newDemand(cfg *model.Config, f PoolFacts, l *poolLoad, overhead float64) *demandOn {
	n := float64(cfg.Processes)
	d := &demandOn{
		facts: f, limits: limitsOf(cfg, f), load: l, processes: cfg.Processes, rate: l.rate / n, hold: l.erlangs / l.rate, timeout: math.Inf(1),
	}
	if f.TimeoutSeconds != nil {
		d.timeout = *f.TimeoutSeconds
	}
	d.holdCV = math.Sqrt(math.Max(0, l.squares/l.rate/(d.hold*d.hold)-1))
	square := 0.0 // of several streams together: Whitt, Bell System Technical Journal 62 (1983), the asymptotic method
	for _, s := range l.streams {
		square += float64(s.rate / l.rate * s.arrivalCV * s.arrivalCV)
	}
	if cfg.Spread == model.Random {
		square = 1 - (1-square)/n
	} else {
		square /= n
	}
	d.arrivalCV = math.Sqrt(square)
	d.leaveOut(cfg, overhead)
	return d
}

// leaveOut lists what changes waits and is in no form.
func (d *demandOn) leaveOut(cfg *model.Config, overhead float64) {
	add := func(is bool, what string) {
		if is {
			d.left = append(d.left, what)
		}
	}
	db := cfg.Database
	add(db != nil && mean(db.Connect) > 0, "opening connections")
	budget := budget(cfg)
	add(budget != nil && (budget.Possible < 0 || budget.Possible > budget.Limit), "the database's limit")
	add(len(cfg.Faults) > 0 || db != nil && len(db.Faults) > 0, "faults")
	add(overhead > 0 && d.exponentialHolds(), "the spread of pings and resets")
	add(d.load.burst, "bursts")
	cancels, ends := false, false
	for _, s := range d.load.streams {
		cancels = cancels || s.class.CancelAfter != nil && s.class.CancelRatio > 0
		ends = ends || len(s.step.Ends) > 0
	}
	retries := false
	for _, s := range d.load.streams {
		retries = retries || s.class.RetryDelay != nil
	}
	add(cancels, "clients that go away")
	add(retries, "acquires that are made again")
	add(ends, "holds that end otherwise")
}

func (d *demandOn) steady() bool { return d.rate*d.hold < float64(d.facts.Limit) }

// exponentialHolds reports whether all holds are exponential with the same mean.
func (d *demandOn) exponentialHolds() bool {
	for _, s := range d.load.streams {
		if _, ok := s.step.Hold.(*workload.Exponential); !ok || s.step.Hold.Mean() != d.load.streams[0].step.Hold.Mean() {
			return false
		}
	}
	return !d.load.nested
}

// constant reports whether all holds are equally long.
func (d *demandOn) constant() bool { return d.holdCV < 1e-6 }

// poisson reports whether the acquires come as a Poisson process: nothing before them waits, and no rota makes them
// regular.
func (d *demandOn) poisson() bool {
	for _, s := range d.load.streams {
		if _, ok := s.class.Arrivals.(*workload.Poisson); !ok || !s.first {
			return false
		}
	}
	return math.Abs(d.arrivalCV-1) < 1e-9 && !d.load.nested
}

// nearlyOne is how far a coefficient of variation may be from that of the exponential law to pass for it.
const nearlyOne = 0.1

// markovian reports whether arrivals and holds are, or nearly are, those of M/M/c.
func (d *demandOn) markovian() bool {
	return math.Abs(d.arrivalCV-1) < 1e-9 && math.Abs(d.holdCV-1) <= nearlyOne && !d.load.closed && !d.load.other && !d.load.nested
}

// arrivals says what is supposed of arrivals: as they are, or as if they were.
func (d *demandOn) arrivals() string {
	if d.poisson() {
		return "Poisson arrivals"
	}
	return "arrivals as if Poisson"
}

// closedAlone reports whether one step of one closed class is all that asks.
func (d *demandOn) closedAlone() bool {
	if len(d.load.streams) != 1 || d.load.nested {
		return false
	}
	_, ok := d.load.streams[0].class.Arrivals.(*workload.Closed)
	return ok
}

// exponential is M/M/c, with a timeout M/M/c+D.
func (d *demandOn) exponential() *form {
	holds, exact := "exponential holds", d.poisson() && d.exponentialHolds()
	if !d.exponentialHolds() {
		holds = fmt.Sprintf("holds (cv %.2g) as if exponential", d.holdCV)
	}
	if !math.IsInf(d.timeout, 1) {
		f := d.patience()
		f.assumes = d.arrivals() + ", " + holds + ", everybody leaves the line after the timeout"
		f.exact = exact
		return f
	}
	q := queueing.MMc{C: d.facts.Limit, Rate: d.rate, Hold: d.hold}
	return &form{
		name: "Erlang C (M/M/c)", exact: exact, assumes: d.arrivals() + ", " + holds + ", nobody leaves the line",
		waitRatio: q.WaitRatio(), waitMean: q.WaitMean(), timeoutRatio: 0, inUse: math.Min(q.Load(), float64(q.C)), waiting: q.QueueMean(),
		quantile: q.WaitQuantile, tail: q.WaitTail, end: math.Inf(1),
	}
}

// patience is M/M/c+D with the pool's timeout.
func (d *demandOn) patience() *form {
	q := queueing.MMcD{C: d.facts.Limit, Rate: d.rate, Hold: d.hold, Timeout: d.timeout}
	return &form{
		name:      "M/M/c+D",
		waitRatio: q.WaitRatio(), timeoutRatio: q.TimeoutRatio(), waitMean: q.WaitMean(), inUse: q.InUseMean(), waiting: q.QueueMean(),
		quantile: q.WaitQuantile, tail: q.WaitTail, end: d.timeout,
	}
}

// overloaded is M/M/c+D for arrivals and holds of any kind, where the timeouts decide and not the laws.
func (d *demandOn) overloaded() *form {
	f := d.patience()
	f.assumes = fmt.Sprintf("more is asked than the pool can carry, so that timeouts hold the line; arrivals as if Poisson, holds (cv %.2g) as if exponential", d.holdCV)
	return f
}

// crommelin is M/D/c.
func (d *demandOn) crommelin() *form {
	q := queueing.MDc{C: d.facts.Limit, Rate: d.rate, Hold: d.hold}
	return &form{
		name: "M/D/c", exact: true, assumes: "Poisson arrivals, all holds equally long, nobody leaves the line",
		waitRatio: q.WaitRatio(), timeoutRatio: 0, waitMean: q.WaitMean(), inUse: q.Load(), waiting: q.QueueMean(),
		quantile: q.WaitQuantile, tail: q.WaitTail, end: math.Inf(1),
	}
}

// pollaczek is M/G/1, of which the mean is known and the distribution is not.
func (d *demandOn) pollaczek() *form {
	q := queueing.MG1{Rate: d.rate, Hold: d.hold, CV: d.holdCV}
	return &form{
		name: "Pollaczek-Khinchine (M/G/1)", exact: true,
		assumes:   fmt.Sprintf("Poisson arrivals, holds of any law (cv %.2g), nobody leaves the line", d.holdCV),
		waitRatio: q.WaitRatio(), timeoutRatio: 0, waitMean: q.WaitMean(), inUse: q.Load(), waiting: q.QueueMean(),
	}
}

// allenCunneen is G/G/c. It has no curve for the chart: that the waits of those who wait are exponential is one guess more.
func (d *demandOn) allenCunneen() *form {
	q := queueing.GGc{C: d.facts.Limit, Rate: d.rate, Hold: d.hold, ArrivalCV: d.arrivalCV, HoldCV: d.holdCV}
	f := &form{
		name:      "Allen-Cunneen (G/G/c)",
		assumes:   fmt.Sprintf("independent arrivals (cv %.2g), independent holds (cv %.2g)", d.arrivalCV, d.holdCV),
		waitRatio: q.WaitRatio(), timeoutRatio: math.NaN(), waitMean: q.WaitMean(), inUse: d.rate * d.hold, waiting: d.rate * q.WaitMean(),
		quantile: q.WaitQuantile,
	}
	if d.follow() {
		d.left = append(d.left, "that steps of one job follow each other, which can make waits several times shorter")
	}
	if !math.IsInf(d.timeout, 1) {
		d.left = append(d.left, "timeouts")
	}
	if d.load.closed {
		f.assumes += ", closed classes as if nobody waited: under load they ask less often"
	}
	if d.load.nested {
		d.left = append(d.left, "what nested steps wait for each other")
	}
	return f
}

// follow reports whether jobs acquire more than once from the pool, one after the other. Their later acquires come when
// they have given a connection back, and not independently: a short hold and a long one in turn made the simulated mean
// wait 0.4 of the formula's (lcfs.toml at 96 %, without imports), where long holds alone agreed to a fifth.
func (d *demandOn) follow() bool {
	classes := map[*workload.Class]bool{}
	for _, s := range d.load.streams {
		if classes[s.class] {
			return true
		}
		classes[s.class] = true
	}
	return false
}

// repairman is the machine repairman: the users of one process.
func (d *demandOn) repairman(cfg *model.Config) *form {
	s := &d.load.streams[0]
	a := s.class.Arrivals.(*workload.Closed)
	users := (a.Users + d.processes - 1) / d.processes
	think := mean(a.Think) + jobTime(cfg, *s.class) - s.mean
	q := queueing.Closed{C: d.facts.Limit, Users: users, Think: math.Max(0, think), Hold: s.mean}
	waits := q.Waits()
	f := &form{
		name: "machine repairman (closed M/M/c)", end: math.Inf(1),
		waitRatio: q.WaitRatio(), timeoutRatio: math.NaN(), waitMean: q.WaitMean(), inUse: q.InUseMean(), waiting: q.QueueMean(),
		quantile: waits.Quantile, tail: waits.Tail,
	}
	never := users <= q.C // then the law of the holds does not matter
	f.exact = (d.exponentialHolds() || never) && len(s.class.Steps) == 1 && !s.step.Plain &&
		(d.processes == 1 || a.Users%d.processes == 0 && cfg.Spread == model.RoundRobin)
	holds := "exponential holds"
	if !d.exponentialHolds() && !never {
		holds = fmt.Sprintf("holds (cv %.2g) as if exponential", d.holdCV)
	}
	f.assumes = fmt.Sprintf("%d users in a process who think for any time, %s", users, holds)
	switch {
	case math.IsInf(d.timeout, 1) || waits.Tail(d.timeout) < 1e-9:
		f.timeoutRatio = 0
	default:
		d.left = append(d.left, "timeouts")
	}
	return f
}
