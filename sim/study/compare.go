package study

import (
	"context"
	"errors"
	"fmt"
	"math"

	"poolsim/sim/experiment"
	"poolsim/sim/scenario"
	"poolsim/sim/stat"
)

// Compare is a scenario, the baseline, beside others. Replication i of all of them sees the same random numbers: streams are
// named by class and purpose, so that all see the same jobs, and the chance that all have in common is not in the
// differences (common random numbers; Law, Simulation Modeling and Analysis, 5th ed., section 11.2). Replications are added
// until every difference is decided, or the effort is spent.
type Compare struct {
	Variants []Variant // the baseline first; at least two
	Metrics  []string  // what to compare, see Check; none: the default metrics and all targets of [slo]
	Margin   float64   // the share of the baseline's value, below 1, up to which a difference does not matter; 0: all matter
	Options            // an Effort of nil or 0 is that of DefaultEffort
}

// Variant is a scenario that is compared.
type Variant struct {
	Name     string // unlike those of the others
	Scenario *scenario.Scenario
}

const (
	// LeastPairs is the least number of replications of a comparison: fewer say next to nothing of the spread.
	LeastPairs = 5

	// DefaultBudget is how many times the first replications a comparison may cost if nothing else is said.
	DefaultBudget = 4
)

// DefaultEffort is the effort of a comparison if nothing else is said: at first the greatest number of replications of any
// of its scenarios, at least LeastPairs, and in all DefaultBudget times as many.
func (c *Compare) DefaultEffort() experiment.Effort {
	first := LeastPairs
	for _, v := range c.Variants {
		first = max(first, v.Scenario.Replications)
	}
	return experiment.Effort{First: first, Most: DefaultBudget * first}
}

// effort returns how many replications there may be.
func (c *Compare) effort() experiment.Effort {
	e := c.DefaultEffort()
	if o := c.Effort; o != nil {
		if o.First > 0 {
			e = experiment.Effort{First: o.First, Most: DefaultBudget * o.First}
		}
		if o.Most > 0 {
			e.Most = o.Most
		}
	}
	return e
}

// Hash identifies the comparison: what its replications depend on. The effort, the metrics and the margin are not of it, so
// that a journal goes on with others.
func (c *Compare) Hash() string {
	parts := []any{"compare", c.Version}
	for _, v := range c.Variants {
		parts = append(parts, experiment.Hash(v.Scenario))
		if v.Scenario.AutoWarmup {
			parts = append(parts, c.effort().First) // so many find it
		}
	}
	return hashOf(parts...)
}

// Check says what is wrong before anything is run. A metric is written as in [slo] ("wait_p99"), or by its name and, after
// a dot, its stat, or by its name alone for all of its stats ("database_connections.max", "wait_seconds"); the error
// for one that no variant has is an *UnknownMetric.
func (c *Compare) Check() error {
	e := c.effort()
	switch {
	case len(c.Variants) < 2:
		return errors.New("a comparison needs at least two variants")
	case e.First < 2:
		return fmt.Errorf("a comparison of %d replications: it needs at least 2", e.First)
	case e.Most < e.First:
		return fmt.Errorf("a budget of %d replications: the first look alone takes %d", e.Most, e.First)
	case !(c.Margin >= 0 && c.Margin < 1):
		return fmt.Errorf("a margin of %g: must be at least 0 and less than 1", c.Margin)
	}
	seen := make(map[string]bool)
	for _, v := range c.Variants {
		if seen[v.Name] {
			return fmt.Errorf("two variants are named %s", v.Name)
		}
		seen[v.Name] = true
	}
	return c.checkMetrics()
}

// looks returns after how many replications the differences are looked at.
func (c *Compare) looks() []int {
	e := c.effort()
	looks := []int{e.First}
	for n := e.First; n < e.Most; {
		n = n + min(n, e.Most-n)
		looks = append(looks, n)
	}
	return looks
}

