package plots

import (
	"fmt"
	"image/color"
	"io"
	"slices"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/recorder"
)

// Figure is one picture, ready to be written in any of Formats. Charts make figures; the texts may be changed before a
// figure is written.
type Figure struct {
	Name        string // base name for a file, without folder and extension: "utilisation-main"
	Title       string // a sentence that states the finding
	Subtitle    string // quantity, unit, and what the picture is of
	Description string // the picture in words, for those who do not see it
	Footer      string // which run it shows
	Size        string // what it is laid out for: one of Sizes.Names(); "" is DefaultSize

	tall   vg.Length // how tall a page its rows need; 0 is any
	legend []key
	body   func(c draw.Canvas) // draws the panels on the room between header and footer
}

// Write writes the figure in a format: one of Formats.Names().
func (f *Figure) Write(w io.Writer, format string) error {
	write, ok := Formats.Lookup(format)
	if !ok {
		return fmt.Errorf("plots: unknown format %q: choose one of %s", format, strings.Join(Formats.Names(), ", "))
	}
	on, err := f.page()
	if err != nil {
		return fmt.Errorf("plots: figure %s: %w", f.Name, err)
	}
	if err := write(w, f, on); err != nil {
		return fmt.Errorf("plots: writing figure %s as %s: %w", f.Name, format, err)
	}
	return nil
}

// key is an entry of the legend: a filled square, a piece of line or a marker, and a name. Without them it is text only.
type key struct {
	name string
	fill color.Color    // of a square, with a pattern in a colour, or
	line draw.LineStyle // of a line, where its width is not 0
	mark *marker        // on the line, or alone
	soft bool           // the name in grey, for what is not in the picture

	hatch   hatch
	hatched color.Color
}

const (
	margin    = 12
	titleStep = titleSize * 1.22 // from line to line
	softStep  = subtitleSize * 1.3
	legendRow = 14
	keyWidth  = 19 // of a piece of line
	keySquare = 8
	keyGap    = 4  // between sample and name
	keySpace  = 15 // between entries
)

// drawPage draws the whole figure on a white canvas of its size.
func (f *Figure) drawPage(c draw.Canvas) {
	y := f.drawHead(c)
	x, width := c.Min.X+margin, c.Max.X-c.Min.X-2*margin
	base := c.Min.Y + margin - 3
	newText(elide(clean(f.Footer), sans(footerSize), width), sans(footerSize), inkPale).draw(c, x, base, left)
	body := c
	body.Min = vg.Point{X: x, Y: base + footerSize + 4}
	body.Max = vg.Point{X: x + width, Y: y - 5}
	f.body(body)
}

// drawHead draws title, subtitle and legend, and returns where they end.
func (f *Figure) drawHead(c draw.Canvas) vg.Length {
	x, y, width := c.Min.X+margin, c.Max.Y-margin, c.Max.X-c.Min.X-2*margin
	for _, s := range wrap(f.Title, sansBold(titleSize), width, 2) {
		newText(s, sansBold(titleSize), ink).draw(c, x, y-capHeight(titleSize), left)
		y -= titleStep
	}
	y -= 1
	for _, s := range wrap(f.Subtitle, sans(subtitleSize), width, 3) {
		newText(s, sans(subtitleSize), inkSoft).draw(c, x, y-capHeight(subtitleSize), left)
		y -= softStep
	}
	return f.drawLegend(c, x, y-3, width)
}

// tallFor is how tall a page of the default width must be for a body of a height.
func (f *Figure) tallFor(body vg.Length) vg.Length {
	c := draw.NewCanvas(&recorder.Canvas{}, figureWidth, figureHeight)
	return c.Max.Y - f.drawHead(c) + 5 + body + footerSize + 4 + margin - 3
}

// drawLegend draws the entries in as many rows as they need below y, and returns where it ends.
func (f *Figure) drawLegend(c draw.Canvas, x, y, width vg.Length) vg.Length {
	if len(f.legend) == 0 {
		return y
	}
	face := sans(legendSize)
	at, baseline := x, y-legendRow+4.5
	for _, k := range f.legend {
		sample := vg.Length(0)
		switch {
		case k.fill != nil:
			sample = keySquare + keyGap
		case k.line.Width > 0:
			sample = keyWidth + keyGap
		case k.mark != nil:
			sample = keySquare + keyGap
		}
		c0 := color.Color(ink)
		if k.soft {
			c0 = inkSoft
		}
		name := newText(elide(clean(k.name), face, width-sample), face, c0)
		if w := sample + name.width(); at > x && at+w > x+width {
			at, baseline = x, baseline-legendRow
		}
		middle := baseline + capHeight(legendSize)/2
		if k.fill != nil {
			lo, hi := middle-keySquare/2, middle+keySquare/2
			box := vg.Rectangle{Min: vg.Point{X: at, Y: lo}, Max: vg.Point{X: at + keySquare, Y: hi}}
			fillHatched(c, box, k.fill, k.hatched, k.hatch)
		} else if k.line.Width > 0 {
			c.StrokeLine2(k.line, at, middle, at+keyWidth, middle)
		}
		if k.mark != nil {
			k.mark.draw(c, vg.Point{X: at + (sample-keyGap)/2, Y: middle})
		}
		name.draw(c, at+sample, baseline, left)
		at += sample + name.width() + keySpace
	}
	return baseline - 4.5
}

// unused returns the name, or where a figure has it already, one that none has: names of pools can differ in what no file
// name holds.
func unused(name string, figures []Figure) string {
	for slices.ContainsFunc(figures, func(f Figure) bool { return f.Name == name }) {
		name += "-2"
	}
	return name
}

// fileName makes a name from words, with a dash in place of whatever a file name or a URL should not hold.
func fileName(words ...string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_':
			return r
		}
		return '-'
	}, strings.Join(words, "-"))
}
