package report

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"poolsim/sim/experiment"
	"poolsim/sim/study"
)

// Comparison lays out a comparison: what was run, then each variant against the baseline, warnings, and the targets.
func Comparison(r *study.CompareResult) *Document {
	d := &Document{Title: r.Variants[0].Title, Lines: comparisonHeadline(r)}
	for i := range r.Variants[1:] {
		d.Sections = append(d.Sections, against(r, &r.Variants[i+1]))
	}
	d.add(howToRead(r))
	d.add(warningSection(ComparisonWarnings(r)))
	d.add(comparedVerdicts(r))
	return d
}

// comparisonHeadline says what was run, a line for the study, one for how far it got, and one for each pool of each variant.
func comparisonHeadline(r *study.CompareResult) []string {
	base := &r.Variants[0]
	pairs := fmt.Sprintf("%d pairs of replications", r.Replications)
	if r.Replications == 1 {
		pairs = "1 pair of replications"
	}
	run := fmt.Sprintf("seed %d, %s of %s", r.Seed, pairs, Span(base.DurationSeconds))
	if base.WarmupSeconds > 0 {
		run += " after " + Span(base.WarmupSeconds) + " of warm-up"
	}
	lines := []string{run + " on common random numbers; ± are 95 % intervals", decisions(r)}
	for i := range r.Variants {
		v := &r.Variants[i]
		what := v.Name
		if i == 0 {
			what = "baseline " + what
		}
		for k := range v.Pools {
			lines = append(lines, what+": pool "+Settings(&v.Pools[k]))
		}
	}
	return lines
}

// decisions says how many differences are decided.
func decisions(r *study.CompareResult) string {
	open, all := 0, 0
	for i := range r.Differences {
		if f := r.Differences[i].Finding; f != study.Nothing {
			all++
			if f == study.NotShown {
				open++
			}
		}
	}
	switch {
	case r.Decided:
		return fmt.Sprintf("all %d differences are decided", all)
	case r.Replications >= r.Budget:
		return fmt.Sprintf("%d of %d differences are decided; for the others the budget of %d replications shows none", all-open, all, r.Budget)
	}
	return fmt.Sprintf("%d of %d differences are decided after %d of at most %d replications", all-open, all, r.Replications, r.Budget)
}

// against is the table of a variant.
func against(r *study.CompareResult, v *study.ComparedVariant) Section {
	s := Section{Heading: v.Name + " against " + r.Variants[0].Name, Table: &Table{Columns: []Column{
		{Name: "metric"},
		{Name: "of"},
		{Name: "baseline", Right: true},
		{Name: "variant", Right: true},
		{Name: "difference", Right: true},
		{Name: "in per cent", Right: true},
		{Name: "gain", Right: true},
		{Name: "finding"},
	}}}
	var news []*study.ComparedMetric
	for i := range r.Differences {
		d := &r.Differences[i]
		if d.Variant != v.Name || d.Finding == study.Nothing {
			continue
		}
		if isNews(d) {
			news = append(news, d)
		}
		s.Table.Rows = append(s.Table.Rows, comparedRow(d))
	}
	s.Lines = comparedNews(news)
	return s
}

// comparedRow is the row of a difference.
func comparedRow(d *study.ComparedMetric) []Cell {
	kind := KindOf(d.Metric)
	row := []Cell{
		words(comparedLabel(d)), words(place(d.Pool, d.Class)),
		words(valueOf(kind, d.Base)), words(valueOf(kind, d.Other)),
		{},
		{},
		{},
		{Text: clean(string(d.Finding))},
	}
	if d.In == experiment.Both {
		row[4] = figures(signed(difference(kind, float64(d.PairedMetric.Difference), float64(d.Lo), float64(d.Hi))))
		if !d.Relative.IsNaN() {
			row[5] = figures(signed(number(Ratio, float64(d.Relative), float64(d.RelativeLo), float64(d.RelativeHi))))
		}
		if !d.Gain.IsNaN() {
			row[6] = words(gain(d.Gain))
		}
	}
	if d.Finding == study.NotShown {
		row[7].Mark = Open
	}
	return row
}

// comparedLabel is a metric's name with its stat. Rates and ratios speak for themselves.
func comparedLabel(d *study.ComparedMetric) string {
	label := metricLabel(d.Metric)
	if d.Metric == "database_connections" {
		label = "connections"
	}
	if d.Stat == "ratio" || d.Stat == "total" || KindOf(d.Metric) == Rate {
		return label
	}
	return label + " " + d.Stat
}

// difference shows a difference of two values: that of two shares is in points of per cent, lest it be taken for a relative
// one.
func difference(kind Kind, value, lo, hi float64) figure {
	f := number(kind, value, lo, hi)
	if math.IsNaN(lo) != math.IsNaN(hi) && value != 0 { // one end only
		u := unitFor(kind, math.Abs(value))
		end := func(x float64) string {
			if math.IsNaN(x) {
				return "?"
			}
			return plain(x*u.factor, decimalsFor(math.Abs(value)*u.factor, 0))
		}
		f.interval = "[" + end(lo) + ", " + end(hi) + "]"
	}
	if f.unit == " %" {
		f.unit = " points"
	}
	return f
}

