package plots

import (
	"image/color"
	"strings"
	"unicode"
	"unicode/utf8"

	xfont "golang.org/x/image/font"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/font/liberation"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// fonts are the Liberation fonts, which have the widths of Arial. They are embedded in the program.
var fonts = font.NewCache(liberation.Collection())

// Sizes of text on the page, in points.
const (
	titleSize    = 13
	subtitleSize = 9
	legendSize   = 9
	tickSize     = 8.5
	footerSize   = 7
)

// sans returns the upright sans-serif face of a size.
func sans(size vg.Length) font.Face {
	return fonts.Lookup(font.Font{Typeface: "Liberation", Variant: "Sans"}, size)
}

// sansBold returns the bold face of a size.
func sansBold(size vg.Length) font.Face {
	return fonts.Lookup(font.Font{Typeface: "Liberation", Variant: "Sans", Weight: xfont.WeightBold}, size)
}

// text is a line of text in its face and colour. Make it with newText, which makes any string harmless.
type text struct {
	str   string
	face  font.Face
	color color.Color
}

func newText(str string, face font.Face, c color.Color) text {
	return text{str: clean(str), face: face, color: c}
}

// tickText is text in the size of tick labels, in which most labels inside a panel are set.
func tickText(str string, c color.Color) text { return newText(str, sans(tickSize), c) }

// width is the advance of the whole line.
func (t text) width() vg.Length { return t.face.Width(t.str) }

// align says which part of a line of text is at its point.
type align float64

const (
	left   align = 0
	center align = 0.5
	right  align = 1
)

// draw writes the line with its baseline at the point.
func (t text) draw(c draw.Canvas, x, baseline vg.Length, a align) {
	if t.str == "" {
		return
	}
	c.SetColor(t.color)
	c.FillString(t.face, vg.Point{X: x - t.width()*vg.Length(a), Y: baseline}, t.str)
}

// capHeight is the height of capitals and figures over the baseline: 0.72 of the size in Liberation Sans. Text is
// centred on a height by lowering its baseline by half of it.
func capHeight(size vg.Length) vg.Length { return 0.72 * size }

// clean makes a string of any origin fit for one line of text: control characters, and those that XML does not allow,
// become spaces; marks that turn the direction of writing are left out.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == utf8.RuneError, r == 0xFFFE, r == 0xFFFF:
			return '?'
		case unicode.IsControl(r), r == '\u2028', r == '\u2029':
			return ' '
		case unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, s)
}

// elide shortens a string to a width, with an ellipsis in place of what is cut off.
func elide(s string, face font.Face, width vg.Length) string { return cutEnd(s, within(face, width)) }

// wrap breaks a string at its plain spaces into at most n lines of a width; what does not fit is elided. Units stand
// behind no-break spaces and stay with their numbers.
func wrap(s string, face font.Face, width vg.Length, n int) []string {
	var lines []string
	rest := strings.TrimSpace(clean(s))
	for rest != "" && len(lines) < n-1 {
		if face.Width(rest) <= width {
			break
		}
		cut := 0
		for i, r := range rest {
			if r != ' ' {
				continue
			}
			if face.Width(rest[:i]) > width {
				break
			}
			cut = i
		}
		if cut == 0 {
			break
		}
		lines = append(lines, rest[:cut])
		rest = strings.TrimLeft(rest[cut:], " ")
	}
	if rest != "" {
		lines = append(lines, elide(rest, face, width))
	}
	return lines
}
