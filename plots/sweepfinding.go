package plots

import (
	"strings"

	"poolsim/sim/experiment"
)

// course is how the verdicts on a target go from left to right along an axis.
type course int

const (
	mixed       course = iota // none of the others
	allMet                    // met at every point
	noneMet                   // not met at any point
	allOpen                   // decided at no point
	rises                     // met, and then not
	falls                     // not met, and then met
	metThenOpen               // met, and then not decided
	openThenMet
	notThenOpen
	openThenNot
)

// finding is what the verdicts along an axis come to. Between the points from and to the verdict changes: those up to
// from have the one, those from to on the other, and those between are not decided.
type finding struct {
	axis     *axis
	course   course
	from, to int
	met      int
	open     int
	all      int
}

// findAlong sums up verdicts, those of the axis' points from left to right. A point without one decides nothing, and is not
// counted.
func findAlong(a *axis, verdicts []experiment.Judgement) finding {
	f := finding{axis: a, all: len(verdicts)}
	var runs []experiment.Judgement // without repetitions
	var starts []int
	for k, j := range verdicts {
		switch j {
		case experiment.Met:
			f.met++
		case experiment.NotMet:
		case experiment.NotDecided:
			f.open++
		default:
			j = experiment.NotDecided
			f.all--
		}
		if len(runs) == 0 || runs[len(runs)-1] != j {
			runs, starts = append(runs, j), append(starts, k)
		}
	}
	last := len(runs) - 1
	between := func(c course) {
		f.course, f.from, f.to = c, a.order[starts[1]-1], a.order[starts[last]]
	}
	const met, not, open = experiment.Met, experiment.NotMet, experiment.NotDecided
	if last == 2 && runs[1] != open || last > 2 {
		return f
	}
	switch begin, end := runs[0], runs[last]; {
	case last == 0 && begin == met:
		f.course = allMet
	case last == 0 && begin == not:
		f.course = noneMet
	case last == 0:
		f.course = allOpen
	case begin == met && end == not:
		between(rises)
	case begin == not && end == met:
		between(falls)
	case last == 2: // open in the middle, the same at both sides
	case begin == met:
		between(metThenOpen)
	case end == met:
		between(openThenMet)
	case begin == not:
		between(notThenOpen)
	default:
		between(openThenNot)
	}
	return f
}

// count adds a cell. One without a verdict, which is not finished, or where nothing was observed, is not counted.
func (f *finding) count(v *experiment.Verdict) {
	if v == nil {
		return
	}
	f.all++
	switch v.Judgement {
	case experiment.Met:
		f.met++
	case experiment.NotDecided:
		f.open++
	}
}

// sentence says of what ("p99 wait") how it goes with its limit ("100 ms").
func (f finding) sentence(what, limit string) string {
	a := f.axis
	first, last := a.first(), a.last()
	switch f.course {
	case rises:
		return what + " passes " + limit + " " + a.between(f.from, f.to)
	case falls:
		return what + " comes within " + limit + " " + a.between(f.from, f.to)
	case allMet:
		switch {
		case a.load && a.numeric():
			return what + " stays within " + limit + " up to " + a.at(last)
		case a.numeric():
			return what + " stays within " + limit + " " + a.through(first, last)
		}
		return what + " stays within " + limit + " " + a.every()
	case noneMet:
		if a.numeric() {
			return what + " is over " + limit + " " + a.through(first, last)
		}
		return what + " is over " + limit + " " + a.every()
	case allOpen:
		return "Whether " + what + " stays within " + limit + " is not decided at any " + a.name
	case metThenOpen:
		return what + " stays within " + limit + " up to " + a.at(f.from) + "; beyond, it is not decided"
	case openThenMet:
		return what + " stays within " + limit + " from " + a.at(f.to) + " on; before, it is not decided"
	case notThenOpen:
		return what + " is over " + limit + " up to " + a.at(f.from) + "; beyond, it is not decided"
	case openThenNot:
		return what + " is over " + limit + " from " + a.at(f.to) + " on; before, it is not decided"
	}
	return f.shares(what, limit, "at", "points")
}

