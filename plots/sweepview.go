package plots

import (
	"fmt"
	"math"
	"slices"

	"poolsim/sim/experiment"
	"poolsim/sim/study"
)

// sweepView is a sweep as charts look at it: by the points of the axes that vary.
type sweepView struct {
	r      *study.SweepResult
	grid   study.Grid
	axes   []*axis          // those with more than one point, in the order of the sweep
	cells  []*study.Summary // by number; nil is one that is not finished
	column map[study.Column]int

	held  map[int]int // of a slice: the points at which axes of the whole are held
	whole *sweepView  // of which this is a slice; nil
}

// viewSweep checks a sweep and indexes it.
func viewSweep(r *study.SweepResult) (*sweepView, error) {
	if len(r.Cells) == 0 {
		return nil, fmt.Errorf("the sweep has no finished cell: %w", ErrNoData)
	}
	grid, err := study.NewGrid(r.Axes...)
	if err != nil {
		return nil, err
	}
	v := &sweepView{
		r: r, grid: grid, cells: make([]*study.Summary, grid.Cells()), column: make(map[study.Column]int, len(r.Columns)),
	}
	for i, c := range r.Columns {
		v.column[c] = i
	}
	n, all := len(r.Columns), grid.Cells()
	for _, c := range r.Cells {
		switch {
		case c == nil || c.Cell < 0 || c.Cell >= all:
			return nil, fmt.Errorf("the sweep has a cell that is none of its %d", all)
		case len(c.Value) != n || len(c.Lo) != n || len(c.Hi) != n:
			return nil, fmt.Errorf("cell %d has not one value for each of the %d columns", c.Cell+1, n)
		}
		v.cells[c.Cell] = c
	}
	names := grid.Names()
	for i, a := range grid {
		if len(a.Points) > 1 {
			v.axes = append(v.axes, newAxis(i, a, names[:len(a.Keys)]))
		}
		names = names[len(a.Keys):]
	}
	return v, nil
}

// place is a point of the grid: the number of a point for each axis that varies.
type place []int

// cell returns the cell at a place, or nil where it is not finished. Axes of one point are at it.
func (v *sweepView) cell(at place) *study.Summary {
	index, k := 0, 0
	for i, a := range v.grid {
		index *= len(a.Points)
		if k < len(v.axes) && v.axes[k].index == i {
			index += at[k]
			k++
		}
	}
	return v.cells[index]
}

// estimate is a number with its 95 % interval. The ends are NaN where there is none; only hi is where there is no bound
// from above.
type estimate struct{ value, lo, hi float64 }

var unknown = estimate{math.NaN(), math.NaN(), math.NaN()}

// known reports whether something was observed.
func (e estimate) known() bool { return !math.IsNaN(e.value) && !math.IsInf(e.value, 0) }

// bounded reports whether the interval has both its ends.
func (e estimate) bounded() bool { return e.from() && !math.IsNaN(e.hi) && !math.IsInf(e.hi, 0) }

// from reports whether the interval has its lower end.
func (e estimate) from() bool { return !math.IsNaN(e.lo) && !math.IsInf(e.lo, 0) }

// estimate returns a number of a cell.
func (v *sweepView) estimate(at place, c study.Column) estimate {
	s, i := v.cell(at), 0
	if s != nil {
		var ok bool
		if i, ok = v.column[c]; !ok {
			return unknown
		}
		return estimate{float64(s.Value[i]), float64(s.Lo[i]), float64(s.Hi[i])}
	}
	return unknown
}

// verdict returns the verdict of a cell on a column, or nil where it has none.
func (v *sweepView) verdict(at place, c study.Column) *experiment.Verdict {
	if s := v.cell(at); s != nil {
		for i := range s.SLO {
			if t := &s.SLO[i]; t.Metric == c.Metric && t.Stat == c.Stat && t.Pool == c.Pool && t.Class == c.Class {
				return t
			}
		}
	}
	return nil
}

// limit returns the limit of a target on a column; false where no cell has one, or where the cells have different ones.
func (v *sweepView) limit(c study.Column) (float64, bool) {
	limit, found := 0.0, false
	for _, s := range v.r.Cells {
		for i := range s.SLO {
			t := &s.SLO[i]
			switch {
			case t.Metric != c.Metric || t.Stat != c.Stat || t.Pool != c.Pool || t.Class != c.Class:
			case found && t.Limit != limit:
				return 0, false
			default:
				limit, found = t.Limit, true
			}
		}
	}
	return limit, found
}

// timeout returns the longest wait in line of a pool; false where there is none, or where the cells have different ones.
func (v *sweepView) timeout(pool string) (float64, bool) {
	limit, found := 0.0, false
	for _, s := range v.r.Cells {
		for i := range s.Pools {
			switch p := &s.Pools[i]; {
			case p.Name != pool:
			case p.TimeoutSeconds == nil, found && *p.TimeoutSeconds != limit:
				return 0, false
			default:
				limit, found = *p.TimeoutSeconds, true
			}
		}
	}
	return limit, found
}

// of names the pools, or classes, that have a metric, in the order of the columns; only one where only is not "".
func (v *sweepView) of(metric, only string, name func(study.Column) string) []string {
	var names []string
	for _, c := range v.r.Columns {
		if n := name(c); c.Metric == metric && n != "" && (only == "" || n == only) && !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	return names
}

func poolOf(c study.Column) string  { return c.Pool }
func classOf(c study.Column) string { return c.Class }

// each calls f for every place of the grid.
func (v *sweepView) each(f func(at place)) {
	at := make(place, len(v.axes))
	var walk func(k int)
	walk = func(k int) {
		if k == len(at) {
			f(at)
			return
		}
		for i := range v.axes[k].x {
			at[k] = i
			walk(k + 1)
		}
	}
	walk(0)
}

// loadAxis returns which of the axes that vary changes how much arrives, or -1.
func (v *sweepView) loadAxis() int {
	return slices.IndexFunc(v.axes, func(a *axis) bool { return a.load })
}

// abscissa returns which of the axes is drawn from left to right: the load, or else the numeric one with the most points,
// or else the one with the most.
func (v *sweepView) abscissa() int {
	if i := v.loadAxis(); i >= 0 {
		return i
	}
	best := 0
	for i, a := range v.axes {
		b := v.axes[best]
		if a.numeric() && !b.numeric() || a.numeric() == b.numeric() && len(a.x) > len(b.x) {
			best = i
		}
	}
	return best
}
