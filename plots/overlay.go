package plots

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"poolsim/sim/experiment"
	"poolsim/sim/study"
)

func init() {
	for _, c := range []OverlayChart{
		{Name: "wait-ccdf", Help: "P(wait > t) of the same pool in every scenario, over each other"},
		{Name: "wait-percentiles", Help: "the wait at each percentile of the same pool in every scenario, over each other"},
	} {
		c.Draw = func(results []*experiment.Result) ([]Figure, error) { return drawOverlay(c.Name, results) }
		OverlayCharts.Register(c.Name, c)
		ComparisonCharts.Register(c.Name, ComparisonChart{
			Name: c.Name, Help: c.Help, Draw: func(r *study.CompareResult) ([]Figure, error) { return drawOverlay(c.Name, variantResults(r)) },
		})
	}
}

// variantResults are the variants of a comparison as results of runs, with what the comparison keeps of them.
func variantResults(r *study.CompareResult) []*experiment.Result {
	var out []*experiment.Result
	for i := range r.Variants {
		v := &r.Variants[i]
		out = append(out, &experiment.Result{
			Poolsim: r.Poolsim, Name: v.Name, Title: v.Title, Seed: r.Seed, Replications: r.Replications, Planned: r.Replications,
			WarmupSeconds: v.WarmupSeconds, DurationSeconds: v.DurationSeconds, Processes: v.Processes, Pools: v.Pools,
			Metrics: v.Metrics, Series: v.Series, SLO: v.SLO, Warnings: v.Warnings,
		})
	}
	return out
}

// drawOverlay draws a figure for each pool that several results have.
func drawOverlay(name string, results []*experiment.Result) ([]Figure, error) {
	var figures []Figure
	pools := sharedPools(results)
	for _, pool := range pools {
		o, err := overlayOf(results, pool)
		if err != nil {
			return nil, fmt.Errorf("plots: %s: %w", name, err)
		}
		if len(o.tails) < 2 {
			continue
		}
		f := o.figure()
		if name == "wait-percentiles" {
			f = Figure{Name: name, Description: o.percentileDescription()}
			o.layPercentiles(&f)
			f.Subtitle = strings.Replace(o.percentileSubtitle("scenario"), " by ", " of all acquires of "+o.of()+", by ", 1)
		} else {
			f.Subtitle = "P(wait > t) of all acquires of " + o.of() + ", by scenario" + o.off()
		}
		f.Title, f.Footer = o.title(), overlayFooter(results)
		if len(pools) > 1 {
			f.Name = fileName(f.Name, pool)
			f.Name = unused(f.Name, figures)
		}
		figures = append(figures, f)
	}
	if len(figures) == 0 {
		return nil, fmt.Errorf("plots: %s: no two results have the waits of the same pool: %w", name, ErrNoData)
	}
	return figures, nil
}

// sharedPools are the names of the pools that at least two results have.
func sharedPools(results []*experiment.Result) []string {
	n := map[string]int{}
	var names []string
	for _, r := range results {
		for _, p := range r.Pools {
			if n[p.Name]++; n[p.Name] == 2 {
				names = append(names, p.Name)
			}
		}
	}
	return names
}

// overlay is a picture of the waits in one pool with a curve for each result.
type overlay struct {
	waitPicture
	pool string
	all  []tail // those too for which there is no room
}

// overlayOf finds the curves, targets and timeouts of a pool.
func overlayOf(results []*experiment.Result, pool string) (*overlay, error) {
	o := &overlay{pool: pool}
	all := &experiment.Result{} // what lines are of, named by result
	for i, r := range results {
		k := slices.IndexFunc(r.Pools, func(p experiment.PoolFacts) bool { return p.Name == pool })
		if k < 0 {
			continue
		}
		facts := r.Pools[k]
		t := tail{label: settingName(results, i, facts), pool: pool, color: variantColors[i%len(variantColors)], dashes: dashes[i%len(dashes)]}
		whole, err := poolTail(r, pool)
		if err != nil {
			return nil, err
		}
		if err := t.load(whole); err != nil {
			return nil, fmt.Errorf("%s: %w", r.Name, err)
		}
		if !t.observed {
			continue
		}
		o.tails = append(o.tails, t)
		facts.Name = shortName(r)
		all.Pools = append(all.Pools, facts)
		for _, v := range r.SLO {
			if v.Pool == pool {
				v.Judgement = "" // each has its own
				all.SLO = append(all.SLO, v)
			}
		}
	}
	nameApart(o.tails, 44)
	o.all = o.tails
	if n := len(o.tails); n > mostTails {
		o.left, o.tails = plural(float64(n-mostTails), "more scenario, not drawn", "more scenarios, not drawn"), o.tails[:mostTails]
	}
	o.r = all
	o.lines, o.timeouts = targets(all), overlayTimeouts(all.Pools)
	o.setRange()
	return o, nil
}

// overlayTimeouts are the timeouts of a pool in several results, each once, with whose they are if they differ. Pools have
// the names of their results.
func overlayTimeouts(pools []experiment.PoolFacts) []uprightLine {
	lines := timeouts(&experiment.Result{Pools: pools})
	for i := range lines {
		var of []string
		for _, p := range pools {
			if p.TimeoutSeconds != nil && *p.TimeoutSeconds == lines[i].x {
				of = append(of, p.Name)
			}
		}
		lines[i].text = "timeout " + seconds(lines[i].x, 4)
		switch {
		case len(of) == len(pools):
		case len(of) == 1:
			lines[i].text += ": " + shorten(of[0], 20)
		default:
			lines[i].text += ": " + plural(float64(len(of)), "scenario", "scenarios")
		}
	}
	return lines
}

