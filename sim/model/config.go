package model

import (
	"time"

	"poolsim/sim/database"
	"poolsim/sim/param"
	"poolsim/sim/pool"
	"poolsim/workload"
)

// Config describes one model: what one replication runs. A program may build it without any file.
type Config struct {
	Seed        uint64
	Replication int           // counted from 0; each has streams of its own
	Warmup      time.Duration // virtual time before measuring begins
	Duration    time.Duration // measured virtual time after the warm-up; more than 0

	// SampleAt are instants, ascending and counted from the start of the run, at which the counts of all pools are read.
	SampleAt []time.Duration

	Processes int // application processes (instances x workers); each has its own copy of every pool; at least 1
	Spread    Spread

	// Instances are the copies of the application, of which each has Processes / Instances processes: the first so many are
	// the first copy's. 0 is 1. They only say whose connections a Timeline tells apart.
	Instances int

	Database *database.Config // nil: connecting is free and unlimited
	Pools    []Pool           // at least one
	Classes  []workload.Class
	Faults   []Fault // what happens to the application; what happens to the database is in Database
}

// Pool is one pool of every process.
type Pool struct {
	Name    string
	Dialect *pool.Dialect
	Values  param.Values // the dialect's settings, defaults filled in
}

// Spread says how jobs are spread over the processes.
type Spread uint8

const (
	// RoundRobin gives the jobs of each open class to the processes in turn; a closed class's user stays with the
	// process user mod Processes, as a message consumer does.
	RoundRobin Spread = iota
	// Random gives every job to a process chosen at random, each with the same probability.
	Random
)

// String returns the word in the scenario file.
func (s Spread) String() string {
	if s == Random {
		return "random"
	}
	return "round-robin"
}
