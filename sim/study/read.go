package study

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// ReadSweep reads what `sweep --format json` wrote. The error says what is wrong with it; whatever was not written by
// poolsim is refused, and nothing in it is trusted to fit together.
func ReadSweep(text []byte) (*SweepResult, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber() // the scenario's numbers stay as they are written
	r := &SweepResult{}
	if err := d.Decode(r); err != nil {
		return nil, fmt.Errorf("is no result of a sweep: %w", err)
	}
	switch {
	case r.Study != "sweep":
		return nil, errors.New(`is no result of a sweep: "study" is not "sweep"`)
	case len(r.Axes) == 0:
		return nil, errors.New("is no result of a sweep: it has no axes")
	}
	grid, err := NewGrid(r.Axes...)
	if err != nil {
		return nil, err
	}
	if r.Planned != grid.Cells() {
		return nil, fmt.Errorf("has axes of %d cells, but says that there are %d", grid.Cells(), r.Planned)
	}
	if r.Shard != nil {
		if err := r.Shard.check(); err != nil {
			return nil, fmt.Errorf("shard %w", err)
		}
	}
	for _, c := range r.Cells {
		n := len(r.Columns)
		switch {
		case c == nil || c.Cell < 0 || c.Cell >= r.Planned:
			return nil, errors.New("has a cell that is none of the grid")
		case len(c.Value) != n || len(c.Lo) != n || len(c.Hi) != n || len(c.N) != n:
			return nil, fmt.Errorf("cell %d has not one value for each of the %d columns", c.Cell+1, n)
		case len(c.At) != len(grid.Keys()):
			return nil, fmt.Errorf("cell %d has %d settings for %d keys", c.Cell+1, len(c.At), len(grid.Keys()))
		}
		c.columns = r.Columns
	}
	return r, nil
}
