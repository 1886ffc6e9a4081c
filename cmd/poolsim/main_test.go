package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"poolsim/sim/experiment"
)

// TestMain puts this binary into the PATH as poolsim itself: exit codes, signals and pipes cannot be tried within one
// process.
func TestMain(m *testing.M) { testscript.Main(m, map[string]func(){"poolsim": main}) }

// machine is a system for tests with what it wrote.
type machine struct {
	*system
	out, err bytes.Buffer
}

// newMachine makes a system without terminal, whose clock stands still, in a folder of its own with the scenarios of
// testdata/scenarios.
func newMachine(t *testing.T) *machine {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("testdata", "scenarios"))); err != nil {
		t.Fatal(err)
	}
	m := &machine{}
	m.system = &system{
		stdin:      strings.NewReader(""),
		stdout:     &m.out,
		stderr:     &m.err,
		getenv:     func(string) string { return "" },
		now:        func() time.Time { return time.Unix(0, 0) },
		cpus:       2,
		disk:       disk{dir: dir},
		version:    "devel",
		interrupts: func() (context.Context, context.CancelFunc) { return context.WithCancel(context.Background()) },
		engine:     experiment.Run,
	}
	return m
}

// run runs the program and returns its exit code; what it wrote is in out and err.
func (m *machine) run(args ...string) int {
	m.out.Reset()
	m.err.Reset()
	m.args = args
	return run(m.system)
}
