package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the outputs in testdata/script anew")

// TestScripts plays the command lines in testdata/script and compares what they wrote. A script is what a terminal
// would show:
//
//	# a remark
//	$ poolsim run --format csv < my.toml > out.csv
//	| a line of stdout
//	! a line of stderr
//	= 2
//
// The last line is the exit code; it is left out when it is 0. Beside poolsim there are cat, grep, ls and mkdir. Every
// script has a folder of its own, with the scenarios of testdata/scenarios in it.
func TestScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/script/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no scripts:", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := play(t, string(want))
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("%s (-want +got); -update writes it anew:\n%s", file, diff)
			}
		})
	}
}

// play runs the commands of a script and returns it with the outputs that they had.
func play(t *testing.T, script string) string {
	m := newMachine(t)
	var b strings.Builder
	for line := range strings.Lines(script) {
		switch {
		case strings.HasPrefix(line, "$ "):
			b.WriteString(line)
			code := m.shell(t, strings.TrimSpace(line[2:]))
			mark(&b, "|", m.out.String())
			mark(&b, "!", m.err.String())
			if code != 0 {
				fmt.Fprintf(&b, "= %d\n", code)
			}
		case strings.HasPrefix(line, "|"), strings.HasPrefix(line, "!"), strings.HasPrefix(line, "="):
		default:
			b.WriteString(line)
		}
	}
	return b.String()
}

// mark writes each line of an output with a sign in front of it; an output that does not end in a line break shows it.
func mark(b *strings.Builder, sign, output string) {
	for line := range strings.Lines(output) {
		whole := strings.TrimSuffix(line, "\n")
		if whole == line {
			whole += "\\"
		}
		b.WriteString(strings.TrimRight(sign+" "+whole, " ") + "\n")
	}
}

// shell runs one command with its redirections.
func (m *machine) shell(t *testing.T, line string) int {
	t.Helper()
	args := split(line)
	m.stdin = strings.NewReader("")
	to := ""
	if i := slices.Index(args, "<"); i >= 0 {
		text, err := m.disk.read(args[i+1])
		if err != nil {
			t.Fatal(err)
		}
		m.stdin = strings.NewReader(string(text))
		args = slices.Delete(args, i, i+2)
	}
	if i := slices.Index(args, ">"); i >= 0 {
		to = args[i+1]
		args = slices.Delete(args, i, i+2)
	}
	code := 0
	if args[0] == "poolsim" {
		code = m.run(args[1:]...)
	} else {
		m.out.Reset()
		m.err.Reset()
		m.tool(t, args)
	}
	if to != "" {
		if err := os.WriteFile(m.disk.path(to), m.out.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
		m.out.Reset()
	}
	return code
}

// tool is what a script has beside poolsim.
func (m *machine) tool(t *testing.T, args []string) {
	t.Helper()
	switch args[0] {
	case "mkdir":
		if err := m.disk.makeDir(args[1]); err != nil {
			t.Fatal(err)
		}
	case "ls":
		entries, err := os.ReadDir(m.disk.path(args[1]))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			fmt.Fprintln(&m.out, e.Name())
		}
	case "cat", "grep":
		text, err := m.disk.read(args[len(args)-1])
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			if args[0] == "cat" || strings.Contains(line, args[1]) {
				m.out.WriteString(line)
			}
		}
	default:
		t.Fatalf("a script has no command %q", args[0])
	}
}

// split parts a command line at spaces, except within single quotes.
func split(line string) []string {
	var args []string
	for i, piece := range strings.Split(line, "'") {
		if i%2 == 1 {
			args = append(args, piece)
			continue
		}
		args = append(args, strings.Fields(piece)...)
	}
	return args
}
