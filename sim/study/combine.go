package study

import (
	"cmp"
	"math"
	"slices"
)

// combination is the values of all keys but the last.
type combination struct {
	outer []int
	least float64 // what it costs with the smallest value of the last key
}

// cheapest looks for the cheapest combination of several keys: combinations of all keys but the last come in the order of
// their cost, and the last one is searched by halves, among the values with which a combination is cheaper than the best
// that was found. Where none is, nothing of it is simulated. nil if none meets the targets.
func (w *searcher) cheapest() (*place, error) {
	combinations, err := w.combinations()
	if err != nil {
		return nil, err
	}
	var best *place
	least := math.Inf(1)
	for _, c := range combinations {
		n := w.last.Rungs
		if best != nil && w.Cost.Metric == "" {
			if n, err = w.cheaper(c, least); err != nil {
				return nil, err
			}
		}
		if n == 0 {
			continue
		}
		at, err := w.within(c.outer, n)
		if err != nil {
			return nil, err
		}
		if at == n {
			continue
		}
		p, err := w.probe(place{c.outer, at}, ForSearch)
		if err != nil {
			return nil, err
		}
		if cost := float64(p.Cost); best == nil || cost < least {
			best, least = &place{c.outer, at}, cost
		}
	}
	return best, nil
}

// within returns the first of n positions of a combination that meets the targets, n if there is none. The easiest one
// decides whether it is worth to look further.
func (w *searcher) within(outer []int, n int) (int, error) {
	r := w.row(outer, n)
	met, err := r.met(n - 1)
	if err != nil || !met {
		return n, err
	}
	if n == 1 {
		return 0, nil
	}
	start, step, err := w.start(outer, n)
	if err != nil {
		return 0, err
	}
	return r.between(-1, n-1, min(start, n-2), step)
}

// combinations returns those of all keys but the last, the cheapest first; equally cheap ones in the order of their values.
func (w *searcher) combinations() ([]combination, error) {
	n := 1
	for _, l := range w.For[:len(w.For)-1] {
		n *= l.Rungs
	}
	out := make([]combination, n)
	for i := range out {
		outer := make([]int, len(w.For)-1)
		for k, rest := len(outer)-1, i; k >= 0; k-- {
			outer[k], rest = rest%w.For[k].Rungs, rest/w.For[k].Rungs
		}
		out[i].outer = outer
		cost, err := w.bound(place{outer, 0})
		if err != nil {
			return nil, err
		}
		out[i].least = cost
	}
	slices.SortStableFunc(out, func(a, b combination) int { return cmp.Compare(a.least, b.least) })
	return out, nil
}

// bound returns how many connections a candidate can open.
func (w *searcher) bound(p place) (float64, error) {
	sc, err := w.Source(w.overrides(w.point(p)))
	if err != nil {
		return 0, err
	}
	return possible(sc), nil
}

// cheaper returns how many positions of a combination, from the first, cost less than the best.
func (w *searcher) cheaper(c combination, least float64) (int, error) {
	lo, hi := 0, w.last.Rungs
	for lo < hi {
		mid := lo + (hi-lo)/2
		cost, err := w.bound(place{c.outer, mid})
		if err != nil {
			return 0, err
		}
		if cost < least {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo, nil
}
