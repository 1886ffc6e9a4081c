package model

import (
	"fmt"
	"math"
	"time"

	"poolsim/sim"
	"poolsim/sim/pool"
	"poolsim/workload"
)

// price returns what an operation of a pool costs: a distribution that the scenario gives, or nil and a time, the
// driver's number of round trips.
func (cfg *Config) price(p Pool, what string, trips float64) (workload.Distribution, time.Duration) {
	if p.Values.Has(what) {
		return p.Values[what].(workload.Distribution), 0
	}
	if cfg.Database == nil {
		return nil, 0
	}
	return nil, time.Duration(math.Round(trips * float64(cfg.Database.RoundTrip)))
}

// costs prices the operations of a pool's copy in one process, each with a stream of its own.
func (m *Model) costs(streams sim.Streams, p Pool, process int) pool.Costs {
	cost := func(what string, trips float64) pool.Cost {
		dist, fixed := m.cfg.price(p, what, trips)
		if dist == nil {
			return pool.FixedCost(fixed)
		}
		return pool.RandomCost(dist, streams.Stream("pool", p.Name, fmt.Sprint(process), what))
	}
	trips := p.Dialect.RoundTrips(p.Values)
	dead := "ping"
	if p.Values.Has("ping_fail") {
		dead = "ping_fail"
	}
	return pool.Costs{
		Ping:      cost("ping", trips.Ping),
		PingFail:  cost(dead, trips.Ping),
		Reset:     cost("reset", trips.Reset),
		Close:     cost("close", trips.Close),
		Terminate: cost("terminate", trips.Terminate),
	}
}

// MeanOverhead returns what an acquire from a warm pool adds to its hold on average, in seconds: ping and reset, where
// the pool does them.
func (cfg *Config) MeanOverhead(p Pool) float64 {
	mean := func(what string, trips float64) float64 {
		dist, fixed := cfg.price(p, what, trips)
		if dist != nil {
			return dist.Mean()
		}
		return fixed.Seconds()
	}
	limits, trips := p.Dialect.Limits(p.Values), p.Dialect.RoundTrips(p.Values)
	var sum float64
	if limits.Pings {
		sum += mean("ping", trips.Ping)
	}
	if limits.Resets {
		sum += mean("reset", trips.Reset)
	}
	return sum
}
