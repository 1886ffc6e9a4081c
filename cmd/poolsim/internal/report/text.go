package report

import (
	"io"
	"strconv"
	"strings"

	"poolsim/sim/experiment"
)

func init() {
	register(Format{
		Name: "text", Extension: ".txt", Help: "tables for people, in a terminal",
		Write: each(Text), Document: DrawText, Warns: true,
	})
}

// defaultWidth is where prose is wrapped when the width of the terminal is not known.
const defaultWidth = 110

// maxWidth is the widest terminal whose whole width prose takes: longer lines are hard to read.
const maxWidth = 130

// minWidth is the narrowest width that prose is wrapped to: below it, words would be torn apart.
const minWidth = 20

// Text writes a result as tables for people.
func Text(w io.Writer, r *experiment.Result, style Style) error { return DrawText(w, Result(r), style) }

// DrawText draws a document as text.
func DrawText(w io.Writer, d *Document, style Style) error {
	if style.Width <= 0 || style.Width > maxWidth {
		style.Width = defaultWidth
	}
	style.Width = max(style.Width, minWidth)
	var b strings.Builder
	if d.Title != "" {
		b.WriteString(style.heading(clean(d.Title)) + "\n")
	}
	for _, l := range d.Lines {
		b.WriteString(wrap(clean(l), style.Width, "", "  ") + "\n")
	}
	for i := range d.Sections {
		if s := &d.Sections[i]; s.onlyCourses() && drawCourses(s.Courses, style.Width) == nil {
			continue
		}
		if b.Len() > 0 {
			b.WriteString("\n")
		}
		textSection(&b, &d.Sections[i], style)
	}
	return writeString(w, b.String())
}

func textSection(b *strings.Builder, s *Section, style Style) {
	if s.Heading != "" {
		b.WriteString(style.heading(clean(s.Heading)) + "\n")
	}
	for _, c := range s.Callout {
		b.WriteString(style.mark(c.Mark, clean(c.Text)) + "\n")
	}
	for _, l := range s.Lines {
		b.WriteString(wrap(clean(l), style.Width, "", "  ") + "\n")
	}
	if s.Table != nil {
		b.WriteString(textTable(s.Table, style))
	}
	for _, l := range drawCourses(s.Courses, style.Width) {
		b.WriteString(l + "\n")
	}
	for i, l := range s.List {
		mark := strconv.Itoa(i+1) + ". "
		b.WriteString(wrap(clean(l), style.Width, mark, strings.Repeat(" ", len(mark))) + "\n")
	}
	for _, n := range s.Notes {
		b.WriteString(style.mark(n.Mark, clean(n.Text)) + "\n")
	}
	for _, p := range s.Pictures {
		b.WriteString(wrap(clean(p.Title+": "+p.Caption), style.Width, "", "  ") + "\n")
	}
	if s.Code != nil {
		b.WriteString("  " + strings.ReplaceAll(strings.TrimSuffix(cleanCode(s.Code.Text), "\n"), "\n", "\n  ") + "\n")
	}
}

// The terminal's codes (ECMA-48, select graphic rendition).
const (
	sgrBold   = "\x1b[1m"
	sgrRed    = "\x1b[31m"
	sgrGreen  = "\x1b[32m"
	sgrYellow = "\x1b[33m"
	sgrReset  = "\x1b[0m"
)

func (s Style) heading(x string) string {
	if !s.Color {
		return x
	}
	return sgrBold + x + sgrReset
}

func (s Style) mark(m Mark, x string) string {
	if !s.Color || m == Neutral {
		return x
	}
	return map[Mark]string{Good: sgrGreen, Bad: sgrRed, Open: sgrYellow}[m] + x + sgrReset
}
