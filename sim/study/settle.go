package study

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"poolsim/sim/experiment"
)

// mostMoves is how many candidates a confirming run moves on to easier ones, one by one, before it gives up.
const mostMoves = 8

// settle looks at what lies beyond the answer, and confirms it.
func (w *searcher) settle(answer *place) error {
	r := w.result
	r.Found = true
	if err := w.lookBeyond(*answer); err != nil {
		return err
	}
	w.judgeOrder(answer.outer)
	w.noteOverflow()
	settled, err := w.confirm(*answer)
	if err != nil {
		return err
	}
	rows, err := w.neighbours(settled)
	if err != nil {
		return err
	}
	r.At = w.valuesAt(w.point(settled))
	r.Rows = rows
	p, err := w.freshly(settled, false)
	if err != nil {
		return err
	}
	r.Confirmed, r.Cost = p.met(), p.Cost
	if err := w.lookHarder(settled); err != nil {
		return err
	}
	if settled.at != answer.at {
		w.notef("the search ended at %s, and the run on the fresh seed moved it to %s", w.name(w.valuesAt(w.point(*answer))), w.name(r.At))
	}
	if !r.Confirmed {
		w.notef("%s met the targets in the search and is not shown to meet them on the fresh seed: take it for a guess, and use more replications",
			w.name(w.valuesAt(w.point(*answer))))
	}
	w.noteUnseen(p)
	return nil
}

// lookHarder says what becomes of the candidate next to the answer, which is smaller or under more load, and what stands in
// its way. If it is not decided, those beyond it are tried, in steps that double, until one is shown to miss a target: the
// boundary is known to lie between.
func (w *searcher) lookHarder(answer place) error {
	r := w.result
	for step := 1; answer.at > 0; step *= 2 {
		at := max(0, answer.at-step)
		p, err := w.freshly(place{answer.outer, at}, true)
		if err != nil {
			return err
		}
		if step == 1 {
			r.Harder, r.Shown = p.At, p.Judgement == experiment.NotMet
			if r.Binding, err = w.bindings(p); err != nil {
				return err
			}
		}
		if p.Judgement == experiment.NotMet {
			r.Fails = p.At
			return nil
		}
		if at == 0 {
			return nil
		}
	}
	return nil
}

// confirm runs the answer again with random numbers that it was not chosen by. If it is not shown to meet the targets the
// next easier one is tried; if it is, and the next harder one is too, the boundary is looked for anew from there on.
func (w *searcher) confirm(answer place) (place, error) {
	at := answer
	for moves := 0; ; moves++ {
		p, err := w.freshly(at, false)
		if err != nil {
			return at, err
		}
		if p.met() {
			break
		}
		if at.at == w.last.Rungs-1 || moves == mostMoves {
			return answer, nil
		}
		at.at++
	}
	fresh := w.rowOf(w.last.Rungs, func(position int) (*Probe, error) { return w.freshly(place{at.outer, position}, true) })
	if at.at == 0 {
		return at, nil
	}
	if harder, err := fresh.met(at.at - 1); err != nil || !harder {
		return at, err
	}
	first, err := fresh.between(-1, at.at-1, max(0, at.at-2), 1)
	return place{at.outer, first}, err
}

// freshly runs a candidate on the fresh seed. An answer may take twice as many replications as a candidate of the search: it
// should not be given up because chance was against it; a neighbour may not.
func (w *searcher) freshly(p place, neighbour bool) (*Probe, error) {
	e := w.effort()
	if !neighbour {
		e.Most *= 2
	}
	return w.prober.at(w.point(p), ForConfirm, e)
}

// neighbours returns the answer between the candidates next to it, from the smallest value of the last key to the largest,
// all on the fresh seed. With several keys those follow that have one step less of another key.
func (w *searcher) neighbours(answer place) ([]*Probe, error) {
	var rows []*Probe
	for _, d := range []int{-1, 0, 1} {
		at := place{answer.outer, answer.at + d}
		if at.at < 0 || at.at >= w.last.Rungs {
			continue
		}
		p, err := w.freshly(at, d != 0)
		if err != nil {
			return nil, err
		}
		rows = append(rows, p)
	}
	if w.Kind == Capacity {
		slices.Reverse(rows)
	}
	for k := range answer.outer {
		if w.For[k].sizes == nil || answer.outer[k] == 0 {
			continue
		}
		less := slices.Clone(answer.outer)
		less[k]--
		p, err := w.freshly(place{less, answer.at}, true)
		if err != nil {
			return nil, err
		}
		rows = append(rows, p)
	}
	return rows, nil
}

