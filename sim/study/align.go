package study

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"poolsim/sim/experiment"
)

// align gives all cells the same columns: those of any cell, where all have the same, or else the union of all, sorted, which
// does not depend on how the cells were split into shards. A cell has no value in columns that it lacks.
func (r *SweepResult) align() error {
	r.Columns = []Column{}
	same := true
	for i, s := range r.Cells {
		if len(s.columns) != len(s.Value) {
			return fmt.Errorf("cell %d has %d values for %d columns", s.Cell+1, len(s.Value), len(s.columns))
		}
		if i == 0 {
			r.Columns = append(r.Columns, s.columns...)
		}
		same = same && sameColumns(s.columns, r.Cells[0].columns)
	}
	if same {
		return nil
	}
	place := map[Column]int{}
	r.Columns = []Column{}
	for _, s := range r.Cells {
		for _, c := range s.columns {
			if _, ok := place[c]; !ok {
				place[c] = 0
				r.Columns = append(r.Columns, c)
			}
		}
	}
	slices.SortFunc(r.Columns, func(a, b Column) int {
		return cmp.Or(cmp.Compare(a.Pool, b.Pool), cmp.Compare(a.Class, b.Class), cmp.Compare(a.Metric, b.Metric), cmp.Compare(a.Stat, b.Stat))
	})
	for i, c := range r.Columns {
		place[c] = i
	}
	for _, s := range r.Cells {
		s.spread(r.Columns, place)
	}
	return nil
}

// sameColumns compares two lists, which nearly always are one.
func sameColumns(a, b []Column) bool {
	if len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0]) {
		return true
	}
	return slices.Equal(a, b)
}

// spread moves the values of a cell to other columns, which contain its own.
func (s *Summary) spread(columns []Column, place map[Column]int) {
	n := len(columns)
	value, lo, hi, count := missing(n), missing(n), missing(n), make([]int, n)
	for i, c := range s.columns {
		k := place[c]
		value[k], lo[k], hi[k], count[k] = s.Value[i], s.Lo[i], s.Hi[i], s.N[i]
	}
	s.Value, s.Lo, s.Hi, s.N, s.columns = value, lo, hi, count, columns
}

// missing returns n numbers of nothing.
func missing(n int) []experiment.Number {
	xs := make([]experiment.Number, n)
	for i := range xs {
		xs[i] = experiment.Number(math.NaN())
	}
	return xs
}
