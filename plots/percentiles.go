package plots

import (
	"fmt"
	"image/color"
	"math"
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"poolsim/sim/experiment"
	"poolsim/sim/study"
)

func init() {
	percentilesOf{
		chart: "waits", metric: "wait_seconds", of: poolOf, noun: "pool",
		help: "p50, p95 and p99 of the wait over one setting, for each value of a second one, with intervals, targets and timeout",
	}.register()
	percentilesOf{
		chart: "responses", metric: "response_seconds", of: classOf, noun: "class",
		help: "p50, p95 and p99 of the response of each class over one setting, for each value of a second one; only if asked for",
	}.register()
}

// percentilesOf is a chart of the percentiles of a duration.
type percentilesOf struct {
	chart, help  string
	metric, noun string
	of           func(study.Column) string // the pool, or class, of a column
}

func (k percentilesOf) register() {
	SweepCharts.Register(k.chart, SweepChart{Name: k.chart, Help: k.help, Draw: func(r *study.SweepResult, o Options) ([]Figure, error) {
		figures, err := k.draw(r, o)
		if err != nil {
			return nil, fmt.Errorf("plots: %s: %w", k.chart, err)
		}
		return figures, nil
	}})
}

// fewFamilies is how many values of a second setting are curves in one panel. More are small multiples.
const fewFamilies = 4

func (k percentilesOf) draw(r *study.SweepResult, o Options) ([]Figure, error) {
	v, err := viewSlice(r, 2, o)
	if err != nil {
		return nil, err
	}
	if len(v.axes) == 0 {
		return nil, fmt.Errorf("the sweep has one cell, and a curve needs two: %w", ErrNoData)
	}
	return k.each(v, o, func(p *percentiles) Figure {
		switch {
		case len(v.axes) == 1:
			return p.single()
		case len(p.by().x) <= fewFamilies:
			return p.byStat()
		}
		return p.byFamily()
	})
}

// each draws a figure for each pool or class.
func (k percentilesOf) each(v *sweepView, o Options, draw func(*percentiles) Figure) ([]Figure, error) {
	only := o.Pool
	if k.noun == "class" {
		only = o.Class
	}
	all := v.of(k.metric, only, k.of)
	var figures []Figure
	for _, subject := range all {
		p := newPercentiles(v, k, subject)
		if !p.observed() {
			continue
		}
		p.alone = len(all) == 1
		f := draw(p)
		f.Footer = v.footer()
		if !p.alone {
			f.Name = fileName(f.Name, subject)
		}
		f.Name = unused(f.Name, figures)
		figures = append(figures, f)
	}
	switch q := quantityOf(k.metric); {
	case len(all) == 0 && only != "":
		return nil, fmt.Errorf("the sweep has no %s of a %s %q: %w", q.name, k.noun, only, ErrNoData)
	case len(figures) == 0:
		return nil, fmt.Errorf("no cell has a %s: nothing was observed: %w", q.name, ErrNoData)
	}
	return figures, nil
}

// percentiles is what a figure of percentiles shows: one pool, or one class.
type percentiles struct {
	kind     percentilesOf
	v        *sweepView
	subject  string
	alone    bool // there is no other pool or class
	q        quantity
	stats    []string // in rising order
	main     string   // the statistic that the title is about
	targets  []target
	timeout  float64 // 0 without one that all cells have
	timeless bool    // it is far above the axis
	xAxis    int     // of v.axes
}

// target is a limit on a statistic, the same in all cells.
type target struct {
	stat  string
	limit float64
}

// statOrder are the statistics of durations in rising order.
var statOrder = []string{"mean", "p50", "p90", "p95", "p99", "p999", "max"}

