package plots

import (
	"cmp"
	"fmt"
	"image/color"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"poolsim/sim/experiment"
)

func init() {
	Charts.Register("wait-ccdf", Chart{
		Name: "wait-ccdf",
		Help: "P(wait > t): the share of acquires that wait longer than t, on logarithmic axes, with targets, timeouts and what theory says",
		Draw: drawWaitCCDF,
	})
}

// tail is one curve: the waits of a holder in a pool.
type tail struct {
	label              string
	pool, class        string
	holder             string
	color              color.NRGBA
	dashes             []vg.Length
	x, y               []float64 // P(wait > x[i]) = y[i], y > 0; empty when nobody waits
	ends               bool      // the curve falls to zero behind its last point, at end
	end                float64
	any                float64 // P(wait > 0); NaN when nothing was acquired
	p99                float64 // NaN when unknown
	observed, hasPoint bool
}

// uprightLine is a target or a timeout.
type uprightLine struct {
	x, share float64 // share is the probability of the target's quantile, 0 without
	text     string
	target   bool
}

// waitPicture is what a wait-ccdf figure shows.
type waitPicture struct {
	r          *experiment.Result
	tails      []tail
	theory     []theoryTail
	lines      []uprightLine
	timeouts   []uprightLine // those that are near enough become lines
	beyond     []string      // timeouts far right of the axis
	left       string        // what is left out; "" is nothing
	xMin, xMax float64
	yMin       float64
}

func drawWaitCCDF(r *experiment.Result) ([]Figure, error) {
	w, err := waitPictureOf(r)
	if err != nil {
		return nil, fmt.Errorf("plots: wait-ccdf: %w", err)
	}
	return []Figure{w.figure()}, nil
}

// waitPictureOf finds what charts of waits show of a result.
func waitPictureOf(r *experiment.Result) (*waitPicture, error) {
	tails, err := tailsOf(r)
	if err != nil {
		return nil, err
	}
	if len(tails) == 0 {
		return nil, fmt.Errorf("the result has no wait_seconds/ccdf and no wait_ratio of any holder: %w", ErrNoData)
	}
	w := &waitPicture{r: r, tails: tails}
	if len(tails) > mostTails {
		w.left = plural(float64(len(tails)-mostTails), "more with fewer waits", "more with fewer waits")
		w.tails = tails[:mostTails]
	}
	if w.theory, err = theoryTails(r, w.tails); err != nil {
		return nil, err
	}
	w.lines, w.timeouts = targets(r), timeouts(r)
	w.setRange()
	return w, nil
}

// mostTails is how many curves a reader can tell apart; those with the most waits stay.
const mostTails = 10

// tailsOf finds the curves: of each holder in each pool that has a curve or at least a share of waits, and of each class
// where the result tells several apart.
func tailsOf(r *experiment.Result) ([]tail, error) {
	var all []tail
	add := func(pool, class, holder string) {
		if !slices.ContainsFunc(all, func(t tail) bool { return t.pool == pool && t.class == class && t.holder == holder }) {
			all = append(all, tail{pool: pool, class: class, holder: holder})
		}
	}
	for i := range r.Series {
		if s := &r.Series[i]; s.Metric == "wait_seconds" && s.Stat == "ccdf" && s.Pool != "" {
			add(s.Pool, s.Class, s.Holder)
		}
	}
	for i := range r.Metrics {
		if m := &r.Metrics[i]; m.Metric == "wait_ratio" && m.Stat == "ratio" && m.Pool != "" {
			add(m.Pool, m.Class, m.Holder)
		}
	}
	tails := finest(all)
	names := holderNames(r)
	colors := colorsOf(append(names, ""))
	pools, classes := distinct(tails, func(t tail) string { return t.pool }), map[[2]string]int{}
	for _, t := range tails {
		classes[[2]string{t.pool, t.holder}]++
	}
	for i := range tails {
		t := &tails[i]
		t.label = cmp.Or(t.holder, "all holders")
		if pools > 1 {
			t.label = t.pool + " / " + t.label
		}
		if classes[[2]string{t.pool, t.holder}] > 1 {
			t.label += " (" + cmp.Or(t.class, "all classes") + ")"
		}
		t.color = colors[t.holder]
		if err := t.load(r); err != nil {
			return nil, err
		}
	}
	nameApart(tails, 40)
	tails = slices.DeleteFunc(tails, func(t tail) bool { return !t.observed })
	slices.SortStableFunc(tails, func(a, b tail) int { // NaN is below all numbers
		return cmp.Or(cmp.Compare(b.any, a.any), cmp.Compare(b.p99, a.p99),
			cmp.Compare(slices.Index(names, a.holder), slices.Index(names, b.holder)))
	})
	for i := range tails {
		tails[i].dashes = dashes[i%len(dashes)]
	}
	return tails, nil
}

