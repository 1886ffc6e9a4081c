package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// example is a command that the README shows, and what it shows of its output.
type example struct {
	command string
	want    []string // lines; one that is "..." stands for any number of them
}

// TestREADME runs every command of the README in one folder and compares what it shows of their output, then the
// pictures with those that the commands drew. With -update the pictures are rewritten.
func TestREADME(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the main job")
	}
	page := readPage(t, "README.md")
	m := newMachine(t)
	if n := runPage(t, m, page); n < 8 {
		t.Errorf("only %d commands were found", n)
	}
	comparePictures(t, m, page)
	runScenarios(t, m, page)
}

// TestPages does the same with the pages whose commands take minutes: `make pages`.
func TestPages(t *testing.T) {
	if os.Getenv("POOLSIM_FULL") == "" {
		t.Skip("takes minutes: POOLSIM_FULL=1 runs it")
	}
	for _, name := range []string{"notebooks/what-ifs.md"} {
		t.Run(name, func(t *testing.T) {
			if n := runPage(t, newMachine(t), readPage(t, name)); n < 5 {
				t.Errorf("only %d commands were found", n)
			}
		})
	}
}

func readPage(t *testing.T, name string) string {
	t.Helper()
	page, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(page)
}

// runPage runs the commands of a page, in one folder, each once, compares what the page shows of their output, and returns
// how many there were.
func runPage(t *testing.T, m *machine, page string) int {
	t.Helper()
	said := map[string][]string{} // by command
	for _, e := range readExamples(page) {
		if e.command == "go test ./..." {
			continue // this is it
		}
		args, ok := strings.CutPrefix(strings.Replace(e.command, "go run ./cmd/poolsim ", "poolsim ", 1), "poolsim ")
		if !ok {
			t.Errorf("the page shows %q: only poolsim and go test can be tested here", e.command)
			continue
		}
		if said[args] == nil {
			if code := m.run(split(args)...); code == exitFailure {
				t.Errorf("%s: exit code %d\n%s", e.command, code, m.err.String())
			}
			said[args] = lines(m.out.String())
			if m.out.Len() == 0 {
				said[args] = lines(m.err.String())
			}
		}
		if len(e.want) > 0 && !matches(e.want, said[args]) {
			t.Errorf("the page shows of %s:\n%s\n\nbut it says:\n%s", e.command, strings.Join(e.want, "\n"), strings.Join(said[args], "\n"))
		}
	}
	return len(said)
}

// comparePictures compares plots/gallery/DIR/FILE with what a command drew into DIR.
func comparePictures(t *testing.T, m *machine, page string) {
	t.Helper()
	pictures := regexp.MustCompile(`\]\((plots/gallery/([^)]+\.svg))\)`).FindAllStringSubmatch(page, -1)
	if len(pictures) == 0 {
		t.Error("the README shows no picture")
	}
	for _, p := range pictures {
		drawn, err := os.ReadFile(filepath.Join(m.disk.dir, filepath.FromSlash(p[2])))
		if err != nil {
			t.Errorf("no command of the README draws %s: %v", p[2], err)
			continue
		}
		file := filepath.Join("..", "..", filepath.FromSlash(p[1]))
		if *update {
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, drawn, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if shown, err := os.ReadFile(file); err != nil || !bytes.Equal(shown, drawn) {
			t.Errorf("%s is not what the README's command draws (%v): make gallery", p[1], err)
		}
	}
}

// runScenarios runs every scenario that the README prints.
func runScenarios(t *testing.T, m *machine, page string) {
	t.Helper()
	n := 0
	for _, block := range blocks(page, "toml") {
		n++
		m.stdin = strings.NewReader(block)
		if code := m.run(append([]string{"run", "-", "--quiet"}, short...)...); code != exitOK && code != exitNotMet {
			t.Errorf("a scenario of the README: exit code %d\n%s", code, m.err.String())
		}
	}
	if n == 0 {
		t.Error("the README prints no scenario")
	}
}

// blocks returns the fenced blocks of a language.
func blocks(page, language string) []string {
	var out []string
	for {
		_, rest, ok := strings.Cut(page, "```"+language+"\n")
		if !ok {
			return out
		}
		block, after, _ := strings.Cut(rest, "```\n")
		out = append(out, block)
		page = after
	}
}

// readExamples reads the console blocks: a line that begins with "$ " is a command, those that follow are its output.
func readExamples(page string) []example {
	var out []example
	for _, block := range blocks(page, "console") {
		for _, line := range lines(block) {
			if command, ok := strings.CutPrefix(line, "$ "); ok {
				out = append(out, example{command: command})
				continue
			}
			e := &out[len(out)-1]
			e.want = append(e.want, line)
		}
	}
	return out
}

// lines splits text into lines without trailing blanks.
func lines(text string) []string {
	out := strings.Split(strings.TrimRight(text, "\n"), "\n")
	for i, l := range out {
		out[i] = strings.TrimRight(l, " ")
	}
	return out
}

// matches reports whether the lines are as shown: each part between two "..." must occur as it stands, in order, the
// first at the beginning and the last at the end.
func matches(want, got []string) bool {
	first := true
	for len(want) > 0 {
		if want[0] == "..." {
			want, first = want[1:], false
			continue
		}
		n := slices.Index(want, "...")
		if n < 0 {
			n = len(want)
		}
		at := 0
		for !first && at+n <= len(got) && !slices.Equal(got[at:at+n], want[:n]) {
			at++
		}
		if at+n > len(got) || !slices.Equal(got[at:at+n], want[:n]) {
			return false
		}
		got, want = got[at+n:], want[n:]
		if len(want) == 0 && len(got) > 0 {
			return false
		}
	}
	return true
}

func TestMatches(t *testing.T) {
	t.Parallel()
	got := []string{"a", "b", "c", "d"}
	for _, c := range []struct {
		want string
		ok   bool
	}{
		{"a b c d", true},
		{"a b c", false},
		{"b c d", false},
		{"a ...", true},
		{"... d", true},
		{"... c", false},
		{"a ... c d", true},
		{"... b ... d", true},
		{"... d ... b ...", false},
		{"... x ...", false},
	} {
		if ok := matches(strings.Fields(c.want), got); ok != c.ok {
			t.Errorf("%q matches %q: %v, want %v", c.want, got, ok, c.ok)
		}
	}
}
