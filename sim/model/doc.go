// Package model is what runs: processes with their pools, the database behind them, and the jobs of all classes, wired to
// one engine. One Model is one replication; it gives a Result of raw statistics. It knows no TOML.
//
// The way of one job:
//
//  1. Its class's arrival process says when it arrives. It draws all its times at once from its class's streams, so that
//     two pool settings see the very same jobs.
//  2. It runs its steps: time without a connection, acquire, hold, release; a nested step acquires while the ones before
//     it still hold. At any instant it waits for one event only.
//  3. A request that fails ends its job: what it still holds is given back at once.
//  4. A closed class's user thinks, and starts its next job.
//
// The model never counts: observers do.
package model
