package experiment

import (
	"fmt"
	"math"

	"poolsim/sim/database"
	"poolsim/sim/model"
	"poolsim/sim/pool"
	"poolsim/sim/queueing"
	"poolsim/workload"
)

// limitsOf returns what the dialect says of the pool's settings.
func limitsOf(cfg *model.Config, f PoolFacts) pool.Limits {
	p := cfg.Pools[cfg.PoolIndex(f.Name)]
	return p.Dialect.Limits(p.Values)
}

// contention returns how the database's work stretches; nil if it does not.
func contention(cfg *model.Config) database.Contention {
	if cfg.Database == nil {
		return nil
	}
	return cfg.Database.Contention
}

// special reports whether the pool has what the usual forms do not know: an end of its line, patience that differs from
// request to request, or holds that share a database.
func (d *demandOn) special(cfg *model.Config) bool {
	return d.limits.Rejects || d.limits.Patience != nil || contention(cfg) != nil
}

// specialForm is the form of such a pool, if its arrivals and holds are those of M/M/c and it has but one of these things.
func (d *demandOn) specialForm(cfg *model.Config) *form {
	law := contention(cfg)
	if !d.poisson() || !d.exponentialHolds() || d.load.burst {
		return nil
	}
	switch {
	case law != nil && !d.limits.Rejects && d.limits.Patience == nil:
		return d.shared(cfg, law)
	case law == nil && d.limits.Rejects && d.limits.Patience == nil && math.IsInf(d.timeout, 1):
		return d.finite()
	case law == nil && !d.limits.Rejects:
		return d.impatient()
	}
	return nil
}

// finite is M/M/c/K.
func (d *demandOn) finite() *form {
	q := queueing.MMcK{C: d.facts.Limit, Queue: d.limits.Room, Rate: d.rate, Hold: d.hold}
	f := &form{
		name: "M/M/c/K", exact: true, assumes: "Poisson arrivals, exponential holds, who finds the line full is turned away",
		waitRatio: q.WaitRatio(), timeoutRatio: 0, waitMean: q.ServedWaitMean(), inUse: q.InUseMean(), waiting: q.QueueMean(),
		quantile: q.ServedWaitQuantile, tail: q.ServedWaitTail, end: math.Inf(1), rejectRatio: q.RejectRatio(),
	}
	if d.limits.Room == 0 {
		f.name, f.waitMean, f.quantile, f.tail = "Erlang B (M/M/c/c)", 0, nil, nil
	}
	return f
}

// impatient is Erlang A, where patience is exponential.
func (d *demandOn) impatient() *form {
	law, ok := d.limits.Patience.(*workload.Exponential)
	if !ok {
		return nil
	}
	q := queueing.MMcM{C: d.facts.Limit, Rate: d.rate, Hold: d.hold, Patience: law.Mean()}
	return &form{
		name: "Erlang A (M/M/c+M)", exact: true, assumes: "Poisson arrivals, exponential holds, exponential patience",
		waitRatio: q.WaitRatio(), timeoutRatio: q.TimeoutRatio(), waitMean: q.WaitMean(), inUse: q.InUseMean(), waiting: q.QueueMean(),
	}
}

// shared is M/M/c+D whose holds stretch as more of them share the database: all its holders must be this pool's.
func (d *demandOn) shared(cfg *model.Config, law database.Contention) *form {
	if d.processes > 1 || len(cfg.Pools) > 1 {
		return nil
	}
	speed := func(n int) float64 { return float64(n) * law.Speed(n) }
	if math.IsInf(d.timeout, 1) && d.rate*d.hold >= speed(d.facts.Limit) {
		return nil // no steady state
	}
	q := queueing.MMcD{C: d.facts.Limit, Rate: d.rate, Hold: d.hold, Timeout: d.timeout, Speed: speed}
	return &form{
		name: "M/M/c+D, shared database", exact: true,
		assumes:   fmt.Sprintf("Poisson arrivals, exponential work, holds that stretch to %.3g times when all %d connections work", 1/law.Speed(d.facts.Limit), d.facts.Limit),
		waitRatio: q.WaitRatio(), timeoutRatio: q.TimeoutRatio(), waitMean: q.WaitMean(), inUse: q.InUseMean(), waiting: q.QueueMean(),
		quantile: q.WaitQuantile, tail: q.WaitTail, end: d.timeout,
	}
}
