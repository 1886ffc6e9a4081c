package experiment

import (
	"math"
	"slices"

	"poolsim/sim/model"
	"poolsim/workload"
)

// poolLoad sums what the classes ask of a pool, over all processes.
type poolLoad struct {
	rate     float64  // acquires per second
	erlangs  float64  // rate x occupancy
	squares  float64  // rate x mean square of the occupancy
	closed   bool     // some of it comes from closed classes
	burst    bool     // some jobs come in bursts, which have no rate
	scripted bool     // some jobs are recorded ones, whose holds are not known here
	other    bool     // some open arrivals are not Poisson
	nested   bool     // some jobs hold a connection while they ask for one
	streams  []stream // those that have a rate
}

// stream is the acquires of one step of a class.
type stream struct {
	class     *workload.Class
	step      *workload.Step
	first     bool    // nothing that a job does before can wait
	rate      float64 // acquires per second
	mean      float64 // of the occupancy, in seconds
	variance  float64 // of the occupancy, in s^2
	arrivalCV float64 // of the times between arrivals of the class, see arrivalCV
}

// loadsOf sums what the classes ask of each pool. Jobs and acquires are those of one replication.
func loadsOf(cfg *model.Config) (loads []poolLoad, jobs, acquires float64) {
	loads = make([]poolLoad, len(cfg.Pools))
	for i := range cfg.Classes {
		c := &cfg.Classes[i]
		rate, total := demand(cfg, *c)
		jobs += total
		acquires += float64(total * float64(len(c.Steps)))
		addLoad(cfg, c, rate, loads)
	}
	return loads, jobs, acquires
}

// demand returns a class's jobs per second (closed classes: as if nobody ever waited) and its jobs in one replication.
func demand(cfg *model.Config, c workload.Class) (rate, total float64) {
	seconds := (cfg.Warmup + cfg.Duration).Seconds()
	switch a := c.Arrivals.(type) {
	case *workload.Closed:
		rate = float64(a.Users) / (mean(a.Think) + jobTime(cfg, c))
		if math.IsInf(rate, 0) || math.IsNaN(rate) {
			return math.NaN(), math.NaN()
		}
		return rate, rate * seconds
	case *workload.Burst:
		return 0, float64(a.Jobs)
	case *workload.Trace:
		return 0, float64(a.Jobs())
	}
	rate = c.Arrivals.MeanRate()
	return rate, rate * seconds
}

// mean returns the mean of a distribution in seconds; nil is no time.
func mean(d workload.Distribution) float64 {
	if d == nil {
		return 0
	}
	return d.Mean()
}

// variance returns the variance of a distribution in s^2; nil is no time.
func variance(d workload.Distribution) float64 {
	if d == nil || d.Mean() == 0 {
		return 0
	}
	sd := d.Mean() * d.CV()
	return sd * sd
}

// jobTime returns how long a job takes on average if it never waits.
func jobTime(cfg *model.Config, c workload.Class) float64 {
	var sum float64
	for i, s := range c.Steps {
		sum += mean(s.Before) + mean(s.Hold) + cfg.MeanOverhead(cfg.Pools[cfg.PoolIndex(s.Pool)])
		if encloses(c.Steps, i) {
			sum += mean(s.After)
		}
	}
	return sum
}

// encloses reports whether a nested step follows step i, which then holds on for its After.
func encloses(steps []workload.Step, i int) bool { return i+1 < len(steps) && steps[i+1].Nested }

// addLoad adds a class's acquires to the pools. A step keeps its place while nested ones that follow it run.
func addLoad(cfg *model.Config, c *workload.Class, rate float64, loads []poolLoad) {
	innerMean, innerVariance := 0.0, 0.0 // of what the nested steps after this one take
	for i := len(c.Steps) - 1; i >= 0; i-- {
		s := &c.Steps[i]
		at := cfg.PoolIndex(s.Pool)
		ownMean, ownVariance := mean(s.Hold)+cfg.MeanOverhead(cfg.Pools[at]), variance(s.Hold)
		if encloses(c.Steps, i) {
			ownMean += mean(s.After)
			ownVariance += variance(s.After)
		}
		loads[at].add(stream{
			class: c, step: s, first: i == 0, rate: rate, arrivalCV: arrivalCV(c.Arrivals),
			mean: ownMean + innerMean, variance: ownVariance + innerVariance,
		}, s.Nested || encloses(c.Steps, i))
		if s.Nested {
			innerMean += ownMean + mean(s.Before)
			innerVariance += ownVariance + variance(s.Before)
		} else {
			innerMean, innerVariance = 0, 0
		}
	}
}

// add adds a stream of acquires.
func (l *poolLoad) add(s stream, nested bool) {
	l.note(s.class.Arrivals)
	l.nested = l.nested || nested
	if s.step.Hold == nil {
		l.scripted = true
		return
	}
	l.rate += s.rate
	l.erlangs += float64(s.rate * s.mean)
	l.squares += float64(s.rate * (s.variance + float64(s.mean*s.mean)))
	if s.rate > 0 {
		l.streams = append(l.streams, s)
	}
}

// note remembers what kinds of arrivals a pool has.
func (l *poolLoad) note(a workload.Arrivals) {
	switch a.(type) {
	case *workload.Closed:
		l.closed = true
	case *workload.Burst:
		l.burst = true
	case *workload.Poisson: // what Erlang C supposes
	default:
		l.other = true
	}
}

// arrivalCV is the coefficient of variation of the times between arrivals; 1 for closed classes, as if Poisson, and NaN for
// processes whose times depend on each other: no form knows them.
func arrivalCV(a workload.Arrivals) float64 {
	switch a := a.(type) {
	case *workload.Poisson, *workload.Closed, *workload.Burst, workload.Scripted:
		return 1
	case *workload.Deterministic:
		return 0
	case *workload.Renewal:
		return a.CV()
	}
	return math.NaN()
}

// words says how far the expectation may be trusted.
func (l *poolLoad) words() string {
	switch {
	case l.scripted:
		return "recorded jobs are left out: their holds are known only when they run"
	case math.IsNaN(l.erlangs):
		return "a closed class without any time between its jobs has no rate"
	case l.burst && l.rate == 0:
		return "a burst has no rate: theory of the steady state says nothing"
	case l.burst:
		return "bursts are left out"
	case slices.ContainsFunc(l.streams, func(s stream) bool { return math.IsNaN(s.arrivalCV) }):
		return "no closed form here knows arrivals whose rate changes or that come in batches"
	}
	return ""
}
