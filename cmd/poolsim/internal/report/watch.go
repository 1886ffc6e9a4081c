package report

import "poolsim/sim/experiment"

// alertOf says of whom an alert speaks.
func alertOf(a *experiment.AlertShare) string {
	switch {
	case a.Pool != "":
		return a.Pool
	case a.Class != "":
		return "class " + a.Class
	}
	return all
}

// watchSection is the table of what happened beyond the thresholds of alerts, and of what a dashboard shows of it.
func watchSection(alerts []experiment.AlertShare) *Section {
	table := &Table{Stacked: true, Columns: []Column{
		{Name: "alert"},
		{Name: "pool"},
		{Name: "above", Right: true},
		{Name: "stretches\nper hour", Right: true},
		{Name: "longest", Right: true},
		{Name: "looks\nevery", Right: true},
		{Name: "looks\nabove", Right: true},
		{Name: "unseen", Right: true},
	}}
	for i := range alerts {
		a := &alerts[i]
		w := a.Watched
		if w == nil || w.PerHour.Value == 0 && w.Unseen.Value.IsNaN() { // nothing was beyond it
			continue
		}
		table.Rows = append(table.Rows, []Cell{
			words(metricLabel(a.Metric)), words(alertOf(a)), words(limit(a.Metric, a.Above)),
			estimate(Count, w.PerHour), estimate(Seconds, w.Longest), words(Span(w.ScrapeSeconds)),
			estimate(Ratio, w.Scraped), estimate(Ratio, w.Unseen),
		})
	}
	if len(table.Rows) == 0 {
		return nil
	}
	return &Section{
		Heading: "Alerts on a dashboard: stretches above the threshold, and what looks every now and then show of them",
		Lines: []string{
			"unseen is the share of stretches in which no look falls; a level that hovers about the threshold has many short ones. Of durations " +
				"a look shows the mean since the look before: a stretch is a row of looks, unseen the share of what is above in looks that are not",
		},
		Table: table,
	}
}

func estimate(kind Kind, e experiment.Estimate) Cell {
	return figures(number(kind, float64(e.Value), float64(e.Lo), float64(e.Hi)))
}
