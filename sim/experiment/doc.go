// Package experiment runs a scenario many times and says what was found.
//
//  1. Run spreads the replications over workers; each has streams of its own and shares nothing.
//  2. Their raw results are merged in the order of the replications, so that the number of workers changes no byte.
//  3. What is merged becomes a Result: one tidy table of metrics with intervals, the series that charts draw, warnings
//     about doubtful statistics, and the verdict on [slo].
//
// Check says what theory expects of a scenario before it is run.
package experiment
