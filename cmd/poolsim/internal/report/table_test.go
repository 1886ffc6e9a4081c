package report

import (
	"strings"
	"testing"

	"github.com/jedib0t/go-pretty/v6/text"
)

func TestTables(t *testing.T) {
	table := Words([][]string{{"name\nof it", "n"}, {`a|b\|c`, "12"}, {"池", "3"}}, 1)
	table.Rows[1][1].Mark = Bad
	for name, c := range map[string]struct{ got, want string }{
		"text": {textTable(table, Style{}), strings.Join([]string{
			"name",
			"of it    n",
			"──────────",
			`a|b\|c  12`,
			"池       3",
			"",
		}, "\n")},
		"colours": {textTable(table, Style{Color: true}), strings.Join([]string{
			"name",
			"of it    n",
			"──────────",
			`a|b\|c  12`,
			"池       " + sgrRed + "3" + sgrReset,
			"",
		}, "\n")},
		"Markdown": {markdownTable(table), strings.Join([]string{
			"| name of it |     n |",
			"| ---------- | -----:|",
			`| a\|b\\\|c  |    12 |`,
			"| 池         | **3** |",
		}, "\n")},
		"without rows": {textTable(Words([][]string{{"name", "n"}}, 1), Style{}), "name  n\n───────\n"},
	} {
		if c.got != c.want {
			t.Errorf("%s:\n%s\nwant:\n%s", name, c.got, c.want)
		}
	}
}

func TestWrap(t *testing.T) {
	const long = "one two three four five six seven eight nine ten"
	for width := range 60 {
		var b strings.Builder
		d := &Document{Lines: []string{long}, Sections: []Section{{List: []string{long}}}}
		if err := DrawText(&b, d, Style{Width: width}); err != nil {
			t.Fatal(err)
		}
		limit := max(width, minWidth)
		if width == 0 {
			limit = defaultWidth
		}
		for line := range strings.Lines(b.String()) {
			line = strings.TrimSuffix(line, "\n")
			if text.StringWidthWithoutEscSequences(line) > limit || strings.HasSuffix(line, " ") {
				t.Errorf("width %d: %q", width, line)
			}
		}
		if got := strings.Join(strings.Fields(b.String()), " "); got != long+" 1. "+long {
			t.Errorf("width %d: %q", width, got)
		}
	}
}
