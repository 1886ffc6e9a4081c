package report

// classColumns are the figures of the jobs of a class.
var classColumns = []column{
	{"jobs", "jobs_total", "total"},
	{"completed", "completions_per_second", "mean"},
	{"response\nmean", "response_seconds", "mean"},
	{"response\np50", "response_seconds", "p50"},
	{"response\np95", "response_seconds", "p95"},
	{"response\np99", "response_seconds", "p99"},
	{"response\nmax", "response_seconds", "max"},
	{"failures", "failures_total", "total"},
	{"failed", "failure_ratio", "ratio"},
	{"cancelled", "cancelled_jobs_total", "total"},
	{"retries", "retries_total", "total"},
}

// classSection is the table of jobs from arrival to end, a row for each class.
func classSection(t *tidy) *Section {
	rows := t.scopes(func(s scope) bool { return s.pool == "" && s.class != "" && s.holder == "" })
	table := t.figureTable([]string{"class"}, func(s scope) []string { return []string{s.class} }, rows, classColumns)
	if table == nil {
		return nil
	}
	return &Section{Heading: "Jobs", Table: table}
}
