package plots

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"poolsim/sim/study"
)

func init() {
	SweepCharts.Register("saturation", SweepChart{
		Name: "saturation",
		Help: "utilisation of each pool over the load, and below it what arrives, what is completed and what times out",
		Draw: func(r *study.SweepResult, o Options) ([]Figure, error) {
			figures, err := drawSaturation(r, o)
			if err != nil {
				return nil, fmt.Errorf("plots: saturation: %w", err)
			}
			return figures, nil
		},
	})
}

// mostLoads is how many values of a second setting have curves.
const mostLoads = fewFamilies

func drawSaturation(r *study.SweepResult, o Options) ([]Figure, error) {
	v, err := viewSlice(r, 2, o)
	if err != nil {
		return nil, err
	}
	x := v.loadAxis()
	if x < 0 {
		return nil, fmt.Errorf("no axis of the sweep changes how much arrives, such as run.load or class.NAME.rate: %w", ErrNoData)
	}
	pools := v.of("in_use_connections", o.Pool, poolOf)
	var figures []Figure
	for _, pool := range pools {
		s := &saturation{v: v, xAxis: x, pool: pool, class: o.Class, alone: len(pools) == 1}
		if !s.read() {
			continue
		}
		f := s.figure()
		f.Footer = v.footer()
		if !s.alone {
			f.Name = fileName(f.Name, pool)
		}
		f.Name = unused(f.Name, figures)
		figures = append(figures, f)
	}
	if len(figures) == 0 {
		return nil, fmt.Errorf("no cell has the use of a pool: %w", ErrNoData)
	}
	return figures, nil
}

// saturation is what a figure of one pool over the load shows.
type saturation struct {
	v       *sweepView
	xAxis   int
	pool    string
	class   string // the only class that is counted; "" is all
	alone   bool
	ratio   bool // the pool has a limit, so that its utilisation is known
	rates   bool // the sweep tells what arrives and is completed
	courses []*loadCourse
	shown   []int // points of the second axis
}

// loadCourse is a pool over the load, for one value of the second axis.
type loadCourse struct {
	name                            string
	use, arrive, complete, timeouts *sweepLine
	share                           []estimate // of acquires that time out
	saturated                       int        // from this place on, left to right, all are; the number of points if none is
	times                           int        // points at which it is saturated
	reason                          string
}

func (s *saturation) x() *axis { return s.v.axes[s.xAxis] }

// by is the second axis, or nil.
func (s *saturation) by() *axis {
	if len(s.v.axes) < 2 {
		return nil
	}
	return s.v.axes[1-s.xAxis]
}

// read picks the curves; false where the pool was never looked at.
func (s *saturation) read() bool {
	s.shown = []int{0}
	if by := s.by(); by != nil {
		s.shown = evenly(by.order, mostLoads)
	}
	s.ratio = s.known(study.Column{Metric: "utilisation_ratio", Stat: "mean", Pool: s.pool})
	found := false
	for n, i := range s.shown {
		c := s.course(place{i, i}[:len(s.v.axes)])
		if by := s.by(); by != nil {
			c.name = by.bare(i)
			c.style(n)
		}
		found = found || c.use.known()
		s.rates = s.rates || c.complete.known()
		s.courses = append(s.courses, c)
	}
	return found
}

// known reports whether any cell has a column.
func (s *saturation) known(c study.Column) bool {
	i, ok := s.v.column[c]
	return ok && slices.ContainsFunc(s.v.r.Cells, func(t *study.Summary) bool { return !t.Value[i].IsNaN() })
}

// course reads the pool over the load; the other coordinates are those of at.
func (s *saturation) course(at place) *loadCourse {
	c := &loadCourse{
		use: &sweepLine{name: "in use"}, arrive: &sweepLine{name: "arrive"}, complete: &sweepLine{name: "completed"},
		timeouts: &sweepLine{name: "acquires time out"},
	}
	at = slices.Clone(at)
	for _, i := range s.x().order {
		at[s.xAxis] = i
		x := s.x().x[i]
		if s.ratio {
			c.use.add(x, s.v.estimate(at, study.Column{Metric: "utilisation_ratio", Stat: "mean", Pool: s.pool}), nil)
		} else {
			c.use.add(x, s.v.estimate(at, study.Column{Metric: "in_use_connections", Stat: "mean", Pool: s.pool}), nil)
		}
		c.arrive.add(x, s.sum(at, "jobs_per_second"), nil)
		c.complete.add(x, s.sum(at, "completions_per_second"), nil)
		c.timeouts.add(x, s.v.estimate(at, study.Column{Metric: "timeouts_per_second", Stat: "mean", Pool: s.pool}), nil)
		c.share = append(c.share, s.v.estimate(at, study.Column{Metric: "timeout_ratio", Stat: "ratio", Pool: s.pool}))
	}
	c.judge(s.ratio)
	plain := func(l *sweepLine, style string) {
		l.color, l.dashes, l.shape = statStyles[style].color, statStyles[style].dashes, statStyles[style].shape
	}
	plain(c.use, "p99")
	plain(c.complete, "p99")
	c.use.bold, c.complete.bold = true, true
	c.arrive.halo, c.arrive.color = true, tint(rgb(0x0072B2), 0.4)
	c.timeouts.color, c.timeouts.dashes, c.timeouts.shape = limitColor, []vg.Length{1.6, 1.8}, square
	return c
}

