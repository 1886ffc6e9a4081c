package experiment

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"poolsim/sim"
	"poolsim/sim/model"
)

// What the pilot aims at.
const (
	levelRatio = 0.2 // of the continuations reach the next level: close to e^-2, where the work is least (Garvels 2000, section 3.2)
	lastRatio  = 0.1 // reaching the timeout itself, at which no further level is set before it
	mostLevels = 100
	plainSees  = 100 // lines with timeouts in one plain replication make splitting pointless
)

// pilot chooses the levels: ages that split the way to a timeout into steps of about equal probability. It is a replication
// with random numbers of its own, so the levels do not depend on what is measured afterwards, and the estimate stays
// without bias (Glasserman, Heidelberger, Shahabuddin, Zajic, Operations Research 47 (1999), section 2).
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
	states := &reservoir{most: s.effort, rand: sim.Streams{Seed: cfg.Seed, Replication: cfg.Replication}.Stream("rare", "states")}
	if err := p.plain(&lines{level: first, reached: func() { states.offer(p.m.Save) }}); err != nil {
		return nil, 0, err
	}
	levels = []time.Duration{first}
	from := states.states
	for levels[len(levels)-1] < s.timeout && len(levels) < mostLevels {
		next, reached, err := s.nextLevel(p, from, levels[len(levels)-1], states.rand)
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
	descending(peaks)
	return max(peaks[max(1, min(s.effort, len(peaks)/2))-1], 1), p.events, nil
}

// nextLevel continues from states of one level up to the timeout, and takes for the next level the age that the wanted
// share reaches. Continuations that reach it are then repeated up to it, with the very same random numbers.
func (s *rareStudy) nextLevel(p *path, from []func(), at time.Duration, r *rand.Rand) (next time.Duration, reached []func(), err error) {
	trials := max(s.effort/2, 20)
	order := r.Perm(len(from))
	first := p.continuation + 1
	peaks := make([]time.Duration, trials)
	for i := range peaks {
		p.continuation++
		peak, err := p.follow(from[order[i%len(order)]], p.continuation, s.timeout)
		if err != nil {
			return 0, nil, err
		}
		peaks[i] = min(peak, s.timeout)
	}
	if next = chooseLevel(peaks, at, s.timeout); next <= at {
		return 0, nil, Unfitf("none of %d lines that were followed from a wait of %v came any further: give a larger --effort or a longer --duration", trials, at)
	}
	for i, peak := range peaks {
		if peak < next {
			continue
		}
		if _, err := p.follow(from[order[i%len(order)]], first+uint64(i), next); err != nil {
			return 0, nil, err
		}
		reached = append(reached, p.m.Save())
	}
	return next, reached, nil
}

// chooseLevel returns the next level, above the one at which the peaks began; that one if no peak is above it.
func chooseLevel(peaks []time.Duration, at, timeout time.Duration) time.Duration {
	sorted := slices.Clone(peaks)
	descending(sorted)
	n := float64(len(sorted))
	if sorted[int(lastRatio*n)] >= timeout {
		return timeout
	}
	next := sorted[int(levelRatio*n)]
	for i := int(levelRatio * n); next <= at && i >= 0; i-- { // many of them may have ended where they began
		next = sorted[i]
	}
	return max(next, at)
}

func descending(d []time.Duration) {
	slices.SortFunc(d, func(a, b time.Duration) int { return int(min(max(b-a, -1), 1)) })
}

// Unfit says in words why a scenario cannot be studied so.
type Unfit string

// Error returns the words.
func (u Unfit) Error() string { return string(u) }

// Unfitf makes an Unfit.
func Unfitf(format string, args ...any) Unfit { return Unfit(fmt.Sprintf(format, args...)) }
