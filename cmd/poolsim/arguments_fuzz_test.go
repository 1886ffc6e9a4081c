package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"poolsim/sim/experiment"
	"poolsim/sim/scenario"
)

// FuzzArguments demands that no command line panics or hangs, that what fails says why in lines without control characters,
// and that nothing is written outside of the folder. Arguments are separated by line ends. Nothing is simulated but by the
// studies, whose cells are kept small.
func FuzzArguments(f *testing.F) {
	for _, line := range []string{
		"run", "run\nclock.toml\n--set\npool.main.pool_size=75\n--seed\n2", "run\n--format=json\n-o\nout.json", "run\n-\n--quiet", "check\nclock.toml\n--effective",
		"check\nclock.toml\n--set\nrun.duration=1e9s", "list\ndialects\n--format\nmarkdown", "help\naxes", "version\n--format\njson", "completion\nbash", "__complete\nrun\n--s",
		"plot\nclock.toml\n--chart\nall\n-o\na.svg", "merge\na.json\nb.json", "report\nclock.toml\n-o\n-\n--format\nhtml", "sweep\nclock.toml\n--vary\npool.main.pool_size=1:3\n--shard\n1/2",
		"sweep\nclock.toml\n--vary\na.b=1,2\n--with\nc.d=2,3", "size\n--for\npool.main.pool_size=1:5\n--slo\nwait_p99=1s\nclock.toml", "capacity\n--for\nload\nclock.toml", "compare\nclock.toml\n--variant\nx: run.seed=2; pool.main.pool_size=3\n--margin\n5%",
		"run\n--rare\ntimeout=main\n--effort\n1", "run\n--workers\n-1", "run\n--warmup\nauto\n--duration\n1s", "run\nfaults.toml\nslow.toml\nbroken.toml", "--help", "-h", "--version", "run\n--charts\nout\n--chart-size\nslide",
	} {
		f.Add(line)
	}
	scenarios := os.DirFS(filepath.Join("testdata", "scenarios"))
	f.Fuzz(func(t *testing.T, line string) {
		args := strings.Split(line, "\n")
		if studies(args) || strings.ContainsRune(line, 0) {
			t.Skip("it would simulate, or is no command line")
		}
		m := newMachine(t)
		outer := m.disk.dir
		m.disk.dir = filepath.Join(outer, "a", "b", "c")
		if err := os.CopyFS(m.disk.dir, scenarios); err != nil {
			t.Fatal(err)
		}
		m.engine = func(context.Context, *scenario.Scenario, experiment.Options) (*experiment.Result, error) {
			return nil, errors.New("nothing is simulated here")
		}
		for _, a := range args {
			if strings.Contains(a, "/") || strings.Contains(a, "..") { // who asks for a file elsewhere gets it
				t.Skip("it names files elsewhere")
			}
		}
		code := m.run(args...)
		switch {
		case code == exitOK, code == exitNotMet:
		case m.err.Len() == 0:
			t.Errorf("%q: exit code %d without a word", args, code)
		}
		if i := strings.IndexFunc(m.err.String(), func(r rune) bool { return r != '\n' && unicode.IsControl(r) }); i >= 0 {
			t.Errorf("%q: %q", args, m.err.String())
		}
		if entries, err := os.ReadDir(outer); err != nil || len(entries) != 5 { // four scenarios and a
			t.Errorf("%q: %d entries beside the folder", args, len(entries))
		}
	})
}

// studies reports whether the arguments may begin a study, whose cells no test can keep from being simulated: its machinery is
// fuzzed by the axes, and by what refuses it.
func studies(args []string) bool {
	for _, a := range args {
		switch a {
		case "sweep", "size", "capacity", "compare", "report", "--rare":
			return len(args) > 2
		}
		if strings.HasPrefix(a, "--rare") {
			return true
		}
	}
	return false
}
