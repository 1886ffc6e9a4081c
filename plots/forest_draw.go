package plots

import (
	"math"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"poolsim/sim/study"
)

// Sizes of a forest plot, in points.
const (
	forestStep   = 13.5 // from row to row, if there is room
	forestLeast  = 10.5 // and at least
	forestMost   = 24.0 // and at most
	forestFrame  = captionRoom + xTickRoom + xNameRoom + 4
	forestRadius = 2.6 // of a marker
	forestGap    = 10  // between columns
)

// signedTicks marks an axis of differences in per cent.
type signedTicks struct{ most int }

// Ticks implements plot.Ticker.
func (t signedTicks) Ticks(lo, hi float64) []plot.Tick {
	ticks := linearTicks{most: t.most}.Ticks(lo, hi)
	for most := t.most + 1; len(ticks) < 3 && most < 10; most++ {
		ticks = linearTicks{most: most}.Ticks(lo, hi) // zero alone is no scale
	}
	for i := range ticks {
		x := &ticks[i]
		if math.Abs(x.Value) < 1e-9*(hi-lo) {
			x.Value = 0 // not what rounding left of it
		}
		x.Label = signed(x.Value, amount(x.Value, 6)) + noBreak + "%"
	}
	return ticks
}

// forestColumns are where the columns begin.
type forestColumns struct {
	names          vg.Length // of variants
	axis, axisEnd  vg.Length
	values         vg.Length // where they end: they are at the right of their column; 0 leaves them out
	findings       vg.Length
	widest, narrow vg.Length // of the labels and of the names
}

// columns gives the columns their widths: the axis has what the others leave. Where that is little, names are shortened,
// and differences are left to the bars.
func (f *forest) columns(c draw.Canvas, groups []forestGroup) forestColumns {
	face := sans(tickSize)
	var labels, names, values vg.Length
	findings := newText("finding", sansBold(tickSize), ink).width()
	for _, g := range groups {
		labels = max(labels, face.Width(g.label))
		for _, row := range g.rows {
			if len(f.variants) > 1 {
				names = max(names, face.Width(f.variants[row.variant].short))
			}
			values = max(values, face.Width(row.value()))
			findings = max(findings, face.Width(string(row.d.Finding)))
		}
	}
	width := c.Max.X - c.Min.X
	cols := forestColumns{widest: min(labels, 0.3*width), narrow: min(names, 0.17*width)}
	cols.names = c.Min.X + cols.widest + forestGap
	cols.axis = cols.names + sideRoom
	if names > 0 {
		cols.axis += cols.narrow
	}
	cols.findings = c.Max.X - findings
	cols.axisEnd = cols.findings - forestGap - sideRoom
	const least = 125
	if end := cols.axisEnd - values - forestGap; end-cols.axis >= least {
		cols.values, cols.axisEnd = cols.findings-forestGap, end
	}
	return cols
}

// draw draws the rows: names at the left of the axis, differences and findings at its right.
func (f *forest) draw(c draw.Canvas) {
	room := c.Max.Y - c.Min.Y - forestFrame
	groups, rest := f.fit(c.Max.X-c.Min.X, room)
	cols := f.columns(c, groups)
	p := newPanel("", f.lo, f.hi, 0, 1)
	p.columns = true
	p.axes.Y.Tick.Marker = linearTicks{} // rows have names, not numbers
	p.axes.X.Tick.Marker = signedTicks{most: max(2, int((cols.axisEnd-cols.axis)/38))}
	p.xName = "difference in per cent of the baseline"
	if m := 100 * f.r.Margin; m > 0 {
		p.under = append(p.under, stripe{from: max(-m, f.lo), to: min(m, f.hi), fill: marginColor})
	}

	top := c.Max.Y - captionRoom
	rows := vg.Length(0)
	for _, g := range groups {
		rows += vg.Length(len(g.rows))
	}
	step := min(forestMost, (room-vg.Length(len(rest))*softStep)/max(1, rows))

	data := c
	data.Min = vg.Point{X: cols.axis, Y: top - step*rows}
	data.Max = vg.Point{X: cols.axisEnd, Y: top}
	p.draw(data, data.Min.X)
	trX, _ := transforms(&data, p.axes)
	f.drawCaptions(c, cols, trX(0), top+captionBase)
	if len(f.variants) > 1 {
		y := top
		for _, g := range groups[:len(groups)-1] {
			y -= step * vg.Length(len(g.rows))
			c.StrokeLine2(line(0.6, grid), c.Min.X, y, c.Max.X, y)
		}
	}
	c.StrokeLine2(line(1, ink), trX(0), data.Min.Y, trX(0), data.Max.Y)
	y := top
	labels, names := f.names(groups, cols)
	for i, g := range groups {
		for k, row := range g.rows {
			base := y - step/2 - capHeight(tickSize)/2
			if k == 0 {
				tickText(labels[i], ink).draw(c, c.Min.X, base, left)
			}
			f.drawWords(c, cols, row, names, base)
			f.drawDifference(data, trX, row, y-step/2, cols.values > 0)
			y -= step
		}
	}
	y -= xTickRoom + xNameRoom + softStep - 3
	for _, s := range rest {
		tickText(s, inkSoft).draw(c, c.Min.X, y, left)
		y -= softStep
	}
}

