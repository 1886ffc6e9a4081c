package main

import (
	"context"
	"errors"
	"testing"

	"poolsim/sim/experiment"
	"poolsim/sim/scenario"
)

// TestForce: with --force a run begins that is refused without.
func TestForce(t *testing.T) {
	m := newMachine(t)
	runs := 0
	m.engine = func(context.Context, *scenario.Scenario, experiment.Options) (*experiment.Result, error) {
		runs++
		return nil, errors.New("stopped by the test")
	}
	large := []string{"run", "clock.toml", "--set", "run.duration=365d", "--set", "run.replications=100000"}
	if code := m.run(large...); code != exitUsage || runs != 0 {
		t.Errorf("exit code %d, %d runs without --force", code, runs)
	}
	if code := m.run(append(large, "--force")...); code != exitFailure || runs != 1 {
		t.Errorf("exit code %d, %d runs with --force: %s", code, runs, m.err.String())
	}
}
