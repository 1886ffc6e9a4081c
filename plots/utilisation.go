package plots

import (
	"fmt"
	"image/color"
	"math"
	"slices"

	"gonum.org/v1/plot/vg/draw"

	"poolsim/sim/experiment"
)

func init() {
	Charts.Register("utilisation", Chart{
		Name: "utilisation",
		Help: "connections of each pool by holder over virtual time, with its limits and the requests that wait",
		Draw: drawUtilisation,
	})
}

func drawUtilisation(r *experiment.Result) ([]Figure, error) {
	if len(r.Pools) == 0 {
		return nil, fmt.Errorf("plots: utilisation: the result has no pools: %w", ErrNoData)
	}
	var figures []Figure
	for _, pool := range r.Pools {
		u, err := usageOf(r, pool)
		if err != nil {
			return nil, fmt.Errorf("plots: utilisation: %w", err)
		}
		f := u.figure()
		f.Footer = footer(r)
		if len(r.Pools) > 1 {
			f.Name = fileName(f.Name, pool.Name)
			f.Name = unused(f.Name, figures)
		}
		figures = append(figures, f)
	}
	return figures, nil
}

// figure lays out the picture of one pool.
func (u *usage) figure() Figure {
	f := Figure{Name: "utilisation", Title: u.title(), Subtitle: u.subtitle(), Description: u.description()}
	for _, l := range u.layers {
		f.legend = append(f.legend, key{name: l.name, fill: l.color})
	}
	if u.idle != nil {
		f.legend = append(f.legend, key{name: "idle", fill: idleColor})
	}
	f.legend = append(f.legend, key{name: "peak in use", line: line(0.9, ink)})
	f.legend = append(f.legend, u.faults.keys()...)
	panels := []*panel{u.connections()}
	if u.line != nil {
		panels[0].bareX = true
		panels = append(panels, u.waiting())
	}
	panels[len(panels)-1].xName = "virtual time since measuring began" + clockUnit(u.bins.edges)
	f.body = func(c draw.Canvas) { column(c, panels...) }
	return f
}

// connections is the upper panel: the stack, the peak line and the limits.
func (u *usage) connections() *panel {
	x := u.bins.edges
	p := newPanel("connections", x[0], x[len(x)-1], 0, u.yMax())
	p.axes.X.Tick.Marker = timeTicks{most: 10}
	p.axes.Y.Tick.Marker = linearTicks{most: 6, whole: true}
	names := u.addStack(p)
	u.faults.mark(p, true)
	u.addLimits(p)
	for _, n := range names {
		p.add(n)
	}
	u.addPeakNote(p)
	return p
}

// addStack adds the bands and the peak line, and returns the names of the bands where there is room for them.
func (u *usage) addStack(p *panel) []note {
	x := u.bins.edges
	keep, limit := u.keep(), u.limit()
	if keep > 0 && keep < p.axes.Y.Max && limit != keep {
		end := p.axes.Y.Max
		if limit > 0 {
			end = limit
		}
		p.under = append(p.under, zone{lo: keep, hi: end, fill: tint(limitColor, 0.06)})
	}
	below := make([]float64, u.bins.len())
	bands := u.layers
	if u.idle != nil {
		bands = append(slices.Clone(bands), layer{color: idleColor, mean: u.idle})
	}
	var names []note
	for _, l := range bands {
		above := make([]float64, len(below))
		for i := range above {
			above[i] = below[i] + l.mean[i]
		}
		p.add(area{x: x, lo: below, hi: above, steps: true, fill: l.color})
		if n, ok := bandName(p, l, x, below, above, keep); ok {
			names = append(names, n)
		}
		below = above
	}
	p.add(curve{x: x, y: u.peak, steps: true, style: line(0.7, ink)})
	return names
}

// addLimits adds the lines of pool_size and the hard limit with their names at the right edge.
func (u *usage) addLimits(p *panel) {
	keep, limit := u.keep(), u.limit()
	if keep > 0 && keep != limit {
		p.add(level{y: keep, style: line(1, ink, 4, 2.5)})
		p.edge = append(p.edge, u.edgeLabel(p, []string{u.pool.KeepName}, u.pool.Keep, ink))
	}
	if limit > 0 {
		names := []string{u.pool.LimitName}
		if keep == limit && u.pool.KeepName != u.pool.LimitName {
			names = []string{u.pool.KeepName, u.pool.LimitName}
		}
		p.add(level{y: limit, style: line(1.3, limitColor)})
		p.edge = append(p.edge, u.edgeLabel(p, names, u.pool.Limit, limitColor))
	}
}

// edgeLabel names a limit of one process and says what it is in all of them.
func (u *usage) edgeLabel(p *panel, names []string, each int, c color.Color) edgeLabel {
	var lines []string
	for _, n := range names {
		if n != "" {
			lines = append(lines, shorten(n, 20))
		}
	}
	number := u.product(each)
	total := float64(each * u.copies)
	if total > p.axes.Y.Max {
		number = "↑" + thin + number
	}
	return edgeLabel{y: total, lines: append(lines, number), color: c}
}

