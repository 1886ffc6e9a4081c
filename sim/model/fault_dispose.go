package model

import (
	"time"

	"poolsim/sim/param"
	"poolsim/sim/pool"
)

// dispose empties a pool in every process.
type dispose struct {
	at       time.Duration
	pool     string // "" is every pool
	recreate bool
}

func init() {
	registerFault(FaultSpec{
		Spec: param.Spec{
			Name:   "dispose",
			Help:   "the application disposes of its pools: what is idle is closed, and new pools take over while holders keep what they have",
			Source: "SQLAlchemy 1.4.46 lib/sqlalchemy/engine/base.py:3069-3071 (Engine.dispose), pool/impl.py:186-195 (Pool.dispose)",
			Params: []param.Param{
				{Name: "at", Kind: param.Duration, Required: true, Max: 2 * 365 * 86400, Help: "when, counted from the start of the run, warm-up included"},
				{Name: "pool", Kind: param.Pool, Help: "which pool; all of them when absent"},
				{Name: "recreate", Kind: param.Flag, Default: true, Help: "Engine.dispose(): a new pool takes over; false is Pool.dispose() alone, which breaks the limit for good"},
			},
		},
		New: func(v param.Values) (Fault, error) {
			f := &dispose{at: v.Duration("at"), recreate: v.Bool("recreate")}
			if v.Has("pool") {
				f.pool = v.Text("pool")
			}
			return f, nil
		},
	})
}

// At returns when the pools are emptied.
func (f *dispose) At() time.Duration { return f.at }

// Pools returns the pool.
func (f *dispose) Pools() []string {
	if f.pool == "" {
		return nil
	}
	return []string{f.pool}
}

// Strike empties the pools. A dialect whose pool cannot be emptied in use is left alone.
func (f *dispose) Strike(m *Model) {
	for process := range m.pools {
		for i := range m.pools[process] {
			if f.pool != "" && m.cfg.Pools[i].Name != f.pool {
				continue
			}
			p, ok := m.pools[process][i].(pool.Disposer)
			if !ok {
				continue
			}
			var then func()
			if f.recreate {
				then = func() { m.replacePool(process, i) }
			}
			p.Dispose(then)
		}
	}
}
