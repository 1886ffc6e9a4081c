package experiment

import (
	"math"
	"slices"

	"poolsim/sim/scenario"
)

// Precision is what became of a precision that the scenario asks for. Result.Replications says how many replications it
// took. An interval at which replications stop because it is narrow covers a little less often than one whose number
// of replications was fixed (Law, Simulation Modeling and Analysis, 5th ed., section 9.4.1).
type Precision struct {
	On      string  `json:"on"`     // as named in [slo]: "wait_mean"
	Target  float64 `json:"target"` // the largest half-width wanted, as a share of the value
	Reached Number  `json:"reached"`
	Met     bool    `json:"met"`
	Most    int     `json:"max_replications"`
}

// precision judges what the scenario asks for; nil if it asks for nothing.
func precision(sc *scenario.Scenario, metrics []Metric) *Precision {
	p := sc.Precision
	if p == nil {
		return nil
	}
	reached := widest(p, metrics)
	return &Precision{On: p.Key, Target: p.Relative, Reached: Number(reached), Met: reached <= p.Relative, Most: p.Most}
}

// widest returns the greatest half-width, as a share of the value, of all pools or classes that a precision speaks of, or of
// the database; NaN where one of them has no interval, or none has observed anything.
func widest(p *scenario.Precision, metrics []Metric) float64 {
	worst := math.NaN()
	for _, m := range judged(&scenario.Target{Metric: p.Metric, Stat: p.Stat}, metrics) {
		half := float64(m.Hi-m.Lo) / 2
		share := half / math.Abs(float64(m.Value))
		if half == 0 {
			share = 0 // of a value of 0, too
		}
		if math.IsNaN(share) {
			return share
		}
		if !(share <= worst) {
			worst = share
		}
	}
	return worst
}

// more returns how many replications are to be added: as many as there were at first, until the interval is narrow.
func (b *batch) more() int {
	p := b.sc.Precision
	if p == nil || b.total >= p.Most || !b.has(p) || precision(b.sc, b.metricsNow()).Met {
		return 0
	}
	return min(b.first, p.Most-b.total)
}

// has reports whether the scenario has what a precision is about: a pool without a limit has no utilisation, however often it
// runs.
func (b *batch) has(p *scenario.Precision) bool {
	return slices.ContainsFunc(b.metrics, func(c column) bool { return c.metric == p.Metric && c.stat == p.Stat })
}

// warnPrecision says when the precision was not reached.
func warnPrecision(w *warner, p *Precision, replications int) {
	switch {
	case p == nil || p.Met:
	case p.Reached.IsNaN():
		w.addf("precision: %s has no interval after %d replications of at most %d", p.On, replications, p.Most)
	default:
		w.addf("precision: after %d replications of at most %d, %s is known to ± %s %%, not to the %s %% wanted",
			replications, p.Most, p.On, short(100*float64(p.Reached)), short(100*p.Target))
	}
}
