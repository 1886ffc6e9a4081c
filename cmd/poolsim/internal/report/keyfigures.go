package report

import "poolsim/sim/experiment"

// keyFigures are the few figures of a pool, of a class and of the database that most questions are about, with what people
// call them.
var (
	keyOfPool = []column{
		{"acquires that wait", "wait_ratio", "ratio"},
		{"wait, mean", "wait_seconds", "mean"},
		{"wait, p99", "wait_seconds", "p99"},
		{"acquires that time out", "timeout_ratio", "ratio"},
		{"acquires that are rejected", "reject_ratio", "ratio"},
		{"connections in use, mean", "in_use_connections", "mean"},
		{"connections in use, p99", "in_use_connections", "p99"},
		{"utilisation", "utilisation_ratio", "mean"},
	}
	keyOfClass = []column{
		{"response, mean", "response_seconds", "mean"},
		{"response, p99", "response_seconds", "p99"},
		{"jobs that fail", "failure_ratio", "ratio"},
	}
	keyOfDatabase = []column{
		{"connections, max", "database_connections", "max"},
		{"refused connects", "refused_connects_per_second", "mean"},
	}
)

// keySection is the table of the key figures with their intervals.
func keySection(t *tidy) *Section {
	table := &Table{Columns: []Column{{Name: "of"}, {Name: "figure"}, {Name: "value", Right: true}}}
	add := func(name string, of scope, columns []column) {
		for _, c := range columns {
			if t.observed(c.metric, c.stat, of) {
				table.Rows = append(table.Rows, []Cell{words(name), words(c.name), t.cell(c.metric, c.stat, of)})
			}
		}
	}
	for _, s := range t.scopes(func(s scope) bool { return s.pool != "" && s.class == "" && s.holder == "" }) {
		add("pool "+s.pool, s, keyOfPool)
	}
	for _, s := range t.scopes(func(s scope) bool { return s.pool == "" && s.class != "" && s.holder == "" }) {
		add("class "+s.class, s, keyOfClass)
	}
	add("database", scope{}, keyOfDatabase)
	if len(table.Rows) == 0 {
		return nil
	}
	return &Section{Heading: "Key figures", Table: table}
}

// overviewColumns are the figures by which several results are laid side by side.
var overviewColumns = []column{
	{"waits", "wait_ratio", "ratio"},
	{"wait\np99", "wait_seconds", "p99"},
	{"times out", "timeout_ratio", "ratio"},
	{"in use\nmean", "in_use_connections", "mean"},
	{"in use\np99", "in_use_connections", "p99"},
	{"utilisation", "utilisation_ratio", "mean"},
}

// Overview lays results side by side, a row for each pool of each; names are what they are called.
func Overview(results []*experiment.Result, names []string) Section {
	table := &Table{Columns: []Column{{Name: "scenario"}, {Name: "pool"}}, Stacked: true}
	for _, c := range overviewColumns {
		table.Columns = append(table.Columns, Column{Name: c.name, Right: true})
	}
	table.Columns = append(table.Columns, Column{Name: "verdict"})
	for i, r := range results {
		t := newTidy(r.Metrics)
		for k := range r.Pools {
			row := []Cell{words(names[i]), words(r.Pools[k].Name)}
			for _, c := range overviewColumns {
				row = append(row, t.cell(c.metric, c.stat, scope{pool: r.Pools[k].Name}))
			}
			table.Rows = append(table.Rows, append(row, summed(r.SLO)))
		}
	}
	return Section{Heading: "Overview", Table: table}
}

// summed is the judgement of all targets together.
func summed(slo []experiment.Verdict) Cell {
	if len(slo) == 0 {
		return words("no targets")
	}
	switch mark, _ := Verdict(slo); mark {
	case Bad:
		return judgement(experiment.NotMet)
	case Open:
		return judgement(experiment.NotDecided)
	}
	return judgement(experiment.Met)
}
