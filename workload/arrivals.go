package workload

import (
	"math"
	"math/rand/v2"
	"time"

	"poolsim/sim/param"
)

// Arrivals describe when the jobs of a class arrive: an OpenArrivals or a *Closed.
type Arrivals interface {
	// MeanRate returns the long-run rate in jobs per second, 0 for a process that ends (a burst), and NaN where it
	// depends on the rest of the system (a closed class).
	MeanRate() float64
}

// OpenArrivals are arrivals that do not depend on what becomes of earlier jobs.
type OpenArrivals interface {
	Arrivals

	// Schedule starts the process anew at time 0, for one replication.
	Schedule() Schedule
}

// Schedule is one run of an open arrival process: a pointer to a struct, whose fields are all that it remembers
// (SaveSchedule).
type Schedule interface {
	// Next returns the next instant of arrival, counted from the start of the run and never before the previous one,
	// and how many jobs arrive then; ok is false when no more will come. It allocates nothing.
	Next(r *rand.Rand) (at time.Duration, jobs int, ok bool)
}

// Scripted is an open arrival process that also knows what each of its jobs will do (a recorded trace).
type Scripted interface {
	OpenArrivals

	// Script returns the steps of the n-th job to arrive, counted from 0. The caller must not change it.
	Script(n int) []ScriptedStep

	// CancelAfter returns how long after its arrival the client of the n-th job goes away; Forever if it does not.
	CancelAfter(n int) time.Duration

	// Holders returns the distinct holders in the order of their first appearance.
	Holders() []string
}

// ScriptedStep is one step of a recorded job.
type ScriptedStep struct {
	Holder string        // must be the holder of one of the class's steps
	Hold   time.Duration // how long the connection is held
	Before time.Duration // time without a connection before this acquire
	After  time.Duration // how long it is held on after the nested steps that follow
	End    End
}

// Forever is longer than every run.
const Forever time.Duration = math.MaxInt64

// ArrivalsSpec is a process that a scenario can name: `{ process = "NAME", ... }`.
type ArrivalsSpec struct {
	param.Spec

	// New makes the process from checked values, as DistributionSpec.New does. ReadFile reads the file that a parameter
	// of kind Path names; it is nil where files cannot be read.
	New func(v param.Values, readFile func(path string) ([]byte, error)) (Arrivals, error)
}

// Processes is the table of all arrival processes.
var Processes param.Registry[ArrivalsSpec]

func registerArrivals(s ArrivalsSpec) { Processes.Register(s.Name, s) }
