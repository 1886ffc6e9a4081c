package study

import (
	"fmt"
	"slices"

	"poolsim/sim/experiment"
	"poolsim/sim/scenario"
)

// defaultMetrics are what a comparison compares if nothing else is said: what users feel, what it costs the database, and how
// full the pools are.
var defaultMetrics = []struct {
	metric string
	stats  []string
}{
	{"in_use_connections", []string{"mean", "p99"}},
	{"open_connections", []string{"mean", "max"}},
	{"utilisation_ratio", []string{"mean"}},
	{"connects_per_second", []string{"mean"}},
	{"timeout_ratio", []string{"ratio"}},
	{"wait_seconds", []string{"mean", "p50", "p95", "p99"}},
	{"acquire_seconds", []string{"p99"}},
	{"completions_per_second", []string{"mean"}},
	{"failure_ratio", []string{"ratio"}},
	{"response_seconds", []string{"mean", "p95", "p99"}},
	{"database_connections", []string{"mean", "max"}},
	{"refused_connects_per_second", []string{"mean"}},
}

// UnknownMetric is the error for a metric that no variant has.
type UnknownMetric struct {
	Name  string
	Known []string // names of metrics that there are, as in [slo] or with their stat
}

// Error says which metric it is.
func (e *UnknownMetric) Error() string { return fmt.Sprintf("no variant has a metric %s", e.Name) }

// checkMetrics looks for metrics that no variant has.
func (c *Compare) checkMetrics() error {
	if len(c.Metrics) == 0 {
		return nil
	}
	var names [][2]string
	for _, v := range c.Variants {
		list, err := experiment.MetricNames(v.Scenario)
		if err != nil {
			return err
		}
		names = append(names, list...)
	}
	for _, name := range c.Metrics {
		if slices.ContainsFunc(names, func(m [2]string) bool { return named(name, m[0], m[1]) }) {
			continue
		}
		e := &UnknownMetric{Name: name}
		for _, m := range names {
			if key := shortName(m[0], m[1]); !slices.Contains(e.Known, key) {
				e.Known = append(e.Known, key)
			}
		}
		return e
	}
	return nil
}

// wanted says which metrics are compared.
func (c *Compare) wanted() func(metric, stat string) bool {
	if len(c.Metrics) > 0 {
		return func(metric, stat string) bool {
			return slices.ContainsFunc(c.Metrics, func(name string) bool { return named(name, metric, stat) })
		}
	}
	return func(metric, stat string) bool {
		for _, d := range defaultMetrics {
			if d.metric == metric && slices.Contains(d.stats, stat) {
				return true
			}
		}
		return slices.ContainsFunc(c.Variants, func(v Variant) bool {
			return slices.ContainsFunc(v.Scenario.SLO, func(t scenario.Target) bool { return t.Metric == metric && t.Stat == stat })
		})
	}
}

// named reports whether somebody's name for a metric, or for all stats of one, is that of this one.
func named(name, metric, stat string) bool {
	return name == metric || name == metric+"."+stat || name == shortName(metric, stat)
}

// shortName is a metric's key of [slo], or else its name and stat.
func shortName(metric, stat string) string {
	for _, q := range scenario.Quantities() {
		if q.Metric != metric {
			continue
		}
		for _, k := range q.Keys() {
			if k.Stat == stat {
				return k.Key
			}
		}
	}
	return metric + "." + stat
}
