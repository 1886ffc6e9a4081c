package pool

import "poolsim/sim/param"

// costParams are the operations that a scenario may price itself instead of in round trips.
func costParams() []param.Param {
	return []param.Param{
		{Name: "ping", Kind: param.Sampler, Help: "what a test of a pooled connection takes; otherwise the driver's number of round trips"},
		{Name: "ping_fail", Kind: param.Sampler, Help: "what the test of a dead connection takes; as long as ping when absent"},
		{Name: "reset", Kind: param.Sampler, Help: "what the reset on return takes; otherwise the driver's number of round trips"},
		{Name: "close", Kind: param.Sampler, Help: "what closing a surplus connection takes; otherwise the driver's number of round trips"},
		{Name: "terminate", Kind: param.Sampler, Help: "what dropping an outdated connection takes; otherwise the driver's number of round trips"},
	}
}
