package study

import (
	"errors"
	"fmt"

	"poolsim/sim/experiment"
)

// ReadSweep reads what `sweep --format json` wrote. The error says what is wrong with it; whatever was not written by
// poolsim is refused, and nothing in it is trusted to fit together.
func ReadSweep(text []byte) (*SweepResult, error) {
	r := &SweepResult{}
	if err := decode(text, r, "a sweep"); err != nil {
		return nil, err
	}
	switch {
	case r.Study != "sweep":
		return nil, errors.New(`is no result of a sweep: "study" is not "sweep"`)
	case len(r.Axes) == 0:
		return nil, errors.New("is no result of a sweep: it has no axes")
	}
	if err := experiment.CheckText("title", r.Title); err != nil {
		return nil, err
	}
	grid, err := NewGrid(r.Axes...)
	if err != nil {
		return nil, err
	}
	for _, text := range grid.Keys() {
		if err := experiment.CheckText("a key", text); err != nil {
			return nil, err
		}
	}
	if r.Planned != grid.Cells() {
		return nil, fmt.Errorf("has axes of %d cells, but says that there are %d", grid.Cells(), r.Planned)
	}
	if r.Shard != nil {
		if err := r.Shard.check(); err != nil {
			return nil, fmt.Errorf("shard %w", err)
		}
	}
	if err := checkColumns(r.Columns); err != nil {
		return nil, err
	}
	seen := make(map[int]bool, len(r.Cells))
	for _, c := range r.Cells {
		switch {
		case c == nil || c.Cell < 0 || c.Cell >= r.Planned:
			return nil, errors.New("has a cell that is none of the grid")
		case seen[c.Cell]:
			return nil, fmt.Errorf("has cell %d twice", c.Cell+1)
		}
		seen[c.Cell] = true
		if err := c.check(r.Columns, grid); err != nil {
			return nil, fmt.Errorf("cell %d %w", c.Cell+1, err)
		}
		c.columns = r.Columns
	}
	return r, nil
}

// checkColumns says what is wrong with the names of columns.
func checkColumns(columns []Column) error {
	seen := make(map[Column]bool, len(columns))
	for i, c := range columns {
		for _, word := range []string{c.Metric, c.Stat, c.Pool, c.Class} {
			if err := experiment.CheckText(fmt.Sprintf("columns[%d]", i), word); err != nil {
				return err
			}
		}
		if seen[c] {
			return fmt.Errorf("columns[%d] is there twice", i)
		}
		seen[c] = true
	}
	return nil
}

// check says what does not fit together in a cell from a file.
func (s *Summary) check(columns []Column, grid Grid) error {
	n := len(columns)
	switch {
	case len(s.Value) != n || len(s.Lo) != n || len(s.Hi) != n || len(s.N) != n:
		return fmt.Errorf("has not one value for each of the %d columns", n)
	case len(s.At) != len(grid.Keys()):
		return fmt.Errorf("has %d settings for %d keys", len(s.At), len(grid.Keys()))
	}
	for i, want := range grid.Values(s.Cell) {
		if s.At[i] != want {
			return fmt.Errorf("is at %s = %s, but the axes say %s", shown(grid.Keys()[i]), shown(s.At[i]), shown(want))
		}
	}
	for i := range s.Value {
		if s.Lo[i] > s.Hi[i] { // false where one of them is NaN
			return fmt.Errorf("has an interval from %g to %g", s.Lo[i], s.Hi[i])
		}
	}
	return experiment.CheckVerdicts(s.SLO)
}
