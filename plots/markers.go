package plots

import (
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// shape is the form of a marker: it says again what its colour says.
type shape int

const (
	round shape = iota
	square
	triangle
	diamond
	wedge
	corner
)

// marker is a small form at a point, with a white rim; hollow where it is not decided on which side of a limit it lies.
type marker struct {
	x, y   float64
	shape  shape
	dx     vg.Length // to the side
	radius vg.Length
	fill   color.Color
	hollow bool
}

// Plot implements plot.Plotter. Markers outside the axes are left out.
func (m marker) Plot(c draw.Canvas, p *plot.Plot) {
	trX, trY := transforms(&c, p)
	m.draw(c, vg.Point{X: trX(m.x) + m.dx, Y: trY(m.y)})
}

func (m marker) draw(c draw.Canvas, at vg.Point) {
	c.FillPolygon(paper, m.shape.outline(at, m.radius+0.8))
	c.FillPolygon(m.fill, m.shape.outline(at, m.radius))
	if m.hollow {
		c.FillPolygon(paper, m.shape.outline(at, m.radius-1.1))
	}
}

// outline is the polygon of a shape that looks as large as a disc of the radius.
func (s shape) outline(at vg.Point, radius vg.Length) []vg.Point {
	corners := func(n int, turn float64, r vg.Length) []vg.Point {
		points := make([]vg.Point, n)
		for i := range points {
			sin, cos := math.Sincos(turn + 2*math.Pi*float64(i)/float64(n))
			points[i] = vg.Point{X: at.X + r*vg.Length(cos), Y: at.Y + r*vg.Length(sin)}
		}
		return points
	}
	switch s {
	case square:
		return corners(4, math.Pi/4, radius*1.28)
	case triangle:
		return corners(3, math.Pi/2, radius*1.45)
	case diamond:
		return corners(4, 0, radius*1.35)
	case corner:
		return []vg.Point{
			{X: at.X - radius, Y: at.Y + radius},
			{X: at.X + radius, Y: at.Y + radius},
			{X: at.X + radius, Y: at.Y - radius},
		}
	case wedge:
		return corners(3, -math.Pi/2, radius*1.45)
	}
	return disc(at, radius)
}

// whisker is an upright stroke from one value to another, with short bars at its ends. Without a bound from above it ends
// in an arrow head.
type whisker struct {
	x, lo, hi float64
	dx        vg.Length // to the side, so that whiskers at one point keep clear of each other
	open      bool
	style     draw.LineStyle
}

// Plot implements plot.Plotter.
func (w whisker) Plot(c draw.Canvas, p *plot.Plot) {
	trX, trY := transforms(&c, p)
	x := trX(w.x) + w.dx
	lo, hi := max(trY(w.lo), c.Min.Y), min(trY(w.hi), c.Max.Y)
	const bar = 2
	if w.open {
		const rise = 9
		hi = min(hi+rise, c.Max.Y)
		c.FillPolygon(w.style.Color, []vg.Point{{X: x - bar, Y: hi - 3.5}, {X: x + bar, Y: hi - 3.5}, {X: x, Y: hi + 0.5}})
	} else {
		c.StrokeLine2(w.style, x-bar, hi, x+bar, hi)
	}
	c.StrokeLine2(w.style, x-bar, lo, x+bar, lo)
	if hi > lo {
		c.StrokeLine2(w.style, x, lo, x, hi)
	}
}

// stripe fills the full height of the axes between two values of x.
type stripe struct {
	from, to float64
	fill     color.Color
}

// Plot implements plot.Plotter.
func (s stripe) Plot(c draw.Canvas, p *plot.Plot) {
	trX, _ := transforms(&c, p)
	x0, x1 := max(trX(s.from), c.Min.X), min(trX(s.to), c.Max.X)
	if x1 > x0 {
		c.FillPolygon(s.fill, []vg.Point{{X: x0, Y: c.Min.Y}, {X: x1, Y: c.Min.Y}, {X: x1, Y: c.Max.Y}, {X: x0, Y: c.Max.Y}})
	}
}
