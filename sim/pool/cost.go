package pool

import (
	"math/rand/v2"
	"time"

	"poolsim/workload"
)

// Cost is what an operation costs in time.
type Cost struct {
	fixed time.Duration
	dist  workload.Distribution // nil: fixed
	rand  *rand.Rand
}

// FixedCost always takes d.
func FixedCost(d time.Duration) Cost { return Cost{fixed: d} }

// RandomCost draws from a distribution with a stream of its own.
func RandomCost(d workload.Distribution, r *rand.Rand) Cost { return Cost{dist: d, rand: r} }

// Draw returns the time that the operation takes this time.
func (c *Cost) Draw() time.Duration {
	if c.dist == nil {
		return c.fixed
	}
	return c.dist.Sample(c.rand)
}

// Costs are the prices of what a pool does with connections besides opening them.
type Costs struct {
	Ping      Cost // a test query before the connection is handed out
	PingFail  Cost // the same on a connection that is dead
	Reset     Cost // making the connection clean on its return
	Close     Cost // saying good-bye to the database
	Terminate Cost // dropping a broken or outdated connection
}