// style tells the curves of a second setting apart.
func (c *loadCourse) style(n int) {
	for _, l := range []*sweepLine{c.use, c.complete} {
		l.name, l.color, l.dashes, l.shape = c.name, familyColors[n], dashes[n], familyShapes[n]
	}
}

// sum adds a rate of the classes up. The ends of its interval are the sums of theirs, which is wide enough whatever they
// have in common.
func (s *saturation) sum(at place, metric string) estimate {
	total, found := estimate{}, false
	for _, c := range s.v.r.Columns {
		if c.Metric != metric || c.Stat != "mean" || c.Class == "" || s.class != "" && c.Class != s.class || !s.varies(c.Class) {
			continue
		}
		if e := s.v.estimate(at, c); e.known() {
			total.value, total.lo, total.hi, found = total.value+e.value, total.lo+e.lo, total.hi+e.hi, true
		}
	}
	if !found {
		return unknown
	}
	return total
}

// varies reports whether the load axis changes what arrives of a class: of the class that it names, or of all.
func (s *saturation) varies(class string) bool {
	all := true
	for _, key := range s.v.grid[s.x().index].Keys {
		if name, ok := classOfKey(key); ok {
			if name == class {
				return true
			}
			all = false
		}
	}
	return all
}

// What makes a load saturate a pool.
const (
	fullShare = 0.995 // of the time all connections are in use, on average over them
	lostShare = 0.01  // of what arrives is not completed, or of acquires time out
)

// judge finds the load from which on the pool is saturated, and what says so at the highest load.
func (c *loadCourse) judge(ratio bool) {
	c.saturated = len(c.use.e)
	on := true // all loads so far, from the highest down, saturate it
	for k := len(c.use.e) - 1; k >= 0; k-- {
		why := c.signAt(k, ratio)
		if on = on && why != notFull; on {
			c.saturated = k
		}
		if why != notFull {
			c.times++
			if c.reason == "" {
				c.reason = c.words(k, why)
			}
		}
	}
}

// scattered reports whether the pool is saturated at some load, but not at all higher ones.
func (c *loadCourse) scattered() bool { return c.times != len(c.use.e)-c.saturated }

// sign is what says that a load saturates the pool.
type sign uint8

const (
	notFull sign = iota
	timesOut
	fallsBehind
	isFull
)

// signAt returns the first sign at a load.
func (c *loadCourse) signAt(k int, ratio bool) sign {
	use, in, out, lost := c.use.e[k], c.arrive.e[k], c.complete.e[k], c.share[k]
	behind := out.value
	if out.bounded() {
		behind = out.hi
	}
	switch {
	case lost.known() && lost.value >= lostShare && !(lost.lo <= 0):
		return timesOut
	case in.known() && out.known() && behind < (1-lostShare)*in.value:
		return fallsBehind
	case ratio && use.known() && use.value >= fullShare:
		return isFull
	}
	return notFull
}

// words writes a sign at a load.
func (c *loadCourse) words(k int, s sign) string {
	switch s {
	case timesOut:
		return percent(c.share[k].value, 2) + " of acquires time out"
	case fallsBehind:
		return percent(1-c.complete.e[k].value/c.arrive.e[k].value, 2) + " of jobs are not completed"
	}
	return "utilisation is " + percent(c.use.e[k].value, 3)
}

// figure lays out the picture.
func (s *saturation) figure() Figure {
	panels := []*panel{s.usePanel()}
	if s.rates {
		panels[0].bareX = true
		panels = append(panels, s.ratePanel())
	}
	panels[len(panels)-1].xName = s.x().title()
	f := Figure{Name: "saturation", Title: s.title(), Subtitle: s.subtitle(), Description: s.description(), legend: s.legend()}
	f.body = func(c draw.Canvas) { column(c, panels...) }
	return f
}

