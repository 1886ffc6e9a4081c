package experiment

import (
	"fmt"
	"math"

	"poolsim/sim/model"
	"poolsim/sim/queueing"
	"poolsim/sim/scenario"
	"poolsim/workload"
)

// Check says what theory expects of the scenario: the offered load of each pool against its limit, Erlang C's waits, and
// what all pools may open against what the database allows. Nothing is simulated.
func Check(sc *scenario.Scenario) *Expectation {
	cfg := &sc.Model
	e := &Expectation{
		Name: sc.Name, Title: sc.Title, Processes: cfg.Processes, Replications: sc.Replications, Warnings: []string{},
	}
	loads := make([]poolLoad, len(cfg.Pools))
	var jobs, acquires float64 // per replication
	for _, c := range cfg.Classes {
		rate, total := demand(cfg, c)
		steps := float64(len(c.Steps))
		jobs += total
		acquires += total * steps
		addLoad(cfg, c, rate, loads)
	}
	e.Jobs = Number(jobs * float64(sc.Replications))
	e.Acquires = Number(acquires * float64(sc.Replications))
	for i, p := range cfg.Pools {
		e.Pools = append(e.Pools, expect(facts(p), &loads[i], cfg.Processes))
		if rho := float64(e.Pools[i].Utilisation); rho >= 1 {
			e.Warnings = append(e.Warnings, fmt.Sprintf("pool %s: the offered load is above the limit: there is no steady state", p.Name))
		}
	}
	e.Database = budget(cfg)
	if d := e.Database; d != nil && (d.Possible < 0 || d.Possible > d.Limit) {
		possible := "without limit"
		if d.Possible >= 0 {
			possible = fmt.Sprintf("%d", d.Possible)
		}
		e.Warnings = append(e.Warnings, fmt.Sprintf("database: all pools together may open %s connections, but only %d are for applications: further connects will be refused", possible, d.Limit))
	}
	return e
}

// poolLoad sums what the classes ask of a pool, over all processes.
type poolLoad struct {
	rate     float64 // acquires per second
	erlangs  float64 // rate x occupancy
	closed   bool    // some of it comes from closed classes
	burst    bool    // some jobs come in bursts, which have no rate
	scripted bool    // some jobs are recorded ones, whose holds are not known here
	other    bool    // some open arrivals are not Poisson
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

// jobTime returns how long a job takes on average if it never waits.
func jobTime(cfg *model.Config, c workload.Class) float64 {
	var sum float64
	for _, s := range c.Steps {
		sum += mean(s.Before) + mean(s.Hold) + cfg.MeanOverhead(cfg.Pools[cfg.PoolIndex(s.Pool)])
	}
	return sum
}

// addLoad adds a class's acquires to the pools. A step keeps its place while nested ones that follow it run.
func addLoad(cfg *model.Config, c workload.Class, rate float64, loads []poolLoad) {
	inner := 0.0 // what the nested steps after this one take
	for i := len(c.Steps) - 1; i >= 0; i-- {
		s := c.Steps[i]
		at := cfg.PoolIndex(s.Pool)
		own := mean(s.Hold) + cfg.MeanOverhead(cfg.Pools[at])
		l := &loads[at]
		l.note(c.Arrivals)
		if s.Hold == nil {
			l.scripted = true
		} else {
			l.rate += rate
			l.erlangs += rate * (own + inner)
		}
		if s.Nested {
			inner += own + mean(s.Before)
		} else {
			inner = 0
		}
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

// expect compares the load of one process with the pool's limit.
func expect(f PoolFacts, l *poolLoad, processes int) PoolExpectation {
	nan := Number(math.NaN())
	e := PoolExpectation{
		PoolFacts: f, Rate: Number(l.rate / float64(processes)), OfferedLoad: Number(l.erlangs / float64(processes)),
		MeanOccupancy: Number(l.erlangs / l.rate), Utilisation: nan, WaitRatio: nan, WaitMean: nan, WaitP99: nan,
		Note: l.words(),
	}
	if f.Limit <= 0 || e.OfferedLoad.IsNaN() {
		return e
	}
	e.Utilisation = e.OfferedLoad / Number(f.Limit)
	if l.rate == 0 {
		return e
	}
	q := queueing.MMc{C: f.Limit, Rate: float64(e.Rate), Hold: float64(e.MeanOccupancy)}
	e.WaitRatio = Number(q.WaitRatio())
	e.WaitMean = Number(q.WaitMean())
	e.WaitP99 = Number(q.WaitQuantile(0.99))
	return e
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
	case l.closed:
		return "closed classes as if nobody waited: under load they ask less often"
	case l.other:
		return "Erlang C supposes Poisson arrivals"
	case l.burst:
		return "bursts are left out"
	}
	return ""
}

// budget compares what all processes may open with what the database allows; nil without a limit.
func budget(cfg *model.Config) *DatabaseBudget {
	limit := cfg.Database.Limit()
	if limit < 0 {
		return nil
	}
	b := &DatabaseBudget{MaxConnections: cfg.Database.MaxConnections, Reserved: cfg.Database.Reserved, Limit: limit}
	for _, p := range cfg.Pools {
		n := p.Dialect.Limits(p.Values).Limit
		if n < 0 {
			b.Possible = -1
			return b
		}
		b.Possible += n * cfg.Processes
	}
	return b
}
