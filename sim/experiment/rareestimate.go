package experiment

import (
	"fmt"
	"math"

	"poolsim/sim/stat"
)

// result joins the finished replications.
func (s *rareStudy) result(version string) *RareResult {
	cfg := &s.sc.Model
	r := &RareResult{
		Poolsim: version, Name: s.sc.Name, Title: s.sc.Title, Scenario: s.sc.Echo, ScenarioHash: Hash(s.sc), Seed: cfg.Seed,
		Replications: s.done, Planned: s.sc.Replications, Effort: s.effort,
		WarmupSeconds: cfg.Warmup.Seconds(), DurationSeconds: cfg.Duration.Seconds(),
		Processes: cfg.Processes, Pool: facts(cfg.Pools[s.pool]), Events: s.pilotEvents, Warnings: []string{},
	}
	var runs []*splitting
	for _, v := range s.runs {
		if v != nil {
			runs = append(runs, v)
			r.Acquires += v.acquires
			r.PlainEvents += v.plain
			r.Events += v.events
		}
	}
	r.Levels = s.tally(runs)
	s.estimate(r, runs)
	s.warn(r, runs)
	return r
}

// tally sums what happened at each level.
func (s *rareStudy) tally(runs []*splitting) []RareLevel {
	levels := make([]RareLevel, len(s.levels))
	for i := range levels {
		l := &levels[i]
		l.AgeSeconds = Number(s.levels[i].Seconds())
		var sum float64 // of what reached it, by weight
		for _, v := range runs {
			if i == 0 {
				l.Starts += v.acquires
				l.Reached += v.first
				sum += float64(v.first)
			} else {
				l.Starts += v.starts[i-1]
				l.Reached += v.reached[i-1]
				sum += float64(v.shares[i-1] * float64(v.starts[i-1]))
			}
		}
		l.Ratio = Number(sum / float64(l.Starts))
	}
	return levels
}

// estimate fills in the probability and the gain. Plain simulation would see timeouts in clusters, lines that come about
// independently of each other when they are rare: the number of timeouts in a replication is compound Poisson, with
// variance reaches x E[M^2] (Ross, Introduction to Probability Models, on the compound Poisson process). So, with x the timeouts
// that splitting estimates for a replication and W events,
//
//	gain = (reaches E[M^2] W of the plain part) / (variance of x, W of all that splitting simulates, pilot included)
//
// both for one replication: the ratio of the work-normalised variances (Glasserman et al. 1999). Saving and
// restoring states is not counted as work. It is not given where the interval is wider than the estimate: an estimate that is
// by chance too small would look precise.
func (s *rareStudy) estimate(r *RareResult, runs []*splitting) {
	var x, acquires []float64
	var reaches, clustered, deviations float64
	for _, v := range runs {
		n := v.reaches()
		x = append(x, n*v.timeouts)
		acquires = append(acquires, float64(v.acquires))
		reaches += n
		clustered += float64(n * v.squares)
	}
	ratio := stat.Ratio(x, acquires)
	v95, v99 := ratio.At(0.95).Log(), ratio.At(0.99).Log()
	r.Timeouts = RareRatio{Number(ratio.Value), Number(v95.Lo), Number(v95.Hi), Number(v99.Lo), Number(v99.Hi)}
	var sum float64
	for i := range x {
		sum += x[i]
		d := x[i] - float64(ratio.Value*acquires[i])
		deviations += float64(d * d)
	}
	r.PerReach = Number(sum / reaches)
	n := float64(len(runs))
	r.Gain = Number(math.NaN())
	if n > 1 && deviations > 0 && !wide(r) {
		r.Gain = Number(clustered / n * float64(r.PlainEvents) / (deviations / (n - 1) * float64(r.Events)))
	}
}

// warn says what is doubtful about an estimate.
func (s *rareStudy) warn(r *RareResult, runs []*splitting) {
	add := func(format string, args ...any) { r.Warnings = append(r.Warnings, fmt.Sprintf(format, args...)) }
	extinct, few := 0, 0
	for _, v := range runs {
		if v.reaches() == 0 {
			extinct++
		}
		if v.first < 20 {
			few++
		}
	}
	if extinct > 0 {
		add("in %d of %d replications no line got as far as a timeout: give a larger --effort", extinct, len(runs))
	}
	if few > 0 {
		add("in %d of %d replications fewer than 20 lines reached the first level: the interval may be too narrow; a longer --duration gives more", few, len(runs))
	}
	if wide(r) {
		add("the interval is wider than the estimate: give a larger --effort, or more --replications")
	}
	if r.Gain < 1 {
		add("plain simulation would be more precise for the same work: timeouts are not rare enough here")
	}
}

// wide reports whether the interval is so wide that the estimate says little.
func wide(r *RareResult) bool { return !(r.Timeouts.Hi <= 2*r.Timeouts.Value) }
