package model

import (
	"poolsim/sim"
	"poolsim/sim/database"
)

// instance returns the copy of the application that a process belongs to, from 0.
func (cfg *Config) instance(process int) int {
	return process / (cfg.Processes / max(1, cfg.Instances))
}

// shares returns a share of the server for each instance, which tells its connections to the observer; nil where nobody
// asks for them.
func (m *Model) shares() []*database.Share {
	told := m.observer.Instance
	if told == nil {
		return nil
	}
	shares := make([]*database.Share, max(1, m.cfg.Instances))
	for i := range shares {
		shares[i] = m.server.Share()
		shares[i].Held = func(from, until sim.Time, n int32) { told(i, from, until, n) }
	}
	return shares
}
