package experiment

import (
	"fmt"
	"math"

	"poolsim/sim/model"
	"poolsim/sim/scenario"
)

// Check says what theory expects of the scenario: the offered load of each pool against its limit, the waits by the closed
// form that applies, whether nested steps can lock a pool, and what all pools may open against what the database allows.
// Nothing is simulated.
func Check(sc *scenario.Scenario) *Expectation {
	cfg := &sc.Model
	e := &Expectation{
		Name: sc.Name, Title: sc.Title, Processes: cfg.Processes, Replications: sc.Replications, Warnings: []string{},
	}
	loads, jobs, acquires := loadsOf(cfg)
	e.count(sc, jobs, acquires)
	for i := range cfg.Pools {
		e.Pools = append(e.Pools, expect(cfg, i, &loads[i]))
		e.warnPool(&e.Pools[i])
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

// count says how much is to be simulated, from the jobs and acquires of one replication with the warm-up that is given. One
// that is to be found costs a pilot without a warm-up, which is just that, and then up to half of the duration.
func (e *Expectation) count(sc *scenario.Scenario, jobs, acquires float64) {
	longest := sc.Model
	longest.Warmup = sc.End() - sc.Model.Duration
	_, most, mostAcquires := loadsOf(&longest)
	e.Pilots = pilots(sc)
	n, once := float64(sc.Replications), float64(e.Pilots)
	e.Jobs = Number(float64(n*most) + float64(once*jobs))
	e.Acquires = Number(float64(n*mostAcquires) + float64(once*acquires))
}

// warnPool adds what is wrong with one pool.
func (e *Expectation) warnPool(p *PoolExpectation) {
	if rho := float64(p.Utilisation); rho >= 1 {
		e.Warnings = append(e.Warnings, fmt.Sprintf("pool %s: the offered load is above the limit: there is no steady state", p.Name))
	}
	if l := p.Locking; l != nil && l.CanLock && l.Needed > 0 {
		e.Warnings = append(e.Warnings, fmt.Sprintf("pool %s: %d jobs that each hold up to %d connections at once can lock it: they need %d connections, it has %d",
			p.Name, l.Jobs, l.Connections, l.Needed, p.Limit))
	}
}

// expect compares the load of one process with the pool's limit, and asks theory about the waits.
func expect(cfg *model.Config, i int, l *poolLoad) PoolExpectation {
	f, n := facts(cfg.Pools[i]), float64(cfg.Processes)
	nan := Number(math.NaN())
	e := PoolExpectation{
		PoolFacts: f, Rate: Number(l.rate / n), OfferedLoad: Number(l.erlangs / n),
		MeanOccupancy: Number(l.erlangs / l.rate), Utilisation: nan, WaitRatio: nan, WaitMean: nan, WaitP99: nan,
		Note: l.words(), TimeoutRatio: nan, WaitP50: nan, WaitP95: nan, Locking: lockingOf(cfg, i, f.Limit),
	}
	if contention(cfg) != nil && e.Note == "" {
		e.Note = "holds are work: they take longer while other connections work too, so that the pool is used more than this"
	}
	if f.Limit <= 0 || e.OfferedLoad.IsNaN() {
		return e
	}
	e.Utilisation = e.OfferedLoad / Number(f.Limit)
	e.ask(formOf(cfg, i, l))
	return e
}

// ask fills in what a closed form says.
func (e *PoolExpectation) ask(f *form) {
	if f == nil {
		return
	}
	e.Form, e.Exact, e.Assumes = f.name, f.exact, f.assumes
	e.WaitRatio, e.WaitMean, e.TimeoutRatio = Number(f.waitRatio), Number(f.waitMean), Number(f.timeoutRatio)
	if f.quantile != nil {
		e.WaitP50, e.WaitP95, e.WaitP99 = Number(f.quantile(0.5)), Number(f.quantile(0.95)), Number(f.quantile(0.99))
	}
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
