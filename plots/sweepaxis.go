package plots

import (
	"math"
	"slices"
	"strings"

	"poolsim/sim/study"
)

// axis is an axis of a sweep as charts draw it: a scale of numbers, linear or logarithmic, or a row of categories.
type axis struct {
	index   int            // in the sweep
	name    string         // of the setting: "pool_size", or what its values count: "api jobs/s"
	what    study.Quantity // Text for categories
	counts  bool           // the name goes behind values, as a unit does
	load    bool           // it changes how much arrives
	log     bool
	letters bool      // categories are labelled with letters
	x       []float64 // where each point is; a category is at its number, from 0
	labels  []string  // of each point, without what the name says
	short   []string  // the same as sentences and legends have them
	order   []int     // the points from left to right
}

// newAxis looks at an axis whose keys have short names.
func newAxis(index int, a study.Axis, names []string) *axis {
	v := &axis{index: index, name: axisName(a.Keys, names), load: isLoad(a.Keys)}
	if len(a.Keys) == 1 {
		v.measure(a)
	}
	v.nameUnit(a.Keys)
	plus := allNumbers(a)
	for i, p := range a.Points {
		v.order = append(v.order, i)
		if v.what == study.Text {
			v.x = append(v.x, float64(i))
			v.labels = append(v.labels, pointLabel(p, plus))
		} else {
			v.labels = append(v.labels, v.number(v.x[i]))
		}
	}
	slices.SortStableFunc(v.order, func(i, k int) int {
		switch {
		case v.x[i] < v.x[k]:
			return -1
		case v.x[i] > v.x[k]:
			return 1
		}
		return 0
	})
	v.short = apart(v.labels, atMost(32))
	v.log = v.numeric() && spacedByFactors(v.x, v.order)
	return v
}

// numeric reports whether the axis is a scale of numbers.
func (a *axis) numeric() bool { return a.what != study.Text }

// measure reads the points as numbers of one quantity, no two the same; otherwise they stay categories.
func (a *axis) measure(from study.Axis) {
	seen := map[float64]bool{}
	for i, p := range from.Points {
		x, what := study.Measure(p[0])
		if zero := x == 0 && what == study.Number && a.what == study.Seconds; zero {
			what = study.Seconds // "0" has no unit
		}
		if what == study.Text || seen[x] || i > 0 && what != a.what {
			a.what, a.x = study.Text, nil
			return
		}
		seen[x], a.what = true, what
		a.x = append(a.x, x)
	}
}

// nameUnit names what a rate counts.
func (a *axis) nameUnit(keys []string) {
	if a.what != study.PerSecond {
		return
	}
	parts := strings.Split(keys[0], ".")
	if len(parts) > 2 && parts[0] == "class" && parts[len(parts)-1] == "rate" {
		a.name, a.counts = shorten(parts[1], 20)+" jobs/s", true
	}
}

// isLoad reports whether settings change how much arrives.
func isLoad(keys []string) bool {
	for _, key := range keys {
		parts := strings.Split(key, ".")
		last := parts[len(parts)-1]
		if key == "run.load" || parts[0] == "class" && (last == "rate" || last == "rates" || last == "users" || last == "interval") {
			return true
		}
	}
	return false
}

// axisName joins the short names of settings that move together.
func axisName(keys, names []string) string {
	if len(keys) == 1 && keys[0] == "run.load" {
		return "load factor"
	}
	all := make([]string, len(names))
	for i, n := range names {
		all[i] = shorten(n, 32)
	}
	return shorten(strings.Join(all, " + "), 60)
}

// allNumbers reports whether all values of settings that move together are plain numbers, so that "50 + 100" is no sum of
// other things.
func allNumbers(a study.Axis) bool {
	for _, p := range a.Points {
		for _, text := range p {
			if _, what := study.Measure(text); what != study.Number {
				return false
			}
		}
	}
	return true
}