// usePanel is the upper panel.
func (s *saturation) usePanel() *panel {
	lo, hi := s.x().span()
	top := 0.0
	for _, c := range s.courses {
		top = max(top, c.use.peak())
	}
	p := newPanel("utilisation", lo, hi, 0, 1.06)
	p.axes.Y.Tick.Marker = percentTicks{}
	if !s.ratio {
		p.caption, p.axes.Y.Max = "connections in use, mean", max(1, top*1.1)
		p.axes.Y.Tick.Marker = linearTicks{most: 5}
	} else {
		p.add(level{y: 1, style: line(1.2, limitColor)})
		p.edge = append(p.edge, edgeLabel{y: 1, lines: []string{"limit"}, color: limitColor})
	}
	s.x().setX(p, tileWidth(1, 60))
	p.xName = ""
	s.mark(p)
	for _, c := range s.courses {
		s.draw(p, c.use)
	}
	if len(s.courses) > 1 {
		s.nameEnds(p, func(c *loadCourse) *sweepLine { return c.use })
	}
	if len(s.courses) == 1 && s.courses[0].saturated < len(s.x().x) {
		k := s.x().order[s.courses[0].saturated]
		p.top = append(p.top, topLabel{x: s.x().x[k], text: "saturated", color: ink})
	}
	return p
}

// mark shades the loads at which a single course is saturated.
func (s *saturation) mark(p *panel) {
	c := s.courses[0]
	if len(s.courses) > 1 || c.saturated == len(s.x().x) {
		return
	}
	x := s.x().x[s.x().order[c.saturated]]
	p.under = append(p.under, stripe{from: x, to: p.axes.X.Max, fill: tint(limitColor, 0.09)})
	p.add(upright{x: x, from: p.axes.Y.Min, to: p.axes.Y.Max, style: line(0.9, ink, 4, 2.5)})
}

func (s *saturation) draw(p *panel, l *sweepLine) {
	if s.x().numeric() {
		l.drawBand(p, 0)
		l.drawCurve(p, 0)
	} else {
		l.drawWhiskers(p, 0)
	}
}

// nameEnds names the curves at the right edge.
func (s *saturation) nameEnds(p *panel, of func(*loadCourse) *sweepLine) {
	lines := make([]*sweepLine, len(s.courses))
	for i, c := range s.courses {
		lines[i] = of(c)
	}
	names := lineNames(lines)
	for i, l := range lines {
		if n := len(l.e); l.e[n-1].known() {
			p.edge = append(p.edge, edgeLabel{y: l.e[n-1].value, lines: []string{names[i]}, color: asText(l.color)})
		}
	}
}

// ratePanel is the lower panel.
func (s *saturation) ratePanel() *panel {
	lo, hi := s.x().span()
	top, least := 0.0, math.Inf(1)
	var lines []*sweepLine
	for _, c := range s.courses {
		lines = append(lines, c.arrive)
		if s.timesOut() && len(s.courses) == 1 {
			lines = append(lines, c.timeouts)
		}
		lines = append(lines, c.complete)
		if len(s.courses) > 1 {
			c.arrive.color = idleColor
		}
	}
	for _, l := range lines {
		top, least = max(top, l.peak()), min(least, l.least())
	}
	p := newPanel(s.rateCaption(), lo, hi, 0, max(top*1.08, 1e-9))
	if least > 0.5*top { // a change of a few percent is the finding
		p.axes.Y.Min = least - 0.15*(top-least)
		p.axes.Y.Max = top + 0.1*(top-least)
	}
	p.axes.Y.Tick.Marker = suffixTicks{linearTicks{most: 5}, "/s"}
	s.x().setX(p, tileWidth(1, 60))
	s.mark(p)
	for n, l := range lines {
		if l == lines[0] || len(s.courses) == 1 || n%2 == 1 {
			s.draw(p, l)
		}
	}
	if len(s.courses) == 1 {
		for _, l := range lines {
			if n := len(l.e); l.e[n-1].known() {
				p.edge = append(p.edge, edgeLabel{y: l.e[n-1].value, lines: []string{l.name}, color: asText(l.color)})
			}
		}
	} else {
		s.nameEnds(p, func(c *loadCourse) *sweepLine { return c.complete })
	}
	return p
}

// timesOut reports whether any acquire times out.
func (s *saturation) timesOut() bool {
	return slices.ContainsFunc(s.courses, func(c *loadCourse) bool { return c.timeouts.peak() > 0 })
}
