package queueing_test

import (
	"testing"

	"poolsim/sim/queueing"
)

// TestExactMDc compares M/D/c with exact values that two unrelated computations agree on.
func TestExactMDc(t *testing.T) {
	t.Parallel()
	measures := func(q queueing.MDc) map[string]float64 {
		return map[string]float64{
			"p_wait": q.WaitRatio(), "wait_mean_connected": q.WaitMean(), "wait_mean_waited": q.WaitMean() / q.WaitRatio(),
			"queue_mean": q.QueueMean(), "out_mean": q.Load(), "utilisation": q.Load() / float64(q.C),
			"wait_q50_connected": q.WaitQuantile(0.5), "wait_q90_connected": q.WaitQuantile(0.9),
			"wait_q95_connected": q.WaitQuantile(0.95), "wait_q99_connected": q.WaitQuantile(0.99),
		}
	}
	for name, c := range map[string]struct {
		q    queueing.MDc
		want map[string]float64
	}{
		"md1-01": {queueing.MDc{C: 1, Rate: 100, Hold: 0.008}, map[string]float64{
			"p_wait": 0.8, "wait_mean_connected": 0.016, "wait_mean_waited": 0.02, "queue_mean": 1.6, "out_mean": 0.8,
			"utilisation": 0.8, "wait_q50_connected": 0.010207518987,
			"wait_q90_connected": 0.0400920919876, "wait_q95_connected": 0.0529625999747,
			"wait_q99_connected": 0.082847094336,
		}},
		"mdc-01": {queueing.MDc{C: 4, Rate: 32, Hold: 0.1}, map[string]float64{
			"p_wait": 0.578282015457, "wait_mean_connected": 0.0386094930847, "wait_mean_waited": 0.0667658548125,
			"queue_mean": 1.23550377871, "out_mean": 3.2, "utilisation": 0.8, "wait_q50_connected": 0.0137241556545,
			"wait_q90_connected": 0.111928070642, "wait_q95_connected": 0.15204953914,
			"wait_q99_connected": 0.245458440741,
		}},
		"mdc-02": {queueing.MDc{C: 20, Rate: 90, Hold: 0.2}, map[string]float64{
			"p_wait": 0.523265066267, "wait_mean_connected": 0.0288572150028, "wait_mean_waited": 0.0551483690831,
			"queue_mean": 2.59714935025, "out_mean": 18.0, "utilisation": 0.9, "wait_q50_connected": 0.00341254148543,
			"wait_q90_connected": 0.0883531948221, "wait_q95_connected": 0.121824189522,
			"wait_q99_connected": 0.199527778541,
		}},
	} {
		compare(t, name, measures(c.q), c.want)
	}
}
