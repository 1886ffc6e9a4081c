package plots

import (
	"fmt"
	"math"

	"poolsim/sim/experiment"
)

func init() {
	fixtures = append(fixtures, []fixture{
		{"times", times},
		{"times-two-pools", timesTwoPools},
		{"times-timed-out", timesTimedOut},
		{"times-hundred-classes", timesHundredClasses},
	}...)
}

// spend adds where time goes: seconds of each of phases, of n acquires or jobs. NaN is nothing observed.
func spend(r *experiment.Result, pool, class, holder string, n float64, parts ...float64) {
	metric, times := "time_seconds", "acquires_total"
	if pool == "" {
		metric, times = "response_time_seconds", "jobs_total"
	}
	total := 0.0
	for i, x := range parts {
		total += x
		addMetric(r, key5{metric, phases[i].stat, pool, class, holder}, x)
	}
	addMetric(r, key5{metric, "total", pool, class, holder}, total)
	addMetric(r, key5{times, "total", pool, class, holder}, n)
}

// lasting adds a duration of a lognormal kind, n times: its tail and its p50 and p99.
func lasting(r *experiment.Result, metric, pool, class, holder string, n, p50, spread float64) {
	n = math.Round(n)
	tail := func(x float64) float64 { return math.Erfc(math.Log(x/p50)/spread/math.Sqrt2) / 2 }
	s := experiment.Series{Metric: metric, Stat: "ccdf", Pool: pool, Class: class, Holder: holder}
	if spread == 0 {
		s.X, s.Y = []float64{p50}, []float64{0}
	}
	for x := p50 / 30; spread > 0; x *= 1.02 {
		y := math.Round(tail(x)*n) / n
		s.X, s.Y = append(s.X, x), append(s.Y, y)
		if y == 0 {
			break
		}
	}
	r.Series = append(r.Series, s)
	addMetric(r, key5{metric, "p50", pool, class, holder}, p50)
	addMetric(r, key5{metric, "p99", pool, class, holder}, p50*math.Exp(2.326*spread))
}

// times is a usual run: most of the time is that of holds, and pings are seen where holds are short.
func times() *experiment.Result {
	r := base("main")
	spend(r, "main", "api", "auth", 90000, 0.0008, 2e-6, 0.0015, 0.0035)
	spend(r, "main", "api", "main", 90000, 0.0011, 2e-6, 0.0015, 0.118)
	spend(r, "main", "consumer", "background", 540, 0.0006, 0.00031, 0.0015, 0.2, 0.0005, 0.00004)
	spend(r, "main", "", "", 180000, 0.0009, 3e-6, 0.0015, 0.062)
	spend(r, "", "api", "", 90000, 0.0019, 4e-6, 0.003, 0.1215, 0, 0, 0.021)
	spend(r, "", "consumer", "", 540, 0.0006, 0.00031, 0.0015, 0.2)
	spend(r, "", "startup-cache", "", 0, math.NaN(), math.NaN(), math.NaN(), math.NaN())
	lasting(r, "acquire_seconds", "main", "api", "auth", 9e5, 0.0015, 0)
	lasting(r, "acquire_seconds", "main", "api", "main", 9e5, 0.0015, 0.2)
	lasting(r, "hold_seconds", "main", "api", "auth", 9e5, 0.0035, 0.2)
	lasting(r, "hold_seconds", "main", "api", "main", 9e5, 0.06, 1.16)
	lasting(r, "hold_seconds", "main", "consumer", "background", 5400, 0.12, 0.9)
	lasting(r, "response_seconds", "", "api", "", 9e5, 0.07, 1.1)
	lasting(r, "response_seconds", "", "consumer", "", 5400, 0.125, 0.9)
	addMetric(r, key5{metric: "acquire_seconds", stat: "p99", pool: "main"}, 0.0023)
	r.Series = append(r.Series, experiment.Series{Metric: "response_seconds", Stat: "ccdf", Class: "startup-cache"})
	r.SLO = append(r.SLO, experiment.Verdict{Target: "response_p95", Metric: "response_seconds", Stat: "p95", Class: "api", Limit: 0.5, Judgement: experiment.Met})
	return r
}

// timesTwoPools has a holder in two pools, and acquires of which most take no time.
func timesTwoPools() *experiment.Result {
	r := base("main", "reporting")
	spend(r, "main", "api", "main", 5000, 0, 0, 0, 0.02)
	spend(r, "reporting", "api", "main", 700, 0.4, 0.02, 0.001, 0.3, 0.02, 0.001)
	spend(r, "", "api", "", 5000, 0.06, 0.003, 0.00014, 0.062, 0.003, 0.00014, 0.01)
	s := experiment.Series{Metric: "acquire_seconds", Stat: "ccdf", Pool: "reporting", Class: "api", Holder: "main"}
	s.X, s.Y = []float64{0.001, 0.01, 0.1, 0.9}, []float64{0.04, 0.02, 0.005, 0}
	r.Series = append(r.Series, s)
	addMetric(r, key5{"acquire_seconds", "p50", "reporting", "api", "main"}, 0)
	addMetric(r, key5{"acquire_seconds", "p90", "reporting", "api", "main"}, 0)
	addMetric(r, key5{"acquire_seconds", "p99", "reporting", "api", "main"}, 0.1)
	lasting(r, "hold_seconds", "main", "api", "main", 5000, 0.02, 0.1)
	lasting(r, "hold_seconds", "reporting", "api", "main", 700, 0.3, 0.4)
	return r
}

// timesTimedOut is a pool in which every acquire waits until its timeout.
func timesTimedOut() *experiment.Result {
	r := base("main")
	r.Replications, r.Planned, r.DurationSeconds = 1, 1, 300
	spend(r, "main", "api", "main", 1000, 30, 0, 0, 0)
	spend(r, "", "api", "", 1000, 30, 0, 0, 0)
	h := happenings(r, 300)
	h.jobs("api", always(0), always(200))
	h.pool("main", always(200), always(0), always(0), always(0), always(0))
	h.database(always(0), always(150))
	return r
}

func timesHundredClasses() *experiment.Result {
	r := base("main")
	for i := range 100 {
		class := fmt.Sprintf("tenant number %d of very many", i+1)
		spend(r, "main", class, "main", 1e5/float64(i+1), 0.001*float64(i), 0.0001, 0.001, 0.01*float64(i+1))
		spend(r, "", class, "", 1e5/float64(i+1), 0.001*float64(i), 0.0001, 0.001, 0.01*float64(i+1))
		lasting(r, "hold_seconds", "main", class, "main", 1e5/float64(i+1), 0.01*float64(i+1), 0.5)
		lasting(r, "response_seconds", "", class, "", 1e5/float64(i+1), 0.01*float64(i+1), 0.6)
	}
	return r
}
