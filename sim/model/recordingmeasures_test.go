package model_test

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"
)

// recordedMeasures are what a recording and its replay are compared in.
type recordedMeasures struct {
	waits    []time.Duration // of the stages that got a place: from asking to having it; in order of length
	timeouts int
	inUse    int // the largest number of places taken at once
	connects int // begun; failed ones are among them
}

// measured returns the measures of a recording.
func (r *recording) measured() *recordedMeasures {
	m := &recordedMeasures{}
	type change struct {
		at time.Duration
		by int
	}
	var changes []change
	for i := range r.stages {
		s := &r.stages[i]
		m.connects += s.connects
		if s.outcome == "timeout" {
			m.timeouts++
		}
		if s.placed == never {
			continue
		}
		m.waits = append(m.waits, s.placed-s.asked)
		changes = append(changes, change{s.placed, 1})
		if leaves := s.leaves(); leaves != never {
			changes = append(changes, change{leaves, -1})
		}
	}
	slices.Sort(m.waits)
	slices.SortFunc(changes, func(a, b change) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.by, b.by)) })
	n := 0
	for _, c := range changes {
		n += c.by
		m.inUse = max(m.inUse, n)
	}
	return m
}

// atOnce returns the recorded waits of the stages that did not have to wait for anybody: what is left is the processor
// time between asking and having a place.
func (r *recording) atOnce() *recordedMeasures {
	m := &recordedMeasures{}
	for i := range r.stages {
		s := &r.stages[i]
		if w := s.placed - s.asked; s.placed != never && !strings.Contains(s.how, "q") && w < r.settings.timeout() {
			m.waits = append(m.waits, w)
		}
	}
	slices.Sort(m.waits)
	return m
}

// mean returns the mean wait in seconds, 0 where nobody got a place.
func (m *recordedMeasures) mean() float64 {
	if len(m.waits) == 0 {
		return 0
	}
	var sum time.Duration
	for _, w := range m.waits {
		sum += w
	}
	return sum.Seconds() / float64(len(m.waits))
}

// quantile returns a quantile of the wait in seconds, between order statistics on a straight line (Hyndman and Fan, Sample
// quantiles in statistical packages, 1996, definition 7); 0 where nobody got a place.
func (m *recordedMeasures) quantile(p float64) float64 {
	n := len(m.waits)
	if n == 0 {
		return 0
	}
	below, share := math.Modf(p * float64(n-1))
	low, high := m.waits[int(below)], m.waits[min(int(below)+1, n-1)]
	return low.Seconds() + share*(high-low).Seconds()
}
