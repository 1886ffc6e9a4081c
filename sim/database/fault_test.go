package database_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"poolsim/sim"
	"poolsim/sim/database"
	"poolsim/sim/param"
	"poolsim/workload"
)

// fault makes a fault as a scenario does.
func fault(tb testing.TB, name string, v param.Values) database.Fault {
	tb.Helper()
	spec, ok := database.Faults.Lookup(name)
	if !ok {
		tb.Fatalf("no fault %q", name)
	}
	f, err := spec.New(v.With(&spec.Spec))
	if err != nil {
		tb.Fatal(err)
	}
	return f
}

func TestConnectFaults(t *testing.T) {
	t.Parallel()
	ms := func(n int) workload.Constant { return workload.Constant(time.Duration(n) * time.Millisecond) }
	engine := sim.NewEngine()
	s := database.New(&database.Config{Connect: ms(10), Faults: []database.Fault{
		fault(t, "slow-connect", param.Values{"from": time.Second, "to": 4 * time.Second, "connect": ms(500)}),
		fault(t, "connect-fails", param.Values{"from": 2 * time.Second, "to": 3 * time.Second, "takes": ms(1)}),
	}}, engine, rand.New(rand.NewPCG(1, 1)))
	for _, c := range []struct {
		at     time.Duration
		took   time.Duration
		failed bool
	}{
		{0, 10 * time.Millisecond, false},
		{time.Second, 500 * time.Millisecond, false},
		{2 * time.Second, time.Millisecond, true},
		{3 * time.Second, 500 * time.Millisecond, false},
		{4 * time.Second, 10 * time.Millisecond, false},
	} {
		if err := engine.RunUntil(sim.Time(c.at)); err != nil {
			t.Fatal(err)
		}
		if took, _, failed := s.Connect(); took != c.took || failed != c.failed {
			t.Errorf("a connect at %v takes %v, fails: %v; want %v, %v", c.at, took, failed, c.took, c.failed)
		}
	}
	if s.Connections() != 4 {
		t.Errorf("%d connections, want the 4 that did not fail", s.Connections())
	}
}

// A restart ends the connections that are open, not those under way, and their owners find that out later.
func TestRestart(t *testing.T) {
	t.Parallel()
	engine := sim.NewEngine()
	s := database.New(&database.Config{Faults: []database.Fault{
		fault(t, "restart", param.Values{"at": 10 * time.Second}),
		fault(t, "restart", param.Values{"at": 30 * time.Second, "reset_fails": true}),
	}}, engine, rand.New(rand.NewPCG(1, 1)))
	var held []string
	s.Held = func(from, until sim.Time, n int32) {
		held = append(held, fmt.Sprintf("%d from %v to %v", n, time.Duration(from), time.Duration(until)))
	}
	for range 3 {
		s.Connect()
	}
	if err := engine.RunUntil(sim.Time(time.Second)); err != nil {
		t.Fatal(err)
	}
	s.Opened()
	s.Opened()
	old := engine.Now()
	if !s.Alive(old) {
		t.Error("dead before the restart")
	}
	if err := engine.RunUntil(sim.Time(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	s.Opened() // the one that was under way
	young := engine.Now()
	if s.Alive(old) || s.ResetFails(old) || !s.Alive(young) {
		t.Errorf("after the restart: old alive %v, its reset fails %v, young alive %v", s.Alive(old), s.ResetFails(old), s.Alive(young))
	}
	s.Disconnect(old)
	s.Disconnect(old)
	if s.Connections() != 1 {
		t.Errorf("%d connections, want 1: the dead ones went with the restart", s.Connections())
	}
	if err := engine.RunUntil(sim.Time(40 * time.Second)); err != nil {
		t.Fatal(err)
	}
	s.Disconnect(young)
	if !s.ResetFails(young) || s.Connections() != 0 {
		t.Errorf("after the second restart: reset fails %v, %d connections", s.ResetFails(young), s.Connections())
	}
	want := "[3 from 0s to 1s 3 from 1s to 10s 1 from 10s to 20s 1 from 20s to 30s 0 from 30s to 40s]"
	if fmt.Sprint(held) != want {
		t.Errorf("held %v, want %s", held, want)
	}
}
