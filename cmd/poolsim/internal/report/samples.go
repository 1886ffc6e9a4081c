package report

import (
	"strings"

	"poolsim/sim/experiment"
)

// sampleSection is the table of levels at instants.
func sampleSection(t *tidy, p *experiment.PoolFacts) *Section {
	table := &Table{Columns: []Column{
		{Name: "at"}, {Name: "in use", Right: true}, {Name: "open", Right: true}, {Name: "waiting", Right: true},
	}}
	of := scope{pool: p.Name}
	for i := range t.rows {
		m := &t.rows[i]
		at, ok := strings.CutPrefix(m.Stat, "at ")
		if !ok || m.Pool != p.Name || m.Metric != "in_use_connections" {
			continue
		}
		table.Rows = append(table.Rows, []Cell{
			words(at), t.cell("in_use_connections", m.Stat, of), t.cell("open_connections", m.Stat, of), t.cell("waiting_requests", m.Stat, of),
		})
	}
	if len(table.Rows) == 0 {
		return nil
	}
	return &Section{Heading: "Pool " + p.Name + " at instants, mean over replications", Table: table}
}
