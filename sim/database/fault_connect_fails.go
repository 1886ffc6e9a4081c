package database

import (
	"poolsim/sim"
	"poolsim/sim/param"
	"poolsim/workload"
)

// connectFails is a time in which every connect that begins fails.
type connectFails struct {
	window
	takes workload.Distribution // nil is as long as a connect
}

func init() {
	registerFault(FaultSpec{
		Spec: param.Spec{
			Name:   "connect-fails",
			Help:   "every connect that begins in a time fails",
			Source: "by definition",
			Params: windowParams(param.Param{Name: "takes", Kind: param.Sampler, Help: "how long it takes to fail; as long as a connect when absent"}),
		},
		New: func(v param.Values) (Fault, error) {
			w, err := newWindow(v)
			return &connectFails{w, optional(v, "takes")}, err
		},
	})
}

// Connect fails within the time.
func (f *connectFails) Connect(now sim.Time, c *Connecting) {
	if !f.has(now) {
		return
	}
	c.Fails = true
	if f.takes != nil {
		c.Takes = f.takes
	}
}
