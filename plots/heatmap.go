package plots

import (
	"fmt"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"poolsim/sim/study"
)

func init() {
	SweepCharts.Register("heat-map", SweepChart{
		Name: "heat-map",
		Help: "a value for each pair of two settings, printed where there is room, and the boundary of the target; a map for each value of a third",
		Draw: func(r *study.SweepResult, o Options) ([]Figure, error) {
			figures, err := drawHeatMap(r, o)
			if err != nil {
				return nil, fmt.Errorf("plots: heat-map: %w", err)
			}
			return figures, nil
		},
	})
}

func drawHeatMap(r *study.SweepResult, o Options) ([]Figure, error) {
	v, err := viewSlice(r, mostSettings, o)
	if err != nil {
		return nil, err
	}
	if n := len(v.axes); n < 2 {
		return nil, fmt.Errorf("a heat map shows two settings, or three, and %s: %w", varies(n), ErrNoData)
	}
	columns, err := heatColumns(v, o)
	if err != nil {
		return nil, err
	}
	var figures []Figure
	for _, c := range columns {
		h := newHeatMap(v, c, len(columns) == 1)
		if h.known == 0 {
			continue
		}
		f := h.figure()
		f.Footer = v.footer()
		if len(columns) > 1 {
			f.Name = fileName(f.Name, c.Pool+c.Class)
		}
		f.Name = unused(f.Name, figures)
		figures = append(figures, f)
	}
	if len(figures) == 0 {
		return nil, fmt.Errorf("no cell has a %s: nothing was observed: %w", columns[0].Metric, ErrNoData)
	}
	return figures, nil
}

