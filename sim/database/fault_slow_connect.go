package database

import (
	"poolsim/sim"
	"poolsim/sim/param"
	"poolsim/workload"
)

// slowConnect is a time in which connecting takes another time.
type slowConnect struct {
	window
	connect workload.Distribution
}

func init() {
	registerFault(FaultSpec{
		Spec: param.Spec{
			Name:   "slow-connect",
			Help:   "a connect that begins in a time takes longer than usual",
			Source: "by definition",
			Params: windowParams(param.Param{Name: "connect", Kind: param.Sampler, Required: true, Help: "what opening a connection takes then"}),
		},
		New: func(v param.Values) (Fault, error) {
			w, err := newWindow(v)
			return &slowConnect{w, optional(v, "connect")}, err
		},
	})
}

// Connect takes its own time within the time.
func (f *slowConnect) Connect(now sim.Time, c *Connecting) {
	if f.has(now) && !c.Fails {
		c.Takes = f.connect
	}
}
