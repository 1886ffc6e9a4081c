package queueing_test

import (
	"testing"

	"poolsim/sim/queueing"
)

// TestExactMMc compares M/M/c with exact values that two unrelated computations agree on.
func TestExactMMc(t *testing.T) {
	t.Parallel()
	measures := func(q queueing.MMc) map[string]float64 {
		return map[string]float64{
			"p_wait": q.WaitRatio(), "wait_mean_connected": q.WaitMean(), "wait_mean_waited": q.WaitedMean(),
			"wait_sd_connected": q.WaitSD(), "queue_mean": q.QueueMean(), "out_mean": q.Load(), "utilisation": q.Load() / float64(q.C),
			"wait_q50_connected": q.WaitQuantile(0.5), "wait_q90_connected": q.WaitQuantile(0.9),
			"wait_q95_connected": q.WaitQuantile(0.95), "wait_q99_connected": q.WaitQuantile(0.99),
		}
	}
	for name, c := range map[string]struct {
		q    queueing.MMc
		want map[string]float64
	}{
		"mmc-01": {queueing.MMc{C: 1, Rate: 25, Hold: 0.02}, map[string]float64{
			"p_wait": 0.5, "wait_mean_connected": 0.02, "wait_mean_waited": 0.04, "wait_sd_connected": 0.0346410161514,
			"queue_mean": 0.5, "out_mean": 0.5, "utilisation": 0.5, "wait_q50_connected": 8.32667268469e-19,
			"wait_q90_connected": 0.0643775164974, "wait_q95_connected": 0.0921034037198,
			"wait_q99_connected": 0.156480920217,
		}},
		"mmc-02": {queueing.MMc{C: 5, Rate: 40, Hold: 0.1}, map[string]float64{
			"p_wait": 0.554112554113, "wait_mean_connected": 0.0554112554113, "wait_mean_waited": 0.1,
			"wait_sd_connected": 0.0895089037806, "queue_mean": 2.21645021645, "out_mean": 4.0, "utilisation": 0.8,
			"wait_q50_connected": 0.0102759733958, "wait_q90_connected": 0.171219764639,
			"wait_q95_connected": 0.240534482695, "wait_q99_connected": 0.401478273939,
		}},
		"mmc-03": {queueing.MMc{C: 20, Rate: 95, Hold: 0.2}, map[string]float64{
			"p_wait": 0.755401232091, "wait_mean_connected": 0.151080246418, "wait_mean_waited": 0.2,
			"wait_sd_connected": 0.193924876459, "queue_mean": 14.3526234097, "out_mean": 19.0, "utilisation": 0.95,
			"wait_q50_connected": 0.0825281885799, "wait_q90_connected": 0.404415771067,
			"wait_q95_connected": 0.543045207179, "wait_q99_connected": 0.864932789666,
		}},
		"mmc-04": {queueing.MMc{C: 150, Rate: 675, Hold: 0.2}, map[string]float64{
			"p_wait": 0.140308636103, "wait_mean_connected": 0.00187078181471, "wait_mean_waited": 0.0133333333333,
			"wait_sd_connected": 0.00681085093514, "queue_mean": 1.26277772493, "out_mean": 135.0, "utilisation": 0.9,
			"wait_q50_connected": 0.0, "wait_q90_connected": 0.00451565805036, "wait_q95_connected": 0.0137576204578,
			"wait_q99_connected": 0.0352167926236,
		}},
		"mmc-05": {queueing.MMc{C: 8, Rate: 140, Hold: 0.04}, map[string]float64{
			"p_wait": 0.27060293223, "wait_mean_connected": 0.0045100488705, "wait_mean_waited": 0.0166666666667,
			"wait_sd_connected": 0.0114015096165, "queue_mean": 0.63140684187, "out_mean": 5.6, "utilisation": 0.7,
			"wait_q50_connected": 0.0, "wait_q90_connected": 0.016591372762, "wait_q95_connected": 0.0281438257713,
			"wait_q99_connected": 0.0549677909786,
		}},
	} {
		compare(t, name, measures(c.q), c.want)
	}
}
