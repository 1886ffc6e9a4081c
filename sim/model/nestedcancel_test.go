package model_test

import (
	"testing"
	"time"

	"poolsim/sim/model"
	"poolsim/sim/param"
	"poolsim/workload"
)

// TestCancelledReturnLeavesTheOuterOneAlone: when a client goes away while its inner connection is being reset, that return
// goes on by itself, and the outer connection is reset at the same time. Neither may stop the other: both come back.
func TestCancelledReturnLeavesTheOuterOneAlone(t *testing.T) {
	t.Parallel()
	step := func(holder string, nested bool) workload.Step {
		return workload.Step{Holder: holder, Hold: constant(t, 10*time.Millisecond), Nested: nested}
	}
	cfg := model.Config{
		Seed: 1, Processes: 1, Duration: 10 * time.Second,
		Pools: []model.Pool{queuePool(t, "main", param.Values{"pool_size": int64(2), "max_overflow": int64(0), "reset": constant(t, 20*time.Millisecond)})},
		Classes: []workload.Class{{
			Name: "api", Arrivals: process(t, "deterministic", param.Values{"interval": time.Second}),
			Steps:       []workload.Step{step("outer", false), step("inner", true)},
			CancelAfter: constant(t, 30*time.Millisecond), CancelRatio: 1, // both holds are over after 20 ms, the inner reset after 40 ms
		}},
	}
	r, err := model.Replicate(cfg, 0)
	if err != nil {
		t.Fatal(err)
	}
	if p := &r.Pools[0]; p.Totals.Resets != 18 || p.Totals.Timeouts != 0 || r.Classes[0].Cancelled != 9 {
		t.Errorf("%d resets, %d timeouts, %d jobs cancelled; want 18, 0 and 9", p.Totals.Resets, p.Totals.Timeouts, r.Classes[0].Cancelled)
	}
	// Outer: 10 + 10 ms of holds, 10 ms until its client goes away, 20 ms of reset. Inner: 10 ms and 20 ms.
	if got, want := r.Pools[0].InUse.Integral(), float64(9*(50+30)*time.Millisecond); got != want {
		t.Errorf("places were taken for %v, want %v", time.Duration(got), time.Duration(want))
	}
}
