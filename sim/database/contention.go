package database

import "poolsim/sim/param"

// Contention says how the database's work stretches as more connections work at once: the time that a holder keeps its
// connection is then work, not time.
type Contention interface {
	// Speed returns how fast each of n connections progresses that work at once, n at least 1: 1 is the speed of one alone.
	// It must be more than 0.
	Speed(n int) float64
}

// ContentionSpec is a model of contention that a scenario can name: `contention = { model = "NAME", ... }`.
type ContentionSpec struct {
	param.Spec

	// New makes the contention from values that passed the Spec's own ranges. Faults that show only when several values
	// are seen together are returned as *param.Problem.
	New func(v param.Values) (Contention, error)
}

// Contentions is the table of all models of contention.
var Contentions param.Registry[ContentionSpec]

func registerContention(s ContentionSpec) { Contentions.Register(s.Name, s) }
