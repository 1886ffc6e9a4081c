package study

import (
	"slices"

	"poolsim/sim/experiment"
)

// Column says which metric a number of a Summary is: one of a whole pool, a whole class, or the database. Those of single
// holders are left out of studies: `poolsim run` has them.
type Column struct {
	Metric string `json:"metric"`
	Stat   string `json:"stat"`
	Pool   string `json:"pool,omitempty"`
	Class  string `json:"class,omitempty"`
}

// Summary is what a study keeps of a cell: its numbers, and nothing whose size depends on what was simulated.
type Summary struct {
	Cell         int                 `json:"cell"` // from 0, in the order of the grid
	At           []string            `json:"at"`   // the values of the axes' keys, as given
	Hash         string              `json:"hash"` // of the cell's scenario
	Replications int                 `json:"replications"`
	Value        []experiment.Number `json:"value"` // by column: value and 95 % interval
	Lo           []experiment.Number `json:"lo"`
	Hi           []experiment.Number `json:"hi"`
	N            []int               `json:"n"` // replications that observed something

	// Pools are the settings of the cell's pools that charts refer to: limits, timeouts.
	Pools []experiment.PoolFacts `json:"pools,omitempty"`

	SLO      []experiment.Verdict `json:"slo,omitempty"`
	Warnings []string             `json:"warnings,omitempty"`

	columns []Column // shared by all cells that have the same
}

// summarise keeps what a study needs of a result.
func summarise(r *experiment.Result, columns *columnSets) *Summary {
	s := &Summary{Hash: r.ScenarioHash, Replications: r.Replications, Pools: r.Pools, SLO: r.SLO, Warnings: r.Warnings}
	var names []Column
	for i := range r.Metrics {
		m := &r.Metrics[i]
		if m.Holder != "" {
			continue
		}
		names = append(names, Column{m.Metric, m.Stat, m.Pool, m.Class})
		s.Value, s.Lo, s.Hi, s.N = append(s.Value, m.Value), append(s.Lo, m.Lo), append(s.Hi, m.Hi), append(s.N, m.N)
	}
	s.Value, s.Lo, s.Hi, s.N = slices.Clip(s.Value), slices.Clip(s.Lo), slices.Clip(s.Hi), slices.Clip(s.N)
	s.columns = columns.intern(names)
	return s
}

// Columns returns what the numbers are.
func (s *Summary) Columns() []Column { return s.columns }

// Metric returns a metric of the cell; false where it has none.
func (s *Summary) Metric(c Column) (experiment.Metric, bool) {
	i := slices.Index(s.columns, c)
	if i < 0 {
		return experiment.Metric{}, false
	}
	return experiment.Metric{
		Metric: c.Metric, Stat: c.Stat, Pool: c.Pool, Class: c.Class, Value: s.Value[i], Lo: s.Lo[i], Hi: s.Hi[i], N: s.N[i],
	}, true
}

// Judgement sums up the targets: not met if one is not met, not decided if one is not decided; "" without targets.
func (s *Summary) Judgement() experiment.Judgement { return judgement(s.SLO) }

func judgement(slo []experiment.Verdict) experiment.Judgement {
	var all experiment.Judgement
	for i := range slo {
		switch j := slo[i].Judgement; {
		case j == experiment.NotMet:
			return j
		case all != experiment.NotDecided:
			all = j
		}
	}
	return all
}

// columnSets keeps each list of columns once: the cells of a study nearly always have the same.
type columnSets struct{ sets [][]Column }

func (c *columnSets) intern(names []Column) []Column {
	for _, set := range c.sets {
		if slices.Equal(set, names) {
			return set
		}
	}
	c.sets = append(c.sets, names)
	return names
}
