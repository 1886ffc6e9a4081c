// Package workload says what arrives and for how long it holds a connection: distributions of durations, arrival
// processes, classes of requests and the steps of their jobs. It knows no pool and no clock.
//
//  1. A Distribution draws durations: one file a law, registered under the name that a scenario writes.
//  2. Arrivals say when jobs of a class arrive: an open process (Poisson, deterministic, burst, trace) is a schedule of
//     instants; a closed one is a number of users who think between their jobs.
//  3. A Class joins arrivals with a program of Steps: each step acquires a connection of a named pool, holds it and gives
//     it back, after the one before it or nested within it.
//
// All randomness comes from the generator that the caller passes in, so that the caller decides about streams.
package workload
