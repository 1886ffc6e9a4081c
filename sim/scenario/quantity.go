package scenario

import (
	"slices"

	"poolsim/sim/param"
)

// Quantity is something that [slo] can bound and that [[alert]] can watch.
type Quantity struct {
	Name   string     // the word in the scenario file: "wait"
	Metric string     // the name in results: "wait_seconds"
	Kind   param.Kind // how a bound is written: param.Duration or param.Number
	Stats  []string   // the statistics that [slo] can bound
	Plain  bool       // Stats has one element, and Name alone is its key
	Max    float64    // the largest bound that makes sense; 0 is none
	Alert  bool       // [[alert]] can watch it
	Help   string     // one line for people, no full stop
}

// Keys returns the keys of [slo] that bound the quantity, each with its statistic, in the order of Stats.
func (q Quantity) Keys() []TargetKey {
	var out []TargetKey
	if q.Plain {
		out = append(out, TargetKey{q.Name, q.Stats[0]})
	}
	if !q.Plain || q.Stats[0] != ratio {
		for _, stat := range q.Stats {
			out = append(out, TargetKey{q.Name + "_" + stat, stat})
		}
	}
	return out
}

// TargetKey is a key of [slo] and the statistic that it bounds.
type TargetKey struct{ Key, Stat string }

const ratio = "ratio"

// quantities is the one table of them.
var quantities = func() []Quantity {
	stats := []string{"mean", "p50", "p90", "p95", "p99", "p999", "max"}
	return []Quantity{
		{Name: "wait", Metric: "wait_seconds", Kind: param.Duration, Stats: stats, Alert: true, Help: "time in the pool's line"},
		{Name: "acquire", Metric: "acquire_seconds", Kind: param.Duration, Stats: stats, Alert: true, Help: "time from asking to a usable connection"},
		{Name: "hold", Metric: "hold_seconds", Kind: param.Duration, Stats: stats, Help: "time that holders keep a connection"},
		{Name: "response", Metric: "response_seconds", Kind: param.Duration, Stats: stats, Alert: true, Help: "time from a job's arrival to its end"},
		{Name: "in_use", Metric: "in_use_connections", Kind: param.Number, Stats: stats, Alert: true, Help: "connections held"},
		{Name: "idle", Metric: "idle_connections", Kind: param.Number, Stats: stats, Alert: true, Help: "connections pooled and free"},
		{Name: "open", Metric: "open_connections", Kind: param.Number, Stats: stats, Alert: true, Help: "physical connections"},
		{Name: "overflow", Metric: "overflow_connections", Kind: param.Number, Stats: stats, Alert: true, Help: "open connections beyond the pool's size"},
		{Name: "waiting", Metric: "waiting_requests", Kind: param.Number, Stats: stats, Alert: true, Help: "requests in line"},
		{
			Name: "utilisation", Metric: "utilisation_ratio", Kind: param.Number, Stats: []string{"mean"}, Plain: true, Max: 1, Alert: true,
			Help: "connections held over the pool's limit",
		},
		{Name: "timeout_ratio", Metric: "timeout_ratio", Kind: param.Number, Stats: []string{ratio}, Plain: true, Max: 1, Help: "share of requests that leave the line at their limit"},
		{Name: "wait_ratio", Metric: "wait_ratio", Kind: param.Number, Stats: []string{ratio}, Plain: true, Max: 1, Help: "share of requests that have to wait"},
		{Name: "failure_ratio", Metric: "failure_ratio", Kind: param.Number, Stats: []string{ratio}, Plain: true, Max: 1, Help: "share of requests that get no connection"},
	}
}()

// Quantities returns what [slo] and [[alert]] can name, in the order in which a page should show them. The caller may
// change the slice, not the statistics in it.
func Quantities() []Quantity { return slices.Clone(quantities) }

// targetKeys returns every key of [slo].
func targetKeys() []string {
	var keys []string
	for _, q := range quantities {
		for _, k := range q.Keys() {
			keys = append(keys, k.Key)
		}
	}
	return keys
}

// intervalKeys returns the keys of [slo] that bound what is known with an interval: not the greatest of durations, which is
// what was seen, no estimate.
func intervalKeys() []string {
	var keys []string
	for _, q := range quantities {
		for _, k := range q.Keys() {
			if q.Kind != param.Duration || k.Stat != "max" {
				keys = append(keys, k.Key)
			}
		}
	}
	return keys
}

// target returns the metric and the statistic that a key of [slo] bounds.
func target(key string) (metric, stat string) {
	for _, q := range quantities {
		for _, k := range q.Keys() {
			if k.Key == key {
				return q.Metric, k.Stat
			}
		}
	}
	return "", ""
}
