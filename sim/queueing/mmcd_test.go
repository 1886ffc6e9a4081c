package queueing_test

import (
	"math"
	"testing"

	"poolsim/sim/queueing"
)

// TestExactMMcD compares M/M/c+D, with and without a database that slows down, with exact values that two unrelated
// computations agree on.
func TestExactMMcD(t *testing.T) {
	t.Parallel()
	measures := func(q queueing.MMcD) map[string]float64 {
		return map[string]float64{
			"p_wait": q.WaitRatio(), "p_timeout": q.TimeoutRatio(), "wait_mean_all": q.WaitMean(),
			"wait_mean_connected": q.ServedWaitMean(), "wait_mean_waited": q.WaitedMean(), "wait_sd_connected": q.ServedWaitSD(),
			"queue_mean": q.QueueMean(), "out_mean": q.InUseMean(), "utilisation": q.Utilisation(), "hold_mean": q.HoldMean(),
			"wait_q50_connected": q.ServedWaitQuantile(0.5), "wait_q90_connected": q.ServedWaitQuantile(0.9),
			"wait_q95_connected": q.ServedWaitQuantile(0.95), "wait_q99_connected": q.ServedWaitQuantile(0.99),
		}
	}
	for name, c := range map[string]struct {
		q    queueing.MMcD
		want map[string]float64
	}{
		"mmcD-01": {queueing.MMcD{C: 5, Rate: 8, Hold: 0.5, Timeout: 1}, map[string]float64{
			"p_wait": 0.525655294883, "p_timeout": 0.0159554050532, "wait_mean_all": 0.191028324702,
			"wait_mean_connected": 0.177911570825, "wait_mean_waited": 0.34348235725,
			"wait_sd_connected": 0.255320397237, "queue_mean": 1.52822659762, "out_mean": 3.93617837979,
			"utilisation": 0.787235675957, "hold_mean": 0.5, "wait_q50_connected": 0.0152237318086,
			"wait_q90_connected": 0.598216475443, "wait_q95_connected": 0.759791990744,
			"wait_q99_connected": 0.941842633426,
		}},
		"mmcD-02": {queueing.MMcD{C: 20, Rate: 10, Hold: 2, Timeout: 5}, map[string]float64{
			"p_wait": 0.905964691626, "p_timeout": 0.0177640135613, "wait_mean_all": 2.30932176297,
			"wait_mean_connected": 2.26066009169, "wait_mean_waited": 2.5, "wait_sd_connected": 1.5572249641,
			"queue_mean": 23.0932176297, "out_mean": 19.6447197288, "utilisation": 0.982235986439, "hold_mean": 2.0,
			"wait_q50_connected": 2.2353207707, "wait_q90_connected": 4.44706415414, "wait_q95_connected": 4.72353207707,
			"wait_q99_connected": 4.94470641541,
		}},
		"mmcD-03": {queueing.MMcD{C: 150, Rate: 330, Hold: 0.5, Timeout: 30}, map[string]float64{
			"p_wait": 1.0, "p_timeout": 0.0909090909091, "wait_mean_all": 29.9696969697,
			"wait_mean_connected": 29.9666666667, "wait_mean_waited": 29.9666666667,
			"wait_sd_connected": 0.0333333333333, "queue_mean": 9890.0, "out_mean": 150.0, "utilisation": 1.0,
			"hold_mean": 0.5, "wait_q50_connected": 29.976895094, "wait_q90_connected": 29.9964879828,
			"wait_q95_connected": 29.9982902235, "wait_q99_connected": 29.9996649888,
		}},
		"mmcD-04": {queueing.MMcD{C: 3, Rate: 4.5, Hold: 1, Timeout: 2}, map[string]float64{
			"p_wait": 0.982646549012, "p_timeout": 0.338793885911, "wait_mean_all": 1.60352820673,
			"wait_mean_connected": 1.40038093293, "wait_mean_waited": 1.43812472632, "wait_sd_connected": 0.520442443173,
			"queue_mean": 7.21587693029, "out_mean": 2.9754275134, "utilisation": 0.991809171134, "hold_mean": 1.0,
			"wait_q50_connected": 1.55382775498, "wait_q90_connected": 1.93154810232,
			"wait_q95_connected": 1.96665222718, "wait_q99_connected": 1.99346256051,
		}},
		"rare-01": {queueing.MMcD{C: 10, Rate: 16, Hold: 0.5, Timeout: 1.677}, map[string]float64{
			"p_timeout": 9.99702551457e-05, "p_wait": 0.408943893152, "wait_mean_connected": 0.101382865406,
			"utilisation": 0.799920023796,
		}},
		"rare-02": {queueing.MMcD{C: 10, Rate: 16, Hold: 0.5, Timeout: 2.828}, map[string]float64{
			"p_timeout": 1.00047700774e-06, "p_wait": 0.40917778639, "wait_mean_connected": 0.102280152062,
			"utilisation": 0.799999199618,
		}},
		"rare-03": {queueing.MMcD{C: 10, Rate: 16, Hold: 0.5, Timeout: 4.555}, map[string]float64{
			"p_timeout": 1.00022820113e-09, "p_wait": 0.409180148433, "wait_mean_connected": 0.10229501418,
			"utilisation": 0.7999999992,
		}},
		"rare-04": {queueing.MMcD{C: 150, Rate: 14.55, Hold: 10, Timeout: 30}, map[string]float64{
			"p_timeout": 2.5287960904e-08, "p_wait": 0.614847603804, "wait_mean_connected": 1.36630269885,
			"utilisation": 0.969999975471,
		}},
		"lps-01": {queueing.MMcD{C: 4, Rate: 8, Hold: 0.1, Timeout: math.Inf(1), Speed: queueing.SharedCores(1)}, map[string]float64{
			"p_wait": 0.4096, "wait_mean_connected": 0.2048, "wait_mean_waited": 0.5, "queue_mean": 1.6384,
			"out_mean": 2.3616, "utilisation": 0.5904, "hold_mean": 0.2952, "wait_q50_connected": 0.0,
			"wait_q90_connected": 0.705005443869, "wait_q95_connected": 1.05157903415,
			"wait_q99_connected": 1.85629799037,
		}},
		"usl-01": {queueing.MMcD{C: 16, Rate: 50, Hold: 0.1, Timeout: math.Inf(1), Speed: queueing.USL{Sigma: 0.02, Kappa: 0.001}.Speed()}, map[string]float64{
			"p_wait": 0.00168275782262, "wait_mean_connected": 3.12222535764e-05, "wait_mean_waited": 0.0185542168675,
			"queue_mean": 0.00156111267882, "out_mean": 5.81397531698, "utilisation": 0.363373457311,
			"hold_mean": 0.11627950634, "wait_q50_connected": 0.0, "wait_q90_connected": 0.0, "wait_q95_connected": 0.0,
			"wait_q99_connected": 0.0,
		}},
		"uslD-01": {queueing.MMcD{C: 6, Rate: 30, Hold: 0.1, Timeout: 1, Speed: queueing.USL{Sigma: 0.02, Kappa: 0.02}.Speed()}, map[string]float64{
			"p_wait": 0.524674096645, "p_timeout": 0.000396855394341, "wait_mean_all": 0.0967812983349,
			"wait_mean_connected": 0.0964227088127, "wait_mean_waited": 0.183842508042,
			"wait_sd_connected": 0.156468095408, "queue_mean": 2.90343895005, "out_mean": 4.59743383617,
			"utilisation": 0.766238972696, "hold_mean": 0.153308635898, "wait_q50_connected": 0.00898423789466,
			"wait_q90_connected": 0.309052018347, "wait_q95_connected": 0.435171041457,
			"wait_q99_connected": 0.704565142142,
		}},
		"uslD-02": {queueing.MMcD{C: 16, Rate: 30, Hold: 0.1, Timeout: 1, Speed: queueing.USL{Sigma: 0.02, Kappa: 0.02}.Speed()}, map[string]float64{
			"p_wait": 0.947199619169, "p_timeout": 0.121494439975, "wait_mean_all": 0.747681779232,
			"wait_mean_connected": 0.712786996179, "wait_mean_waited": 0.758366733109,
			"wait_sd_connected": 0.275521036969, "queue_mean": 22.430453377, "out_mean": 15.5014842949,
			"utilisation": 0.968842768429, "hold_mean": 0.588176292416, "wait_q50_connected": 0.805495562328,
			"wait_q90_connected": 0.970892008466, "wait_q95_connected": 0.985845134484,
			"wait_q99_connected": 0.99722881897,
		}},
	} {
		compare(t, name, measures(c.q), c.want)
	}
}
