package plots

import (
	"fmt"
	"slices"
	"strings"

	"poolsim/sim/study"
)

// A picture shows the setting from left to right, one beside it, and a third one in several panels. Of a sweep of more settings it
// shows a slice: the cells at one point of each of the others.

// viewSlice views a sweep with at most so many settings that vary. Those of Options.At are held where they say; then, of too many,
// those that a picture shows worst, at their middle points.
func viewSlice(r *study.SweepResult, most int, o Options) (*sweepView, error) {
	v, err := viewSweep(r)
	if err != nil {
		return nil, err
	}
	held, err := v.hold(most, o.At)
	if err != nil || len(held) == 0 {
		return v, err
	}
	out, err := viewSweep(v.slice(held))
	if err != nil {
		return nil, fmt.Errorf("at %s: %w", v.words(held), err)
	}
	out.held, out.whole = held, v
	return out, nil
}

// hold returns the points at which axes are held, by the numbers of the axes.
func (v *sweepView) hold(most int, at []string) (map[int]int, error) {
	held := map[int]int{}
	for _, text := range at {
		axis, point, err := findPoint(v.grid, text)
		if err != nil {
			return nil, err
		}
		held[axis] = point
	}
	free := slices.DeleteFunc(slices.Clone(v.axes), func(a *axis) bool { _, is := held[a.index]; return is })
	slices.SortStableFunc(free, func(a, b *axis) int { // those that stay first
		switch {
		case a.load != b.load:
			return before(a.load)
		case a.numeric() != b.numeric():
			return before(a.numeric())
		}
		return len(b.x) - len(a.x)
	})
	for _, a := range free[min(most, len(free)):] {
		held[a.index] = a.order[(len(a.order)-1)/2]
	}
	return held, nil
}

// before is the order of one that is something and one that is not.
func before(is bool) int {
	if is {
		return -1
	}
	return 1
}

// CheckAt says which of Options.At are no points of a grid, before it is run.
func CheckAt(g study.Grid, at []string) error {
	for _, text := range at {
		if _, _, err := findPoint(g, text); err != nil {
			return err
		}
	}
	return nil
}

// findPoint returns the axis and the point that a text "KEY=VALUE" names, by the path of a setting or by what charts call it.
func findPoint(g study.Grid, text string) (axis, point int, err error) {
	key, value, ok := strings.Cut(text, "=")
	if !ok {
		return 0, 0, noPoint(text + ": write KEY=VALUE, such as pool_size=50")
	}
	key, value = strings.TrimSpace(key), strings.TrimSpace(value)
	names, all := g.Names(), g.Names()
	for i, a := range g {
		for k := range a.Keys {
			if names[k] != key && a.Keys[k] != key {
				continue
			}
			var values []string
			for p, texts := range a.Points {
				if sameValue(texts[k], value) {
					return i, p, nil
				}
				values = append(values, tidy(texts[k]))
			}
			return 0, 0, noPoint(text + ": there is no such " + names[k] + ": choose one of " + shortenList(strings.Join(values, ", "), 200))
		}
		names = names[len(a.Keys):]
	}
	return 0, 0, noPoint(text + ": " + key + " does not vary: choose one of " + strings.Join(all, ", "))
}

// noPoint is an error that says what is wrong with one of Options.At.
type noPoint string

func (e noPoint) Error() string { return string(e) }

// Is implements what errors.Is asks.
func (noPoint) Is(target error) bool { return target == ErrNoPoint }

// sameValue reports whether two texts are the same value: "1m" and "60s" are.
func sameValue(a, b string) bool {
	x, what := study.Measure(a)
	y, kind := study.Measure(b)
	return tidy(a) == tidy(b) || what != study.Text && what == kind && x == y
}

// slice makes a sweep of the cells at the points held.
func (v *sweepView) slice(held map[int]int) *study.SweepResult {
	out := *v.r
	out.Axes = slices.Clone(v.r.Axes)
	for i, p := range held {
		out.Axes[i].Points = out.Axes[i].Points[p : p+1]
	}
	out.Planned = study.Grid(out.Axes).Cells()
	out.Cells = nil
	for _, s := range v.r.Cells {
		cell, in := 0, true
		for i, p := range v.grid.Coordinates(s.Cell) {
			if at, is := held[i]; is {
				in = in && p == at
				p = 0
			}
			cell = cell*len(out.Axes[i].Points) + p
		}
		if in {
			part := *s
			part.Cell = cell
			out.Cells = append(out.Cells, &part)
		}
	}
	return &out
}

// words says at what points axes are held.
func (v *sweepView) words(held map[int]int) string {
	var parts []string
	for _, a := range v.axes {
		if p, is := held[a.index]; is {
			parts = append(parts, a.at(p))
		}
	}
	return strings.Join(parts, ", ")
}

// SliceWords says what the charts of SweepDefaults show of a sweep in which more settings vary than a picture has room for, and how
// to choose; "" where they show all of it, or what was asked for.
func SliceWords(r *study.SweepResult, o Options) string {
	v, err := viewSlice(r, mostSettings, o)
	if err != nil || v.whole == nil || len(v.held) <= len(o.At) {
		return ""
	}
	chosen := map[int]int{}
	for i, p := range v.held {
		chosen[i] = p
	}
	for _, text := range o.At {
		if i, _, err := findPoint(v.whole.grid, text); err == nil {
			delete(chosen, i)
		}
	}
	a := v.whole.axes[slices.IndexFunc(v.whole.axes, func(a *axis) bool { _, is := chosen[a.index]; return is })]
	return fmt.Sprintf("%s settings vary, and charts show %d at once: drawn at %s; --at %s=VALUE takes another one",
		count(float64(len(v.whole.axes))), mostSettings, v.whole.words(chosen), v.whole.key(a))
}

// key is the shortest name of an axis that findPoint knows.
func (v *sweepView) key(a *axis) string {
	names := v.grid.Names()
	for i, g := range v.grid {
		if i == a.index {
			break
		}
		names = names[len(g.Keys):]
	}
	return names[0]
}