// shares counts the points where a target is met: "at 7 of 16 points", "in 24 of 42 cells".
func (f finding) shares(what, limit, at, points string) string {
	s := what + " is within " + limit + " " + at + " " + count(float64(f.met)) + " of " + count(float64(f.all)) + noBreak + points
	if f.open > 0 {
		s += " (" + count(float64(f.open)) + " not decided)"
	}
	return s
}

// family is the finding for one value of a second axis.
type family struct {
	finding
	by    *axis
	point int
}

// with writes the value: "with max_overflow 20", "at 430 api jobs/s".
func (f family) with() string {
	if f.by.counts {
		return "at " + f.by.at(f.point)
	}
	return "with " + f.by.at(f.point)
}

// again writes the value where the axis has been named: "with 20".
func (f family) again() string {
	if f.by.counts {
		return "at " + f.by.bare(f.point)
	}
	return "with " + f.by.bare(f.point)
}

// familySentence says the same of the curves of several families. It spells out what fits into a title: all of them, or
// those at both ends of their axis; and counts otherwise.
func familySentence(fs []family, what, limit string) string {
	same := true
	sum := finding{}
	for _, f := range fs {
		same = same && f.course == fs[0].course && f.from == fs[0].from && f.to == fs[0].to
		sum.met, sum.open, sum.all = sum.met+f.met, sum.open+f.open, sum.all+f.all
	}
	if same && fs[0].course != mixed && fs[0].course != allOpen {
		return fs[0].sentence(what, limit) + ", " + fs[0].by.every()
	}
	ends := []family{fs[0], fs[len(fs)-1]}
	for _, chosen := range [][]family{fs, ends} {
		if len(fs) > 2 && len(chosen) == 2 && !fs[0].by.numeric() {
			break // categories have no ends
		}
		if s, ok := clauses(chosen, limit); ok && newText(what+" "+s, sansBold(titleSize), ink).width() < 1.8*(figureWidth-2*margin) {
			return what + " " + s
		}
	}
	s := sum.shares(what, limit, "at", "points")
	var all []family
	for _, f := range fs {
		if f.course == allMet {
			all = append(all, f)
		}
	}
	switch {
	case len(all) == 1:
		s += "; throughout " + all[0].with()
	case len(all) > 1:
		s += "; throughout at " + count(float64(len(all))) + " of " + count(float64(len(fs))) + " values of " + fs[0].by.name
	}
	return s
}

// clauses says of each family where the limit is passed, or kept. It needs that all go up, or all go down, along an axis
// that is a scale.
func clauses(fs []family, limit string) (string, bool) {
	up, down := true, true
	for _, f := range fs {
		up = up && (f.course == rises || f.course == allMet || f.course == noneMet)
		down = down && (f.course == falls || f.course == allMet || f.course == noneMet)
	}
	if up == down || !fs[0].axis.numeric() {
		return "", false
	}
	verb, never, already := "passes ", allMet, noneMet
	if down {
		verb, never, already = "comes within ", noneMet, allMet
	}
	var parts []string
	for k, f := range fs {
		a, with := f.axis, f.with()
		first, last := a.at, a.bare // the name of the axis, once
		if k > 0 {
			with, first = f.again(), a.bare
		} else if a.counts {
			first, last = a.bare, a.at
		}
		one := first
		if k == 0 {
			one = a.at
		}
		switch f.course {
		case never:
			parts = append(parts, with+" nowhere up to "+one(a.last()))
		case already:
			parts = append(parts, with+" at "+one(a.first())+" already")
		default:
			parts = append(parts, with+" between "+first(f.from)+" and "+last(f.to))
		}
	}
	return verb + limit + " " + strings.Join(parts, ", "), true
}
