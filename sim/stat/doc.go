// Package stat holds the statistics of simulation output: histograms of observations, averages over time, time bins, and
// intervals over replications or batches, of means, ratios and quantiles (Mean, Ratio, BatchMeans, Tails), and the end of
// a warm-up (MSER5). It knows no clock and no pool: instants and durations are whole numbers that the caller
// gives it, and adding one allocates nothing in the steady state.
//
// What is merged over replications is kept as whole numbers, so that a merge gives the same bytes in any
// order.
package stat
