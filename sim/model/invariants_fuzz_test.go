package model_test

import (
	"testing"

	"pgregory.net/rapid"

	"poolsim/sim/scenario/scenariotest"
)

// FuzzInvariants is TestInvariants with scenarios that the coverage of the code chooses.
func FuzzInvariants(f *testing.F) {
	draw := scenariotest.Draw(scenariotest.Any)
	f.Fuzz(rapid.MakeFuzz(func(t *rapid.T) {
		sc, err := draw.Draw(t, "scenario").Parse()
		if err != nil {
			t.Fatal(err)
		}
		watch(t, sc.Model)
	}))
}
