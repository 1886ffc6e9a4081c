package plots

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"poolsim/sim/study"
)

// metricUnits are the endings of names of metrics that are units.
var metricUnits = []string{"_per_second", "_seconds", "_connections", "_requests", "_ratio", "_total"}

// metricWords is a metric as people say it: its name without the unit, and the stat where it says something.
func metricWords(metric, stat string) string {
	name, unit := metric, ""
	for _, u := range metricUnits {
		if short, ok := strings.CutSuffix(metric, u); ok {
			name, unit = short, u
			break
		}
	}
	if metric == "database_connections" {
		name = "connections"
	}
	name = strings.ReplaceAll(name, "_", " ")
	if stat == "ratio" || stat == "total" || unit == "_per_second" {
		return name
	}
	if stat == "p999" {
		stat = "p99.9"
	}
	return name + " " + stat
}

// withoutPrefix leaves out what names of settings have in common, up to a dot.
func withoutPrefix(names []string) []string {
	common := names[0]
	for _, n := range names[1:] {
		i := 0
		for i < min(len(common), len(n)) && common[i] == n[i] {
			i++
		}
		common = common[:i]
	}
	cut := strings.LastIndexByte(common, '.') + 1
	out := make([]string, len(names))
	for i, n := range names {
		if out[i] = clean(n); cut > 0 && len(names) > 1 {
			out[i] = "…" + clean(n[cut:])
		}
	}
	return out
}

// ofWhat says of what a difference is.
func ofWhat(d *study.ComparedMetric) string {
	switch {
	case d.Pool != "":
		return "pool " + shorten(d.Pool, 40)
	case d.Class != "":
		return "class " + shorten(d.Class, 40)
	}
	return "the database"
}

// forestLabel names the metric of a group.
func forestLabel(d *study.ComparedMetric) string {
	return clean(metricWords(d.Metric, d.Stat) + ", " + ofWhat(d))
}

// inUnit writes a value of a metric with its unit.
func inUnit(metric string, x float64) string {
	switch {
	case x == 0:
		return "0"
	case strings.HasSuffix(metric, "_per_second"):
		return amount(x, 3) + "/s"
	case strings.HasSuffix(metric, "_seconds"):
		return seconds(x, 3)
	case strings.HasSuffix(metric, "_ratio"):
		return percent(x, 3)
	}
	return amount(x, 3)
}

// differenceUnit is the unit of a difference of about a size: shown is base times factor.
func differenceUnit(metric string, size float64) (factor float64, unit string) {
	switch {
	case strings.HasSuffix(metric, "_per_second"):
		return 1, "/s"
	case strings.HasSuffix(metric, "_ratio"):
		return 100, noBreak + "points"
	case !strings.HasSuffix(metric, "_seconds"):
		return 1, ""
	}
	switch {
	case size < 1e-6:
		return 1e9, noBreak + "ns"
	case size < 1e-3:
		return 1e6, noBreak + "µs"
	case size < 1:
		return 1e3, noBreak + "ms"
	}
	return 1, noBreak + "s"
}

// signed puts a plus before what is more than nothing.
func signed(x float64, s string) string {
	if x > 0 {
		return "+" + s
	}
	return s
}

// plusMinus writes a difference with its interval: +12.3 ± 0.4, or +12.3, 9 to 17 where it is not symmetrical. An end that
// is not known is a question mark. Half of the interval has two digits, unless it is so short that the value would have more
// than five.
func plusMinus(x, lo, hi float64) string {
	half := (hi - lo) / 2
	digits := 3 - digitsBefore(x)
	if x == 0 {
		digits = 0
	}
	if isFinite(half) && half > 0 {
		digits = min(2-digitsBefore(half), 5-digitsBefore(x))
	}
	digits = max(0, min(digits, 6))
	fixed := func(x float64) string {
		s := group(strconv.FormatFloat(x, 'f', digits, 64))
		if strings.Trim(s, "−0.") == "" {
			return strings.TrimPrefix(s, "−")
		}
		return s
	}
	value := signed(x, fixed(x))
	end := func(x float64) string {
		if !isFinite(x) {
			return "?"
		}
		return signed(x, fixed(x))
	}
	switch {
	case math.IsNaN(lo) && math.IsNaN(hi):
		return value
	case !isFinite(half) || math.Abs(hi+lo-2*x) > 0.04*half:
		return value + " (" + end(lo) + " to " + end(hi) + ")"
	case half == 0:
		return value + " ± 0"
	case strings.Trim(fixed(half), "0.") == "":
		return value
	}
	return value + " ± " + fixed(half)
}

