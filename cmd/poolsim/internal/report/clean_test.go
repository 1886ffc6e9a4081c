package report

import (
	"strings"
	"testing"
)

// TestTextIsCleanEverywhere: whatever part of a document a name stands in, no control character of it is drawn.
func TestTextIsCleanEverywhere(t *testing.T) {
	t.Parallel()
	const evil = "\x1b[31m\u202e\u009b1m"
	d := &Document{Title: "a" + evil, Lines: []string{"b" + evil}, Sections: []Section{{
		Heading: "c" + evil, Lines: []string{"d" + evil}, List: []string{"e" + evil},
		Callout: []Cell{{Text: "f" + evil}}, Notes: []Cell{{Text: "g" + evil}},
		Table: &Table{Columns: []Column{{Name: "h" + evil}}, Rows: [][]Cell{{{Text: "i" + evil}}}},
		Code:  &Code{Text: "j" + evil},
	}}}
	for name, draw := range map[string]func(*strings.Builder) error{
		"text":     func(b *strings.Builder) error { return DrawText(b, d, Style{}) },
		"Markdown": func(b *strings.Builder) error { return DrawMarkdown(b, d, Style{}) },
	} {
		var b strings.Builder
		if err := draw(&b); err != nil {
			t.Fatal(err)
		}
		if i := strings.IndexAny(b.String(), evil[:1]+"\u202e\u009b"); i >= 0 {
			t.Errorf("%s: %q", name, b.String()[max(0, i-5):i+5])
		}
	}
}
