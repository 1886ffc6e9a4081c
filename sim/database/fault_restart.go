package database

import (
	"poolsim/sim"
	"poolsim/sim/param"
)

// restart kills the connections that were opened before it. The database is back at once: an outage is a fault of its own.
type restart struct {
	at         sim.Time
	resetFails bool
}

func init() {
	registerFault(FaultSpec{
		Spec: param.Spec{
			Name:   "restart",
			Help:   "the database restarts: connections that were opened before are dead, as the next ping finds out",
			Source: "PostgreSQL 15, immediate shutdown; holders go on undisturbed in this model",
			Params: []param.Param{
				{Name: "at", Kind: param.Duration, Required: true, Max: longest, Help: "when, counted from the start of the run, warm-up included"},
				{Name: "reset_fails", Kind: param.Flag, Default: false, Help: "the reset of a dead connection is an error, so that it is not kept"},
			},
		},
		New: func(v param.Values) (Fault, error) {
			return &restart{sim.Time(v.Duration("at")), v.Bool("reset_fails")}, nil
		},
	})
}

// Connect is not disturbed: a connect that is under way gets through.
func (*restart) Connect(sim.Time, *Connecting) {}

// Kills returns the instant of the restart.
func (f *restart) Kills() (at sim.Time, resetFails, ok bool) { return f.at, f.resetFails, true }