// heatColumns picks what is mapped, for each pool or class.
func heatColumns(v *sweepView, o Options) ([]study.Column, error) {
	metric, stat := o.Metric, o.Stat
	if metric == "" {
		metric, stat = "wait_seconds", "p99"
		for _, s := range statOrder {
			for _, c := range v.r.Columns {
				if c.Metric != metric || c.Stat != s {
					continue
				}
				if _, ok := v.limit(c); ok {
					stat = s
				}
			}
		}
	}
	var out []study.Column
	for _, c := range v.r.Columns {
		if c.Metric == metric && c.Stat == stat && (o.Pool == "" || c.Pool == o.Pool) && (o.Class == "" || c.Class == o.Class) {
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("the sweep has no %s/%s of what was asked for: %w", metric, stat, ErrNoData)
	}
	return out, nil
}

// heatMap is what a figure of one metric shows.
type heatMap struct {
	v        *sweepView
	c        study.Column
	alone    bool
	q        quantity
	scale    colorScale
	limit    float64
	judged   bool
	xi, yi   int // of v.axes
	zi       int // of the axis of several maps, or -1
	known    int // cells with a value
	timeouts bool
	printed  bool   // values are, as far as the size is known
	dots     bool   // mark the cells that are not decided
	merged   [2]int // how many cells are drawn as one, across and up
}

func newHeatMap(v *sweepView, c study.Column, alone bool) *heatMap {
	h := &heatMap{v: v, c: c, alone: alone, q: quantityOf(c.Metric), xi: 0, yi: 1, zi: -1}
	if len(v.axes) == 3 { // the axis with the fewest points is that of the maps
		h.zi = 0
		for i, a := range v.axes {
			if len(a.x) < len(v.axes[h.zi].x) {
				h.zi = i
			}
		}
		h.xi, h.yi = (h.zi+1)%3, (h.zi+2)%3
	}
	if h.xi > h.yi {
		h.xi, h.yi = h.yi, h.xi
	}
	if h.yi == v.loadAxis() {
		h.xi, h.yi = h.yi, h.xi
	}
	h.limit, h.judged = v.limit(c)
	least, above, most := math.Inf(1), math.Inf(1), math.Inf(-1)
	v.each(func(at place) {
		e := v.estimate(at, c)
		if !e.known() {
			return
		}
		h.known++
		least, most = min(least, e.value), max(most, e.value)
		if e.value > 0 {
			above = min(above, e.value)
		}
		lost := v.estimate(at, h.timeoutColumn())
		h.timeouts = h.timeouts || c.Metric == "wait_seconds" && lost.known() && lost.value > 0
	})
	h.scale = newColorScale(h.q, least, above, most)
	return h
}

func (h *heatMap) timeoutColumn() study.Column {
	return study.Column{Metric: "timeout_ratio", Stat: "ratio", Pool: h.c.Pool}
}

func (h *heatMap) x() *axis { return h.v.axes[h.xi] }
func (h *heatMap) y() *axis { return h.v.axes[h.yi] }

// cells reads a map; z is the point of the third axis. Values are written out only where they may be printed.
func (h *heatMap) cells(z int, printed bool) heatCells {
	out := heatCells{judged: h.judged}
	at := make(place, len(h.v.axes))
	if h.zi >= 0 {
		at[h.zi] = z
	}
	for _, i := range h.x().order {
		var column []heatCell
		for _, j := range h.y().order {
			at[h.xi], at[h.yi] = i, j
			column = append(column, h.cell(at, printed))
		}
		out.columns = append(out.columns, column)
	}
	return out
}

func (h *heatMap) cell(at place, printed bool) heatCell {
	e := h.v.estimate(at, h.c)
	if !e.known() {
		return heatCell{step: -1, text: "–"}
	}
	c := heatCell{step: h.scale.step(e.value)}
	if t := h.v.verdict(at, h.c); t != nil {
		c.verdict = t.Judgement
	}
	if !printed {
		return c
	}
	c.text = h.q.write(e.value, 3)
	if e.value == 0 {
		c.text = "0"
	}
	if lost := h.v.estimate(at, h.timeoutColumn()); h.timeouts && lost.known() && lost.value > 0 {
		c.more = percent(lost.value, 2) + " t/o"
	}
	return c
}

// figure lays out the picture.
func (h *heatMap) figure() Figure {
	f := Figure{Name: "heat-map", Title: h.title(), Description: h.description()}
	target := ""
	if h.judged {
		target = "target " + h.q.write(h.limit, 3)
	}
	room := h.scale.room(target)
	shown, cols := []int{0}, 1
	if h.zi >= 0 {
		shown = evenly(h.v.axes[h.zi].order, mostTiles)
		_, cols = tiling(len(shown))
	}
	rows := (len(shown) + cols - 1) / cols
	var panels []*panel
	for k, z := range shown {
		panels = append(panels, h.panel(z, tileWidth(cols, room), (260-vg.Length(rows-1)*30)/vg.Length(rows)))
		if h.zi >= 0 {
			panels[len(panels)-1].caption = h.v.axes[h.zi].captions(shown, cols)[k]
		}
	}
	f.Subtitle, f.legend = h.subtitle()+h.mergedNote(), h.legend()
	if h.zi >= 0 {
		f.Subtitle += leftOut(h.v.axes[h.zi], shown)
	}
	f.body = func(c draw.Canvas) {
		inner := draw.Crop(c, 0, -room, 0, 0)
		if h.zi >= 0 {
			tiles(inner, cols, h.x().title(), panels)
		} else {
			column(inner, panels...)
		}
		top := panels[0].topRoom(inner)
		h.scale.drawBar(c, inner.Max.X-sideRoom+barGap, c.Min.Y+xTickRoom+xNameRoom, c.Max.Y-top, h.limit, target)
	}
	return f
}

// panel makes a map.
func (h *heatMap) panel(z int, width, height vg.Length) *panel {
	nx, ny := len(h.x().x), len(h.y().x)
	p := newPanel(h.y().title(), -0.5, float64(nx)-0.5, -0.5, float64(ny)-0.5)
	p.xName, p.plain = h.x().title(), true
	p.axes.X.Tick.Marker = h.x().rowTicks(width, false)
	p.axes.Y.Tick.Marker = h.y().rowTicks(height, true)
	size := vg.Point{X: width / vg.Length(nx), Y: height / vg.Length(ny)}
	cells := h.cells(z, size.X > 0.8*leastCell.X && size.Y > 0.8*leastCell.Y).merge(size)
	h.merged = cells.merged
	if _, lines := cells.face(size); lines > 0 {
		h.printed = true
	}
	h.dots = min(size.X*vg.Length(h.merged[0]), size.Y*vg.Length(h.merged[1])) < cornerCell
	p.add(cells)
	return p
}

// rowTicks labels the points of an axis as a row of equal steps, as far as the labels fit into a length: beside each other, or
// one over the other.
func (a *axis) rowTicks(length vg.Length, upright bool) fixedTicks {
	slot := length / vg.Length(len(a.x))
	need := leading + 1
	if !upright {
		a.letter(length)
		need = 0
		for i := range a.labels {
			need = max(need, tickText(a.tick(i), inkSoft).width()+6)
		}
		if !a.numeric() {
			need = min(need, max(slot, minCategory))
		}
	}
	every := max(1, int(math.Ceil(float64(need/slot)-1e-9)))
	if round := a.roundRow(every); every > 1 && len(round) > 2 {
		return round
	}
	most := vg.Length(110)
	if !upright {
		most = slot*vg.Length(every)*0.85 - 4
	}
	var ticks fixedTicks
	var labels []string
	for k, i := range a.order {
		if k%every == 0 {
			labels = append(labels, a.rowLabel(i, upright))
		}
	}
	for k, label := range apart(labels, within(sans(tickSize), most)) {
		ticks = append(ticks, plot.Tick{Value: float64(k * every), Label: label})
	}
	return ticks
}

// roundRow labels the round numbers of a row of numbers, at least so many points apart; none where the points are not evenly
// spaced.
func (a *axis) roundRow(every int) fixedTicks {
	if !a.numeric() || a.log {
		return nil
	}
	first, second := a.x[a.order[0]], a.x[a.order[1]]
	step := niceStep((second-first)*float64(every), a.whole())
	var ticks fixedTicks
	before := -every
	for k, i := range a.order {
		if n := a.x[i] / step; math.Abs(n-math.Round(n)) < 1e-9 {
			if k-before < every {
				return nil
			}
			before = k
			ticks = append(ticks, plot.Tick{Value: float64(k), Label: a.labels[i]})
		}
	}
	return ticks
}

// rowLabel is the label of a point; those of an upright axis have room, and need no letters.
func (a *axis) rowLabel(i int, upright bool) string {
	if upright {
		return a.labels[i]
	}
	return a.tick(i)
}

// legend explains the marks.
func (h *heatMap) legend() []key {
	return append(h.verdictKeys(), h.x().letterKeys()...)
}

func (h *heatMap) verdictKeys() []key {
	if !h.judged {
		return nil
	}
	counts := h.counts()
	var keys []key
	if counts.met > 0 && counts.met < counts.all {
		keys = append(keys, key{
			name: "boundary of the cells with " + h.q.title(h.c.Stat) + " ≤ " + h.q.write(h.limit, 3), line: line(stairWidth, limitColor),
		})
	}
	if counts.met+counts.open < counts.all && h.printed {
		keys = append(keys, key{name: "bold: above it", soft: true})
	}
	if counts.open > 0 {
		open := key{name: "not decided", mark: &marker{shape: corner, radius: 3, fill: ink}, soft: true}
		if h.dots {
			open.mark = &marker{shape: round, radius: 1, fill: ink}
		}
		keys = append(keys, open)
	}
	return keys
}

// counts are the verdicts of all cells.
func (h *heatMap) counts() finding {
	f := finding{}
	h.v.each(func(at place) {
		f.count(h.v.verdict(at, h.c))
	})
	return f
}
