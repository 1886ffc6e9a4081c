package plots

import (
	"cmp"
	"image/color"
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// edgeLabel names a level at the right edge of a panel. A level above the axis is named at its upper end.
type edgeLabel struct {
	y     float64
	lines []string
	color color.Color
}

func (l edgeLabel) width() vg.Length {
	var w vg.Length
	for _, s := range l.lines {
		w = max(w, tickText(s, l.color).width())
	}
	return w
}

// drawEdge writes the names of levels. Names that would cover each other move apart; a short line then leads from the
// level to its name.
func (p *panel) drawEdge(c draw.Canvas) {
	_, trY := transforms(&c, p.axes)
	labels := slices.Clone(p.edge)
	slices.SortStableFunc(labels, func(a, b edgeLabel) int {
		switch {
		case a.y < b.y:
			return -1
		case a.y > b.y:
			return 1
		}
		return 0
	})
	at := make([]vg.Length, len(labels))
	heights := make([]vg.Length, len(labels))
	for i, l := range labels {
		at[i] = min(trY(l.y), c.Max.Y)
		heights[i] = vg.Length(len(l.lines)) * leading
	}
	placed := spread(at, heights, c.Min.Y-2, c.Max.Y+captionRoom)
	for i, l := range labels {
		x := c.Max.X + edgeGap
		if moved := placed[i] - at[i]; moved > 2 || moved < -2 {
			c.StrokeLine2(line(0.5, l.color), c.Max.X+1, at[i], x-2, placed[i])
		}
		baseline := placed[i] + heights[i]/2 - leading + (leading-capHeight(tickSize))/2
		for _, s := range l.lines {
			tickText(s, l.color).draw(c, x, baseline, left)
			baseline -= leading
		}
	}
}

// spread moves the middles of boxes, given from the lowest to the highest, as little as needed so that the boxes do not
// overlap and stay between lo and hi where there is room.
func spread(at, heights []vg.Length, lo, hi vg.Length) []vg.Length {
	type cluster struct {
		from, to      int       // boxes
		height, start vg.Length // of all of them; where the lowest begins
	}
	const gap = 2
	fit := func(from, to int) cluster {
		cl := cluster{from: from, to: to}
		var offset, sum vg.Length // sum of where each box wishes the cluster to start
		for i := from; i < to; i++ {
			sum += at[i] - heights[i]/2 - offset
			offset += heights[i] + gap
		}
		cl.height = offset
		cl.start = max(lo, min(sum/vg.Length(to-from), hi-offset+gap))
		return cl
	}
	var clusters []cluster
	for i := range at {
		clusters = append(clusters, fit(i, i+1))
		for n := len(clusters); n > 1 && clusters[n-2].start+clusters[n-2].height > clusters[n-1].start; n-- {
			clusters = append(clusters[:n-2], fit(clusters[n-2].from, clusters[n-1].to))
		}
	}
	out := make([]vg.Length, len(at))
	for _, cl := range clusters {
		y := cl.start
		for i := cl.from; i < cl.to; i++ {
			out[i] = y + heights[i]/2
			y += heights[i] + gap
		}
	}
	return out
}

// topLabel names an upright line above the axes.
type topLabel struct {
	x     float64
	text  string
	color color.Color
}

// placedTop is a name of an upright with its place.
type placedTop struct {
	topLabel
	at     vg.Length // of its line
	x0, x1 vg.Length // ends of the text
	row    int       // 0 is the lowest
}

// placeTop finds places for the names of uprights and says how many rows they take: as few as will do, and in a row
// each name over its line, right of it, or left of it. With very many lines the names become flags: the leftmost flies
// highest, each to the right of its pole, so that no pole crosses a name.
func (p *panel) placeTop(c draw.Canvas) ([]placedTop, int) {
	trX, _ := transforms(&c, p.axes)
	var labels []placedTop
	for _, l := range p.top {
		labels = append(labels, placedTop{topLabel: l, at: trX(l.x)})
	}
	slices.SortStableFunc(labels, func(a, b placedTop) int { return cmp.Compare(a.at, b.at) })
	lo, hi := c.Min.X-10, c.Max.X+sideRoom
	for rows := 1; rows <= min(3, len(labels)) && len(labels) <= 6; rows++ {
		if placeRows(labels, 0, rows, lo, hi) {
			return labels, rows
		}
	}
	for i := range labels {
		l := &labels[i]
		l.row = len(labels) - 1 - i
		l.put(left, lo, hi)
	}
	return labels, len(labels)
}

// placeRows finds places for the names from number i on in so many rows, and reports whether there are any.
func placeRows(labels []placedTop, i, rows int, lo, hi vg.Length) bool {
	if i == len(labels) {
		return true
	}
	l := &labels[i]
	for l.row = 0; l.row < rows; l.row++ {
		for _, a := range []align{center, left, right} {
			l.put(a, lo, hi)
			if a == right && l.x1 > l.at || a == left && l.x0 < l.at {
				continue // pushed over its line from an end of the axis: the same as in the middle
			}
			clash := slices.ContainsFunc(labels[:i], func(o placedTop) bool { return o.clashes(*l) })
			if !clash && placeRows(labels, i+1, rows, lo, hi) {
				return true
			}
		}
	}
	return false
}

// clashes reports whether two names are too close in a row, or the pole of one crosses the other.
func (l placedTop) clashes(o placedTop) bool {
	const gap, clear = 8, 2
	switch {
	case l.row == o.row:
		return l.x0 < o.x1+gap && o.x0 < l.x1+gap
	case l.row > o.row:
		return o.x0-clear < l.at && l.at < o.x1+clear
	}
	return l.x0-clear < o.at && o.at < l.x1+clear
}

// put sets the ends of a name by the side of its line that it is on, within bounds.
func (l *placedTop) put(a align, lo, hi vg.Length) {
	const aside = 3
	width := tickText(l.text, l.color).width()
	shift := vg.Length(0)
	switch a {
	case left:
		shift = aside
	case right:
		shift = -aside
	}
	l.x0 = max(lo, min(l.at+shift-width*vg.Length(a), hi-width))
	l.x1 = l.x0 + width
}

// drawTop writes the names of uprights, with a pole from the axes to those of the higher rows.
func (p *panel) drawTop(c draw.Canvas) {
	placed, _ := p.placeTop(c)
	for _, l := range placed {
		y := c.Max.Y + 3 + vg.Length(l.row)*topRow
		if l.row > 0 {
			end := y + capHeight(tickSize)
			if l.x0 <= l.at && l.at <= l.x1 {
				end = y - 2
			}
			c.StrokeLine2(line(0.5, l.color), l.at, c.Max.Y, l.at, end)
		}
		tickText(l.text, l.color).draw(c, l.x0, y, left)
	}
}
