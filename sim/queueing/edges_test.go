package queueing_test

import (
	"math"
	"testing"

	"poolsim/sim/queueing"
)

// TestEdgesOfParameters has each formula at the least and the greatest parameters that it takes, and just beyond them.
func TestEdgesOfParameters(t *testing.T) {
	t.Parallel()
	nan := math.NaN()
	one := queueing.Closed{C: 1, Users: 1, Think: 3, Hold: 1} // a quarter of the time
	instant := one
	instant.Hold = 0
	crowd := queueing.Closed{C: 1, Users: 10_000_000, Think: 1, Hold: 1}
	for name, c := range map[string]struct{ got, want float64 }{
		"Erlang B, no server":                   {queueing.ErlangB(0, 7), 1},
		"Erlang B, no load":                     {queueing.ErlangB(3, 0), 0},
		"Erlang B, fewer than no servers":       {queueing.ErlangB(-1, 7), nan},
		"Erlang C, no load":                     {queueing.ErlangC(3, 0), 0},
		"Erlang C, as much load as servers":     {queueing.ErlangC(3, 3), 1},
		"real Erlang B, no server":              {queueing.ErlangBReal(0, 7), 1},
		"real Erlang B, no load":                {queueing.ErlangBReal(2.5, 0), 0},
		"real Erlang B, neither":                {queueing.ErlangBReal(0, 0), 1},
		"servers that may block all":            {float64(queueing.ErlangBServers(7, 1)), 0},
		"servers for a load of 0":               {float64(queueing.ErlangBServers(0, 0.1)), 1},
		"servers for a target of 0":             {float64(queueing.ErlangBServers(7, 0)), -1},
		"servers for too much load":             {float64(queueing.ErlangBServers(1e9, 1)), -1},
		"servers that block exactly a half":     {float64(queueing.ErlangBServers(1, 0.5)), 1}, // B(1, 1)
		"waiting: all may":                      {float64(queueing.ErlangCServers(7, 1)), 8},
		"waiting: nobody is there":              {float64(queueing.ErlangCServers(0, 0.1)), 1},
		"waiting: too much load":                {float64(queueing.ErlangCServers(1e9, 1)), -1},
		"waiting: a half exactly":               {float64(queueing.ErlangCServers(0.5, 0.5)), 1}, // C(1, a) = a
		"Engset, no server":                     {queueing.Engset(0, 5, 3, 1), 1},
		"Engset, one user":                      {queueing.Engset(0, 1, 3, 1), 1},
		"Engset, a server for each":             {queueing.Engset(1, 1, 3, 1), 0},
		"Engset, no thinking":                   {queueing.Engset(1, 5, 0, 1), nan},
		"Engset, no holding":                    {queueing.Engset(1, 5, 3, 0), nan},
		"one user":                              {one.InUseMean(), 0.25},
		"one user never waits":                  {one.WaitRatio(), 0},
		"a user who holds for no time":          {instant.InUseMean(), nan},
		"ten million users":                     {crowd.InUseMean(), 1},
		"M/D/c, nobody":                         {queueing.MDc{C: 2, Rate: 0, Hold: 1}.WaitRatio(), 0},
		"M/D/c, as much load as servers":        {queueing.MDc{C: 2, Rate: 2, Hold: 1}.WaitRatio(), nan},
		"no locking: one thread":                {float64(queueing.PoolLockingBound(1, 4)), 4},
		"no locking: no thread":                 {float64(queueing.PoolLockingBound(0, 4)), -1},
		"no locking: more than a third of all":  {float64(queueing.PoolLockingBound(math.MaxInt/3, 3)), float64(math.MaxInt/3*2 + 1)},
		"no locking: just beyond all":           {float64(queueing.PoolLockingBound(math.MaxInt/2+1, 3)), math.MaxInt},
		"no locking back: three each":           {float64(queueing.PoolLockingThreads(150, 3)), 74},
		"no locking back: one each":             {float64(queueing.PoolLockingThreads(150, 1)), math.MaxInt},
		"no locking back: as many as there are": {float64(queueing.PoolLockingThreads(4, 4)), 1},
		"no locking back: too few":              {float64(queueing.PoolLockingThreads(3, 4)), -1},
	} {
		if c.got != c.want && !(math.IsNaN(c.got) && math.IsNaN(c.want)) && !(math.Abs(c.got-c.want) <= 1e-12) {
			t.Errorf("%s: %v, want %v", name, c.got, c.want)
		}
	}
}
