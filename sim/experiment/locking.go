package experiment

import (
	"poolsim/sim/model"
	"poolsim/sim/queueing"
	"poolsim/workload"
)

// PoolLocking says whether jobs that hold several connections of a pool at once can lock each other out, for one process:
// each holds some, waits for one more, and nothing comes back before a timeout. A pool of threads x (connections - 1) + 1
// cannot lock (HikariCP wiki, About Pool Sizing); for several classes the products are added up.
type PoolLocking struct {
	Connections int  `json:"connections_at_once"` // the most that one job holds
	Jobs        int  `json:"jobs_at_once"`        // that hold more than one: users of closed classes; -1 is without bound, open classes
	Needed      int  `json:"needed_connections"`  // so that the pool cannot lock; -1 is that no number is enough
	SafeJobs    int  `json:"safe_jobs"`           // the most of them at once that cannot lock the pool; -1 if one can lock itself
	CanLock     bool `json:"can_lock"`
}

// lockingOf returns what nested steps do to a pool, nil where no job holds more than one of its connections at once.
func lockingOf(cfg *model.Config, i, limit int) *PoolLocking {
	l := &PoolLocking{Connections: 1, Needed: 1}
	for k := range cfg.Classes {
		c := &cfg.Classes[k]
		depth := depthIn(cfg, c, i)
		if depth < 2 {
			continue
		}
		l.Connections = max(l.Connections, depth)
		a, closed := c.Arrivals.(*workload.Closed)
		if !closed || l.Jobs < 0 {
			l.Jobs, l.Needed = -1, -1
			continue
		}
		users := (a.Users + cfg.Processes - 1) / cfg.Processes
		if cfg.Spread == model.Random {
			users = a.Users // all may come to one process
		}
		l.Jobs += users
		l.Needed += queueing.PoolLockingBound(users, depth) - 1
	}
	if l.Connections == 1 {
		return nil
	}
	if limit >= 0 {
		l.SafeJobs = queueing.PoolLockingThreads(limit, l.Connections)
		l.CanLock = l.Needed < 0 || l.Needed > limit
	} else {
		l.SafeJobs = l.Jobs
	}
	return l
}

// depthIn returns the most connections of a pool that one job of a class holds at once.
func depthIn(cfg *model.Config, c *workload.Class, pool int) int {
	most, now := 0, 0
	for i := range c.Steps {
		if !c.Steps[i].Nested {
			now = 0
		}
		if cfg.PoolIndex(c.Steps[i].Pool) == pool {
			now++
		}
		most = max(most, now)
	}
	return most
}