// nameApart cuts the labels of curves to n characters.
func nameApart(tails []tail, n int) {
	labels := make([]string, len(tails))
	for i := range tails {
		labels[i] = tails[i].label
	}
	for i, label := range apart(labels, atMost(n)) {
		tails[i].label = label
	}
}

// finest leaves out the sums of what is there in parts: a pool's curve over all holders where holders have curves, and a
// holder's over all classes where it has several. One class is the same as all of them, and all of them is kept.
func finest(all []tail) []tail {
	var out []tail
	for _, t := range all {
		parts, classes, whole := false, 0, false
		for _, o := range all {
			if o.pool != t.pool {
				continue
			}
			parts = parts || o.holder != ""
			if o.holder == t.holder {
				whole = whole || o.class == ""
				if o.class != "" {
					classes++
				}
			}
		}
		switch {
		case t.holder == "" && parts:
		case t.class == "" && classes > 1:
		case t.class != "" && classes == 1 && whole:
		default:
			out = append(out, t)
		}
	}
	return out
}

// distinct counts the values of a property.
func distinct(tails []tail, of func(tail) string) int {
	seen := map[string]bool{}
	for _, t := range tails {
		seen[of(t)] = true
	}
	return len(seen)
}

// load fills in the points of a tail and its metrics.
func (t *tail) load(r *experiment.Result) error {
	k := key5{"wait_seconds", "ccdf", t.pool, t.class, t.holder}
	var known bool
	t.any, known = findMetric(r, key5{"wait_ratio", "ratio", t.pool, t.class, t.holder})
	t.p99, _ = findMetric(r, key5{"wait_seconds", "p99", t.pool, t.class, t.holder})
	t.observed = known
	s := findSeries(r, k)
	if s == nil {
		return nil
	}
	if err := checkSeries(s); err != nil {
		return err
	}
	t.observed = true
	for i := range s.X {
		switch {
		case s.X[i] <= 0 && s.Y[i] > 0:
			if !known {
				t.any = s.Y[i]
			}
		case s.Y[i] > 1+1e-9:
			return fmt.Errorf("series %v: point %d is no probability: %g", k, i, s.Y[i])
		case s.Y[i] == 0:
			t.ends, t.end = true, s.X[i]
		default:
			t.x, t.y = append(t.x, s.X[i]), append(t.y, s.Y[i])
			continue
		}
		if t.ends {
			break
		}
	}
	if len(t.x) == 0 && t.ends && t.any > 0 && t.end > 0 { // all waits are equally long: the curve falls to zero at once
		t.x, t.y = []float64{math.Nextafter(t.end, 0)}, []float64{t.any}
	}
	t.hasPoint = len(t.x) > 0
	if math.IsNaN(t.any) {
		t.any = 0
		if t.hasPoint {
			t.any = t.y[0]
		}
	}
	return nil
}

// setRange chooses the axes and the upright lines: from 1 ms, or from lower where all waits are shorter, to the longest
// wait and the targets; timeouts too, where they are not far beyond.
func (w *waitPicture) setRange() {
	longest, least := 0.0, 1.0
	for _, t := range w.tails {
		if t.hasPoint {
			longest = max(longest, t.x[len(t.x)-1], t.end)
			least = min(least, slices.Min(t.y))
		}
	}
	waits := longest > 0
	far := longest
	for _, l := range w.lines {
		far = max(far, l.x)
		if l.share > 0 {
			least = min(least, l.share)
		}
	}
	for _, l := range w.timeouts {
		if !waits || l.x <= 100*far {
			w.lines = append(w.lines, l)
		} else {
			w.beyond = append(w.beyond, l.text)
		}
	}
	for _, l := range w.lines {
		far = max(far, l.x)
	}
	w.xMin = 1e-3
	if waits && longest < 10e-3 {
		w.xMin = decadeBelow(longest / 30)
	}
	if !waits {
		far = max(far, 1)
	}
	w.xMax = max(far*1.25, w.xMin*100)
	w.yMin = max(min(least, 1e-2)/2, 1e-9) // half of the least, so that the last step is seen
	if !waits {
		w.yMin = min(w.yMin, 1e-5)
	}
	for i := range w.tails {
		w.tails[i].extend(w.xMin, w.yMin)
	}
	for i := range w.theory {
		w.theory[i].extend(w.xMin, w.yMin)
	}
}

