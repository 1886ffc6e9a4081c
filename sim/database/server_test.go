package database_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"poolsim/sim"
	"poolsim/sim/database"
	"poolsim/sim/param"
	"poolsim/workload"
)

func TestLimit(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		config *database.Config
		want   int
	}{
		{nil, -1},
		{&database.Config{}, -1},
		{&database.Config{MaxConnections: 100, Reserved: 3}, 97},
		{&database.Config{MaxConnections: 100}, 100},
	} {
		if got := c.config.Limit(); got != c.want {
			t.Errorf("%+v: limit %d, want %d", c.config, got, c.want)
		}
	}
}

func TestConnectsBeyondTheLimitAreRefused(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 1))
	s := database.New(&database.Config{
		Connect: workload.Constant(20 * time.Millisecond), Refuse: workload.Constant(time.Millisecond), MaxConnections: 5, Reserved: 3,
	}, sim.NewEngine(), rng)
	for i, want := range []struct {
		took    time.Duration
		refused bool
	}{{20 * time.Millisecond, false}, {20 * time.Millisecond, false}, {time.Millisecond, true}} {
		if took, _, refused := s.Connect(); took != want.took || refused != want.refused {
			t.Errorf("connect %d takes %v, refused %v; want %v, %v", i, took, refused, want.took, want.refused)
		}
	}
	s.Opened()
	s.Disconnect(0)
	if _, _, refused := s.Connect(); refused || s.Connections() != 2 || s.Refused() != 1 {
		t.Errorf("after a disconnect: refused %v, %d connections, %d refused in all; want false, 2, 1", refused, s.Connections(), s.Refused())
	}
	free := database.New(nil, sim.NewEngine(), rng)
	for range 10_000 {
		if took, _, refused := free.Connect(); took != 0 || refused {
			t.Fatalf("without a database a connect takes %v, refused %v", took, refused)
		}
	}
}

// TestShares: the shares of a server have all of its connections, those that a restart kills included.
func TestShares(t *testing.T) {
	t.Parallel()
	engine := sim.NewEngine()
	s := database.New(&database.Config{MaxConnections: 4, Faults: []database.Fault{
		fault(t, "restart", param.Values{"at": 10 * time.Second}),
	}}, engine, rand.New(rand.NewPCG(1, 1)))
	shares := []*database.Share{s.Share(), s.Share()}
	var integral [2]int64
	for i, c := range shares {
		c.Held = func(from, until sim.Time, n int32) { integral[i] += int64(n) * int64(until-from) }
	}
	at := func(d time.Duration) {
		if err := engine.RunUntil(sim.Time(d)); err != nil {
			t.Fatal(err)
		}
	}
	check := func(a, b int32) {
		t.Helper()
		if x, y := shares[0].Connections(), shares[1].Connections(); x != a || y != b || s.Connections() != a+b {
			t.Errorf("at %v: %d and %d connections, %d in all; want %d and %d", engine.Now().Sub(0), x, y, s.Connections(), a, b)
		}
	}
	for i, c := range []*database.Share{shares[0], shares[0], shares[1], shares[1], shares[0]} {
		if _, _, refused := c.Connect(); refused != (i == 4) {
			t.Errorf("connect %d: refused %v", i, refused)
		}
	}
	check(2, 2)
	at(time.Second)
	for _, c := range []*database.Share{shares[0], shares[0], shares[1]} {
		c.Opened()
	}
	opened := engine.Now()
	at(2 * time.Second)
	shares[0].Disconnect(opened)
	check(1, 2)
	at(20 * time.Second)
	s.Flush()
	check(0, 1) // what was being opened survives
	shares[0].Disconnect(opened)
	shares[1].Disconnect(sim.Never)
	check(0, 0)
	at(30 * time.Second)
	s.Flush()
	if want := [2]int64{2*2e9 + 8e9, 2*10e9 + 10e9}; integral != want {
		t.Errorf("integrals %v, want %v", integral, want)
	}
}
