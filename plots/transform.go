package plots

import (
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// transforms returns the functions that put values of the axes on a canvas. It takes the place of plot.Plot's Transforms, which
// are the same but for a rounding: a processor that fuses a multiplication and an addition rounds once, where another rounds
// twice. The explicit conversion of the product makes it two on every processor, and so the same picture to the last digit.
func transforms(c *draw.Canvas, p *plot.Plot) (x, y func(float64) vg.Length) {
	x = func(x float64) vg.Length { return between(c.Min.X, c.Max.X, p.X.Norm(x)) }
	y = func(y float64) vg.Length { return between(c.Min.Y, c.Max.Y, p.Y.Norm(y)) }
	return x, y
}

// between is the point at a share of the way from one to another.
func between(from, to vg.Length, share float64) vg.Length {
	return vg.Length(vg.Length(share)*(to-from)) + from
}
