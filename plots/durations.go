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
	Charts.Register("durations", Chart{
		Name: "durations",
		Help: "acquire, hold and response by percentile, from p50 to the slowest, on a logarithmic axis",
		Draw: drawDurations,
	})
}

// quantiles is one curve: a duration of a holder in a pool, or of a class, by percentile.
type quantiles struct {
	owner
	label  string
	color  color.NRGBA
	dashes []vg.Length
	x, y   []float64 // y[i] seconds from percentile rank x[i] to x[i+1], see rank; x has one value more
	p99    float64   // NaN when unknown
	n      float64   // how many were observed, in a replication; 0 when unknown
}

// durationPart is one of the panels.
type durationPart struct {
	metric, name string
	curves       []quantiles
	left         int // curves left out
	targets      []target
}

// durations is what the figure shows.
type durations struct {
	r     *experiment.Result
	parts []durationPart
	far   float64 // rank where the axis ends
}

// mostQuantiles is how many curves a panel has; those with the most observations stay.
const mostQuantiles = 5

func drawDurations(r *experiment.Result) ([]Figure, error) {
	d := &durations{r: r}
	for _, part := range []durationPart{
		{metric: "acquire_seconds", name: "acquire"}, {metric: "hold_seconds", name: "hold"}, {metric: "response_seconds", name: "response"},
	} {
		if err := part.load(r); err != nil {
			return nil, fmt.Errorf("plots: durations: %w", err)
		}
		if len(part.curves) > 0 {
			d.parts = append(d.parts, part)
		}
	}
	if len(d.parts) == 0 {
		return nil, fmt.Errorf("plots: durations: the result has no acquire, hold or response longer than 0: %w", ErrNoData)
	}
	for _, part := range d.parts {
		for _, q := range part.curves {
			d.far = max(d.far, q.x[len(q.x)-1])
		}
	}
	d.far = max(d.far, rank(0.99))
	return []Figure{d.figure()}, nil
}

// rank is where a percentile stands on the axis: so far to the right as there are nines, p50 at 0.3.
func rank(p float64) float64 { return -math.Log10(1 - p) }

// load reads the curves of a panel.
func (d *durationPart) load(r *experiment.Result) error {
	for i := range r.Series {
		s := &r.Series[i]
		if s.Metric != d.metric || s.Stat != "ccdf" || len(s.X) == 0 {
			continue
		}
		q := quantiles{owner: owner{s.Pool, s.Class, s.Holder}}
		if err := q.load(r, s); err != nil {
			return err
		}
		if len(q.y) > 0 {
			d.curves = append(d.curves, q)
		}
	}
	slices.SortStableFunc(d.curves, func(a, b quantiles) int { return cmp.Compare(b.n, a.n) })
	if n := len(d.curves); n > mostQuantiles {
		d.left, d.curves = n-mostQuantiles, d.curves[:mostQuantiles]
	}
	d.setLabels(r)
	for _, v := range r.SLO {
		t := target{v.Stat, v.Limit}
		if _, ok := quantileShares[v.Stat]; ok && v.Metric == d.metric && !v.AtLeast && v.Limit > 0 && !slices.Contains(d.targets, t) {
			d.targets = append(d.targets, t)
		}
	}
	return nil
}

// setLabels gives the curves their labels and colours.
func (d *durationPart) setLabels(r *experiment.Result) {
	owners := make([]owner, len(d.curves))
	for i, q := range d.curves {
		owners[i] = q.owner
	}
	names := apart(ownerNames(owners), atMost(30))
	colors := colorsOf(holderNames(r))
	for i := range d.curves {
		q := &d.curves[i]
		q.label, q.dashes, q.color = names[i], dashes[i%len(dashes)], colors[q.holder]
		if d.metric == "response_seconds" {
			q.color = classColors[i%len(classColors)]
		}
	}
}