// digitsBefore is how many digits a number has before the decimal point; fewer than 1 for those that begin with zeros.
func digitsBefore(x float64) int {
	if x == 0 || !isFinite(x) {
		return 1
	}
	return int(math.Floor(math.Log10(math.Abs(x))+1e-9)) + 1
}

// value is the difference of a row: in per cent where it can be, else in the metric's unit.
func (row forestRow) value() string {
	d := row.d
	if d.Finding == study.TheSame {
		return "0"
	}
	x, lo, hi, ok := row.percents()
	if ok && (isFinite(lo) && isFinite(hi) || math.IsNaN(float64(d.Lo)) && math.IsNaN(float64(d.Hi))) {
		return plusMinus(x, lo, hi) + noBreak + "%"
	}
	size := float64(d.PairedMetric.Difference)
	if size == 0 && math.IsNaN(float64(d.Lo)) && math.IsNaN(float64(d.Hi)) {
		return "0"
	}
	largest := math.Abs(size)
	for _, end := range []float64{float64(d.Lo), float64(d.Hi)} {
		if isFinite(end) {
			largest = max(largest, math.Abs(end))
		}
	}
	factor, unit := differenceUnit(d.Metric, largest)
	return plusMinus(size*factor, float64(d.Lo)*factor, float64(d.Hi)*factor) + unit
}

// fromTo says what a value is in the baseline and in the variant.
func (row forestRow) fromTo() string {
	return "from " + inUnit(row.d.Metric, float64(row.d.Base)) + " to " + inUnit(row.d.Metric, float64(row.d.Other))
}

// arrow says the same as fromTo where there is less room.
func (row forestRow) arrow() string {
	return inUnit(row.d.Metric, float64(row.d.Base)) + " → " + inUnit(row.d.Metric, float64(row.d.Other))
}

// headline are the metrics that a title is about before all others.
var headline = [][2]string{
	{"wait_seconds", "p99"},
	{"timeout_ratio", "ratio"},
	{"response_seconds", "mean"},
	{"response_seconds", "p99"},
	{"failure_ratio", "ratio"},
	{"database_connections", "max"},
}

// headline is the place of the metric in headline; those that are not there come last.
func (row forestRow) headline() int {
	if i := slices.Index(headline, [2]string{row.d.Metric, row.d.Stat}); i >= 0 {
		return i
	}
	return len(headline)
}

// main is the difference that the title is about: of those that are found and not tiny the first of headline and, among
// equals, the greatest. It is nil when there is none.
func (f *forest) main() *forestRow {
	var best *forestRow
	var bestRank int
	var bestSize float64
	for _, g := range f.groups {
		for i := range g.rows {
			row := &g.rows[i]
			if row.d.Finding != study.Higher && row.d.Finding != study.Lower {
				continue
			}
			rank := row.headline()
			size := math.Inf(1) // from nothing to something
			if x, _, _, ok := row.percents(); ok {
				size = math.Abs(x)
			}
			const small = 1 // per cent: it is found, but is not the news
			if size < small {
				rank = len(headline) + 1
			}
			if best == nil || rank < bestRank || rank == bestRank && size > bestSize {
				best, bestRank, bestSize = row, rank, size
			}
		}
	}
	return best
}

// title states the greatest difference that was found, or that there is none.
func (f *forest) title() string {
	row := f.main()
	found, all := f.count(study.Higher, study.Lower), f.rows()+len(f.same)*len(f.variants)
	if row == nil {
		return f.noTitle(all)
	}
	d := row.d
	s := upper(metricWords(d.Metric, d.Stat)) + " of " + ofWhat(d) + ": " + row.change() + " with " + shorten(f.variants[row.variant].name, 40)
	switch {
	case found > 1:
		return s + "; " + strings.ReplaceAll(count(float64(found))+" of "+f.howMany(all)+" differ", " ", noBreak)
	case all == 1:
		return s
	case f.count(study.NotShown, study.WithinMargin) == 0:
		return s + "; all else is the same"
	}
	return s + "; no other difference is shown"
}

// howMany is a number of differences: of metrics, or of metrics with each variant.
func (f *forest) howMany(n int) string {
	if len(f.variants) > 1 {
		return count(float64(n))
	}
	return plural(float64(n), "metric", "metrics")
}

// change says how much higher or lower a value is. The direction is the finding's.
func (row *forestRow) change() string {
	d := row.d
	x := float64(d.Relative)
	rises := d.Finding == study.Higher
	switch {
	case d.Other == 0 && d.Base > 0 && !rises:
		return row.fromTo()
	case isFinite(x) && rises && x >= 2:
		return amount(1+x, 2) + " times as high"
	case isFinite(x) && x != 0 && rises == (x > 0):
		return percent(math.Abs(x), 2) + " " + string(d.Finding)
	case d.Base == 0 && rises:
		return row.fromTo()
	}
	factor, unit := differenceUnit(d.Metric, math.Abs(float64(d.PairedMetric.Difference)))
	return amount(math.Abs(float64(d.PairedMetric.Difference))*factor, 2) + unit + " " + string(d.Finding)
}

