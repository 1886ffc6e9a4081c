package plots

import (
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// The marks are plotters of gonum/plot that gonum lacks: areas that stack, step lines, lines of reference. All of them
// clip themselves to the axes.

// Dash patterns for curves that could be confused, from plain to broken. A curve takes the next one.
var dashes = [][]vg.Length{
	nil,
	{6, 2.5},
	{1.6, 1.8},
	{8, 2.5, 1.6, 2.5},
	{3.2, 1.8},
}

// area fills the space between two curves, or between zero and a curve. With steps, hi[i] and lo[i] hold from x[i] to
// x[i+1] and x has one value more: the bins of a histogram. Without, the curves run straight from point to point: the
// band of an interval.
type area struct {
	x, lo, hi []float64 // lo may be nil for zero
	steps     bool
	fill      color.Color
}

// Plot implements plot.Plotter.
func (a area) Plot(c draw.Canvas, p *plot.Plot) {
	upper := outline(&c, p, a.x, a.hi, a.steps)
	if len(upper) < 2 {
		return
	}
	upper = a.thin(upper, above)
	lower := []vg.Point{
		{X: upper[0].X, Y: between(c.Min.Y, c.Max.Y, p.Y.Norm(math.Max(0, p.Y.Min)))},
		{X: upper[len(upper)-1].X, Y: between(c.Min.Y, c.Max.Y, p.Y.Norm(math.Max(0, p.Y.Min)))},
	}
	if a.lo != nil {
		lower = outline(&c, p, a.x, a.lo, a.steps)
	}
	if a.lo != nil {
		lower = a.thin(lower, below)
	}
	for i := len(lower) - 1; i >= 0; i-- {
		upper = append(upper, lower[i])
	}
	c.FillPolygon(a.fill, c.ClipPolygonXY(upper))
}

// thin reduces a side that is crowded: that of a band to its outermost points, and that of steps so that what is stacked on it comes
// out the same.
func (a area) thin(side []vg.Point, beyond func(a, b vg.Length) bool) []vg.Point {
	if a.steps {
		return peaks(side)
	}
	return envelope(thinOut(side), beyond)
}

// curve is a line through points, straight or in steps (see area; but x may also have as many values as y: then the
// last value holds only at its point).
type curve struct {
	x, y  []float64
	steps bool
	style draw.LineStyle
}

// Plot implements plot.Plotter.
func (l curve) Plot(c draw.Canvas, p *plot.Plot) {
	points := outline(&c, p, l.x, l.y, l.steps)
	if l.steps {
		points = cutCorners(points, l.style.Width)
	}
	c.StrokeLines(l.style, c.ClipLinesXY(peaks(thinOut(points)))...)
}

// outline puts a curve on the canvas.
func outline(c *draw.Canvas, p *plot.Plot, x, y []float64, steps bool) []vg.Point {
	trX, trY := transforms(c, p)
	points := make([]vg.Point, 0, 2*len(y))
	for i := range y {
		h := trY(y[i])
		points = append(points, vg.Point{X: trX(x[i]), Y: h})
		if steps && i+1 < len(x) {
			points = append(points, vg.Point{X: trX(x[i+1]), Y: h})
		}
	}
	return points
}

// cutCorners leaves out the corners of steps that are smaller than the line is wide: it would look frayed.
func cutCorners(points []vg.Point, width vg.Length) []vg.Point {
	if len(points) < 3 {
		return points
	}
	kept := points[:1:1]
	for i := 1; i < len(points)-1; i++ {
		a, b := points[i].Sub(points[i-1]), points[i+1].Sub(points[i])
		corner := a.Y == 0 && b.X == 0
		if corner && max(a.X, -a.X) < width && max(b.Y, -b.Y) < width {
			continue
		}
		kept = append(kept, points[i])
	}
	return append(kept, points[len(points)-1])
}

// zone fills the full width of the axes between two heights.
type zone struct {
	lo, hi float64
	fill   color.Color
}

// Plot implements plot.Plotter.
func (z zone) Plot(c draw.Canvas, p *plot.Plot) {
	_, trY := transforms(&c, p)
	lo, hi := max(trY(z.lo), c.Min.Y), min(trY(z.hi), c.Max.Y)
	if hi <= lo {
		return
	}
	c.FillPolygon(z.fill, []vg.Point{{X: c.Min.X, Y: lo}, {X: c.Max.X, Y: lo}, {X: c.Max.X, Y: hi}, {X: c.Min.X, Y: hi}})
}

// level is a line of reference across the axes at a height. Its name stands at the right edge (panel.edge).
type level struct {
	y     float64
	style draw.LineStyle
}

// Plot implements plot.Plotter.
func (l level) Plot(c draw.Canvas, p *plot.Plot) {
	if l.y < p.Y.Min || l.y > p.Y.Max {
		return
	}
	_, trY := transforms(&c, p)
	c.StrokeLine2(l.style, c.Min.X, trY(l.y), c.Max.X, trY(l.y))
}

// upright is a line of reference at a value of the x axis, from one height to another. Its name stands above the axes
// (panel.top).
type upright struct {
	x, from, to float64
	style       draw.LineStyle
}

// Plot implements plot.Plotter.
func (u upright) Plot(c draw.Canvas, p *plot.Plot) {
	if u.x < p.X.Min || u.x > p.X.Max {
		return
	}
	trX, trY := transforms(&c, p)
	lo, hi := max(trY(u.from), c.Min.Y), min(trY(u.to), c.Max.Y)
	if hi > lo {
		c.StrokeLine2(u.style, trX(u.x), lo, trX(u.x), hi)
	}
}

// dot is a small disc with a white rim at a point, drawn as polygons so that every format shows the same.
type dot struct {
	x, y   float64
	radius vg.Length
	fill   color.Color
}

// Plot implements plot.Plotter.
func (d dot) Plot(c draw.Canvas, p *plot.Plot) {
	trX, trY := transforms(&c, p)
	at := vg.Point{X: trX(d.x), Y: trY(d.y)}
	c.FillPolygon(paper, disc(at, d.radius+0.8))
	c.FillPolygon(d.fill, disc(at, d.radius))
}

func disc(at vg.Point, radius vg.Length) []vg.Point {
	const n = 24
	points := make([]vg.Point, n)
	for i := range points {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / n)
		points[i] = vg.Point{X: at.X + radius*vg.Length(cos), Y: at.Y + radius*vg.Length(sin)}
	}
	return points
}

// note is a line of text at a point, moved by an offset in points of the page, on a patch of white unless bare. It is
// pushed back inside the axes where it would leave them sideways.
type note struct {
	x, y   float64
	dx, dy vg.Length
	text   text
	align  align
	bare   bool
}

// Plot implements plot.Plotter.
func (n note) Plot(c draw.Canvas, p *plot.Plot) {
	trX, trY := transforms(&c, p)
	width, size := n.text.width(), n.text.face.Font.Size
	x := trX(n.x) + n.dx - width*vg.Length(n.align)
	x = max(c.Min.X+2, min(x, c.Max.X-2-width))
	y := trY(n.y) + n.dy
	if !n.bare {
		const pad = 1.5
		y0, y1 := y-0.22*size, y+capHeight(size)+pad
		c.FillPolygon(paper, []vg.Point{
			{X: x - pad, Y: y0}, {X: x + width + pad, Y: y0}, {X: x + width + pad, Y: y1}, {X: x - pad, Y: y1},
		})
	}
	n.text.draw(c, x, y, left)
}

// line makes a line style.
func line(width vg.Length, c color.Color, dashes ...vg.Length) draw.LineStyle {
	return draw.LineStyle{Width: width, Color: c, Dashes: dashes}
}
