package database_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"poolsim/sim"
	"poolsim/sim/database"
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
