package experiment

import (
	"math/rand/v2"
	"time"

	"poolsim/sim"
)

// reservoir keeps a sample of the states that are offered to it, each with the same probability (Vitter, ACM Transactions on
// Mathematical Software 11 (1985), algorithm R).
type reservoir struct {
	most    int
	offered int
	states  []func()
	rand    *rand.Rand
}

// offer takes the present state, perhaps in place of an earlier one.
func (v *reservoir) offer(save func() func()) {
	v.offered++
	if len(v.states) < v.most {
		v.states = append(v.states, save())
		return
	}
	if i := v.rand.IntN(v.offered); i < v.most {
		v.states[i] = save()
	}
}

// splitting is what one replication found.
type splitting struct {
	finished bool
	acquires uint64   // of the plain part
	first    uint64   // lines of the plain part that reached the first level
	starts   []uint64 // by level, from the second
	reached  []uint64
	timeouts float64 // mean number of timeouts after reaching the last level, and of its square
	squares  float64
	plain    uint64 // events of the plain part
	events   uint64 // all of them
}

// reaches estimates how many lines of the plain part's time reach the last level: the number that reached the first times
// the shares that went on.
func (v *splitting) reaches() float64 {
	n := float64(v.first)
	for i := range v.starts {
		if v.starts[i] > 0 {
			n *= float64(v.reached[i]) / float64(v.starts[i])
		} else {
			n = 0
		}
	}
	return n
}

// replicate is fixed-effort splitting (Garvels, The splitting method in rare event simulation, thesis, Twente 2000, section
// 2.4; L'Ecuyer, Demers, Tuffin, ACM Transactions on Modeling and Computer Simulation 17 (2007), section 3.2): a plain
// replication gives a sample of states in which lines reach the first level; the same number of continuations is made
// from the states of each level, and those that reach the next one are its states.
func (s *rareStudy) replicate(i int) (*splitting, error) {
	cfg := s.sc.Model
	cfg.Replication = i
	p, err := newPath(cfg, s.pool)
	if err != nil {
		return nil, err
	}
	r := sim.Streams{Seed: cfg.Seed, Replication: i}.Stream("rare", "states")
	states := &reservoir{most: s.effort, rand: r}
	if err := p.plain(&lines{level: s.levels[0], reached: func() { states.offer(p.m.Save) }}); err != nil {
		return nil, err
	}
	v := &splitting{finished: true, acquires: p.acquires, first: uint64(states.offered), plain: p.events}
	from := states.states
	for _, level := range s.levels[1:] {
		var reached []func()
		err := s.trials(p, from, r, level, func(peak time.Duration) {
			if peak >= level {
				reached = append(reached, p.m.Save())
			}
		})
		if err != nil {
			return nil, err
		}
		v.starts = append(v.starts, s.effortFrom(from))
		v.reached = append(v.reached, uint64(len(reached)))
		from = reached
	}
	if err := s.count(v, p, from, r); err != nil {
		return nil, err
	}
	v.events = p.events
	return v, nil
}

// count follows lines that have reached the timeout to their ends, and counts timeouts.
func (s *rareStudy) count(v *splitting, p *path, from []func(), r *rand.Rand) error {
	var sum, squares float64
	before := p.timeouts
	err := s.trials(p, from, r, never, func(time.Duration) {
		n := float64(p.timeouts - before)
		before = p.timeouts
		sum += n
		squares += n * n
	})
	if n := float64(s.effortFrom(from)); n > 0 {
		v.timeouts, v.squares = sum/n, squares/n
	}
	return err
}

// effortFrom is how many continuations are made from states.
func (s *rareStudy) effortFrom(from []func()) uint64 {
	if len(from) == 0 {
		return 0
	}
	return uint64(s.effort)
}

// trials continues from states, each as often as any other, up to one more for some at random, and calls done after each.
func (s *rareStudy) trials(p *path, from []func(), r *rand.Rand, goal time.Duration, done func(peak time.Duration)) error {
	order := r.Perm(len(from))
	for i := range s.effortFrom(from) {
		p.continuation++
		peak, err := p.follow(from[order[i%uint64(len(order))]], p.continuation, goal)
		if err != nil {
			return err
		}
		done(peak)
	}
	return nil
}