// near is how much more than the candidate that came nearest another may miss its targets and still be as near: differences
// of this size are mostly chance.
const near = 1.02

// nothing says why no candidate meets the targets, by the one that came nearest; of several that did, by the easiest.
func (w *searcher) nothing() error {
	w.result.Monotone = true // none meets them
	least := math.Inf(1)
	for _, p := range w.prober.probes {
		least = min(least, p.excess())
	}
	easiness := func(p *Probe) int { return w.position(p.point[len(p.point)-1]) }
	var best *Probe
	for _, p := range w.prober.probes {
		if p.excess() <= near*least && (best == nil || easiness(p) > easiness(best)) {
			best = p
		}
	}
	w.result.Rows = []*Probe{best}
	var err error
	w.result.Binding, err = w.bindings(best)
	return err
}

// excess returns by how much a candidate misses the target that it misses most: the ratio of value and limit, or the value
// where the limit is 0.
func (p *Probe) excess() float64 {
	worst := 0.0
	for i := range p.SLO {
		v := &p.SLO[i]
		if v.Judgement == experiment.Met {
			continue
		}
		x := float64(v.Value)
		if v.Limit > 0 {
			x /= v.Limit
		}
		if math.IsNaN(x) {
			return math.Inf(1)
		}
		worst = max(worst, x)
	}
	return worst
}

// noteUnseen says where a target on a share of requests is met because nothing was seen, of fewer requests than it takes to
// know: of n requests without an event the share may be 3/n (the rule of three; Hanley and Lippman-Hand, JAMA 249 (1983)
// 1743-1745).
func (w *searcher) noteUnseen(p *Probe) {
	for i := range p.SLO {
		v := &p.SLO[i]
		if v.Stat == "ratio" && v.Value == 0 && v.Limit > 0 && p.Acquires*v.Limit < 3 {
			w.notef("%s is met because none was seen in %.0f acquires: that many can only show a share of %.2g", v.Target, p.Acquires, 3/p.Acquires)
		}
	}
}

// noteOverflow says where a pool may have more connections than the size that was looked for.
func (w *searcher) noteOverflow() {
	for _, p := range w.Base.Model.Pools {
		l := p.Dialect.Limits(p.Values)
		size, more := "pool."+p.Name+"."+l.KeepName, strings.TrimPrefix(l.LimitName, "+ ")
		sized := func(key string) bool {
			return slices.ContainsFunc(w.For, func(l Ladder) bool { return l.Key == key })
		}
		if sized(size) && l.Limit > l.Keep && !sized("pool."+p.Name+"."+more) {
			w.notef("pool %s may have more connections than its %s: %s = %d stays as it is", p.Name, l.KeepName, more, l.Limit-l.Keep)
		}
	}
}

// notef adds a note.
func (w *searcher) notef(format string, args ...any) {
	w.result.Notes = append(w.result.Notes, fmt.Sprintf(format, args...))
}

// name writes a candidate: "pool_size = 34".
func (w *searcher) name(at []string) string { return w.result.CandidateName(at) }

// CandidateName writes values of the keys: "pool_size = 34", "pool_size = 20, max_overflow = 10".
func (r *SearchResult) CandidateName(at []string) string {
	var parts []string
	for k, name := range r.Names() {
		parts = append(parts, name+" = "+unquoted(at[k]))
	}
	return strings.Join(parts, ", ")
}

// Names returns the shortest ends of the keys that tell them apart.
func (r *SearchResult) Names() []string {
	var g Grid
	for _, l := range r.For {
		g = append(g, Axis{Keys: []string{l.Key}})
	}
	return g.Names()
}
