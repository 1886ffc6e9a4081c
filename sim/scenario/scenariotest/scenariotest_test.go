package scenariotest_test

import (
	"testing"

	"pgregory.net/rapid"

	"poolsim/sim/scenario/scenariotest"
)

// TestDrawnScenariosAreValid: whatever the profile, what is drawn can be read.
func TestDrawnScenariosAreValid(t *testing.T) {
	for name, p := range map[string]scenariotest.Profile{
		"any": scenariotest.Any, "constant": {Constant: true}, "apart": {Apart: true}, "plain": {Plain: true}, "queue": {Queue: true},
		"plain and apart": {Plain: true, Apart: true}, "Poisson": {Poisson: true, Apart: true},
	} {
		t.Run(name, func(t *testing.T) {
			scenariotest.Check(t, 30, p, func(t *rapid.T, s *scenariotest.Scenario) {
				if _, err := s.Parse(); err != nil {
					t.Fatal(err)
				}
			})
		})
	}
}
