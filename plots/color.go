package plots

import (
	"image/color"
	"math"
	"slices"

	"poolsim/sim/experiment"
)

// Colours. Those of holders and limits are from the palette for colour-blind readers of Okabe and Ito (Color Universal
// Design, 2008); all are opaque, because tints are mixed with the white page beforehand.
var (
	paper   = rgb(0xFFFFFF)
	ink     = rgb(0x1F2933) // titles, names, pool_size
	inkSoft = rgb(0x52606D) // subtitles, tick labels
	inkPale = rgb(0x7B8794) // footer
	grid    = rgb(0xE3E7EC)
	rule    = rgb(0x9AA5B1) // axis lines and ticks

	limitColor = rgb(0xD55E00) // vermillion
	idleColor  = rgb(0xD5DBE1)
)

// holderColors are the colours of the holders that most scenarios have.
var holderColors = map[string]color.NRGBA{
	"main":       rgb(0x0072B2), // blue
	"auth":       rgb(0x56B4E9), // sky blue
	"background": rgb(0xE69F00), // orange
}

// otherColors are for the other holders in the order in which a result names them.
var otherColors = []color.NRGBA{
	rgb(0x009E73), // bluish green
	rgb(0xCC79A7), // reddish purple
	rgb(0xF0E442), // yellow
	rgb(0x5E4FA2), // violet; from here on no longer in the palette of eight
	rgb(0x8C510A), // brown
	rgb(0x6B7280), // grey
}

// rgb makes an opaque colour from 0xRRGGBB.
func rgb(x uint32) color.NRGBA {
	return color.NRGBA{R: uint8(x >> 16), G: uint8(x >> 8), B: uint8(x), A: 0xFF}
}

// tint mixes a colour with the white page: 1 is the colour itself, 0 is white.
func tint(c color.NRGBA, share float64) color.NRGBA {
	mix := func(x uint8) uint8 { return uint8(255 - share*float64(255-x) + 0.5) }
	return color.NRGBA{R: mix(c.R), G: mix(c.G), B: mix(c.B), A: 0xFF}
}

// onPaper darkens the colours that are too bright for a line on white.
func onPaper(c color.NRGBA) color.NRGBA {
	if luma(c) < 190 {
		return c
	}
	return color.NRGBA{R: c.R / 4 * 3, G: c.G / 4 * 3, B: c.B / 4 * 3, A: c.A}
}

// asText darkens a colour until text in it is readable on white.
func asText(c color.NRGBA) color.NRGBA {
	for luma(c) > 125 {
		c = color.NRGBA{R: c.R / 8 * 7, G: c.G / 8 * 7, B: c.B / 8 * 7, A: c.A}
	}
	return c
}

// luma is how bright a colour is, from 0 to 255, with the weights of Rec. ITU-R BT.601.
func luma(c color.NRGBA) float64 {
	return 0.299*float64(c.R) + 0.587*float64(c.G) + 0.114*float64(c.B)
}

// textOn returns the text colour that is readable on a fill: white on dark, ink on light ones.
func textOn(fill color.NRGBA) color.NRGBA {
	if luma(fill) < 140 {
		return paper
	}
	return ink
}

// inkOn returns ink or white, whichever stands out more from a fill by the contrast ratio of WCAG 2.2 (relative luminance).
func inkOn(fill color.NRGBA) color.NRGBA {
	f := luminance(fill)
	if (luminance(paper)+0.05)/(f+0.05) > (f+0.05)/(luminance(ink)+0.05) {
		return paper
	}
	return ink
}

// luminance is the relative luminance of WCAG 2.2, from 0 to 1.
func luminance(c color.NRGBA) float64 {
	linear := func(x uint8) float64 {
		s := float64(x) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

// holderNames returns the holders of a result in the order in which charts stack and list them: background at the
// bottom, then main, then auth, then the others in the order in which the result names them.
func holderNames(r *experiment.Result) []string {
	var seen []string
	add := func(name string) {
		if name != "" && !slices.Contains(seen, name) {
			seen = append(seen, name)
		}
	}
	for i := range r.Series {
		add(r.Series[i].Holder)
	}
	for i := range r.Metrics {
		add(r.Metrics[i].Holder)
	}
	names := make([]string, 0, len(seen))
	for _, first := range []string{"background", "main", "auth"} {
		if slices.Contains(seen, first) {
			names = append(names, first)
		}
	}
	for _, name := range seen {
		if _, ok := holderColors[name]; !ok {
			names = append(names, name)
		}
	}
	return names
}

// colorsOf gives every holder of a result its colour, which is the same in all charts of the result.
func colorsOf(holders []string) map[string]color.NRGBA {
	colors := make(map[string]color.NRGBA, len(holders))
	next := 0
	for _, name := range holders {
		if c, ok := holderColors[name]; ok {
			colors[name] = c
			continue
		}
		colors[name] = otherColors[next%len(otherColors)]
		next++
	}
	return colors
}

// classColors are the colours of classes, by how much there is of them: each darker or lighter than its neighbours.
var classColors = []color.NRGBA{
	rgb(0x0072B2), // blue
	rgb(0x56B4E9), // sky blue
	rgb(0x009E73), // bluish green
	rgb(0xE69F00), // orange
	rgb(0xCC79A7), // reddish purple
	rgb(0xD5DBE1), // pale grey
}
