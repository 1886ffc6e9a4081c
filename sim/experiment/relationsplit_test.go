package experiment_test

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"poolsim/sim/scenario/scenariotest"
)

// Student's t with 7 degrees of freedom (Abramowitz and Stegun, table 26.10): what an interval of eight replications is made
// with, and what a difference exceeds with a probability of 0.001.
const (
	t975With7  = 2.3646
	t9995With7 = 5.4079
)

// TestRelationSplit: a Poisson class of half the rate twice is the class (superposition of Poisson processes), so no total of
// a pool differs beyond its interval, but for as many as chance has it. The two have streams of their own, so nothing is the
// same but the law.
func TestRelationSplit(t *testing.T) {
	compared, beyond := 0, 0
	var worst []string
	scenariotest.Check(t, 3, scenariotest.Profile{Poisson: true}, func(t *rapid.T, s *scenariotest.Scenario) {
		s = s.Replicated(8)
		whole, halves := outcomeOf(t, s, 2, false), outcomeOf(t, s.Split(), 2, false)
		for _, m := range whole.Metrics {
			if m.Stat != "total" || m.Pool == "" || m.Class != "" || m.Holder != "" || m.Lo.IsNaN() {
				continue
			}
			for _, n := range halves.Metrics {
				if n.Metric != m.Metric || n.Stat != m.Stat || n.Pool != m.Pool || n.Class != "" || n.Holder != "" {
					continue
				}
				compared++
				d := math.Abs(float64(m.Value - n.Value))
				se := math.Hypot(float64(m.Hi-m.Value), float64(n.Hi-n.Value)) / t975With7
				if d > t9995With7*se {
					beyond++
					worst = append(worst, m.Metric+" "+m.Pool+": "+m.Value.String()+", halved "+n.Value.String())
				}
			}
		}
	})
	t.Logf("%d totals compared, %d of them differ at the level of 0.001", compared, beyond)
	// At most this many, but for one run in a million (Poisson bound); totals of rare things have longer tails than Student's t.
	if limit := poissonBound(0.002*float64(compared), 1e-6); beyond > limit {
		t.Errorf("%d of %d totals differ, %d may:\n%s", beyond, compared, limit, strings.Join(worst, "\n"))
	}
}

// poissonBound returns the least number that a Poisson variable of a mean exceeds with at most a probability.
func poissonBound(mean, p float64) int {
	below, term := 0.0, math.Exp(-mean)
	for n := 0; ; n++ {
		if below += term; 1-below <= p {
			return n
		}
		term *= mean / float64(n+1)
	}
}