func newPercentiles(v *sweepView, kind percentilesOf, subject string) *percentiles {
	p := &percentiles{kind: kind, v: v, subject: subject, q: quantityOf(kind.metric), xAxis: v.abscissa(), main: "p99"}
	judged := ""
	for _, stat := range statOrder {
		c := p.col(stat)
		_, has := v.column[c]
		limit, same := v.limit(c)
		usual := stat == "p50" || stat == "p95" || stat == "p99"
		if !has || !usual && !same {
			continue
		}
		p.stats = append(p.stats, stat)
		if same {
			p.targets = append(p.targets, target{stat, limit})
			judged = stat
		}
	}
	switch {
	case judged != "":
		p.main = judged
	case len(p.stats) > 0 && !slices.Contains(p.stats, p.main):
		p.main = p.stats[len(p.stats)-1]
	}
	if kind.noun == "pool" {
		p.timeout, _ = v.timeout(subject)
	}
	return p
}

// col is the column of a statistic.
func (p *percentiles) col(stat string) study.Column {
	c := study.Column{Metric: p.kind.metric, Stat: stat}
	if p.kind.noun == "pool" {
		c.Pool = p.subject
	} else {
		c.Class = p.subject
	}
	return c
}

// observed reports whether any cell has a value.
func (p *percentiles) observed() bool {
	for _, stat := range p.stats {
		for _, s := range p.v.r.Cells {
			e := s.Value[p.v.column[p.col(stat)]]
			if !e.IsNaN() {
				return true
			}
		}
	}
	return false
}

// x is the axis from left to right, by the other one of two.
func (p *percentiles) x() *axis  { return p.v.axes[p.xAxis] }
func (p *percentiles) by() *axis { return p.v.axes[1-p.xAxis] }

// target returns the limit of a statistic.
func (p *percentiles) target(stat string) (float64, bool) {
	for _, t := range p.targets {
		if t.stat == stat {
			return t.limit, true
		}
	}
	return 0, false
}

// line reads a statistic along the x axis; the other coordinates are those of at.
func (p *percentiles) line(stat string, at place) *sweepLine {
	l := &sweepLine{name: statName(stat), bold: stat == p.main}
	at = slices.Clone(at)
	c := p.col(stat)
	for _, i := range p.x().order {
		at[p.xAxis] = i
		l.add(p.x().x[i], p.v.estimate(at, c), p.v.verdict(at, c))
	}
	return l
}

// verdicts are those on a statistic along the x axis.
func (p *percentiles) verdicts(stat string, at place) []experiment.Judgement {
	return p.line(stat, at).verdicts
}

// statStyles are the colours and dashes of statistics: darker and plainer the higher.
var statStyles = map[string]struct {
	color  color.NRGBA
	dashes []vg.Length
	shape  shape
}{
	"mean": {rgb(0x009E73), []vg.Length{8, 2.5, 1.6, 2.5}, diamond},
	"p50":  {rgb(0x56B4E9), []vg.Length{1.6, 1.8}, square},
	"p90":  {rgb(0x009E73), []vg.Length{3.2, 1.8}, diamond},
	"p95":  {rgb(0x0072B2), []vg.Length{6, 2.5}, triangle},
	"p99":  {ink, nil, round},
	"p999": {rgb(0xCC79A7), []vg.Length{8, 2.5, 1.6, 2.5}, wedge},
	"max":  {rgb(0x6B7280), []vg.Length{3.2, 1.8}, diamond},
}

// familyColors are the colours of the values of a second axis, with their shapes and dashes.
var familyColors = []color.NRGBA{rgb(0x0072B2), rgb(0xE69F00), rgb(0x009E73), rgb(0xAA4499)}

var familyShapes = []shape{round, square, triangle, diamond}

// styled gives a line the style of its statistic.
func styled(l *sweepLine, stat string) *sweepLine {
	s := statStyles[stat]
	l.color, l.dashes, l.shape = s.color, s.dashes, s.shape
	return l
}

// statLines are the lines of all statistics at a place of the second axis.
func (p *percentiles) statLines(at place) []*sweepLine {
	var lines []*sweepLine
	for k, stat := range p.stats {
		l := styled(p.line(stat, at), stat)
		if !p.x().numeric() {
			l.dx = (vg.Length(k) - vg.Length(len(p.stats)-1)/2) * 9
		}
		lines = append(lines, l)
	}
	return lines
}

