package report

import (
	"fmt"
	"math"

	"poolsim/sim/experiment"
)

// decisiveSection says whether the targets are met, and the figures that decide it: of those that are not met, or else of those
// that are not decided, or else of the one that is nearest to its limit. The table of all targets follows.
func decisiveSection(r *experiment.Result) *Section {
	s := &Section{Heading: "Verdict"}
	if len(r.SLO) == 0 {
		s.Callout = []Cell{{Text: "There are no targets: the scenario has no [slo], or nothing happened that it speaks of."}}
	} else {
		full := verdictSection(r.SLO)
		s.Table = full.Table
		s.Callout = full.Notes
		for _, line := range decisive(r.SLO) {
			s.Callout = append(s.Callout, Cell{Text: line})
		}
	}
	if r.Replications < r.Planned {
		s.Callout = append(s.Callout, Cell{
			Mark: Open, Text: fmt.Sprintf("Only %d of %d replications were finished.", r.Replications, r.Planned),
		})
	}
	if n := len(r.Warnings); n > 0 {
		text := "There is a warning below."
		if n > 1 {
			text = fmt.Sprintf("There are %d warnings below.", n)
		}
		s.Callout = append(s.Callout, Cell{Mark: Open, Text: text})
	}
	return s
}

// decisive writes the figures that decide.
func decisive(slo []experiment.Verdict) []string {
	for _, j := range []experiment.Judgement{experiment.NotMet, experiment.NotDecided} {
		var lines []string
		for i := range slo {
			if v := &slo[i]; v.Judgement == j {
				lines = append(lines, decided(v))
			}
		}
		if len(lines) > 0 {
			return lines
		}
	}
	nearest := -1
	for i := range slo {
		if nearest < 0 || distance(&slo[i]) < distance(&slo[nearest]) {
			nearest = i
		}
	}
	if len(slo) == 1 {
		return []string{decided(&slo[nearest])}
	}
	return []string{"Nearest to its limit: " + decided(&slo[nearest])}
}

// decided writes one target: "in_use_p99 of pool main is 150 ± 0, and must not exceed 130".
func decided(v *experiment.Verdict) string {
	must := "and must not exceed " + limit(v.Metric, v.Limit)
	if v.AtLeast {
		must = "and must be at least " + limit(v.Metric, v.Limit)
	}
	line := fmt.Sprintf("%s of %s is %s, %s", v.Target, whose(v),
		number(KindOf(v.Metric), float64(v.Value), float64(v.Lo), float64(v.Hi)).inline(), must)
	if v.Judgement == experiment.NotDecided {
		line += ": its interval does not decide it"
	}
	return line
}

// distance says how far a target that is met is from its limit, from 0 (at it) to 1.
func distance(v *experiment.Verdict) float64 {
	value := float64(v.Value)
	switch {
	case math.IsNaN(value):
		return 2
	case v.AtLeast && value > 0:
		return 1 - v.Limit/value
	case v.AtLeast:
		return 1
	case v.Limit > 0:
		return 1 - value/v.Limit
	}
	return 1 // a limit of 0 is kept wholly or not at all
}
