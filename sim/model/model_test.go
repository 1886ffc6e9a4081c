package model_test

import (
	"errors"
	"testing"
	"time"

	"poolsim/sim"
	"poolsim/sim/database"
	"poolsim/sim/model"
	"poolsim/sim/param"
	"poolsim/sim/pool"
	"poolsim/workload"
)

// path records when and where every request was made and what came of it.
type path struct {
	m    *model.Model
	rows []step
}

type step struct {
	job     int64
	holder  string
	process int32
	asked   time.Duration
	granted time.Duration
	freed   time.Duration
	outcome pool.Outcome
}

func (p *path) Begin(m *model.Model) { p.m = m }

func (p *path) End(*model.Model) {}

func (p *path) Observer() model.Observer {
	note := func(r *pool.Request) {
		freed := time.Duration(-1)
		if r.Freed >= 0 {
			freed = time.Duration(r.Freed)
		}
		p.rows = append(p.rows, step{
			p.m.Job(r), p.m.Labels()[r.Label].Holder, r.Process, time.Duration(r.Asked), time.Duration(r.Granted), freed, r.Outcome,
		})
	}
	return model.Observer{Pool: &pool.Observer{
		Freed: func(r *pool.Request) {
			if r.Outcome == pool.OK {
				note(r)
			}
		},
		Failed: note,
	}}
}

func ms(x int) time.Duration { return time.Duration(x) * time.Millisecond }

func constant(tb testing.TB, d time.Duration) workload.Distribution {
	return law(tb, "constant", param.Values{"value": d})
}

// run runs a model for ten seconds and returns its requests in the order of their ends.
func run(tb testing.TB, cfg model.Config) (*model.Result, []step) {
	tb.Helper()
	p := &path{}
	cfg.Duration = 10 * time.Second
	cfg.Seed = 1
	r, err := model.Replicate(cfg, 0, p)
	if err != nil {
		tb.Fatal(err)
	}
	return r, p.rows
}

func TestJobPrograms(t *testing.T) {
	t.Parallel()
	small := queuePool(t, "main", param.Values{"pool_size": int64(1), "max_overflow": int64(1), "pool_timeout": time.Second})
	other := queuePool(t, "auth", param.Values{"pool_size": int64(1), "max_overflow": int64(0)})
	one := &workload.Burst{Jobs: 1, At: ms(100)}
	for name, c := range map[string]struct {
		steps []workload.Step
		pools []model.Pool
		want  []step
	}{
		"one after the other": {
			steps: []workload.Step{{Holder: "a", Hold: constant(t, ms(10))}, {Holder: "b", Hold: constant(t, ms(20))}},
			want: []step{
				{holder: "a", asked: ms(100), granted: ms(100), freed: ms(110)},
				{holder: "b", asked: ms(110), granted: ms(110), freed: ms(130)},
			},
		},
		"time without a connection": {
			steps: []workload.Step{
				{Holder: "a", Before: constant(t, ms(5)), Hold: constant(t, ms(10))},
				{Holder: "b", Before: constant(t, ms(7)), Hold: constant(t, ms(20))},
			},
			want: []step{
				{holder: "a", asked: ms(105), granted: ms(105), freed: ms(115)},
				{holder: "b", asked: ms(122), granted: ms(122), freed: ms(142)},
			},
		},
		"nested: both go back at the end, the inner one first": {
			steps: []workload.Step{
				{Holder: "a", Hold: constant(t, ms(10))},
				{Holder: "b", Nested: true, Before: constant(t, ms(1)), Hold: constant(t, ms(20))},
				{Holder: "c", Hold: constant(t, ms(30))},
			},
			want: []step{
				{holder: "b", asked: ms(111), granted: ms(111), freed: ms(131)},
				{holder: "a", asked: ms(100), granted: ms(100), freed: ms(131)},
				{holder: "c", asked: ms(131), granted: ms(131), freed: ms(161)},
			},
		},
		"nested: what fails gives back what is held, and ends the job": {
			steps: []workload.Step{
				{Holder: "a", Hold: constant(t, ms(10))},
				{Holder: "b", Nested: true, Hold: constant(t, ms(10))},
				{Holder: "c", Nested: true, Hold: constant(t, ms(10))},
				{Holder: "d", Hold: constant(t, ms(10))},
			},
			want: []step{
				{holder: "c", asked: ms(120), granted: -1, freed: -1, outcome: pool.TimedOut},
				{holder: "b", asked: ms(110), granted: ms(110), freed: ms(1120)},
				{holder: "a", asked: ms(100), granted: ms(100), freed: ms(1120)},
			},
		},
		"two pools": {
			pools: []model.Pool{small, other},
			steps: []workload.Step{
				{Holder: "a", Pool: "auth", Hold: constant(t, ms(10))},
				{Holder: "b", Pool: "main", Hold: constant(t, ms(20))},
			},
			want: []step{
				{holder: "a", asked: ms(100), granted: ms(100), freed: ms(110)},
				{holder: "b", asked: ms(110), granted: ms(110), freed: ms(130)},
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pools := c.pools
			if pools == nil {
				pools = []model.Pool{small}
			}
			_, got := run(t, model.Config{
				Processes: 1, Pools: pools, Classes: []workload.Class{{Name: "c", Arrivals: one, Steps: c.steps}},
			})
			for i, w := range c.want {
				if w.outcome == pool.Waiting {
					w.outcome = pool.OK
				}
				if w.granted < 0 {
					w.granted = -1
				}
				if i >= len(got) || got[i] != w {
					t.Fatalf("request %d:\ngot  %+v\nwant %+v", i, got, w)
				}
			}
			if len(got) != len(c.want) {
				t.Errorf("%d requests, want %d: %+v", len(got), len(c.want), got)
			}
		})
	}
}

