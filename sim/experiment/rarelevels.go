package experiment

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"poolsim/sim/model"
)

// What the pilot aims at.
const (
	levelRatio = 0.2 // of the continuations reach the next level: close to e^-2, where the work is least (Garvels 2000)
	lastRatio  = 0.1 // reaching the timeout itself, at which no further level is set before it
	mostLevels = 100
	plainSees  = 100 // lines with timeouts in one plain replication make splitting pointless
)

// pilot chooses the levels: ages that split the way to a timeout into steps of about equal probability. It is a replication
// with random numbers of its own, so the levels do not depend on what is measured afterwards, and the estimate stays
// without bias (Glasserman, Heidelberger, Shahabuddin, Zajic, Operations Research 47 (1999)).
func (s *rareStudy) pilot() (levels []time.Duration, events uint64, err error) {
	cfg := s.sc.Model
	cfg.Replication = -1
	first, seen, err := s.firstLevel(cfg)
	if err != nil {
		return nil, 0, err
	}
	p, err := newPath(cfg, s.pool)
	if err != nil {
		return nil, 0, err
	}
	states := &reservoir{most: s.effort, rand: p.rand}
	if err := p.plain(&lines{level: first, reached: func() { states.offer(p.m.Save) }}); err != nil {
		return nil, 0, err
	}
	levels = []time.Duration{first}
	from := states.states
	for levels[len(levels)-1] < s.timeout && len(levels) < mostLevels {
		next, reached, err := s.nextLevel(p, from, levels)
		if err != nil {
			return nil, 0, err
		}
		levels, from = append(levels, next), reached
	}
	return levels, p.events + seen, nil
}

// firstLevel is an age that about as many lines of a plain run reach as are continued from it, but at most half of them.
func (s *rareStudy) firstLevel(cfg model.Config) (level time.Duration, events uint64, err error) {
	p, err := newPath(cfg, s.pool)
	if err != nil {
		return 0, 0, err
	}
	var peaks []time.Duration
	lost := 0
	before := uint64(0)
	err = p.plain(&lines{ended: func(peak time.Duration) {
		peaks = append(peaks, min(peak, s.timeout))
		if p.timeouts > before {
			lost++
		}
		before = p.timeouts
	}})
	switch {
	case err != nil:
		return 0, 0, err
	case len(peaks) == 0 && p.timeouts == 0:
		return 0, 0, Unfit("nobody ever waits in line in a whole replication, or the line never ends: there is no way to a timeout that could be split; a longer --duration sees more")
	case lost >= plainSees || len(peaks) == 0:
		return 0, 0, Unfitf("timeouts are not rare: %d lines of a single replication had some; plain `run` measures that better", max(lost, int(p.timeouts)))
	}
	slices.SortFunc(peaks, func(a, b time.Duration) int { return cmp.Compare(b, a) })
	return max(peaks[max(1, min(s.effort, len(peaks)/2))-1], 1), p.events, nil
}

// nextLevel continues from states of the last level up to the timeout, and takes for the next level the age that the wanted
// share reaches. Continuations that reach it are then repeated up to it, with the very same random numbers.
func (s *rareStudy) nextLevel(p *path, from []state, levels []time.Duration) (next time.Duration, reached []state, err error) {
	starts := resample(from, max(s.effort/2, 20), p.rand)
	first := p.continuation + 1
	outcomes := make([]outcome, len(starts))
	for i, start := range starts {
		p.continuation++
		if outcomes[i], err = p.follow(start, p.continuation, levels, s.timeout); err != nil {
			return 0, nil, err
		}
		outcomes[i].peak = min(outcomes[i].peak, s.timeout)
	}
	at := levels[len(levels)-1]
	if next = chooseLevel(outcomes, at, s.timeout); next <= at {
		return 0, nil, Unfitf("none of %d lines that were followed from a wait of %v came any further: give a larger --effort or a longer --duration", len(starts), at)
	}
	for i := range outcomes {
		if outcomes[i].peak < next {
			continue
		}
		o, err := p.follow(starts[i], first+uint64(i), levels, next)
		if err != nil {
			return 0, nil, err
		}
		reached = append(reached, state{p.m.Save(), o.weight})
	}
	return next, reached, nil
}

// chooseLevel returns the next level, above the one at which the continuations began; that one if none came above it.
func chooseLevel(outcomes []outcome, at, timeout time.Duration) time.Duration {
	sorted := slices.Clone(outcomes)
	slices.SortFunc(sorted, func(a, b outcome) int { return cmp.Compare(b.peak, a.peak) })
	next, sum := at, 0.0
	for i := range sorted {
		if sum += sorted[i].weight; sorted[i].peak <= at || sum > levelRatio*float64(len(sorted)) && next > at {
			break
		}
		if next = sorted[i].peak; next >= timeout && sum >= lastRatio*float64(len(sorted)) {
			return timeout
		}
	}
	return next
}

// Unfit says in words why a scenario cannot be studied so.
type Unfit string

// Error returns the words.
func (u Unfit) Error() string { return string(u) }

// Unfitf makes an Unfit.
func Unfitf(format string, args ...any) Unfit { return Unfit(fmt.Sprintf(format, args...)) }
