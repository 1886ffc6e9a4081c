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
	var parts []string // paragraphs, lists, tables: an empty line stands between any two
	if d.Title != "" {
		parts = append(parts, "## "+escape(d.Title))
	}
	parts = append(parts, bullets(d.Lines)...)
	for i := range d.Sections {
		parts = append(parts, markdownSection(&d.Sections[i])...)
	}
	return writeString(w, strings.Join(parts, "\n\n")+"\n")
}

func markdownSection(s *Section) []string {
	var parts []string
	if s.onlyCourses() {
		return nil // only text draws them
	}
	if s.Heading != "" {
		parts = append(parts, "### "+escape(s.Heading))
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
	return parts
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
