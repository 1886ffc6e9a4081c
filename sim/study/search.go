package study

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"poolsim/sim/experiment"
	"poolsim/sim/scenario"
)

// Kind is what a search looks for.
type Kind string

// The kinds of searches.
const (
	Size     Kind = "size"     // the smallest value of a key, or the cheapest combination of several, that meets [slo]
	Capacity Kind = "capacity" // the largest value of a key, a load, that meets [slo]
)

// Search looks for the setting at which a scenario just meets its targets. It begins where a closed form expects the
// boundary, steps away until it has one candidate on either side, halves the distance, and ends with a run of the answer
// and its neighbours on random numbers that the search has not seen. A candidate counts as meeting the targets only if that
// is shown at the confidence of 95 %, all looks at it together; one that is not decided after Effort.Most replications
// counts as one that does not.
//
// It supposes that a setting which is easier than one that meets the targets meets them too, looks at a few whether that is
// so, and says when it is not.
type Search struct {
	Kind   Kind
	Source Source
	Base   *scenario.Scenario // with the targets, without the values that are looked for

	// For are the keys, at least one; the values of the last one must be numbers, durations or rates. Capacity takes one.
	For     []Ladder
	Cost    Cost               // of Size with several keys; the zero Cost is Connections
	Tell    func(now Underway) // after each replication, one call at a time; may be nil
	Options                    // Effort: nil is DefaultEffort of the scenario; Progress is not used
}

// DefaultEffort is the effort of a search: the scenario's replications at first, and up to 16 times as many.
func DefaultEffort(sc *scenario.Scenario) experiment.Effort {
	first := max(2, sc.Replications)
	return experiment.Effort{First: first, Most: 16 * first}
}

// ErrNoTarget is returned for a scenario without targets.
var ErrNoTarget = errors.New("the scenario has no [slo]: nothing says what has to be met")

// effort returns the effort of one candidate.
func (s *Search) effort() experiment.Effort {
	if s.Effort == nil {
		return DefaultEffort(s.Base)
	}
	return *s.Effort
}

// Hash identifies the search: journals of one search have the same.
func (s *Search) Hash() string {
	values := [][]string{}
	for _, l := range s.For {
		values = append(values, append([]string{l.Key}, l.Values...))
	}
	return hashOf(s.Kind, s.Version, experiment.Hash(s.Base), values, s.Cost, s.effort())
}

// Identity returns the identity of its journal.
func (s *Search) Identity() Identity { return Identity{string(s.Kind), s.Version, s.Hash()} }

// Check says what is wrong with the search before anything is simulated: ErrNoTarget, keys that are there twice, values
// that cannot be put in order, and the faults of the scenario at the ends of each key's values.
func (s *Search) Check() error {
	if len(s.Base.SLO) == 0 {
		return ErrNoTarget
	}
	if len(s.For) == 0 || s.Kind == Capacity && len(s.For) > 1 {
		return fmt.Errorf("%s needs one key to vary, not %d", s.Kind, len(s.For))
	}
	var keys []string
	cells := 1
	for _, l := range s.For {
		keys = append(keys, l.Key)
		if len(l.Values) == 0 {
			return fmt.Errorf("--for %s: it needs values, such as %s=10:200", l.Key, l.Key)
		}
		if len(s.For) > 1 && l.Open {
			return fmt.Errorf("--for %s: with several keys each needs its values, such as %s=10:200", l.Key, l.Key)
		}
		if cells *= l.Rungs; cells > MaxCells {
			return fmt.Errorf("there are more than %d combinations: leave out values", MaxCells)
		}
	}
	if err := distinct(keys); err != nil {
		return fmt.Errorf("--for %w", err)
	}
	last := &s.For[len(s.For)-1]
	if last.sizes == nil {
		return fmt.Errorf("--for %s=%s: the values must be numbers, durations or rates, so that they have an order",
			last.Key, shown(last.First))
	}
	for k := range s.For {
		for _, rung := range []int{0, s.For[k].Rungs - 1} {
			point := make([]int, len(s.For))
			point[k] = rung
			if _, err := s.Source(s.overrides(point)); err != nil {
				return err
			}
		}
	}
	return nil
}

// overrides returns the overrides of a candidate.
func (s *Search) overrides(point []int) []string {
	var out []string
	for k, rung := range point {
		out = append(out, s.For[k].Key+"="+s.For[k].Values[rung])
	}
	return out
}

// valuesAt returns the values of a candidate.
func (s *Search) valuesAt(point []int) []string {
	var out []string
	for k, rung := range point {
		out = append(out, s.For[k].Values[rung])
	}
	return out
}

