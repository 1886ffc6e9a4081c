package model

import (
	"poolsim/sim/pool"
	"poolsim/sim/stat"
)

// Result is what one replication measured, raw: counts, histograms in nanoseconds, times at each level. Only what
// happened after the warm-up is in it.
type Result struct {
	Seconds  float64 // measured virtual time
	Events   uint64  // fired in the whole replication
	Pools    []PoolResult
	Labels   []LabelResult // in the order of Model.Labels
	Classes  []ClassResult
	Database DatabaseResult
	Samples  [][]Sample // by pool, then in the order of Config.SampleAt
	Timeline *Timeline  // nil unless asked for
}

// PoolResult is about one pool, the copies of all processes together: levels are those of each copy, totals are sums.
type PoolResult struct {
	InUse, Idle, Open, Waiting stat.TimeWeighted
	Totals                     pool.Totals

	// Quarters are averages over each quarter of the measured time: a line that grows from quarter to quarter has no
	// steady state, and a first quarter unlike the others shows a warm-up that was too short.
	Quarters [4]Quarter
}

// Quarter holds averages over time, for one copy of the pool.
type Quarter struct {
	Waiting, InUse float64
}

// LabelResult is about the requests of one class, holder and pool.
type LabelResult struct {
	Label

	Wait    stat.Histogram // in line, of the requests that got a place
	Lost    stat.Histogram // in line, of the requests that timed out
	Acquire stat.Histogram // from asking to a usable connection
	Hold    stat.Histogram // from a usable connection to giving it back

	Left stat.Histogram // in line, of the requests whose client went away

	Spent Spent // where their time went besides

	Queued        uint64 // requests that stood in line, of those that are in Wait, Lost or Left
	ConnectErrors uint64 // requests that got a place but no connection
	Rejected      uint64 // requests for which there was no room in the line
	Cancelled     uint64 // requests that got a place, and whose client went away before they had a connection
}

// Requests returns how many requests were decided: they got a place, timed out, were given up in line, or found no room
// in it.
func (l *LabelResult) Requests() uint64 { return l.Wait.N() + l.Lost.N() + l.Left.N() + l.Rejected }

// Timeouts returns how many requests left the line at their limit.
func (l *LabelResult) Timeouts() uint64 { return l.Lost.N() }

// ClassResult is about the jobs of one class.
type ClassResult struct {
	Arrived   uint64
	Completed uint64
	Failed    uint64
	Retries   uint64         // acquires that were made again after they had failed
	Cancelled uint64         // their clients went away before their end
	Response  stat.Histogram // from arrival to end, of the jobs that completed
	Spent     JobsSpent      // where that went
}

// DatabaseResult is about the server behind the pools.
type DatabaseResult struct {
	Connections stat.TimeWeighted // backends, those being started included
	Refused     uint64            // connects
}

// Timeline is the course of one replication, averaged over bins of time, for charts.
type Timeline struct {
	InUse   []*stat.Timeline // by label: places taken, all processes together
	Taken   []*stat.Timeline // by pool: the same over all labels
	Idle    []*stat.Timeline // by pool
	Open    []*stat.Timeline // by pool
	Waiting []*stat.Timeline // by pool

	Flows   []Flows      // by pool, all processes together
	Ends    []Ends       // by class
	Refused *stat.Counts // connects, by the database

	// Connections are those of the database, those being started included: of all processes, and of each instance; none of
	// these where there is one, or more than MaxInstances.
	Connections *stat.Timeline
	Instances   []*stat.Timeline
}

// MaxInstances is the most instances of an application whose connections a Timeline tells apart.
const MaxInstances = 32

// Flows are what happens in a pool over time. Each is counted when it starts, as in pool.Totals.
type Flows struct {
	Connects, Recycles, Pings, Closes, Timeouts *stat.Counts
}

// Ends are the ends of a class's jobs over time.
type Ends struct {
	Completed, Failed *stat.Counts
}