// Run runs the replications that the journal does not have, look by look. When ctx is cancelled the result is of the
// replications that all variants have finished, and comes with experiment.ErrInterrupted; it is nil if there are none. Other
// errors come without a result.
func (c *Compare) Run(ctx context.Context) (*CompareResult, error) {
	if err := c.Check(); err != nil {
		return nil, err
	}
	scenarios := make([]*scenario.Scenario, len(c.Variants))
	for i, v := range c.Variants {
		scenarios[i] = v.Scenario
	}
	p, err := experiment.NewPaired(scenarios, c.effort())
	if err != nil {
		return nil, err
	}
	if err := p.FindWarmup(ctx, c.workers(), store{c.Journal}); err != nil {
		return nil, err
	}
	looks := c.looks()
	// All looks together are wrong with at most 5 % (Bonferroni); see experiment.Effort.
	confidence := 1 - (1-stat.Confidence)/float64(len(looks))
	var r *CompareResult
	for _, n := range looks {
		err := p.Replicate(ctx, c.workers(), n, store{c.Journal}, func(done int) {
			if c.Progress != nil {
				c.Progress(done, n*len(c.Variants))
			}
		})
		switch {
		case errors.Is(err, experiment.ErrInterrupted) && p.Replications() == 0:
			return nil, err
		case errors.Is(err, experiment.ErrInterrupted):
			r = c.result(p, confidence)
			r.Warnings = append([]string{fmt.Sprintf("interrupted: %d replications of each variant were finished, and only they are counted", p.Replications())}, r.Warnings...)
			return r, err
		case err != nil:
			return nil, err
		}
		if r = c.result(p, confidence); r.Decided {
			break
		}
	}
	return r, nil
}

// result is what the replications up to now say.
func (c *Compare) result(p *experiment.Paired, confidence float64) *CompareResult {
	base := c.Variants[0].Scenario
	r := &CompareResult{
		Poolsim: c.Version, Study: "compare", Hash: c.Hash(), Seed: base.Model.Seed, Replications: p.Replications(),
		Budget: c.effort().Most, Confidence: confidence, Margin: c.Margin, Decided: true, Differences: []ComparedMetric{},
	}
	wanted := c.wanted()
	for k, v := range c.Variants {
		r.Variants = append(r.Variants, ComparedVariant{Name: v.Name, Title: v.Scenario.Title, VariantResult: p.Result(k)})
		if k == 0 {
			continue
		}
		for _, d := range p.Differences(0, k, confidence, wanted) {
			f := c.find(&d, confidence)
			r.Differences = append(r.Differences, ComparedMetric{v.Name, d, f})
			r.Decided = r.Decided && f != NotShown
		}
	}
	r.Warnings = c.warnings(r)
	return r
}

// store keeps the parts of a comparison in a journal.
type store struct{ *Journal }

// Lookup reads a part, and forgets it.
func (s store) Lookup(key string, v any) (bool, error) {
	_, ok, err := s.lookup(key, v)
	return ok, err
}

// Keep appends a part.
func (s store) Keep(key string, v any) error { return s.keep(key, nil, v) }

// find says what a difference comes to, by an interval of that confidence.
func (c *Compare) find(d *experiment.PairedMetric, confidence float64) Finding {
	switch {
	case d.In == experiment.BaseOnly:
		return OnlyBase
	case d.In == experiment.OtherOnly:
		return OnlyOther
	case d.Difference.IsNaN():
		return Nothing
	case d.Same:
		return TheSame
	}
	v := stat.Interval{Value: float64(d.Difference), Lo: float64(d.Lo), Hi: float64(d.Hi), N: d.N}
	if !d.Lo.IsNaN() && !d.Hi.IsNaN() {
		v = v.At(confidence) // those with one end are so already
	}
	switch {
	case v.Lo > 0:
		return Higher
	case v.Hi < 0:
		return Lower
	case c.Margin > 0 && math.Max(-v.Lo, v.Hi) <= c.Margin*math.Abs(float64(d.Base)):
		return WithinMargin
	}
	return NotShown
}
