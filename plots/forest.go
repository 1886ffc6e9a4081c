package plots

import (
	"fmt"
	"image/color"
	"math"
	"slices"

	"gonum.org/v1/plot/vg"

	"poolsim/sim/study"
)

func init() {
	ComparisonCharts.Register("comparison", ComparisonChart{
		Name: "comparison",
		Help: "differences from the baseline in per cent of it, with intervals and findings, by metric and variant",
		Draw: drawComparison,
	})
}

// forest is a forest plot: a row for each difference, on one axis of per cent of the baseline.
type forest struct {
	r        *study.CompareResult
	variants []forestVariant // without the baseline
	groups   []forestGroup
	same     []*study.ComparedMetric // one of each metric that is the same in all variants, which has no rows
	lonely   int                     // differences that one of the two only has
	lo, hi   float64                 // of the axis; what is beyond is at its end, with an arrow
}

// forestVariant is how the rows of a variant look.
type forestVariant struct {
	name  string
	short string // without what all names have in common
	color color.NRGBA
	shape shape
}

// forestGroup are the differences in one metric.
type forestGroup struct {
	label string
	rows  []forestRow
}

// forestRow is a difference.
type forestRow struct {
	d       *study.ComparedMetric
	variant int
}

// variantColors are for variants and settings in their order: those of Okabe and Ito that are read best on white.
var variantColors = []color.NRGBA{
	rgb(0x0072B2), rgb(0xD55E00), rgb(0x009E73), rgb(0xCC79A7), rgb(0xE69F00), rgb(0x56B4E9), rgb(0x5E4FA2), rgb(0x8C510A),
}

func drawComparison(r *study.CompareResult) ([]Figure, error) {
	f := &forest{r: r}
	if len(r.Variants) < 2 {
		return nil, fmt.Errorf("plots: comparison: the result has no two variants: %w", ErrNoData)
	}
	var names []string
	for _, v := range r.Variants[1:] {
		names = append(names, v.Name)
	}
	for i, short := range withoutPrefix(names) {
		f.variants = append(f.variants, forestVariant{names[i], short, variantColors[i%len(variantColors)], shape(i % int(corner+1))})
	}
	f.group()
	if len(f.groups) == 0 {
		return nil, fmt.Errorf("plots: comparison: the result has no differences: %w", ErrNoData)
	}
	f.setRange()
	return []Figure{f.figure()}, nil
}

// group makes the rows, in the order of the result's metrics and within them of the variants. Metrics that are the same in
// all variants are only named, unless all are.
func (f *forest) group() {
	type metric struct{ metric, stat, pool, class string }
	at := map[metric]int{}
	var groups []forestGroup
	for i := range f.r.Differences {
		d := &f.r.Differences[i]
		variant := slices.IndexFunc(f.variants, func(v forestVariant) bool { return v.name == d.Variant })
		switch {
		case d.Finding == study.OnlyBase || d.Finding == study.OnlyOther:
			f.lonely++
			continue
		case d.Finding == study.Nothing || variant < 0 || !isFinite(float64(d.PairedMetric.Difference)):
			continue
		}
		m := metric{d.Metric, d.Stat, d.Pool, d.Class}
		k, ok := at[m]
		if !ok {
			k = len(groups)
			at[m] = k
			groups = append(groups, forestGroup{label: forestLabel(d)})
		}
		groups[k].rows = append(groups[k].rows, forestRow{d, variant})
	}
	for _, g := range groups {
		if slices.ContainsFunc(g.rows, func(row forestRow) bool { return row.d.Finding != study.TheSame }) {
			f.groups = append(f.groups, g)
		} else {
			f.same = append(f.same, g.rows[0].d)
		}
	}
	if len(f.groups) == 0 {
		f.groups, f.same = groups, nil
	}
}