// pointLabel writes a category.
func pointLabel(values []string, plus bool) string {
	separator := ", "
	if plus {
		separator = noBreak + "+" + noBreak
	}
	out := make([]string, len(values))
	for i, text := range values {
		out[i] = tidy(text)
	}
	return clean(strings.Join(out, separator))
}

// tidy writes a value without what only a scenario needs: { dist = "exponential", mean = "2ms" } is exponential, mean 2ms.
func tidy(text string) string {
	if inner, ok := strings.CutPrefix(text, "{"); ok && strings.HasSuffix(inner, "}") {
		text = strings.TrimSpace(strings.TrimSuffix(inner, "}"))
		for _, kind := range []string{"dist = ", "process = "} {
			text = strings.TrimPrefix(text, kind)
		}
		text = strings.ReplaceAll(strings.ReplaceAll(text, " = ", noBreak), `"`, "")
	}
	return strings.Trim(text, `"'`)
}

// number writes a value of the axis.
func (a *axis) number(x float64) string {
	switch a.what {
	case study.Seconds:
		return seconds(x, 6)
	case study.PerSecond:
		if !a.counts {
			return amount(x, 6) + "/s"
		}
	}
	return amount(x, 6)
}

// spacedByFactors reports whether points are spaced more evenly by factors than by differences, over at least a decade
// or so.
func spacedByFactors(x []float64, order []int) bool {
	if len(x) < 3 || x[order[0]] <= 0 || x[order[len(x)-1]] < 8*x[order[0]] {
		return false
	}
	var steps, factors []float64
	for i := 1; i < len(order); i++ {
		a, b := x[order[i-1]], x[order[i]]
		steps, factors = append(steps, b-a), append(factors, math.Log(b/a))
	}
	return unevenness(factors) < unevenness(steps)
}

// unevenness is the largest of positive numbers over the smallest.
func unevenness(x []float64) float64 { return slices.Max(x) / slices.Min(x) }

// at writes a point in a sentence: "pool_size 40", "430 api jobs/s".
func (a *axis) at(i int) string {
	label := a.short[i]
	if a.counts {
		return label + noBreak + a.name
	}
	return a.name + noBreak + label
}

// bare writes a point in a sentence that has said what the axis is.
func (a *axis) bare(i int) string { return a.short[i] }

// between writes two points in a sentence: "between pool_size 40 and 60".
func (a *axis) between(i, k int) string {
	if a.counts {
		return "between " + a.bare(i) + " and " + a.at(k)
	}
	return "between " + a.at(i) + " and " + a.bare(k)
}

// through writes a run of points in a sentence: "from pool_size 20 to 120".
func (a *axis) through(i, k int) string {
	if a.counts {
		return "from " + a.bare(i) + " to " + a.at(k)
	}
	return "from " + a.at(i) + " to " + a.bare(k)
}

// every writes all points in a sentence: "at every pool_size".
func (a *axis) every() string {
	if a.counts {
		return "at every number of " + a.name
	}
	return "at every " + a.name
}

// first and last are the points at the ends.
func (a *axis) first() int { return a.order[0] }
func (a *axis) last() int  { return a.order[len(a.order)-1] }

// span returns the ends of the scale, with room beside the outer points.
func (a *axis) span() (lo, hi float64) {
	lo, hi = a.x[a.first()], a.x[a.last()]
	switch {
	case !a.numeric():
		return lo - 0.5, hi + 0.5
	case a.log:
		room := math.Pow(hi/lo, 0.03)
		return lo / room, hi * room
	}
	room := (hi - lo) * 0.03
	return lo - room, hi + room
}

// subject names the axis in a subtitle.
func (a *axis) subject() string {
	if a.counts {
		return "arrivals of class " + strings.TrimSuffix(a.name, " jobs/s")
	}
	return a.name
}

// title names the axis below it.
func (a *axis) title() string {
	if a.counts {
		return strings.TrimSuffix(a.name, " jobs/s") + ": jobs that arrive, per second"
	}
	return a.name
}
