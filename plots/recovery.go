package plots

import (
	"math"
	"slices"
	"strings"
)

// recovery is what goodput and failures did from a fault on, until the next fault or the end.
//
// Bins are joined in groups of about eighty jobs or more, so that goodput has an error by chance of at most some 11 %. It is
// down where a group lies four standard deviations, and at least a tenth, below the mean before the fault; so hardly any of
// the at most 400 groups of a figure lies there by chance. It is back from the first group on after which none is down and
// nothing fails, if the mean from there on is that before, within a twentieth or three standard errors.
type recovery struct {
	name    string // "the restart at 3:00"
	lasting bool   // it does not strike in an instant
	at      float64
	toEnd   bool // no other fault follows

	failed       float64 // jobs that fail
	within       float64 // seconds from the fault to the end of the last bin with a failure
	ending       bool    // nothing fails any more in the last tenth
	peak, before float64 // failures per second: the greatest of a bin, and that before the fault

	width       float64 // of the groups, in seconds
	steady      bool    // goodput was steady before, so that it can be compared
	base        float64 // its mean before
	after       float64 // its mean from the fault on, where it is never down
	down        bool
	low         float64 // the lowest group
	back        float64 // seconds from the fault until it is back; 0 where it is not
	again, last float64 // its mean after that; that at the end
}

// worst follows every fault that has something before it, and returns the one after which most jobs fail.
func (g *goodput) worst() *recovery {
	groups := g.faults.together()
	var worst *recovery
	for i, group := range groups {
		end := math.Inf(1)
		if i+1 < len(groups) {
			end = groups[i+1][0].from
		}
		if v := g.follow(group, end); v != nil && (worst == nil || v.worse(worst)) {
			worst = v
		}
	}
	return worst
}

// worse reports whether one fault did more than another: more jobs failed, or else goodput fell lower.
func (v *recovery) worse(w *recovery) bool {
	if v.failed != w.failed {
		return v.failed > w.failed
	}
	return v.down && (!w.down || v.low < w.low)
}

// together joins faults that begin before those before them have ended.
func (f faults) together() [][]faultSpan {
	var groups [][]faultSpan
	end := math.Inf(-1)
	for _, s := range f.in {
		if n := len(groups); n > 0 && s.from <= end {
			groups[n-1] = append(groups[n-1], s)
		} else {
			groups = append(groups, []faultSpan{s})
		}
		end = max(end, s.to)
	}
	return groups
}

// follow looks at the bins from a fault until the next one. It returns nil where the fault began before the axis, or where
// there are too few bins.
func (g *goodput) follow(group []faultSpan, end float64) *recovery {
	edges := g.bins.edges
	v := &recovery{at: group[0].from, toEnd: math.IsInf(end, 1)}
	v.name, v.lasting = nameFaults(group, g.bins)
	from, to := 0, g.bins.len()
	for from < to && edges[from+1] <= v.at {
		from++
	}
	for to > from && edges[to] > end {
		to--
	}
	start := g.clean(from)
	if v.at < edges[0] || from-start < 4 || to-from < 4 {
		return nil
	}
	v.failed, v.before = g.total(g.failed, from, to), g.mean(g.failed, start, from)
	v.peak = slices.Max(g.failed[from:to])
	for i := from; i < to; i++ {
		if g.failed[i] > 0 {
			v.within = edges[i+1] - v.at
			v.ending = edges[i+1] <= edges[to]-(edges[to]-v.at)/10
		}
	}
	g.compare(v, start, from, to)
	return v
}

// clean is the first of the bins before bin i in which no other fault is, nor two bins after it.
func (g *goodput) clean(i int) int {
	start := 0
	for _, s := range g.faults.in {
		for j := range i {
			if g.bins.edges[j] <= s.to && g.bins.edges[i] > s.from && s.to < g.bins.edges[i] {
				start = max(start, min(i, j+3))
			}
		}
	}
	return start
}

// compare fills in what goodput did from bin from to before bin to, beside what it was from bin start on.
func (g *goodput) compare(v *recovery, start, from, to int) {
	v.base = g.mean(g.done, start, from)
	size := 1
	if jobs := v.base * g.bins.width; jobs > 0 && jobs < 80 {
		size = int(math.Ceil(80 / jobs))
	}
	v.width = g.bins.width * float64(size)
	before, _ := g.groups(start, from, size, true)
	after, ends := g.groups(from, to, size, false)
	if v.base == 0 || len(before) < 4 || len(after) < 4 {
		return
	}
	sd := max(deviation(before), math.Sqrt(v.base/v.width))
	half := len(before) / 2
	drift := math.Abs(meanOf(before[:half]) - meanOf(before[half:]))
	if drift > max(0.1*v.base, 3*sd*math.Sqrt(2/float64(half))) {
		return
	}
	v.steady = true
	low := min(v.base-4*sd, 0.9*v.base)
	v.after = meanOf(after)
	v.last = meanOf(after[len(after)-max(2, len(after)/4):])
	first := -1 // after the last group that is down
	v.low = math.Inf(1)
	for i, y := range after {
		if y < low {
			v.down, first = true, i+1
			v.low = min(v.low, y)
		}
	}
	if !v.down || first+2 > len(after) {
		return
	}
	v.again = meanOf(after[first:])
	near := max(0.05*v.base, 3*sd/math.Sqrt(float64(len(after)-first)))
	if v.again >= v.base-near {
		v.back = ends[first-1] - v.at
		if v.ending && v.before == 0 {
			v.back = max(v.back, v.within)
		}
	}
}

// groups are the means of goodput over size bins each, of the bins from one to before another, and where each ends. The
// rest is left out at the front, or at the end.
func (g *goodput) groups(from, to, size int, front bool) (means, ends []float64) {
	if rest := (to - from) % size; front {
		from += rest
	}
	for i := from; i+size <= to; i += size {
		means, ends = append(means, g.mean(g.done, i, i+size)), append(ends, g.bins.edges[i+size])
	}
	return means, ends
}

// deviation is the standard deviation of a sample.
func deviation(y []float64) float64 {
	m, sum := meanOf(y), 0.0
	for _, v := range y {
		sum += (v - m) * (v - m)
	}
	return math.Sqrt(sum / float64(len(y)-1))
}

// faultNouns are what sentences call faults of the kinds that have a noun.
var faultNouns = map[string]string{
	"restart": "the restart", "connect-fails": "the failing connects", "slow-connect": "the slow connects", "dispose": "the dispose",
}

// nameFaults is what a sentence calls faults that belong together, and whether they last.
func nameFaults(group []faultSpan, b bins) (name string, lasting bool) {
	var nouns []string
	all := faultSpan{from: group[0].from, to: group[0].to}
	for _, s := range group {
		noun, ok := faultNouns[s.kind]
		if !ok {
			noun = "the fault " + shorten(s.label, 24)
		}
		if !slices.Contains(nouns, noun) {
			nouns = append(nouns, noun)
		}
		all.to = max(all.to, s.to)
	}
	if n := len(nouns); n > 2 {
		nouns = []string{"the " + count(float64(len(group))) + " faults"}
	}
	return strings.Join(nouns, " and ") + " " + all.when(b), !all.instant()
}
