package experiment_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"poolsim/sim/experiment"
	"poolsim/sim/model"
	"poolsim/sim/scenario"
)

// busy is a small pool with everything on: overflow, timeouts, ping, recycle, refused connects, two classes.
const busy = `
title = "busy"
[run]
duration = "2m"
warmup = "20s"
replications = 6
[database]
connect = { dist = "lognormal", p50 = "16ms", p99 = "39ms" }
round_trip = "0.5ms"
max_connections = 30
[[pool]]
name = "main"
pool_size = 6
max_overflow = 9
pool_timeout = "200ms"
pool_recycle = "30s"
pool_pre_ping = true
[app]
workers = 2
[[class]]
name = "api"
arrivals = { process = "poisson", rate = "280/s" }
  [[class.step]]
  holder = "auth"
  hold = { dist = "uniform", min = "2ms", max = "5ms" }
  [[class.step]]
  holder = "main"
  hold = { dist = "gamma", mean = "100ms", cv = 1.2 }
[[class]]
name = "consumer"
arrivals = { process = "closed", users = 4, think = { dist = "exponential", mean = "100ms" } }
  [[class.step]]
  holder = "background"
  hold = "80ms"
[slo]
wait_p99 = "100ms"
timeout_ratio = 0.5
`

func parse(tb testing.TB, text string, set ...string) *scenario.Scenario {
	tb.Helper()
	sc, err := scenario.Parse("test.toml", []byte(text), scenario.Options{Set: set})
	if err != nil {
		tb.Fatalf("%v", err)
	}
	return sc
}

