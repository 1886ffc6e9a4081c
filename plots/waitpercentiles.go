package plots

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg/draw"

	"poolsim/sim/experiment"
)

func init() {
	Charts.Register("wait-percentiles", Chart{
		Name: "wait-percentiles",
		Help: "the wait at each percentile, 0 to 99.999 % on an axis that widens the tail, with targets, timeouts and what theory says",
		Draw: drawWaitPercentiles,
	})
}

// drawWaitPercentiles draws the curves of wait-ccdf with the axes exchanged: who knows percentiles reads it at once.
func drawWaitPercentiles(r *experiment.Result) ([]Figure, error) {
	w, err := waitPictureOf(r)
	if err != nil {
		return nil, fmt.Errorf("plots: wait-percentiles: %w", err)
	}
	f := Figure{
		Name: "wait-percentiles", Title: w.percentileTitle(), Subtitle: w.percentileSubtitle("holder"),
		Description: w.percentileDescription(), Footer: footer(r),
	}
	w.layPercentiles(&f)
	return []Figure{f}, nil
}

// tailTicks marks an axis of 1 / (1 - p) at percentiles p, as HdrHistogram does: 0 %, 50 %, 90 %, 99 %, 99.9 %.
type tailTicks struct{}

// Ticks implements plot.Ticker.
func (tailTicks) Ticks(lo, hi float64) []plot.Tick {
	if !(lo > 0) || !(hi > lo) {
		return nil
	}
	var ticks []plot.Tick
	add := func(share float64, label string) {
		if x := 1 / share; x >= lo*(1-1e-9) && x <= hi*(1+1e-9) {
			ticks = append(ticks, plot.Tick{Value: x, Label: label})
		}
	}
	add(1, "0"+noBreak+"%")
	add(0.5, "50"+noBreak+"%")
	add(0.25, "")
	for e := 1; e <= 9; e++ {
		share := math.Pow10(-e)
		add(share, percentile(share))
		if hi < 1e5 {
			label := ""
			if hi < 2e3 {
				label = percentile(share / 2)
			}
			add(share/2, label)
		}
	}
	return ticks
}

// percentile writes the percentile that a share of the observations exceeds: 99.9 % for 0.001.
func percentile(share float64) string {
	digits := max(0, int(math.Ceil(-math.Log10(share)-1e-9))-2)
	return fmt.Sprintf("%.*f", digits, 100*(1-share)) + noBreak + "%"
}

// wallLevel is a target as a wall that the curves must stay below, left of the percentile that it is for; a line without one goes
// across.
type wallLevel struct {
	y, to float64 // to is the end on the x axis
	style draw.LineStyle
}

// Plot implements plot.Plotter.
func (l wallLevel) Plot(c draw.Canvas, p *plot.Plot) {
	if l.y < p.Y.Min || l.y > p.Y.Max {
		return
	}
	trX, trY := transforms(&c, p)
	c.StrokeLine2(l.style, c.Min.X, trY(l.y), min(trX(l.to), c.Max.X), trY(l.y))
}

// layPercentiles draws the curves into a figure: their keys into its legend, the axes into its body.
func (w *waitPicture) layPercentiles(f *Figure) {
	// The axis of waits ends where that of wait-ccdf does, and the axis of percentiles at the last step of a curve.
	p := newPanel("wait in line, until a connection is granted", 1, 1/w.yMin, w.xMin, w.xMax)
	p.axes.X.Scale, p.axes.Y.Scale = logScale{}, logScale{}
	p.axes.X.Tick.Marker = tailTicks{}
	p.axes.Y.Tick.Marker = logTicks{label: w.orLess, most: 9, bare: true}
	p.columns = true
	p.xName = "percentile of the acquires"
	for _, l := range w.lines {
		w.addWall(p, l)
	}
	var names []namedCurve
	w.addKeys(f, func(t *tail, style draw.LineStyle) {
		x, y := quantileSteps(t, w.xMin)
		// The greatest wait is that of all percentiles beyond the last step. It is drawn for those that one acquire more in as many
		// would have told.
		x = append(x, max(min(2*x[len(x)-1], 1/w.yMin), x[len(x)-1]))
		p.add(curve{x: x, y: y, steps: true, style: style})
		names = append(names, namedCurve{name: t.label, x: x, y: y})
	})
	for _, t := range w.theory {
		style := line(0.9, inkSoft, 3, 2)
		x, y := inverse(t)
		p.add(curve{x: x, y: y, style: style})
		f.legend = append(f.legend, key{name: t.label, line: style})
	}
	w.addLeft(f)
	if len(names) > 1 {
		p.add(curveNames{curves: names, levels: w.lines, rising: true})
	}
	if len(names) == 0 {
		p.add(note{
			x: math.Sqrt(1 / w.yMin), y: math.Sqrt(w.xMin * w.xMax), text: newText(w.nobody(), sans(11), inkSoft), align: center,
		})
	}
	f.body = func(c draw.Canvas) { column(c, p) }
}

