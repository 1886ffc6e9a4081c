package report

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"poolsim/sim/experiment"
)

// Rare lays out a study of rare timeouts.
func Rare(r *experiment.RareResult) *Document {
	d := &Document{Title: r.Title, Lines: rareHeadline(r)}
	d.Sections = append(d.Sections, rareEstimate(r), rareLevels(r))
	d.add(warningSection(r.Warnings))
	return d
}

// rareHeadline says what was run.
func rareHeadline(r *experiment.RareResult) []string {
	plain := &experiment.Result{
		Name: r.Name, Title: r.Title, Seed: r.Seed, Replications: r.Replications, Planned: r.Planned,
		WarmupSeconds: r.WarmupSeconds, DurationSeconds: r.DurationSeconds, Processes: r.Processes, Pools: []experiment.PoolFacts{r.Pool},
	}
	lines := headline(plain)
	lines[0] = strings.TrimSuffix(lines[0], "; ± and [ ] are 95 % intervals")
	return append(lines, fmt.Sprintf("multilevel splitting over the wait of the first in line, %s continuations from each level in each replication", Whole(r.Effort)))
}

// rareEstimate is the table of what was found.
func rareEstimate(r *experiment.RareResult) Section {
	p := &r.Timeouts
	return Section{Heading: "Rare timeouts of pool " + clean(r.Pool.Name), Table: Words([][]string{
		{"measure", "value", "95 % interval", "99 % interval"},
		{"timeouts per acquire", power(p.Value), between(p.Lo, p.Hi), between(p.Lo99, p.Hi99)},
		{"timeouts of a line that comes to one", Value(Count, float64(r.PerReach)), "", ""},
		{"work in events", Whole(r.Events), "", ""},
		{"gain over plain simulation, for the same precision", times(r.Gain), "", ""},
	}, 1, 2, 3)}
}

// rareLevels is the table of the levels.
func rareLevels(r *experiment.RareResult) Section {
	rows := [][]string{{"level", "wait of the first", "started from", "reached", "share"}}
	for i := range r.Levels {
		l := &r.Levels[i]
		from := "continuations"
		if i == 0 {
			from = "acquires"
		}
		rows = append(rows, []string{
			strconv.Itoa(i + 1), Value(Seconds, float64(l.AgeSeconds)), Whole(l.Starts) + " " + from, Whole(l.Reached), Value(Ratio, float64(l.Ratio)),
		})
	}
	return Section{Heading: "Levels", Table: Words(rows, 0, 1, 2, 3, 4)}
}

// power writes a small number with its power of ten.
func power(n experiment.Number) string {
	if n.IsNaN() {
		return none
	}
	if n == 0 {
		return "0"
	}
	return strconv.FormatFloat(float64(n), 'e', digits-1, 64)
}

// between writes an interval of small numbers.
func between(lo, hi experiment.Number) string {
	if lo.IsNaN() || hi.IsNaN() {
		return none
	}
	return "[" + power(lo) + ", " + power(hi) + "]"
}

// times writes a factor with two digits: it is not known better.
func times(n experiment.Number) string {
	x, err := strconv.ParseFloat(strconv.FormatFloat(float64(n), 'e', 1, 64), 64)
	switch {
	case err != nil || n.IsNaN() || math.IsInf(x, 0):
		return none
	case x >= 10 && x < math.MaxInt64:
		return "x " + Whole(int64(x))
	}
	return "x " + strconv.FormatFloat(x, 'g', -1, 64)
}
