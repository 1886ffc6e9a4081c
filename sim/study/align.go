package study

import (
	"fmt"
	"math"

	"poolsim/sim/experiment"
)

// align gives all cells the same columns: those of the first cell, and then further ones of others in the order of the
// cells. A cell has no value in columns that it lacks.
func (r *SweepResult) align() error {
	sets := map[*Column]bool{} // seen, by their first element
	place := map[Column]int{}
	r.Columns = []Column{}
	for _, s := range r.Cells {
		if len(s.columns) != len(s.Value) {
			return fmt.Errorf("cell %d has %d values for %d columns", s.Cell+1, len(s.Value), len(s.columns))
		}
		if len(s.columns) == 0 || sets[&s.columns[0]] {
			continue
		}
		sets[&s.columns[0]] = true
		for _, c := range s.columns {
			if _, ok := place[c]; !ok {
				place[c] = len(r.Columns)
				r.Columns = append(r.Columns, c)
			}
		}
	}
	if len(sets) < 2 {
		return nil
	}
	for _, s := range r.Cells {
		s.spread(r.Columns, place)
	}
	return nil
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
