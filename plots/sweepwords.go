package plots

import (
	"math"
	"strconv"
	"strings"

	"poolsim/sim/study"
)

// footer says which sweep a figure shows.
func (v *sweepView) footer() string {
	r := v.r
	parts := []string{strings.TrimSpace("poolsim " + r.Poolsim)}
	if r.Name != "" {
		parts = append(parts, r.Name)
	}
	parts = append(parts, "seed "+strconv.FormatUint(r.Seed, 10), v.replications()+" a cell")
	if length := v.length(); length != "" {
		parts = append(parts, length)
	}
	cells := plural(float64(len(r.Cells)), "cell", "cells")
	if planned := v.grid.Cells(); len(r.Cells) < planned {
		cells = count(float64(len(r.Cells))) + " of " + plural(float64(planned), "cell", "cells")
	}
	if v.whole != nil {
		cells += " of a sweep of " + count(float64(v.whole.grid.Cells()))
	}
	warned := 0
	for _, s := range r.Cells {
		if len(s.Warnings) > 0 {
			warned++
		}
	}
	switch {
	case warned == len(r.Cells):
		cells += " with warnings, see the result"
	case warned > 0:
		cells += ", " + count(float64(warned)) + " of them with warnings, see the result"
	}
	parts = append(parts, cells)
	return strings.Join(parts, " · ")
}

// replications are those of a cell: a range where cells have different numbers.
func (v *sweepView) replications() string {
	lo, hi := math.MaxInt, 0
	for _, s := range v.r.Cells {
		lo, hi = min(lo, s.Replications), max(hi, s.Replications)
	}
	if lo < hi {
		return count(float64(lo)) + " to " + plural(float64(hi), "replication", "replications")
	}
	return plural(float64(hi), "replication", "replications")
}

// length is the measured time of a replication, unless the sweep varies it or does not tell.
func (v *sweepView) length() string {
	run, ok := v.r.Scenario["run"].(map[string]any)
	if !ok {
		return ""
	}
	length := func(key string) float64 {
		for _, k := range v.grid.Keys() {
			if k == "run."+key {
				return 0
			}
		}
		text, _ := run[key].(string)
		x, what := study.Measure(text)
		if what != study.Seconds {
			return 0
		}
		return x
	}
	s := ""
	if x := length("duration"); x > 0 {
		s = span(x)
		if w := length("warmup"); w > 0 {
			s += " after " + span(w) + " warm-up"
		}
	}
	return s
}

// fixed says where axes of a single point are: "at max_overflow 100".
func (v *sweepView) fixed() string {
	var parts []string
	names := v.grid.Names()
	for i, a := range v.grid {
		if len(a.Points) == 1 {
			one := newAxis(0, a, names[:len(a.Keys)]).at(0)
			if v.whole != nil {
				if n := len(v.whole.grid[i].Points); n > 1 {
					one += " (one of " + count(float64(n)) + " values)"
				}
			}
			parts = append(parts, one)
		}
		names = names[len(a.Keys):]
	}
	return strings.Join(parts, ", ")
}

// statName writes a statistic as people do.
func statName(stat string) string {
	if stat == "p999" {
		return "p99.9"
	}
	return stat
}

// quantity is how a metric is called, and how its values are written.
type quantity struct {
	name   string // "wait"
	unit   string // "seconds", "ratio", "" for numbers
	suffix string // behind numbers: "/s"
}

// quantityOf describes a metric by its name, which ends in its unit.
func quantityOf(metric string) quantity {
	words := func(s string) string { return strings.ReplaceAll(s, "_", " ") }
	if s, ok := strings.CutSuffix(metric, "_seconds"); ok {
		return quantity{name: words(s), unit: "seconds"}
	}
	if s, ok := strings.CutSuffix(metric, "_ratio"); ok {
		switch s {
		case "wait":
			s = "share that waits"
		case "timeout":
			s = "share of timeouts"
		case "reject":
			s = "share of rejections"
		case "failure":
			s = "share of failed jobs"
		}
		return quantity{name: words(s), unit: "ratio"}
	}
	if s, ok := strings.CutSuffix(metric, "_per_second"); ok {
		return quantity{name: "rate of " + words(s), suffix: "/s"}
	}
	if metric == "in_use_connections" {
		return quantity{name: "number of connections in use"}
	}
	if strings.HasSuffix(metric, "_connections") || strings.HasSuffix(metric, "_requests") {
		return quantity{name: "number of " + words(metric)}
	}
	return quantity{name: words(metric)}
}

// title is the quantity with its statistic: "p99 wait".
func (q quantity) title(stat string) string {
	switch {
	case stat == "ratio", stat == "total", stat == "mean" && q.suffix != "", stat == "mean" && q.unit == "ratio":
		return q.name
	}
	return statName(stat) + " " + q.name
}

// write writes a value.
func (q quantity) write(x float64, digits int) string {
	switch q.unit {
	case "seconds":
		return seconds(x, digits)
	case "ratio":
		return percent(x, digits)
	}
	return amount(x, digits) + q.suffix
}
