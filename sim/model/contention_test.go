package model_test

import (
	"fmt"
	"testing"
	"time"

	"poolsim/sim"
	"poolsim/sim/database"
	"poolsim/sim/model"
	"poolsim/sim/param"
	"poolsim/sim/pool"
	"poolsim/sim/stat"
	"poolsim/workload"
)

// contention makes a model of contention by its name in scenarios.
func contention(tb testing.TB, name string, v param.Values) database.Contention {
	tb.Helper()
	spec := lookup(tb, &database.Contentions, name)
	return must(spec.New(v.With(&spec.Spec)))(tb)
}

// textbookPool returns a pool of the textbook dialect.
func textbookPool(tb testing.TB, set param.Values) model.Pool {
	tb.Helper()
	d := lookup(tb, &pool.Dialects, "textbook")
	return model.Pool{Name: "main", Dialect: d, Values: set.With(&d.Spec)}
}

func TestSpeeds(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		law  database.Contention
		n    int
		want float64
	}{
		{contention(t, "cores", param.Values{"cores": 8.0}), 8, 1},
		{contention(t, "cores", param.Values{"cores": 8.0}), 16, 0.5},
		{contention(t, "cores", param.Values{"cores": 0.5}), 1, 0.5},
		{contention(t, "usl", param.Values{"sigma": 0.02, "kappa": 0.001}), 1, 1},
		{contention(t, "usl", param.Values{"sigma": 0.02, "kappa": 0.001}), 11, 1 / (1 + 0.2 + 0.11)},
		{contention(t, "table", param.Values{"connections": []float64{1, 5, 9}, "throughput": []float64{10, 30, 20}}), 1, 1},
		{contention(t, "table", param.Values{"connections": []float64{1, 5, 9}, "throughput": []float64{10, 30, 20}}), 3, 2.0 / 3},
		{contention(t, "table", param.Values{"connections": []float64{1, 5, 9}, "throughput": []float64{10, 30, 20}}), 20, 0.1},
	} {
		if got := c.law.Speed(c.n); got < c.want-1e-12 || got > c.want+1e-12 {
			t.Errorf("%v: %d holders progress at %v, want %v", c.law, c.n, got, c.want)
		}
	}
	spec := lookup(t, &database.Contentions, "table")
	for _, v := range []param.Values{
		{"connections": []float64{2, 3}, "throughput": []float64{1, 2}},
		{"connections": []float64{1, 3}, "throughput": []float64{1}},
		{"connections": []float64{1, 3, 3}, "throughput": []float64{1, 2, 3}},
	} {
		if _, err := spec.New(v); err == nil {
			t.Errorf("%v: no error", v)
		}
	}
}

// Three holders of one core, by hand: work of 30 ms from 0, of 10 ms from 10 ms, of 10 ms from 10 ms. From 10 ms on each has a
// third: the two short ones are done at 40 ms, and the long one, which has 10 ms left then, at 50 ms.
func TestSharingByHand(t *testing.T) {
	t.Parallel()
	class := func(name string, jobs int, at, work time.Duration) workload.Class {
		return workload.Class{
			Name: name, Arrivals: &workload.Burst{Jobs: jobs, At: at}, Steps: []workload.Step{{Holder: name, Hold: constant(t, work)}},
		}
	}
	_, rows := run(t, model.Config{
		Seed: 1, Processes: 1, Duration: time.Second,
		Database: &database.Config{Contention: contention(t, "cores", param.Values{"cores": 1.0})},
		Pools:    []model.Pool{textbookPool(t, param.Values{})},
		Classes:  []workload.Class{class("long", 1, 0, ms(30)), class("short", 2, ms(10), ms(10))},
	})
	var ends []string
	for _, r := range rows {
		ends = append(ends, fmt.Sprint(time.Duration(r.freed).Round(time.Microsecond)))
	}
	if got := fmt.Sprint(ends); got != "[50ms 40ms 40ms]" && got != "[40ms 40ms 50ms]" {
		t.Errorf("holds end at %s", got)
	}
}

