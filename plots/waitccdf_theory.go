package plots

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"poolsim/sim/experiment"
)

// theoryTail is what a closed form says of a pool's waits.
type theoryTail struct {
	label string
	x, y  []float64
}

// theoryTails finds the curves of closed forms, of the pools that have a curve in the picture: theory alone is no result.
func theoryTails(r *experiment.Result, tails []tail) ([]theoryTail, error) {
	var all []theoryTail
	pools := distinct(tails, func(t tail) string { return t.pool })
	for i := range r.Series {
		s := &r.Series[i]
		drawn := slices.ContainsFunc(tails, func(t tail) bool { return t.pool == s.Pool && t.hasPoint })
		if s.Metric != "wait_seconds" || s.Stat != "ccdf_theory" || !drawn {
			continue
		}
		if err := checkSeries(s); err != nil {
			return nil, err
		}
		t := theoryTail{label: "theory: " + formOf(r, s.Pool)}
		if pools > 1 {
			t.label = s.Pool + " / " + t.label
		}
		for k := range s.X {
			if s.Y[k] > 1+1e-9 {
				return nil, fmt.Errorf("series %v: point %d is no probability: %g", seriesKey(s), k, s.Y[k])
			}
			if s.X[k] > 0 {
				t.x, t.y = append(t.x, s.X[k]), append(t.y, s.Y[k])
			}
		}
		if len(t.x) > 0 {
			t.label = shorten(t.label, 60)
			all = append(all, t)
		}
	}
	return all, nil
}

// formOf names the closed form of a pool, and says so where it is an approximation.
func formOf(r *experiment.Result, pool string) string {
	for i := range r.Theory {
		t := &r.Theory[i]
		switch {
		case t.Pool != pool:
		case t.Exact:
			return cmp.Or(t.Form, "a closed form")
		default:
			return "about " + cmp.Or(t.Form, "a closed form")
		}
	}
	return "a closed form"
}

// extend leads the curve from the left end of the axis, and down to the floor where it falls to zero: an axis with a
// logarithmic scale has no 0.
func (t *theoryTail) extend(xMin, yMin float64) {
	if t.x[0] > xMin {
		t.x, t.y = slices.Insert(t.x, 0, xMin), slices.Insert(t.y, 0, t.y[0])
	}
	for i, y := range t.y {
		if y < yMin {
			t.drop(i, yMin)
			return
		}
	}
}

// drop ends the curve at point i, the first below the floor: upright where it falls to zero, else where it crosses.
func (t *theoryTail) drop(i int, yMin float64) {
	t.x, t.y = t.x[:i+1:i+1], t.y[:i+1:i+1]
	switch {
	case i == 0:
	case t.y[i] == 0: // at the timeout nobody waits any longer
		t.x, t.y = slices.Insert(t.x, i, t.x[i]), slices.Insert(t.y, i, t.y[i-1])
	default:
		share := math.Log(t.y[i-1]/yMin) / math.Log(t.y[i-1]/t.y[i])
		t.x[i] = t.x[i-1] * math.Pow(t.x[i]/t.x[i-1], share)
	}
	t.y[len(t.y)-1] = yMin
}

// addTheory draws them below the simulated curves: thin, grey and dashed, since they are not observed.
func (w *waitPicture) addTheory(f *Figure, p *panel) {
	style := line(0.9, inkSoft, 3, 2)
	for _, t := range w.theory {
		p.add(curve{x: t.x, y: t.y, style: style})
		f.legend = append(f.legend, key{name: t.label, line: style})
	}
}
