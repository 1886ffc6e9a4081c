package plots

import (
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// tiling is how many rows and columns so many panels take on a page: never more than five columns.
func tiling(n int) (rows, cols int) {
	switch {
	case n <= 3:
		cols = max(1, n)
	case n == 4:
		cols = 2
	case n <= 6, n == 9:
		cols = 3
	case n <= 16:
		cols = 4
	default:
		cols = 5
	}
	return (n + cols - 1) / cols, cols
}

// mostTiles is how many panels a page can hold.
const mostTiles = 20

// tileWidth estimates how wide the data of a panel is, which a chart needs to know when it chooses ticks.
func tileWidth(cols int, right vg.Length) vg.Length {
	const left = 40
	return (figureWidth - 2*margin - left - right - vg.Length(cols-1)*tileGap) / vg.Length(cols)
}

const tileGap = 20 // between the data of two columns

// captions name the points of an axis over as many panels.
func (a *axis) captions(shown []int, cols int) []string {
	names := make([]string, len(shown))
	for k, i := range shown {
		names[k] = a.at(i)
	}
	return apart(names, atMost(40/cols+14))
}

// tiles draws panels of common scales in rows: the labels of the y axes are at the left of each row only, those of the x
// axes below the lowest panels, the name of all x axes below them. Names of levels stand at the right of each row.
func tiles(c draw.Canvas, cols int, xName string, panels []*panel) {
	rows := (len(panels) + cols - 1) / cols
	var l, r, top, bottom vg.Length
	for i, p := range panels {
		p.xName, p.bareY, p.bareX = "", i%cols > 0, i+cols < len(panels)
		if !p.bareY {
			l = max(l, p.leftRoom())
		}
		r = max(r, p.rightRoom())
	}
	inner := draw.Crop(c, l, -r, 0, 0)
	width := (inner.Max.X - inner.Min.X - vg.Length(cols-1)*tileGap) / vg.Length(cols)
	tile := inner
	tile.Max.X = tile.Min.X + width
	for _, p := range panels {
		top, bottom = max(top, p.topRoom(tile)), max(bottom, p.bottomRoom())
	}
	foot := vg.Length(0) // the labels of the lowest row, and the name
	if xName != "" {
		foot = xNameRoom
	}
	const bare = tickLength + 2
	low := bare
	if len(panels)%cols != 0 {
		low = xTickRoom // a panel in the row above has nothing below it
	}
	height := inner.Max.Y - inner.Min.Y - foot - bottom - vg.Length(rows)*top - vg.Length(rows-1)*vg.Length(low)
	height = max(16, height/vg.Length(rows))
	for i, p := range panels {
		row, col := i/cols, i%cols
		data := inner
		data.Min.X = inner.Min.X + vg.Length(col)*(width+tileGap)
		data.Max.X = data.Min.X + width
		data.Max.Y = inner.Max.Y - top - vg.Length(row)*(height+top+vg.Length(low))
		data.Min.Y = data.Max.Y - height
		p.draw(data, data.Min.X)
	}
	if xName != "" {
		tickText(xName, inkSoft).draw(c, (inner.Min.X+inner.Max.X)/2, c.Min.Y+3, center)
	}
}
