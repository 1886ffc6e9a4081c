package report

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"poolsim/sim/experiment"
	"poolsim/sim/study"
)

// Search lays out a search for the setting at which the targets are just met.
func Search(r *study.SearchResult) *Document {
	d := &Document{Title: r.Title, Lines: searchLines(r)}
	d.Sections = append(d.Sections, answerSection(r))
	d.add(bindingSection(r))
	d.add(orderSection(r))
	d.add(searchedSection(r))
	if len(r.Notes) > 0 {
		d.add(&Section{Heading: "Notes", List: r.Notes})
	}
	d.Sections = append(d.Sections, Section{Heading: "What it cost", Lines: workLines(r)})
	return d
}

// targetWords writes all targets: "wait_p99 ≤ 100 ms and timeout_ratio ≤ 0.01 %".
func targetWords(r *study.SearchResult) string {
	var parts []string
	for _, t := range r.Targets {
		parts = append(parts, t.Key+" ≤ "+limit(t.Metric, t.Limit))
	}
	if n := len(parts); n > 1 {
		parts = append(parts[:n-2], parts[n-2]+" and "+parts[n-1])
	}
	return strings.Join(parts, ", ")
}

// lastOf returns the value of the key that was searched by halves.
func lastOf(at []string) string { return at[len(at)-1] }

// SearchHeadline says in a sentence what was found.
func SearchHeadline(r *study.SearchResult) string {
	targets := targetWords(r)
	names := r.Names()
	if !r.Found {
		if len(r.For) > 1 {
			return fmt.Sprintf("no combination of %s meets %s", strings.Join(names, " and "), targets)
		}
		return fmt.Sprintf("no %s from %s to %s meets %s", names[0], r.For[0].First, r.For[0].Last, targets)
	}
	answer := r.CandidateName(r.At)
	switch {
	case len(r.For) > 1:
		cost := r.CostOf.Key
		if cost == study.Connections.Key {
			cost = "connections that can be open"
		}
		return fmt.Sprintf("%s is the cheapest combination that meets %s: %s %s", answer, targets, Value(Count, float64(r.Cost)), cost)
	case r.Harder == nil && r.Study == study.Capacity:
		return fmt.Sprintf("%s, the highest that was tried, meets %s", answer, targets)
	case r.Harder == nil:
		return fmt.Sprintf("%s, the smallest that was tried, meets %s", answer, targets)
	}
	extreme, meets := "smallest", "meets"
	if r.Study == study.Capacity {
		extreme = "highest"
	}
	if !r.Shown {
		meets = "is shown to meet" // the one before it may
	}
	return fmt.Sprintf("%s is the %s that %s %s", answer, extreme, meets, targets)
}

// searchLines says what was found and how sure it is.
func searchLines(r *study.SearchResult) []string {
	lines := []string{fmt.Sprintf("%s, seed %d", r.Name, r.Seed), SearchHeadline(r)}
	if !r.Found {
		return lines
	}
	return append(lines, sureness(r))
}

// sureness says what is shown, and at what confidence.
func sureness(r *study.SearchResult) string {
	value := func(at []string) string {
		if len(at) == 1 {
			return at[0]
		}
		return r.Names()[len(at)-1] + " = " + lastOf(at)
	}
	answer := r.Rows[0]
	for _, p := range r.Rows {
		if strings.Join(p.At, "\x00") == strings.Join(r.At, "\x00") {
			answer = p
		}
	}
	s := fmt.Sprintf("%s on the fresh seed %d, %d replications", "NOT CONFIRMED", r.Fresh, answer.Replications)
	if r.Confirmed {
		s = "confirmed" + strings.TrimPrefix(s, "NOT CONFIRMED")
	}
	switch {
	case r.Harder == nil:
	case r.Shown:
		s += fmt.Sprintf("; %s does not meet them", value(r.Harder))
	case r.Fails != nil:
		s += fmt.Sprintf("; %s is not decided, %s does not meet them", value(r.Harder), value(r.Fails))
	default:
		s += fmt.Sprintf("; %s is not decided", value(r.Harder))
	}
	return s + fmt.Sprintf(" (each at %s %% confidence)", exact(100*r.Confidence))
}

// targetColumn is a target of one pool or class.
type targetColumn struct {
	experiment.Verdict
	name string
}

