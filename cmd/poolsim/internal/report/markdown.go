package report

import (
	"io"
	"strconv"
	"strings"

	"poolsim/sim/experiment"
)

func init() {
	register(Format{
		Name: "markdown", Extension: ".md", Help: "the same tables in Markdown, for a review or a wiki",
		Write: each(Markdown), Document: DrawMarkdown, Warns: true,
	})
}

// Markdown writes a result as Markdown with the same tables as Text.
func Markdown(w io.Writer, r *experiment.Result, style Style) error {
	return DrawMarkdown(w, Result(r), style)
}

// DrawMarkdown draws a document as Markdown. The style is for terminals and changes nothing here.
func DrawMarkdown(w io.Writer, d *Document, _ Style) error {
	return writeString(w, strings.Join(markdownDocument(d, 2), "\n\n")+"\n")
}

// markdownDocument returns the paragraphs, lists and tables of a document, between which empty lines stand. Its title is a
// heading of the given level, if it has one.
func markdownDocument(d *Document, level int) []string {
	var parts []string
	if d.Title != "" {
		parts = append(parts, strings.Repeat("#", level)+" "+escape(d.Title))
		level++
	}
	parts = append(parts, bullets(d.Lines)...)
	for i := range d.Sections {
		parts = append(parts, markdownSection(&d.Sections[i], level)...)
	}
	return parts
}

func markdownSection(s *Section, level int) []string {
	var parts []string
	if s.onlyCourses() {
		return nil // only text draws them
	}
	if s.Heading != "" {
		parts = append(parts, strings.Repeat("#", level)+" "+escape(s.Heading))
	}
	if len(s.Callout) > 0 {
		var lines []string
		for i, c := range s.Callout {
			line := escape(c.Text)
			if i == 0 {
				line = "**" + line + "**"
			}
			lines = append(lines, "> "+line)
		}
		parts = append(parts, strings.Join(lines, "\n>\n"))
	}
	parts = append(parts, bullets(s.Lines)...)
	if s.Table != nil {
		parts = append(parts, markdownTable(s.Table))
	}
	if len(s.List) > 0 {
		items := make([]string, len(s.List))
		for i, l := range s.List {
			items[i] = strconv.Itoa(i+1) + ". " + escape(l)
		}
		parts = append(parts, strings.Join(items, "\n"))
	}
	for _, n := range s.Notes {
		note := escape(n.Text)
		if n.Mark != Neutral {
			note = "**" + note + "**"
		}
		parts = append(parts, note)
	}
	for _, p := range s.Pictures {
		parts = append(parts, "!["+escape(p.Title)+"]("+p.File+")", "*"+escape(p.Caption)+"*")
	}
	if s.Code != nil {
		parts = append(parts, fenced(s.Code))
	}
	return parts
}

// fenced writes code between fences that are longer than any in it.
func fenced(c *Code) string {
	text := strings.TrimSuffix(cleanCode(c.Text), "\n")
	fence := "```"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	return fence + c.Language + "\n" + text + "\n" + fence
}

// bullets makes a paragraph of one line, or a list of several.
func bullets(lines []string) []string {
	switch len(lines) {
	case 0:
		return nil
	case 1:
		return []string{escape(lines[0])}
	}
	items := make([]string, len(lines))
	for i, l := range lines {
		items[i] = "- " + escape(l)
	}
	return []string{strings.Join(items, "\n")}
}

// markdownEscapes keep a name from being read as HTML or as Markdown.
var markdownEscapes = strings.NewReplacer("\\", "\\\\", "&", "&amp;", "<", "&lt;", "`", "\\`", "*", "\\*", "](", "]\\(")

// escape makes words safe in Markdown; bars, which only tables read, are left to them.
func escape(s string) string { return markdownEscapes.Replace(clean(s)) }
