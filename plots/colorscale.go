package plots

import (
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// rampStops are the colours of a scale from nothing to the most: from nearly white over green to dark blue, each darker than
// the one before, so that it reads the same in grey (ColorBrewer's GnBu).
var rampStops = []color.NRGBA{rgb(0xF7FCF0), rgb(0xCCEBC5), rgb(0x7BCCC4), rgb(0x2B8CBE), rgb(0x084081)}

// rampSteps is how many colours a scale has: more cannot be told apart.
const rampSteps = 32

// rampColor is a step's colour.
func rampColor(step int) color.NRGBA {
	at := float64(step) / (rampSteps - 1) * float64(len(rampStops)-1)
	i := min(int(at), len(rampStops)-2)
	share := at - float64(i)
	mix := func(a, b uint8) uint8 { return uint8(math.Round(float64(a) + share*(float64(b)-float64(a)))) }
	a, b := rampStops[i], rampStops[i+1]
	return color.NRGBA{R: mix(a.R, b.R), G: mix(a.G, b.G), B: mix(a.B, b.B), A: 0xFF}
}

// colorScale gives values a step of the ramp.
type colorScale struct {
	lo, hi float64 // of the ends
	log    bool
	q      quantity
}

// newColorScale chooses a scale for values between known ends, which may be the same. Durations, and shares that differ by
// much, are on a logarithmic scale, whose lower end stands for all that is less.
func newColorScale(q quantity, least, leastAbove0, most float64) colorScale {
	s := colorScale{lo: least, hi: most, q: q}
	switch {
	case q.unit == "seconds":
		s.log = true
		s.lo = 1e-3
		if most > 0 && most < 10e-3 {
			s.lo = decadeBelow(most / 30)
		} else if least >= 10e-3 {
			s.lo = decadeBelow(least)
		}
		s.hi = max(most, s.lo*10)
	case q.unit == "ratio" && most > 100*leastAbove0 && leastAbove0 > 0:
		s.log = true
		s.lo = max(decadeBelow(leastAbove0), decadeBelow(most)*1e-4)
	case least >= 0 && least < 0.5*most:
		s.lo = 0
	}
	if s.hi <= s.lo {
		s.hi = s.lo + max(1e-9, math.Abs(s.lo))
	}
	return s
}

// share is where a value is between the ends, from 0 to 1.
func (s colorScale) share(x float64) float64 {
	if s.log {
		if x <= s.lo {
			return 0
		}
		return min(1, math.Log(x/s.lo)/math.Log(s.hi/s.lo))
	}
	return max(0, min(1, (x-s.lo)/(s.hi-s.lo)))
}

// step is the step of a value.
func (s colorScale) step(x float64) int { return int(math.Round(s.share(x) * (rampSteps - 1))) }

// ticks are the labelled values of the scale.
func (s colorScale) ticks() []plot.Tick {
	var ticks []plot.Tick
	if s.log {
		label := decadeSeconds
		if s.q.unit == "ratio" {
			label = decadePercent
		}
		return floorTicks{logTicks{label: label, most: 7, bare: true}, s.lo}.Ticks(s.lo, s.hi)
	}
	ticks = linearTicks{most: 6}.Ticks(s.lo, s.hi)
	for i := range ticks {
		ticks[i].Label = s.q.write(ticks[i].Value, 4)
	}
	return ticks
}

const (
	barWidth = 11
	barGap   = 16 // between the data and the bar
)

// room is what the bar and its labels need at the right of the data.
func (s colorScale) room(names ...string) vg.Length {
	widest := vg.Length(0)
	for _, t := range s.ticks() {
		widest = max(widest, tickText(t.Label, inkSoft).width())
	}
	for _, n := range names {
		widest = max(widest, tickText(n, ink).width())
	}
	return barGap + barWidth + tickGap + 3 + widest
}

// drawBar draws the scale as an upright bar at a height, with its labels; and a limit on it.
func (s colorScale) drawBar(c draw.Canvas, x, y0, y1 vg.Length, limit float64, name string) {
	step := (y1 - y0) / rampSteps
	for i := range rampSteps {
		lo := y0 + vg.Length(vg.Length(i)*step) // converted, so that no processor rounds only once (.ci/arm64)
		hi := min(lo+step+0.3, y1)
		c.FillPolygon(rampColor(i), []vg.Point{{X: x, Y: lo}, {X: x + barWidth, Y: lo}, {X: x + barWidth, Y: hi}, {X: x, Y: hi}})
	}
	c.StrokeLines(line(0.5, rule), []vg.Point{{X: x, Y: y0}, {X: x + barWidth, Y: y0}, {X: x + barWidth, Y: y1}, {X: x, Y: y1}, {X: x, Y: y0}})
	at := func(v float64) vg.Length { return y0 + vg.Length(vg.Length(s.share(v))*(y1-y0)) }
	taken := vg.Length(math.Inf(-1))
	if name != "" && limit > 0 && s.share(limit) < 1 {
		taken = at(limit)
		c.StrokeLine2(line(1.6, limitColor), x-2.5, taken, x+barWidth+2.5, taken)
		tickText(name, limitColor).draw(c, x+barWidth+tickGap+2, taken-capHeight(tickSize)/2, left)
	}
	for _, t := range s.ticks() {
		y := at(t.Value)
		c.StrokeLine2(line(0.5, rule), x+barWidth, y, x+barWidth+2, y)
		if y > taken-leading && y < taken+leading {
			continue
		}
		tickText(t.Label, inkSoft).draw(c, x+barWidth+tickGap+2, y-capHeight(tickSize)/2, left)
	}
}