// noTitle is the title where no difference was found.
func (f *forest) noTitle(all int) string {
	what := "any of " + plural(float64(all), "metric", "metrics")
	if len(f.variants) > 1 {
		what = "any of " + plural(float64(all), "difference", "differences")
	}
	if all == 1 {
		d := f.groups[0].rows[0].d
		what = metricWords(d.Metric, d.Stat) + " of " + ofWhat(d)
	}
	base := shorten(f.r.Variants[0].Name, 32)
	switch {
	case f.count(study.NotShown) > 0:
		return "No difference from " + base + " is shown in " + what
	case f.count(study.WithinMargin) > 0:
		return "No difference from " + base + " beyond " + percent(f.r.Margin, 3) + " in " + what
	}
	return "The same as " + base + " in every pair of replications: no difference in " + what
}

// subtitle says what is drawn.
func (f *forest) subtitle() string {
	s := "Against the baseline " + shorten(f.r.Variants[0].Name, 40) + ", on common random numbers; bars are 95" + noBreak + "% intervals"
	words := false
	for _, g := range f.groups {
		for _, row := range g.rows {
			_, _, _, ok := row.percents()
			words = words || !ok
		}
	}
	if words {
		s += "; values stand where the baseline may be 0"
	}
	if f.lonely > 0 {
		s += "; " + plural(float64(f.lonely), "metric is", "metrics are") + " not in both"
	}
	return s
}

// sameLine names what is the same in all variants and has no row.
func (f *forest) sameLine() string {
	if len(f.same) == 0 {
		return ""
	}
	var of []string
	metrics := map[string][]string{}
	for _, d := range f.same {
		what := ofWhat(d)
		if metrics[what] == nil {
			of = append(of, what)
		}
		metrics[what] = append(metrics[what], metricWords(d.Metric, d.Stat))
	}
	who := ""
	if len(f.variants) > 1 {
		who = " with every variant"
	}
	s := "The same" + who
	for _, what := range of {
		s += "; of " + what + ": " + strings.Join(metrics[what], ", ")
	}
	return strings.Replace(s, ";", ",", 1)
}

// leftLine says in words that begin a line what was left out.
func leftLine(begin string, n map[study.Finding]int) string {
	var parts []string
	all := 0
	for _, finding := range []study.Finding{study.Lower, study.Higher, study.NotShown, study.WithinMargin, study.TheSame} {
		if k := n[finding]; k > 0 {
			all += k
			parts = append(parts, count(float64(k))+" "+string(finding))
		}
	}
	return begin + plural(float64(all), "difference", "differences") + ": " + strings.Join(parts, ", ")
}

// mostTold is how many differences are told in words.
const mostTold = 200

// description is the picture in words.
func (f *forest) description() string {
	var b strings.Builder
	b.WriteString("Differences by metric and variant: ")
	n := 0
	groups, left := f.foremost(mostTold)
	for _, g := range groups {
		for _, row := range g.rows {
			if n++; n > 1 {
				b.WriteString("; ")
			}
			fmt.Fprintf(&b, "%s, %s: %s, %s", g.label, f.variants[row.variant].name, row.value(), row.d.Finding)
		}
	}
	b.WriteString(".")
	if len(left) > 0 {
		b.WriteString(leftLine(" Not told are ", left) + ".")
	}
	if s := f.sameLine(); s != "" {
		b.WriteString(" " + s + ".")
	}
	return b.String()
}

// footer says which comparison it is.
func (f *forest) footer() string {
	base := &f.r.Variants[0]
	length := span(base.DurationSeconds)
	if base.WarmupSeconds > 0 {
		length += " after " + span(base.WarmupSeconds) + " warm-up"
	}
	parts := []string{
		strings.TrimSpace("poolsim " + f.r.Poolsim), "seed " + strconv.FormatUint(f.r.Seed, 10),
		plural(float64(f.r.Replications), "pair of replications", "pairs of replications"), length,
	}
	warnings := len(f.r.Warnings)
	for i := range f.r.Variants {
		warnings += len(f.r.Variants[i].Warnings)
	}
	if warnings > 0 {
		parts = append(parts, plural(float64(warnings), "warning", "warnings")+", see the result")
	}
	return strings.Join(parts, " · ")
}