// orLess labels the decades of waits: all that is shorter lies on the lowest.
func (w *waitPicture) orLess(x float64) string {
	if x <= w.xMin*(1+1e-9) {
		return "≤" + noBreak + decadeSeconds(x)
	}
	return decadeSeconds(x)
}

// addWall draws a target or a timeout, and names it at the right edge.
func (w *waitPicture) addWall(p *panel, l uprightLine) {
	style, c := line(0.9, inkSoft), inkSoft
	if l.target {
		style, c = line(1.2, ink, 4, 2.5), ink
	}
	words := strings.SplitN(l.text, ": ", 2)
	words[0] = strings.Replace(words[0], "target ", "target\n", 1)
	p.edge = append(p.edge, edgeLabel{y: l.x, lines: append(strings.Split(words[0], "\n"), words[1:]...), color: c})
	if !l.target || l.share == 0 {
		p.add(wallLevel{y: l.x, to: 1 / w.yMin, style: style})
		return
	}
	p.add(
		wallLevel{y: l.x, to: 1 / w.yMin, style: line(0.5, rule)}, wallLevel{y: l.x, to: 1 / l.share, style: style},
		dot{x: 1 / l.share, y: l.x, radius: 2.2, fill: ink},
	)
}

// quantileSteps turns P(wait > x) into the wait at 1 / (1 - p), in steps of which the last has no end: on the floor of the axis
// for the share that does not wait, then up to the greatest wait.
func quantileSteps(t *tail, floor float64) (x, y []float64) {
	at := 1 / min(1, max(t.any, t.y[0]))
	if at > 1 {
		x, y = []float64{1, at}, []float64{floor, floor}
	}
	for i := range t.x {
		wait := max(t.x[i], floor)
		if n := len(y); n > 0 && y[n-1] == wait {
			continue
		}
		if i > 0 {
			at = 1 / t.y[i-1]
		}
		if n := len(x); n > 0 && x[n-1] == at {
			y[n-1] = wait
			continue
		}
		x, y = append(x, at), append(y, wait)
	}
	return x, y
}

// inverse exchanges the axes of a closed form's curve.
func inverse(t theoryTail) (x, y []float64) {
	for i := range t.x {
		if t.y[i] > 0 {
			x, y = append(x, 1/min(1, t.y[i])), append(y, t.x[i])
		}
	}
	return x, y
}

// percentileTitle states the waits at the 99th and the 99.9th percentile, in the pool where they are longest.
func (w *waitPicture) percentileTitle() string {
	if !slices.ContainsFunc(w.tails, func(t tail) bool { return t.hasPoint || t.any > 0 }) {
		return w.title()
	}
	s := w.worst()
	if math.IsNaN(s.p99) || s.pool == "" {
		return w.title()
	}
	p999, ok := findMetric(w.r, key5{metric: "wait_seconds", stat: "p999", pool: s.pool})
	switch {
	case !ok:
		return w.title()
	case s.p99 == 0 && p999 == 0:
		return upper(s.name + "99.9" + noBreak + "% of acquires do not wait; " + percent(s.any, 2) + " do")
	case s.p99 == 0:
		return upper(s.name + "99" + noBreak + "% of acquires do not wait; the p99.9 wait is " + seconds(p999, 3))
	}
	return upper(s.name + "the p99 wait is " + seconds(s.p99, 3) + ", the p99.9 wait " + seconds(p999, 3))
}

// percentileSubtitle says what is drawn.
func (w *waitPicture) percentileSubtitle(by string) string {
	if distinct(w.tails, func(t tail) string { return t.pool }) > 1 {
		by = "pool and " + by
	}
	s := "Wait at each percentile by " + by + "; the axis is logarithmic in the share of longer waits"
	if len(w.beyond) > 0 {
		s += "; off the axis: " + strings.ReplaceAll(strings.Join(w.beyond, ", "), " ", noBreak)
	}
	return s
}

// percentileDescription is the picture in words.
func (w *waitPicture) percentileDescription() string {
	return strings.Replace(w.description(), "Curves of P(wait > t) on logarithmic axes. ", "Curves of the wait over its percentile. ", 1)
}
