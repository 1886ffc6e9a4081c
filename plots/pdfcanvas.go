package plots

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"strings"

	"codeberg.org/go-pdf/fpdf"
	xfont "golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
)

// pdfCanvas draws on a page of a PDF. It takes the place of gonum's vgpdf, which writes text in the code page 1252 (no ≤,
// no thin space), fails on bold faces, takes translucent colours for premultiplied ones, and gives other bytes each time.
// Fonts are embedded as the subsets that are used.
type pdfCanvas struct {
	doc    *fpdf.Fpdf
	height float64 // of the page: the library counts from its top
	state  pdfState
	stack  []pdfState
	fonts  map[string]bool // that the document has
	images int
	lookup sfnt.Buffer
}

// pdfState is what Push keeps.
type pdfState struct {
	m      affine
	color  color.Color
	width  vg.Length
	dashes []vg.Length
	offset vg.Length
}

// affine maps (x, y) to (a x + c y + e, b x + d y + f), as the matrices of PDF do (ISO 32000-1, 8.3.3).
type affine struct{ a, b, c, d, e, f float64 }

// after is the map that does n first and m then.
func (m affine) after(n affine) affine {
	return affine{
		m.a*n.a + m.c*n.b, m.b*n.a + m.d*n.b,
		m.a*n.c + m.c*n.d, m.b*n.c + m.d*n.d,
		m.a*n.e + m.c*n.f + m.e, m.b*n.e + m.d*n.f + m.f,
	}
}

// size is how many times as long a length becomes.
func (m affine) size() float64 { return math.Sqrt(math.Abs(m.a*m.d - m.b*m.c)) }

func newPDFCanvas(doc *fpdf.Fpdf, height vg.Length, scale float64) *pdfCanvas {
	c := &pdfCanvas{doc: doc, height: height.Points(), fonts: map[string]bool{}}
	c.state.m = affine{a: scale, d: scale}
	doc.SetLineJoinStyle("round") // a mitre at a sharp peak would be long
	vg.Initialize(c)
	return c
}

// Push implements vg.Canvas.
func (c *pdfCanvas) Push() { c.stack = append(c.stack, c.state) }

// Pop implements vg.Canvas.
func (c *pdfCanvas) Pop() {
	s := c.stack[len(c.stack)-1]
	c.stack = c.stack[:len(c.stack)-1]
	c.state = s
	c.SetColor(s.color)
	c.SetLineWidth(s.width)
	c.SetLineDash(s.dashes, s.offset)
}

// Rotate implements vg.Canvas.
func (c *pdfCanvas) Rotate(angle float64) {
	sin, cos := math.Sincos(angle)
	c.state.m = c.state.m.after(affine{cos, sin, -sin, cos, 0, 0})
}

// Translate implements vg.Canvas.
func (c *pdfCanvas) Translate(by vg.Point) {
	c.state.m = c.state.m.after(affine{1, 0, 0, 1, by.X.Points(), by.Y.Points()})
}

// Scale implements vg.Canvas.
func (c *pdfCanvas) Scale(x, y float64) { c.state.m = c.state.m.after(affine{a: x, d: y}) }

// SetLineWidth implements vg.Canvas.
func (c *pdfCanvas) SetLineWidth(width vg.Length) {
	c.state.width = width
	c.doc.SetLineWidth(width.Points() * c.state.m.size())
}

// SetLineDash implements vg.Canvas.
func (c *pdfCanvas) SetLineDash(dashes []vg.Length, offset vg.Length) {
	c.state.dashes, c.state.offset = dashes, offset
	lengths := make([]float64, len(dashes))
	for i, d := range dashes {
		lengths[i] = d.Points() * c.state.m.size()
	}
	c.doc.SetDashPattern(lengths, offset.Points()*c.state.m.size())
}

// SetColor implements vg.Canvas.
func (c *pdfCanvas) SetColor(to color.Color) {
	if to == nil {
		to = color.Black
	}
	c.state.color = to
	n, ok := color.NRGBAModel.Convert(to).(color.NRGBA)
	if !ok {
		return
	}
	r, g, b := int(n.R), int(n.G), int(n.B)
	c.doc.SetFillColor(r, g, b)
	c.doc.SetDrawColor(r, g, b)
	c.doc.SetTextColor(r, g, b)
	if was, _ := c.doc.GetAlpha(); was != float64(n.A)/0xFF {
		c.doc.SetAlpha(float64(n.A)/0xFF, "Normal")
	}
}