// scale chooses the axis of durations for all lines of a figure.
func (p *percentiles) scale(lines []*sweepLine) durationScale {
	peak, far, least := 0.0, 0.0, math.Inf(1)
	for _, l := range lines {
		peak = max(peak, l.peak())
		least = min(least, l.least())
	}
	var refs []float64
	for _, t := range p.targets {
		refs, least = append(refs, t.limit), min(least, t.limit)
		far = max(far, t.limit)
	}
	if p.timeout > 0 {
		if p.timeout <= 100*max(far, peak) {
			refs = append(refs, p.timeout)
		} else {
			p.timeless = true
		}
	}
	return newDurationScale(least, peak, refs...)
}

// panel makes a panel with lines, and the lines of reference. A panel that is not judged shows no target of others.
func (p *percentiles) panel(caption string, s durationScale, lines []*sweepLine, width vg.Length, stats ...string) *panel {
	x := p.x()
	lo, hi := x.span()
	out := newPanel(caption, lo, hi, 0, 1)
	x.setX(out, width)
	s.set(out, 8)
	for _, l := range lines {
		if x.numeric() {
			l.drawBand(out, s.floor)
		}
	}
	for _, t := range p.targets {
		if slices.Contains(stats, t.stat) {
			out.add(level{y: t.limit, style: line(1.2, ink, 4, 2.5)})
			out.edge = append(out.edge, edgeLabel{y: t.limit, lines: []string{statName(t.stat) + " target", seconds(t.limit, 3)}, color: ink})
		}
	}
	if p.timeout > 0 && !p.timeless {
		out.add(level{y: p.timeout, style: line(1.2, limitColor)})
		out.edge = append(out.edge, edgeLabel{y: p.timeout, lines: []string{"timeout", seconds(p.timeout, 3)}, color: limitColor})
	}
	for _, l := range lines {
		if x.numeric() {
			l.drawCurve(out, s.floor)
		} else {
			l.drawWhiskers(out, s.floor)
		}
	}
	return out
}

// single is the figure of a sweep of one setting.
func (p *percentiles) single() Figure {
	lines := p.statLines(place{0})
	s := p.scale(lines)
	main := p.panel(p.q.name, s, lines, tileWidth(1, 60), p.stats...)
	nameEnds(main, s, lines)
	p.noteNothing(main, s, lines)
	f := Figure{Name: p.kind.chart, Title: p.title(), Subtitle: p.subtitle(lines), Description: p.description(lines)}
	f.legend = append(legendOf(lines, intervalsOf(lines), p.x().numeric()), p.x().letterKeys()...)
	f.body = func(c draw.Canvas) { column(c, main) }
	return f
}

// nameEnds names lines at the right edge, where they end there.
func nameEnds(p *panel, s durationScale, lines []*sweepLine) {
	names := lineNames(lines)
	for i, l := range lines {
		if n := len(l.e); l.e[n-1].known() {
			p.edge = append(p.edge, edgeLabel{y: max(s.floor, l.e[n-1].value), lines: []string{names[i]}, color: asText(l.color)})
		}
	}
}

// lineNames are the names of lines at their ends.
func lineNames(lines []*sweepLine) []string {
	names := make([]string, len(lines))
	for i, l := range lines {
		names[i] = l.name
	}
	return apart(names, atMost(18))
}

// noteNothing says in the picture that nobody waits, where all curves are on the floor.
func (p *percentiles) noteNothing(out *panel, s durationScale, lines []*sweepLine) {
	for _, l := range lines {
		if l.peak() > 0 {
			return
		}
	}
	said := "all percentiles shown are 0" + noBreak + "ms"
	lo, hi := out.axes.X.Min, out.axes.X.Max
	if out.axes.X.Scale != nil && p.x().log {
		hi = lo * (hi / lo)
	}
	out.add(note{x: lo + (hi-lo)*0.02, y: s.floor, dy: 12, text: tickText(said, inkSoft), align: left, bare: true})
}

