package report

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// grid lays cells of one or more lines out in columns. It is small because it draws no frames: the text table and the
// Markdown table differ only in what stands between the columns.
type grid struct {
	right  []bool // per column: aligned to the right
	widths []int
}

func newGrid(columns []Column, rows ...[]string) *grid {
	g := &grid{right: make([]bool, len(columns)), widths: make([]int, len(columns))}
	for i, c := range columns {
		g.right[i] = c.Right
	}
	for _, row := range rows {
		for i, cell := range row {
			for line := range strings.SplitSeq(cell, "\n") {
				g.widths[i] = max(g.widths[i], columnsOf(line))
			}
		}
	}
	return g
}

// lines returns the lines of a row, its cells padded and put together with a separator. Cells with fewer lines than
// the highest end where it ends when they stand at the bottom, and begin where it begins otherwise.
func (g *grid) lines(row []string, separator string, bottom bool) []string {
	height := 1
	parts := make([][]string, len(g.widths))
	for i := range parts {
		if i < len(row) {
			parts[i] = strings.Split(row[i], "\n")
		}
		height = max(height, len(parts[i]))
	}
	out := make([]string, height)
	for n := range out {
		cells := make([]string, len(parts))
		for i, p := range parts {
			at := n
			if bottom {
				at = n - (height - len(p))
			}
			s := ""
			if at >= 0 && at < len(p) {
				s = p[at]
			}
			cells[i] = g.pad(i, s)
		}
		out[n] = strings.Join(cells, separator)
	}
	return out
}

func (g *grid) pad(column int, s string) string {
	space := strings.Repeat(" ", max(0, g.widths[column]-columnsOf(s)))
	if g.right[column] {
		return space + s
	}
	return s + space
}

// columnsOf returns how many columns of a terminal a string takes, its colour codes aside: East Asian wide characters
// take two (Unicode Standard Annex 11), marks that combine with the letter before them none.
func columnsOf(s string) int {
	n := 0
	code := false
	for _, r := range s {
		switch {
		case code:
			code = r != 'm'
		case r == '\x1b':
			code = true
		case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		default:
			n++
			if k := width.LookupRune(r).Kind(); k == width.EastAsianWide || k == width.EastAsianFullwidth {
				n++
			}
		}
	}
	return n
}
