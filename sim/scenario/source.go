package scenario

import (
	"strings"
	"unicode/utf8"
)

// source is a text that values come from: the scenario file, or one override.
type source struct {
	order    int    // the file is 0, overrides follow in their order
	name     string // as faults show it: "lcfs.toml", "--set pool.main.pool_size=-5"
	text     string // without a byte order mark
	override bool
}

// span is a piece of a source's text: the bytes from..to-1.
type span struct{ from, to int }

// place is a span of a source: what a fault points at.
type place struct {
	src *source
	span
}

// cursor walks a text forward and knows line and column. Its cost is one pass over the text, however many faults are
// looked up, as long as they come in order.
type cursor struct {
	text       string
	at         int // byte offset
	line, col  int // 1-based; columns count characters
	begin, end int // of the line, without its line break
}

func newCursor(text string) *cursor {
	c := &cursor{text: text, line: 1, col: 1}
	c.setEnd()
	return c
}

func (c *cursor) setEnd() {
	c.end = len(c.text)
	if i := strings.IndexByte(c.text[c.begin:], '\n'); i >= 0 {
		c.end = c.begin + i
	}
	if c.end > c.begin && c.text[c.end-1] == '\r' {
		c.end--
	}
}

// advance moves to byte offset to, which is not before the last one.
func (c *cursor) advance(to int) {
	for ; c.at < min(to, len(c.text)); c.at++ {
		switch b := c.text[c.at]; {
		case b == '\n':
			c.line++
			c.col = 1
			c.begin = c.at + 1
			c.setEnd()
		case utf8.RuneStart(b) && c.at < c.end:
			c.col++
		}
	}
}

// maxWidth is the most characters that a caret underlines.
const maxWidth = 80

// width counts the characters of the span that begins at the cursor and lie on its line; at least 1.
func (c *cursor) width(s span) int {
	to := min(s.to, c.end, c.at+4*maxWidth)
	if c.at >= to {
		return 1
	}
	return min(utf8.RuneCountInString(c.text[c.at:to]), maxWidth)
}
