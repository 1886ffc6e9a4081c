package plots

import (
	"fmt"
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"poolsim/sim/study"
)

func init() {
	kind := percentilesOf{chart: "small-multiples", metric: "wait_seconds", of: poolOf, noun: "pool"}
	SweepCharts.Register(kind.chart, SweepChart{
		Name: kind.chart,
		Help: "the wait over one setting, a panel for each value of a second one; of three, with a curve for each value of the third",
		Draw: func(r *study.SweepResult, o Options) ([]Figure, error) {
			figures, err := kind.drawMultiples(r, o)
			if err != nil {
				return nil, fmt.Errorf("plots: %s: %w", kind.chart, err)
			}
			return figures, nil
		},
	})
}

func (k percentilesOf) drawMultiples(r *study.SweepResult, o Options) ([]Figure, error) {
	v, err := viewSlice(r, mostSettings, o)
	if err != nil {
		return nil, err
	}
	switch len(v.axes) {
	case 2:
		return k.each(v, o, (*percentiles).byFamily)
	case 3:
		return k.each(v, o, (*percentiles).byTwo)
	}
	return nil, fmt.Errorf("small multiples show two or three settings, and %s: %w", varies(len(v.axes)), ErrNoData)
}

// varies says how many settings have several values.
func varies(n int) string {
	switch n {
	case 0:
		return "none varies"
	case 1:
		return "one varies"
	}
	return count(float64(n)) + " vary"
}

// byTwo is the figure of three settings: a panel for each value of one, with a curve for each value of another. Of those
// the one with fewer values is the curves.
func (p *percentiles) byTwo() Figure {
	var rest []int
	for i := range p.v.axes {
		if i != p.xAxis {
			rest = append(rest, i)
		}
	}
	if len(p.v.axes[rest[0]].x) > len(p.v.axes[rest[1]].x) {
		rest[0], rest[1] = rest[1], rest[0]
	}
	curves, tile := p.v.axes[rest[0]], p.v.axes[rest[1]]
	drawn, shown := evenly(curves.order, fewFamilies), evenly(tile.order, mostTiles)
	_, cols := tiling(len(shown))
	groups := make([][]*sweepLine, len(shown))
	var all []*sweepLine
	for k, i := range shown {
		for n, j := range drawn {
			at := make(place, 3)
			at[rest[0]], at[rest[1]] = j, i
			l := p.line(p.main, at)
			l.name, l.bold = curves.bare(j), true
			l.color, l.shape, l.dashes = familyColors[n], familyShapes[n], dashes[n]
			if !p.x().numeric() {
				l.dx = (vg.Length(n) - vg.Length(len(drawn)-1)/2) * 6
			}
			l.small = len(shown) > 6
			groups[k] = append(groups[k], l)
		}
		all = append(all, groups[k]...)
	}
	p.targets = slices.DeleteFunc(p.targets, func(t target) bool { return t.stat != p.main })
	s := p.scale(all)
	var panels []*panel
	captions := tile.captions(shown, cols)
	for k := range shown {
		out := p.panel(captions[k], s, groups[k], tileWidth(cols, 55), p.main)
		s.set(out, 4)
		if k != cols-1 {
			out.edge = nil
		}
		panels = append(panels, out)
	}
	f := Figure{Name: p.kind.chart, Title: p.title(), Description: p.description(all)}
	f.Subtitle = upper(p.q.title(p.main)) + " over " + p.x().subject() + ", by " + curves.subject() + ", a panel for each " + tile.subject() +
		p.at() + p.intervalNote(all) + leftOut(curves, drawn) + leftOut(tile, shown)
	f.legend = append([]key{{name: curves.name + ":", soft: true}}, legendOf(groups[0], intervalsOf(all), p.x().numeric())...)
	f.legend = append(f.legend, p.x().letterKeys()...)
	f.body = func(c draw.Canvas) { tiles(c, cols, p.x().title(), panels) }
	return f
}
