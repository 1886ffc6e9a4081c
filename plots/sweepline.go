package plots

import (
	"image/color"
	"math"

	"gonum.org/v1/plot/vg"

	"poolsim/sim/experiment"
)

// sweepLine is a statistic along an axis of a sweep: a curve with the band of its intervals where the axis is a scale,
// points with whiskers where it is a row of categories.
type sweepLine struct {
	name     string
	color    color.NRGBA
	dashes   []vg.Length
	shape    shape
	bold     bool // the curve that the picture is about
	small    bool // points are small
	halo     bool // a broad pale curve behind others that may cover it, without points and band
	x        []float64
	e        []estimate
	verdicts []experiment.Judgement // of each point; "" without a target
	dx       vg.Length              // of whiskers and points, to the side
}

// add appends a point; v is the verdict on it, or nil.
func (l *sweepLine) add(x float64, e estimate, v *experiment.Verdict) {
	l.x, l.e = append(l.x, x), append(l.e, e)
	j := experiment.Judgement("")
	if v != nil {
		j = v.Judgement
	}
	l.verdicts = append(l.verdicts, j)
}

// known reports whether the line has a point.
func (l *sweepLine) known() bool {
	for _, e := range l.e {
		if e.known() {
			return true
		}
	}
	return false
}

// peak is the highest value, and the highest end of an interval, at most three times the value, that an axis needs room
// for.
func (l *sweepLine) peak() float64 {
	top := 0.0
	for _, e := range l.e {
		if e.known() {
			top = max(top, e.value)
			if e.bounded() {
				top = max(top, min(e.hi, 3*e.value))
			}
		}
	}
	return top
}

// least is the lowest value, or end of an interval.
func (l *sweepLine) least() float64 {
	low := math.Inf(1)
	for _, e := range l.e {
		if e.known() {
			low = min(low, e.value)
			if e.from() {
				low = min(low, e.lo)
			}
		}
	}
	return low
}

// width is that of the curve, and of its sample in the legend.
func (l *sweepLine) width() vg.Length {
	switch {
	case l.halo:
		return 5
	case l.bold:
		return 1.9
	}
	return 1.5
}

// mostMarkers is how many points of a line have a marker.
const mostMarkers = 40

// marked reports whether the points of the line have markers: there are not too many for its length.
func (l *sweepLine) marked() bool {
	if l.small {
		return len(l.x) <= mostMarkers*2/5
	}
	return len(l.x) <= mostMarkers
}

// drawBand adds the band of the intervals to a panel. Values below the floor are at it.
func (l *sweepLine) drawBand(p *panel, floor float64) {
	if l.halo {
		return
	}
	l.runs(func(from, to int) {
		var x, lo, hi []float64
		for i := from; i < to; i++ {
			e := l.e[i]
			if !e.from() {
				e.lo = e.value
			}
			if !e.bounded() {
				e.hi = e.value
			}
			x, lo, hi = append(x, l.x[i]), append(lo, max(floor, e.lo)), append(hi, max(floor, e.hi))
		}
		p.add(area{x: x, lo: lo, hi: hi, fill: tint(l.color, 0.2)})
	})
}

// drawCurve adds the curve and its points.
func (l *sweepLine) drawCurve(p *panel, floor float64) {
	l.runs(func(from, to int) {
		var y []float64
		for i := from; i < to; i++ {
			y = append(y, max(floor, l.e[i].value))
		}
		p.add(curve{x: l.x[from:to], y: y, style: line(l.width(), onPaper(l.color), l.dashes...)})
	})
	if l.halo {
		return
	}
	for i, e := range l.e {
		if len(l.x) <= mostWhiskers && e.known() && e.from() && !e.bounded() {
			y := max(floor, e.value)
			p.add(whisker{x: l.x[i], lo: y, hi: y, open: true, style: line(0.9, onPaper(l.color))})
		}
	}
	l.drawPoints(p, floor)
}

// mostWhiskers is how many categories have a whisker each. The intervals of more are a band, as on a scale: whiskers would cover
// the page, and each would be a shape of its own in the file.
const mostWhiskers = 200

// drawWhiskers adds the intervals as whiskers, and the points.
func (l *sweepLine) drawWhiskers(p *panel, floor float64) {
	if len(l.x) > mostWhiskers {
		l.drawBand(p, floor)
		l.drawCurve(p, floor)
		return
	}
	for i, e := range l.e {
		if e.known() && e.from() {
			w := whisker{x: l.x[i], lo: max(floor, e.lo), hi: max(floor, e.value), dx: l.dx, open: true, style: line(1, onPaper(l.color))}
			if e.bounded() {
				w.hi, w.open = max(floor, e.hi), false
			}
			p.add(w)
		}
	}
	l.drawPoints(p, floor)
}

func (l *sweepLine) drawPoints(p *panel, floor float64) {
	if !l.marked() {
		return
	}
	radius := vg.Length(1.7)
	if l.bold {
		radius = 2
	}
	for i, e := range l.e {
		if !e.known() {
			continue
		}
		m := marker{x: l.x[i], y: max(floor, e.value), dx: l.dx, shape: l.shape, radius: radius, fill: onPaper(l.color)}
		if l.verdicts[i] == experiment.NotDecided {
			m.hollow, m.radius = true, 2.6
		}
		if l.small {
			m.radius *= 0.75
		}
		p.add(m)
	}
}

// runs calls f for every run of known points.
func (l *sweepLine) runs(f func(from, to int)) {
	for i := 0; i < len(l.e); i++ {
		from := i
		for i < len(l.e) && l.e[i].known() {
			i++
		}
		if i > from {
			f(from, i)
		}
	}
}

// intervals says what kinds of intervals lines have, and whether points are not decided.
type intervals struct{ some, open, undecided bool }

func intervalsOf(lines []*sweepLine) intervals {
	var v intervals
	for _, l := range lines {
		for i, e := range l.e {
			v.some = v.some || e.known() && e.from()
			v.open = v.open || e.known() && e.from() && !e.bounded()
			v.undecided = v.undecided || e.known() && l.verdicts[i] == experiment.NotDecided && l.marked()
		}
	}
	return v
}

// durationScale is a logarithmic axis of durations whose lower end stands for all that is shorter.
type durationScale struct {
	floor, top float64
	bare       bool // nothing is shorter than the floor
}

// newDurationScale chooses the axis for values from least to peak, which is 0 where nobody waits, and for lines of reference.
func newDurationScale(least, peak float64, refs ...float64) durationScale {
	s := durationScale{floor: 1e-3}
	switch {
	case peak > 0 && peak < 10e-3:
		s.floor = decadeBelow(peak / 30)
	case least >= 10e-3 && peak > 0:
		s.floor, s.bare = decadeBelow(least), true
	}
	s.top = max(peak, s.floor*100)
	if s.bare {
		s.top = max(peak, s.floor*10)
	}
	for _, r := range refs {
		s.top = max(s.top, r)
	}
	s.top *= 1.3
	return s
}

// set gives a panel the scale. Its lower edge is a little below the floor, so that a curve on the floor is seen whole.
func (s durationScale) set(p *panel, most int) {
	p.axes.Y.Scale = logScale{}
	p.axes.Y.Min, p.axes.Y.Max = s.floor/math.Pow(s.top/s.floor, 0.02), s.top
	ticks := logTicks{label: decadeSeconds, most: most, bare: true}
	p.axes.Y.Tick.Marker = floorTicks{ticks, s.floor}
	if s.bare {
		p.axes.Y.Tick.Marker = ticks
	}
}
