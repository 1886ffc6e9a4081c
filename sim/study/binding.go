package study

import (
	"fmt"
	"strings"

	"poolsim/sim/experiment"
	"poolsim/sim/scenario"
)

// Binding is a target that stands in the way, and what it is about.
type Binding struct {
	experiment.Verdict
	What string `json:"what"` // wait, timeouts, connections, response, failures
	Why  string `json:"why"`  // in words; may be empty
}

// bindings returns the targets that a candidate is not shown to meet: those that it misses, or else those that are not
// decided.
func (w *searcher) bindings(p *Probe) ([]Binding, error) {
	sc, err := w.Source(w.overrides(p.point))
	if err != nil {
		return nil, err
	}
	out := []Binding{}
	for _, want := range []experiment.Judgement{experiment.NotMet, experiment.NotDecided} {
		for _, v := range p.SLO {
			if v.Judgement == want {
				out = append(out, Binding{v, about(v.Metric), strings.Join(w.reasons(sc, p, &v), "; ")})
			}
		}
		if len(out) > 0 {
			return out, nil
		}
	}
	return out, nil
}

// about says what a metric is about.
func about(metric string) string {
	switch metric {
	case "wait_seconds", "wait_ratio", "waiting_requests", "acquire_seconds":
		return "wait"
	case "timeout_ratio":
		return "timeouts"
	case "failure_ratio":
		return "failures"
	case "response_seconds":
		return "response"
	case "hold_seconds":
		return "hold"
	}
	return "connections"
}

// fewWait is the share of requests below which it is not the line that makes things late.
const fewWait = 0.01

// reasons says why a candidate misses a target, as far as its numbers tell.
func (w *searcher) reasons(sc *scenario.Scenario, p *Probe, v *experiment.Verdict) []string {
	var out []string
	add := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	db := sc.Model.Database
	if refused := p.metric("refused_connects_per_second", "mean", ""); refused > 0 {
		add("the database refuses %.3g connects a second beyond its %d connections", refused, db.Limit())
	}
	full := false
	for _, e := range experiment.Check(sc).Pools {
		if e.Utilisation >= 1 {
			full = true
			add("pool %s is asked for %.4g connections and has %d in a process", e.Name, float64(e.OfferedLoad), e.Limit)
		}
	}
	contention := db != nil && db.Contention != nil
	if contention && v.Metric != "in_use_connections" {
		add("the database's work takes longer the more connections are in use")
	}
	if about(v.Metric) == "response" || v.Metric == "hold_seconds" || v.Metric == "acquire_seconds" {
		worst := 0.0
		for _, pool := range sc.Model.Pools {
			worst = max(worst, p.metric("wait_ratio", "ratio", pool.Name))
		}
		if worst < fewWait && !contention {
			add("hardly anybody waits in line: it takes so long without that, and no pool can change it")
		}
	}
	if about(v.Metric) == "connections" && !full && w.Kind == Size {
		add("this many connections are needed by the load itself, whatever the size")
	}
	return out
}

// metric returns a value of the probe, 0 if it has none.
func (p *Probe) metric(metric, stat, pool string) float64 {
	m, ok := p.sum.Metric(Column{Metric: metric, Stat: stat, Pool: pool})
	if !ok || m.Value.IsNaN() {
		return 0
	}
	return float64(m.Value)
}