// Stroke implements vg.Canvas.
func (c *pdfCanvas) Stroke(p vg.Path) {
	if c.state.width > 0 {
		c.path(p, "D")
	}
}

// Fill implements vg.Canvas.
func (c *pdfCanvas) Fill(p vg.Path) { c.path(p, "F") }

// at is a point in the document, counted from the top.
func (c *pdfCanvas) at(p vg.Point) (x, y float64) {
	m, px, py := &c.state.m, p.X.Points(), p.Y.Points()
	return m.a*px + m.c*py + m.e, c.height - (m.b*px + m.d*py + m.f)
}

// path draws a path in a style of the library: D strokes, F fills.
func (c *pdfCanvas) path(p vg.Path, style string) {
	for _, part := range p {
		x, y := c.at(part.Pos)
		switch part.Type {
		case vg.MoveComp:
			c.doc.MoveTo(x, y)
		case vg.LineComp:
			c.doc.LineTo(x, y)
		case vg.ArcComp:
			c.arc(part)
		case vg.CurveComp:
			x0, y0 := c.at(part.Control[0])
			if len(part.Control) == 1 {
				c.doc.CurveTo(x0, y0, x, y)
				continue
			}
			x1, y1 := c.at(part.Control[1])
			c.doc.CurveBezierCubicTo(x0, y0, x1, y1, x, y)
		case vg.CloseComp:
			c.doc.ClosePath()
		}
	}
	c.doc.DrawPath(style)
}

// arc draws an arc as short pieces of line.
func (c *pdfCanvas) arc(p vg.PathComp) {
	const pieces = 48 // of a full circle
	n := max(1, int(math.Ceil(math.Abs(p.Angle)/(2*math.Pi)*pieces)))
	for i := range n + 1 {
		sin, cos := math.Sincos(p.Start + p.Angle*float64(i)/float64(n))
		c.doc.LineTo(c.at(p.Pos.Add(vg.Point{X: p.Radius * vg.Length(cos), Y: p.Radius * vg.Length(sin)})))
	}
}

// FillString implements vg.Canvas. What the font does not have becomes a question mark.
func (c *pdfCanvas) FillString(face font.Face, at vg.Point, str string) {
	size := face.Font.Size.Points()
	if size <= 0 || str == "" {
		return
	}
	if !c.setFont(face, size) {
		return
	}
	str = strings.Map(func(r rune) rune {
		if i, err := face.Face.GlyphIndex(&c.lookup, r); err != nil || i == 0 || r > 0xFFFF {
			return '?'
		}
		return r
	}, str)
	m := c.state.m.after(affine{1, 0, 0, 1, at.X.Points(), at.Y.Points()})
	c.doc.TransformBegin()
	c.doc.Transform(fpdf.TransformMatrix{A: m.a, B: m.b, C: m.c, D: m.d, E: m.e, F: m.f})
	c.doc.Text(0, c.height, str)
	c.doc.TransformEnd()
}

// setFont chooses a face, which the document gets when it does not have it.
func (c *pdfCanvas) setFont(face font.Face, size float64) bool {
	style := ""
	if face.Font.Weight >= xfont.WeightBold {
		style = "B"
	}
	name := string(face.Font.Typeface) + string(face.Font.Variant)
	if !c.fonts[name+style] {
		var ttf bytes.Buffer
		if _, err := face.Face.WriteSourceTo(&c.lookup, &ttf); err != nil {
			c.doc.SetError(fmt.Errorf("font %s: %w", face.Name(), err))
			return false
		}
		c.doc.AddUTF8FontFromBytes(name, style, ttf.Bytes())
		c.fonts[name+style] = true
	}
	c.doc.SetFont(name, style, size)
	return true
}

// DrawImage implements vg.Canvas.
func (c *pdfCanvas) DrawImage(to vg.Rectangle, img image.Image) {
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		c.doc.SetError(err)
		return
	}
	c.images++
	name, options := fmt.Sprintf("image %d", c.images), fpdf.ImageOptions{ImageType: "png"}
	c.doc.RegisterImageOptionsReader(name, options, &b)
	x0, y1 := c.at(to.Min)
	x1, y0 := c.at(to.Max)
	c.doc.ImageOptions(name, x0, y0, x1-x0, y1-y0, false, options, 0, "")
}