// load turns a tail into a curve by percentile, from p50 on.
func (q *quantiles) load(r *experiment.Result, s *experiment.Series) error {
	if err := checkSeries(s); err != nil {
		return err
	}
	of := func(stat string) (float64, bool) {
		return findMetric(r, key5{s.Metric, stat, s.Pool, s.Class, s.Holder})
	}
	q.p99, _ = of("p99")
	if s.Metric == "response_seconds" {
		q.n, _ = findMetric(r, key5{metric: "jobs_total", stat: "total", class: s.Class})
	} else {
		q.n, _ = findMetric(r, key5{"acquires_total", "total", s.Pool, s.Class, s.Holder})
	}
	if math.IsNaN(q.n) {
		q.n = 0
	}
	for i, y := range s.Y {
		switch {
		case s.X[i] <= 0:
			return fmt.Errorf("series %v: point %d is not above 0", seriesKey(s), i)
		case y > 1+1e-9 || i > 0 && y > s.Y[i-1]:
			return fmt.Errorf("series %v: point %d is no share beyond: %g", seriesKey(s), i, y)
		}
	}
	// Durations of 0 are not among the points. Which percentiles are 0 is told by the metrics.
	share := 0.5
	for _, stat := range []string{"p50", "p90", "p95", "p99", "p999"} {
		if v, ok := of(stat); ok && v == 0 {
			share = min(quantileShares[stat], max(s.Y[0], 1e-9))
		}
	}
	if share < 0.5 {
		q.x, q.y = append(q.x, rank(0.5)), append(q.y, 0)
	}
	least := share
	for i, x := range s.X {
		if from := min(share, 1); s.Y[i] < from {
			q.x, q.y = append(q.x, -math.Log10(from)), append(q.y, x)
		}
		share = min(share, s.Y[i])
		if s.Y[i] > 0 {
			least = min(least, s.Y[i])
		}
	}
	if len(q.y) == 0 {
		return nil
	}
	end := -math.Log10(least / 2) // the slowest are beyond the last share that is told
	if q.n > 0 {
		end = max(math.Log10(q.n*float64(max(1, r.Replications))), q.x[len(q.x)-1]+0.05) // the slowest is one of so many
	}
	q.x = append(q.x, end)
	return nil
}

// figure lays out the picture: a panel for each kind of duration.
func (d *durations) figure() Figure {
	f := Figure{Name: "durations", Title: d.title(), Subtitle: d.subtitle(), Description: d.description(), Footer: footer(d.r)}
	f.legend = append(f.legend, key{name: "p99", mark: &marker{radius: 2.2, fill: inkSoft}, soft: true})
	var panels []*panel
	for i := range d.parts {
		p := d.panel(&d.parts[i])
		p.bareX = i < len(d.parts)-1
		panels = append(panels, p)
	}
	panels[len(panels)-1].xName = "percentile"
	f.body = func(c draw.Canvas) { column(c, panels...) }
	return f
}

// panel draws one kind of duration.
func (d *durations) panel(part *durationPart) *panel {
	p := newPanel(part.caption(), rank(0.5), d.far, 0, 1)
	p.axes.X.Tick.Marker = rankTicks{}
	p.columns = true
	var refs []float64
	for _, t := range part.targets {
		refs = append(refs, t.limit)
	}
	s := part.scale(refs)
	s.set(p, 5)
	for _, t := range part.targets {
		end := rank(1 - quantileShares[t.stat])
		p.add(
			curve{x: []float64{p.axes.X.Min, end}, y: []float64{t.limit, t.limit}, style: line(1.2, ink, 4, 2.5)},
			dot{x: end, y: t.limit, radius: 1.8, fill: ink},
		)
		p.edge = append(p.edge, edgeLabel{y: t.limit, lines: []string{t.stat + " target " + seconds(t.limit, 3)}, color: ink})
	}
	for _, q := range part.curves {
		y := make([]float64, len(q.y))
		for i := range y {
			y[i] = max(s.floor, q.y[i])
		}
		c := onPaper(q.color)
		p.add(curve{x: q.x, y: y, steps: true, style: line(1.6, c, q.dashes...)})
		label := q.label
		if at := rank(0.99); !math.IsNaN(q.p99) && q.x[len(q.x)-1] >= at {
			p.add(dot{x: at, y: max(s.floor, q.at(at)), radius: 1.8, fill: c})
			label += ", p99" + noBreak + seconds(q.p99, 3)
		}
		if end := q.x[len(q.x)-1]; end < d.far { // a hairline leads to the name
			p.add(curve{x: []float64{end, d.far}, y: []float64{y[len(y)-1], y[len(y)-1]}, style: line(0.5, tint(c, 0.6), 1, 2)})
		}
		p.edge = append(p.edge, edgeLabel{y: y[len(y)-1], lines: []string{label}, color: asText(q.color)})
	}
	return p
}

// scale is the axis of the panel: the decades of the curves and of lines of reference, at most seven.
func (d *durationPart) scale(refs []float64) durationScale {
	least, peak, zero := math.Inf(1), 0.0, false
	for _, q := range d.curves {
		for _, y := range q.y {
			zero = zero || y == 0
			if y > 0 {
				least, peak = min(least, y), max(peak, y)
			}
		}
	}
	for _, y := range refs {
		least, peak = min(least, y), max(peak, y)
	}
	s := durationScale{floor: decadeBelow(least), bare: !zero}
	if low := decadeBelow(peak / 1e6); low > s.floor {
		s.floor, s.bare = low, false
	}
	s.top = max(peak, s.floor*10) * 1.3
	return s
}