func isFinite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// percents are the difference of a row and the ends of its interval in per cent; ok is false where there is no relative
// difference. The ends are NaN where they are not known.
func (row forestRow) percents() (x, lo, hi float64, ok bool) {
	if row.d.Finding == study.TheSame {
		return 0, 0, 0, true
	}
	x = 100 * float64(row.d.Relative)
	return x, 100 * float64(row.d.RelativeLo), 100 * float64(row.d.RelativeHi), isFinite(x)
}

// setRange chooses the axis. A few huge differences would squash all others: the axis ends at five times the extent that
// most rows keep within.
func (f *forest) setRange() {
	var extents []float64
	lo, hi := 0.0, 0.0
	for _, g := range f.groups {
		for _, row := range g.rows {
			x, from, to, ok := row.percents()
			if !ok || row.d.Finding == study.TheSame {
				continue
			}
			low, high := x, x
			if isFinite(from) && isFinite(to) {
				low, high = min(x, from), max(x, to)
			}
			extents = append(extents, max(math.Abs(low), math.Abs(high)))
			lo, hi = min(lo, low), max(hi, high)
		}
	}
	if margin := 100 * f.r.Margin; margin > 0 {
		lo, hi = min(lo, -1.2*margin), max(hi, 1.2*margin)
	}
	most := max(-lo, hi)
	if len(extents) > 0 {
		slices.Sort(extents)
		const share = 0.6
		most = min(most, max(5*extents[int(share*float64(len(extents)-1))], 120*f.r.Margin, 1e-3))
	}
	if most == 0 {
		most = 10 // all are the same
		lo, hi = -most, most
	}
	lo, hi = max(lo, -most), min(hi, most)
	pad := 0.06 * (hi - lo)
	// Zero is never at the edge: what is on the other side of it must be seen to be empty.
	f.lo, f.hi = min(lo-pad, -0.18*hi), max(hi+pad, -0.18*lo)
}

// figure lays out the picture.
func (f *forest) figure() Figure {
	fig := Figure{
		Name: "comparison", Title: f.title(), Subtitle: f.subtitle(), Description: f.description(), Footer: f.footer(),
	}
	if len(f.variants) > 1 {
		for _, v := range f.variants {
			fig.legend = append(fig.legend, key{name: v.name, mark: &marker{shape: v.shape, radius: forestRadius, fill: onPaper(v.color)}})
		}
	}
	if f.has(study.NotShown) {
		fig.legend = append(fig.legend, key{
			name: "hollow: no difference shown", mark: &marker{radius: forestRadius, fill: inkSoft, hollow: true}, soft: true,
		})
	}
	if f.leaves() {
		fig.legend = append(fig.legend, key{name: "arrow at an end: beyond the axis", soft: true})
	}
	if f.r.Margin > 0 {
		fig.legend = append(fig.legend, key{name: "margin of ±" + percent(f.r.Margin, 3), fill: marginColor})
	}
	fig.body = f.draw
	same := wrap(f.sameLine(), sans(tickSize), figureWidth-2*margin, 2)
	fig.tall = fig.tallFor(forestFrame + vg.Length(f.rows())*forestStep + vg.Length(len(same))*softStep)
	return fig
}

// leaves reports whether a difference or its interval goes beyond the axis.
func (f *forest) leaves() bool {
	for _, g := range f.groups {
		for _, row := range g.rows {
			if x, lo, hi, ok := row.percents(); ok && (x < f.lo || x > f.hi || lo < f.lo || hi > f.hi) {
				return true
			}
		}
	}
	return false
}

var marginColor = tint(idleColor, 0.6)

// has reports whether a row has a finding.
func (f *forest) has(finding study.Finding) bool { return f.count(finding) > 0 }

// count is how many rows have one of the findings.
func (f *forest) count(findings ...study.Finding) int {
	n := 0
	for _, g := range f.groups {
		for _, row := range g.rows {
			if slices.Contains(findings, row.d.Finding) {
				n++
			}
		}
	}
	return n
}

// rows is the number of rows.
func (f *forest) rows() int {
	n := 0
	for _, g := range f.groups {
		n += len(g.rows)
	}
	return n
}
