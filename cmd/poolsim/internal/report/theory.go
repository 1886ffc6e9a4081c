package report

import (
	"fmt"
	"math"

	"poolsim/sim/experiment"
)

// theorySection lays what closed forms say beside what was simulated; nil where there is no closed form. Rows whose
// metric the result does not have are left out.
func theorySection(t *tidy, rows []experiment.TheoryRow, severalPools bool) *Section {
	table := &Table{Columns: []Column{
		{Name: "metric"}, {Name: "theory", Right: true}, {Name: "simulated", Right: true}, {Name: "form"},
	}}
	if severalPools {
		table.Columns = append([]Column{{Name: "pool"}}, table.Columns...)
	}
	s := &Section{Heading: "Theory beside simulation, in the steady state of one process", Table: table}
	last := ""
	for i := range rows {
		r := &rows[i]
		at := scope{pool: r.Pool}
		if !t.has(r.Metric, r.Stat, at) {
			continue
		}
		row := []Cell{
			words(theoryLabel(r)), words(theory(KindOf(r.Metric), r.Value)), t.cell(r.Metric, r.Stat, at), words(exactness(r.Exact) + r.Form),
		}
		if severalPools {
			row = append([]Cell{words(r.Pool)}, row...)
		}
		table.Rows = append(table.Rows, row)
		if r.Pool != last {
			s.Lines = append(s.Lines, formWords(r.Pool, r.Form, r.Exact, r.Assumes))
			last = r.Pool
		}
	}
	if len(table.Rows) == 0 {
		return nil
	}
	return s
}

// theoryLabel is a metric and its statistic as people say them: "wait p99", "in use mean", "times out".
func theoryLabel(r *experiment.TheoryRow) string {
	switch r.Metric {
	case "wait_ratio":
		return "waits"
	case "timeout_ratio":
		return "times out"
	}
	return metricLabel(r.Metric) + " " + r.Stat
}

// exactness marks an approximation.
func exactness(exact bool) string {
	if exact {
		return ""
	}
	return "about: "
}

// formWords says what a closed form supposes, and whether the scenario is just that.
func formWords(pool, form string, exact bool, assumes string) string {
	how := "an approximation here"
	if exact {
		how = "exact here"
	}
	return clean(fmt.Sprintf("pool %s: %s, %s: %s", pool, form, how, assumes))
}

// lockingSection says of each pool of which jobs hold several connections at once how many it needs so that they cannot
// lock each other out.
func lockingSection(e *experiment.Expectation) *Section {
	s := &Section{Heading: "Pool locking: jobs that hold several connections at once"}
	for i := range e.Pools {
		p := &e.Pools[i]
		if p.Locking != nil {
			s.Lines = append(s.Lines, clean("pool "+p.Name+": "+lockingWords(p.Locking, p.Limit)))
		}
	}
	if len(s.Lines) == 0 {
		return nil
	}
	s.Lines = append(s.Lines, clean("bound: jobs x (connections - 1) + 1 (HikariCP wiki, About Pool Sizing); it avoids a deadlock, it is not what is fast"))
	return s
}

func lockingWords(l *experiment.PoolLocking, limit int) string {
	held := fmt.Sprintf("each holds up to %s at once; ", Whole(l.Connections))
	switch {
	case limit < 0:
		return held + "a pool without limit cannot lock"
	case l.SafeJobs < 0:
		return held + fmt.Sprintf("more than the %s that the pool has: a job locks itself", Whole(limit))
	case l.Jobs < 0:
		return held + fmt.Sprintf("up to %s jobs at once are safe with %s connections, and nothing limits how many open classes bring", Whole(l.SafeJobs), Whole(limit))
	case l.CanLock:
		return held + fmt.Sprintf("%s jobs need %s connections so that they cannot lock each other out, the pool has %s", Whole(l.Jobs), needed(l.Needed), Whole(limit))
	}
	return held + fmt.Sprintf("%s jobs need %s connections, the pool has %s: it cannot lock", Whole(l.Jobs), needed(l.Needed), Whole(limit))
}

func needed(n int) string {
	if n == math.MaxInt {
		return "endlessly many"
	}
	return Whole(n)
}