// names are the labels of groups and the names of variants as there is room for them.
func (f *forest) names(groups []forestGroup, cols forestColumns) (labels, variants []string) {
	for _, g := range groups {
		labels = append(labels, g.label)
	}
	for _, v := range f.variants {
		variants = append(variants, v.short)
	}
	face := sans(tickSize)
	return apart(labels, within(face, cols.widest)), apart(variants, within(face, cols.narrow))
}

// fit chooses the rows for which there is room: those of the lowest ranks. It says in lines of text what is left out.
func (f *forest) fit(width, room vg.Length) ([]forestGroup, []string) {
	rest := wrap(f.sameLine(), sans(tickSize), width, 2)
	fits := func(lines int) int { return int((room - vg.Length(lines)*softStep) / forestLeast) }
	if f.rows() <= fits(len(rest)) {
		return f.groups, rest
	}
	groups, out := f.foremost(max(1, fits(len(rest)+1)))
	return groups, append(rest, leftLine("No room for ", out))
}

// foremost keeps so many rows, those of the lowest ranks, and counts the others.
func (f *forest) foremost(keep int) ([]forestGroup, map[study.Finding]int) {
	if f.rows() <= keep {
		return f.groups, nil
	}
	var ranks []int
	for _, g := range f.groups {
		for _, row := range g.rows {
			ranks = append(ranks, row.rank())
		}
	}
	slices.Sort(ranks)
	worst := ranks[keep-1] // of which not all may be kept
	ties := 0
	for _, r := range ranks[:keep] {
		if r == worst {
			ties++
		}
	}
	var groups []forestGroup
	out := map[study.Finding]int{}
	for _, g := range f.groups {
		kept := forestGroup{label: g.label}
		for _, row := range g.rows {
			switch r := row.rank(); {
			case r == worst && ties > 0:
				ties--
				kept.rows = append(kept.rows, row)
			case r < worst:
				kept.rows = append(kept.rows, row)
			default:
				out[row.d.Finding]++
			}
		}
		if len(kept.rows) > 0 {
			groups = append(groups, kept)
		}
	}
	return groups, out
}

// rank is how dispensable a row is: differences come before those that are not shown, these before those that are none;
// among equals those that a title is about come first.
func (row forestRow) rank() int {
	finding := slices.Index([]study.Finding{study.NotShown, study.WithinMargin, study.TheSame}, row.d.Finding) + 1
	return finding*(len(headline)+1) + row.headline()
}

// drawCaptions names the columns and the two sides of zero.
func (f *forest) drawCaptions(c draw.Canvas, cols forestColumns, zero, base vg.Length) {
	bold := func(s string, x vg.Length, a align) { newText(s, sansBold(tickSize), inkSoft).draw(c, x, base, a) }
	bold("metric", c.Min.X, left)
	if len(f.variants) > 1 {
		bold("variant", cols.names, left)
	}
	bold("finding", cols.findings, left)
	if cols.values > 0 {
		bold("difference", cols.values, right)
	}
	for _, side := range []struct {
		words string
		room  vg.Length
		x     vg.Length
		align align
	}{
		{"← lower", zero - cols.axis + sideRoom, zero - 5, right}, {"higher →", cols.axisEnd - zero + sideRoom/2, zero + 5, left},
	} {
		if t := tickText(side.words, inkSoft); t.width() < side.room {
			t.draw(c, side.x, base, side.align)
		}
	}
}

// drawWords writes the variant's name, the difference and the finding of a row.
func (f *forest) drawWords(c draw.Canvas, cols forestColumns, row forestRow, names []string, base vg.Length) {
	if v := f.variants[row.variant]; len(f.variants) > 1 {
		tickText(names[row.variant], asText(v.color)).draw(c, cols.names, base, left)
	}
	tone := ink
	if d := row.d.Finding; d != study.Higher && d != study.Lower {
		tone = inkSoft
	}
	tickText(string(row.d.Finding), tone).draw(c, cols.findings, base, left)
	if cols.values > 0 {
		tickText(row.value(), tone).draw(c, cols.values, base, right)
	}
}

