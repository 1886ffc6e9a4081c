package plots

import (
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// panel is a pair of axes with what is drawn on them. Ranges, scales and tickers are those of a plot.Plot, whose
// plotters draw on it as usual; the axes themselves are drawn here, because those of gonum/plot leave gaps on
// logarithmic axes and do not line up. Names of quantities stand over the axes, not turned by their side.
type panel struct {
	axes    *plot.Plot
	caption string         // the quantity of the y axis, over its top left end
	xName   string         // the quantity of the x axis, below its middle
	bareX   bool           // no labels on the x axis: the panel below has them
	bareY   bool           // no labels on the y axis: the panel to the left has them
	columns bool           // vertical grid lines too
	plain   bool           // no grid lines
	height  vg.Length      // of the data rectangle on a page of the default size; 0 takes what is left
	under   []plot.Plotter // drawn before the grid
	marks   []plot.Plotter // drawn after it, in order
	edge    []edgeLabel    // names of levels, at the right
	top     []topLabel     // names of uprights, above
}

// newPanel makes a panel with the ranges of its axes.
func newPanel(caption string, xMin, xMax, yMin, yMax float64) *panel {
	p := plot.New()
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = xMin, xMax, yMin, yMax
	return &panel{axes: p, caption: caption}
}

// add appends marks.
func (p *panel) add(marks ...plot.Plotter) { p.marks = append(p.marks, marks...) }

// Distances around a data rectangle, in points.
const (
	tickLength  = 3
	tickGap     = 3                          // between a tick and its label
	captionBase = 8                          // from the rectangle up to the caption's baseline
	captionRoom = captionBase + tickSize     // what the caption needs above the rectangle
	xTickRoom   = tickLength + 10            // below the rectangle, for the labels
	xNameRoom   = 13                         // and for the name
	topRow      = tickSize + 2               // a row of names of uprights
	edgeGap     = 9                          // from the rectangle to the names of levels
	sideRoom    = 16                         // right of the rectangle, for half of the last label
	leading     = vg.Length(tickSize) * 1.13 // from line to line
)

// leftRoom is what the labels of the y axis need at the left.
func (p *panel) leftRoom() vg.Length {
	widest := vg.Length(18)
	for _, t := range p.axes.Y.Tick.Marker.Ticks(p.axes.Y.Min, p.axes.Y.Max) {
		widest = max(widest, tickText(t.Label, inkSoft).width())
	}
	return widest + tickGap + 2
}

// rightRoom is what the names of levels need at the right.
func (p *panel) rightRoom() vg.Length {
	room := vg.Length(sideRoom)
	for _, l := range p.edge {
		room = max(room, edgeGap+l.width())
	}
	return room
}

// topRoom is what the caption and the names of uprights need above.
func (p *panel) topRoom(c draw.Canvas) vg.Length {
	_, rows := p.placeTop(c)
	return captionRoom + vg.Length(rows)*topRow
}

// bottomRoom is what the labels and the name of the x axis need below.
func (p *panel) bottomRoom() vg.Length {
	room := vg.Length(tickLength + 2)
	if !p.bareX {
		room = xTickRoom
	}
	if p.xName != "" {
		room += xNameRoom
	}
	return room
}

// column draws panels one under another with their data rectangles aligned.
func column(c draw.Canvas, panels ...*panel) {
	var l, r, fixed vg.Length
	flexible := 0
	for _, p := range panels {
		l, r = max(l, p.leftRoom()), max(r, p.rightRoom())
	}
	inner := draw.Crop(c, l, -r, 0, 0)
	for _, p := range panels {
		fixed += p.topRoom(inner) + p.bottomRoom() + p.tall(c)
		if p.height == 0 {
			flexible++
		}
	}
	y := inner.Max.Y
	for _, p := range panels {
		h := p.tall(c)
		if h == 0 {
			h = max(20, (inner.Max.Y-inner.Min.Y-fixed)/vg.Length(flexible))
		}
		y -= p.topRoom(inner)
		data := inner
		data.Max.Y, data.Min.Y = y, y-h
		p.draw(data, c.Min.X)
		y -= h + p.bottomRoom()
	}
}

// tall is the height of the data rectangle in a room for all panels; 0 is what is left. A panel that shows more than a word
// keeps its share of a room that is taller than that of a figure of the default size.
func (p *panel) tall(c draw.Canvas) vg.Length {
	const usual, word = 300, 20
	if room := c.Max.Y - c.Min.Y; room > usual && p.height > word {
		return p.height * room / usual
	}
	return p.height
}

// draw draws the panel on its data rectangle; labels go around it. The caption begins at captionX.
func (p *panel) draw(c draw.Canvas, captionX vg.Length) {
	for _, m := range p.under {
		m.Plot(c, p.axes)
	}
	p.drawGrid(c)
	p.drawX(c)
	for _, m := range p.marks {
		m.Plot(c, p.axes)
	}
	newText(p.caption, sansBold(tickSize), inkSoft).draw(c, captionX, p.captionY(c), left)
	p.drawEdge(c)
	p.drawTop(c)
}

// captionY is the baseline of the caption: above the names of uprights.
func (p *panel) captionY(c draw.Canvas) vg.Length {
	_, rows := p.placeTop(c)
	return c.Max.Y + captionBase + vg.Length(rows)*topRow
}

// drawGrid draws a hairline and a label for every labelled tick of the y axis.
func (p *panel) drawGrid(c draw.Canvas) {
	trX, trY := transforms(&c, p.axes)
	if p.columns {
		for _, t := range p.axes.X.Tick.Marker.Ticks(p.axes.X.Min, p.axes.X.Max) {
			if t.Label != "" {
				x := trX(t.Value)
				c.StrokeLine2(line(0.6, grid), x, c.Min.Y, x, c.Max.Y)
			}
		}
	}
	for _, t := range p.yTicks(c.Max.Y - c.Min.Y) {
		if t.Label == "" {
			continue
		}
		y := trY(t.Value)
		if !p.plain {
			c.StrokeLine2(line(0.6, grid), c.Min.X, y, c.Max.X, y)
		}
		if p.bareY {
			continue
		}
		tickText(t.Label, inkSoft).draw(c, c.Min.X-tickGap-2, y-capHeight(tickSize)/2, right)
	}
}

// yTicks are the ticks of the y axis: more of them on a page where it is long.
func (p *panel) yTicks(height vg.Length) []plot.Tick {
	marker := p.axes.Y.Tick.Marker
	if t, ok := marker.(linearTicks); ok && height > 300 {
		t.most = t.most * 3 / 2
		marker = t
	}
	return marker.Ticks(p.axes.Y.Min, p.axes.Y.Max)
}

// drawX draws the x axis with its ticks, labels and name.
func (p *panel) drawX(c draw.Canvas) {
	trX, _ := transforms(&c, p.axes)
	c.StrokeLine2(line(0.8, rule), c.Min.X, c.Min.Y, c.Max.X, c.Min.Y)
	free := c.Min.X - sideRoom - 100 // where the next label may begin
	for _, t := range p.axes.X.Tick.Marker.Ticks(p.axes.X.Min, p.axes.X.Max) {
		x, long := trX(t.Value), vg.Length(tickLength)
		if t.Label == "" {
			long /= 2
		}
		c.StrokeLine2(line(0.6, rule), x, c.Min.Y, x, c.Min.Y-long)
		if label := tickText(t.Label, inkSoft); !p.bareX && t.Label != "" && x-label.width()/2 >= free {
			label.draw(c, x, c.Min.Y-xTickRoom+1, center)
			free = x + label.width()/2 + 2
		}
	}
	if p.xName != "" {
		y := c.Min.Y - xTickRoom - xNameRoom + 3
		tickText(p.xName, inkSoft).draw(c, (c.Min.X+c.Max.X)/2, y, center)
	}
}
