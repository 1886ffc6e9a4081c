package queueing_test

import (
	"math"
	"testing"

	"poolsim/sim/queueing"
)

// TestExactClosed compares the machine repairman with exact values that two unrelated computations agree on.
func TestExactClosed(t *testing.T) {
	t.Parallel()
	measures := func(q queueing.Closed) map[string]float64 {
		return map[string]float64{
			"p_wait": q.WaitRatio(), "completion_rate": q.Throughput(), "time_frac_full": q.FullRatio(),
			"wait_mean_connected": q.WaitMean(), "wait_mean_waited": q.WaitedMean(),
			"queue_mean": q.QueueMean(), "out_mean": q.InUseMean(), "utilisation": q.Utilisation(),
			"wait_q50_connected": q.WaitQuantile(0.5), "wait_q90_connected": q.WaitQuantile(0.9),
			"wait_q95_connected": q.WaitQuantile(0.95), "wait_q99_connected": q.WaitQuantile(0.99),
		}
	}
	for name, c := range map[string]struct {
		q    queueing.Closed
		want map[string]float64
	}{
		"closed-01": {queueing.Closed{C: 5, Users: 20, Think: 1, Hold: 0.2}, map[string]float64{
			"p_wait": 0.233027652826, "wait_mean_connected": 0.0182962463582, "queue_mean": 0.300357920545,
			"completion_rate": 16.4163683995, "wait_mean_waited": 0.0785153441504, "out_mean": 3.28327367991,
			"utilisation": 0.656654735982, "time_frac_full": 0.275055047775, "wait_q50_connected": 0.0,
			"wait_q90_connected": 0.0685367357175, "wait_q95_connected": 0.121942033714,
			"wait_q99_connected": 0.238864100203,
		}},
		"closed-02": {queueing.Closed{C: 50, Users: 75, Think: 0.5, Hold: 0.6}, map[string]float64{
			"p_wait": 0.0161954603231, "wait_mean_connected": 0.000410571167886, "queue_mean": 0.0279830441457,
			"completion_rate": 68.1563790508, "wait_mean_waited": 0.0253510032871, "out_mean": 40.8938274305,
			"utilisation": 0.817876548609, "time_frac_full": 0.0231958004194, "wait_q50_connected": 0.0,
			"wait_q90_connected": 0.0, "wait_q95_connected": 0.0, "wait_q99_connected": 0.0126613350194,
		}},
		"closed-03": {queueing.Closed{C: 50, Users: 1000, Think: math.Exp(1.956011503 + 0.832554611*0.832554611/2), Hold: 0.55}, map[string]float64{
			"p_wait": 0.961992395109, "wait_mean_connected": 0.490672439453, "queue_mean": 44.4422603854,
			"completion_rate": 90.5741933151, "wait_mean_waited": 0.510058543028, "out_mean": 49.8158063233,
			"utilisation": 0.996316126466, "time_frac_full": 0.963956960151, "wait_q50_connected": 0.469675684953,
			"wait_q90_connected": 0.897909158013, "wait_q95_connected": 1.02341148659,
			"wait_q99_connected": 1.2623854099,
		}},
		"closed-04": {queueing.Closed{C: 10, Users: 200, Think: 5, Hold: 0.2}, map[string]float64{
			"p_wait": 0.319408408162, "wait_mean_connected": 0.0240922980647, "queue_mean": 0.922353461238,
			"completion_rate": 38.2841627959, "wait_mean_waited": 0.0754278768155, "out_mean": 7.65683255918,
			"utilisation": 0.765683255918, "time_frac_full": 0.326651426019, "wait_q50_connected": 0.0,
			"wait_q90_connected": 0.0888836876955, "wait_q95_connected": 0.140045824348,
			"wait_q99_connected": 0.254175403651,
		}},
	} {
		compare(t, name, measures(c.q), c.want)
	}
}

// TestClosedOfAMillionUsers: states that never occur are left out, and no digit changes. The values are those of all million
// and one states, as they were computed before any were left out.
func TestClosedOfAMillionUsers(t *testing.T) {
	t.Parallel()
	q := queueing.Closed{C: 150, Users: 1_000_000, Think: 739.9, Hold: 0.1}
	for what, c := range map[string]struct{ got, want float64 }{
		"waits":     {q.WaitRatio(), 0.14349434295027536},
		"wait mean": {q.WaitMean(), 0.0009650269182838523},
		"wait p99":  {q.WaitQuantile(0.99), 0.017913471960119207},
		"far tail":  {q.WaitTail(1), 1.5442100080179843e-66},
		"in use":    {q.InUseMean(), 135.13495890692835},
	} {
		if math.Abs(c.got/c.want-1) > 1e-12 {
			t.Errorf("%s: %v, want %v", what, c.got, c.want)
		}
	}
}
