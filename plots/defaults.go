package plots

import (
	"slices"

	"poolsim/sim/experiment"
)

// Defaults names the charts that suit a result, in the order in which a report has them: how the pools are used, how long one
// waits, and where the time goes, always; what happens over time only where something does; the database where its limit or
// several instances are at stake. Each of them may still find that there is nothing to draw (ErrNoData).
//
// The curves of wait-percentiles are those of wait-ccdf with the axes exchanged: who prefers them asks for them. So it is with
// OverlayDefaults and ComparisonDefaults.
func Defaults(r *experiment.Result) []string {
	names := []string{"utilisation", "wait-ccdf", "durations", "time-spent"}
	eventful := len(r.Faults) > 0
	if eventful || happens(r, "failures_per_second", "timeouts_per_second", "refused_connects_per_second") {
		names = append(names, "goodput")
	}
	if eventful || happens(r, "recycles_per_second") {
		names = append(names, "churn")
	}
	if most, _ := databaseLimit(r); most > 0 || r.Instances > 1 {
		names = append(names, "database")
	}
	return names
}

// OverlayDefaults names the charts that are drawn of several results laid over each other.
func OverlayDefaults() []string { return []string{"utilisation", "wait-ccdf"} }

// ComparisonDefaults names the charts that suit any comparison, in the order in which a report has them.
func ComparisonDefaults() []string { return []string{"comparison", "wait-ccdf"} }

// happens reports whether one of the rates is ever above 0 in the replication that charts over time show.
func happens(r *experiment.Result, metrics ...string) bool {
	return slices.ContainsFunc(r.Series, func(s experiment.Series) bool {
		return s.Stat == "mean" && slices.Contains(metrics, s.Metric) && len(s.Y) > 0 && slices.Max(s.Y) > 0
	})
}
