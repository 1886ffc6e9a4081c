package experiment

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"time"

	"poolsim/sim/scenario"
)

// DefaultEffort is how many continuations are made from each level in each replication, when nothing else is asked for.
const DefaultEffort = 500

// RareOptions say what of a scenario is rare, and how to study it.
type RareOptions struct {
	Options // Acquires is not used

	// Pool is the pool whose timeouts are meant; "" is the only one that can time out.
	Pool string

	// Effort is how many continuations are made from each level in each replication; 0 is DefaultEffort. More of them make
	// the interval narrower, and so do more replications or a longer duration of the scenario.
	Effort int
}

// Rare estimates how many acquires time out where that happens too rarely for plain simulation: multilevel splitting.
//
// The way to a timeout leads through ages of the request that has waited longest. Each replication of the scenario is run
// as usual, and the states in which a line reaches a first age are kept; from them many independent continuations are
// simulated, of which some reach the next age; and so on until the wait has come to the pool's timeout, whence the
// timeouts are counted until the line is empty. With N lines that reach the first level in a replication with A acquires,
// shares p of continuations that reach the next level, and M timeouts per line that reaches the last,
//
//	timeouts / acquire = mean of (N p2 p3 ... M) / mean of A
//
// is free of bias but for the ratio's, whatever the levels are, and has the interval of a ratio over replications.
//
// It returns an Unfit error for a scenario that cannot be studied so, and ErrInterrupted as Run does.
func Rare(ctx context.Context, sc *scenario.Scenario, o RareOptions) (*RareResult, error) {
	s := &rareStudy{sc: sc, effort: o.Effort, runs: make([]*splitting, sc.Replications), progress: o.Progress}
	if s.effort <= 0 {
		s.effort = DefaultEffort
	}
	if sc.Replications < 2 {
		return nil, Unfit("an interval needs at least 2 replications")
	}
	if err := s.choosePool(o.Pool); err != nil {
		return nil, err
	}
	var err error
	if s.levels, s.pilotEvents, err = s.pilot(); err != nil {
		return nil, err
	}
	s.run(ctx, o.Workers)
	switch {
	case s.err != nil:
		return nil, s.err
	case s.done == 0:
		return nil, ErrInterrupted
	}
	r := s.result(o.Version)
	if s.done < sc.Replications {
		return r, ErrInterrupted
	}
	return r, nil
}

// rareStudy is the replications of one study: what workers share.
type rareStudy struct {
	sc          *scenario.Scenario
	pool        int
	timeout     time.Duration
	effort      int
	levels      []time.Duration // ascending; the last is the timeout
	pilotEvents uint64
	progress    func(done, total int)

	mu     sync.Mutex
	next   int
	done   int
	err    error // of the earliest replication that failed
	failed int
	runs   []*splitting
}

// choosePool finds the pool whose timeouts are meant.
func (s *rareStudy) choosePool(name string) error {
	var can []string
	for i, p := range s.sc.Model.Pools {
		timeout := p.Dialect.Limits(p.Values).Timeout
		if timeout > 0 {
			can = append(can, p.Name)
		}
		if p.Name == name || name == "" && timeout > 0 && len(can) == 1 {
			s.pool, s.timeout = i, timeout
		}
	}
	switch {
	case name != "" && s.sc.Model.PoolIndex(name) < 0:
		return Unfitf("there is no pool %q", name)
	case name != "" && s.timeout <= 0:
		return Unfitf("in pool %q nobody waits until a timeout: it has none, or one of 0", name)
	case name == "" && len(can) == 0:
		return Unfit("no pool has a timeout that somebody could wait for")
	case name == "" && len(can) > 1:
		return Unfitf("several pools can time out: say which, timeout=%s for instance", can[0])
	}
	return nil
}

// run makes the replications, several at once.
func (s *rareStudy) run(ctx context.Context, workers int) {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	var wg sync.WaitGroup
	for range min(workers, len(s.runs)) {
		wg.Go(func() {
			for ctx.Err() == nil && s.one() {
			}
		})
	}
	wg.Wait()
}

// one makes the next replication, and reports whether there was one.
func (s *rareStudy) one() bool {
	s.mu.Lock()
	i := s.next
	if i >= len(s.runs) || s.err != nil {
		s.mu.Unlock()
		return false
	}
	s.next++
	s.mu.Unlock()

	v, err := s.replicate(i)

	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil {
		if s.err == nil || i < s.failed {
			s.err, s.failed = fmt.Errorf("replication %d: %w", i+1, err), i
		}
		return true
	}
	s.runs[i] = v
	s.done++
	if s.progress != nil {
		s.progress(s.done, len(s.runs))
	}
	return true
}
