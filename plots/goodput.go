package plots

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"gonum.org/v1/plot/vg/draw"

	"poolsim/sim/experiment"
)

func init() {
	Charts.Register("goodput", Chart{
		Name: "goodput",
		Help: "jobs that complete by class, jobs that fail and acquires that time out per second over virtual time, with faults",
		Draw: drawGoodput,
	})
}

// goodput is what a goodput figure shows: what came of jobs in the first replication.
type goodput struct {
	*history
	layers   []layer   // completions per second by class, the largest at the bottom
	without  []string  // classes without any job that ended
	done     []float64 // completions per second of all classes
	failed   []float64 // failures per second
	timeouts []float64 // of acquires, per second
	faults   faults
	recovery *recovery // what followed the fault that did most; nil without one to speak of
}

func drawGoodput(r *experiment.Result) ([]Figure, error) {
	g, err := goodputOf(r)
	if err != nil {
		return nil, fmt.Errorf("plots: goodput: %w", err)
	}
	return []Figure{g.figure()}, nil
}

// mostClasses is how many classes have a band of their own; the rest are stacked as one.
const mostClasses = 6

func goodputOf(r *experiment.Result) (*goodput, error) {
	c, err := historyOf(r, "completions_per_second", "mean")
	if err != nil {
		return nil, err
	}
	if c == nil {
		return nil, fmt.Errorf("the result has no points of completions_per_second/mean: %w", ErrNoData)
	}
	n := c.bins.len()
	g := &goodput{
		history: c, done: make([]float64, n), failed: make([]float64, n), timeouts: make([]float64, n), faults: faultsOf(r, c.bins),
	}
	for _, class := range c.names("completions_per_second", func(s *experiment.Series) string { return s.Class }) {
		if err := g.addClass(class); err != nil {
			return nil, err
		}
	}
	for _, pool := range c.names("timeouts_per_second", func(s *experiment.Series) string { return s.Pool }) {
		y, err := c.means(key5{metric: "timeouts_per_second", stat: "mean", pool: pool})
		if err != nil {
			return nil, err
		}
		sumInto(g.timeouts, y)
	}
	if slices.Max(g.done) == 0 && slices.Max(g.failed) == 0 && slices.Max(g.timeouts) == 0 {
		return nil, fmt.Errorf("no job ends in replication 1: %w", ErrNoData)
	}
	g.stack()
	g.recovery = g.worst()
	return g, nil
}

// addClass reads what came of the jobs of a class.
func (g *goodput) addClass(class string) error {
	done, err := g.means(key5{metric: "completions_per_second", stat: "mean", class: class})
	if err != nil {
		return err
	}
	failed, err := g.means(key5{metric: "failures_per_second", stat: "mean", class: class})
	if err != nil {
		return err
	}
	sumInto(g.done, done)
	if failed != nil {
		sumInto(g.failed, failed)
	}
	switch {
	case slices.Max(done) > 0:
		g.layers = append(g.layers, layer{name: cmp.Or(class, "all classes"), mean: done})
	case failed == nil || slices.Max(failed) == 0:
		g.without = append(g.without, class)
	}
	return nil
}

// stack orders the classes by how much they complete, joins the small ones of many, and gives them colours.
func (g *goodput) stack() {
	slices.SortStableFunc(g.layers, func(a, b layer) int { return cmp.Compare(g.whole(b.mean), g.whole(a.mean)) })
	if n := len(g.layers); n > mostClasses {
		rest := layer{name: plural(float64(n-mostClasses+1), "other class", "other classes")}
		for _, l := range g.layers[mostClasses-1:] {
			rest.mean = sumInto(rest.mean, l.mean)
		}
		g.layers = append(g.layers[:mostClasses-1:mostClasses-1], rest)
	}
	for i, name := range apart(layerNames(g.layers), atMost(28)) {
		g.layers[i].name, g.layers[i].color = name, classColors[i]
	}
}

