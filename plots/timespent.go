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
	Charts.Register("time-spent", Chart{
		Name: "time-spent",
		Help: "where the time of acquires and of responses goes, on average: wait, connect, ping, hold, reset, close, between",
		Draw: drawTimeSpent,
	})
}

// phase is a part of the time of an acquire or a response.
type phase struct {
	stat, doing string // the stat of the metric, and what a sentence calls it
	fill        color.NRGBA
	lines       color.NRGBA
	hatch       hatch
}

// phases are in the order of time.
var phases = []phase{
	{"wait", "waiting in line", rgb(0xD55E00), rgb(0xFFFFFF), rising},
	{"connect", "connecting", rgb(0xE69F00), rgb(0x1F2933), falling},
	{"ping", "pinging", rgb(0x9CCBEA), rgb(0x1F2933), standing},
	{"hold", "holding connections", rgb(0x0072B2), color.NRGBA{}, plainFill},
	{"reset", "resetting", rgb(0x009E73), rgb(0xFFFFFF), lying},
	{"close", "closing", rgb(0x1F2933), color.NRGBA{}, plainFill},
	{"between", "work without a connection", rgb(0xE3E7EC), color.NRGBA{}, plainFill},
}

// timeRow is one bar: the mean time of an acquire, or of a response.
type timeRow struct {
	owner
	name  string
	parts []float64 // seconds of each of phases
	total float64
	n     float64 // how many there are, in a replication; 0 when unknown
}

// share is a part of the whole.
func (t *timeRow) share(i int) float64 { return t.parts[i] / t.total }

// timeGroup is the bars of one kind.
type timeGroup struct {
	metric, count, caption string
	rows                   []timeRow
	left                   int     // rows left out
	empty                  []owner // that spend no time
}

// mostBars is how many bars a group has, those first on which most time is spent; of a group that is alone it is twice that.
const mostBars = 5

func drawTimeSpent(r *experiment.Result) ([]Figure, error) {
	groups := []*timeGroup{
		{metric: "time_seconds", count: "acquires_total", caption: "mean time of an acquire, until its place is free again, by holder"},
		{metric: "response_time_seconds", count: "jobs_total", caption: "mean response, from a job's arrival to its end, by class"},
	}
	for _, g := range groups {
		if err := g.load(r); err != nil {
			return nil, fmt.Errorf("plots: time-spent: %w", err)
		}
	}
	groups = slices.DeleteFunc(groups, func(g *timeGroup) bool { return len(g.rows) == 0 })
	if len(groups) == 0 {
		return nil, fmt.Errorf("plots: time-spent: the result has no time_seconds or response_time_seconds above 0: %w", ErrNoData)
	}
	for _, g := range groups {
		g.keep(mostBars * (3 - len(groups)))
	}
	return []Figure{timeFigure(r, groups)}, nil
}

// load reads the rows of a group.
func (g *timeGroup) load(r *experiment.Result) error {
	for i := range r.Metrics {
		m := &r.Metrics[i]
		if m.Metric != g.metric || m.Stat != "total" || (m.Pool != "" && m.Class == "" && m.Holder == "") {
			continue
		}
		t := timeRow{owner: owner{m.Pool, m.Class, m.Holder}}
		for _, ph := range phases {
			x, ok := findMetric(r, key5{g.metric, ph.stat, m.Pool, m.Class, m.Holder})
			switch {
			case !ok:
				x = 0
			case x < 0 || math.IsInf(x, 0):
				return fmt.Errorf("%v is no time: %g", key5{g.metric, ph.stat, m.Pool, m.Class, m.Holder}, x)
			}
			t.parts, t.total = append(t.parts, x), t.total+x
		}
		if n, ok := findMetric(r, key5{g.count, "total", m.Pool, m.Class, m.Holder}); ok {
			t.n = n
		}
		g.rows = append(g.rows, t)
	}
	owners := make([]owner, len(g.rows))
	for i, t := range g.rows {
		owners[i] = t.owner
	}
	for i, name := range apart(ownerNames(owners), atMost(36)) {
		g.rows[i].name = name
		if g.rows[i].total == 0 {
			g.empty = append(g.empty, g.rows[i].owner)
		}
	}
	g.rows = slices.DeleteFunc(g.rows, func(t timeRow) bool { return t.total == 0 })
	return nil
}

// keep orders the rows by the time that is spent on all of them, and leaves out the last of many.
func (g *timeGroup) keep(n int) {
	slices.SortStableFunc(g.rows, func(a, b timeRow) int { return cmp.Compare(b.n*b.total, a.n*a.total) })
	if len(g.rows) > n {
		g.left, g.rows = len(g.rows)-n, g.rows[:n]
	}
	if g.left > 0 {
		g.caption += "; " + count(float64(g.left)) + " more with less time in all left out"
	}
}

