package study

import (
	"cmp"
	"slices"

	"poolsim/sim/experiment"
	"poolsim/sim/portable"
)

// Region is a stretch of candidates that were all seen to meet the targets. Those between them were not all tried.
type Region struct {
	First string `json:"first"` // the smallest value of the last key
	Last  string `json:"last"`  // the largest
}

// scan looks for candidates that meet the targets where a search by halves found none: those around the start, closer
// together, and some over the whole range. The first one found is the end of a new search.
func (w *searcher) scan(start int) (*place, error) {
	n := w.last.Rungs
	var positions []int
	size := w.last.sizes[w.rung(start)]
	for k := -6; k <= 9; k++ {
		positions = append(positions, w.position(w.last.nearestTo(size*portable.Pow(1.25, float64(k)))))
	}
	for i := range 9 {
		positions = append(positions, i*(n-1)/8)
	}
	slices.Sort(positions)
	below := -1
	for _, at := range slices.Compact(positions) {
		p, err := w.probe(place{nil, at}, ForSearch)
		if err != nil {
			return nil, err
		}
		if !p.met() {
			below = at
			continue
		}
		hi, err := w.row(nil, n).between(below, at, below+(at-below)/2, 1)
		if err != nil {
			return nil, err
		}
		return &place{nil, hi}, nil
	}
	return nil, nil
}

// beyond are how much easier than the answer the candidates are that are looked at to see whether these meet the targets
// too; the easiest one of all is another.
var beyond = []float64{1.5, 2}

// lookBeyond simulates a few candidates that are easier than the answer.
func (w *searcher) lookBeyond(answer place) error {
	size := w.last.sizes[w.rung(answer.at)]
	positions := []int{w.last.Rungs - 1}
	for _, f := range beyond {
		if w.Kind == Capacity {
			f = 1 / f
		}
		positions = append(positions, w.position(w.last.nearestTo(size*f)))
	}
	slices.Sort(positions)
	for _, at := range slices.Compact(positions) {
		if at <= answer.at {
			continue
		}
		if _, err := w.probe(place{answer.outer, at}, ForOrder); err != nil {
			return err
		}
	}
	return nil
}

// judgeOrder says whether what was seen is in order: no candidate misses the targets while a harder one meets them. If it
// is not, it lists the stretches that meet them.
func (w *searcher) judgeOrder(outer []int) {
	var line []*Probe
	for _, p := range w.prober.probes {
		if p.Purpose != ForConfirm && slices.Equal(p.point[:len(outer)], outer) {
			line = append(line, p)
		}
	}
	rung := func(p *Probe) int { return p.point[len(p.point)-1] }
	slices.SortFunc(line, func(a, b *Probe) int { return cmp.Compare(w.position(rung(a)), w.position(rung(b))) })
	w.result.Monotone = true
	met := false
	for _, p := range line {
		met = met || p.met()
		if met && p.Judgement == experiment.NotMet {
			w.result.Monotone = false
		}
	}
	if w.result.Monotone {
		return
	}
	slices.SortFunc(line, func(a, b *Probe) int { return cmp.Compare(rung(a), rung(b)) })
	open := false
	for _, p := range line {
		value := p.At[len(p.At)-1]
		switch {
		case !p.met():
			open = false
		case open:
			w.result.Regions[len(w.result.Regions)-1].Last = value
		default:
			w.result.Regions = append(w.result.Regions, Region{value, value})
			open = true
		}
	}
}
