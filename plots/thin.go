package plots

import (
	"math"

	"gonum.org/v1/plot/vg"
)

// hair is the distance in points that no reader and no pixel of a figure resolves (192 dpi: a pixel is 0.375 pt).
const hair = 0.3

// thinOut leaves out points that lie within a hair of the one before, so that a curve has at most about two points a
// pixel. The ends stay.
func thinOut(points []vg.Point) []vg.Point {
	if len(points) < 3 {
		return points
	}
	kept := points[:1:1]
	for _, pt := range points[1 : len(points)-1] {
		last := kept[len(kept)-1]
		if math.Abs(float64(pt.X-last.X)) >= hair || math.Abs(float64(pt.Y-last.Y)) >= hair {
			kept = append(kept, pt)
		}
	}
	return append(kept, points[len(points)-1])
}

// lane is the width of the lanes that a crowded curve is reduced by: more than one and a half a pixel, as for mostBins.
const lane = 0.6

// peaks reduces a curve from left to right with more than two points a lane to the lowest and the highest point of each: every
// peak stays, and the curve is seen as before. The ends stay too.
func peaks(points []vg.Point) []vg.Point {
	return reduce(points, 2, func(out, part []vg.Point) []vg.Point {
		lo, hi := 0, 0
		for i, pt := range part {
			if pt.Y < part[lo].Y {
				lo = i
			}
			if pt.Y > part[hi].Y {
				hi = i
			}
		}
		switch first, second := min(lo, hi), max(lo, hi); {
		case first == second:
			return append(out, part[first])
		default:
			return append(out, part[first], part[second])
		}
	})
}

// above and below are the sides of a band from which envelope looks at it.
func above(a, b vg.Length) bool { return a > b }
func below(a, b vg.Length) bool { return a < b }

// envelope reduces one side of a band with more than one point a lane to the outermost point of each, so that no interval is
// drawn narrower than it is.
func envelope(points []vg.Point, beyond func(a, b vg.Length) bool) []vg.Point {
	return reduce(points, 1, func(out, part []vg.Point) []vg.Point {
		best := 0
		for i, pt := range part {
			if beyond(pt.Y, part[best].Y) {
				best = i
			}
		}
		return append(out, part[best])
	})
}

// reduce hands the points between the first and the last to pick, lane by lane, unless they are at most so many a lane
// or do not run from left to right.
func reduce(points []vg.Point, most int, pick func(out, part []vg.Point) []vg.Point) []vg.Point {
	n := len(points)
	if n < 3 {
		return points
	}
	first, last := points[0].X, points[n-1].X
	lanes := int((last-first)/lane) + 1
	if n <= most*lanes+2 {
		return points
	}
	for i := 1; i < n; i++ {
		if !(points[i].X >= points[i-1].X) {
			return points
		}
	}
	out := append(make([]vg.Point, 0, most*lanes+2), points[0])
	for from := 1; from < n-1; {
		k := int((points[from].X - first) / lane)
		to := from + 1
		for to < n-1 && int((points[to].X-first)/lane) == k {
			to++
		}
		out = pick(out, points[from:to])
		from = to
	}
	return append(out, points[n-1])
}
