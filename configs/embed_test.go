package configs_test

import (
	"errors"
	"io/fs"
	"testing"

	"poolsim/configs"
	"poolsim/sim/experiment"
	"poolsim/sim/scenario"
)

// TestEveryScenarioRuns runs every scenario of this folder for a short time.
func TestEveryScenarioRuns(t *testing.T) {
	names := configs.Names()
	if len(names) < 12 {
		t.Fatal("too few scenarios:", names)
	}
	short := []string{"run.duration=5s", "run.warmup=1s", "run.replications=2"}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			text, err := configs.FS.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			sc, err := scenario.Parse(name, text, scenario.Options{Set: short, ReadFile: configs.FS.ReadFile})
			if err != nil {
				var faults *scenario.Faults
				if errors.As(err, &faults) {
					t.Fatal(faults.Long())
				}
				t.Fatal(err)
			}
			if sc.Title == sc.Name {
				t.Error("it has no title")
			}
			r, err := experiment.Run(t.Context(), sc, experiment.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if r.Replications != 2 || len(r.Metrics) == 0 {
				t.Errorf("%d replications, %d metrics", r.Replications, len(r.Metrics))
			}
		})
	}
}

func TestDefaultIsThere(t *testing.T) {
	if _, err := fs.Stat(configs.FS, configs.Default); err != nil {
		t.Error(err)
	}
}