// targetColumns returns the targets of the probes, each pool's or class's apart.
func targetColumns(r *study.SearchResult) []targetColumn {
	var out []targetColumn
	count := map[string]int{}
	for i := range r.Probes[0].SLO {
		count[r.Probes[0].SLO[i].Target]++
	}
	for _, v := range r.Probes[0].SLO {
		c := targetColumn{v, v.Target}
		if count[v.Target] > 1 {
			c.name += "\n" + whose(&v)
		}
		out = append(out, c)
	}
	return out
}

// cell shows what a probe measured of a target.
func (c *targetColumn) cell(p *study.Probe) Cell {
	for i := range p.SLO {
		v := &p.SLO[i]
		if v.Target == c.Target && v.Pool == c.Pool && v.Class == c.Class {
			cell := figures(number(KindOf(v.Metric), float64(v.Value), float64(v.Lo), float64(v.Hi)))
			cell.Mark = judgement(v.Judgement).Mark
			return cell
		}
	}
	return Cell{}
}

// besideColumns returns the metrics to show beside the targets: those of pools that are no target, and the database's where
// it has a limit that plays a part.
func besideColumns(r *study.SearchResult) []experiment.Metric {
	var out []experiment.Metric
	for _, m := range r.Rows[0].Metrics {
		target := false
		for _, t := range r.Targets {
			target = target || t.Metric == m.Metric && t.Stat == m.Stat
		}
		if target || m.Metric == "wait_ratio" || m.Pool == "" && !refuses(r) {
			continue
		}
		out = append(out, m)
	}
	return out
}

// refuses reports whether the database refused connects of a shown candidate.
func refuses(r *study.SearchResult) bool {
	for _, p := range r.Rows {
		for _, m := range p.Metrics {
			if m.Metric == "refused_connects_per_second" && m.Value > 0 {
				return true
			}
		}
	}
	return false
}

// besideName is the heading of a metric.
func besideName(m *experiment.Metric, pools bool) string {
	label := metricLabel(m.Metric)
	if m.Metric == "timeout_ratio" {
		label = "timeouts"
	}
	if m.Stat != "ratio" {
		label += "\n" + m.Stat
	}
	if pools && m.Pool != "" {
		return m.Pool + "\n" + label
	}
	return label
}

// answerSection is the table of the answer and its neighbours, or of what came nearest.
func answerSection(r *study.SearchResult) Section {
	table := &Table{Stacked: true}
	for _, name := range r.Names() {
		table.Columns = append(table.Columns, Column{Name: name, Right: true})
	}
	columns, beside := targetColumns(r), besideColumns(r)
	for i := range columns {
		table.Columns = append(table.Columns, Column{Name: columns[i].name, Right: true})
	}
	table.Columns = append(table.Columns, Column{Name: "verdict"})
	pools := map[string]bool{}
	for i := range beside {
		pools[beside[i].Pool] = true
	}
	delete(pools, "")
	for i := range beside {
		table.Columns = append(table.Columns, Column{Name: besideName(&beside[i], len(pools) > 1), Right: true})
	}
	table.Columns = append(table.Columns, Column{Name: "runs", Right: true})
	for _, p := range r.Rows {
		var row []Cell
		for _, v := range p.At {
			row = append(row, words(v))
		}
		for i := range columns {
			row = append(row, columns[i].cell(p))
		}
		row = append(row, judgement(p.Judgement))
		for i := range beside {
			row = append(row, besideCell(p, &beside[i]))
		}
		table.Rows = append(table.Rows, append(row, words(strconv.Itoa(p.Replications))))
	}
	s := Section{Heading: "The answer between its neighbours, on the fresh seed", Table: table}
	if !r.Found {
		s.Heading = "What came nearest"
	}
	s.Lines = []string{"± and [ ] of targets are the intervals on which they are judged, all looks at a candidate together at 95 %; of the rest they are 95 % intervals"}
	return s
}

// besideCell shows a metric of a probe.
func besideCell(p *study.Probe, want *experiment.Metric) Cell {
	for i := range p.Metrics {
		m := &p.Metrics[i]
		if m.Metric == want.Metric && m.Stat == want.Stat && m.Pool == want.Pool {
			return figures(metric(m))
		}
	}
	return Cell{}
}

