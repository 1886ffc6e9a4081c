package plots

import (
	"fmt"
	"math"
	"strings"
)

// title states the finding: where the target is passed, or how large the percentile is.
func (p *percentiles) title() string {
	what := p.q.title(p.main)
	name := ""
	if !p.alone {
		name = p.kind.noun + " " + shorten(p.subject, 24) + ": "
	}
	limit, judged := p.target(p.main)
	switch {
	case len(p.v.axes) > 2 && judged:
		return upper(name + p.sharesSentence(what, limit))
	case len(p.v.axes) > 2:
		return upper(name + p.rangeSentence(what))
	case judged && len(p.v.axes) == 1:
		return upper(name + findAlong(p.x(), p.verdicts(p.main, place{0})).sentence(what, seconds(limit, 3)))
	case judged:
		var fs []family
		by := p.by()
		for _, i := range by.order {
			fs = append(fs, family{findAlong(p.x(), p.verdicts(p.main, place{i, i})), by, i})
		}
		return upper(name + familySentence(fs, what, seconds(limit, 3)))
	case len(p.v.axes) == 1:
		return upper(name + p.courseSentence(what))
	}
	return upper(name + p.rangeSentence(what))
}

// sharesSentence counts the cells that meet the target.
func (p *percentiles) sharesSentence(what string, limit float64) string {
	f := finding{}
	p.v.each(func(at place) {
		f.count(p.v.verdict(at, p.col(p.main)))
	})
	return f.shares(what, seconds(limit, 3), "in", "cells")
}

// courseSentence says how the main percentile goes along the only axis.
func (p *percentiles) courseSentence(what string) string {
	l := p.line(p.main, place{0})
	var points []int // of l, known
	for k, e := range l.e {
		if e.known() {
			points = append(points, k)
		}
	}
	if len(points) == 0 {
		return p.rangeSentence(what)
	}
	a := p.x()
	up, down, lo, hi := true, true, points[0], points[0]
	for n, k := range points {
		if l.e[k].value < l.e[lo].value {
			lo = k
		}
		if l.e[k].value > l.e[hi].value {
			hi = k
		}
		if n > 0 {
			before := l.e[points[n-1]].value
			up, down = up && l.e[k].value >= before, down && l.e[k].value <= before
		}
	}
	write := func(k int) string { return seconds(l.e[k].value, 3) }
	first, last := points[0], points[len(points)-1]
	switch {
	case write(lo) == write(hi):
		return what + " is " + write(lo) + " at every point"
	case l.e[hi].value < 1.2*l.e[lo].value:
		return p.rangeSentence(what)
	}
	verb := ""
	switch {
	case up && a.numeric():
		verb = " grows from "
	case down && a.numeric():
		verb = " falls from "
	default:
		at, then := a.at(a.order[lo]), a.bare(a.order[hi])
		if a.counts {
			at, then = a.bare(a.order[lo]), a.at(a.order[hi])
		}
		return what + " is least, " + write(lo) + ", at " + at + ", and most, " + write(hi) + ", at " + then
	}
	from, to := a.at(a.order[first]), a.bare(a.order[last])
	if a.counts {
		from, to = a.bare(a.order[first]), a.at(a.order[last])
	}
	return what + verb + write(first) + " at " + from + " to " + write(last) + " at " + to
}

// rangeSentence says between what the main percentile lies.
func (p *percentiles) rangeSentence(what string) string {
	lo, hi := math.Inf(1), math.Inf(-1)
	p.v.each(func(at place) {
		if e := p.v.estimate(at, p.col(p.main)); e.known() {
			lo, hi = min(lo, e.value), max(hi, e.value)
		}
	})
	switch {
	case lo > hi:
		return "no cell has a " + what
	case seconds(lo, 3) == seconds(hi, 3):
		return what + " is " + seconds(lo, 3) + " in every cell"
	}
	return what + " lies between " + seconds(lo, 3) + " and " + seconds(hi, 3)
}

// subtitle says what is drawn.
func (p *percentiles) subtitle(lines []*sweepLine) string {
	s := ""
	switch p.kind.noun {
	case "pool":
		s = "Wait in line for a connection, timeouts included"
	default:
		s = upper(p.q.name) + " from a job's arrival to its end"
	}
	if !p.alone {
		s += ", " + p.kind.noun + " " + shorten(p.subject, 24)
	}
	s += ", over " + p.x().subject()
	if len(p.v.axes) == 2 {
		s += ", by " + p.by().subject()
	}
	return s + p.at() + p.intervalNote(lines)
}

// at says where the settings are that are not drawn.
func (p *percentiles) at() string {
	if f := p.v.fixed(); f != "" {
		return ", at " + f
	}
	return ""
}

// intervalNote says what shows the intervals, and what is off the axis.
func (p *percentiles) intervalNote(lines []*sweepLine) string {
	s := "; whiskers: 95" + noBreak + "% intervals"
	switch v := intervalsOf(lines); {
	case !v.some:
		s = "; there are no intervals"
	case p.x().numeric():
		s = "; bands: 95" + noBreak + "% intervals"
	}
	if p.timeless {
		s += "; off the axis: timeout" + noBreak + strings.ReplaceAll(seconds(p.timeout, 3), " ", noBreak)
	}
	return s
}

// description is the picture in words.
func (p *percentiles) description(lines []*sweepLine) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s over %s", upper(strings.Join(p.statNames(), ", ")), p.x().subject())
	for _, t := range p.targets {
		fmt.Fprintf(&b, "; target of %s %s", statName(t.stat), seconds(t.limit, 3))
	}
	if p.timeout > 0 {
		fmt.Fprintf(&b, "; timeout %s", seconds(p.timeout, 3))
	}
	if len(lines) <= 4 {
		for _, l := range lines {
			fmt.Fprintf(&b, ". %s:", l.name)
			for k, i := range evenly(p.x().order, 12) {
				if k > 0 {
					b.WriteString(",")
				}
				fmt.Fprintf(&b, " %s at %s", p.said(l, i), p.x().labels[i])
			}
		}
	}
	b.WriteString(".")
	return b.String()
}

// said is the value of a line at a point of the axis.
func (p *percentiles) said(l *sweepLine, point int) string {
	for k, i := range p.x().order {
		if i == point && l.e[k].known() {
			return seconds(l.e[k].value, 3)
		}
	}
	return "nothing"
}

func (p *percentiles) statNames() []string {
	names := make([]string, len(p.stats))
	for i, s := range p.stats {
		names[i] = statName(s)
	}
	return names
}
