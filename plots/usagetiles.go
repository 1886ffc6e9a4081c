package plots

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"poolsim/sim/experiment"
)

func init() {
	OverlayCharts.Register("utilisation", OverlayChart{
		Name: "utilisation", Help: "connections of the same pool over virtual time, a panel for each scenario, on one scale", Draw: drawUsageTiles,
	})
}

// usageTiles is a picture of one pool with a panel for each result.
type usageTiles struct {
	pool  string
	of    []*usage
	names []string // of the results
	shown int      // so many of them have a panel
}

// drawUsageTiles draws a figure for each pool that several results have.
func drawUsageTiles(results []*experiment.Result) ([]Figure, error) {
	var figures []Figure
	pools := sharedPools(results)
	for _, pool := range pools {
		t, err := usageTilesOf(results, pool)
		if err != nil {
			return nil, fmt.Errorf("plots: utilisation: %w", err)
		}
		if len(t.of) < 2 {
			continue
		}
		f := t.figure()
		f.Footer = overlayFooter(results)
		if len(pools) > 1 {
			f.Name = fileName(f.Name, pool)
			f.Name = unused(f.Name, figures)
		}
		figures = append(figures, f)
	}
	if len(figures) == 0 {
		return nil, fmt.Errorf("plots: utilisation: no two results have the connections of the same pool over time: %w", ErrNoData)
	}
	return figures, nil
}

// usageTilesOf finds the curves of a pool.
func usageTilesOf(results []*experiment.Result, pool string) (*usageTiles, error) {
	t := &usageTiles{pool: pool}
	all := &experiment.Result{}
	for i, r := range results {
		k := slices.IndexFunc(r.Pools, func(p experiment.PoolFacts) bool { return p.Name == pool })
		if k < 0 {
			continue
		}
		u, err := usageOf(r, r.Pools[k])
		if errors.Is(err, ErrNoData) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", r.Name, err)
		}
		all.Series = append(all.Series, r.Series...)
		t.of, t.names = append(t.of, u), append(t.names, settingName(results, i, r.Pools[k]))
	}
	colors := colorsOf(holderNames(all)) // a holder has one colour in all panels
	for _, u := range t.of {
		for i := range u.layers {
			if c, ok := colors[u.layers[i].name]; ok {
				u.layers[i].color = c
			}
		}
	}
	t.shown = min(len(t.of), mostTiles)
	return t, nil
}

// figure lays out the picture.
func (t *usageTiles) figure() Figure {
	f := Figure{Name: "utilisation", Title: t.title(), Subtitle: t.subtitle(), Description: t.description(), legend: t.legend()}
	_, cols := tiling(t.shown)
	captions := t.captions(tileWidth(cols, sideRoom) + tileGap/2)
	end, top := 0.0, 0.0
	for _, u := range t.of[:t.shown] {
		end, top = max(end, u.bins.edges[u.bins.len()]), max(top, u.yMax())
	}
	var panels []*panel
	for i, u := range t.of[:t.shown] {
		panels = append(panels, u.tile(captions[i], end, top, cols))
	}
	f.body = func(c draw.Canvas) {
		tiles(c, cols, "virtual time since measuring began"+clockUnit([]float64{0, end}), panels)
	}
	return f
}

// captions name the panels, and say who waits.
func (t *usageTiles) captions(width vg.Length) []string {
	waits := make([]string, t.shown)
	face, widest := sansBold(tickSize), vg.Length(0)
	for i, u := range t.of[:t.shown] {
		if most := u.mostWaiting(); most >= 0.5 {
			waits[i] = ": " + count(most) + " wait"
			widest = max(widest, face.Width(waits[i]))
		}
	}
	out := apart(t.names[:t.shown], within(face, max(40, width-widest)))
	for i := range out {
		out[i] += waits[i]
	}
	return out
}

// mostWaiting is how many requests wait at most; 0 where the result does not tell.
func (u *usage) mostWaiting() float64 {
	if u.line == nil {
		return 0
	}
	return slices.Max(u.line)
}

// full reports whether the limit is reached.
func (u *usage) full() bool { return u.limit() > 0 && slices.Max(u.peak) >= u.limit()-0.5 }

