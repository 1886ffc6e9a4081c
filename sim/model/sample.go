package model

import (
	"time"

	"poolsim/sim"
	"poolsim/sim/pool"
)

// Sample holds the counts of a pool at an instant, all its copies together.
type Sample struct {
	At     time.Duration // from the start of the run
	Counts pool.Counts
}

// sampler is the observer that reads the counts of all pools at given instants: for what a system does from a start, such
// as empty pools, not in the long run.
type sampler struct {
	at    []time.Duration // ascending
	next  [][]int         // by pool and process: the first instant that has not come
	taken [][]Sample      // by pool
}

func newSampler(cfg *Config) *sampler {
	s := &sampler{at: cfg.SampleAt}
	for range cfg.Pools {
		s.next = append(s.next, make([]int, cfg.Processes))
		samples := make([]Sample, len(s.at))
		for k, at := range s.at {
			samples[k].At = at
		}
		s.taken = append(s.taken, samples)
	}
	return s
}

// held reads the counts at the instants in a time, its end not included.
func (s *sampler) held(p, process int32, _, until sim.Time, n pool.Counts) {
	k := &s.next[p][process]
	for ; *k < len(s.at) && sim.Time(s.at[*k]) < until; *k++ {
		c := &s.taken[p][*k].Counts
		*c = c.Add(n)
	}
}