// drawDifference draws the marker and the interval of a row; where there is no relative difference it writes the values.
func (f *forest) drawDifference(data draw.Canvas, trX func(float64) vg.Length, row forestRow, y vg.Length, told bool) {
	v := f.variants[row.variant]
	m := marker{shape: v.shape, radius: forestRadius, fill: onPaper(v.color), hollow: row.d.Finding == study.NotShown}
	x, lo, hi, ok := row.percents()
	if !ok {
		f.drawValues(data, trX(0), row, y, told)
		return
	}
	style := line(1.3, onPaper(v.color))
	if isFinite(lo) && isFinite(hi) {
		from, to := max(lo, f.lo), min(hi, f.hi)
		if to > from {
			data.StrokeLine2(style, trX(from), y, trX(to), y)
		}
		for _, end := range []float64{lo, hi} {
			if at := trX(end); end > f.lo && end < f.hi && math.Abs(float64(at-trX(x))) > forestRadius+2 {
				data.StrokeLine2(line(1, style.Color), at, y-2, at, y+2)
			}
		}
		if lo < f.lo {
			arrow(data, style, data.Min.X, y, -1)
		}
		if hi > f.hi {
			arrow(data, style, data.Max.X, y, 1)
		}
	}
	at := trX(max(f.lo, min(x, f.hi)))
	switch {
	case x > f.hi:
		arrow(data, style, data.Max.X, y, 1)
		at = data.Max.X - 9
	case x < f.lo:
		arrow(data, style, data.Min.X, y, -1)
		at = data.Min.X + 9
	}
	if x > f.hi || x < f.lo {
		data.StrokeLine2(style, at, y, max(data.Min.X, min(trX(x), data.Max.X)), y)
	}
	m.draw(data, vg.Point{X: at, Y: y})
}

// arrow is a head that points to the side, over the end of the axis: what is meant lies beyond.
func arrow(c draw.Canvas, style draw.LineStyle, x, y, way vg.Length) {
	const long, half = 4.5, 2.4
	c.FillPolygon(style.Color, []vg.Point{
		{X: x + way*long, Y: y}, {X: x, Y: y + half}, {X: x, Y: y - half},
	})
}

// drawValues writes from what to what a value goes that has no relative difference, on the side on which it goes, or on
// the other where there is more room. Without room it is left out if the difference is told in a column.
func (f *forest) drawValues(data draw.Canvas, zero vg.Length, row forestRow, y vg.Length, told bool) {
	v := f.variants[row.variant]
	t := tickText(row.fromTo(), inkSoft)
	shown := row.d.Finding == study.Higher || row.d.Finding == study.Lower
	way, a := vg.Length(1), left
	if row.d.PairedMetric.Difference < 0 {
		way, a = -1, right
	}
	const gap = 5
	off := vg.Length(gap)
	if shown {
		off = 16
	}
	rooms := []vg.Length{data.Max.X - zero, zero - data.Min.X}
	if way < 0 {
		slices.Reverse(rooms)
	}
	if t.width()+off > rooms[0] && t.width()+gap > rooms[1] {
		t = tickText(row.arrow(), inkSoft)
	}
	x := zero + way*off
	if t.width()+off > rooms[0] {
		x, a = zero-way*gap, right-a
	}
	if x0 := x - t.width()*vg.Length(a); t.width()+off <= rooms[0] || t.width()+gap <= rooms[1] || !told {
		fillPaper(data, vg.Rectangle{Min: vg.Point{X: x0 - 1.5, Y: y - 4.5}, Max: vg.Point{X: x0 + t.width() + 1.5, Y: y + 4.5}})
		t.draw(data, x0, y-capHeight(tickSize)/2, left)
	}
	if shown {
		style := line(1.3, onPaper(v.color), 1.6, 1.4)
		data.StrokeLine2(style, zero, y, zero+way*8, y)
		arrow(data, style, zero+way*8, y, way)
	}
}

// fillPaper whitens a box, so that no line crosses the text in it.
func fillPaper(c draw.Canvas, r vg.Rectangle) {
	c.FillPolygon(paper, []vg.Point{r.Min, {X: r.Max.X, Y: r.Min.Y}, r.Max, {X: r.Min.X, Y: r.Max.Y}})
}