// at is the value of a curve at a rank.
func (q *quantiles) at(x float64) float64 {
	y := q.y[0]
	for i := range q.y {
		if q.x[i] <= x {
			y = q.y[i]
		}
	}
	return y
}

// caption names the quantity of a panel.
func (d *durationPart) caption() string {
	s := map[string]string{
		"acquire_seconds": "acquire: from asking to a connection", "hold_seconds": "hold: from the connection to its return",
		"response_seconds": "response: from a job's arrival to its end",
	}[d.metric]
	if d.left > 0 {
		s += "; " + count(float64(d.left)) + " more with fewer left out"
	}
	return s
}

// rankTicks mark an axis of percentiles at p50, p75, p90, p95 and p99, and at each further nine.
type rankTicks struct{}

// Ticks implements plot.Ticker.
func (rankTicks) Ticks(lo, hi float64) []plot.Tick {
	var ticks []plot.Tick
	at := func(label string, x float64) {
		if x >= lo-1e-9 && x <= hi+1e-9 {
			ticks = append(ticks, plot.Tick{Value: x, Label: label})
		}
	}
	at("50"+noBreak+"%", rank(0.5))
	at("", rank(0.75))
	at("90"+noBreak+"%", 1)
	at("95", rank(0.95))
	at("99"+noBreak+"%", 2)
	for n := 3; n <= 12 && float64(n) <= hi; n++ {
		at("99."+strings.Repeat("9", n-2)+noBreak+"%", float64(n))
	}
	return ticks
}

// title states how long the class with the most jobs takes, and how long its connections take to come.
func (d *durations) title() string {
	at99 := "99" + noBreak + "% of "
	var said []string
	i := slices.IndexFunc(d.parts, func(p durationPart) bool { return p.metric == "response_seconds" })
	if i >= 0 && !math.IsNaN(d.parts[i].curves[0].p99) {
		q := d.parts[i].curves[0]
		said = append(said, at99+"responses of "+q.label+" take at most "+seconds(q.p99, 3))
	}
	if pool, p99 := d.slowest(); pool != "" {
		s := "acquires of " + pool + " "
		if len(said) == 0 {
			s = at99 + s + "take at most "
		}
		said = append(said, s+seconds(p99, 3))
	}
	if len(said) == 0 {
		return "Durations by percentile"
	}
	return strings.Join(said, ", ")
}

// slowest is the pool whose acquires have the greatest p99, or the holder where the result has none of pools.
func (d *durations) slowest() (name string, p99 float64) {
	for _, p := range d.r.Pools {
		v, ok := findMetric(d.r, key5{metric: "acquire_seconds", stat: "p99", pool: p.Name})
		if ok && (name == "" || v > p99) {
			name, p99 = "pool "+shorten(p.Name, 20), v
		}
	}
	if name != "" || d.parts[0].metric != "acquire_seconds" {
		return name, p99
	}
	for _, q := range d.parts[0].curves {
		if !math.IsNaN(q.p99) && (name == "" || q.p99 > p99) {
			name, p99 = q.label, q.p99
		}
	}
	return name, p99
}

// subtitle says what is drawn.
func (d *durations) subtitle() string {
	s := "Durations by percentile, by holder and class"
	if d.r.Replications > 1 {
		s += ", of all " + plural(float64(d.r.Replications), "replication", "replications") + " together"
	}
	return s + "; each panel has its own scale"
}

// description is the picture in words.
func (d *durations) description() string {
	var b strings.Builder
	b.WriteString("Curves by percentile.")
	for _, p := range d.parts {
		b.WriteString(" " + upper(p.name) + ":")
		for i, q := range p.curves {
			if i > 0 {
				b.WriteString(",")
			}
			fmt.Fprintf(&b, " %s from %s", q.label, seconds(q.y[0], 3))
			if !math.IsNaN(q.p99) {
				fmt.Fprintf(&b, ", p99 %s", seconds(q.p99, 3))
			}
			fmt.Fprintf(&b, " to %s", seconds(q.y[len(q.y)-1], 3))
		}
		for _, t := range p.targets {
			fmt.Fprintf(&b, ", %s target %s", t.stat, seconds(t.limit, 3))
		}
		b.WriteString(".")
	}
	return b.String()
}
