package study

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"poolsim/sim/experiment"
	"poolsim/sim/scenario"
)

// Sweep is a scenario at every point of a grid of settings. All cells have the same seed and so the same random numbers:
// they see the same jobs, and differences between them are those of the settings (common random numbers). What a cell
// gives depends on the cell alone, not on its place, its shard or the number of workers.
type Sweep struct {
	Source Source
	Base   *scenario.Scenario // the scenario without the grid's overrides
	Grid   Grid
	Shard  Shard // the zero Shard is all cells
	Options
}

// SweepResult is what a sweep, or a shard of it, found: the contract of `sweep --format json`.
type SweepResult struct {
	Poolsim  string         `json:"poolsim"`
	Study    string         `json:"study"` // "sweep"
	Name     string         `json:"name"`
	Title    string         `json:"title"`
	Scenario map[string]any `json:"scenario"`
	Hash     string         `json:"study_hash"` // of the scenario, the grid and the effort
	Seed     uint64         `json:"seed"`
	Shard    *Shard         `json:"shard,omitempty"` // of an unmerged part
	Axes     []Axis         `json:"axes"`
	Planned  int            `json:"cells_planned"` // of all shards
	Columns  []Column       `json:"columns"`
	Cells    []*Summary     `json:"cells"` // in the order of the grid; those that are finished
}

// Hash identifies the sweep: shards and journals of one sweep have the same.
func (s *Sweep) Hash() string {
	effort := experiment.Effort{}
	if s.Effort != nil {
		effort = *s.Effort
	}
	return hashOf("sweep", s.Version, experiment.Hash(s.Base), s.Grid, effort)
}

// shard returns the shard, all cells if none was asked for.
func (s *Sweep) shard() Shard {
	if s.Shard.Of == 0 {
		return Whole
	}
	return s.Shard
}

// Check reads the scenario of every cell of the shard, and returns what is wrong with the first few: so that a sweep does
// not end in a fault after hours.
func (s *Sweep) Check() error {
	shard := s.shard()
	for i := range shard.Cells(s.Grid.Cells()) {
		if _, err := s.Source(s.Grid.At(shard.Cell(i))); err != nil {
			return fmt.Errorf("cell %d, %s: %w", shard.Cell(i)+1, strings.Join(s.Grid.At(shard.Cell(i)), ", "), err)
		}
	}
	return nil
}

// Run runs the cells that the journal does not have. When ctx is cancelled the result has the cells that are complete, and
// comes with experiment.ErrInterrupted. Other errors come without a result.
func (s *Sweep) Run(ctx context.Context) (*SweepResult, error) {
	shard := s.shard()
	n := shard.Cells(s.Grid.Cells())
	done := make([]*Summary, n)
	var columns columnSets
	var mu sync.Mutex // of what cells that finish at the same time share
	finished := 0
	tell := func() {
		finished++
		if s.Progress != nil {
			s.Progress(finished, n)
		}
	}
	todo := make([]int, 0, n)
	for i := range done {
		index := shard.Cell(i)
		had, err := s.Journal.summary(cellKey(index))
		if err != nil {
			return nil, err
		}
		if had == nil {
			todo = append(todo, i)
			continue
		}
		had.columns = columns.intern(had.columns)
		done[i] = had
		tell()
	}
	cells := &experiment.Cells{
		Workers: s.Workers, N: len(todo),
		Open: func(k int) (*experiment.Cell, error) {
			sc, err := s.Source(s.Grid.At(shard.Cell(todo[k])))
			if err != nil {
				return nil, err
			}
			return experiment.NewCell(sc, s.Effort), nil
		},
		Finish: func(k int, c *experiment.Cell) error {
			index := shard.Cell(todo[k])
			result := c.Result(s.Version) // of which there is more to compute than to keep
			mu.Lock()
			defer mu.Unlock()
			sum := summarise(result, &columns)
			sum.Cell, sum.At = index, s.Grid.Values(index)
			done[todo[k]] = sum
			tell()
			return s.Journal.keepSummary(cellKey(index), sum)
		},
	}
	err := cells.Run(ctx)
	if err != nil && err != experiment.ErrInterrupted {
		return nil, err
	}
	r := s.result()
	for _, c := range done {
		if c != nil {
			r.Cells = append(r.Cells, c)
		}
	}
	if err := r.align(); err != nil {
		return nil, err
	}
	return r, err
}

func cellKey(index int) string { return fmt.Sprintf("cell %d", index) }

func (s *Sweep) result() *SweepResult {
	r := &SweepResult{
		Poolsim: s.Version, Study: "sweep", Name: s.Base.Name, Title: s.Base.Title, Scenario: s.Base.Echo, Hash: s.Hash(),
		Seed: s.Base.Model.Seed, Axes: s.Grid, Planned: s.Grid.Cells(), Columns: []Column{}, Cells: []*Summary{},
	}
	if shard := s.shard(); shard.Of > 1 {
		r.Shard = &shard
	}
	return r
}
