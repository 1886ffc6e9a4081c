package report

import (
	"fmt"
	"strings"

	"poolsim/sim/experiment"
)

// Result lays out a result. The pages read from the general to the particular: settings, pools, waits, classes, the
// database, and then what to make of it.
func Result(r *experiment.Result) *Document {
	t := newTidy(r.Metrics)
	d := &Document{Title: r.Title, Lines: headline(r)}
	for i := range r.Pools {
		d.add(poolSection(t, &r.Pools[i]))
		d.add(sampleSection(t, &r.Pools[i]))
	}
	d.add(courseSection(r))
	d.add(waitSection(t, len(r.Pools) > 1))
	d.add(classSection(t))
	d.add(databaseSection(t))
	d.add(theorySection(t, r.Theory, len(r.Pools) > 1))
	d.add(errorSection(r.Errors))
	d.add(warningSection(r.Warnings))
	d.add(alertSection(r.Alerts))
	d.add(watchSection(r.Alerts))
	d.add(verdictSection(r.SLO))
	return d
}

// headline says what was run, in a line for the run and a line for each pool.
func headline(r *experiment.Result) []string {
	var run []string
	if r.Title != r.Name && r.Name != "" {
		run = append(run, r.Name)
	}
	run = append(run, fmt.Sprintf("seed %d", r.Seed), replications(r))
	lines := []string{strings.Join(run, ", ")}
	for i := range r.Pools {
		lines = append(lines, "pool "+Settings(&r.Pools[i]))
	}
	if r.Processes > 1 {
		lines = append(lines, fmt.Sprintf(
			"%d processes, each with its own copy of every pool: connections and waiting requests of a pool are those of one process, "+
				"totals and rates are of all together", r.Processes))
	}
	return lines
}

func replications(r *experiment.Result) string {
	n := fmt.Sprintf("%d replications", r.Replications)
	switch {
	case r.Planned > r.Replications:
		n = fmt.Sprintf("%d of %d replications", r.Replications, r.Planned)
	case r.Replications == 1:
		n = "1 replication"
	}
	s := n + " of " + Span(r.DurationSeconds)
	if r.WarmupSeconds > 0 {
		s += " after " + Span(r.WarmupSeconds) + " of warm-up"
	}
	if r.Replications > 1 {
		s += "; ± and [ ] are 95 % intervals"
	}
	return s
}

// Settings says how a pool is set: "main: sqlalchemy-async 50 + 100, timeout 30 s".
func Settings(p *experiment.PoolFacts) string {
	s := p.Name + ": " + p.Dialect
	if p.Label != "" {
		s += " " + p.Label
	}
	if p.TimeoutSeconds == nil {
		return s + ", no timeout"
	}
	return s + ", timeout " + Span(*p.TimeoutSeconds)
}

// tidy finds rows of the tidy table.
type tidy struct {
	rows  []experiment.Metric
	index map[key]int
}

type key struct {
	metric, stat string
	of           scope
}

// scope says of what a metric is; empty means all of them together.
type scope struct{ pool, class, holder string }

func newTidy(rows []experiment.Metric) *tidy {
	t := &tidy{rows: rows, index: make(map[key]int, len(rows))}
	for i := range rows {
		m := &rows[i]
		t.index[key{m.Metric, m.Stat, scope{m.Pool, m.Class, m.Holder}}] = i
	}
	return t
}

// cell returns the figure of a row, or an empty cell where the result has no such row.
func (t *tidy) cell(metricName, stat string, of scope) Cell {
	i, ok := t.index[key{metricName, stat, of}]
	if !ok {
		return Cell{}
	}
	return figures(metric(&t.rows[i]))
}

// has reports whether the result has the row.
func (t *tidy) has(metricName, stat string, of scope) bool {
	_, ok := t.index[key{metricName, stat, of}]
	return ok
}

// observed reports whether the result has the row, and something was observed.
func (t *tidy) observed(metricName, stat string, of scope) bool {
	i, ok := t.index[key{metricName, stat, of}]
	return ok && !t.rows[i].Value.IsNaN()
}

// scopes returns the scopes that keep wants, in the order in which they first appear.
func (t *tidy) scopes(keep func(scope) bool) []scope {
	var out []scope
	seen := make(map[scope]bool)
	for i := range t.rows {
		s := scope{t.rows[i].Pool, t.rows[i].Class, t.rows[i].Holder}
		if !seen[s] && keep(s) {
			out = append(out, s)
		}
		seen[s] = true
	}
	return out
}

// column is a column of figures: one statistic of one metric.
type column struct{ name, metric, stat string }

// figureTable makes a table with a row for each scope: first its labels, then its figures. Columns and rows without any
// figure are left out; nil means that nothing is left.
func (t *tidy) figureTable(labels []string, label func(scope) []string, scopes []scope, columns []column) *Table {
	var used []column
	for _, c := range columns {
		for _, s := range scopes {
			if t.has(c.metric, c.stat, s) {
				used = append(used, c)
				break
			}
		}
	}
	if len(used) == 0 {
		return nil
	}
	table := &Table{Stacked: true}
	for _, l := range labels {
		table.Columns = append(table.Columns, Column{Name: l})
	}
	for _, c := range used {
		table.Columns = append(table.Columns, Column{Name: c.name, Right: true})
	}
	for _, s := range scopes {
		var row []Cell
		for _, l := range label(s) {
			row = append(row, words(l))
		}
		found := false
		for _, c := range used {
			row = append(row, t.cell(c.metric, c.stat, s))
			found = found || t.has(c.metric, c.stat, s)
		}
		if found {
			table.Rows = append(table.Rows, row)
		}
	}
	return table
}