// byStat is the figure of a second setting with few values: a panel for each statistic, with a curve for each value.
func (p *percentiles) byStat() Figure {
	rows, cols := tiling(len(p.stats))
	by := p.by()
	var all []*sweepLine
	groups := make([][]*sweepLine, len(p.stats))
	for k, stat := range p.stats {
		for n, i := range by.order {
			at := place{i, i}
			l := p.line(stat, at)
			l.name, l.bold = by.bare(i), true
			l.color, l.shape, l.dashes = familyColors[n], familyShapes[n], dashes[n]
			if !p.x().numeric() {
				l.dx = (vg.Length(n) - vg.Length(len(by.order)-1)/2) * 7
			}
			groups[k] = append(groups[k], l)
			all = append(all, l)
		}
	}
	s := p.scale(all)
	var panels []*panel
	for k, stat := range p.stats {
		out := p.panel(statName(stat)+" "+p.q.name, s, groups[k], tileWidth(cols, 70), stat)
		if rows > 1 {
			s.set(out, 4)
		}
		if k%cols != cols-1 {
			out.edge = nil
		}
		panels = append(panels, out)
	}
	if rows == 1 {
		nameEnds(panels[cols-1], s, groups[cols-1])
	}
	f := Figure{Name: p.kind.chart, Title: p.title(), Subtitle: p.subtitle(all), Description: p.description(all)}
	f.legend = append([]key{{name: by.name + ":", soft: true}}, legendOf(groups[0], intervalsOf(all), p.x().numeric())...)
	f.legend = append(f.legend, p.x().letterKeys()...)
	f.body = func(c draw.Canvas) { tiles(c, cols, p.x().title(), panels) }
	return f
}

// byFamily is the figure of a second setting with many values: a panel for each value, with a curve for each statistic.
func (p *percentiles) byFamily() Figure {
	by := p.by()
	shown := evenly(by.order, mostTiles)
	_, cols := tiling(len(shown))
	groups := make([][]*sweepLine, len(shown))
	var all []*sweepLine
	for k, i := range shown {
		groups[k] = p.statLines(place{i, i})
		for _, l := range groups[k] {
			l.small = len(shown) > 6
		}
		all = append(all, groups[k]...)
	}
	s := p.scale(all)
	var panels []*panel
	captions := by.captions(shown, cols)
	for k := range shown {
		out := p.panel(captions[k], s, groups[k], tileWidth(cols, 55), p.stats...)
		s.set(out, 4)
		if k != cols-1 {
			out.edge = nil
		}
		panels = append(panels, out)
	}
	f := Figure{Name: p.kind.chart, Title: p.title(), Subtitle: p.subtitle(all) + leftOut(by, shown), Description: p.description(all)}
	f.legend = append(legendOf(groups[0], intervalsOf(all), p.x().numeric()), p.x().letterKeys()...)
	f.body = func(c draw.Canvas) { tiles(c, cols, p.x().title(), panels) }
	return f
}

// leftOut says which values of an axis have no panel.
func leftOut(by *axis, shown []int) string {
	if len(shown) == len(by.order) {
		return ""
	}
	return "; " + count(float64(len(shown))) + " of " + count(float64(len(by.order))) + " values of " + by.name + " are drawn"
}

// evenly picks at most n of the points, evenly spaced, with both ends.
func evenly(order []int, n int) []int {
	if len(order) <= n {
		return order
	}
	out := make([]int, n)
	for k := range out {
		out[k] = order[k*(len(order)-1)/(n-1)]
	}
	return out
}

// legendOf names the lines, and what else is to be seen.
func legendOf(lines []*sweepLine, v intervals, scale bool) []key {
	var keys []key
	for _, l := range lines {
		k := key{name: l.name, mark: &marker{shape: l.shape, radius: 2.2, fill: onPaper(l.color)}}
		if scale {
			k.line = line(l.width(), onPaper(l.color), l.dashes...)
		}
		keys = append(keys, k)
	}
	if v.undecided {
		keys = append(keys, key{name: "target not decided", mark: &marker{radius: 2.6, fill: inkSoft, hollow: true}, soft: true})
	}
	if v.open {
		keys = append(keys, key{name: "no upper bound", mark: &marker{shape: triangle, radius: 1.8, fill: inkSoft}, soft: true})
	}
	return keys
}