// timeFigure lays out the picture: a panel for each group.
func timeFigure(r *experiment.Result, groups []*timeGroup) Figure {
	f := Figure{
		Name: "time-spent", Title: timeTitle(groups), Subtitle: timeSubtitle(r), Description: timeDescription(groups), Footer: footer(r),
	}
	for i, ph := range phases {
		used := slices.ContainsFunc(groups, func(g *timeGroup) bool {
			return slices.ContainsFunc(g.rows, func(t timeRow) bool { return t.parts[i] > 0 })
		})
		if used {
			f.legend = append(f.legend, key{name: ph.stat, fill: ph.fill, hatch: ph.hatch, hatched: ph.lines})
		}
	}
	if s := nothingSpent(groups); s != "" {
		f.legend = append(f.legend, key{name: s, soft: true})
	}
	bars := 0
	for _, g := range groups {
		bars += len(g.rows)
	}
	height := min(34, 172/vg.Length(bars)) // there may be four lines of text above
	var panels []*panel
	for i, g := range groups {
		p := g.panel(height)
		p.bareX = i < len(groups)-1
		panels = append(panels, p)
	}
	panels[len(panels)-1].xName = "share of the time"
	f.body = func(c draw.Canvas) { column(c, panels...) }
	rooms := vg.Length(xNameRoom) // with few bars the page is lower
	for _, p := range panels {
		rooms += captionRoom + p.height + xTickRoom
	}
	f.tall = min(figureHeight, f.tallFor(rooms))
	return f
}

// panel draws the bars of a group, the first on top.
func (g *timeGroup) panel(height vg.Length) *panel {
	n := len(g.rows)
	p := newPanel(g.caption, 0, 1, 0, float64(n))
	p.height, p.plain = height*vg.Length(n), true
	p.axes.X.Tick.Marker = percentTicks{}
	var names nameTicks
	all := make([]string, n)
	for i := range g.rows {
		all[i] = g.rows[i].name
	}
	all = apart(all, atMost(22))
	for i := range g.rows {
		t := &g.rows[i]
		y := float64(n-1-i) + 0.5
		names = append(names, plot.Tick{Value: y, Label: all[i]})
		p.add(timeBar{row: t, y: y})
		p.edge = append(p.edge, edgeLabel{y: y, lines: t.beside(height), color: ink})
	}
	p.axes.Y.Tick.Marker = names
	return p
}

// nameTicks are names on an axis.
type nameTicks []plot.Tick

// Ticks implements plot.Ticker.
func (t nameTicks) Ticks(_, _ float64) []plot.Tick { return t }

// leastBar is how long a bar is at least, in points; what has no room in it by that is named beside it.
const leastBar = 270

// label is the name of a part inside the bar, or empty where it has no room.
func (t *timeRow) label(i int) string {
	if t.parts[i] == 0 {
		return ""
	}
	for _, s := range []string{phases[i].stat + " " + seconds(t.parts[i], 3), phases[i].stat} {
		if tickText(s, ink).width()+8 <= vg.Length(t.share(i))*leastBar {
			return s
		}
	}
	return ""
}

// unseen is the share of the whole below which a part is not named.
const unseen = 1e-5

// beside is what stands beside a bar: the total, and the parts that have no room in it, the greatest first.
func (t *timeRow) beside(height vg.Length) []string {
	var small []int
	for i := range phases {
		if t.share(i) > unseen && !strings.Contains(t.label(i), " ") {
			small = append(small, i)
		}
	}
	slices.SortStableFunc(small, func(i, j int) int { return cmp.Compare(t.parts[j], t.parts[i]) })
	s := "=" + noBreak + seconds(t.total, 3)
	for k, i := range small {
		s += []string{" with ", ", "}[min(k, 1)] + phases[i].stat + noBreak + seconds(t.parts[i], 2)
	}
	const room = 165
	return wrap(s, sans(tickSize), room, max(1, int(height/leading)))
}

// timeBar is a bar of shares.
type timeBar struct {
	row *timeRow
	y   float64
}

// Plot implements plot.Plotter.
func (b timeBar) Plot(c draw.Canvas, p *plot.Plot) {
	trX, trY := transforms(&c, p)
	step := trY(b.y+0.5) - trY(b.y)
	lo, hi := trY(b.y)-step*0.66, trY(b.y)+step*0.66
	at := 0.0
	for i, ph := range phases {
		share := b.row.share(i)
		if share == 0 {
			continue
		}
		x0, x1 := trX(at), trX(at+share)
		at += share
		if at < 1-1e-9 && x1-x0 > 1.6 {
			x1 -= 0.8 // a white gap before the next
		}
		fillHatched(c, vg.Rectangle{Min: vg.Point{X: x0, Y: lo}, Max: vg.Point{X: max(x1, x0+0.4), Y: hi}}, ph.fill, ph.lines, ph.hatch)
		s := b.row.label(i)
		if s == "" {
			continue
		}
		t := tickText(s, textOn(ph.fill))
		middle, baseline := (x0+x1)/2, trY(b.y)-capHeight(tickSize)/2
		if ph.hatch != plainFill {
			w := t.width()/2 + 2
			c.FillPolygon(ph.fill, []vg.Point{
				{X: middle - w, Y: baseline - 2},
				{X: middle + w, Y: baseline - 2},
				{X: middle + w, Y: baseline + capHeight(tickSize) + 2},
				{X: middle - w, Y: baseline + capHeight(tickSize) + 2},
			})
		}
		t.draw(c, middle, baseline, center)
	}
}
