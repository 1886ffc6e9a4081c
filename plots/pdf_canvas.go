package plots

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"math"
	"slices"
	"strconv"
	"strings"

	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
)

// pdfCanvas writes what is drawn as the content stream of a PDF page, whose unit is the point and whose origin is at the
// bottom left, as those of vg are.
type pdfCanvas struct {
	content bytes.Buffer
	fonts   pdfFonts
	alphas  []uint8 // that were used, in the order of their first use
	width   []vg.Length
	w, h    vg.Length
}

var _ vg.CanvasSizer = (*pdfCanvas)(nil)

func newPDFCanvas(w, h vg.Length) *pdfCanvas {
	c := &pdfCanvas{width: []vg.Length{0}, w: w, h: h}
	vg.Initialize(c)
	return c
}

// opf writes an operator with its operands.
func (c *pdfCanvas) opf(format string, args ...any) {
	fmt.Fprintf(&c.content, format, args...)
	c.content.WriteByte('\n')
}

// Size implements vg.CanvasSizer.
func (c *pdfCanvas) Size() (w, h vg.Length) { return c.w, c.h }

// SetLineWidth implements vg.Canvas.
func (c *pdfCanvas) SetLineWidth(w vg.Length) {
	c.width[len(c.width)-1] = w
	c.opf("%s w", pdfNumber(math.Max(0, w.Points())))
}

// SetLineDash implements vg.Canvas.
func (c *pdfCanvas) SetLineDash(pattern []vg.Length, offset vg.Length) {
	words := make([]string, len(pattern))
	for i, l := range pattern {
		words[i] = pdfNumber(l.Points())
	}
	c.opf("[%s] %s d", strings.Join(words, " "), pdfNumber(offset.Points()))
}

// SetColor implements vg.Canvas.
func (c *pdfCanvas) SetColor(col color.Color) {
	if col == nil {
		col = color.Black
	}
	x := color.NRGBAModel.Convert(col).(color.NRGBA)
	part := func(v uint8) string { return pdfNumber(float64(v) / 255) }
	c.opf("%[1]s %[2]s %[3]s rg %[1]s %[2]s %[3]s RG", part(x.R), part(x.G), part(x.B))
	if !slices.Contains(c.alphas, x.A) {
		c.alphas = append(c.alphas, x.A)
	}
	c.opf("/%s gs", alphaName(x.A))
}

// alphaName is the name of a graphics state of that opacity.
func alphaName(alpha uint8) string { return "A" + strconv.Itoa(int(alpha)) }

// Rotate implements vg.Canvas.
func (c *pdfCanvas) Rotate(rad float64) {
	sin, cos := math.Sincos(rad)
	c.opf("%s %s %s %s 0 0 cm", pdfNumber(cos), pdfNumber(sin), pdfNumber(-sin), pdfNumber(cos))
}

// Translate implements vg.Canvas.
func (c *pdfCanvas) Translate(pt vg.Point) { c.opf("1 0 0 1 %s cm", pdfPoint(pt)) }

// Scale implements vg.Canvas.
func (c *pdfCanvas) Scale(x, y float64) { c.opf("%s 0 0 %s 0 0 cm", pdfNumber(x), pdfNumber(y)) }

// Push implements vg.Canvas.
func (c *pdfCanvas) Push() {
	c.width = append(c.width, c.width[len(c.width)-1])
	c.opf("q")
}

// Pop implements vg.Canvas.
func (c *pdfCanvas) Pop() {
	c.width = c.width[:len(c.width)-1]
	c.opf("Q")
}

// Stroke implements vg.Canvas.
func (c *pdfCanvas) Stroke(p vg.Path) {
	if c.width[len(c.width)-1] > 0 {
		c.path(p)
		c.opf("S")
	}
}

// Fill implements vg.Canvas.
func (c *pdfCanvas) Fill(p vg.Path) {
	c.path(p)
	c.opf("f")
}

// DrawImage implements vg.Canvas. No chart draws images; a scanned picture would not be text and lines.
func (c *pdfCanvas) DrawImage(vg.Rectangle, image.Image) {
	panic("plots: pdfCanvas.DrawImage: charts draw no images")
}

// FillString implements vg.Canvas.
func (c *pdfCanvas) FillString(f font.Face, pt vg.Point, s string) {
	if f.Font.Size == 0 || s == "" {
		return
	}
	c.opf("BT %s Td %s ET", pdfPoint(pt), c.fonts.show(f, s))
}

// path writes the pieces of a path.
func (c *pdfCanvas) path(p vg.Path) {
	var at vg.Point
	for _, piece := range p {
		switch piece.Type {
		case vg.MoveComp:
			c.opf("%s m", pdfPoint(piece.Pos))
		case vg.LineComp:
			c.opf("%s l", pdfPoint(piece.Pos))
		case vg.CurveComp:
			a, b := piece.Control[0], piece.Control[len(piece.Control)-1]
			if len(piece.Control) == 1 { // a quadratic curve is a cubic one whose control points lie two thirds of the way
				q := a
				a, b = at.Add(q.Sub(at).Scale(2.0/3)), piece.Pos.Add(q.Sub(piece.Pos).Scale(2.0/3))
			}
			c.opf("%s %s %s c", pdfPoint(a), pdfPoint(b), pdfPoint(piece.Pos))
		case vg.ArcComp:
			at = c.arc(piece)
			continue
		case vg.CloseComp:
			c.opf("h")
		}
		at = piece.Pos
	}
}

// arc writes an arc as cubic curves of at most a quarter of a circle, and returns its end.
func (c *pdfCanvas) arc(a vg.PathComp) vg.Point {
	on := func(angle float64, out, along float64) vg.Point {
		sin, cos := math.Sincos(angle)
		r := a.Radius
		return a.Pos.Add(vg.Point{X: r * vg.Length(out*cos-along*sin), Y: r * vg.Length(out*sin+along*cos)})
	}
	n := int(math.Ceil(math.Abs(a.Angle) / (math.Pi / 2) * (1 - 1e-9)))
	step := a.Angle / float64(max(n, 1))
	k := 4.0 / 3 * math.Tan(step/4) // of the radius: the usual approximation of an arc
	c.opf("%s l", pdfPoint(on(a.Start, 1, 0)))
	for i := range n {
		from, to := a.Start+float64(i)*step, a.Start+float64(i+1)*step
		c.opf("%s %s %s c", pdfPoint(on(from, 1, k)), pdfPoint(on(to, 1, -k)), pdfPoint(on(to, 1, 0)))
	}
	return on(a.Start+a.Angle, 1, 0)
}

func pdfPoint(p vg.Point) string { return pdfNumber(p.X.Points()) + " " + pdfNumber(p.Y.Points()) }

// pdfNumber writes a number to a thousandth of a point, without an exponent, which PDF does not know.
func pdfNumber(x float64) string {
	s := strconv.FormatFloat(x, 'f', 4, 64)
	s = strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
	if s == "-0" || s == "" {
		return "0"
	}
	return s
}
