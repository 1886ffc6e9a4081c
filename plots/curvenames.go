package plots

import (
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// namedCurve is a step curve with the name that it should have beside it.
type namedCurve struct {
	name string
	x, y []float64
}

// curveNames writes the names of step curves beside them, where a place is free of all curves, of upright lines and of
// the other names. A curve without such a place has its name in the legend only.
type curveNames struct {
	curves []namedCurve
	lines  []uprightLine
	levels []uprightLine // the same, but level
	rising bool          // curves rise, so that there is room at their upper left and lower right
}

// Plot implements plot.Plotter.
func (n curveNames) Plot(c draw.Canvas, p *plot.Plot) {
	trX, trY := transforms(&c, p)
	paths := make([][]vg.Point, len(n.curves))
	for i, k := range n.curves {
		for _, part := range c.ClipLinesXY(thinOut(outline(&c, p, k.x, k.y, true))) {
			paths[i] = append(paths[i], part...)
		}
	}
	var taken []vg.Rectangle
	for _, l := range n.lines {
		if l.x <= p.X.Max {
			x := trX(l.x)
			taken = append(taken, vg.Rectangle{Min: vg.Point{X: x - 1, Y: c.Min.Y}, Max: vg.Point{X: x + 1, Y: c.Max.Y}})
		}
	}
	for _, l := range n.levels {
		y := trY(l.x)
		taken = append(taken, vg.Rectangle{Min: vg.Point{X: c.Min.X, Y: y - 1}, Max: vg.Point{X: c.Max.X, Y: y + 1}})
	}
	names := make([]string, len(n.curves))
	for i, k := range n.curves {
		names[i] = k.name
	}
	names = apart(names, atMost(28))
	for i := range n.curves {
		t := newText(names[i], sans(tickSize), ink)
		box, ok := freePlace(c.Rectangle, paths, i, vg.Point{X: t.width(), Y: capHeight(tickSize)}, taken, n.rising)
		if !ok {
			continue
		}
		taken = append(taken, box)
		t.draw(c, box.Min.X, box.Min.Y, left)
	}
}

// freePlace looks along curve i for a place for a box of a size, from the middle of the curve to its ends, to the upper
// right of the curve and else to the lower left; of one that rises to the upper left and else to the lower right.
func freePlace(
	in vg.Rectangle, paths [][]vg.Point, i int, size vg.Point, taken []vg.Rectangle, rising bool,
) (vg.Rectangle, bool) {
	const off, tries = 4, 48
	path := paths[i]
	for try := range tries {
		if len(path) == 0 {
			break
		}
		share := 0.5 + float64((try+1)/2)/(tries+2) // a half, then further to both sides in turn
		if try%2 == 1 {
			share = 1 - share
		}
		at := pointAlong(path, share)
		corners := [2]vg.Point{
			{X: at.X + off, Y: at.Y + off},
			{X: at.X - off - size.X, Y: at.Y - off - size.Y},
		}
		if rising {
			corners[0].X, corners[1].X = corners[1].X, corners[0].X
		}
		for _, corner := range corners {
			box := vg.Rectangle{Min: corner, Max: corner.Add(size)}
			if box.Min.X < in.Min.X+2 || box.Max.X > in.Max.X-2 || box.Min.Y < in.Min.Y+4 || box.Max.Y > in.Max.Y-2 {
				continue
			}
			if isFree(grow(box, off-1), paths, taken) && isNearest(box, paths, i) {
				return box, true
			}
		}
	}
	return vg.Rectangle{}, false
}

// pointAlong is the point at a share of a line's length, measured along both axes.
func pointAlong(path []vg.Point, share float64) vg.Point {
	step := func(a, b vg.Point) float64 { return math.Abs(float64(b.X-a.X)) + math.Abs(float64(b.Y-a.Y)) }
	total := 0.0
	for i := 1; i < len(path); i++ {
		total += step(path[i-1], path[i])
	}
	rest := share * total
	for i := 1; i < len(path); i++ {
		d := step(path[i-1], path[i])
		if rest <= d && d > 0 {
			return path[i-1].Add(path[i].Sub(path[i-1]).Scale(vg.Length(rest / d)))
		}
		rest -= d
	}
	return path[len(path)-1]
}

func grow(r vg.Rectangle, by vg.Length) vg.Rectangle {
	return vg.Rectangle{
		Min: vg.Point{X: r.Min.X - by, Y: r.Min.Y - by},
		Max: vg.Point{X: r.Max.X + by, Y: r.Max.Y + by},
	}
}

// isFree reports whether a box touches no curve and no other box. Steps are upright or level, so the box around a
// segment is the segment.
func isFree(box vg.Rectangle, paths [][]vg.Point, taken []vg.Rectangle) bool {
	for _, o := range taken {
		if overlap(box, o) {
			return false
		}
	}
	for _, path := range paths {
		for i := 1; i < len(path); i++ {
			a, b := path[i-1], path[i]
			if overlap(box, vg.Rectangle{
				Min: vg.Point{X: min(a.X, b.X), Y: min(a.Y, b.Y)},
				Max: vg.Point{X: max(a.X, b.X), Y: max(a.Y, b.Y)},
			}) {
				return false
			}
		}
	}
	return true
}

// isNearest reports whether curve i is nearer to a box than all others, so that nobody takes its name for theirs.
func isNearest(box vg.Rectangle, paths [][]vg.Point, i int) bool {
	const clearly = 1.5
	own := distance(box, paths[i])
	for j, path := range paths {
		if j != i && distance(box, path) < own+clearly {
			return false
		}
	}
	return true
}

// distance is how far a line of short or level or upright segments is from a box.
func distance(box vg.Rectangle, path []vg.Point) float64 {
	least := math.Inf(1)
	for i := 1; i < len(path); i++ {
		a, b := path[i-1], path[i]
		dx := max(min(a.X, b.X)-box.Max.X, box.Min.X-max(a.X, b.X), 0)
		dy := max(min(a.Y, b.Y)-box.Max.Y, box.Min.Y-max(a.Y, b.Y), 0)
		least = min(least, math.Hypot(float64(dx), float64(dy)))
	}
	return least
}

func overlap(a, b vg.Rectangle) bool {
	return a.Min.X <= b.Max.X && b.Min.X <= a.Max.X && a.Min.Y <= b.Max.Y && b.Min.Y <= a.Max.Y
}
