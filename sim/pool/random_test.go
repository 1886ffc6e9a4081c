package pool_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"poolsim/sim"
)

// TestAgainstDumb plays thousands of random traces with the pool and with the second implementation, and compares every
// row. A difference is reduced to the smallest trace that shows it. Half of the traces have no nested tasks and give
// connections back through context managers: nothing depends on the order within an instant then, and the pool must agree
// with connections handed over too.
func TestAgainstDumb(t *testing.T) {
	t.Parallel()
	traces := 4000
	if testing.Short() {
		traces = 400
	}
	requests, outcomes := 0, map[any]int{}
	for seed := range traces {
		v := randomTrace(rand.New(rand.NewPCG(uint64(seed), 1)))
		ways := []asIf{stepped311}
		if seed%2 == 0 {
			v.Trace.Release = "shield"
			for i := range v.Trace.Tasks {
				v.Trace.Tasks[i].Nested = false
			}
			ways = append(ways, handed311)
		}
		var rows [][]any
		for _, as := range ways {
			var ok bool
			if rows, ok = agree(t, v, as); ok {
				continue
			}
			shrink(t, v, as)
			i, dumb, pool := firstDifference(playDumb(v), playPool(t, v, as))
			t.Fatalf("seed %d, %+v, row %d of the smallest trace:\ndumb %v\npool %v\n%s", seed, as, i, dumb, pool, traceJSON(t, v))
		}
		requests += len(rows)
		for _, r := range rows {
			outcomes[r[3]]++
			outcomes[r[10]]++
		}
	}
	t.Logf("%d requests in %d traces: %v", requests, traces, outcomes)
	for _, what := range []string{
		"ok", "timeout", "connect_error", "stuck", "idle", "new", "empty", "recycle_age", "recycle_invalid", "recycle_soft",
		"ping_failed", "new+recycle_age",
	} {
		if outcomes[what] < 10 {
			t.Errorf("%s occurred %d times: the traces should reach everything", what, outcomes[what])
		}
	}
}

func agree(t *testing.T, v *vector, as asIf) (rows [][]any, ok bool) {
	t.Helper()
	rows = playPool(t, v, as)
	i, _, _ := firstDifference(playDumb(v), rows)
	return rows, i < 0
}

// playPool plays a trace with the pool.
func playPool(t *testing.T, v *vector, as asIf) [][]any {
	t.Helper()
	p := newReplay(t, v, as)
	if err := p.engine.RunUntil(sim.Never); err != nil {
		t.Fatal(err)
	}
	var rows [][]any
	for _, r := range p.rows {
		rows = append(rows, r.columns())
	}
	return rows
}

// firstDifference returns the first row in which two lists differ, -1 if none does.
func firstDifference(a, b [][]any) (int, []any, []any) {
	for i := range max(len(a), len(b)) {
		var x, y []any
		if i < len(a) {
			x = a[i]
		}
		if i < len(b) {
			y = b[i]
		}
		if fmt.Sprint(x...) != fmt.Sprint(y...) {
			return i, x, y
		}
	}
	return -1, nil, nil
}

// shrink takes tasks, stages and faults away as long as the difference stays.
func shrink(t *testing.T, v *vector, as asIf) {
	t.Helper()
	for again := true; again; {
		again = false
		for i := len(v.Trace.Tasks) - 1; i >= 0; i-- {
			all := slices.Clone(v.Trace.Tasks)
			v.Trace.Tasks = slices.Delete(v.Trace.Tasks, i, i+1)
			for k := range v.Trace.Tasks {
				v.Trace.Tasks[k].ID = k
			}
			if _, ok := agree(t, v, as); ok {
				v.Trace.Tasks = all
				for k := range v.Trace.Tasks {
					v.Trace.Tasks[k].ID = k
				}
				continue
			}
			again = true
		}
		for i := len(v.Trace.Faults) - 1; i >= 0; i-- {
			all := slices.Clone(v.Trace.Faults)
			v.Trace.Faults = slices.Delete(v.Trace.Faults, i, i+1)
			if _, ok := agree(t, v, as); ok {
				v.Trace.Faults = all
				continue
			}
			again = true
		}
	}
}

// randomTrace makes a small trace in which everything can happen. Its unit of time is a millionth of a microsecond, so that
// two things never fall into one instant by chance: only the real event loop could tell which comes first.
func randomTrace(r *rand.Rand) *vector {
	v := &vector{Name: "random"}
	span := func(most int64) int64 { return 1 + r.Int64N(most*1_000_000) }
	c := &v.Trace.Pool
	c.PoolSize, c.MaxOverflow = r.Int64N(4), r.Int64N(5)-1
	if timeout := span(60_000); r.IntN(8) > 0 {
		c.Timeout = &timeout
	}
	c.Recycle = -1
	if r.IntN(3) == 0 {
		c.Recycle = span(100_000)
	}
	c.PrePing, c.UseLifo = r.IntN(2) == 0, r.IntN(3) == 0
	if reset := "rollback"; r.IntN(3) > 0 {
		c.ResetOnReturn = &reset
	}
	v.Trace.Costs = map[string]int64{}
	for _, what := range []string{"connect", "connect_fail", "ping", "ping_fail", "reset", "close", "terminate"} {
		if r.IntN(4) > 0 {
			v.Trace.Costs[what] = span(15_000)
		}
	}
	for range r.IntN(4) {
		f := vectorFault{Kind: []string{"connect_fails", "slow_connect", "restart"}[r.IntN(3)], From: span(300_000)}
		f.To, f.Connect, f.At, f.ResetFails = f.From+span(60_000), span(40_000), span(300_000), r.IntN(2) == 0
		v.Trace.Faults = append(v.Trace.Faults, f)
	}
	for i := range 5 + r.IntN(40) {
		k := vectorTask{ID: i, Arrive: span(300_000), Nested: r.IntN(5) == 0}
		for range 1 + r.IntN(3) {
			st := vectorStage{Hold: span(50_000)}
			if r.IntN(2) == 0 {
				st.Gap, st.After = span(5000), span(5000)
			}
			if r.IntN(8) == 0 {
				st.End = []string{"invalidate", "soft", "gc", "leak"}[r.IntN(4)]
			}
			k.Stages = append(k.Stages, st)
		}
		v.Trace.Tasks = append(v.Trace.Tasks, k)
	}
	slices.SortStableFunc(v.Trace.Tasks, func(a, b vectorTask) int { return int(a.Arrive - b.Arrive) })
	for i := range v.Trace.Tasks {
		v.Trace.Tasks[i].ID = i
	}
	return v
}
