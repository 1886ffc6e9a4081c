package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"poolsim/cmd/poolsim/internal/report"
	"poolsim/sim/experiment"
	"poolsim/sim/scenario"
)

// maxCells is how many cells a sweep runs without being asked twice: each takes a line of its journal and of its result.
const maxCells = 1_000_000

// forceFlag lets what is unreasonably large run all the same.
type forceFlag struct{ force bool }

func (f *forceFlag) register(c *cobra.Command) {
	c.Flags().BoolVar(&f.force, "force", false, "run even what poolsim check calls too large")
}

// allow refuses a run that would not end, or take more memory than there is, before it begins.
func (f *forceFlag) allow(sys *system, workers int, scenarios ...*scenario.Scenario) error {
	if f.force {
		return nil
	}
	total := experiment.Size{}
	for _, sc := range scenarios {
		s := experiment.SizeOf(sc)
		if why := s.TooLarge(atOnce(sys, workers, sc.Replications)); why != "" {
			return usagef("%s: %s", sc.Name, tooLarge(why))
		}
		total.Acquires += s.Acquires
	}
	if why := total.TooLarge(1); why != "" {
		return usagef("%d scenarios: %s", len(scenarios), tooLarge(why))
	}
	return nil
}

// allowCells refuses a sweep of which the scenario is a cell like others.
func (f *forceFlag) allowCells(sys *system, workers int, sc *scenario.Scenario, cells int) error {
	if f.force {
		return nil
	}
	if why := tooManyCells(sys, workers, sc, cells); why != "" {
		return usagef("%s: %s", sc.Name, why)
	}
	return nil
}

// tooManyCells says why a sweep is too large; empty if it is not.
func tooManyCells(sys *system, workers int, sc *scenario.Scenario, cells int) string {
	if cells > maxCells {
		return fmt.Sprintf("too large: the sweep has %s cells, a sweep takes %s; leave out axes or points, take a --shard of it, or give --force", report.Whole(cells), report.Whole(maxCells))
	}
	if why := experiment.SizeOf(sc).Times(float64(cells)).TooLarge(atOnce(sys, workers, sc.Replications*cells)); why != "" {
		return fmt.Sprintf("a sweep of %s: %s", plural(cells, "cell"), tooLarge(why))
	}
	return ""
}

// tooLarge says what to do.
func tooLarge(why string) string {
	return fmt.Sprintf("too large: %s; poolsim runs %.0e acquires and %d GiB: shorten run.duration, take fewer run.replications, users or jobs, lower the rates, or give --force",
		why, float64(experiment.MaxAcquires), experiment.MaxBytes>>30)
}

// atOnce returns how many of so many replications run at once.
func atOnce(sys *system, workers, replications int) int {
	if workers <= 0 {
		workers = sys.cpus
	}
	return max(1, min(workers, replications))
}
