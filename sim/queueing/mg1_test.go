package queueing_test

import (
	"math"
	"testing"

	"poolsim/sim/queueing"
)

// TestExactMG1 compares M/G/1 with exact values that two unrelated computations agree on.
func TestExactMG1(t *testing.T) {
	t.Parallel()
	measures := func(q queueing.MG1) map[string]float64 {
		return map[string]float64{
			"p_wait": q.WaitRatio(), "wait_mean_connected": q.WaitMean(), "wait_mean_waited": q.WaitedMean(),
			"wait_sd_connected": q.WaitSD(), "queue_mean": q.QueueMean(), "out_mean": q.Load(), "utilisation": q.Load(),
		}
	}
	for name, c := range map[string]struct {
		q    queueing.MG1
		want map[string]float64
	}{
		"md1-01": {mg1(100, raw(0.008, 0.008*0.008, 0.008*0.008*0.008)), map[string]float64{
			"p_wait": 0.8, "wait_mean_connected": 0.016, "wait_mean_waited": 0.02, "queue_mean": 1.6, "out_mean": 0.8,
			"utilisation": 0.8, "wait_sd_connected": 0.0184752086141,
		}},
		"mg1-gamma": {mg1(12, gammaMoments(0.5, 0.1)), map[string]float64{
			"p_wait": 0.6, "wait_mean_connected": 0.1125, "wait_mean_waited": 0.1875, "queue_mean": 1.35,
			"out_mean": 0.6, "utilisation": 0.6, "wait_sd_connected": 0.177218085984,
		}},
		"mg1-h2": {mg1(16, hyperMoments([]float64{0.887298, 0.112702}, []float64{0.028175427, 0.221823925})), map[string]float64{
			"p_wait": 0.800000000346, "wait_mean_connected": 0.49999870484, "wait_mean_waited": 0.624998380781,
			"queue_mean": 7.99997927745, "out_mean": 0.800000000346, "utilisation": 0.800000000346,
			"wait_sd_connected": 0.670818558711,
		}},
		"mg1-lognormal": {mg1(14, lognormalMoments(-3.80045123, 1.268636241)), map[string]float64{
			"p_wait": 0.69999999968, "wait_mean_connected": 0.291666665957, "wait_mean_waited": 0.416666665843,
			"queue_mean": 4.08333332339, "out_mean": 0.69999999968, "utilisation": 0.69999999968,
			"wait_sd_connected": 0.572821960701,
		}},
		"mg1-uniform": {mg1(200, uniformMoments(0.002, 0.005)), map[string]float64{
			"p_wait": 0.7, "wait_mean_connected": 0.00433333333333, "wait_mean_waited": 0.00619047619048,
			"queue_mean": 0.866666666667, "out_mean": 0.7, "utilisation": 0.7, "wait_sd_connected": 0.00548229473447,
		}},
		"mg1-weibull": {mg1(30, weibullMoments(0.7, 0.02)), map[string]float64{
			"p_wait": 0.759494103634, "wait_mean_connected": 0.125464151477, "wait_mean_waited": 0.165194371987,
			"queue_mean": 3.76392454432, "out_mean": 0.759494103634, "utilisation": 0.759494103634,
			"wait_sd_connected": 0.167709528945,
		}},
	} {
		compare(t, name, measures(c.q), c.want)
	}
}

// mg1 makes a queue from the rate of its arrivals and three moments of its holds.
func mg1(rate float64, moments [3]float64) queueing.MG1 {
	m := moments[0]
	return queueing.MG1{Rate: rate, Hold: m, CV: math.Sqrt(math.Max(0, moments[1]/m/m-1)), Third: moments[2]}
}

func raw(m1, m2, m3 float64) [3]float64 { return [3]float64{m1, m2, m3} }

func gammaMoments(shape, scale float64) [3]float64 {
	m := shape * scale
	return raw(m, m*(shape+1)*scale, m*(shape+1)*scale*(shape+2)*scale)
}

func hyperMoments(probs, means []float64) (m [3]float64) {
	for i, p := range probs {
		m[0] += p * means[i]
		m[1] += 2 * p * means[i] * means[i]
		m[2] += 6 * p * means[i] * means[i] * means[i]
	}
	return m
}

func lognormalMoments(mu, sigma float64) (m [3]float64) {
	for i := range m {
		k := float64(i + 1)
		m[i] = math.Exp(k*mu + k*k*sigma*sigma/2)
	}
	return m
}

func uniformMoments(low, high float64) (m [3]float64) {
	for i := range m {
		k := float64(i + 2)
		m[i] = (math.Pow(high, k) - math.Pow(low, k)) / (k * (high - low))
	}
	return m
}

func weibullMoments(shape, scale float64) (m [3]float64) {
	for i := range m {
		k := float64(i + 1)
		m[i] = math.Pow(scale, k) * math.Gamma(1+k/shape)
	}
	return m
}
