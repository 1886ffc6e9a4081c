package model_test

import (
	"fmt"
	"testing"
	"time"

	"poolsim/sim/model"
	"poolsim/sim/param"
	"poolsim/workload"
)

// burst is n simultaneous requests on a warm pool of 50 + 100 with a timeout of 30 s: auth 2 to 5 ms, then main 100 ms. A
// first burst of 150 at time 0 has grown the pool; n requests come at 1 s.
func burst(tb testing.TB, n int, nested bool) *model.Result {
	tb.Helper()
	ms := func(x float64) workload.Distribution {
		return law(tb, "constant", param.Values{"value": time.Duration(x * 1e6)})
	}
	cfg := model.Config{
		Seed: 1, Warmup: 500 * time.Millisecond, Duration: 200 * time.Second, Processes: 1,
		Pools: []model.Pool{queuePool(tb, "main", param.Values{"pool_size": int64(50), "max_overflow": int64(100)})},
		Classes: []workload.Class{
			{Name: "warm", Arrivals: &workload.Burst{Jobs: 150}, Steps: []workload.Step{{Holder: "warm", Hold: ms(10)}}},
			{Name: "api", Arrivals: &workload.Burst{Jobs: n, At: time.Second}, Steps: []workload.Step{
				{Holder: "auth", Hold: law(tb, "uniform", param.Values{"min": 2 * time.Millisecond, "max": 5 * time.Millisecond})},
				{Holder: "main", Hold: ms(100), Nested: nested},
			}},
		},
	}
	r, err := model.Replicate(cfg, 0)
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

// A pool of 50 + 100 carries 150 simultaneous requests that need two connections one after the other, not 75. If they
// need both at once it still carries 149: HikariCP's bound Tn x (Cm - 1) + 1 = 150 for 149 requests. One more locks it up
// until timeouts break it.
func TestBursts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		n         int
		nested    bool
		waited    uint64 // requests for a connection that stood in line
		failed    uint64 // jobs
		longest   time.Duration
		completed uint64
	}{
		{n: 75, completed: 75},
		{n: 150, completed: 150},
		// The one too many sets off a chain: each auth connection that comes back goes to the head of the line, and its
		// giver, who wants another one for main, to the end.
		{n: 151, waited: 152, completed: 151, longest: 98 * time.Millisecond},
		{n: 75, nested: true, completed: 75},
		{n: 76, nested: true, waited: 2, completed: 76, longest: 100 * time.Millisecond},
		{n: 149, nested: true, waited: 148, completed: 149, longest: 30 * time.Second},
		{n: 150, nested: true, waited: 150, failed: 75, completed: 75, longest: 30 * time.Second},
	} {
		t.Run(fmt.Sprintf("n=%d,nested=%v", c.n, c.nested), func(t *testing.T) {
			t.Parallel()
			r := burst(t, c.n, c.nested)
			var waited, timeouts uint64
			var longest float64
			for _, l := range r.Labels[1:] {
				waited += l.Queued
				timeouts += l.Timeouts()
				longest = max(longest, l.Wait.Max())
			}
			api := r.Classes[1]
			t.Logf("%d requests in line, %d jobs completed, %d failed, longest wait of the served %v", waited, api.Completed, api.Failed, time.Duration(longest))
			if api.Completed != c.completed || api.Failed != c.failed || timeouts != c.failed {
				t.Errorf("%d completed, %d failed, %d timed out; want %d, %d", api.Completed, api.Failed, timeouts, c.completed, c.failed)
			}
			if waited != c.waited {
				t.Errorf("%d requests waited, want %d", waited, c.waited)
			}
			if time.Duration(longest) > c.longest {
				t.Errorf("the longest wait is %v, want at most %v", time.Duration(longest), c.longest)
			}
		})
	}
}
