package experiment_test

import (
	"fmt"
	"math"
	"testing"

	"poolsim/sim/experiment"
)

// curve returns the one series of that kind.
func curve(tb testing.TB, r *experiment.Result, metric, stat, pool, class, holder string, instance int) experiment.Series {
	tb.Helper()
	var found []experiment.Series
	for _, s := range r.Series {
		if s.Metric == metric && s.Stat == stat && s.Pool == pool && s.Class == class && s.Holder == holder && s.Instance == instance {
			found = append(found, s)
		}
	}
	if len(found) != 1 {
		tb.Fatalf("%d series %s %s pool=%q class=%q holder=%q instance=%d", len(found), metric, stat, pool, class, holder, instance)
	}
	return found[0]
}

func meanOf(y []float64) (sum float64) {
	for _, v := range y {
		sum += v / float64(len(y))
	}
	return sum
}

// TestCoursesAreTheMetricsOverTime: with one replication, the mean of each rate and level over the bins, which are of equal
// length here, is the metric of all the time.
func TestCoursesAreTheMetricsOverTime(t *testing.T) {
	t.Parallel()
	r := run(t, parse(t, busy, "run.replications=1", "app.instances=3", "app.workers=2", "pool.main.pool_size=2", "pool.main.max_overflow=3"), experiment.Options{})
	processes := 6.0
	for _, c := range []struct {
		metric, pool, class string
		times               float64
	}{
		{"completions_per_second", "", "api", 1},
		{"failures_per_second", "", "api", 1},
		{"completions_per_second", "", "consumer", 1},
		{"timeouts_per_second", "main", "", 1},
		{"connects_per_second", "main", "", 1},
		{"recycles_per_second", "main", "", 1},
		{"pings_per_second", "main", "", 1},
		{"closes_per_second", "main", "", 1},
		{"open_connections", "main", "", processes}, // the metric is of one process
		{"database_connections", "", "", 1},
		{"refused_connects_per_second", "", "", 1},
	} {
		got := meanOf(curve(t, r, c.metric, "mean", c.pool, c.class, "", 0).Y)
		want := float64(metric(t, r, c.metric, "mean", c.pool, c.class, "").Value) * c.times
		if math.Abs(got/want-1) > 1e-9 {
			t.Errorf("%s of %q, %q: %v over the bins, the metric is %v", c.metric, c.pool, c.class, got, want)
		}
	}
	all, sum := curve(t, r, "database_connections", "mean", "", "", "", 0), 0.0
	for i := 1; i <= 3; i++ {
		one := curve(t, r, "database_connections", "mean", "", "", "", i)
		if len(one.X) != len(all.X) || meanOf(one.Y) == 0 {
			t.Errorf("instance %d: %d bins of %d, mean %v", i, len(one.X), len(all.X), meanOf(one.Y))
		}
		sum += meanOf(one.Y)
	}
	if math.Abs(sum/meanOf(all.Y)-1) > 1e-9 || r.Instances != 3 {
		t.Errorf("%d instances have %v connections together, the database %v", r.Instances, sum, meanOf(all.Y))
	}
	single := run(t, parse(t, busy, "run.replications=1"), experiment.Options{})
	for _, s := range single.Series {
		if s.Instance != 0 {
			t.Errorf("one instance has a curve of its own: %s %d", s.Metric, s.Instance)
		}
	}
}

// TestTimeParts: the parts of an acquire, and of a response, add up.
func TestTimeParts(t *testing.T) {
	t.Parallel()
	r := run(t, parse(t, busy, "class.api.step.main.before=3ms", "pool.main.reset=1ms"), experiment.Options{})
	value := func(stat, pool, class, holder string) float64 {
		name := "time_seconds"
		if pool == "" {
			name = "response_time_seconds"
		}
		return float64(metric(t, r, name, stat, pool, class, holder).Value)
	}
	for _, k := range [][3]string{{"main", "", ""}, {"main", "api", "auth"}, {"main", "api", "main"}, {"main", "consumer", "background"}, {"", "api", ""}, {"", "consumer", ""}} {
		sum := 0.0
		parts := []string{"wait", "connect", "ping", "hold", "reset", "close"}
		if k[0] == "" {
			parts = append(parts, "between")
		}
		for _, part := range parts {
			x := value(part, k[0], k[1], k[2])
			if x < 0 || x == 0 && (part != "between" || k[1] == "api") {
				t.Errorf("%v: %s is %v", k, part, x)
			}
			sum += x
		}
		total := value("total", k[0], k[1], k[2])
		if math.Abs(sum/total-1) > 1e-12 {
			t.Errorf("%v: the parts are %v s, the total %v", k, sum, total)
		}
		if k[0] == "" && math.Abs(total/float64(metric(t, r, "response_seconds", "mean", "", k[1], "").Value)-1) > 1e-12 {
			t.Errorf("%v: the parts are %v s, the response is another", k, total)
		}
	}
	if got := value("between", "", "api", ""); math.Abs(got-0.003) > 1e-12 {
		t.Errorf("between acquires %v s, want 3 ms", got)
	}
}

// TestTailsOfDurations: the share beyond a percentile is what it should be, over all replications.
func TestTailsOfDurations(t *testing.T) {
	t.Parallel()
	r := run(t, parse(t, busy), experiment.Options{})
	for _, c := range [][4]string{
		{"wait_seconds", "main", "api", "main"}, {"acquire_seconds", "main", "api", "auth"}, {"hold_seconds", "main", "api", "main"}, {"response_seconds", "", "api", ""},
	} {
		s := curve(t, r, c[0], "ccdf", c[1], c[2], c[3], 0)
		p90 := float64(metric(t, r, c[0], "p90", c[1], c[2], c[3]).Value)
		beyond := 1.0
		for i, x := range s.X {
			if x <= p90 {
				beyond = s.Y[i]
			}
		}
		if math.Abs(beyond-0.1) > 0.005 || s.Y[len(s.Y)-1] != 0 {
			t.Errorf("%v: %v lie beyond the p90", c, beyond)
		}
	}
}

// TestFaultMarks: faults are on the time axis of the series, which begins at the end of the warm-up.
func TestFaultMarks(t *testing.T) {
	t.Parallel()
	text := busy + `
[[fault]]
kind = "restart"
at = "50s"
[[fault]]
kind = "slow-connect"
from = "10s"
to = "25s"
connect = "1s"
[[fault]]
kind = "dispose"
at = "15s"
pool = "main"
`
	r := run(t, parse(t, text, "run.replications=1", "class.api.arrivals.rate=20/s"), experiment.Options{})
	got := ""
	for _, f := range r.Faults {
		switch {
		case f.At != nil && f.From == nil && f.To == nil:
			got += fmt.Sprintf("%s %q at %v; ", f.Kind, f.Label, *f.At)
		case f.At == nil:
			got += fmt.Sprintf("%s %q from %v to %v; ", f.Kind, f.Label, *f.From, *f.To)
		}
	}
	if want := `restart "restart" at 30; slow-connect "slow connect" from -10 to 5; dispose "dispose main" at -5; `; got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	at := curve(t, r, "connects_per_second", "mean", "main", "", "", 0)
	peak := 0
	for i := range at.Y {
		if at.Y[i] > at.Y[peak] {
			peak = i
		}
	}
	if at.X[peak] < 29 || at.X[peak] > 32 {
		t.Errorf("most connects are at %v s, the restart at 30", at.X[peak])
	}
}
