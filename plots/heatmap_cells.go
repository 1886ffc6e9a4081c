package plots

import (
	"image/color"
	"math"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"poolsim/sim/experiment"
)

// heatCell is a cell of a heat map.
type heatCell struct {
	step    int    // of the colour scale; -1 without a value
	text    string // the value
	more    string // below it
	verdict experiment.Judgement
}

// heatCells are the cells of a heat map, columns of rows, with the boundary of those that meet the target. It is drawn on
// axes on which column i is from i - 0.5 to i + 0.5.
type heatCells struct {
	columns [][]heatCell
	judged  bool
	merged  [2]int // how many cells are one here, across and up
}

// Sizes of cells, in points.
const (
	gapCell    = 9   // from which on cells have a gap
	cornerCell = 5   // from which on a corner says that a cell is not decided; a dot does in smaller ones
	stairWidth = 2.2 // of the boundary, at most
)

// Plot implements plot.Plotter.
func (h heatCells) Plot(c draw.Canvas, p *plot.Plot) {
	trX, trY := transforms(&c, p)
	trX, trY = h.edges(trX, p.X.Max, 0), h.edges(trY, p.Y.Max, 1)
	box := func(i, j, n int) vg.Rectangle {
		return vg.Rectangle{
			Min: vg.Point{X: trX(float64(i) - 0.5), Y: trY(float64(j) - 0.5)},
			Max: vg.Point{X: trX(float64(i+n) - 0.5), Y: trY(float64(j) + 0.5)},
		}
	}
	size := box(0, 0, 1).Size()
	h.fill(c, box, size)
	if h.judged {
		h.markOpen(c, box, size)
	}
	if face, lines := h.face(size); lines > 0 {
		h.write(c, box, face, lines)
	}
	if h.judged {
		h.stairs(c, trX, trY, min(stairWidth, max(0.8, min(size.X, size.Y)/4)))
	}
}

// edges is a transform of the edges of cells, of which several may be one.
func (h heatCells) edges(tr func(float64) vg.Length, end float64, along int) func(float64) vg.Length {
	n := float64(h.merged[along])
	return func(x float64) vg.Length { return tr(min(float64((x+0.5)*n)-0.5, end)) }
}

// leastDrawn is the least side of what is drawn as a cell. So a map has at most some twenty thousand of them.
const leastDrawn = 2.4

// merge makes one cell of several where they would be smaller than what can be seen: the highest value, and the worst verdict.
func (h heatCells) merge(size vg.Point) heatCells {
	across, up := max(1, int(math.Ceil(float64(leastDrawn/size.X)))), max(1, int(math.Ceil(float64(leastDrawn/size.Y))))
	if h.merged = [2]int{across, up}; across == 1 && up == 1 {
		return h
	}
	var columns [][]heatCell
	for group := range slices.Chunk(h.columns, across) {
		column := make([]heatCell, (len(group[0])+up-1)/up)
		for j := range column {
			column[j] = heatCell{step: -1}
			for _, from := range group {
				for _, cell := range from[j*up : min(len(from), (j+1)*up)] {
					column[j].step = max(column[j].step, cell.step)
					column[j].verdict = worse(column[j].verdict, cell.verdict)
				}
			}
		}
		columns = append(columns, column)
	}
	h.columns = columns
	return h
}

// worse returns the worse of two verdicts. None is the best.
func worse(a, b experiment.Judgement) experiment.Judgement {
	for _, j := range []experiment.Judgement{experiment.NotMet, experiment.NotDecided, experiment.Met} {
		if a == j || b == j {
			return j
		}
	}
	return a
}

// fill draws the colours. Large cells have a white gap between them; small ones of one colour in a row are one shape, and
// overlap a little, so that no seams are seen.
func (h heatCells) fill(c draw.Canvas, box func(i, j, n int) vg.Rectangle, size vg.Point) {
	gap := size.X >= gapCell && size.Y >= gapCell
	var boxes [rampSteps][]vg.Rectangle
	for j := range h.columns[0] {
		for i := 0; i < len(h.columns); {
			step, n := h.columns[i][j].step, 1
			for !gap && i+n < len(h.columns) && h.columns[i+n][j].step == step {
				n++
			}
			if step >= 0 {
				b := box(i, j, n)
				if gap {
					b = grow(b, -0.6)
				} else {
					b.Max = b.Max.Add(vg.Point{X: 0.25, Y: 0.25})
					b.Max.X, b.Max.Y = min(b.Max.X, c.Max.X), min(b.Max.Y, c.Max.Y)
				}
				boxes[step] = append(boxes[step], b)
			}
			i += n
		}
	}
	for step := range boxes {
		fillBoxes(c, rampColor(step), boxes[step])
	}
}

// mostTogether is how many boxes, or lines, are one shape of a drawing: few enough for programs that take time with the square
// of a shape's corners.
const mostTogether = 500

// fillBoxes fills boxes of one colour. Together they are a fraction of the bytes, and of the time, of each by itself.
func fillBoxes(c draw.Canvas, fill color.Color, boxes []vg.Rectangle) {
	for part := range slices.Chunk(boxes, mostTogether) {
		path := make(vg.Path, 0, 5*len(part))
		for _, b := range part {
			path.Move(b.Min)
			path.Line(vg.Point{X: b.Max.X, Y: b.Min.Y})
			path.Line(b.Max)
			path.Line(vg.Point{X: b.Min.X, Y: b.Max.Y})
			path.Close()
		}
		c.SetColor(fill)
		c.Fill(path)
	}
}