// Run searches. When ctx is cancelled the error is experiment.ErrInterrupted, and the journal has the candidates that are
// complete: there is no answer before the end.
func (s *Search) Run(ctx context.Context) (*SearchResult, error) {
	if s.Cost.Key == "" {
		s.Cost = Connections
	}
	if err := s.Check(); err != nil {
		return nil, err
	}
	w := &searcher{
		Search: s,
		prober: &prober{search: s, ctx: ctx, had: map[string]*Probe{}, fresh: freshSeed(s.Base.Model.Seed)},
		last:   &s.For[len(s.For)-1],
	}
	w.result = w.begin()
	answer, err := w.find()
	if err != nil {
		return nil, err
	}
	if answer != nil {
		err = w.settle(answer)
	} else {
		err = w.nothing()
	}
	if err != nil {
		return nil, err
	}
	w.account()
	return w.result, nil
}

// searcher is a search under way.
type searcher struct {
	*Search
	prober *prober
	last   *Ladder // of the key that is searched by halves
	result *SearchResult
}

// place is a candidate by the positions of its keys: of the last one counted from the hardest to the easiest.
type place struct {
	outer []int // rungs of all keys but the last
	at    int   // position
}

// point returns the rungs of a place.
func (w *searcher) point(p place) []int { return append(slices.Clone(p.outer), w.rung(p.at)) }

// rung turns a position into a rung of the last key: loads are searched from the largest down.
func (w *searcher) rung(at int) int {
	if w.Kind == Capacity {
		return w.last.Rungs - 1 - at
	}
	return at
}

// position is the inverse of rung.
func (w *searcher) position(rung int) int { return w.rung(rung) }

// probe simulates a candidate for the search.
func (w *searcher) probe(p place, why Purpose) (*Probe, error) {
	return w.prober.at(w.point(p), why, w.effort())
}

// row returns the candidates that differ from each other in the last key.
func (w *searcher) row(outer []int, n int) *row {
	return w.rowOf(n, func(at int) (*Probe, error) { return w.probe(place{outer, at}, ForSearch) })
}

// rowOf returns a row of n candidates. One that is not decided counts as one that fails, unless a harder one is shown to meet
// the targets: those beyond it are tried, in steps that double, until one of them is decided. So a candidate that cannot be
// decided, for want of waits to bound a quantile with, is not taken for the boundary.
func (w *searcher) rowOf(n int, probe func(at int) (*Probe, error)) *row {
	return &row{n, func(at int) (bool, error) {
		for step := 1; ; step *= 2 {
			p, err := probe(at)
			if err != nil {
				return false, err
			}
			if p.Judgement != experiment.NotDecided || at == 0 {
				return p.met(), nil
			}
			at = max(0, at-step)
		}
	}}
}

// find looks for the answer; nil if no candidate meets the targets.
func (w *searcher) find() (*place, error) {
	if len(w.For) > 1 {
		return w.cheapest()
	}
	start, step, err := w.start(nil, w.last.Rungs)
	if err != nil {
		return nil, err
	}
	at, err := w.row(nil, w.last.Rungs).first(start, step)
	if err != nil {
		return nil, err
	}
	if at == w.last.Rungs {
		return w.scan(start)
	}
	return &place{nil, at}, nil
}

// start returns the position at which to begin among the first n, and the first step from there.
func (w *searcher) start(outer []int, n int) (at, step int, err error) {
	at, o, ok, err := guess(n, func(at int) (opinion, error) {
		sc, err := w.Source(w.overrides(w.point(place{outer, at})))
		if err != nil {
			return opinion{}, err
		}
		return expects(sc), nil
	})
	if err != nil {
		return 0, 0, err
	}
	by := o.by
	if !ok {
		at, by, o.exact = w.own(n), byOwnValue, false
	}
	if w.result.Guess == nil {
		w.result.Guess = &Guess{At: w.valuesAt(w.point(place{outer, at})), By: by, Exact: o.exact}
	}
	if o.exact {
		return at, 1, nil
	}
	return at, w.stride(at), nil
}

// own returns the position nearest to the scenario's own value, or else the middle.
func (w *searcher) own(n int) int {
	at := n / 2
	if value, ok := Setting(w.Base, w.last.Key); ok {
		if size, ok := w.last.sizeOf(value); ok {
			at = w.position(w.last.nearestTo(size))
		}
	}
	return min(at, n-1)
}

// stride returns a step of about a sixteenth of a value, in rungs.
func (w *searcher) stride(at int) int {
	rung := w.rung(at)
	size := w.last.sizes[rung]
	return max(1, w.last.nearestTo(size+float64(math.Abs(size)/16))-rung)
}

// freshSeed returns the seed of confirming runs: another one for each seed, and never the same. It is the finalizer of
// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014, figure 15), cut to nine digits that can be typed.
func freshSeed(seed uint64) uint64 {
	z := seed + 0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	z = (z ^ z>>31) % 1_000_000_000
	if z == seed {
		z++
	}
	return z
}
