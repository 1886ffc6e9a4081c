package report

import (
	"io"
	"strings"
)

// Document is what a page says, before it is text or Markdown.
type Document struct {
	Title    string
	Lines    []string // below the title, one fact a line
	Sections []Section
}

// Section is a heading with what belongs to it. Every part may be empty.
type Section struct {
	Heading  string
	Callout  []Cell   // what nobody must miss, before everything else
	Lines    []string // before the table
	Table    *Table
	Courses  []Course // after the table; only text draws them, charts are for everything else
	List     []string // after them, numbered
	Notes    []Cell   // after the list, one a line
	Pictures []Picture
	Code     *Code
}

// Picture is a chart on a page. Text has its words only, Markdown shows the file beside it, HTML holds the drawing itself.
type Picture struct {
	Title   string // what it finds, in a sentence
	Caption string // the picture in words
	File    string // for Markdown: the path from the page, with slashes
	SVG     []byte // for HTML
}

// Code is text whose lines and spaces stay as they are.
type Code struct {
	Language string // for Markdown: "toml", "console"
	Text     string
}

// Table is a table of words.
type Table struct {
	Columns []Column
	Rows    [][]Cell

	// Stacked puts the interval of each figure below its value in text, so that many columns fit; Markdown, which has no
	// width, always writes them in one line.
	Stacked bool
}

// Column is a column's heading; numbers are aligned to the right.
type Column struct {
	Name  string // a line break in it is a space in Markdown
	Right bool
}

// Cell is a word, or a figure with an interval.
type Cell struct {
	Text   string
	Mark   Mark
	figure *figure
}

// Mark says that a cell is good or bad news; it is a colour on a terminal that has colours, and the words say it too.
type Mark uint8

// The marks.
const (
	Neutral Mark = iota
	Good
	Bad
	Open // not known yet
)

// Style is how text is drawn.
type Style struct {
	Color bool // headings and marks with terminal colours
	Width int  // columns of the terminal at which prose is wrapped; 0 or more than 130 is 110
}

// words makes a cell of plain words.
func words(s string) Cell { return Cell{Text: clean(s)} }

// figures makes a cell of a figure.
func figures(f figure) Cell { return Cell{figure: &f} }

// text returns the cell's words, its interval beside or below the value.
func (c Cell) text(stacked bool) string {
	switch {
	case c.figure == nil:
		return c.Text
	case stacked:
		return c.figure.stacked()
	}
	return c.figure.inline()
}

// add appends a section unless it is nil.
func (d *Document) add(s *Section) {
	if s != nil {
		d.Sections = append(d.Sections, *s)
	}
}

// Words makes a table of plain words: the first row is its heading. Columns named in right are aligned to the right.
func Words(rows [][]string, right ...int) *Table {
	t := &Table{}
	for i, name := range rows[0] {
		col := Column{Name: name}
		for _, r := range right {
			col.Right = col.Right || r == i
		}
		t.Columns = append(t.Columns, col)
	}
	for _, row := range rows[1:] {
		cells := make([]Cell, len(row))
		for i, s := range row {
			cells[i] = words(s)
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

// Clean makes words safe to print on one line: names come from files and command lines, and a terminal obeys control
// characters. What is none, but changes the order of what is shown, goes too.
func Clean(s string) string { return clean(s) }

// clean is Clean.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return ' '
		case r < ' ' || r >= 0x7f && r < 0xa0:
			return -1
		case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0x200e, r == 0x200f, r == 0x061c:
			return -1 // would reorder what is on the line
		case r == 0x2028 || r == 0x2029:
			return ' '
		}
		return r
	}, s)
}

// cleanCode does so with text of several lines.
func cleanCode(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = clean(l)
	}
	return strings.Join(lines, "\n")
}

// writeString writes s and nothing more.
func writeString(w io.Writer, s string) error {
	_, err := io.WriteString(w, s)
	return err
}
