package model_test

import (
	"fmt"
	"time"

	"poolsim/sim/model"
	"poolsim/sim/param"
	"poolsim/sim/pool"
	"poolsim/workload"
)

// A program needs no scenario file: here 151 simultaneous requests meet a pool of 50 + 100.
func ExampleReplicate() {
	dialect, _ := pool.Dialects.Lookup("sqlalchemy-async")
	result, err := model.Replicate(model.Config{
		Seed: 1, Duration: time.Minute, Processes: 1,
		Pools: []model.Pool{{
			Name: "main", Dialect: dialect,
			Values: param.Values{"pool_size": int64(50), "max_overflow": int64(100)}.With(&dialect.Spec),
		}},
		Classes: []workload.Class{{
			Name: "api", Arrivals: &workload.Burst{Jobs: 151},
			Steps: []workload.Step{{Holder: "main", Hold: workload.Constant(100 * time.Millisecond)}},
		}},
	}, 0)
	if err != nil {
		fmt.Println(err)
		return
	}
	waits := &result.Labels[0].Wait
	fmt.Printf("%d requests, %d waited, the longest wait was %v\n",
		result.Labels[0].Requests(), result.Labels[0].Queued, time.Duration(waits.Max()))
	// Output: 151 requests, 1 waited, the longest wait was 100ms
}
