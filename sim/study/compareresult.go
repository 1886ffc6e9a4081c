package study

import (
	"fmt"
	"strings"

	"poolsim/sim/experiment"
)

// CompareResult is what a comparison found: the contract of `compare --format json`. The same scenarios and seed give the
// same bytes, whatever the number of workers, and however often it was interrupted.
type CompareResult struct {
	Poolsim      string            `json:"poolsim"`
	Study        string            `json:"study"` // "compare"
	Hash         string            `json:"study_hash"`
	Seed         uint64            `json:"seed"`                // of the baseline
	Replications int               `json:"replications"`        // of each variant: pairs
	Budget       int               `json:"replications_most"`   // of each variant
	Confidence   float64           `json:"decision_confidence"` // of the interval of one look on which a finding rests
	Margin       float64           `json:"margin,omitzero"`     // as Compare.Margin
	Decided      bool              `json:"decided"`             // no difference is NotShown
	Variants     []ComparedVariant `json:"variants"`            // the baseline first
	Differences  []ComparedMetric  `json:"differences"`         // from the baseline, by variant
	Warnings     []string          `json:"warnings"`            // of the comparison; each variant has its own
}

// ComparedVariant is what a variant found by itself.
type ComparedVariant struct {
	Name  string `json:"name"`
	Title string `json:"title"` // of its scenario
	experiment.VariantResult
}

// ComparedMetric is a difference from the baseline.
type ComparedMetric struct {
	Variant string `json:"variant"` // its name
	experiment.PairedMetric
	Finding Finding `json:"finding"`
}

// Finding is what a difference comes to.
type Finding string

// The findings. The first three are decided by an interval of CompareResult.Confidence, which is wider than the 95 % interval
// that is shown if there can be several looks; only NotShown is not decided.
const (
	Lower        Finding = "lower"
	Higher       Finding = "higher"
	WithinMargin Finding = "within the margin" // no difference is shown, and none beyond the margin is possible
	TheSame      Finding = "the same"          // in every single pair of replications
	NotShown     Finding = "no difference shown"
	Nothing      Finding = "nothing to compare" // one of the two, or both, observed nothing
	OnlyBase     Finding = "only in the baseline"
	OnlyOther    Finding = "not in the baseline"
)

// warnings say where the differences must not be taken at their face value.
func (c *Compare) warnings(r *CompareResult) []string {
	out := []string{}
	addf := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	base, b := c.Variants[0], &r.Variants[0]
	for i, v := range c.Variants {
		if i > 0 {
			o := &r.Variants[i]
			if v.Scenario.Model.Seed != base.Scenario.Model.Seed {
				addf("%s has the seed %d, %s %d: the random numbers are not common, and differences are known less well", v.Name, v.Scenario.Model.Seed, base.Name, base.Scenario.Model.Seed)
			}
			if o.DurationSeconds != b.DurationSeconds || o.WarmupSeconds != b.WarmupSeconds {
				addf("%s is measured for %g s after %g s, %s for %g s after %g s: not all of the jobs are the same, and totals are of other times",
					v.Name, o.DurationSeconds, o.WarmupSeconds, base.Name, b.DurationSeconds, b.WarmupSeconds)
			}
			if o.Processes != b.Processes {
				addf("%s has %d processes, %s %d: connections and waiting requests of a pool are those of one process", v.Name, o.Processes, base.Name, b.Processes)
			}
		}
		if p := v.Scenario.Precision; p != nil {
			addf("%s asks for a precision of %s: a comparison adds replications for its differences instead", v.Name, p.Key)
		}
	}
	if own := c.unshared(r); len(own) > 0 {
		addf("not all variants have %s: nothing is compared there", strings.Join(own, ", "))
	}
	return out
}

// unshared names the pools and classes that are not in all variants.
func (c *Compare) unshared(r *CompareResult) []string {
	var out []string
	seen := make(map[string]bool)
	for i := range r.Differences {
		d := &r.Differences[i]
		name := "pool " + d.Pool
		if d.Class != "" {
			name = "class " + d.Class
		}
		if d.In != experiment.Both && d.Pool+d.Class != "" && !c.everywhere(d.Pool, d.Class) && !seen[name] {
			seen[name] = true
			out = append(out, name)
		}
	}
	return out
}

// everywhere reports whether all variants have a pool, or else a class.
func (c *Compare) everywhere(pool, class string) bool {
	for _, v := range c.Variants {
		found := false
		for _, p := range v.Scenario.Model.Pools {
			found = found || class == "" && p.Name == pool
		}
		for _, k := range v.Scenario.Model.Classes {
			found = found || class != "" && k.Name == class
		}
		if !found {
			return false
		}
	}
	return true
}