func TestJobsAreSpreadOverProcesses(t *testing.T) {
	t.Parallel()
	cfg := model.Config{
		Processes: 3,
		Pools:     []model.Pool{queuePool(t, "main", nil)},
		Classes: []workload.Class{
			{Name: "open", Arrivals: process(t, "deterministic", param.Values{"rate": 300.0}), Steps: []workload.Step{{Holder: "open", Hold: constant(t, ms(1))}}},
			{Name: "closed", Arrivals: &workload.Closed{Users: 6, Think: constant(t, ms(50))}, Steps: []workload.Step{{Holder: "closed", Hold: constant(t, ms(1))}}},
		},
	}
	count := func(spread model.Spread) (open, closed [3]int) {
		cfg.Spread = spread
		_, rows := run(t, cfg)
		for _, r := range rows {
			if r.holder == "open" {
				open[r.process]++
			} else {
				closed[r.process]++
			}
		}
		return open, closed
	}
	open, closed := count(model.RoundRobin)
	if open[0]-open[2] > 1 || open[0] < 900 || closed[0] != closed[1] || closed[1] != closed[2] {
		t.Errorf("in turn: open %v, closed %v: want equal numbers", open, closed)
	}
	open, _ = count(model.Random)
	for _, n := range open {
		if n < 890 || n > 1110 { // 1000 expected, sd 26
			t.Errorf("at random: %v of 3000 for each process", open)
		}
	}
	if open[0] == open[1] && open[1] == open[2] {
		t.Errorf("at random: %v is too even", open)
	}
}

// A database that allows fewer connections than the pools refuses the rest: the request fails, nothing waits for it.
func TestDatabaseLimit(t *testing.T) {
	t.Parallel()
	r, rows := run(t, model.Config{
		Processes: 2,
		Database:  &database.Config{MaxConnections: 10, Reserved: 3, Connect: constant(t, ms(20))},
		Pools:     []model.Pool{queuePool(t, "main", param.Values{"pool_size": int64(5), "max_overflow": int64(5)})},
		Classes: []workload.Class{{
			Name: "c", Arrivals: &workload.Burst{Jobs: 12}, Steps: []workload.Step{{Holder: "c", Hold: constant(t, ms(100))}},
		}},
	})
	failed := 0
	for _, row := range rows {
		if row.outcome == pool.ConnectError {
			failed++
			if row.freed != ms(20) {
				t.Errorf("a refused connect ends at %v, want after a connect's 20 ms", row.freed)
			}
		}
	}
	if failed != 5 || r.Database.Refused != 5 || r.Database.Connections.Max() != 7 {
		t.Errorf("%d requests failed, %d connects refused, at most %v connections; want 5, 5, 7", failed, r.Database.Refused, r.Database.Connections.Max())
	}
	if r.Classes[0].Failed != 5 || r.Classes[0].Completed != 7 {
		t.Errorf("%d jobs failed, %d completed; want 5, 7", r.Classes[0].Failed, r.Classes[0].Completed)
	}
}

