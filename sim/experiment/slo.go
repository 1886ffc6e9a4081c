package experiment

import (
	"strings"

	"poolsim/sim/scenario"
)

// judge compares each target with every pool or class that it speaks of.
func judge(sc *scenario.Scenario, metrics []Metric) []Verdict {
	verdicts := []Verdict{}
	for _, t := range sc.SLO {
		for _, m := range metrics {
			if m.Metric != t.Metric || m.Stat != t.Stat || !ofWhole(m) || idle(metrics, m) {
				continue
			}
			verdicts = append(verdicts, Verdict{
				Target: t.Key, Metric: m.Metric, Stat: m.Stat, Pool: m.Pool, Class: m.Class,
				Limit: t.Limit, Value: m.Value, Lo: m.Lo, Hi: m.Hi,
				Judgement: decide(m, t.Limit),
			})
		}
	}
	return verdicts
}

// seen reports whether the metric is the greatest of durations that were seen, in all replications together.
func (m *Metric) seen() bool { return m.Stat == "max" && strings.HasSuffix(m.Metric, "_seconds") }

// idle reports whether nothing happened that a target about observations could speak of: no request of the pool, no job
// of the class. A start-up class is idle once the warm-up is over.
func idle(metrics []Metric, m Metric) bool {
	if !m.Value.IsNaN() {
		return false
	}
	at := key{stat: "total", pool: m.Pool, class: m.Class}
	names := []string{"jobs_total", "completions_total", "failures_total"}
	if m.Pool != "" {
		names = []string{"acquires_total"}
	}
	for _, at.metric = range names {
		if find(metrics, at) > 0 {
			return false
		}
	}
	return true
}

// decide judges one value: met if its whole interval lies within the limit, not met if none of it does. Without an
// interval nothing is decided, except of the greatest of durations: it is a fact of the run, no estimate of anything.
func decide(m Metric, limit float64) Judgement {
	lo, hi := float64(m.Lo), float64(m.Hi)
	if m.seen() {
		lo, hi = float64(m.Value), float64(m.Value)
	}
	switch {
	case hi <= limit:
		return Met
	case lo > limit:
		return NotMet
	}
	return NotDecided
}
