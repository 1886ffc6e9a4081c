package study

import (
	"slices"

	"poolsim/sim/experiment"
)

// AsSweep returns the candidates of a search as the cells of a sweep over the values that were tried, without those on the fresh
// seed: they saw other random numbers. A cell has what the search shows of a candidate, not all that a sweep has.
func (r *SearchResult) AsSweep() (*SweepResult, error) {
	out := &SweepResult{
		Poolsim: r.Poolsim, Study: string(r.Study), Name: r.Name, Title: r.Title, Scenario: r.Scenario, Hash: r.Hash, Seed: r.Seed,
	}
	axes := make(Grid, len(r.For))
	for i, l := range r.For {
		axes[i].Keys = []string{l.Key}
	}
	for _, p := range r.Probes {
		if p.Purpose == ForConfirm {
			continue
		}
		s := &Summary{At: p.At, Replications: p.Replications, SLO: p.SLO}
		for k := range p.Metrics {
			s.add(&p.Metrics[k])
		}
		for i := range p.SLO {
			v := &p.SLO[i]
			if v.Holder == "" {
				s.add(&experiment.Metric{
					Metric: v.Metric, Stat: v.Stat, Pool: v.Pool, Class: v.Class, Value: v.Value, Lo: v.Lo, Hi: v.Hi, N: p.Replications,
				})
			}
		}
		for i, value := range p.At {
			if !slices.ContainsFunc(axes[i].Points, func(had []string) bool { return had[0] == value }) {
				axes[i].Points = append(axes[i].Points, []string{value})
			}
		}
		out.Cells = append(out.Cells, s)
	}
	for _, s := range out.Cells { // their numbers are known when all points are
		s.Cell = 0
		for i, value := range s.At {
			at := slices.IndexFunc(axes[i].Points, func(had []string) bool { return had[0] == value })
			s.Cell = s.Cell*len(axes[i].Points) + at
		}
	}
	slices.SortStableFunc(out.Cells, func(a, b *Summary) int { return a.Cell - b.Cell })
	out.Cells = slices.CompactFunc(out.Cells, func(a, b *Summary) bool { return a.Cell == b.Cell })
	return out, out.over(axes...)
}

// add appends a metric unless the cell has it.
func (s *Summary) add(m *experiment.Metric) {
	c := Column{m.Metric, m.Stat, m.Pool, m.Class}
	if m.Holder != "" || slices.Contains(s.columns, c) {
		return
	}
	s.columns = append(s.columns, c)
	s.Value, s.Lo, s.Hi, s.N = append(s.Value, m.Value), append(s.Lo, m.Lo), append(s.Hi, m.Hi), append(s.N, m.N)
}

// over gives a sweep that was made of something else its axes and columns.
func (r *SweepResult) over(axes ...Axis) error {
	grid, err := NewGrid(axes...)
	if err != nil {
		return err
	}
	r.Axes, r.Planned = grid, grid.Cells()
	return r.align()
}
