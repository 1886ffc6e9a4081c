package experiment

import (
	"context"
	"fmt"
	"time"

	"poolsim/sim/model"
	"poolsim/sim/scenario"
	"poolsim/sim/stat"
)

const (
	// pilotBins is how many bins of time a pilot has: MSER-5 takes five of them together, so that a warm-up is found to
	// within a hundredth of the duration.
	pilotBins = 500

	// maxPilots is the most replications whose pilots are averaged: more make it no surer.
	maxPilots = 100
)

// foundWarmup is what is known of a warm-up that was found.
type foundWarmup struct {
	atLimit bool // no steady state was found in half of the duration
	pilots  int  // replications that were averaged
	course  bool // the scenario is about a course of time, which may lie within the warm-up
}

// pilots returns how many replications run once more, before the others, to find the warm-up; 0 if the scenario gives it.
func pilots(sc *scenario.Scenario) int {
	if !sc.AutoWarmup {
		return 0
	}
	return min(sc.Replications, maxPilots)
}

// findWarmup finds the warm-up of a scenario that asks for it: the replications run once without one, MSER-5 is applied
// to the number of requests in line or at a place, averaged over bins of time and over the replications, and what it
// cuts is the warm-up of all replications, which then begin anew. Averages over replications show the course that all
// have in common (Welch 1983); the single waits of one run, cut where they happen to be short, would be biased by that.
func (b *batch) findWarmup(ctx context.Context, workers int) error {
	n := pilots(b.sc)
	b.pilots = n
	courses := make([][]float64, n)
	err := spread(ctx, workers, 0, n, func(i int) error {
		cfg := b.sc.Model
		cfg.Replication = i
		bins, err := model.Pilot(cfg, pilotBins)
		if err != nil {
			return fmt.Errorf("replication %d: %w", i+1, err)
		}
		b.mu.Lock()
		defer b.mu.Unlock()
		courses[i] = bins
		b.piloted++
		b.tellProgress()
		return nil
	})
	if err != nil {
		return err
	}
	if ctx.Err() != nil {
		return ErrInterrupted
	}
	mean := make([]float64, len(courses[0]))
	for _, course := range courses {
		for k, x := range course {
			mean[k] += x / float64(n)
		}
	}
	cut, atLimit := stat.MSER5(mean)
	width := (b.sc.Model.Duration + pilotBins - 1) / pilotBins
	b.useWarmup(time.Duration(cut)*width, atLimit)
	return nil
}

// useWarmup takes a warm-up that was found.
func (b *batch) useWarmup(warmup time.Duration, atLimit bool) {
	// What arrives once at the very beginning is start-up work: that is what a warm-up is for.
	b.found = &foundWarmup{atLimit: atLimit, pilots: min(b.first, maxPilots), course: b.transient(1)}
	sc := *b.sc // the caller's stays as it was read
	sc.Model.Warmup = warmup
	b.sc = &sc
}

// warnWarmup says when a warm-up that was found is doubtful.
func (b *batch) warnWarmup(w *warner) {
	f := b.found
	if f == nil {
		return
	}
	if f.atLimit {
		w.addf(`warmup = "auto": no steady state was found in the first half of the duration (MSER-5 ends at its limit): use a longer duration, or see whether the load has a steady state at all`)
	}
	if f.pilots < 5 {
		w.addf(`warmup = "auto": found from %d of the 5 replications or more that it takes to tell a warm-up from chance`, f.pilots)
	}
	if f.course {
		w.addf(`warmup = "auto": the scenario is about a course of time, not a steady state: give the warm-up as a duration`)
	}
}
