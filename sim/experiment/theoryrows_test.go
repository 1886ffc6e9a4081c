package experiment_test

import (
	"math"
	"strings"
	"testing"

	"poolsim/sim/experiment"
	"poolsim/sim/queueing"
)

// The form fits the scenario: the exact one where its assumptions are met, an approximation where they are not.
func TestTheoryChoosesTheForm(t *testing.T) {
	t.Parallel()
	hold := "class.api.step.main.hold"
	for name, c := range map[string]struct {
		set   []string
		form  string
		exact bool
		says  string // a part of what it assumes
	}{
		"Poisson, exponential":      {nil, "Erlang C (M/M/c)", true, "nobody leaves"},
		"with a timeout":            {[]string{"pool.main.pool_timeout=100ms"}, "M/M/c+D", true, "after the timeout"},
		"overload":                  {[]string{"pool.main.pool_timeout=1s", "class.api.arrivals.rate=200/s"}, "M/M/c+D", true, ""},
		"nobody may wait":           {[]string{"pool.main.pool_timeout=0s"}, "", false, ""},
		"constant holds":            {[]string{hold + "=100ms"}, "M/D/c", true, "equally long"},
		"constant, timeout":         {[]string{hold + "=100ms", "pool.main.pool_timeout=1s"}, "Allen-Cunneen (G/G/c)", false, "left out: timeouts"},
		"one connection":            {[]string{"pool.main.pool_size=1", hold + `={dist="uniform",min="2ms",max="5ms"}`}, "Pollaczek-Khinchine (M/G/1)", true, ""},
		"uniform holds":             {[]string{hold + `={dist="uniform",min="2ms",max="5ms"}`}, "Allen-Cunneen (G/G/c)", false, "cv 0.25"},
		"overload, uniform":         {[]string{hold + `={dist="uniform",min="2s",max="5s"}`, "pool.main.pool_timeout=1s"}, "M/M/c+D", false, "more is asked"},
		"clockwork":                 {[]string{`class.api.arrivals={process="deterministic",rate="90/s"}`}, "Allen-Cunneen (G/G/c)", false, "arrivals (cv 0)"},
		"four processes in turn":    {[]string{"app.workers=4", "class.api.arrivals.rate=300/s"}, "Allen-Cunneen (G/G/c)", false, "arrivals (cv 0.5)"},
		"four processes at random":  {[]string{"app.workers=4", "app.spread=random", "class.api.arrivals.rate=300/s"}, "Erlang C (M/M/c)", true, ""},
		"users":                     {[]string{`class.api.arrivals={process="closed",users=50,think="400ms"}`}, "machine repairman (closed M/M/c)", true, "50 users"},
		"users, constant holds":     {[]string{`class.api.arrivals={process="closed",users=50,think="400ms"}`, hold + "=100ms"}, "machine repairman (closed M/M/c)", false, "as if exponential"},
		"few users, constant holds": {[]string{`class.api.arrivals={process="closed",users=10,think="400ms"}`, hold + "=100ms"}, "machine repairman (closed M/M/c)", true, ""},
		"users, timeouts":           {[]string{`class.api.arrivals={process="closed",users=50,think="40ms"}`, "pool.main.pool_timeout=100ms"}, "machine repairman (closed M/M/c)", false, "timeouts"},
		"opening takes time":        {[]string{"database.connect=5ms"}, "Erlang C (M/M/c)", false, "left out: opening connections"},
		"pings":                     {[]string{"database.round_trip=1ms", "pool.main.pool_pre_ping=true"}, "Erlang C (M/M/c)", false, "pings"},
		"no limit":                  {[]string{"pool.main.max_overflow=-1"}, "", false, ""},
		"no variance":               {[]string{hold + `={dist="pareto",alpha=1.5,min="10ms"}`}, "", false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sc := parse(t, plain, c.set...)
			p := experiment.Check(sc).Pools[0]
			if p.Form != c.form || p.Exact != c.exact || !strings.Contains(p.Assumes, c.says) {
				t.Errorf("%q (exact: %v): %q; want %q (exact: %v), with %q", p.Form, p.Exact, p.Assumes, c.form, c.exact, c.says)
			}
			rows := experiment.Theory(sc)
			if (len(rows) > 0) != (c.form != "") {
				t.Errorf("%d rows", len(rows))
			}
			for _, r := range rows {
				if r.Form != c.form || r.Exact != c.exact || r.Pool != "main" || math.IsInf(float64(r.Value), 0) || r.Value.IsNaN() {
					t.Errorf("%+v", r)
				}
			}
		})
	}
	two := strings.Replace(plain, "[[class.step]]", "[[class.step]]\n  holder = \"auth\"\n  hold = \"5ms\"\n  [[class.step]]", 1)
	if p := experiment.Check(parse(t, two)).Pools[0]; p.Exact || !strings.Contains(p.Assumes, "follow each other") {
		t.Errorf("two steps: %+v", p)
	}
	if rows := experiment.Theory(parse(t, plain, "class.api.arrivals.rate=200/s")); len(rows) > 0 {
		t.Errorf("no steady state, but %+v", rows)
	}
}

