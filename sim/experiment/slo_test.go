package experiment

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"poolsim/sim/scenario"
)

func TestDecide(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		name          string
		value, lo, hi float64
		stat          string
		limit         float64
		most, least   Judgement // as an upper and as a lower bound
	}{
		{"above", 5, 4, 6, "mean", 3, NotMet, Met},
		{"below", 5, 4, 6, "mean", 7, Met, NotMet},
		{"within", 5, 4, 6, "mean", 5, NotDecided, NotDecided},
		{"on the upper end", 5, 4, 6, "mean", 6, Met, NotDecided},
		{"on the lower end", 5, 4, 6, "mean", 4, NotDecided, Met},
		{"exactly", 5, 5, 5, "mean", 5, Met, Met},
		{"no interval", 5, nan, nan, "mean", 3, NotDecided, NotDecided},
		{"no upper end, beyond", 5, 4, nan, "p99", 3, NotMet, Met},
		{"no upper end, within", 5, 4, nan, "p99", 9, NotDecided, NotDecided},
		{"nothing", nan, nan, nan, "mean", 3, NotDecided, NotDecided},
		{"none", 0, 0, 0, "total", 0, Met, Met},
		{"any", 0.1, 0, 0.3, "total", 0, NotMet, Met},
		{"any, without interval", 1, nan, nan, "max", 0, NotMet, NotDecided},
		{"a quantile that may be 0", 0.1, 0, 0.3, "p99", 0, NotDecided, Met},
	} {
		m := &Metric{Stat: c.stat, Value: Number(c.value), Lo: Number(c.lo), Hi: Number(c.hi)}
		if got := decide(&scenario.Target{Stat: c.stat, Limit: c.limit}, m); got != c.most {
			t.Errorf("%s: at most %g is %s, want %s", c.name, c.limit, got, c.most)
		}
		if got := decide(&scenario.Target{Stat: c.stat, Limit: c.limit, AtLeast: true}, m); got != c.least {
			t.Errorf("%s: at least %g is %s, want %s", c.name, c.limit, got, c.least)
		}
	}
}

// twoPools has two classes and two pools; api has a holder in each of them, once does nothing in the measured time.
const twoPools = `
[run]
duration = "20s"
warmup = "2s"
replications = 3
[database]
max_connections = 30
[[pool]]
name = "main"
pool_size = 2
max_overflow = 2
[[pool]]
name = "reports"
pool_size = 1
max_overflow = 0
[[class]]
name = "api"
arrivals = { process = "poisson", rate = "50/s" }
  [[class.step]]
  holder = "auth"
  pool = "main"
  hold = "2ms"
  [[class.step]]
  holder = "report"
  pool = "reports"
  hold = "4ms"
[[class]]
name = "closed"
arrivals = { process = "closed", users = 1, think = "90ms" }
  [[class.step]]
  holder = "main"
  pool = "main"
  hold = "10ms"
[[class]]
name = "once"
arrivals = { process = "burst", jobs = 1 }
  [[class.step]]
  holder = "main"
  pool = "main"
  hold = "1ms"
`

func runTwoPools(t *testing.T, slo string, set ...string) *Result {
	t.Helper()
	sc, err := scenario.Parse("test.toml", []byte(twoPools+slo), scenario.Options{Set: set})
	if err != nil {
		t.Fatal(err)
	}
	r, err := Run(context.Background(), sc, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestWhatTargetsSpeakOf: [slo] of every pool or class, its parts of one; of a class also of its holders.
func TestWhatTargetsSpeakOf(t *testing.T) {
	t.Parallel()
	r := runTwoPools(t, `
[slo]
wait_p90 = "1s"
response_p90 = { max = "1s" }
database_connections_max = 97
refused_connects_total = 0
connects_per_second = 5
completions_per_second = { min = 8, max = 1000 }
[slo.pool.reports]
in_use_max = 1
acquires_per_second = { min = 40 }
[slo.class.api]
hold_p50 = "3ms"
response_mean = { min = "6ms" }
timeouts_total = 0
[slo.class.once]
failures_total = 0
response_p50 = "1ms"
`)
	var got []string
	for _, v := range r.SLO {
		side := " <= "
		if v.AtLeast {
			side = " >= "
		}
		got = append(got, strings.Join([]string{v.Target, v.Pool, v.Class, v.Holder}, ",")+side+Number(v.Limit).String()+": "+string(v.Judgement))
	}
	want := []string{
		"wait_p90,main,, <= 1: met",
		"wait_p90,reports,, <= 1: met",
		"response_p90,,api, <= 1: met",
		"response_p90,,closed, <= 1: met",
		"database_connections_max,,, <= 97: met",
		"connects_per_second,main,, <= 5: met",
		"connects_per_second,reports,, <= 5: met",
		"completions_per_second,,api, >= 8: met",
		"completions_per_second,,closed, >= 8: met",
		"completions_per_second,,once, >= 8: not met",
		"completions_per_second,,api, <= 1000: met",
		"completions_per_second,,closed, <= 1000: met",
		"completions_per_second,,once, <= 1000: met",
		"refused_connects_total,,, <= 0: met",
		"in_use_max,reports,, <= 1: met",
		"acquires_per_second,reports,, >= 40: met",
		"hold_p50,main,api,auth <= 0.003: met",
		"hold_p50,reports,api,report <= 0.003: not met",
		"response_mean,,api, >= 0.006: met",
		"timeouts_total,main,api,auth <= 0: met",
		"timeouts_total,reports,api,report <= 0: met",
		"failures_total,,once, <= 0: met",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("verdicts (-want +got):\n%s", diff)
	}
	if !slices.Contains(r.Warnings, "[slo]: response_p50 of class once is not judged: nothing of it was observed") {
		t.Errorf("no warning of a target that nothing was judged on: %q", r.Warnings)
	}
}

// TestTargetOfTheDatabase: one refused connect is enough to say that there are some.
func TestTargetOfTheDatabase(t *testing.T) {
	t.Parallel()
	r := runTwoPools(t, "[slo]\nrefused_connects_total = 0\ndatabase_connections_max = { min = 1 }\nreject_ratio = 0.1\n",
		"database.max_connections=5", "class.closed.users=50")
	if len(r.SLO) != 2 {
		t.Fatalf("%+v", r.SLO)
	}
	for _, v := range r.SLO {
		if want := map[string]Judgement{"refused_connects_total": NotMet, "database_connections_max": Met}[v.Target]; v.Judgement != want {
			t.Errorf("%+v, want %s", v, want)
		}
	}
	if !slices.Contains(r.Warnings, "[slo]: reject_ratio is not judged: nothing of it was observed") {
		t.Errorf("warnings %q", r.Warnings)
	}
}

// TestPrecisionOnAnyMetric: of what there is; replications are not added for the sake of what there is not.
func TestPrecisionOnAnyMetric(t *testing.T) {
	t.Parallel()
	set := []string{"run.precision=0.05", "run.max_replications=12"}
	for _, c := range []struct {
		on   string
		met  bool
		runs int
	}{
		{"completions_per_second", true, 3},
		{"database_connections_mean", true, 3},
		{"refused_connects_total", true, 3}, // 0 everywhere
		{"wait_seconds_mean", false, 12},
		{"reject_ratio", false, 3}, // no line has an end: no replication would change that
	} {
		r := runTwoPools(t, "", append(set, "run.precision_on="+c.on)...)
		if r.Precision.On != c.on || r.Precision.Met != c.met || r.Replications != c.runs {
			t.Errorf("%s: %d replications, %+v; want %d, met: %v", c.on, r.Replications, *r.Precision, c.runs, c.met)
		}
	}
}