// tile is a panel without names in it: the stack, the peak line and the limits.
func (u *usage) tile(caption string, end, top float64, cols int) *panel {
	p := newPanel(caption, u.bins.edges[0], end, 0, top)
	p.axes.X.Tick.Marker = timeTicks{most: max(2, 8/cols)}
	p.axes.Y.Tick.Marker = linearTicks{most: 4, whole: true}
	u.addStack(p)
	u.faults.mark(p, false)
	u.addLimits(p)
	p.edge = nil
	return p
}

// legend explains the stack and the lines.
func (t *usageTiles) legend() []key {
	var keys []key
	idle, keep, limit := false, "", ""
	for _, u := range t.of[:t.shown] {
		for _, l := range u.layers {
			if !slices.ContainsFunc(keys, func(k key) bool { return k.name == l.name }) {
				keys = append(keys, key{name: l.name, fill: l.color})
			}
		}
		idle = idle || u.idle != nil
		if u.keep() > 0 && u.keep() != u.limit() {
			keep = u.pool.KeepName
		}
		if u.limit() > 0 {
			limit = u.pool.LimitName
		}
	}
	if idle {
		keys = append(keys, key{name: "idle", fill: idleColor})
	}
	keys = append(keys, key{name: "peak in use", line: line(0.9, ink)})
	if keep != "" {
		keys = append(keys, key{name: keep, line: line(1, ink, 4, 2.5)})
	}
	if limit != "" {
		keys = append(keys, key{name: limit, line: line(1.3, limitColor)})
	}
	return keys
}

// title says with which settings the limit is reached, and where most wait.
func (t *usageTiles) title() string {
	name := "Pool " + shorten(t.pool, 28)
	names := apart(t.names, atMost(36))
	var full, free []string
	busy, line := 0, -1
	for i, u := range t.of {
		if u.full() {
			full = append(full, names[i])
		} else {
			free = append(free, names[i])
		}
		if slices.Max(u.peak) > slices.Max(t.of[busy].peak) {
			busy = i
		}
		if most := u.mostWaiting(); most >= 0.5 && (line < 0 || most > t.of[line].mostWaiting()) {
			line = i
		}
	}
	n := count(float64(len(t.of))) + noBreak + "scenarios"
	every, any := "all "+n, "any of "+n
	if len(t.of) == 2 {
		every, any = "both scenarios", "either scenario"
	}
	said := ""
	switch {
	case len(full) == 0:
		said = fmt.Sprintf(" does not reach its limit in %s: at most %s are in use, with %s", any, plural(slices.Max(t.of[busy].peak), "connection", "connections"), names[busy])
	case len(free) == 0:
		said = " reaches its limit in " + every
	case len(free) < len(full):
		said = " reaches its limit in " + count(float64(len(full))) + " of " + n + ", not with " + few(free)
	default:
		said = " reaches its limit in " + count(float64(len(full))) + " of " + n + ": with " + few(full)
	}
	if line >= 0 {
		said += "; up to " + plural(t.of[line].mostWaiting(), "request", "requests") + " wait"
		if told := len(full) == 1 && names[line] == full[0] || len(full) == 0 && line == busy; !told {
			said += " with " + names[line]
		}
	}
	return name + said
}

// few writes up to three names, and how many there are more.
func few(names []string) string {
	const most = 3
	if len(names) <= most+1 {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:most], ", ") + " and " + count(float64(len(names)-most)) + " more"
}

// subtitle says what is drawn.
func (t *usageTiles) subtitle() string {
	s := "Connections of pool " + shorten(t.pool, 28) + " by holder, in replication" + noBreak + "1 of each scenario, all on one scale"
	if n := len(t.of); t.shown < n {
		s += "; " + count(float64(t.shown)) + " of " + count(float64(n)) + " scenarios are drawn"
	}
	return s
}

// description is the picture in words.
func (t *usageTiles) description() string {
	var parts []string
	for i, u := range t.of[:t.shown] {
		s := t.names[i] + ": at most " + count(slices.Max(u.peak))
		if u.limit() > 0 {
			s += " of " + count(u.limit())
		}
		s += " in use"
		if most := u.mostWaiting(); most >= 0.5 {
			s += ", " + count(most) + " waiting"
		}
		parts = append(parts, s)
	}
	return "A panel for each scenario. " + strings.Join(parts, "; ") + "."
}
