package experiment

import (
	"strings"

	"poolsim/sim/scenario"
)

// judge compares each target with every pool, class or holder that it speaks of.
func judge(sc *scenario.Scenario, metrics []Metric) []Verdict {
	verdicts := []Verdict{}
	for i := range sc.SLO {
		t := &sc.SLO[i]
		for _, m := range judged(t, metrics) {
			verdicts = append(verdicts, Verdict{
				Target: t.Key, Metric: m.Metric, Stat: m.Stat, Pool: m.Pool, Class: m.Class, Holder: m.Holder,
				Limit: t.Limit, AtLeast: t.AtLeast, Value: m.Value, Lo: m.Lo, Hi: m.Hi,
				Judgement: decide(t, m),
			})
		}
	}
	return verdicts
}

// seen reports whether the metric is the greatest of durations that were seen, in all replications together.
func (m *Metric) seen() bool { return m.Stat == "max" && strings.HasSuffix(m.Metric, "_seconds") }

// judged returns what a target is judged on.
func judged(t *scenario.Target, metrics []Metric) []*Metric {
	var out []*Metric
	for i := range metrics {
		m := &metrics[i]
		if m.Metric == t.Metric && m.Stat == t.Stat && isOf(t, m) && !idle(metrics, m) {
			out = append(out, m)
		}
	}
	return out
}

// isOf reports whether a target speaks of what a metric is of. Of a class, which has no rows of its own for what its holders
// have, it speaks of each holder.
func isOf(t *scenario.Target, m *Metric) bool {
	switch {
	case t.Pool != "":
		return m.Pool == t.Pool && m.Class == ""
	case t.Class != "":
		return m.Class == t.Class
	}
	return ofWhole(m)
}

// ofWhole reports whether a metric is of a whole pool or class, or of the database.
func ofWhole(m *Metric) bool { return m.Pool == "" || m.Class == "" }

// idle reports whether nothing happened that a target about observations could speak of: no request of the pool or the
// holder, no job of the class. A start-up class is idle once the warm-up is over.
func idle(metrics []Metric, m *Metric) bool {
	if !m.Value.IsNaN() {
		return false
	}
	at := key{stat: "total", pool: m.Pool, class: m.Class, holder: m.Holder}
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

// decide judges one value: met if its whole interval lies on the target's side of the limit, not met if none of it does.
// Without an interval nothing is decided, but for two things: what cannot be negative, and was seen above 0 once, is above 0
// on average and at its maximum; and the greatest of durations is a fact of the run, no estimate of anything.
func decide(t *scenario.Target, m *Metric) Judgement {
	lo, hi, limit := float64(m.Lo), float64(m.Hi), t.Limit
	if m.seen() {
		lo, hi = float64(m.Value), float64(m.Value)
	}
	switch {
	case t.AtLeast && lo >= limit, !t.AtLeast && hi <= limit:
		return Met
	case t.AtLeast && hi < limit, !t.AtLeast && lo > limit:
		return NotMet
	case !t.AtLeast && limit == 0 && m.Value > 0 && !strings.HasPrefix(t.Stat, "p"):
		return NotMet
	}
	return NotDecided
}

// warnTargets names the targets that nothing was judged on.
func warnTargets(w *warner, sc *scenario.Scenario, metrics []Metric) {
	for i := range sc.SLO {
		t := &sc.SLO[i]
		if len(judged(t, metrics)) > 0 {
			continue
		}
		name := t.Key
		switch {
		case t.Pool != "":
			name += " of pool " + t.Pool
		case t.Class != "":
			name += " of class " + t.Class
		}
		w.addf("[slo]: %s is not judged: nothing of it was observed", name)
	}
}
