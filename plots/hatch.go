package plots

import (
	"image/color"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// hatch is a pattern of fine lines over a fill: it says again, in grey too, what the colour says.
type hatch int

const (
	plainFill hatch = iota
	rising          // like this: /
	falling
	standing
	lying
)

// hatchStep is the distance of the lines of a pattern.
const hatchStep = 3.6

// fillHatched fills a rectangle with a colour and draws a pattern over it.
func fillHatched(c draw.Canvas, r vg.Rectangle, fill, lines color.Color, h hatch) {
	c.FillPolygon(fill, []vg.Point{r.Min, {X: r.Max.X, Y: r.Min.Y}, r.Max, {X: r.Min.X, Y: r.Max.Y}})
	style := line(0.7, lines)
	width, height := r.Max.X-r.Min.X, r.Max.Y-r.Min.Y
	switch h {
	case rising, falling:
		// A line meets the lower edge at x, which runs from left of the rectangle to its right end.
		for x := -height + hatchStep; x < width; x += hatchStep * 1.4 {
			x0, x1 := max(0, x), min(width, x+height) // along the lower and the upper edge
			y0, y1 := x0-x, x1-x
			if h == falling {
				y0, y1 = height-y0, height-y1
			}
			c.StrokeLine2(style, r.Min.X+x0, r.Min.Y+y0, r.Min.X+x1, r.Min.Y+y1)
		}
	case standing:
		for x := vg.Length(hatchStep) / 2; x < width; x += hatchStep {
			c.StrokeLine2(style, r.Min.X+x, r.Min.Y, r.Min.X+x, r.Max.Y)
		}
	case lying:
		for y := vg.Length(hatchStep) / 2; y < height; y += hatchStep {
			c.StrokeLine2(style, r.Min.X, r.Min.Y+y, r.Max.X, r.Min.Y+y)
		}
	}
}
