package report

// databaseSection is the table of the server behind all pools of all processes.
func databaseSection(t *tidy) *Section {
	of := scope{}
	table := &Table{Columns: []Column{{Name: "measure"}}}
	row := []Cell{words("connections")}
	found := false
	for _, stat := range levelStats {
		table.Columns = append(table.Columns, Column{Name: stat, Right: true})
		row = append(row, t.cell("database_connections", stat, of))
		found = found || t.has("database_connections", stat, of)
	}
	if found {
		table.Rows = append(table.Rows, row)
	}
	if t.has("refused_connects_per_second", "mean", of) {
		table.Rows = append(table.Rows, []Cell{words("refused connects"), t.cell("refused_connects_per_second", "mean", of)})
	}
	if len(table.Rows) == 0 {
		return nil
	}
	return &Section{Heading: "Database", Table: table}
}
