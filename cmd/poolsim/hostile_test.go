package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// payloads are words that no reader of a result may be fooled by: a terminal, a browser, a renderer of Markdown, a
// spreadsheet, a file system.
var payloads = []string{
	"\x1b]0;title\x07\x1b[31mred\x1b[0m", "\u009b31mred", "left\u202eright", "two\nlines\r\n", "tab\tand\x00nul",
	"<script>alert(1)</script>", `"><img src=x onerror=alert(1)>`, "</title></style></script><script>alert(1)</script>",
	"](javascript:alert(1)) ![x](javascript:alert(2))", "`a` | b | <b>c</b>", "```\n<script>alert(1)</script>\n", "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "\t=1+1", "\x1b=1+1",
	"../../../../escaped", "/tmp/poolsim-escaped", `..\..\escaped`, "a/b", "con", strings.Repeat("long", 20_000), "\xff\xfe", "{{.}}", "&lt;script&gt;", "url(javascript:1)",
}

// TestHostileWords runs poolsim on results in which one word after the other, wherever it occurs, has become a hostile one.
// It either refuses, in one line that does no harm, or what it writes does none.
func TestHostileWords(t *testing.T) {
	full := os.Getenv("POOLSIM_FULL") != "" // every command on every word: minutes
	commands := hostileCommands
	if !full {
		commands = commands[:3] // drawing all charts in all formats takes long
	}
	tried, refused := 0, 0
	for name, saved := range savedResults(t) {
		for i, word := range wordsOf(t, saved) {
			payload := payloads[i%len(payloads)]
			text := replaceWord(t, saved, word, payload)
			for k, args := range commands {
				if !full && (i+k)%(6*len(commands)) != 0 {
					continue
				}
				tried++
				if !harmless(t, fmt.Sprintf("%s, %q as %q", name, word, payload), text, args) {
					refused++
				}
			}
		}
	}
	t.Logf("%d commands on hostile results, %d of them refused", tried, refused)
	if refused == tried || tried < 40 {
		t.Errorf("%d of %d were refused: nothing is tried", refused, tried)
	}
}

// hostileCommands are what is done with a saved result.
var hostileCommands = [][]string{
	{"plot", "in.json", "-o", "out/out.svg"},
	{"merge", "in.json", "-o", "out/out.csv"},
	{"report", "in.json", "-o", "out/out.html"},
	{"report", "in.json", "-o", "out/out.md"},
	{"plot", "in.json", "--charts", "out"},
	{"merge", "in.json", "-o", "out/out.txt"},
}

// savedResults makes a result of each kind.
func savedResults(t *testing.T) map[string][]byte {
	t.Helper()
	m := newMachine(t)
	out := make(map[string][]byte)
	for name, args := range map[string][]string{
		"run":     {"run", "clock.toml", "--set", "slo.wait_p99=1s", "--set", `class.api.step.main.pool="main"`},
		"sweep":   {"sweep", "clock.toml", "--vary", "pool.main.pool_size=1:3", "--vary", "class.api.rate=5/s,10/s"},
		"compare": {"compare", "clock.toml", "faults.toml", "--set", "run.replications=4"},
		"size":    {"size", "clock.toml", "--for", "pool.main.pool_size", "--set", "slo.wait_p99=1s"},
	} {
		code := m.run(append(args, "-o", "saved.json")...)
		b, err := m.disk.read("saved.json")
		if err != nil {
			t.Fatalf("%s: exit code %d, %v: %s", name, code, err, m.err.String())
		}
		out[name] = b
	}
	return out
}

// wordsOf returns every word of a JSON text that is a value, once, and those keys that the user chose.
func wordsOf(t *testing.T, text []byte) []string {
	t.Helper()
	var v any
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatal(err)
	}
	words := make(map[string]bool)
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case string:
			words[v] = v != ""
		case []any:
			for _, x := range v {
				walk(x)
			}
		case map[string]any:
			for _, x := range v {
				walk(x)
			}
		}
	}
	walk(v)
	return slices.Sorted(maps.Keys(words))
}

// replaceWord replaces a word in a JSON text wherever it is a string of its own.
func replaceWord(t *testing.T, text []byte, word, payload string) []byte {
	t.Helper()
	from, err := json.Marshal(word)
	if err != nil {
		t.Fatal(err)
	}
	to := []byte(`"` + payload + `"`)
	if utf8.ValidString(payload) {
		if to, err = json.Marshal(payload); err != nil {
			t.Fatal(err)
		}
	}
	return bytes.ReplaceAll(text, from, to)
}