// Two pool settings see the very same jobs, in whatever order they serve them, and a further class disturbs no other.
func TestCommonRandomNumbers(t *testing.T) {
	t.Parallel()
	jobs := func(size int64, extra bool) map[int64]time.Duration {
		cfg := model.Config{
			Processes: 1,
			Pools:     []model.Pool{queuePool(t, "main", param.Values{"pool_size": size, "max_overflow": int64(0)})},
			Classes: []workload.Class{{
				Name: "users", Arrivals: &workload.Closed{Users: 8, Think: law(t, "exponential", param.Values{"mean": ms(20)})},
				Steps: []workload.Step{{Holder: "users", Hold: law(t, "exponential", param.Values{"mean": ms(30)})}},
			}},
		}
		if extra {
			cfg.Classes = append(cfg.Classes, workload.Class{
				Name: "extra", Arrivals: &workload.Burst{Jobs: 1, At: time.Minute}, Steps: cfg.Classes[0].Steps,
			})
		}
		sum := map[int64]time.Duration{} // the holds of each length, as a set
		_, rows := run(t, cfg)
		for _, r := range rows[:len(rows)-8] {
			sum[int64(r.freed-r.granted)]++
		}
		return sum
	}
	a, b, c := jobs(8, false), jobs(2, false), jobs(8, true)
	if len(a) != len(c) {
		t.Errorf("a further class changes the holds: %d distinct ones, then %d", len(a), len(c))
	}
	missing := 0
	for hold := range b { // the small pool serves fewer jobs, but only ones that the large pool serves too
		if a[hold] == 0 {
			missing++
		}
	}
	if len(b) >= len(a) || missing > len(b)/50 {
		t.Errorf("%d of the small pool's %d holds are not among the large pool's %d", missing, len(b), len(a))
	}
}

func TestEndlessFailuresAtOneInstantAreAnError(t *testing.T) {
	if testing.Short() {
		t.Skip("fires twenty million events")
	}
	t.Parallel()
	_, err := model.Replicate(model.Config{
		Seed: 1, Processes: 1, Duration: time.Second,
		Pools: []model.Pool{queuePool(t, "main", param.Values{"pool_size": int64(1), "max_overflow": int64(0), "pool_timeout": time.Duration(0)})},
		Classes: []workload.Class{{
			Name: "c", Arrivals: &workload.Closed{Users: 2}, Steps: []workload.Step{{Holder: "c", Hold: constant(t, ms(1))}},
		}},
	}, 0)
	if !errors.Is(err, sim.ErrStalled) {
		t.Errorf("error %v, want ErrStalled", err)
	}
}

// The whole model allocates nothing in the steady state: a run ten times as long allocates hardly more.
func TestSteadyStateAllocatesNothing(t *testing.T) {
	short, long := lcfs(t, 20*time.Second), lcfs(t, 220*time.Second)
	run := func(cfg model.Config) float64 {
		return testing.AllocsPerRun(1, func() {
			if _, err := model.Replicate(cfg, 0); err != nil {
				t.Fatal(err)
			}
		})
	}
	a, b := run(short), run(long)
	t.Logf("%v allocations in 20 s, %v in 220 s", a, b)
	if extra := b - a; extra > 200 { // 120 000 acquires more; new records at a new maximum of jobs at once
		t.Errorf("%v further allocations in 120 000 further acquires", extra)
	}
}