// figure lays out the picture.
func (g *goodput) figure() Figure {
	f := Figure{Name: "goodput", Title: g.title(), Subtitle: g.subtitle(), Description: g.description(), Footer: footer(g.r)}
	if len(g.layers) > 1 {
		for _, l := range g.layers {
			f.legend = append(f.legend, key{name: l.name, fill: l.color})
		}
	}
	if slices.Max(g.failed) > 0 {
		f.legend = append(f.legend, key{name: "failed jobs", line: failureStyle})
	}
	if slices.Max(g.timeouts) > 0 {
		f.legend = append(f.legend, key{name: "acquires that time out", line: timeoutStyle})
	}
	if len(g.without) > 0 {
		f.legend = append(f.legend, key{name: "no jobs: " + shortenList(strings.Join(g.without, ", "), 60), soft: true})
	}
	f.legend = append(f.legend, g.faults.keys()...)
	panels := []*panel{g.completions(), g.failures()}
	g.join(g.faults, panels)
	g.markBack(panels[0])
	switch {
	case slices.Max(g.failed) > 0:
		g.notePeak(panels[1], g.failed)
	case slices.Max(g.timeouts) > 0:
		g.notePeak(panels[1], g.timeouts)
	}
	f.body = func(c draw.Canvas) { column(c, panels...) }
	return f
}

// completions is the upper panel: a band for each class.
func (g *goodput) completions() *panel {
	if slices.Max(g.done) == 0 {
		return g.flat("jobs completed per second", "no job completes")
	}
	x := g.bins.edges
	caption := "jobs completed per second"
	if len(g.layers) > 1 {
		caption += ", by class"
	}
	p := g.panel(caption, slices.Max(g.done)*1.06, 6, false)
	below := make([]float64, g.bins.len())
	var names []note
	for _, l := range g.layers {
		above := sumInto(slices.Clone(below), l.mean)
		p.add(area{x: x, lo: below, hi: above, steps: true, fill: l.color})
		if n, ok := bandName(p, l, x, below, above, 0); ok && len(g.layers) > 1 {
			names = append(names, n)
		}
		below = above
	}
	for _, n := range names {
		p.add(n)
	}
	return p
}

// failures is the lower panel. Where nothing fails it is only as high as it takes to say so.
func (g *goodput) failures() *panel {
	x := g.bins.edges
	failed, timeouts := slices.Max(g.failed), slices.Max(g.timeouts)
	switch {
	case failed == 0 && timeouts == 0:
		return g.flat("jobs failed, acquires timed out per second", "no job fails, no acquire times out"+g.elsewhere())
	case failed == 0:
		p := g.panel("acquires timed out per second; no job fails", timeouts*1.3, 3, false)
		p.height = 58
		p.add(curve{x: x, y: g.timeouts, steps: true, style: timeoutStyle})
		return p
	}
	p := g.panel("jobs failed per second", max(failed, timeouts)*1.3, 3, false)
	p.height = 58
	if slices.Max(g.done) == 0 {
		p.height = 0
		p.axes.Y.Tick.Marker = linearTicks{most: 6}
	}
	p.add(area{x: x, hi: g.failed, steps: true, fill: tint(limitColor, 0.3)})
	p.add(curve{x: x, y: g.failed, steps: true, style: failureStyle})
	if timeouts > 0 {
		p.caption = "jobs failed, acquires timed out per second"
		p.add(curve{x: x, y: g.timeouts, steps: true, style: timeoutStyle})
	} else {
		p.caption += "; no acquire times out"
	}
	return p
}

// markBack draws what goodput was before the fault, and where it is so again.
func (g *goodput) markBack(p *panel) {
	v := g.recovery
	if v == nil || !v.steady {
		return
	}
	p.add(level{y: v.base, style: line(1, ink, 4, 2.5)})
	p.edge = append(p.edge, edgeLabel{y: v.base, lines: []string{"before", rateWords(v.base)}, color: ink})
	if v.back > 0 {
		p.add(upright{x: v.at + v.back, from: 0, to: p.axes.Y.Max, style: line(0.9, inkSoft, 1.6, 1.8)})
		p.top = append(p.top, topLabel{x: v.at + v.back, text: "back", color: inkSoft})
	}
}

// The lines of what goes wrong: their dashes say again what their colours say.
var (
	failureStyle = line(1.1, limitColor)
	timeoutStyle = line(1.1, ink, 3.2, 1.8)
)
