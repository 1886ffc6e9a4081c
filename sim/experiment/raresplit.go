package experiment

import (
	"math/rand/v2"
)

// reservoir keeps a sample of the states that are offered to it, each with the same probability (Vitter, ACM Transactions on
// Mathematical Software 11 (1985), algorithm R).
type reservoir struct {
	most    int
	offered int
	states  []state
	rand    *rand.Rand
}

// offer takes the present state, perhaps in place of an earlier one.
func (v *reservoir) offer(save func() func()) {
	v.offered++
	if len(v.states) < v.most {
		v.states = append(v.states, state{save(), 1})
		return
	}
	if i := v.rand.IntN(v.offered); i < v.most {
		v.states[i] = state{save(), 1}
	}
}

// splitting is what one replication found.
type splitting struct {
	acquires uint64   // of the plain part
	first    uint64   // lines of the plain part that reached the first level
	starts   []uint64 // by level, from the second
	reached  []uint64
	shares   []float64 // of the starts that reached it, those that were given up being stood for by others
	timeouts float64   // mean number of timeouts after reaching the last level, and of its square
	squares  float64
	plain    uint64 // events of the plain part
	events   uint64 // all of them
}

// reaches estimates how many lines of the plain part's time reach the last level: the number that reached the first times
// the shares that went on.
func (v *splitting) reaches() float64 {
	n := float64(v.first)
	for _, share := range v.shares {
		n *= share
	}
	return n
}

// replicate is fixed-effort splitting (Garvels, The splitting method in rare event simulation, thesis, Twente 2000;
// L'Ecuyer, Demers, Tuffin, ACM Transactions on Modeling and Computer Simulation 17 (2007)): a plain
// replication gives a sample of states in which lines reach the first level; the same number of continuations is made
// from the states of each level, and those that reach the next one are its states.
func (s *rareStudy) replicate(i int) (*splitting, error) {
	cfg := s.sc.Model
	cfg.Replication = i
	p, err := newPath(cfg, s.pool)
	if err != nil {
		return nil, err
	}
	states := &reservoir{most: s.effort, rand: p.rand}
	if err := p.plain(&lines{level: s.levels[0], reached: func() { states.offer(p.m.Save) }}); err != nil {
		return nil, err
	}
	v := &splitting{acquires: p.acquires, first: uint64(states.offered), plain: p.events}
	from := states.states
	for k := 1; k < len(s.levels); k++ {
		if from, err = s.climb(v, p, from, k); err != nil {
			return nil, err
		}
	}
	err = s.count(v, p, from)
	v.events = p.events
	return v, err
}

// climb continues from states of a level to the one with index k, the next.
func (s *rareStudy) climb(v *splitting, p *path, from []state, k int) (reached []state, err error) {
	var sum float64
	starts := resample(from, s.effort, p.rand)
	for _, start := range starts {
		p.continuation++
		o, err := p.follow(start, p.continuation, s.levels[:k], s.levels[k])
		if err != nil {
			return nil, err
		}
		if o.peak >= s.levels[k] {
			reached = append(reached, state{p.m.Save(), o.weight})
			sum += o.weight
		}
	}
	v.starts = append(v.starts, uint64(len(starts)))
	v.reached = append(v.reached, uint64(len(reached)))
	v.shares = append(v.shares, sum/float64(max(1, len(starts))))
	return reached, nil
}

// count follows lines that have reached the timeout to their ends, and counts timeouts.
func (s *rareStudy) count(v *splitting, p *path, from []state) error {
	starts := resample(from, s.effort, p.rand)
	for _, start := range starts {
		p.continuation++
		o, err := p.follow(start, p.continuation, s.levels, never)
		if err != nil {
			return err
		}
		v.timeouts += o.timeouts / float64(len(starts))
		v.squares += o.squares / float64(len(starts))
	}
	return nil
}

// resample chooses n states, each as often as its weight demands, rounded up or down at random so that the mean is right
// (systematic resampling: Kitagawa, Journal of Computational and Graphical Statistics 5 (1996)). From no states
// it chooses none.
func resample(from []state, n int, r *rand.Rand) []state {
	var total float64
	for _, s := range from {
		total += s.weight
	}
	out := make([]state, 0, n)
	u, sum := r.Float64(), 0.0
	for _, s := range from {
		sum += float64(s.weight / total * float64(n))
		for float64(len(out))+float64(u) < sum && len(out) < n {
			out = append(out, s)
		}
	}
	if k := len(from); k > 0 && len(out) < n { // the sum is a rounding error short
		out = append(out, from[k-1])
	}
	return out
}