// gain writes a gain with two digits: it is not known better, nor of interest beyond 10 000.
func gain(n experiment.Number) string {
	if n >= 10_000 {
		return "> x 10 000"
	}
	return times(n)
}

// place says of what a metric is.
func place(pool, class string) string {
	switch {
	case pool != "":
		return "pool " + pool
	case class != "":
		return "class " + class
	}
	return "database"
}

// valueOf shows a value without an interval; `poolsim run` has those of the values.
func valueOf(kind Kind, n experiment.Number) string {
	if n.IsNaN() {
		return ""
	}
	return Value(kind, float64(n))
}

// signed puts a plus before what is more.
func signed(f figure) figure {
	if f.value != "0" && f.value != none && !strings.HasPrefix(f.value, "-") {
		f.value = "+" + f.value
	}
	return f
}

// headlines are the metrics that a comparison is about before all others.
var headlines = [][2]string{{"wait_seconds", "p99"}, {"timeout_ratio", "ratio"}, {"response_seconds", "mean"}}

// isNews reports whether a difference belongs into the first line.
func isNews(d *study.ComparedMetric) bool {
	return d.In == experiment.Both && slices.Contains(headlines, [2]string{d.Metric, d.Stat})
}

// comparedNews says the differences in words: those that were found with their sizes, "wait p99 of pool main: 12.3 ± 0.4 ms
// lower", then the others.
func comparedNews(news []*study.ComparedMetric) []string {
	var found []string
	others := map[study.Finding][]string{}
	for _, d := range news {
		what := comparedLabel(d) + " of " + place(d.Pool, d.Class)
		if d.Finding != study.Higher && d.Finding != study.Lower {
			others[d.Finding] = append(others[d.Finding], what)
			continue
		}
		size, lo, hi := float64(d.PairedMetric.Difference), float64(d.Lo), float64(d.Hi)
		if size < 0 {
			size, lo, hi = -size, -hi, -lo
		}
		found = append(found, what+": "+difference(KindOf(d.Metric), size, lo, hi).inline()+" "+string(d.Finding))
	}
	var lines []string
	if len(found) > 0 {
		lines = append(lines, strings.Join(found, "; "))
	}
	for _, f := range []study.Finding{study.NotShown, study.WithinMargin, study.TheSame} {
		if list := others[f]; len(list) > 0 {
			lines = append(lines, string(f)+": "+strings.Join(list, ", "))
		}
	}
	return lines
}

// howToRead says what the columns mean, and how much chance there is in the findings.
func howToRead(r *study.CompareResult) *Section {
	lines := []string{"gain: how many times as many replications it would take without common random numbers; points: of per cent"}
	looks := "Findings rest on the same intervals."
	if r.Confidence > 0.9501 {
		looks = fmt.Sprintf("Findings rest on wider ones of %.4g %%, since replications are added until something is found.", 100*r.Confidence)
	}
	lines = append(lines, "An interval of 95 % misses the true difference once in 20 times: of many differences that do not exist, some lie beyond theirs by chance. "+looks)
	if r.Margin > 0 {
		lines = append(lines, fmt.Sprintf("within the margin: it lies within ± %s of the baseline, whatever it is", exact(100*r.Margin)+" %"))
	}
	return &Section{Lines: lines}
}

// ComparisonWarnings are the warnings of a comparison, then those of its variants with their names; one that several
// variants have is said once.
func ComparisonWarnings(r *study.CompareResult) []string {
	out := slices.Clone(r.Warnings)
	var texts []string
	by := map[string][]string{}
	for i := range r.Variants {
		for _, w := range r.Variants[i].Warnings {
			if by[w] == nil {
				texts = append(texts, w)
			}
			by[w] = append(by[w], r.Variants[i].Name)
		}
	}
	for _, w := range texts {
		names := strings.Join(by[w], ", ")
		if len(by[w]) == len(r.Variants) {
			names = "all variants"
		}
		out = append(out, names+": "+w)
	}
	return out
}

// comparedVerdicts is the table of the targets of all variants.
func comparedVerdicts(r *study.CompareResult) *Section {
	s := &Section{Heading: "Service level objectives"}
	for i := range r.Variants {
		v := &r.Variants[i]
		own := verdictSection(v.SLO)
		if own == nil {
			continue
		}
		if s.Table == nil {
			s.Table = &Table{Columns: append([]Column{{Name: "variant"}}, own.Table.Columns...)}
		}
		for _, row := range own.Table.Rows {
			s.Table.Rows = append(s.Table.Rows, append([]Cell{words(v.Name)}, row...))
		}
		for _, n := range own.Notes {
			n.Text = clean(v.Name) + ": " + n.Text
			s.Notes = append(s.Notes, n)
		}
	}
	if s.Table == nil {
		return nil
	}
	return s
}