// extend leads the curve from the left end of the axis, where it is P(wait > 0), and down to the floor of the axis where
// it falls to zero.
func (t *tail) extend(xMin, yMin float64) {
	if !t.hasPoint {
		return
	}
	if first := max(t.any, t.y[0]); t.x[0] > xMin {
		t.x, t.y = slices.Insert(t.x, 0, xMin), slices.Insert(t.y, 0, first)
	}
	if t.ends {
		t.x, t.y = append(t.x, t.end), append(t.y, yMin)
	}
}

// figure lays out the picture.
func (w *waitPicture) figure() Figure {
	f := Figure{
		Name: "wait-ccdf", Title: w.title(), Subtitle: w.subtitle(), Description: w.description(), Footer: footer(w.r),
	}
	p := newPanel("share of acquires that wait longer than t", w.xMin, w.xMax, w.yMin, 1)
	p.axes.X.Scale, p.axes.Y.Scale = logScale{}, logScale{}
	p.axes.X.Tick.Marker = logTicks{label: decadeSeconds, most: 9}
	p.axes.Y.Tick.Marker = logTicks{label: decadePercent, most: 9, bare: true}
	p.columns = true
	p.xName = "t, the wait in line"
	for _, l := range w.lines {
		w.addLine(p, l)
	}
	var curves []namedCurve
	w.addKeys(&f, func(t *tail, style draw.LineStyle) {
		p.add(curve{x: t.x, y: t.y, steps: true, style: style})
		curves = append(curves, namedCurve{name: t.label, x: t.x, y: t.y})
	})
	w.addTheory(&f, p)
	w.addLeft(&f)
	if len(curves) > 1 {
		p.add(curveNames{curves: curves, lines: w.lines})
	}
	if len(curves) == 0 {
		p.add(w.nothing())
	}
	f.body = func(c draw.Canvas) { column(c, p) }
	return f
}

// addKeys has every curve drawn, and fills the legend: with the curves and, in words, with those that have none.
func (w *waitPicture) addKeys(f *Figure, draw func(t *tail, style draw.LineStyle)) {
	var never []string
	for i := range w.tails {
		t := &w.tails[i]
		k := key{name: t.legend(), soft: !t.hasPoint}
		switch {
		case t.hasPoint:
			k.line = line(1.8, onPaper(t.color), t.dashes...)
			draw(t, k.line)
		case t.any == 0:
			never = append(never, t.label)
			continue
		}
		f.legend = append(f.legend, k)
	}
	if len(never) > 0 {
		f.legend = append(f.legend, key{name: "never waits: " + strings.Join(never, ", "), soft: true})
	}
}

// addLeft says in the legend what is left out.
func (w *waitPicture) addLeft(f *Figure) {
	if w.left != "" {
		f.legend = append(f.legend, key{name: w.left, soft: true})
	}
}

// addLine draws a target as a wall that the curves must not cross: it stands on the probability of its quantile, which
// a disc marks. A timeout is a plain line.
func (w *waitPicture) addLine(p *panel, l uprightLine) {
	c := inkSoft
	if l.target {
		c = ink
	}
	p.top = append(p.top, topLabel{x: l.x, text: l.text, color: c})
	switch {
	case !l.target:
		p.add(upright{x: l.x, from: w.yMin, to: 1, style: line(0.9, inkSoft)})
	case l.share > 0:
		p.add(
			upright{x: l.x, from: l.share, to: 1, style: line(1.2, ink, 4, 2.5)},
			upright{x: l.x, from: w.yMin, to: l.share, style: line(0.5, rule)},
			dot{x: l.x, y: l.share, radius: 2.2, fill: ink},
		)
	default:
		p.add(upright{x: l.x, from: w.yMin, to: 1, style: line(1.2, ink, 4, 2.5)})
	}
}

// nothing is the note that nobody waits, in the widest room between the upright lines.
func (w *waitPicture) nothing() plot.Plotter {
	ends := []float64{w.xMin, w.xMax}
	for _, l := range w.lines {
		ends = append(ends, l.x)
	}
	slices.Sort(ends)
	at := 1 // the widest gap ends there
	for i := 2; i < len(ends); i++ {
		if ends[i]/ends[i-1] > ends[at]/ends[at-1] {
			at = i
		}
	}
	return note{
		x: math.Sqrt(ends[at-1] * ends[at]), y: math.Sqrt(w.yMin), text: newText(w.nobody(), sans(11), inkSoft), align: center,
	}
}

// nobody says why there is no curve.
func (w *waitPicture) nobody() string {
	if slices.ContainsFunc(w.tails, func(t tail) bool { return t.any > 0 }) {
		return "The result has no curve of the waits"
	}
	if n := w.acquires(); n > 0 {
		return "None of " + count(n) + " acquires waits"
	}
	return "No acquire waits"
}
