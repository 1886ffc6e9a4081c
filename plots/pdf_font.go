package plots

import (
	"fmt"
	"strings"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"gonum.org/v1/plot/font"
)

// pdfFonts are the characters that a page uses, as Type 3 fonts (ISO 32000-1, 9.6.5): their outlines are those of the
// embedded fonts, so that the page looks the same everywhere, and a table says which characters they are, so that its text
// can be searched and copied.
type pdfFonts struct{ used []*pdfFont }

// pdfFont is a font of at most mostGlyphs characters.
type pdfFont struct {
	name   string
	source *sfnt.Font
	runes  []rune // by code, from firstCode on
}

const (
	firstCode  = 33
	mostGlyphs = 200
)

// code returns the font that has a character, and its code there; both are made if need be.
func (f *pdfFonts) code(source *sfnt.Font, r rune) (*pdfFont, int) {
	var open *pdfFont
	for _, g := range f.used {
		if g.source != source {
			continue
		}
		for i, have := range g.runes {
			if have == r {
				return g, firstCode + i
			}
		}
		if len(g.runes) < mostGlyphs {
			open = g
		}
	}
	if open == nil {
		open = &pdfFont{name: fmt.Sprintf("F%d", len(f.used)+1), source: source}
		f.used = append(f.used, open)
	}
	open.runes = append(open.runes, r)
	return open, firstCode + len(open.runes) - 1
}

// show returns the operators that write a line of text, with the kerning that font.Face.Width reckons with.
func (f *pdfFonts) show(face font.Face, s string) string {
	var out strings.Builder
	var now *pdfFont
	var buf sfnt.Buffer
	em := unitsOf(face.Face)
	var before sfnt.GlyphIndex
	for i, r := range s {
		g, code := f.code(face.Face, r)
		glyph, err := face.Face.GlyphIndex(&buf, r)
		if g != now {
			if now != nil {
				out.WriteString("] TJ ")
			}
			fmt.Fprintf(&out, "/%s %s Tf [", g.name, pdfNumber(face.Font.Size.Points()))
			now = g
		}
		if i > 0 && err == nil {
			if kern, err := face.Face.Kern(&buf, before, glyph, em, 0); err == nil && kern != 0 {
				out.WriteString(pdfNumber(-1000 * float64(kern) / float64(em)))
			}
		}
		fmt.Fprintf(&out, "<%02X>", code)
		before = glyph
	}
	out.WriteString("] TJ")
	return out.String()
}

// unitsOf is the size at which the coordinates of a font's glyphs are whole units.
func unitsOf(f *sfnt.Font) fixed.Int26_6 { return fixed.Int26_6(f.UnitsPerEm()) }

// write adds the font to a file, and returns its object.
func (g *pdfFont) write(d *pdfFile) int {
	var glyphs, differences, widths, unicode strings.Builder
	for i, r := range g.runes {
		outline, width := g.outline(r)
		fmt.Fprintf(&glyphs, " /g%d %d 0 R", i, d.stream("", []byte(outline)))
		fmt.Fprintf(&differences, " /g%d", i)
		fmt.Fprintf(&widths, " %d", width)
		fmt.Fprintf(&unicode, "<%02X> %s\n", firstCode+i, strings.Replace(pdfText(string(r)), "FEFF", "", 1))
	}
	table := d.stream("", []byte("/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"+
		"/CMapName /Characters def /CMapType 2 def\n1 begincodespacerange <00> <FF> endcodespacerange\n"+
		g.inHundreds(unicode.String())+"endcmap end end\n"))
	em := float64(g.source.UnitsPerEm())
	return d.add(fmt.Sprintf("<< /Type /Font /Subtype /Type3 /FontBBox [0 0 0 0] /FontMatrix [%[1]s 0 0 %[1]s 0 0] /FirstChar %[2]d /LastChar %[3]d"+
		" /Widths [%[4]s ] /Encoding << /Type /Encoding /Differences [%[2]d%[5]s] >> /CharProcs <<%[6]s >> /ToUnicode %[7]d 0 R /Resources << >> >>",
		fmt.Sprintf("%.8f", 1/em), firstCode, firstCode+len(g.runes)-1, widths.String(), differences.String(), glyphs.String(), table))
}

// inHundreds writes the lines of a table of characters in parts, which may have 100 of them each.
func (g *pdfFont) inHundreds(table string) string {
	lines := strings.SplitAfter(strings.TrimSuffix(table, "\n"), "\n")
	var b strings.Builder
	for len(lines) > 0 {
		n := min(100, len(lines))
		fmt.Fprintf(&b, "%d beginbfchar\n%s\nendbfchar\n", n, strings.TrimSuffix(strings.Join(lines[:n], ""), "\n"))
		lines = lines[n:]
	}
	return b.String()
}

// outline returns the drawing of a character, in units of its font, and its width.
func (g *pdfFont) outline(r rune) (string, int) {
	var buf sfnt.Buffer
	em := unitsOf(g.source)
	glyph, err := g.source.GlyphIndex(&buf, r)
	if err != nil {
		glyph = 0 // the font's own sign for what it does not have
	}
	width, err := g.source.GlyphAdvance(&buf, glyph, em, 0)
	if err != nil {
		width = 0
	}
	var b strings.Builder
	segments, err := g.source.LoadGlyph(&buf, glyph, em, nil)
	if err != nil || len(segments) == 0 {
		return fmt.Sprintf("%d 0 0 0 0 0 d1", int(width)), int(width)
	}
	box := segments.Bounds()
	fmt.Fprintf(&b, "%d 0 %d %d %d %d d1\n", int(width), int(box.Min.X), -int(box.Max.Y), int(box.Max.X), -int(box.Min.Y))
	var at fixed.Point26_6
	for _, s := range segments {
		p := s.Args
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			fmt.Fprintf(&b, "%s m\n", glyphPoint(p[0]))
			at = p[0]
		case sfnt.SegmentOpLineTo:
			fmt.Fprintf(&b, "%s l\n", glyphPoint(p[0]))
			at = p[0]
		case sfnt.SegmentOpQuadTo:
			fmt.Fprintf(&b, "%s %s %s c\n", between(at, p[0]), between(p[1], p[0]), glyphPoint(p[1]))
			at = p[1]
		case sfnt.SegmentOpCubeTo:
			fmt.Fprintf(&b, "%s %s %s c\n", glyphPoint(p[0]), glyphPoint(p[1]), glyphPoint(p[2]))
			at = p[2]
		}
	}
	b.WriteString("f")
	return b.String(), int(width)
}

// glyphPoint writes a point of a glyph, whose y goes down in the font library and up in PDF.
func glyphPoint(p fixed.Point26_6) string { return fmt.Sprintf("%d %d", int(p.X), -int(p.Y)) }

// between writes the point two thirds of the way from an end of a quadratic curve to its control point.
func between(end, control fixed.Point26_6) string {
	at := func(a, b fixed.Int26_6) float64 { return float64(a) + 2*float64(b-a)/3 }
	return pdfNumber(at(end.X, control.X)) + " " + pdfNumber(-at(end.Y, control.Y))
}
