package main

import (
	"slices"
	"strings"

	"poolsim/sim/scenario"
)

// owners are the groups of the list of metrics, in the order of a result.
var owners = []scenario.Owner{scenario.OfPool, scenario.OfHolder, scenario.OfClass, scenario.OfDatabase}

func init() {
	list(&listing{
		Name: "metrics", Help: "rows of a result: every format has them, csv and json with exact numbers",
		Form: `[slo] bounds each of them by its name and a statistic, such as wait_seconds_p99, or shorter as in the column "slo"; [[alert]] ` +
			`watches those that have a name in the column "alert"; [run] sample_at adds in use, open and waiting "at" each instant`,
		columns: []string{"metric", "statistics", "of", "slo", "alert", "meaning"},
		make: func() []item {
			var out []item
			for _, q := range byOwner() {
				out = append(out, item{Name: q.Metric, Help: q.Help, Facts: map[string]string{
					"statistics": strings.Join(q.Stats, " "), "of": string(q.Of), "slo": targetName(q), "alert": watchedAs(q),
				}})
			}
			return out
		},
	})
}

// byOwner returns the metrics, those of pools first.
func byOwner() []scenario.Quantity {
	all := scenario.Quantities()
	slices.SortStableFunc(all, func(a, b scenario.Quantity) int {
		return slices.Index(owners, a.Of) - slices.Index(owners, b.Of)
	})
	return all
}

// targetName is the shortest name that [slo] has for a metric; "wait_..." goes on with a statistic.
func targetName(q scenario.Quantity) string {
	if q.Plain {
		return q.Name
	}
	return q.Name + "_..."
}

// watchedAs is the name by which [[alert]] watches a metric, or nothing.
func watchedAs(q scenario.Quantity) string {
	if q.Alert {
		return q.Name
	}
	return ""
}
