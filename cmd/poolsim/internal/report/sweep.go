package report

import (
	"fmt"
	"slices"
	"strings"

	"poolsim/sim/experiment"
	"poolsim/sim/scenario"
	"poolsim/sim/study"
)

// sweepMetrics are the statistics of each pool that a sweep shows unless others are asked for, by their keys of [slo].
var sweepMetrics = []string{"wait_mean", "wait_p99", "timeout_ratio", "in_use_mean", "utilisation"}

// maxSweepRows is the most cells that a table for people shows.
const maxSweepRows = 1000

// SweepColumns returns the columns that a table of a sweep shows: those of the named statistics (keys of [slo]), of every
// pool or class that has them; without names the usual ones, and those of the scenario's targets.
func SweepColumns(r *study.SweepResult, names []string) []study.Column {
	var out []study.Column
	add := func(metric, stat string, keep func(study.Column) bool) {
		for _, c := range r.Columns {
			if c.Metric == metric && c.Stat == stat && keep(c) && !slices.Contains(out, c) {
				out = append(out, c)
			}
		}
	}
	anything := func(study.Column) bool { return true }
	chosen := names
	if len(names) == 0 {
		chosen = sweepMetrics
	}
	for _, name := range chosen {
		metric, stat, _ := scenario.LookupTarget(name)
		add(metric, stat, anything)
	}
	if len(names) > 0 {
		return out
	}
	for _, s := range r.Cells {
		for i := range s.SLO {
			v := &s.SLO[i]
			add(v.Metric, v.Stat, func(c study.Column) bool { return c.Pool == v.Pool && c.Class == v.Class })
		}
	}
	return out
}

// Sweep lays out a sweep: a row for each cell.
func Sweep(r *study.SweepResult, names []string) *Document {
	d := &Document{Title: r.Title, Lines: sweepHeadline(r)}
	columns := SweepColumns(r, names)
	judged := slices.ContainsFunc(r.Cells, func(s *study.Summary) bool { return len(s.SLO) > 0 })
	table := &Table{Stacked: true}
	grid := study.Grid(r.Axes)
	for _, key := range grid.Names() {
		table.Columns = append(table.Columns, Column{Name: key, Right: true})
	}
	for _, c := range columns {
		table.Columns = append(table.Columns, Column{Name: columnName(r, c), Right: true})
	}
	table.Columns = append(table.Columns, Column{Name: "runs", Right: true})
	if judged {
		table.Columns = append(table.Columns, Column{Name: "SLO"})
	}
	for _, s := range r.Cells[:min(len(r.Cells), maxSweepRows)] {
		var row []Cell
		for _, v := range grid.Labels(s.Cell) {
			row = append(row, words(v))
		}
		for _, c := range columns {
			m, ok := s.Metric(c)
			if !ok {
				row = append(row, Cell{})
				continue
			}
			row = append(row, figures(metric(&m)))
		}
		row = append(row, words(fmt.Sprint(s.Replications)))
		if judged {
			row = append(row, judgement(s.Judgement()))
		}
		table.Rows = append(table.Rows, row)
	}
	s := &Section{Table: table}
	if hidden := len(r.Cells) - len(table.Rows); hidden > 0 {
		s.Notes = append(s.Notes, Cell{Text: fmt.Sprintf("... and %d further cells: --format csv and json have all of them", hidden)})
	}
	if judged {
		s.Notes = append(s.Notes, sweepVerdict(r))
	}
	d.add(s)
	d.add(warningSection(sweepWarnings(r)))
	return d
}

func sweepHeadline(r *study.SweepResult) []string {
	line := fmt.Sprintf("seed %d, the same random numbers in every cell", r.Seed)
	if r.Title != r.Name && r.Name != "" {
		line = r.Name + ", " + line
	}
	lines := []string{line}
	var axes []string
	for _, a := range r.Axes {
		axes = append(axes, fmt.Sprintf("%s (%d)", strings.Join(a.Keys, " with "), len(a.Points)))
	}
	noun := "cells"
	if r.Planned == 1 {
		noun = "cell"
	}
	cells := fmt.Sprintf("%d %s: %s; ± and [ ] are 95 %% intervals", r.Planned, noun, strings.Join(axes, " x "))
	switch {
	case r.Shard != nil:
		cells = fmt.Sprintf("shard %s, %d of %s", r.Shard, len(r.Cells), cells)
	case len(r.Cells) < r.Planned:
		cells = fmt.Sprintf("%d of %s", len(r.Cells), cells)
	}
	return append(lines, cells)
}

// sweepKeys returns the keys of the axes in the order of Summary.At.
func sweepKeys(r *study.SweepResult) []string { return study.Grid(r.Axes).Keys() }

// columnName names a column: the pool only where there are several.
func columnName(r *study.SweepResult, c study.Column) string {
	name := metricLabel(strings.TrimPrefix(c.Metric, "database_"))
	switch {
	case c.Stat == "mean" && strings.HasSuffix(c.Metric, "_ratio"), c.Stat == "ratio", c.Stat == "total":
	case c.Stat == "mean" && strings.HasSuffix(c.Metric, "_per_second"):
		name += "/s"
	case c.Stat == "p999":
		name += " p99.9"
	default:
		name += " " + c.Stat
	}
	several := slices.ContainsFunc(r.Columns, func(o study.Column) bool { return o.Pool != "" && o.Pool != c.Pool })
	switch {
	case c.Class != "":
		return c.Class + "\n" + name
	case c.Pool != "" && several:
		return c.Pool + "\n" + name
	case c.Pool == "":
		return "database\n" + name
	}
	return name
}

// sweepVerdict counts the cells that meet the targets.
func sweepVerdict(r *study.SweepResult) Cell {
	count := map[experiment.Judgement]int{}
	for _, s := range r.Cells {
		count[s.Judgement()]++
	}
	text := fmt.Sprintf("SLO: met in %d of %d cells", count[experiment.Met], len(r.Cells))
	if n := count[experiment.NotDecided]; n > 0 {
		text += fmt.Sprintf(", not decided in %d", n)
	}
	return Cell{Text: text}
}

// sweepWarnings gathers the warnings of the cells: each once, with how many cells it is of.
func sweepWarnings(r *study.SweepResult) []string {
	const most = 10
	var texts []string
	count := map[string]int{}
	first, differ := map[string]string{}, map[string]bool{}
	for _, s := range r.Cells {
		for _, w := range s.Warnings {
			kind := numberless(w)
			if count[kind] == 0 {
				texts = append(texts, kind)
				first[kind] = w
			}
			count[kind]++
			differ[kind] = differ[kind] || w != first[kind]
		}
	}
	var out []string
	for i, kind := range texts {
		if i == most {
			out = append(out, fmt.Sprintf("... and %d further kinds of warnings: --format json has all of them", len(texts)-most))
			break
		}
		w := first[kind]
		cells := "1 cell"
		if n := count[kind]; n > 1 {
			cells = fmt.Sprintf("%d cells", n)
		}
		if differ[kind] {
			cells += ", in the first of them"
		}
		out = append(out, cells+": "+w)
	}
	return out
}

// numberless replaces the numbers in a text: warnings that differ in numbers only are of one kind.
func numberless(s string) string {
	var b strings.Builder
	digit := false
	for _, r := range s {
		is := r >= '0' && r <= '9' || digit && (r == '.' || r == 'e')
		if !is {
			b.WriteRune(r)
		} else if !digit {
			b.WriteByte('#')
		}
		digit = is
	}
	return b.String()
}
