package model_test

import (
	"fmt"
	"math"
	"testing"
	"time"

	"poolsim/sim/database"
	"poolsim/sim/model"
	"poolsim/sim/param"
	"poolsim/workload"
)

// TestConnectStorm compares connects that occupy the event loop with measured ones: asyncpg 0.27 with scram-sha-256 on
// PostgreSQL 15, N connects at once, the median of each and the median until all were done. One alone took 18.4 ms, of
// which 14.2 ms are taken to be work on the loop, the slope of the measured times. The single connect is what is fitted;
// the others must come within an eighth: from size to size the measured slope itself goes from 13 to 16 ms.
func TestConnectStorm(t *testing.T) {
	t.Parallel()
	for _, m := range []struct {
		n         int
		each, all float64 // ms
	}{{1, 18.4, 18.5}, {5, 70.2, 72.1}, {15, 214.3, 217.8}, {50, 675.8, 685.3}, {100, 1436.6, 1459.9}, {150, 2343.9, 2390.7}} {
		t.Run(fmt.Sprint(m.n), func(t *testing.T) {
			t.Parallel()
			r, err := model.Replicate(model.Config{
				Seed: 1, Processes: 1, Duration: 10 * time.Second,
				Database: &database.Config{Connect: constant(t, 18400*time.Microsecond), ConnectCPU: constant(t, 14200*time.Microsecond)},
				Pools:    []model.Pool{queuePool(t, "main", param.Values{"pool_size": int64(150)})},
				Classes: []workload.Class{{
					Name: "storm", Arrivals: &workload.Burst{Jobs: m.n}, Steps: []workload.Step{{Holder: "main", Hold: constant(t, time.Second)}},
				}},
			}, 0)
			if err != nil {
				t.Fatal(err)
			}
			acquire := &r.Labels[0].Acquire
			each, all := acquire.Quantile(0.5)/1e6, acquire.Max()/1e6
			t.Logf("each %.0f ms, measured %.0f ms; all done after %.0f ms, measured %.0f ms", each, m.each, all, m.all)
			if math.Abs(each/m.each-1) > 0.125 || math.Abs(all/m.all-1) > 0.125 {
				t.Error("too far from what was measured")
			}
		})
	}
}