// harmless runs a command on a saved result, and reports whether it did what it was asked to; it fails if that did harm.
func harmless(t *testing.T, what string, saved []byte, args []string) bool {
	t.Helper()
	m := newMachine(t)
	root := m.disk.dir
	m.disk.dir = filepath.Join(root, "inner")
	if err := os.MkdirAll(m.disk.path("out"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(m.disk.path("in.json"), saved, 0o666); err != nil {
		t.Fatal(err)
	}
	code := m.run(args...)
	what = fmt.Sprintf("%s: %q", what, args)
	if len(what) > 400 {
		what = what[:400]
	}
	printable(t, what+": stderr", m.err.String())
	if code != exitOK && m.err.Len() == 0 && code != exitNotMet {
		t.Errorf("%s: exit code %d without a word", what, code)
	}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		out, written := strings.CutPrefix(filepath.ToSlash(rel), "inner/out/")
		switch {
		case written && code != exitOK && code != exitNotMet:
			t.Errorf("%s: refused, but it wrote %q", what, rel)
		case written:
			printable(t, what+": name of a file", out)
			content, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			inspect(t, what+": "+out, filepath.Ext(out), string(content))
		case rel == filepath.FromSlash("inner/in.json"), strings.HasSuffix(rel, ".toml") && filepath.Dir(rel) == ".":
		default:
			t.Errorf("%s: it wrote %q", what, rel)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat("/tmp/poolsim-escaped"); err == nil {
		t.Errorf("%s: it wrote to /tmp", what)
	}
	return code == exitOK || code == exitNotMet
}

// printable fails if a terminal would obey some of the text, or show it in another order.
func printable(t *testing.T, what, text string) {
	t.Helper()
	if i := strings.IndexFunc(text, func(r rune) bool {
		return r != '\n' && unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)
	}); i >= 0 {
		t.Errorf("%s has a control character: %q", what, around(text, i))
	}
	if !utf8.ValidString(text) {
		t.Errorf("%s is no UTF-8", what)
	}
}

func around(text string, i int) string { return text[max(0, i-40):min(len(text), i+40)] }

// dangers are what must not stand in a page: elements and links that do something.
var dangers = map[string]*regexp.Regexp{
	".html": regexp.MustCompile(`(?i)<script|<img[^>]*onerror|(href|src|action)\s*=\s*["']?\s*javascript:|<iframe|<object`),
	".svg":  regexp.MustCompile(`(?i)<script|<[^>]*\son\w+=|<foreignObject|<image|href="[^#]`),
	".md":   regexp.MustCompile(`(?i)(^|[^\\])<(script|img|b>|iframe)|[^\\]\]\(javascript:`),
}

// withoutCode leaves out the blocks of code of a Markdown page, which a renderer shows as they are: from a fence to the next
// one that is as long.
func withoutCode(text string) string {
	var out []string
	fence := ""
	for line := range strings.SplitSeq(text, "\n") {
		ticks := line[:len(line)-len(strings.TrimLeft(line, "`"))]
		switch {
		case fence == "" && len(ticks) >= 3:
			fence = ticks
		case fence != "" && strings.HasPrefix(line, fence) && strings.Trim(line, "`") == "":
			fence = ""
		case fence == "":
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}

// inspect fails if a file would do harm where it is read.
func inspect(t *testing.T, what, ext, content string) {
	t.Helper()
	if ext == ".pdf" || ext == ".png" {
		return // no text that anything runs
	}
	shown := content
	switch ext {
	case ".svg", ".html":
		shown = strings.ReplaceAll(content, "\t", " ") // the drawing's own
	case ".md":
		content = withoutCode(content)
	}
	printable(t, what, shown)
	if d := dangers[ext]; d != nil {
		if at := d.FindStringIndex(content); at != nil {
			t.Errorf("%s: %q", what, around(content, at[0]))
		}
	}
	if ext != ".csv" {
		return
	}
	rows, err := csv.NewReader(strings.NewReader(content)).ReadAll()
	if err != nil {
		t.Errorf("%s: %v", what, err)
	}
	for _, row := range rows {
		for _, cell := range row {
			if _, err := strconv.ParseFloat(cell, 64); err != nil && strings.ContainsAny(cell[:min(1, len(cell))], "=+-@\t\r") {
				t.Errorf("%s: a cell that a spreadsheet runs: %q", what, cell)
			}
		}
	}
}
