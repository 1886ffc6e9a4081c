package report

import "poolsim/sim/experiment"

// levels are the counts over time of a pool, and what people call them.
var levels = []struct{ name, metric string }{
	{"in use", "in_use_connections"},
	{"idle", "idle_connections"},
	{"open", "open_connections"},
	{"overflow", "overflow_connections"},
	{"waiting", "waiting_requests"},
}

// flows are the shares and rates of a pool that have one figure.
var flows = []struct{ name, metric, stat string }{
	{"utilisation", "utilisation_ratio", "mean"},
	{"acquires", "acquires_per_second", "mean"},
	{"connects", "connects_per_second", "mean"},
	{"connect errors", "connect_errors_per_second", "mean"},
	{"recycles", "recycles_per_second", "mean"},
	{"pings", "pings_per_second", "mean"},
	{"ping failures", "ping_failures_per_second", "mean"},
	{"reset failures", "reset_failures_per_second", "mean"},
	{"invalidations", "invalidations_per_second", "mean"},
	{"closes", "closes_per_second", "mean"},
	{"terminates", "terminates_per_second", "mean"},
	{"leaks", "leaks_per_second", "mean"},
	{"timeouts", "timeouts_per_second", "mean"},
	{"rejected", "reject_ratio", "ratio"},
	{"cancellations", "cancellations_per_second", "mean"},
}

// levelStats are the columns of the table of levels.
var levelStats = []string{"mean", "p99", "max"}

// poolSection is the table of one pool: counts over time, then shares and rates.
func poolSection(t *tidy, p *experiment.PoolFacts) *Section {
	of := scope{pool: p.Name}
	table := &Table{Columns: []Column{{Name: "measure"}}}
	for _, stat := range levelStats {
		table.Columns = append(table.Columns, Column{Name: stat, Right: true})
	}
	for _, l := range levels {
		row := []Cell{words(l.name)}
		found := false
		for _, stat := range levelStats {
			row = append(row, t.cell(l.metric, stat, of))
			found = found || t.has(l.metric, stat, of)
		}
		if found {
			table.Rows = append(table.Rows, row)
		}
	}
	for _, f := range flows {
		if t.has(f.metric, f.stat, of) {
			table.Rows = append(table.Rows, []Cell{words(f.name), t.cell(f.metric, f.stat, of)})
		}
	}
	if len(table.Rows) == 0 {
		return nil
	}
	return &Section{Heading: "Pool " + p.Name, Table: table}
}
