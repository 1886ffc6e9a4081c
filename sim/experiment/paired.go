package experiment

import (
	"context"
	"fmt"
	"sync"
	"time"

	"poolsim/sim/model"
	"poolsim/sim/scenario"
	"poolsim/sim/stat"
)

// Paired is several scenarios, variants of each other, whose replications run together: replication i of all of them makes
// a pair (or triple, ...) on the same random numbers, if their seeds are the same. All have the same number of replications.
type Paired struct {
	variants []*variant
	n        int // replications of each that are joined

	mu      sync.Mutex
	pending map[int][]*Observation // of replications that not all variants have finished, by variant
}

// variant is one of the scenarios.
type variant struct {
	*batch
	*shape
}

// NewPaired returns the variants of a study, at least one, of which nothing has run. The effort says how many replications
// there may be: warm-ups are found by, and targets of [slo] judged for, so many. A precision that a scenario asks for is left
// out. It is an error when a scenario cannot be wired.
func NewPaired(scenarios []*scenario.Scenario, effort Effort) (*Paired, error) {
	p := &Paired{pending: make(map[int][]*Observation)}
	for _, sc := range scenarios {
		s, err := shapeOf(sc)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", sc.Name, err)
		}
		own := *sc // the caller's stays as it was read
		own.Precision = nil
		b := newBatch(&own, &effort)
		b.metrics, b.labels = s.columns, s.labels
		b.waited, b.tails = make([]uint64, len(s.labels)), make([]stat.Tails, s.durations)
		p.variants = append(p.variants, &variant{b, s})
	}
	return p, nil
}

// Store remembers what is finished, so that a study that was interrupted goes on. Calls do not overlap.
type Store interface {
	// Lookup reads what was kept under a key into v, and forgets it; false means that there is nothing.
	Lookup(key string, v any) (bool, error)
	// Keep keeps v, which can be written as JSON.
	Keep(key string, v any) error
}

// Warmup is a warm-up that was found.
type Warmup struct {
	Nanoseconds int64 `json:"ns"`
	AtLimit     bool  `json:"at_limit"` // no steady state was found in half of the duration
}

// FindWarmup finds the warm-up of the variants that ask for it. All of them get the longest one: what is measured should
// be of the same time. It must come before the first replication. When ctx is cancelled the error is ErrInterrupted.
func (p *Paired) FindWarmup(ctx context.Context, workers int, store Store) error {
	var longest time.Duration
	for i, v := range p.variants {
		if !v.sc.AutoWarmup {
			continue
		}
		key := fmt.Sprintf("warm-up %d", i)
		var w Warmup
		ok, err := store.Lookup(key, &w)
		if err != nil {
			return err
		}
		if ok {
			v.useWarmup(time.Duration(w.Nanoseconds), w.AtLimit)
		} else {
			if err := v.findWarmup(ctx, workers); err != nil {
				return fmt.Errorf("%s: %w", v.sc.Name, err)
			}
			if err := store.Keep(key, Warmup{int64(v.sc.Model.Warmup), v.found.atLimit}); err != nil {
				return err
			}
		}
		longest = max(longest, v.sc.Model.Warmup)
	}
	for _, v := range p.variants {
		if v.sc.AutoWarmup {
			v.sc.Model.Warmup = longest
		}
	}
	return nil
}

// Replicate brings every variant to n replications, several at once, those that the store has without running them. progress,
// which may be nil, is told after each how many replications of all variants there are; one call at a time. When ctx is
// cancelled, replications under way are finished and kept, and the error is ErrInterrupted: what is joined then are those
// replications that all variants have finished.
func (p *Paired) Replicate(ctx context.Context, workers, n int, store Store, progress func(done int)) error {
	type task struct{ replication, variant int }
	var tasks []task
	done := p.n * len(p.variants)
	tell := func() {
		if done++; progress != nil {
			progress(done)
		}
	}
	for i := p.n; i < n; i++ {
		for k, v := range p.variants {
			o := &Observation{}
			ok, err := store.Lookup(replicationKey(k, i), o)
			if err == nil && ok && !o.fits(v.shape) {
				err = errObservation
			}
			if err != nil {
				return fmt.Errorf("the record of replication %d of %s: %w", i+1, v.sc.Name, err)
			}
			if !ok {
				tasks = append(tasks, task{i, k})
				continue
			}
			p.add(k, i, o)
			tell()
		}
	}
	err := spread(ctx, workers, 0, len(tasks), func(t int) error {
		k, i := tasks[t].variant, tasks[t].replication
		o, err := p.variants[k].observe(i)
		if err != nil {
			return fmt.Errorf("%s: replication %d: %w", p.variants[k].sc.Name, i+1, err)
		}
		p.mu.Lock()
		defer p.mu.Unlock()
		p.add(k, i, o)
		tell()
		return store.Keep(replicationKey(k, i), o)
	})
	if err == nil && p.n < n {
		err = ErrInterrupted
	}
	return err
}

func replicationKey(variant, replication int) string {
	return fmt.Sprintf("%d/%d", variant, replication)
}

// observe runs replication i.
func (v *variant) observe(i int) (*Observation, error) {
	cfg := v.sc.Model
	cfg.Replication = i
	r, err := model.Replicate(cfg, 0)
	if err != nil {
		return nil, err
	}
	return observe(v.sc, r), nil
}

// add joins a replication of all variants when the last of them has finished it. What is summed is whole numbers: the order
// in which they finish changes nothing.
func (p *Paired) add(k, i int, o *Observation) {
	waiting := p.pending[i]
	if waiting == nil {
		waiting = make([]*Observation, len(p.variants))
		p.pending[i] = waiting
	}
	waiting[k] = o
	for _, o := range waiting {
		if o == nil {
			return
		}
	}
	delete(p.pending, i)
	for k, o := range waiting {
		p.variants[k].join(i, o)
	}
	p.n++
}

// join adds a replication to a variant's.
func (v *variant) join(i int, o *Observation) {
	for len(v.runs) <= i {
		v.runs = append(v.runs, replication{})
	}
	v.runs[i] = replication{told: told{metrics: o.metrics}, finished: true, quarters: o.quarters}
	for k, h := range o.durations {
		v.tails[k].Add(h)
	}
	for k, n := range o.waited {
		v.waited[k] += n
	}
	v.done++
	v.total = v.done
}

// Replications returns how many replications of each variant are joined.
func (p *Paired) Replications() int { return p.n }