// TestProcessorSharing compares M/G/1-PS, gamma work, with its exact mean: E(T) = E(S) / (1 - rho), whatever the law of the work
// (Kleinrock, Queueing Systems, vol. 2, equation 4.17).
func TestProcessorSharing(t *testing.T) {
	t.Parallel()
	cfg := model.Config{
		Seed: 1, Processes: 1, Warmup: time.Minute, Duration: 20 * time.Minute,
		Database: &database.Config{Contention: contention(t, "cores", param.Values{"cores": 1.0})},
		Pools:    []model.Pool{textbookPool(t, param.Values{"size": int64(1000)})},
		Classes: []workload.Class{{
			Name: "api", Arrivals: process(t, "poisson", param.Values{"rate": 7.0}),
			Steps: []workload.Step{{Holder: "main", Hold: law(t, "gamma", param.Values{"mean": ms(100), "cv": 2.0})}},
		}},
	}
	var sums, counts []float64
	for i := range 20 {
		cfg.Replication = i
		r, err := model.Replicate(cfg, 0)
		if err != nil {
			t.Fatal(err)
		}
		h := &r.Labels[0].Hold
		sums, counts = append(sums, h.Sum()/1e9), append(counts, float64(h.N()))
	}
	covers(t, "mean hold, s", stat.Ratio(sums, counts), 0.1/(1-0.7))
}

// everythingTextbook is everything with the textbook's pool instead, where requests are impatient, rejected, and made again.
func everythingTextbook(tb testing.TB, timeout workload.Distribution) model.Config {
	book := everything(tb, param.Values{})
	book.Pools = []model.Pool{textbookPool(tb, param.Values{
		"size": int64(5), "overflow": int64(6), "queue_limit": int64(5), "recycle": 2 * time.Second, "timeout": timeout,
	})}
	book.Faults = nil
	for i := range book.Classes {
		book.Classes[i].RetryDelay, book.Classes[i].RetryMax = law(tb, "exponential", param.Values{"mean": ms(20)}), 3
	}
	return book
}

// What holds whatever goes wrong holds with contention too, and in the textbook's pool with impatient and stubborn clients.
func TestEverythingElseAtOnce(t *testing.T) {
	t.Parallel()
	shared := everything(t, param.Values{})
	shared.Database.Contention = contention(t, "usl", param.Values{"sigma": 0.05, "kappa": 0.002})
	book := everythingTextbook(t, law(t, "exponential", param.Values{"mean": ms(30)}))
	for name, cfg := range map[string]model.Config{"contention": shared, "textbook": book} {
		t.Run(name, func(t *testing.T) {
			o := &overlap{from: sim.Time(cfg.Warmup)}
			r, err := model.Replicate(cfg, 0, o)
			if err != nil {
				t.Fatal(err)
			}
			p := &r.Pools[0]
			t.Logf("%+v, rejected %d, retries %d", p.Totals, r.Labels[0].Rejected, r.Classes[0].Retries)
			if p.Waiting.Integral() != float64(o.waiting) || p.InUse.Integral() != float64(o.inUse) || o.waiting == 0 {
				t.Errorf("waiting: %v, sum %v; in use: %v, sum %v", p.Waiting.Integral(), o.waiting, p.InUse.Integral(), o.inUse)
			}
			if name == "textbook" && (r.Labels[0].Rejected == 0 || r.Classes[0].Retries == 0 || p.Totals.Timeouts == 0) {
				t.Error("nobody was rejected, timed out or tried again")
			}
		})
	}
}

// Streams that begin anew draw again what has not been seen, but not work that is under way: its end is timed by the clock of
// work alone. Five users can never hold more than five connections, nor end a job twice.
func TestRenewUnderContention(t *testing.T) {
	t.Parallel()
	m, err := model.New(model.Config{
		Seed: 1, Processes: 1, Duration: time.Minute,
		Database: &database.Config{Contention: contention(t, "cores", param.Values{"cores": 1.0})},
		Pools:    []model.Pool{queuePool(t, "main", param.Values{})},
		Classes: []workload.Class{{
			Name: "users", Arrivals: &workload.Closed{Users: 5, Think: constant(t, ms(1))},
			Steps: []workload.Step{{Holder: "main", Hold: law(t, "exponential", param.Values{"mean": ms(20)})}},
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	m.Start()
	for n := range uint64(200) {
		until := sim.Time(ms(100 * int(n+1)))
		if err := m.Step(func(next sim.Time) bool { return next < until }); err != nil {
			t.Fatal(err)
		}
		held := 0
		m.Unfinished(func(r *pool.Request) { held++ })
		if held > 5 {
			t.Fatalf("5 users have %d requests", held)
		}
		m.Renew(n + 1)
	}
	// One core does 50 holds of 20 ms a second, whatever is drawn again.
	if done := m.Events(); done < 1500 {
		t.Errorf("%d events in 20 s", done)
	}
}