// What is exact agrees with what is simulated: each value lies in the 99.9 % interval over 20 replications, which is 1.88
// times as wide as the 95 % one (Student's t with 19 degrees of freedom: 3.883 and 2.093). The seed is fixed.
func TestTheoryAgreesWithSimulation(t *testing.T) {
	t.Parallel()
	long := []string{"run.replications=20", "run.duration=4m", "run.warmup=20s"}
	for name, set := range map[string][]string{
		"M/M/c+D":    {"pool.main.pool_timeout=100ms"},
		"overload":   {"pool.main.pool_timeout=1s", "class.api.arrivals.rate=150/s"},
		"M/D/c":      {"class.api.step.main.hold=100ms"},
		"closed":     {`class.api.arrivals={process="closed",users=24,think="150ms"}`},
		"at random":  {"app.workers=2", "app.spread=random", "class.api.arrivals.rate=150/s"},
		"no timeout": {"class.api.arrivals.rate=70/s"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sc := parse(t, plain, append(set, long...)...)
			r := run(t, sc, experiment.Options{})
			compared := 0
			for _, row := range experiment.Theory(sc) {
				if !row.Exact {
					t.Fatalf("%+v", row)
				}
				m := ofMain(r, row.Metric, row.Stat)
				if m == nil || row.Stat == "p999" {
					continue // fewer than ten beyond it in a replication
				}
				compared++
				half := 3.883 / 2.093 * float64(m.Hi-m.Lo) / 2
				if off := math.Abs(float64(m.Value - row.Value)); off > half+1e-9 && off > 1e-3*float64(row.Value) {
					t.Errorf("%s/%s: theory %v, simulated %v [%v, %v]", row.Metric, row.Stat, row.Value, m.Value, m.Lo, m.Hi)
				}
			}
			if compared < 4 {
				t.Errorf("only %d values to compare", compared)
			}
		})
	}
}

// ofMain finds a row of pool main, nil if there is none.
func ofMain(r *experiment.Result, name, stat string) *experiment.Metric {
	for i := range r.Metrics {
		if m := &r.Metrics[i]; m.Metric == name && m.Stat == stat && m.Pool == "main" && m.Class == "" && m.Holder == "" {
			return m
		}
	}
	return nil
}

// The tail of theory is a curve for the chart: falling, and to 0 at the timeout.
func TestTheoryTail(t *testing.T) {
	t.Parallel()
	r := run(t, parse(t, plain, "pool.main.pool_timeout=100ms", "run.replications=1", "run.duration=10s"), experiment.Options{})
	q := queueing.MMcD{C: 10, Rate: 90, Hold: 0.1, Timeout: 0.1}
	for _, s := range r.Series {
		if s.Stat != "ccdf_theory" {
			continue
		}
		last := len(s.X) - 1
		if s.X[last] != 0.1 || s.Y[last] != 0 || math.Abs(s.Y[last-1]-q.TimeoutRatio()) > 1e-9 || math.Abs(s.Y[0]-q.WaitRatio()) > 1e-4 || s.Pool != "main" {
			t.Errorf("from %v at %v to %v at %v", s.Y[0], s.X[0], s.Y[last], s.X[last])
		}
		for i := 1; i <= last; i++ {
			if s.X[i] <= s.X[i-1] || s.Y[i] > s.Y[i-1] {
				t.Fatalf("point %d: %v, %v after %v, %v", i, s.X[i], s.Y[i], s.X[i-1], s.Y[i-1])
			}
		}
		return
	}
	t.Error("no curve")
}

// Nested steps can lock a pool: T jobs that hold C at once need T (C - 1) + 1 connections (HikariCP wiki).
func TestPoolLocking(t *testing.T) {
	t.Parallel()
	nested := strings.Replace(plain, "[[class.step]]", "[[class.step]]\n  holder = \"auth\"\n  hold = \"5ms\"\n  [[class.step]]\n  nested = true", 1)
	users := func(n string) []string {
		return []string{`class.api.arrivals={process="closed",users=` + n + `,think="1s"}`}
	}
	for name, c := range map[string]struct {
		set      []string
		want     experiment.PoolLocking
		warnings int
	}{
		"just enough": {users("9"), experiment.PoolLocking{Connections: 2, Jobs: 9, Needed: 10, SafeJobs: 9}, 0},
		"one more":    {users("10"), experiment.PoolLocking{Connections: 2, Jobs: 10, Needed: 11, SafeJobs: 9, CanLock: true}, 1},
		"processes":   {append(users("20"), "app.workers=3"), experiment.PoolLocking{Connections: 2, Jobs: 7, Needed: 8, SafeJobs: 9}, 0},
		"open":        {[]string{"class.api.arrivals.rate=1/s"}, experiment.PoolLocking{Connections: 2, Jobs: -1, Needed: -1, SafeJobs: 9, CanLock: true}, 0},
		"alone":       {append(users("1"), "pool.main.pool_size=1"), experiment.PoolLocking{Connections: 2, Jobs: 1, Needed: 2, SafeJobs: -1, CanLock: true}, 1},
	} {
		e := experiment.Check(parse(t, nested, c.set...))
		if l := e.Pools[0].Locking; l == nil || *l != c.want || len(e.Warnings) != c.warnings {
			t.Errorf("%s: %+v, warnings %q; want %+v", name, l, e.Warnings, c.want)
		}
	}
	if l := experiment.Check(parse(t, plain)).Pools[0].Locking; l != nil {
		t.Errorf("one connection at a time: %+v", l)
	}
}
