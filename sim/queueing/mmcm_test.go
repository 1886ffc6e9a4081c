package queueing_test

import (
	"testing"

	"poolsim/sim/queueing"
)

// TestExactMMcM compares M/M/c+M with exact values that two unrelated computations agree on.
func TestExactMMcM(t *testing.T) {
	t.Parallel()
	measures := func(q queueing.MMcM) map[string]float64 {
		return map[string]float64{
			"p_wait": q.WaitRatio(), "p_timeout": q.TimeoutRatio(), "wait_mean_all": q.WaitMean(),
			"wait_mean_connected": q.ServedWaitMean(), "wait_mean_waited": q.WaitedMean(),
			"queue_mean": q.QueueMean(), "out_mean": q.InUseMean(), "utilisation": q.Utilisation(),
			"wait_q50_connected": q.ServedWaitQuantile(0.5), "wait_q90_connected": q.ServedWaitQuantile(0.9),
			"wait_q95_connected": q.ServedWaitQuantile(0.95), "wait_q99_connected": q.ServedWaitQuantile(0.99),
		}
	}
	for name, c := range map[string]struct {
		q    queueing.MMcM
		want map[string]float64
	}{
		"erlA-01": {queueing.MMcM{C: 10, Rate: 45, Hold: 0.2, Patience: 0.4}, map[string]float64{
			"p_wait": 0.468941704441, "p_timeout": 0.0670117154734, "wait_mean_all": 0.0268046861894,
			"wait_mean_connected": 0.0251820971019, "wait_mean_waited": 0.0584544627689, "queue_mean": 1.20621087852,
			"out_mean": 8.39689456074, "utilisation": 0.839689456074, "wait_q50_connected": 0.0,
			"wait_q90_connected": 0.0875044193391, "wait_q95_connected": 0.120314924372,
			"wait_q99_connected": 0.186147103249,
		}},
		"erlA-02": {queueing.MMcM{C: 10, Rate: 28, Hold: 0.5, Patience: 1}, map[string]float64{
			"p_wait": 0.958570482457, "p_timeout": 0.291806509024, "wait_mean_all": 0.291806509024,
			"wait_mean_connected": 0.322811733301, "wait_mean_waited": 0.342869707188, "queue_mean": 8.17058225268,
			"out_mean": 9.91470887366, "utilisation": 0.991470887366, "wait_q50_connected": 0.307803527186,
			"wait_q90_connected": 0.601055973766, "wait_q95_connected": 0.689850091297,
			"wait_q99_connected": 0.863482574281,
		}},
	} {
		compare(t, name, measures(c.q), c.want)
	}
}
