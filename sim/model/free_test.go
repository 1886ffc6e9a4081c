package model_test

import (
	"testing"
	"time"

	"poolsim/sim/database"
	"poolsim/sim/model"
	"poolsim/sim/param"
	"poolsim/sim/pool"
	"poolsim/workload"
)

// TestWhatTakesNoTimeCostsNoEvent counts events. A job is an arrival and the end of each hold; what takes no time, or is not
// there, adds none, and what takes time adds its own. Nobody waits here: 10 jobs/s meet 9 connections.
func TestWhatTakesNoTimeCostsNoEvent(t *testing.T) {
	t.Parallel()
	const seconds, jobs = 1000, 10 * 1000
	never := &database.Config{Faults: []database.Fault{
		databaseFault(t, "slow-connect", param.Values{"from": time.Hour, "to": 2 * time.Hour, "connect": constant(t, ms(5))}),
	}}
	for _, c := range []struct {
		name     string
		set      param.Values
		database *database.Config
		faults   []model.Fault
		steps    int
		events   int // for each job
	}{
		{name: "nothing", steps: 1, events: 2},
		{name: "two steps", steps: 2, events: 3},
		{name: "a ping and a reset without a database", set: param.Values{"pool_pre_ping": true, "pool_reset_on_return": "commit"}, steps: 2, events: 3},
		{
			name: "all costs are 0", steps: 2, events: 3, database: &database.Config{Connect: constant(t, 0), RoundTrip: 0, MaxConnections: 100},
			set: param.Values{
				"pool_size": int64(1), "max_overflow": int64(8), "pool_pre_ping": true, "pool_recycle": time.Second, "ping": constant(t, 0),
				"reset": constant(t, 0), "close": constant(t, 0), "terminate": constant(t, 0),
			},
		},
		{name: "asyncpg's reset of an ended transaction", steps: 1, events: 2, database: &database.Config{RoundTrip: ms(1)}},
		{name: "faults that never come", steps: 1, events: 2, database: never, faults: []model.Fault{appFault(t, "dispose", param.Values{"at": time.Hour})}},
		{name: "a ping that takes time", steps: 1, events: 3, database: &database.Config{RoundTrip: ms(1)}, set: param.Values{"pool_pre_ping": true}},
		{name: "a reset that takes time", steps: 2, events: 5, set: param.Values{"reset": constant(t, ms(1))}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			set := param.Values{"pool_size": int64(9), "max_overflow": int64(0), "pool_timeout": 30 * time.Second}
			for k, v := range c.set {
				set[k] = v
			}
			cfg := model.Config{
				Seed: 1, Processes: 1, Duration: seconds * time.Second, Database: c.database, Faults: c.faults,
				Pools: []model.Pool{queuePool(t, "main", set)},
			}
			steps := []workload.Step{{Holder: "first", Hold: constant(t, ms(3))}, {Holder: "second", Hold: constant(t, ms(4))}}
			cfg.Classes = []workload.Class{{
				Name: "jobs", Arrivals: process(t, "deterministic", param.Values{"rate": 10.0}), Steps: steps[:c.steps],
			}}
			r, err := model.Replicate(cfg, 0)
			if err != nil {
				t.Fatal(err)
			}
			// The first ping is saved: a new connection is not tested.
			if extra := int(r.Events) - jobs*c.events; extra < -9 || extra > 9 {
				t.Errorf("%d events for %d jobs, want %d for each", r.Events, r.Classes[0].Completed, c.events)
			}
		})
	}
}

// TestWhatNobodyWatchesIsNotCalled: without observers no hook is set, so that pools and jobs call nobody; a hook that is alone is
// called as it is.
func TestWhatNobodyWatchesIsNotCalled(t *testing.T) {
	t.Parallel()
	tee := pool.Tee(&pool.Observer{}, &pool.Observer{})
	for name, set := range map[string]bool{
		"Queued": tee.Queued != nil, "Placed": tee.Placed != nil, "Granted": tee.Granted != nil, "Returned": tee.Returned != nil,
		"Freed": tee.Freed != nil, "Failed": tee.Failed != nil, "Held": tee.Held != nil,
	} {
		if set {
			t.Errorf("%s is called though nobody watches", name)
		}
	}
	calls := ""
	f := func(who string) func(*pool.Request) { return func(*pool.Request) { calls += who } }
	pool.Tee(&pool.Observer{}, &pool.Observer{Freed: f("b")}).Freed(nil)
	pool.Tee(&pool.Observer{Freed: f("a")}, &pool.Observer{}).Freed(nil)
	pool.Tee(&pool.Observer{Freed: f("a")}, &pool.Observer{Freed: f("b")}).Freed(nil)
	if calls != "baab" {
		t.Errorf("the hooks are called as %q", calls)
	}
}
