package limit

import (
	"errors"
	"fmt"
	"math"
	"time"

	"poolsim/sim"
	"poolsim/sim/model"
	"poolsim/workload"
)

// ErrMoreThanAQueue is wrapped, with the reason, when a Config has something that the recursion knows nothing of.
var ErrMoreThanAQueue = errors.New("limit: more than a queue")

// queue is what remains of a Config.
type queue struct {
	streams sim.Streams
	class   string
	servers int
	timeout time.Duration // the longest wait
	hold    workload.Distribution
	end     time.Duration // arrivals are those before it
}

// forever is the timeout of who does not leave: no wait is as long.
const forever time.Duration = math.MaxInt64

// Waits appends to waits how long each customer of a replication waits, in the order of arrival, the warm-up included, and
// returns the result. Who leaves has waited for the pool's timeout, which nobody does who is served: in a tie the timeout
// wins (in the model that is so for sqlalchemy-async; for textbook it depends on what was scheduled first). Customers who are still in line at the end of the replication have the wait that they would have had.
//
// The Config must be one of a single class, of a single step, in a single process, whose pool serves in the order of
// arrival, makes nobody wait for anything but a connection, and has one timeout or none (in a closed class, none); otherwise
// the error wraps ErrMoreThanAQueue. That a dialect has settings of its own by which newcomers can be served before those in
// line (handoff_window), only the caller knows.
func Waits(cfg *model.Config, waits []time.Duration) ([]time.Duration, error) {
	q, err := newQueue(cfg)
	if err != nil {
		return nil, err
	}
	switch a := cfg.Classes[0].Arrivals.(type) {
	case *workload.Closed:
		if q.timeout != forever {
			return nil, fmt.Errorf("%w: a closed class with a timeout", ErrMoreThanAQueue)
		}
		return q.closed(a, waits), nil
	case workload.Scripted:
		return nil, fmt.Errorf("%w: recorded jobs", ErrMoreThanAQueue)
	case workload.OpenArrivals:
		return q.open(a, waits), nil
	}
	return nil, fmt.Errorf("%w: arrivals of type %T", ErrMoreThanAQueue, cfg.Classes[0].Arrivals)
}

// newQueue finds the queue that a Config is.
func newQueue(cfg *model.Config) (*queue, error) {
	if len(cfg.Classes) != 1 || len(cfg.Pools) != 1 || cfg.Processes != 1 || len(cfg.Classes[0].Steps) != 1 {
		return nil, fmt.Errorf("%w: there must be one class of one step, one pool and one process", ErrMoreThanAQueue)
	}
	c, p := &cfg.Classes[0], &cfg.Pools[0]
	s, l := &c.Steps[0], p.Dialect.Limits(p.Values)
	switch {
	case cfg.Database != nil || len(cfg.Faults) > 0 || cfg.MeanOverhead(*p) > 0:
		return nil, fmt.Errorf("%w: connections cost time or fail", ErrMoreThanAQueue)
	case c.CancelAfter != nil || c.RetryDelay != nil:
		return nil, fmt.Errorf("%w: clients go away or try again", ErrMoreThanAQueue)
	case s.Before != nil || s.Plain || len(s.Ends) > 0 || s.Hold == nil:
		return nil, fmt.Errorf("%w: a step is more than a hold", ErrMoreThanAQueue)
	case l.Limit < 1 || l.Rejects || l.Patience != nil:
		return nil, fmt.Errorf("%w: the pool has no limit, turns requests away or has no constant timeout", ErrMoreThanAQueue)
	}
	q := &queue{
		streams: sim.Streams{Seed: cfg.Seed, Replication: cfg.Replication},
		class:   c.Name, servers: l.Limit, timeout: forever, hold: s.Hold, end: cfg.Warmup + cfg.Duration,
	}
	if l.Timeout >= 0 {
		q.timeout = l.Timeout
	}
	return q, nil
}