func run(tb testing.TB, sc *scenario.Scenario, o experiment.Options) *experiment.Result {
	tb.Helper()
	r, err := experiment.Run(context.Background(), sc, o)
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

func bytesOf(tb testing.TB, r *experiment.Result) []byte {
	tb.Helper()
	b, err := json.Marshal(r)
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

func metric(tb testing.TB, r *experiment.Result, name, stat, pool, class, holder string) experiment.Metric {
	tb.Helper()
	for _, m := range r.Metrics {
		if m.Metric == name && m.Stat == stat && m.Pool == pool && m.Class == class && m.Holder == holder {
			return m
		}
	}
	tb.Fatalf("no metric %s %s pool=%q class=%q holder=%q", name, stat, pool, class, holder)
	return experiment.Metric{}
}

func TestSameBytesWithAnyNumberOfWorkers(t *testing.T) {
	t.Parallel()
	var logs [3]bytes.Buffer
	one := bytesOf(t, run(t, parse(t, busy), experiment.Options{Workers: 1, Acquires: &logs[0]}))
	for i, workers := range []int{2, 5} {
		if other := bytesOf(t, run(t, parse(t, busy), experiment.Options{Workers: workers, Acquires: &logs[i+1]})); !bytes.Equal(one, other) {
			t.Errorf("1 worker and %d give different results", workers)
		}
		if !bytes.Equal(logs[0].Bytes(), logs[i+1].Bytes()) {
			t.Errorf("1 worker and %d give different acquire logs", workers)
		}
	}
	if other := bytesOf(t, run(t, parse(t, busy), experiment.Options{})); !bytes.Equal(one, other) {
		t.Error("an acquire log changes the result")
	}
	if other := bytesOf(t, run(t, parse(t, busy, "run.seed=2"), experiment.Options{})); bytes.Equal(one, other) {
		t.Error("another seed gives the same result")
	}
}

// TestMetricsAgreeWithTheAcquireLog recomputes metrics of a single replication from its log.
func TestMetricsAgreeWithTheAcquireLog(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	r := run(t, parse(t, busy, "run.replications=1", "run.warmup=0s"), experiment.Options{Acquires: &log})
	rows, err := csv.NewReader(&log).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var n, timeouts, errs, waits, holds, waitSum, holdSum float64
	for _, row := range rows[1:] {
		if row[3] != "main" {
			continue
		}
		switch row[7] {
		case "timeout":
			timeouts++
		case "connect_error":
			errs++
		}
		if row[8] != "" {
			n++
			w := number(t, row[8])
			waitSum += w
			if w > 0 {
				waits++
			}
		}
		if row[10] != "" {
			holds++
			holdSum += number(t, row[10]) - number(t, row[9])
		}
	}
	// A place whose wait is over but whose connect is not finished at the end is in the log without its outcome.
	for what, c := range map[string]struct{ want float64 }{
		"acquires_total": {n}, "timeouts_total": {timeouts}, "connect_errors_total": {errs},
	} {
		if got := float64(metric(t, r, what, "total", "main", "api", "main").Value); got != c.want {
			t.Errorf("%s is %v, the log has %v", what, got, c.want)
		}
	}
	if timeouts == 0 || errs == 0 {
		t.Errorf("%v timeouts, %v refused connects: the scenario should have both", timeouts, errs)
	}
	close := func(what, stat string, want float64) {
		if got := float64(metric(t, r, what, stat, "main", "api", "main").Value); math.Abs(got/want-1) > 1e-9 {
			t.Errorf("%s %s is %v, the log says %v", what, stat, got, want)
		}
	}
	close("wait_seconds", "mean", waitSum/n)
	close("timeout_ratio", "ratio", timeouts/n)
	// The hold's end is the release; its log row comes when the place is free, so a few may be missing.
	if got := float64(metric(t, r, "hold_seconds", "mean", "main", "api", "main").Value); math.Abs(got/(holdSum/holds)-1) > 1e-3 {
		t.Errorf("hold_seconds mean is %v, the log says %v", got, holdSum/holds)
	}
}

func number(tb testing.TB, s string) float64 {
	tb.Helper()
	x, err := strconv.ParseFloat(s, 64)
	if err != nil {
		tb.Fatal(err)
	}
	return x
}

// TestReplay writes the acquires of a run, turns them into a trace, and runs that: every wait is the same.
func TestReplay(t *testing.T) {
	t.Parallel()
	single := []string{"run.replications=1", "run.warmup=0s", "app.workers=1", "pool.main.pool_timeout=30s", "class.api.arrivals.rate=130/s", "run.duration=1m"}
	text := strings.Replace(busy, "max_connections = 33\n", "", 1)
	var log bytes.Buffer
	run(t, parse(t, text, single...), experiment.Options{Acquires: &log})
	rows, err := csv.NewReader(bytes.NewReader(log.Bytes())).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	trace, want, until := traceOf(t, rows)

	text = strings.NewReplacer(`process = "poisson", rate = "280/s"`, `process = "trace", file = "requests.csv"`).Replace(text)
	text = text[:strings.Index(text, "[[class]]\nname = \"consumer\"")] + "  [[class.step]]\n  holder = \"background\"\n"
	sc, err := scenario.Parse("replay.toml", []byte(text), scenario.Options{
		Set:      append(single[:4:4], "run.duration=2m"),
		ReadFile: func(string) ([]byte, error) { return trace, nil },
	})
	if err != nil {
		t.Fatalf("%v", err)
	}
	log.Reset()
	run(t, sc, experiment.Options{Acquires: &log})
	rows, err = csv.NewReader(bytes.NewReader(log.Bytes())).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	compared, waited := 0, 0
	for _, row := range rows[1:] {
		w, ok := want[row[6]+row[3]]
		if !ok || number(t, row[6]) >= until {
			continue
		}
		compared++
		if w != "0" {
			waited++
		}
		if w != row[8] {
			t.Fatalf("asked at %s: waited %s, in the replay %s", row[6], w, row[8])
		}
	}
	t.Logf("%d acquires compared, %d of them waited", compared, waited)
	if compared < 9000 || waited < 100 {
		t.Errorf("%d acquires were compared, %d of them waited: too few", compared, waited)
	}
}

// traceOf turns an acquire log into a trace and the waits that it should give, by instant of asking and holder. The first
// request that was not finished asked at until: its hold is not known, so nothing can be said of later waits.
func traceOf(tb testing.TB, rows [][]string) (trace []byte, waits map[string]string, until float64) {
	tb.Helper()
	var b bytes.Buffer
	waits = map[string]string{}
	until = math.Inf(1)
	b.WriteString("job,arrival_seconds,step,holder,hold_seconds\n")
	arrival := map[string]string{}
	for _, row := range rows[1:] {
		if row[2] == "0" {
			arrival[row[0]] = row[6]
		}
	}
	for _, row := range rows[1:] {
		if row[7] != "ok" || row[10] == "" {
			until = min(until, number(tb, row[6]))
			continue
		}
		waits[row[6]+row[3]] = row[8]
		fmt.Fprintf(&b, "%s,%s,%s,%s,%s\n", row[0], arrival[row[0]], row[2], row[3], exactDifference(tb, row[10], row[9]))
	}
	return b.Bytes(), waits, until
}

// exactDifference subtracts decimals of at most nine digits behind the point.
func exactDifference(tb testing.TB, a, b string) string {
	tb.Helper()
	ns := func(s string) int64 {
		whole, part, _ := strings.Cut(s, ".")
		n, err := strconv.ParseInt(whole+(part + "000000000")[:9], 10, 64)
		if err != nil {
			tb.Fatal(err)
		}
		return n
	}
	d := ns(a) - ns(b)
	return fmt.Sprintf("%d.%09d", d/1e9, d%1e9)
}

func TestInterruptedRunKeepsWhatWasFinished(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	r, err := experiment.Run(ctx, parse(t, busy), experiment.Options{Workers: 1, Progress: func(done, total int) {
		if done == 2 {
			cancel()
		}
	}})
	if !errors.Is(err, experiment.ErrInterrupted) || r == nil {
		t.Fatalf("result %v, error %v; want a result and ErrInterrupted", r, err)
	}
	if r.Replications != 2 || r.Planned != 6 || !strings.Contains(strings.Join(r.Warnings, "\n"), "2 of 6 replications") {
		t.Errorf("%d of %d replications, warnings %q", r.Replications, r.Planned, r.Warnings)
	}
	ctx, cancel = context.WithCancel(context.Background())
	cancel()
	if r, err := experiment.Run(ctx, parse(t, busy), experiment.Options{}); r != nil || !errors.Is(err, experiment.ErrInterrupted) {
		t.Errorf("cancelled before the first replication: result %v, error %v", r, err)
	}
}

func TestVerdicts(t *testing.T) {
	t.Parallel()
	r := run(t, parse(t, busy, "slo.failure_ratio=0.3"), experiment.Options{})
	got := map[string]experiment.Judgement{}
	for _, v := range r.SLO {
		got[v.Target+" "+v.Pool+v.Class] = v.Judgement
	}
	want := map[string]experiment.Judgement{
		"wait_p99 main": experiment.NotMet, "timeout_ratio main": experiment.Met,
		"failure_ratio api": got["failure_ratio api"], "failure_ratio consumer": got["failure_ratio consumer"],
	}
	if fmt.Sprint(got) != fmt.Sprint(want) || len(r.SLO) != 4 {
		t.Errorf("verdicts %v, want %v", got, want)
	}
	quiet := run(t, parse(t, busy+"failure_ratio = 0.5\n[[class]]\nname = \"once\"\narrivals = { process = \"burst\", jobs = 1 }\n  [[class.step]]\n  holder = \"once\"\n  hold = \"1ms\"\n"), experiment.Options{})
	for _, v := range quiet.SLO {
		if v.Class == "once" {
			t.Errorf("a class without jobs in the measured time is judged: %+v", v)
		}
	}
	one := run(t, parse(t, busy, "run.replications=1", "slo.in_use_p99=3"), experiment.Options{})
	for _, v := range one.SLO {
		if want := (v.Stat == "p99" && v.Metric == "in_use_connections"); (v.Judgement == experiment.NotDecided) != want {
			t.Errorf("%s is %s from one replication, whose batches give intervals, but none for quantiles of levels", v.Target, v.Judgement)
		}
	}
}

// TestMaximumOfDurations: the greatest of all replications together, not their average, so that no quantile exceeds it; no
// interval; and a target on it is a fact of the run.
func TestMaximumOfDurations(t *testing.T) {
	t.Parallel()
	sc := parse(t, busy, "run.replications=3", "run.duration=20s")
	r := run(t, sc, experiment.Options{})
	least, most := math.Inf(1), 0.0
	for i := range r.Replications {
		cfg := sc.Model
		cfg.Replication = i
		raw, err := model.Replicate(cfg, 0)
		if err != nil {
			t.Fatal(err)
		}
		longest := 0.0
		for k := range raw.Labels {
			if l := &raw.Labels[k]; l.Pool == 0 {
				longest = max(longest, l.Acquire.Max()/1e9)
			}
		}
		least, most = min(least, longest), max(most, longest)
	}
	m := metric(t, r, "acquire_seconds", "max", "main", "", "")
	if least == most || float64(m.Value) != most || !m.Lo.IsNaN() || !m.Hi.IsNaN() || m.N != 3 {
		t.Errorf("%+v, want %v of 3 replications", m, most)
	}
	level := metric(t, r, "in_use_connections", "max", "main", "", "")
	if level.Lo.IsNaN() {
		t.Errorf("the maximum of a level has no interval: %+v", level)
	}
	for _, q := range r.Metrics {
		if q.Stat == "p999" && strings.HasSuffix(q.Metric, "_seconds") && !q.Value.IsNaN() {
			if m := metric(t, r, q.Metric, "max", q.Pool, q.Class, q.Holder); m.Value < q.Value {
				t.Errorf("%+v exceeds %+v", q, m)
			}
		}
	}
	for limit, want := range map[float64]experiment.Judgement{most: experiment.Met, most - 1e-9: experiment.NotMet} {
		r := run(t, parse(t, busy, "run.replications=3", "run.duration=20s", fmt.Sprintf("slo.acquire_max=%dns", int64(math.Round(limit*1e9)))), experiment.Options{})
		for _, v := range r.SLO {
			if v.Target == "acquire_max" && v.Judgement != want {
				t.Errorf("at most %v, seen %v: %s, want %s", limit, v.Value, v.Judgement, want)
			}
		}
	}
}

// TestOneReplicationInBatches: batches give intervals and change no value. The time that a request takes may reach over
// their bounds.
func TestOneReplicationInBatches(t *testing.T) {
	t.Parallel()
	one := run(t, parse(t, busy, "run.replications=1"), experiment.Options{})
	r, err := model.Replicate(parse(t, busy).Model, 0)
	if err != nil {
		t.Fatal(err)
	}
	p := &r.Pools[0]
	for _, c := range []struct {
		metric, stat string
		want         float64
		interval     bool
	}{
		{"in_use_connections", "mean", p.InUse.Mean(), true},
		{"in_use_connections", "p99", p.InUse.Quantile(0.99), false},
		{"waiting_requests", "max", p.Waiting.Max(), false},
		{"connects_total", "total", float64(p.Totals.Connects), true},
		{"connects_per_second", "mean", float64(p.Totals.Connects) / 120, true},
	} {
		m := metric(t, one, c.metric, c.stat, "main", "", "")
		if math.Abs(float64(m.Value)/c.want-1) > 1e-12 || m.N != 1 || m.Lo.IsNaN() == c.interval {
			t.Errorf("%+v, want %v, with an interval: %v", m, c.want, c.interval)
		}
		if c.interval && !(m.Lo < m.Value && m.Value < m.Hi) {
			t.Errorf("%+v does not lie in its interval", m)
		}
	}
	l := &r.Labels[1]
	for _, q := range []struct {
		stat string
		want float64
	}{{"mean", l.Hold.Mean()}, {"p99", l.Hold.Quantile(0.99)}, {"max", l.Hold.Max()}} {
		m := metric(t, one, "hold_seconds", q.stat, "main", "api", "main")
		if math.Abs(float64(m.Value)*1e9/q.want-1) > 1e-12 || m.Lo.IsNaN() != (q.stat == "max") {
			t.Errorf("%+v, want %v s", m, q.want/1e9)
		}
	}
}

// TestPrecision: replications are added in rounds until the interval is narrow, and the result is that of a run with so
// many replications.
func TestPrecision(t *testing.T) {
	t.Parallel()
	add := []string{"run.precision=0.05", "run.replications=5", "run.max_replications=60", "run.duration=1m"}
	var done []int
	r := run(t, parse(t, busy, add...), experiment.Options{Progress: func(n, total int) { done = append(done, n, total) }})
	p, n := r.Precision, r.Replications
	t.Logf("%d replications, precision %+v", n, *p)
	if n <= 5 || n%5 != 0 || n >= 60 || r.Planned != n || !p.Met || p.Reached > 0.05 || p.On != "wait_mean" || done[len(done)-1] != n {
		t.Errorf("%d replications, precision %+v, progress %v", n, *p, done)
	}
	fixed := run(t, parse(t, busy, fmt.Sprintf("run.replications=%d", n), "run.duration=1m"), experiment.Options{})
	if fmt.Sprint(r.Metrics) != fmt.Sprint(fixed.Metrics) {
		t.Error("metrics are not those of the same number of replications at once")
	}
	before := run(t, parse(t, busy, fmt.Sprintf("run.replications=%d", n-5), "run.duration=1m"), experiment.Options{})
	if m := metric(t, before, "wait_seconds", "mean", "main", "", ""); float64(m.Hi-m.Lo)/2/float64(m.Value) <= 0.05 {
		t.Errorf("%d replications were enough: %+v", n-5, m)
	}
	one := bytesOf(t, run(t, parse(t, busy, add...), experiment.Options{Workers: 1}))
	if !bytes.Equal(one, bytesOf(t, r)) {
		t.Error("the number of workers changes the result")
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	r, err := experiment.Run(ctx, parse(t, busy, add...), experiment.Options{Workers: 1, Progress: func(done, _ int) {
		if done == 5 {
			cancel()
		}
	}})
	if !errors.Is(err, experiment.ErrInterrupted) || r.Replications != 5 || r.Precision.Met {
		t.Errorf("interrupted after the first round: error %v, %d replications", err, r.Replications)
	}
}

// TestAutoWarmup: the warm-up that is found lasts about as long as the transient, the result is that of a run with that
// warm-up, and workers change nothing.
func TestAutoWarmup(t *testing.T) {
	t.Parallel()
	// Connections in use grow as 1 - exp(-t / 20 s), from none.
	slow := []string{"run.duration=5m", "run.replications=6", "class.api.step.main.hold={ dist = \"exponential\", mean = \"20s\" }", "pool.main.max_overflow=-1"}
	auto := append(slow[:4:4], "run.warmup=auto")
	var done []int
	r := run(t, parse(t, plain, auto...), experiment.Options{Progress: func(n, total int) { done = append(done, n, total) }})
	t.Logf("warm-up %v s", r.WarmupSeconds)
	for i := 0; i < len(done); i += 2 {
		if done[i] != i/2+1 || done[i+1] != 12 || len(done) != 24 {
			t.Fatalf("progress %v, want 1 to 12 of 12: six pilots, then six replications", done)
		}
	}
	if r.WarmupSeconds < 40 || r.WarmupSeconds > 150 {
		t.Errorf("a warm-up of %v s was found for a time constant of 20 s", r.WarmupSeconds)
	}
	if want := 90 * 20.0; math.Abs(float64(metric(t, r, "in_use_connections", "mean", "main", "", "").Value)/want-1) > 0.02 {
		t.Errorf("in use: %+v, want %v", metric(t, r, "in_use_connections", "mean", "main", "", ""), want)
	}
	given := run(t, parse(t, plain, append(slow[:4:4], fmt.Sprintf("run.warmup=%vs", r.WarmupSeconds))...), experiment.Options{})
	if fmt.Sprint(r.Metrics) != fmt.Sprint(given.Metrics) {
		t.Error("metrics are not those of the same warm-up given")
	}
	one := bytesOf(t, run(t, parse(t, plain, auto...), experiment.Options{Workers: 1}))
	if !bytes.Equal(one, bytesOf(t, r)) {
		t.Error("the number of workers changes the result")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if r, err := experiment.Run(ctx, parse(t, plain, auto...), experiment.Options{}); r != nil || !errors.Is(err, experiment.ErrInterrupted) {
		t.Errorf("cancelled before the pilot: result %v, error %v", r, err)
	}
}
