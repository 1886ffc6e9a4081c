package queueing_test

import (
	"math"
	"testing"

	"poolsim/sim/queueing"
)

// TestExactMMcK compares M/M/c/K and the loss system with exact values that two unrelated computations agree on.
func TestExactMMcK(t *testing.T) {
	t.Parallel()
	measures := func(q queueing.MMcK) map[string]float64 {
		return map[string]float64{
			"p_reject": q.RejectRatio(), "p_wait": q.WaitRatio(), "completion_rate": q.Throughput(),
			"wait_mean_connected": q.ServedWaitMean(), "wait_mean_waited": q.WaitedMean(),
			"queue_mean": q.QueueMean(), "out_mean": q.InUseMean(), "utilisation": q.Utilisation(),
			"wait_q50_connected": q.ServedWaitQuantile(0.5), "wait_q90_connected": q.ServedWaitQuantile(0.9),
			"wait_q95_connected": q.ServedWaitQuantile(0.95), "wait_q99_connected": q.ServedWaitQuantile(0.99),
		}
	}
	for name, c := range map[string]struct {
		q    queueing.MMcK
		want map[string]float64
	}{
		"mmck-01": {queueing.MMcK{C: 4, Queue: 6, Rate: 18, Hold: 0.2}, map[string]float64{
			"p_reject": 0.0671744079296, "p_wait": 0.592260917112, "wait_mean_connected": 0.101420067772,
			"queue_mean": 1.70293022581, "completion_rate": 16.7908606573, "wait_mean_waited": 0.159739115031,
			"wait_q50_connected": 0.0524412489868, "wait_q90_connected": 0.282920264644,
			"wait_q95_connected": 0.353372500637, "wait_q99_connected": 0.494623595602, "out_mean": 3.35817213145,
			"utilisation": 0.839543032863,
		}},
		"mmck-02": {queueing.MMcK{C: 4, Queue: 6, Rate: 30, Hold: 0.2}, map[string]float64{
			"p_reject": 0.342045355808, "p_wait": 0.624033365192, "wait_mean_connected": 0.217072526544,
			"queue_mean": 4.28471630898, "completion_rate": 19.7386393257, "wait_mean_waited": 0.228872180451,
			"wait_q50_connected": 0.20524331507, "wait_q90_connected": 0.397521398848,
			"wait_q95_connected": 0.461315710111, "wait_q99_connected": 0.593695153668, "out_mean": 3.94772786515,
			"utilisation": 0.986931966287,
		}},
		"loss-01": {queueing.MMcK{C: 10, Queue: 0, Rate: 35, Hold: 0.2}, map[string]float64{
			"p_reject": 0.0787408829696, "completion_rate": 32.2440690961, "out_mean": 6.44881381921,
			"utilisation": 0.644881381921,
		}},
		"loss-02": {queueing.MMcK{C: 8, Queue: 0, Rate: 60, Hold: math.Exp(-3.107304049 + 1.268636241*1.268636241/2)}, map[string]float64{
			"p_reject": 0.121875783666, "completion_rate": 52.68745298, "out_mean": 5.268745298,
			"utilisation": 0.65859316225,
		}},
	} {
		compare(t, name, measures(c.q), c.want)
	}
}
