package experiment

import (
	"fmt"
	"math"
	"strings"

	"poolsim/sim/model"
	"poolsim/sim/scenario"
	"poolsim/workload"
)

// Size is about how much a run takes. It is an order of magnitude: enough to tell what will end from what will not.
type Size struct {
	Acquires float64 // that are simulated, all replications together; NaN where it cannot be said
	Bytes    float64 // of memory, for each replication that runs at once
}

// What poolsim runs without being asked twice.
const (
	MaxAcquires = 1e11     // more than a day on one core
	MaxBytes    = 16 << 30 // more than most machines have
)

// What things take, as measured with a million users, a line of a million jobs, 1000 classes and 200 pools of 500 processes.
const (
	bytesPerUser  = 100
	bytesPerJob   = 800 // one that is there
	bytesPerStep  = 350 // of such a job
	bytesPerRow   = 100 // of a trace
	bytesPerLabel = 600 << 10
	bytesPerPool  = 1300 << 10
	bytesPerCopy  = 4 << 10 // of a pool, in a process
)

// SizeOf estimates what a run of the scenario takes.
func SizeOf(sc *scenario.Scenario) Size {
	e := &Expectation{}
	loads, jobs, acquires := loadsOf(&sc.Model)
	e.count(sc, jobs, acquires)
	return Size{Acquires: float64(e.Acquires), Bytes: bytesOf(sc, loads)}
}

// bytesOf estimates the memory of a replication: what there is, and the jobs that are there at once.
func bytesOf(sc *scenario.Scenario, loads []poolLoad) float64 {
	cfg := &sc.Model
	pools, processes := float64(len(cfg.Pools)), float64(cfg.Processes)
	total := float64(pools*bytesPerPool) + float64(pools*processes*bytesPerCopy)
	seconds := sc.End().Seconds()
	for i := range cfg.Classes {
		c := &cfg.Classes[i]
		steps := float64(len(c.Steps))
		total += float64(steps * bytesPerLabel)
		job := bytesPerJob + float64(steps*bytesPerStep)
		switch a := c.Arrivals.(type) {
		case *workload.Closed:
			total += float64(float64(a.Users) * (bytesPerUser + job))
		case *workload.Burst:
			total += float64(float64(a.Jobs) * job)
		case *workload.Trace:
			total += float64(float64(a.Jobs()) * (float64(bytesPerRow*steps) + job))
		default:
			total += float64(max(0, c.Arrivals.MeanRate()) * min(seconds, jobTime(cfg, *c)+stay(cfg, c, loads, seconds)) * job)
		}
	}
	return total
}

// stay estimates how long the jobs of a class wait at most, in the pools that have more to do than they can: until they time
// out, or as long as the run makes the line.
func stay(cfg *model.Config, c *workload.Class, loads []poolLoad, seconds float64) float64 {
	longest := 0.0
	for _, s := range c.Steps {
		i := cfg.PoolIndex(s.Pool)
		l := cfg.Pools[i].Dialect.Limits(cfg.Pools[i].Values)
		rho := loads[i].erlangs / (float64(l.Limit) * float64(cfg.Processes))
		switch {
		case l.Limit < 0 || !(rho > 1):
		case l.Timeout >= 0:
			longest += l.Timeout.Seconds()
		case l.Patience != nil:
			longest += l.Patience.Mean()
		default:
			longest += float64(seconds * (1 - 1/rho))
		}
	}
	return longest
}

// Times returns the size of so many runs one after the other.
func (s Size) Times(n float64) Size { return Size{s.Acquires * n, s.Bytes} }

// TooLarge says why nobody should run something of this size by mistake with so many workers; empty if there is no reason.
func (s Size) TooLarge(workers int) string {
	var why []string
	if s.Acquires > MaxAcquires {
		why = append(why, fmt.Sprintf("it would simulate about %.0e acquires, %s", s.Acquires, coreTime(s.Acquires)))
	}
	if b := s.Bytes * float64(workers); b > MaxBytes && !math.IsInf(b, 0) {
		why = append(why, fmt.Sprintf("it would take about %.0f GiB of memory with %d at once", b/(1<<30), workers))
	}
	return strings.Join(why, ", and ")
}

// coreTime says how long acquires take, at a million a second.
func coreTime(acquires float64) string {
	days := acquires / 1e6 / 86400
	if days < 730 {
		return fmt.Sprintf("%.0f days of one core", days)
	}
	return fmt.Sprintf("%.3g years of one core", days/365)
}
