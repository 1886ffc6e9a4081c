package model

import (
	"time"

	"poolsim/sim"
	"poolsim/sim/param"
)

// Fault is something that happens to the application at a known time. What happens to the database is a database.Fault.
type Fault interface {
	// At returns when, from the start of the run.
	At() time.Duration

	// Pools names the pools that it is about; none means all.
	Pools() []string

	// Strike does it.
	Strike(m *Model)
}

// FaultSpec is a fault that a scenario can name: `[[fault]] kind = "NAME"`.
type FaultSpec struct {
	param.Spec

	// New makes the fault from values that passed the Spec's own ranges. Faults that show only when several values are
	// seen together are returned as *param.Problem.
	New func(v param.Values) (Fault, error)
}

// Faults is the table of all kinds of faults of the application.
var Faults param.Registry[FaultSpec]

func registerFault(s FaultSpec) { Faults.Register(s.Name, s) }

// faultEvents fires at the time of a fault.
type faultEvents Model

// Fire lets the fault strike.
func (h *faultEvents) Fire(i int32) { h.cfg.Faults[i].Strike((*Model)(h)) }

// scheduleFaults sets the times of all faults.
func (m *Model) scheduleFaults() {
	if len(m.cfg.Faults) == 0 {
		return
	}
	kind := m.engine.Handle((*faultEvents)(m))
	for i, f := range m.cfg.Faults {
		m.engine.Schedule(m.engine.NewSlot(), sim.Time(f.At()), kind, int32(i))
	}
}