// markOpen marks the cells that are not decided.
func (h heatCells) markOpen(c draw.Canvas, box func(i, j, n int) vg.Rectangle, size vg.Point) {
	dots := map[color.NRGBA][]vg.Rectangle{}
	for i, column := range h.columns {
		for j, cell := range column {
			if cell.step < 0 || cell.verdict != experiment.NotDecided {
				continue
			}
			b, small := box(i, j, 1), min(size.X, size.Y)
			pen := inkOn(rampColor(cell.step))
			if small < cornerCell {
				middle := b.Min.Add(b.Max).Scale(0.5)
				half := vg.Point{X: small / 5, Y: small / 5}
				dots[pen] = append(dots[pen], vg.Rectangle{Min: middle.Sub(half), Max: middle.Add(half)})
				continue
			}
			side := min(8, small/2)
			b = grow(b, -0.6)
			c.FillPolygon(pen, []vg.Point{b.Max, {X: b.Max.X - side, Y: b.Max.Y}, {X: b.Max.X, Y: b.Max.Y - side}})
		}
	}
	for _, pen := range []color.NRGBA{ink, paper} {
		fillBoxes(c, pen, dots[pen])
	}
}

// leastCell is the smallest cell in which a value can be printed.
var leastCell = vg.Point{X: 9, Y: 10}

// face finds the largest size in which all values fit into their cells, and how many lines do; none if not even the
// smallest fits.
func (h heatCells) face(size vg.Point) (vg.Length, int) {
	if size.X < leastCell.X || size.Y < leastCell.Y {
		return 0, 0
	}
	for _, points := range []vg.Length{8.5, 7.5, 6.5} {
		for lines := 2; lines > 0; lines-- {
			if size.Y < points*1.3*vg.Length(lines)+2 {
				continue
			}
			if h.widest(points, lines) <= size.X-5 {
				return points, lines
			}
		}
	}
	return 0, 0
}

func (h heatCells) widest(points vg.Length, lines int) vg.Length {
	widest, face, small := vg.Length(0), sansBold(points), sans(points-1)
	for _, column := range h.columns {
		for _, cell := range column {
			widest = max(widest, face.Width(cell.text))
			if lines > 1 {
				widest = max(widest, small.Width(cell.more))
			}
		}
	}
	return widest
}

// write prints the values; those that miss the target are bold.
func (h heatCells) write(c draw.Canvas, box func(i, j, n int) vg.Rectangle, points vg.Length, lines int) {
	for i, column := range h.columns {
		for j, cell := range column {
			b, pen := box(i, j, 1), color.Color(inkSoft)
			if cell.step >= 0 {
				pen = inkOn(rampColor(cell.step))
			}
			face := sans(points)
			if cell.verdict == experiment.NotMet {
				face = sansBold(points)
			}
			x, y := (b.Min.X+b.Max.X)/2, (b.Min.Y+b.Max.Y)/2-capHeight(points)/2
			if lines > 1 && cell.more != "" {
				newText(cell.more, sans(points-1), pen).draw(c, x, y-points*0.62, center)
				y += points * 0.58
			}
			newText(cell.text, face, pen).draw(c, x, y, center)
		}
	}
}

// apart reports whether one of two cells meets the target and the other does not, or is not decided.
func (h heatCells) apart(i, j, k, l int) bool {
	a, b := h.columns[i][j].verdict, h.columns[k][l].verdict
	return a != "" && b != "" && (a == experiment.Met) != (b == experiment.Met)
}

// stairs draws the boundary between cells that meet the target and others, with a white rim. It is fine where cells are small, and
// would be all that is seen.
func (h heatCells) stairs(c draw.Canvas, trX, trY func(float64) vg.Length, width vg.Length) {
	var runs [][2]vg.Point
	nx, ny := len(h.columns), len(h.columns[0])
	for i := 1; i < nx; i++ { // upright, between columns
		for j := 0; j < ny; j++ {
			from := j
			for j < ny && h.apart(i-1, j, i, j) {
				j++
			}
			if j > from {
				x := trX(float64(i) - 0.5)
				runs = append(runs, [2]vg.Point{{X: x, Y: trY(float64(from) - 0.5)}, {X: x, Y: trY(float64(j) - 0.5)}})
			}
		}
	}
	for j := 1; j < ny; j++ { // level, between rows
		for i := 0; i < nx; i++ {
			from := i
			for i < nx && h.apart(i, j-1, i, j) {
				i++
			}
			if i > from {
				y := trY(float64(j) - 0.5)
				runs = append(runs, [2]vg.Point{{X: trX(float64(from) - 0.5), Y: y}, {X: trX(float64(i) - 0.5), Y: y}})
			}
		}
	}
	for _, pen := range []struct {
		width vg.Length
		color color.Color
	}{{width * (stairWidth + 1.6) / stairWidth, paper}, {width, limitColor}} {
		c.SetLineStyle(line(pen.width, pen.color))
		for part := range slices.Chunk(runs, mostTogether) {
			path := make(vg.Path, 0, 2*len(part))
			for _, r := range part {
				end := vg.Point{X: pen.width / 2} // corners are filled
				if r[0].X == r[1].X {
					end = vg.Point{Y: pen.width / 2}
				}
				path.Move(r[0].Sub(end))
				path.Line(r[1].Add(end))
			}
			c.Stroke(path)
		}
	}
}
