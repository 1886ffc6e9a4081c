package report

import "poolsim/sim/experiment"

// errorSection is the table of the errors that the application would log: what an operator would search for.
func errorSection(errors []experiment.LoggedError) *Section {
	if len(errors) == 0 {
		return nil
	}
	table := &Table{Columns: []Column{{Name: "times", Right: true}, {Name: "message"}}}
	for i := range errors {
		e := &errors[i]
		table.Rows = append(table.Rows, []Cell{
			figures(number(Count, float64(e.Total), float64(e.Lo), float64(e.Hi))), words(e.Message),
		})
	}
	return &Section{Heading: "Errors in the application's log, in a replication", Table: table}
}