// product writes a limit of all processes: 150, or 4 × 150 = 600.
func (u *usage) product(each int) string {
	if u.copies == 1 {
		return count(float64(each))
	}
	return fmt.Sprintf("%s%s×%s%s = %s", count(float64(u.copies)), noBreak, noBreak, count(float64(each)),
		count(float64(each*u.copies)))
}

// addPeakNote marks the highest peak with its value, unless a limit is so near that its name says the same.
func (u *usage) addPeakNote(p *panel) {
	i, y := highest(u.peak)
	room := 16.0 / 190 * p.axes.Y.Max // the height of the note on a panel of usual height
	for _, l := range []float64{u.limit(), u.keep()} {
		if l > y-0.2*room && l < y+room {
			return
		}
	}
	if y+room > p.axes.Y.Max || y == 0 {
		return
	}
	x := (u.bins.edges[i] + u.bins.edges[i+1]) / 2
	p.add(dot{x: x, y: y, radius: 1.6, fill: ink})
	p.add(note{x: x, y: y, dy: 4.5, text: tickText("peak "+count(y), ink), align: center, bare: true})
}

// waiting is the lower panel. Where nobody waits it is only as high as it takes to say so.
func (u *usage) waiting() *panel {
	x := u.bins.edges
	i, most := highest(u.line)
	p := newPanel("waiting requests, max", x[0], x[len(x)-1], 0, max(1, most*1.3))
	p.axes.X.Tick.Marker = timeTicks{most: 10}
	p.axes.Y.Tick.Marker = linearTicks{most: 3, whole: true}
	p.height = 46
	if most == 0 {
		p.height = 15
		p.axes.Y.Tick.Marker = linearTicks{most: 1, whole: true}
		p.axes.Y.Max = 0.9
		middle := (x[0] + x[len(x)-1]) / 2
		said := "nobody waits"
		if u.waits > 0 {
			said += " in this replication"
		}
		p.add(note{x: middle, y: 0.3, text: tickText(said, inkSoft), align: center, bare: len(u.faults.in) == 0})
		p.add(curve{x: x, y: u.line, steps: true, style: line(1.2, limitColor)})
		u.faults.mark(p, false)
		return p
	}
	p.add(area{x: x, hi: u.line, steps: true, fill: tint(limitColor, 0.14)})
	if u.queue != nil {
		p.caption = "waiting requests, max (line) and mean (area)"
		p.add(area{x: x, hi: u.queue, steps: true, fill: tint(limitColor, 0.38)})
	}
	p.add(curve{x: x, y: u.line, steps: true, style: line(0.9, limitColor)})
	u.faults.mark(p, false)
	at := (x[i] + x[i+1]) / 2
	p.add(dot{x: at, y: most, radius: 1.6, fill: limitColor})
	p.add(note{x: at, y: most, dy: 4, text: tickText(count(most), ink), align: center, bare: true})
	return p
}

// highest returns where the greatest value is first, and the value.
func highest(y []float64) (int, float64) {
	at := 0
	for i := range y {
		if y[i] > y[at] {
			at = i
		}
	}
	return at, y[at]
}

// bandName finds the place inside a band where its name fits best, clear of the line of pool_size; among places as good
// it takes the middle. The page is taken as 450 by 190 points, which it is within a tenth.
func bandName(p *panel, l layer, x, below, above []float64, keep float64) (note, bool) {
	if l.name == "" {
		return note{}, false
	}
	t := newText(l.name, sans(tickSize), textOn(l.color))
	perX, perY := (x[len(x)-1]-x[0])/450, p.axes.Y.Max/190
	span := int(math.Ceil((float64(t.width())+8)*perX/((x[len(x)-1]-x[0])/float64(len(above))))) + 1
	best, y := (tickSize+3)*perY, 0.0
	from, to := -1, -1 // the run of best places
	for i := 0; i+span <= len(above); i++ {
		lo, hi := slices.Max(below[i:i+span]), slices.Min(above[i:i+span])
		if lo < keep && keep < hi { // the larger part beside the line
			if keep-lo > hi-keep {
				hi = keep - 2*perY
			} else {
				lo = keep + 2*perY
			}
		}
		switch size := hi - lo; {
		case size > best*(1+1e-9):
			best, y, from, to = size, (lo+hi)/2, i, i
		case to == i-1 && to >= 0 && size > best*(1-1e-9):
			to = i
		}
	}
	if from < 0 {
		return note{}, false
	}
	middle := (x[from] + x[to+span]) / 2
	return note{x: middle, y: y, dy: -capHeight(tickSize) / 2, text: t, align: center, bare: true}, true
}
