package database

import (
	"poolsim/sim"
	"poolsim/sim/param"
	"poolsim/workload"
)

// Fault is something that goes wrong with the database at a known time. Several may hold at once.
type Fault interface {
	// Connect changes what becomes of a connect that begins at an instant.
	Connect(now sim.Time, c *Connecting)

	// Kills says whether connections that were opened at or before the returned instant are dead from then on, and
	// whether the reset of a dead connection is an error.
	Kills() (at sim.Time, resetFails, ok bool)
}

// Connecting is what a connect will be.
type Connecting struct {
	Takes workload.Distribution // nil is no time
	Fails bool
}

// FaultSpec is a fault that a scenario can name: `[[fault]] kind = "NAME"`.
type FaultSpec struct {
	param.Spec

	// New makes the fault from values that passed the Spec's own ranges. Faults that show only when several values are
	// seen together are returned as *param.Problem.
	New func(v param.Values) (Fault, error)
}

// Faults is the table of all kinds of faults.
var Faults param.Registry[FaultSpec]

func registerFault(s FaultSpec) { Faults.Register(s.Name, s) }

// longest bounds the times of faults, in seconds: as long as a run can be.
const longest = 2 * 365 * 86400

// window is a time from one instant until just before another.
type window struct{ from, to sim.Time }

func (w window) has(now sim.Time) bool { return w.from <= now && now < w.to }

// windowParams are the parameters of a fault that lasts for a while. Times count from the start of the run, as everywhere;
// the warm-up is part of it.
func windowParams(more ...param.Param) []param.Param {
	return append([]param.Param{
		{Name: "from", Kind: param.Duration, Required: true, Max: longest, Help: "when it begins, counted from the start of the run, warm-up included"},
		{Name: "to", Kind: param.Duration, Required: true, Max: longest, Help: "when it is over"},
	}, more...)
}

func newWindow(v param.Values) (window, error) {
	from, to := v.Duration("from"), v.Duration("to")
	if to <= from {
		return window{}, param.Problemf("to", "must be later than from (%v)", from)
	}
	return window{sim.Time(from), sim.Time(to)}, nil
}

// Kills is no death.
func (window) Kills() (at sim.Time, resetFails, ok bool) { return 0, false, false }

// optional returns a distribution that may have been left out.
func optional(v param.Values, name string) workload.Distribution {
	if !v.Has(name) {
		return nil
	}
	return v[name].(workload.Distribution)
}
