package stat

import "math"

// Batches is how many batches one long run is cut into for the intervals of batch means: enough for a t quantile near
// its limit, few enough for long batches (Schmeiser, Batch size effects in the analysis of simulation output, Operations
// Research 30, 1982: more than 30 gain nothing).
const Batches = 20

// BatchMeans cuts the values of one run into n batches of equal length, at least 2, and returns the mean of the batches'
// means, with Student's t interval as if they were independent (Law, Simulation Modeling and Analysis, 5th ed., section
// 9.5.3). Values at the end that fill no batch are left out; with fewer values than batches everything is NaN.
// Correlated says when batches are too short to be independent.
func BatchMeans(xs []float64, n int) Interval {
	return Mean(batchMeans(xs, n))
}

func batchMeans(xs []float64, n int) []float64 {
	size := len(xs) / n
	if size == 0 {
		return nil
	}
	means := make([]float64, n)
	for i := range means {
		var sum float64
		for _, x := range xs[i*size : (i+1)*size] {
			sum += x
		}
		means[i] = sum / float64(size)
	}
	return means
}

// Correlated reports whether consecutive values, the means of batches, depend on each other: von Neumann's ratio of the
// mean square of successive differences to the variance lies so far below 2 as it does by chance once in a hundred times
// (von Neumann 1941; Fishman, Grouping observations in digital simulation, Management Science 24, 1978, equation 9: under
// independence 1 - ratio/2 is nearly normal with mean 0 and variance (n-2)/(n^2-1)). It needs 8 values. Its power is
// small: that it is false does not prove independence.
func Correlated(xs []float64) bool {
	n := len(xs)
	if n < 8 {
		return false
	}
	mean := Mean(xs).Value
	var squares, steps float64
	for i, x := range xs {
		squares += square(x, mean)
		if i > 0 {
			steps += square(x, xs[i-1])
		}
	}
	if squares == 0 {
		return false
	}
	c := 1 - steps/(2*squares)
	sd := math.Sqrt(float64(n-2) / float64(n*n-1))
	const z99 = 2.3263478740408408 // the quantile of the standard normal at 0.99
	return c > z99*sd
}
