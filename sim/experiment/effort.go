package experiment

import (
	"math/bits"

	"poolsim/sim/stat"
)

// Effort says how many replications a target of [slo] may cost: those of the scenario at first, and twice as many again
// and again, until every target is decided or there are Most. So effort goes where a decision needs it, near the
// boundary, and not where one look is enough.
//
// Looking again until a difference shows would find one sooner or later by chance alone. Each look therefore judges on an
// interval of the confidence 1 - (1 - 95 %) / looks: all looks together are wrong with a probability of at most 5 %
// (Bonferroni's inequality; Law, Simulation Modeling and Analysis, 5th ed., section 9.7).
type Effort struct {
	First int // replications of the first look, at least 2; 0 is the scenario's
	Most  int // replications in all, at least First
}

// looks returns how many looks there can be, from first replications on.
func (e *Effort) looks(first int) int {
	if e.Most <= first {
		return 1
	}
	return 1 + bits.Len(uint((e.Most-1)/first))
}

// confidence returns the level of the intervals on which targets are judged.
func (b *batch) confidence() float64 {
	if b.effort == nil {
		return stat.Confidence
	}
	return 1 - (1-stat.Confidence)/float64(b.effort.looks(b.first))
}

// judgeNow judges the targets by the finished replications.
func (b *batch) judgeNow() []Verdict { return judge(b.sc, b.metricsAt(b.confidence())) }

// undecided returns how many replications to add because a target is not decided.
func (b *batch) undecided() int {
	if b.effort == nil || len(b.sc.SLO) == 0 || b.total >= b.effort.Most {
		return 0
	}
	for _, v := range b.judgeNow() {
		if v.Judgement == NotDecided {
			return min(b.total, b.effort.Most-b.total)
		}
	}
	return 0
}
