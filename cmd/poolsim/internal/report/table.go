package report

import (
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

func init() {
	// Whether a character such as ± takes one column or two would otherwise depend on the environment's language, and so
	// would what is written.
	text.OverrideRuneWidthEastAsianWidth(false)
}

// layOut makes a table that can be drawn. Its words are those that the two functions return.
func layOut(t *Table, heading func(Column) string, words func(Cell) string) table.Writer {
	w := table.NewWriter()
	columns := make([]table.ColumnConfig, len(t.Columns))
	head := make(table.Row, len(t.Columns))
	for i, c := range t.Columns {
		align := text.AlignDefault // to the left, and without a colon in Markdown
		if c.Right {
			align = text.AlignRight
		}
		columns[i] = table.ColumnConfig{Number: i + 1, Align: align, AlignHeader: align}
		head[i] = heading(c)
	}
	w.SetColumnConfigs(columns)
	w.AppendHeader(head)
	for _, cells := range t.Rows {
		row := make(table.Row, len(cells))
		for i, c := range cells {
			row[i] = words(c)
		}
		w.AppendRow(row)
	}
	return w
}

// textTable draws a table without a frame: a line below the heading, and space between the columns.
func textTable(t *Table, style Style) string {
	w := layOut(t, func(c Column) string { return cleanCode(c.Name) }, func(c Cell) string {
		return style.mark(c.Mark, cleanCode(c.text(t.Stacked)))
	})
	w.SetStyle(table.Style{
		Box:     table.BoxStyle{MiddleHorizontal: "─", MiddleSeparator: "──", MiddleVertical: "  "},
		Format:  table.FormatOptions{HeaderVAlign: text.VAlignBottom},
		Options: table.Options{SeparateColumns: true, SeparateHeader: true},
	})
	w.SuppressTrailingSpaces()
	return w.Render() + "\n"
}

// markdownTable draws a table in Markdown; bars in its words are escaped on the way.
func markdownTable(t *Table) string {
	w := layOut(t, func(c Column) string { return escape(strings.ReplaceAll(c.Name, "\n", " ")) }, func(c Cell) string {
		if c.Mark == Bad {
			return "**" + escape(c.text(false)) + "**"
		}
		return escape(c.text(false))
	})
	w.Style().Markdown.PadContent = true
	return w.RenderMarkdown()
}

// wrap breaks a line between words so that it fits, with one prefix for the first line and another for the rest.
func wrap(s string, width int, first, rest string) string {
	width -= max(len(first), len(rest))
	lines := strings.Split(text.WrapSoft(s, width), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " ") // which WrapSoft adds
	}
	return first + strings.Join(lines, "\n"+rest)
}
