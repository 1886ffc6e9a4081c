package experiment_test

import (
	"fmt"
	"math"
	"testing"

	"poolsim/sim/experiment"
)

// light is a pool of M/M/5 with patience of 1 s, at a load of 0.8.
const light = `
[[pool]]
name = "main"
pool_size = 3
max_overflow = 2
pool_timeout = "1s"
[[class]]
name = "api"
arrivals = { process = "poisson", rate = "8/s" }
  [[class.step]]
  holder = "main"
  hold = { dist = "exponential", mean = "0.5s" }
`

// lightWait is the share of requests that wait, lightTimeout of those that time out, exactly (Boxma and de Waal; Zeltyn and
// Mandelbaum, Call centers with impatient customers, Queueing Systems 51, 2005).
const (
	lightWait    = 0.5256552948834707
	lightTimeout = 0.015955405053199662
)

// lightQuantile returns the quantile of the wait of all requests. Before its limit of 1 s its density is proportional to
// exp(-(c mu - lambda) x), here exp(-2 x).
func lightQuantile(p float64) float64 {
	scale := (lightWait - lightTimeout) / (1 - math.Exp(-2))
	switch {
	case p <= 1-lightWait:
		return 0
	case p >= 1-lightTimeout:
		return 1
	}
	return -math.Log(1-(p-(1-lightWait))/scale) / 2
}

// lightMeasures are the metrics of the anchors' measures. Without a cost of connecting, the time to acquire is the wait of
// those who get a connection.
var lightMeasures = map[string][2]string{
	"p_timeout":           {"timeout_ratio", "ratio"},
	"p_wait":              {"wait_ratio", "ratio"},
	"wait_mean_connected": {"acquire_seconds", "mean"},
	"utilisation":         {"utilisation_ratio", "mean"},
}

// tried is a coverage of a metric.
type tried struct {
	*coverage
	metric, stat string
}

// coverPool repeats whole experiments of a pool (pool_coverage), and looks at their quantiles too.
func coverPool(t *testing.T, a *coverageAnchors) []*coverage {
	var out []*coverage
	for i := 0; i < len(a.Pool); {
		first := a.Pool[i]
		name := fmt.Sprintf("%d replications of %d s after %d s", first.Runs, first.Length, first.Warmup)
		var tries []tried
		for ; i < len(a.Pool) && a.Pool[i].Runs == first.Runs && a.Pool[i].Warmup == first.Warmup && a.Pool[i].Length == first.Length; i++ {
			p := a.Pool[i]
			m := lightMeasures[p.Measure]
			tries = append(tries, tried{&coverage{experiment: name, measure: m[0] + " " + m[1], truth: p.Truth, want: p.Coverage, se: p.SE}, m[0], m[1]})
		}
		if first.Warmup > 0 { // the anchors' own measures show what a run that is too short does
			tries = append(tries, quantilesOfLight(name)...)
		}
		if !long() && first.Length == 500 {
			continue
		}
		repeatLight(t, tries, first.Runs, first.Warmup, first.Length)
		out = append(out, coverages(tries)...)
	}
	name := "1 replication of 2500 s after 20 s, in 20 batches"
	var tries []tried
	for _, p := range a.Pool[:4] {
		m := lightMeasures[p.Measure]
		tries = append(tries, tried{&coverage{experiment: name, measure: m[0] + " " + m[1], truth: p.Truth}, m[0], m[1]})
	}
	tries = append(tries, quantilesOfLight(name)...)
	repeatLight(t, tries, 1, 20, 2500)
	return append(out, coverages(tries)...)
}

// quantilesOfLight are the quantiles of waits, of all and of those who get a connection.
func quantilesOfLight(name string) []tried {
	var out []tried
	for _, p := range tailProbabilities {
		stat := map[float64]string{0.5: "p50", 0.95: "p95", 0.99: "p99", 0.999: "p999"}[p]
		out = append(
			out,
			tried{&coverage{experiment: name, measure: "wait_seconds " + stat, truth: lightQuantile(p)}, "wait_seconds", stat},
			tried{&coverage{experiment: name, measure: "acquire_seconds " + stat, truth: lightQuantile(p * (1 - lightTimeout))}, "acquire_seconds", stat},
		)
	}
	return out
}

// repeatLight runs an experiment again and again, with other seeds.
func repeatLight(t *testing.T, tries []tried, runs, warmup, length int) {
	n := 40
	if long() {
		n = 500
	}
	for i := range n {
		sc := parse(t, light, fmt.Sprintf("run.replications=%d", runs), fmt.Sprintf("run.warmup=%ds", warmup),
			fmt.Sprintf("run.duration=%ds", length), fmt.Sprintf("run.seed=%d", 1000+i))
		r := run(t, sc, experiment.Options{Workers: 2})
		for _, c := range tries {
			m := metric(t, r, c.metric, c.stat, "main", "", "")
			c.add(float64(m.Lo), float64(m.Hi))
		}
	}
}

func coverages(tries []tried) []*coverage {
	var out []*coverage
	for _, c := range tries {
		out = append(out, c.coverage)
	}
	return out
}