// bindingSection says what stands in the way of the next candidate.
func bindingSection(r *study.SearchResult) *Section {
	if len(r.Binding) == 0 {
		return nil
	}
	s := &Section{Heading: "What binds"}
	at := r.Rows[0].At
	if r.Found {
		at = r.Harder
	}
	for i := range r.Binding {
		b := &r.Binding[i]
		line := fmt.Sprintf("%s: at %s, %s of %s is %s, and must not exceed %s", b.What, r.CandidateName(at), b.Target, whose(&b.Verdict),
			number(KindOf(b.Metric), float64(b.Value), float64(b.Lo), float64(b.Hi)).inline(), limit(b.Metric, b.Limit))
		if b.Judgement == experiment.NotDecided {
			line += " (not decided)"
		}
		if b.Why != "" {
			line += ": " + b.Why
		}
		s.Lines = append(s.Lines, line)
	}
	return s
}

// orderSection says that the answer is not the whole truth: easier candidates miss targets.
func orderSection(r *study.SearchResult) *Section {
	if r.Monotone || len(r.Probes) == 0 {
		return nil
	}
	easier := "larger"
	if r.Study == study.Capacity {
		easier = "smaller"
	}
	s := &Section{Heading: "Not in order"}
	s.Notes = append(s.Notes, Cell{Mark: Bad, Text: fmt.Sprintf("NOT MONOTONE: %s values were tried that miss a target; not every value was", easier)})
	name := r.Names()[len(r.For)-1]
	for _, g := range r.Regions {
		if g.First == g.Last {
			s.Lines = append(s.Lines, fmt.Sprintf("%s = %s was seen to meet the targets", name, g.First))
			continue
		}
		s.Lines = append(s.Lines, fmt.Sprintf("%s from %s to %s was seen to meet the targets, as far as it was tried", name, g.First, g.Last))
	}
	return s
}

// purposes are why candidates were simulated, in words.
var purposes = map[study.Purpose]string{
	study.ForSearch: "search", study.ForOrder: "is it so beyond?", study.ForConfirm: "confirm, fresh seed",
}

// searchedSection lists all candidates in the order in which they were simulated.
func searchedSection(r *study.SearchResult) *Section {
	table := &Table{}
	for _, name := range append([]string{"run"}, r.Names()...) {
		table.Columns = append(table.Columns, Column{Name: name, Right: true})
	}
	table.Columns = append(table.Columns, Column{Name: "why"}, Column{Name: "replications", Right: true})
	columns := targetColumns(r)
	for i := range columns {
		table.Columns = append(table.Columns, Column{Name: columns[i].name, Right: true})
	}
	table.Columns = append(table.Columns, Column{Name: "verdict"})
	for i, p := range r.Probes {
		row := []Cell{words(strconv.Itoa(i + 1))}
		for _, v := range p.At {
			row = append(row, words(v))
		}
		row = append(row, words(purposes[p.Purpose]), words(strconv.Itoa(p.Replications)))
		for i := range columns {
			row = append(row, columns[i].cell(p))
		}
		table.Rows = append(table.Rows, append(row, judgement(p.Judgement)))
	}
	s := &Section{Heading: "Candidates, in the order in which they were simulated", Table: table}
	if g := r.Guess; g != nil {
		by := g.By
		if by == "" {
			by = "a guess"
		}
		s.Lines = []string{fmt.Sprintf("first guess: %s, by %s", r.CandidateName(g.At), by)}
	}
	return s
}

// workLines say what the search cost, and what a grid would have.
func workLines(r *study.SearchResult) []string {
	w := &r.Work
	lines := []string{fmt.Sprintf("%s candidates simulated, %s replications, %s measured acquires", Whole(w.Cells), Whole(w.Replications), millions(w.Acquires))}
	if w.GridCells > 0 && !w.GridEven.IsNaN() {
		lines = append(lines, fmt.Sprintf("a grid of all %s candidates: %s with the same rule for each, %s if all were as precise as the most precise one",
			Whole(w.GridCells), millions(float64(w.GridAdaptive)), millions(float64(w.GridEven))))
	}
	return lines
}

// millions writes a large count with three digits.
func millions(x float64) string {
	switch {
	case math.IsNaN(x):
		return none
	case x >= 1e6:
		return strconv.FormatFloat(x/1e6, 'g', 3, 64) + " million"
	}
	return thousands(strconv.FormatFloat(x, 'f', 0, 64))
}
