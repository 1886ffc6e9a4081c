package plots

import (
	"fmt"
	"slices"
	"strings"

	"poolsim/sim/experiment"
)

// title states where the target is met, or between what the values lie.
func (h *heatMap) title() string {
	what := h.q.title(h.c.Stat)
	name := ""
	if !h.alone {
		name = "pool " + shorten(h.c.Pool, 24) + ": "
		if h.c.Class != "" {
			name = "class " + shorten(h.c.Class, 24) + ": "
		}
	}
	if !h.judged {
		return upper(name + h.rangeSentence(what))
	}
	counts := h.counts()
	limit := h.q.write(h.limit, 3)
	every := "every cell"
	if n := len(h.v.r.Cells); n < h.v.grid.Cells() || counts.all < n {
		every = "all " + count(float64(counts.all)) + " cells that are judged"
	}
	switch {
	case counts.met == counts.all:
		return upper(name + what + " is within " + limit + " in " + every)
	case counts.met == 0 && counts.open == 0:
		return upper(name + what + " is over " + limit + " in " + every)
	}
	s := counts.shares(what, limit, "in", "cells")
	if t := h.threshold(); t != "" {
		s += ": " + t
	}
	return upper(name + s)
}

// threshold finds a value of one setting from which on, or up to which, the target is met whatever the others are.
func (h *heatMap) threshold() string {
	for k, a := range h.v.axes {
		met := make([]bool, len(a.order)) // from left to right
		for i := range met {
			met[i] = true
		}
		where := make([]int, len(a.order))
		for n, i := range a.order {
			where[i] = n
		}
		h.v.each(func(at place) {
			t := h.v.verdict(at, h.c)
			met[where[at[k]]] = met[where[at[k]]] && t != nil && t.Judgement == experiment.Met
		})
		first := slices.Index(met, true)
		last := len(met) - 1
		for last >= 0 && !met[last] {
			last--
		}
		if !a.numeric() || first < 0 || slices.Contains(met[first:last+1], false) {
			continue
		}
		others := "whatever the others are"
		if len(h.v.axes) == 2 {
			o := h.v.axes[1-k]
			others = "whatever the " + o.name
			if o.load {
				others = "at every load"
			}
		}
		switch {
		case first == last:
			return family{by: a, point: a.order[first]}.with() + ", " + others
		case last == len(met)-1:
			return "from " + a.at(a.order[first]) + " on, " + others
		case first == 0:
			return "up to " + a.at(a.order[last]) + ", " + others
		}
	}
	return ""
}

// rangeSentence says between what the values lie, and where.
func (h *heatMap) rangeSentence(what string) string {
	var lo, hi place
	var least, most float64
	h.v.each(func(at place) {
		e := h.v.estimate(at, h.c)
		if !e.known() {
			return
		}
		if lo == nil || e.value < least {
			lo, least = slices.Clone(at), e.value
		}
		if hi == nil || e.value > most {
			hi, most = slices.Clone(at), e.value
		}
	})
	if h.q.write(least, 3) == h.q.write(most, 3) {
		return what + " is " + h.q.write(least, 3) + " in every cell"
	}
	return what + " lies between " + h.q.write(least, 3) + " (" + h.where(lo) + ") and " + h.q.write(most, 3) + " (" + h.where(hi) + ")"
}

// where names a cell.
func (h *heatMap) where(at place) string {
	parts := make([]string, len(at))
	for k, a := range h.v.axes {
		parts[k] = a.at(at[k])
	}
	return strings.Join(parts, ", ")
}

// subtitle says what is drawn.
func (h *heatMap) subtitle() string {
	s := upper(h.q.title(h.c.Stat))
	if !h.alone {
		s += " of " + strings.TrimSpace(shorten(h.c.Pool+h.c.Class, 24))
	}
	s += " over " + h.x().subject() + " (across) and " + h.y().subject() + " (up)"
	if h.zi >= 0 {
		s += ", a map for each " + h.v.axes[h.zi].subject()
	}
	if f := h.v.fixed(); f != "" {
		s += ", at " + f
	}
	if h.timeouts && h.printed {
		s += "; t/o: share of acquires that time out"
	}
	if met, targets := h.allTargets(); targets > 1 {
		every := "all " + count(float64(targets))
		if targets == 2 {
			every = "both"
		}
		s += fmt.Sprintf("; %s targets are met in %s of %s", every, count(float64(met)),
			plural(float64(len(h.v.r.Cells)), "cell", "cells"))
	}
	return s
}

// mergedNote says what a cell shows that stands for several.
func (h *heatMap) mergedNote() string {
	n := h.merged[0] * h.merged[1]
	if n <= 1 {
		return ""
	}
	s := "; each square is the highest value of up to " + count(float64(n)) + " cells"
	if h.judged {
		s += ", and meets the target if all of them do"
	}
	return s
}

// allTargets counts the cells that meet every target, and the targets.
func (h *heatMap) allTargets() (met, targets int) {
	for _, s := range h.v.r.Cells {
		targets = max(targets, len(s.SLO))
		if s.Judgement() == experiment.Met {
			met++
		}
	}
	return met, targets
}

// description is the picture in words.
func (h *heatMap) description() string {
	var b strings.Builder
	fmt.Fprintf(&b, "A map of %s cells: %s. ", count(float64(h.known)), h.rangeSentence(h.q.title(h.c.Stat)))
	if h.judged {
		counts := h.counts()
		fmt.Fprintf(&b, "Target %s: met in %s, not decided in %s. ", h.q.write(h.limit, 3), count(float64(counts.met)), count(float64(counts.open)))
	}
	if len(h.v.axes) == 2 && h.known <= 100 {
		at := make(place, 2)
		for _, j := range h.y().order {
			at[h.yi] = j
			var row []string
			for _, i := range h.x().order {
				at[h.xi] = i
				row = append(row, h.cell(at, true).text)
			}
			fmt.Fprintf(&b, "%s: %s. ", h.y().at(j), strings.Join(row, ", "))
		}
	}
	return strings.TrimSpace(b.String())
}
