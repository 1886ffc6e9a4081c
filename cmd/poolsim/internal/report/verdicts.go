package report

import (
	"fmt"
	"strings"

	"poolsim/sim/experiment"
)

// warningSection numbers the warnings.
func warningSection(warnings []string) *Section {
	if len(warnings) == 0 {
		return nil
	}
	return &Section{Heading: "Warnings", List: warnings}
}

// alertSection is the table of alerts: for what share of time each would have been on.
func alertSection(alerts []experiment.AlertShare) *Section {
	if len(alerts) == 0 {
		return nil
	}
	table := &Table{Columns: []Column{{Name: "alert"}, {Name: "pool"}, {Name: "above", Right: true}, {Name: "share", Right: true}}}
	for i := range alerts {
		a := &alerts[i]
		table.Rows = append(table.Rows, []Cell{
			words(metricLabel(a.Metric)), words(alertOf(a)), words(limit(a.Metric, a.Above)),
			figures(number(Ratio, float64(a.Share), float64(a.Lo), float64(a.Hi))),
		})
	}
	return &Section{Heading: "Alerts: share of time, or of requests for durations, above the threshold", Table: table}
}

// verdictSection is the table of the targets of [slo], with the sum of them in the last line.
func verdictSection(slo []experiment.Verdict) *Section {
	if len(slo) == 0 {
		return nil
	}
	table := &Table{Columns: []Column{
		{Name: "target"},
		{Name: "of"},
		{Name: "limit", Right: true},
		{Name: "measured", Right: true},
		{Name: "verdict"},
	}}
	for i := range slo {
		v := &slo[i]
		table.Rows = append(table.Rows, []Cell{
			words(v.Target), words(whose(v)), words(bound(v)),
			figures(number(KindOf(v.Metric), float64(v.Value), float64(v.Lo), float64(v.Hi))),
			judgement(v.Judgement),
		})
	}
	mark, sum := Verdict(slo)
	return &Section{Heading: "Service level objectives", Table: table, Notes: []Cell{{Text: sum, Mark: mark}}}
}

// Verdict sums up the targets in one line: "SLO: not met (1 of 3 targets)". One target that is not met decides.
func Verdict(slo []experiment.Verdict) (Mark, string) {
	count := map[experiment.Judgement]int{}
	for i := range slo {
		count[slo[i].Judgement]++
	}
	targets := "targets"
	if len(slo) == 1 {
		targets = "target"
	}
	for _, j := range []struct {
		judgement experiment.Judgement
		mark      Mark
	}{{experiment.NotMet, Bad}, {experiment.NotDecided, Open}} {
		if n := count[j.judgement]; n > 0 {
			return j.mark, fmt.Sprintf("SLO: %s (%d of %d %s)", j.judgement, n, len(slo), targets)
		}
	}
	return Good, fmt.Sprintf("SLO: met (%d %s)", len(slo), targets)
}

// judgement shows the outcome of one target. The bad one is loud, with or without colours.
func judgement(j experiment.Judgement) Cell {
	switch j {
	case experiment.Met:
		return Cell{Text: string(j), Mark: Good}
	case experiment.NotMet:
		return Cell{Text: strings.ToUpper(string(j)), Mark: Bad}
	}
	return Cell{Text: clean(string(j)), Mark: Open}
}

// bound is what a target allows: "100 ms" at most, or "at least 290/s".
func bound(v *experiment.Verdict) string {
	if v.AtLeast {
		return "at least " + limit(v.Metric, v.Limit)
	}
	return limit(v.Metric, v.Limit)
}

// whose says to what a target applies.
func whose(v *experiment.Verdict) string {
	var parts []string
	if v.Pool != "" {
		parts = append(parts, "pool "+v.Pool)
	}
	if v.Class != "" {
		parts = append(parts, "class "+v.Class)
	}
	if v.Holder != "" {
		parts = append(parts, "holder "+v.Holder)
	}
	if len(parts) == 0 {
		return "database"
	}
	return strings.Join(parts, ", ")
}

// metricLabel is a metric's name as people say it: without its unit and its underscores.
func metricLabel(metric string) string {
	for _, unit := range []string{"_per_second", "_seconds", "_connections", "_requests", "_ratio", "_total"} {
		if short, ok := strings.CutSuffix(metric, unit); ok {
			metric = short
			break
		}
	}
	return strings.ReplaceAll(metric, "_", " ")
}
