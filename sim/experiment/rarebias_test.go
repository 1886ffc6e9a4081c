package experiment_test

import (
	"testing"

	"poolsim/sim/experiment"
)

func TestRareBias(t *testing.T) {
	for _, e := range []int{100, 400} {
		c := rareCases[0]
		c.replications = 400
		if e == 400 {
			c.replications = 100
		}
		r := c.study(t, experiment.RareOptions{Effort: e}, "run.seed=5")
		t.Logf("effort %d: %.3f [%.3f %.3f] gain %.3g, reach %.3f, levels %d", e, float64(r.Timeouts.Value)/c.exact, float64(r.Timeouts.Lo)/c.exact, float64(r.Timeouts.Hi)/c.exact, r.Gain, r.PerReach, len(r.Levels))
	}
}
