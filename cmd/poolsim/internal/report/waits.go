package report

// waitColumns are the figures of an acquire.
var waitColumns = []column{
	{"acquires", "acquires_total", "total"},
	{"waited", "wait_ratio", "ratio"},
	{"timeouts", "timeouts_total", "total"},
	{"wait\nmean", "wait_seconds", "mean"},
	{"wait\np50", "wait_seconds", "p50"},
	{"wait\np95", "wait_seconds", "p95"},
	{"wait\np99", "wait_seconds", "p99"},
	{"wait\nmax", "wait_seconds", "max"},
	{"hold\nmean", "hold_seconds", "mean"},
}

// all is the label of a row that takes everything together.
const all = "all"

// waitSection is the table of waits and holds, a row for each class and holder, and one for each pool that has several.
func waitSection(t *tidy, severalPools bool) *Section {
	parts := t.scopes(func(s scope) bool { return s.pool != "" && s.class != "" && s.holder != "" })
	pools := t.scopes(func(s scope) bool { return s.pool != "" && s.class == "" && s.holder == "" })
	var rows []scope
	for _, p := range pools {
		n := 0
		for _, s := range parts {
			if s.pool == p.pool {
				rows = append(rows, s)
				n++
			}
		}
		if n != 1 {
			rows = append(rows, p)
		}
	}
	labels := []string{"class", "holder"}
	label := func(s scope) []string {
		if s.class == "" {
			return []string{all, ""}
		}
		return []string{s.class, s.holder}
	}
	if severalPools {
		labels = append([]string{"pool"}, labels...)
		inner := label
		label = func(s scope) []string { return append([]string{s.pool}, inner(s)...) }
	}
	table := t.figureTable(labels, label, rows, waitColumns)
	if table == nil {
		return nil
	}
	return &Section{Heading: "Waits and holds", Table: table}
}
