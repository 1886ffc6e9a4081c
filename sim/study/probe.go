package study

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"

	"poolsim/sim/experiment"
)

// Purpose is why a candidate was simulated.
type Purpose string

// The purposes of probes.
const (
	ForSearch  Purpose = "search"  // to find the boundary
	ForOrder   Purpose = "order"   // to see whether candidates beyond the answer meet the targets too
	ForConfirm Purpose = "confirm" // again, with random numbers that the search has not seen
)

// Probe is one candidate that was simulated and judged.
type Probe struct {
	At           []string             `json:"at"` // the values of the keys
	Purpose      Purpose              `json:"purpose"`
	Seed         uint64               `json:"seed"`
	Replications int                  `json:"replications"`
	Judgement    experiment.Judgement `json:"judgement"` // of all targets together
	SLO          []experiment.Verdict `json:"slo"`
	Acquires     float64              `json:"acquires_total"` // measured, of all replications and pools
	Cost         experiment.Number    `json:"cost"`           // see SearchResult.CostOf
	Metrics      []experiment.Metric  `json:"metrics"`        // what is shown beside the targets

	point []int
	sum   *Summary
}

// met reports whether it is shown that every target is met.
func (p *Probe) met() bool { return p.Judgement == experiment.Met }

// Underway says what a search does at the moment.
type Underway struct {
	Probe   int      // from 1
	At      []string // the values of the keys
	Purpose Purpose
	Done    int // replications
	Planned int // replications, as far as is known
}

// prober simulates candidates: each once, with all workers at work on its replications.
type prober struct {
	search  *Search
	ctx     context.Context
	had     map[string]*Probe
	probes  []*Probe // in the order in which they were asked for
	columns columnSets
	fresh   uint64 // the seed of confirming runs
}

// at returns the probe of a candidate.
func (p *prober) at(point []int, why Purpose, effort experiment.Effort) (*Probe, error) {
	key := fmt.Sprint(point, why == ForConfirm)
	if had := p.had[key]; had != nil {
		return had, nil
	}
	made, err := p.simulate(point, why, effort)
	if err != nil {
		return nil, err
	}
	p.had[key] = made
	p.probes = append(p.probes, made)
	return made, nil
}

// simulate runs the replications of a candidate, or takes them from the journal.
func (p *prober) simulate(point []int, why Purpose, effort experiment.Effort) (*Probe, error) {
	s := p.search
	set := s.overrides(point)
	if why == ForConfirm {
		set = append(set, "run.seed="+strconv.FormatUint(p.fresh, 10))
	}
	sc, err := s.Source(set)
	if err != nil {
		return nil, err
	}
	plain := *sc // a probe has to decide, and need not be as precise as the scenario asks for elsewhere
	plain.Precision = nil
	key := fmt.Sprintf("%s %d..%d", experiment.Hash(sc), effort.First, effort.Most)
	sum, err := s.Journal.summary(key)
	if err != nil {
		return nil, err
	}
	if sum == nil {
		cell := experiment.NewCell(&plain, &effort)
		if sum, err = p.run(cell, key, Underway{Probe: len(p.probes) + 1, At: s.valuesAt(point), Purpose: why}); err != nil {
			return nil, err
		}
	}
	sum.columns = p.columns.intern(sum.columns)
	probe := &Probe{
		At: s.valuesAt(point), Purpose: why, Seed: sc.Model.Seed, Replications: sum.Replications, Judgement: sum.Judgement(), SLO: sum.SLO,
		Acquires: sum.acquires(), Cost: experiment.Number(math.NaN()), point: slices.Clone(point), sum: sum,
	}
	if probe.Judgement == "" {
		probe.Judgement = experiment.NotDecided // nothing happened that a target speaks of
	}
	probe.Cost = experiment.Number(s.costOf(sc, sum))
	probe.Metrics = sum.beside()
	return probe, nil
}

// run runs one cell.
func (p *prober) run(cell *experiment.Cell, key string, now Underway) (*Summary, error) {
	s := p.search
	var sum *Summary
	tell := func() {
		if s.Tell != nil {
			now.Planned = cell.Planned()
			s.Tell(now)
		}
	}
	tell()
	cells := experiment.Cells{
		Workers: s.Workers, N: 1,
		Open: func(int) (*experiment.Cell, error) { return cell, nil },
		Finish: func(_ int, c *experiment.Cell) error {
			sum = summarise(c.Result(s.Version), &p.columns)
			return s.Journal.keepSummary(key, sum)
		},
		Progress: func() {
			now.Done++
			tell()
		},
	}
	if err := cells.Run(p.ctx); err != nil {
		return nil, err
	}
	return sum, nil
}

// acquires returns the measured acquires of all replications and pools.
func (s *Summary) acquires() float64 {
	sum := 0.0
	for i, c := range s.columns {
		if c.Metric == "acquires_total" && c.Pool != "" && c.Class == "" {
			sum += float64(s.Value[i])
		}
	}
	return math.Round(sum * float64(s.Replications))
}

// shownBeside are the metrics that are shown beside the targets of an answer and its neighbours.
var shownBeside = []struct{ metric, stat string }{
	{"wait_ratio", "ratio"},
	{"wait_seconds", "p99"},
	{"timeout_ratio", "ratio"},
	{"in_use_connections", "mean"},
	{"in_use_connections", "p99"},
	{"open_connections", "mean"},
	{"database_connections", "max"},
	{"refused_connects_per_second", "mean"},
}

// beside returns those metrics, of pools and of the database.
func (s *Summary) beside() []experiment.Metric {
	var out []experiment.Metric
	for _, want := range shownBeside {
		for _, c := range s.columns {
			if c.Metric == want.metric && c.Stat == want.stat && c.Class == "" {
				m, _ := s.Metric(c)
				out = append(out, m)
			}
		}
	}
	return out
}
