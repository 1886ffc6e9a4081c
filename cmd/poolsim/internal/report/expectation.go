package report

import (
	"fmt"
	"math"

	"poolsim/sim/experiment"
)

// Expectation lays out what theory says of a scenario before it is run. Cost is what the run will take, in words.
func Expectation(e *experiment.Expectation, cost string) *Document {
	d := &Document{Title: e.Title}
	run := fmt.Sprintf("%d processes", e.Processes)
	if e.Processes == 1 {
		run = "1 process"
	}
	if e.Name != e.Title && e.Name != "" {
		run = e.Name + ", " + run
	}
	d.Lines = append(d.Lines, run)
	for i := range e.Pools {
		d.Lines = append(d.Lines, "pool "+Settings(&e.Pools[i].PoolFacts))
	}
	d.add(loadSection(e))
	d.add(waitsSection(e))
	d.add(lockingSection(e))
	d.add(budgetSection(e))
	d.Sections = append(d.Sections, Section{Heading: "The run", Lines: []string{cost}})
	d.add(warningSection(e.Warnings))
	return d
}

// loadSection is the table of offered loads against limits.
func loadSection(e *experiment.Expectation) *Section {
	if len(e.Pools) == 0 {
		return nil
	}
	table := &Table{Columns: []Column{{Name: "pool"}}}
	for _, name := range []string{"limit", "acquires", "mean\noccupancy", "offered load\nin erlangs", "utilisation"} {
		table.Columns = append(table.Columns, Column{Name: name, Right: true})
	}
	s := &Section{Heading: "Offered load against the limit, for one process", Table: table}
	for i := range e.Pools {
		p := &e.Pools[i]
		limit := "no limit"
		if p.Limit >= 0 {
			limit = Whole(p.Limit)
		}
		table.Rows = append(table.Rows, []Cell{
			words(p.Name), words(limit),
			words(Value(Rate, float64(p.Rate))),
			words(theory(Seconds, p.MeanOccupancy)),
			words(Value(Count, float64(p.OfferedLoad))),
			words(Value(Ratio, float64(p.Utilisation))),
		})
		if p.Note != "" {
			s.Notes = append(s.Notes, Cell{Text: clean("pool " + p.Name + ": " + p.Note)})
		}
	}
	return s
}

// waitsSection is the table of the waits that closed forms expect, and what the forms suppose.
func waitsSection(e *experiment.Expectation) *Section {
	table := &Table{Columns: []Column{{Name: "pool"}}}
	for _, name := range []string{"waits", "times out", "wait\nmean", "wait\np50", "wait\np95", "wait\np99"} {
		table.Columns = append(table.Columns, Column{Name: name, Right: true})
	}
	table.Columns = append(table.Columns, Column{Name: "form"})
	s := &Section{Heading: "Waits in the steady state, by theory", Table: table}
	for i := range e.Pools {
		p := &e.Pools[i]
		if p.Form == "" {
			continue
		}
		table.Rows = append(table.Rows, []Cell{
			words(p.Name), words(theory(Ratio, p.WaitRatio)), words(theory(Ratio, p.TimeoutRatio)),
			words(theory(Seconds, p.WaitMean)), words(theory(Seconds, p.WaitP50)), words(theory(Seconds, p.WaitP95)), words(theory(Seconds, p.WaitP99)),
			words(exactness(p.Exact) + p.Form),
		})
		s.Lines = append(s.Lines, formWords(p.Name, p.Form, p.Exact, p.Assumes))
	}
	if len(table.Rows) == 0 {
		return nil
	}
	return s
}

// leastTheory are the sizes below which theory's exact smallness says nothing more: it never happens.
var leastTheory = map[Kind]float64{Seconds: 1e-9, Ratio: 1e-6}

// theory shows a figure that comes from a formula, which may be as small as 1e-60 or, beyond the limit, infinite.
func theory(kind Kind, x experiment.Number) string {
	v := float64(x)
	switch least := leastTheory[kind]; {
	case math.IsInf(v, 1):
		return "no limit"
	case v > 0 && v < least:
		return "< " + limit(map[Kind]string{Seconds: "_seconds", Ratio: "_ratio"}[kind], least)
	}
	return Value(kind, v)
}

// budgetSection compares what the pools may open with what the database allows.
func budgetSection(e *experiment.Expectation) *Section {
	b := e.Database
	if b == nil {
		return nil
	}
	possible := "any number of connections"
	if b.Possible >= 0 {
		possible = Whole(b.Possible) + " connections"
	}
	verdict, mark := "within the budget", Good
	if b.Possible < 0 || b.Possible > b.Limit {
		verdict, mark = "OVER BUDGET", Bad
	}
	return &Section{
		Heading: "Database budget",
		Lines: []string{
			fmt.Sprintf("max_connections %s, of which %s reserved: %s for applications", Whole(b.MaxConnections), Whole(b.Reserved), Whole(b.Limit)),
			fmt.Sprintf("all pools of all processes may open %s", possible),
		},
		Notes: []Cell{{Text: verdict, Mark: mark}},
	}
}
