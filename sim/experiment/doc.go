// Package experiment runs a scenario many times and says what was found.
//
//  1. Where the scenario leaves the warm-up to the run, pilots of the replications find it (warmup.go).
//  2. Run spreads the replications over workers; each has streams of its own and shares nothing. A single one is told in
//     batches.
//  3. Their raw results are merged: what is summed is whole numbers, the rest is in the order of the replications, so that
//     the number of workers changes no byte.
//  4. Where a precision is wanted, replications are added until the interval is narrow (precision.go).
//  5. What is merged becomes a Result: one tidy table of metrics with intervals, the series that charts draw, warnings
//     about doubtful statistics, and the verdict on [slo].
//
// Check says what theory expects of a scenario before it is run.
package experiment
