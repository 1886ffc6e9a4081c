package stat

// mserBatch is how many values make a batch of MSER-5.
const mserBatch = 5

// MSER5 says how many of the first values belong to the warm-up: the means of batches of five are cut where the standard
// error of the mean of what is left, as if it were independent, is least (White, An effective truncation heuristic for
// bias reduction in simulation output, Simulation 69, 1997; White, Cobb, Spratt, WSC 2000). With means z_1..z_k that is
// the least d from 0 to k/2 that minimises sum_{j>d} (z_j - mean_{>d})^2 / (k-d)^2. Values at the end that fill no batch
// are left out. atLimit says that d is k/2, the most that is tried: no steady state was found.
//
// It is for counts that are averages over time bins and over replications. The single waits of a queue that starts empty
// it cuts where they happen to be short for long, which does more harm than the warm-up.
func MSER5(xs []float64) (cut int, atLimit bool) {
	z := make([]float64, len(xs)/mserBatch)
	for i := range z {
		for _, x := range xs[i*mserBatch : (i+1)*mserBatch] {
			z[i] += x / mserBatch
		}
	}
	k := len(z)
	best, least := 0, 0.0
	var mean, squares float64 // of the batches that are left, and of their deviations; Welford, Technometrics 4, 1962
	for d := k - 1; d >= 0; d-- {
		n := float64(k - d)
		step := z[d] - mean
		mean += step / n
		squares += float64(step * (z[d] - mean))
		if d > k/2 {
			continue
		}
		if e := squares / float64(n*n); d == k/2 || e <= least {
			best, least = d, e
		}
	}
	return best * mserBatch, k > 1 && best == k/2
}