// shortName is the name of a result without what all scenarios have.
func shortName(r *experiment.Result) string { return strings.TrimSuffix(r.Name, ".toml") }

// settingName tells a result from the others: by its name, with the pool's settings where they differ; by these alone where all
// have one name.
func settingName(results []*experiment.Result, i int, facts experiment.PoolFacts) string {
	name := shortName(results[i])
	if !slices.ContainsFunc(results, func(r *experiment.Result) bool { return r.Name != results[0].Name }) && facts.Label != "" {
		return facts.Label
	}
	for _, r := range results {
		for _, p := range r.Pools {
			if p.Name == facts.Name && p.Label != facts.Label && facts.Label != "" {
				return name + " (" + facts.Label + ")"
			}
		}
	}
	return name
}

// poolTail returns a result with the metrics of one and with the curve of a whole pool, which is made of those of its classes and
// holders: P(wait > t) of all acquires is the mean of theirs, weighted with their numbers.
func poolTail(r *experiment.Result, pool string) (*experiment.Result, error) {
	out := &experiment.Result{Metrics: r.Metrics}
	if s := findSeries(r, key5{metric: "wait_seconds", stat: "ccdf", pool: pool}); s != nil {
		out.Series = []experiment.Series{*s}
		return out, nil
	}
	var parts []weightedTail
	total := 0.0
	for i := range r.Series {
		s := &r.Series[i]
		if s.Metric != "wait_seconds" || s.Stat != "ccdf" || s.Pool != pool || s.Class == "" && s.Holder == "" {
			continue
		}
		if err := checkSeries(s); err != nil {
			return nil, fmt.Errorf("%s: %w", r.Name, err)
		}
		n, known := findMetric(r, key5{"acquires_total", "total", pool, s.Class, s.Holder})
		any, _ := findMetric(r, key5{"wait_ratio", "ratio", pool, s.Class, s.Holder})
		if n == 0 {
			continue
		}
		if !known {
			return out, nil // the sum is not known
		}
		if math.IsNaN(any) {
			any = 0
		}
		total += n
		parts = append(parts, weightedTail{s: s, weight: n, now: any})
	}
	if x, y := mixTails(parts, total); len(x) > 0 {
		out.Series = []experiment.Series{{Metric: "wait_seconds", Stat: "ccdf", Pool: pool, X: x, Y: y}}
	}
	return out, nil
}

// weightedTail is a part of a mixture: now is its value up to the next point.
type weightedTail struct {
	s      *experiment.Series
	weight float64
	now    float64
	next   int
}

// mixTails returns the weighted mean of step curves, with a point at each of theirs.
func mixTails(parts []weightedTail, total float64) (x, y []float64) {
	for {
		at := math.Inf(1)
		for _, p := range parts {
			if p.next < len(p.s.X) {
				at = min(at, p.s.X[p.next])
			}
		}
		if math.IsInf(at, 1) {
			return x, y
		}
		sum := 0.0
		for i := range parts {
			p := &parts[i]
			if p.next < len(p.s.X) && p.s.X[p.next] == at {
				p.now = p.s.Y[p.next]
				p.next++
			}
			sum += float64(p.weight * p.now)
		}
		x, y = append(x, at), append(y, sum/total)
	}
}

// of names the pool.
func (o *overlay) of() string { return "pool " + shorten(o.pool, 28) }

// off says which timeouts are off the axis.
func (o *overlay) off() string {
	if len(o.beyond) == 0 {
		return ""
	}
	return "; off the axis: " + strings.ReplaceAll(strings.Join(o.beyond, ", "), " ", noBreak)
}

// title states the longest and the shortest p99, and with which settings.
func (o *overlay) title() string {
	in := "In " + o.of() + ", "
	n := float64(len(o.all))
	every, any := "all "+plural(n, "scenario", "scenarios"), "any of "+plural(n, "scenario", "scenarios")
	if n == 2 {
		every, any = "both scenarios", "either scenario"
	}
	if !slices.ContainsFunc(o.all, func(t tail) bool { return t.hasPoint || t.any > 0 }) {
		return in + "nobody waits in " + any
	}
	if slices.ContainsFunc(o.all, func(t tail) bool { return math.IsNaN(t.p99) }) {
		return "Waits in " + o.of() + " in " + every
	}
	longer := func(a, b tail) int { return cmp.Or(cmp.Compare(a.p99, b.p99), cmp.Compare(a.any, b.any)) }
	least, most := slices.MinFunc(o.all, longer), slices.MaxFunc(o.all, longer)
	lo, hi := seconds(least.p99, 3), seconds(most.p99, 3)
	switch {
	case most.p99 == 0:
		return in + "the p99 wait is 0" + noBreak + "ms in " + every + "; at most " + percent(most.any, 2) + " of acquires wait"
	case lo == hi:
		return in + "the p99 wait is " + hi + " in " + every
	}
	return in + "the p99 wait is " + hi + " with " + most.label + ", " + lo + " with " + least.label
}

// overlayFooter says which runs a figure shows: what all have in common.
func overlayFooter(results []*experiment.Result) string {
	first := *results[0]
	first.Name = plural(float64(len(results)), "scenario", "scenarios")
	first.Warnings = nil
	parts := strings.Split(footer(&first), " · ")
	for _, r := range results[1:] {
		other := *r
		other.Name, other.Warnings = first.Name, nil
		its := strings.Split(footer(&other), " · ")
		parts = slices.DeleteFunc(parts, func(s string) bool { return !slices.Contains(its, s) })
	}
	for _, r := range results {
		first.Warnings = append(first.Warnings, r.Warnings...)
	}
	if n := len(first.Warnings); n > 0 {
		parts = append(parts, plural(float64(n), "warning", "warnings")+", see the results")
	}
	return strings.Join(parts, " · ")
}
