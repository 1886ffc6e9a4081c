package plots

import (
	"cmp"
	"image/color"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg/draw"

	"poolsim/sim/experiment"
)

// faultSpan is a fault on the time axis; from and to are the same for one that has no length.
type faultSpan struct {
	kind, label string
	from, to    float64
}

// instant reports whether the fault has no length.
func (f faultSpan) instant() bool { return f.from == f.to }

// faults are those of a result as a figure over time shows them.
type faults struct {
	in          []faultSpan // that touch the axis, in the order of time
	early, late []faultSpan // before its beginning, and from its end on
}

// mostFaults is how many faults have their names over the axes; of more the legend has the kinds.
const mostFaults = 6

// mostPoles is how many faults have lines over the whole height. Those of more would hide what they are to explain.
const mostPoles = 4 * mostFaults

// faultsOf sorts the faults of a result by where they lie on the axis of bins. Marks without a time are left out.
func faultsOf(r *experiment.Result, b bins) faults {
	var out faults
	lo, hi := b.edges[0], b.edges[b.len()]
	for _, m := range r.Faults {
		f := faultSpan{kind: m.Kind, label: cmp.Or(m.Label, m.Kind, "fault")}
		switch {
		case m.From != nil && m.To != nil:
			f.from, f.to = *m.From, *m.To
		case m.At != nil:
			f.from, f.to = *m.At, *m.At
		default:
			continue
		}
		switch {
		case math.IsNaN(f.from) || math.IsNaN(f.to) || f.to < f.from:
		case f.from >= hi:
			out.late = append(out.late, f)
		case f.to < lo || f.to == lo && !f.instant():
			out.early = append(out.early, f)
		default:
			out.in = append(out.in, f)
		}
	}
	slices.SortStableFunc(out.in, func(a, b faultSpan) int { return cmp.Compare(a.from, b.from) })
	return out
}

// mark draws the faults on a panel: a shade where one lasts, and a line where one strikes, begins and ends, below what is
// written on the panel. Only the uppermost of several panels has their names.
func (f faults) mark(p *panel, names bool) {
	for _, s := range f.in {
		if !s.instant() {
			p.under = append(p.under, stripe{from: s.from, to: s.to, fill: tint(faultColor, 0.08)})
		}
	}
	var lines []plot.Plotter
	for _, s := range f.in {
		short := len(f.in) > mostPoles
		lines = append(lines, haloed{x: s.from, style: line(1, faultColor), short: short})
		if !s.instant() {
			lines = append(lines, haloed{x: s.to, style: line(0.6, faultColor), short: short})
		}
		if names && len(f.in) <= mostFaults {
			lo, hi := max(s.from, p.axes.X.Min), min(s.to, p.axes.X.Max)
			p.top = append(p.top, topLabel{x: (lo + hi) / 2, text: shorten(s.label, 28), color: ink})
		}
	}
	at := slices.IndexFunc(p.marks, func(m plot.Plotter) bool {
		_, written := m.(note)
		return written
	})
	if at < 0 {
		at = len(p.marks)
	}
	p.marks = slices.Insert(p.marks, at, lines...)
}

// keys are the entries of the legend where faults have no names over the axes.
func (f faults) keys() []key {
	if len(f.in) <= mostFaults {
		return nil
	}
	return []key{{name: plural(float64(len(f.in)), "fault", "faults") + ": " + shortenList(faultNames(f.in), 60), line: line(1, faultColor)}}
}

// outside says which faults the axis does not show, as the end of a subtitle.
func (f faults) outside() string {
	var said []string
	if len(f.early) > 0 {
		said = append(said, shortenList(faultNames(f.early), 40)+" before measuring began")
	}
	if len(f.late) > 0 {
		said = append(said, shortenList(faultNames(f.late), 40)+" after the end")
	}
	if len(said) == 0 {
		return ""
	}
	return ". Faults not shown: " + strings.Join(said, ", ")
}

// words is what a description says of the faults.
func (f faults) words(b bins) string {
	if len(f.in) == 0 {
		return ""
	}
	var said []string
	for i, s := range f.in {
		if i == 2*mostFaults {
			said = append(said, "and "+count(float64(len(f.in)-i))+" more")
			break
		}
		said = append(said, s.label+" "+s.when(b))
	}
	return " Faults: " + strings.Join(said, ", ") + "."
}

// when says when the fault is.
func (f faultSpan) when(b bins) string {
	if f.instant() {
		return "at " + b.clock(f.from)
	}
	from, to := b.clock(max(f.from, b.edges[0])), b.clock(min(f.to, b.edges[b.len()]))
	switch {
	case f.from <= b.edges[0] && f.to >= b.edges[b.len()]:
		return "all the time"
	case f.from <= b.edges[0]:
		return "until " + to
	case f.to >= b.edges[b.len()]:
		return "from " + from + " on"
	}
	return "from " + from + " to " + to
}

// faultNames are the labels of faults, each once, with how often it is.
func faultNames(all []faultSpan) string {
	var names []string
	times := map[string]int{}
	for _, s := range all {
		if times[s.label]++; times[s.label] == 1 {
			names = append(names, s.label)
		}
	}
	for i, n := range names {
		if times[n] > 1 {
			names[i] += noBreak + "×" + noBreak + count(float64(times[n]))
		}
	}
	return strings.Join(names, ", ")
}

// faultColor is dark, so that it says fault and not curve.
var faultColor color.NRGBA = ink

// haloed is an upright line over the full height of the axes, or hanging from their top, with a white rim so that it is seen on
// dark areas.
type haloed struct {
	x     float64
	style draw.LineStyle
	short bool
}

// Plot implements plot.Plotter.
func (h haloed) Plot(c draw.Canvas, p *plot.Plot) {
	if h.x < p.X.Min || h.x > p.X.Max {
		return
	}
	trX, _ := transforms(&c, p)
	x, low := trX(h.x), c.Min.Y
	if h.short {
		low = max(low, c.Max.Y-7)
	}
	c.StrokeLine2(line(h.style.Width+0.8, paper), x, low, x, c.Max.Y)
	c.StrokeLine2(h.style, x, low, x, c.Max.Y)
}
