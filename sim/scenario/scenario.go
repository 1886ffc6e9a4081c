package scenario

import (
	"time"

	"poolsim/sim/model"
)

// Scenario is a checked scenario: what a file describes, ready to be run.
type Scenario struct {
	Name         string // file name without folders; "lcfs.toml"
	Title        string // never empty: the file's title, or Name
	Replications int    // at least 1

	// Model is the model of every replication; the experiment sets Replication.
	Model model.Config

	SLO    []Target
	Alerts []Alert

	// Echo is the scenario as it was understood, with defaults filled in and durations as strings, in the file's own
	// keys: for the JSON result, and to run it again. Arrays of tables are []map[string]any.
	Echo map[string]any
}

// Target is one line of [slo]: a bound that a statistic must not exceed.
type Target struct {
	Key    string  // as written: "wait_p99"
	Metric string  // "wait_seconds"
	Stat   string  // "p99"
	Limit  float64 // in the metric's unit (seconds for durations)
}

// Alert is one [[alert]]: a threshold whose share of time (or of requests) is reported.
type Alert struct {
	Metric string  // "in_use_connections"
	Above  float64 // in the metric's unit
}

// End returns the virtual time at which a replication stops.
func (s *Scenario) End() time.Duration { return s.Model.Warmup + s.Model.Duration }
