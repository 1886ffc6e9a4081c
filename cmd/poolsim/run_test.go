package main

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"poolsim/configs"
	"poolsim/plots"
	"poolsim/sim/experiment"
	"poolsim/sim/scenario"
)

func TestInterruptWritesWhatWasFinished(t *testing.T) {
	m := newMachine(t)
	ctx, cancel := context.WithCancel(context.Background())
	m.interrupts = func() (context.Context, context.CancelFunc) { return ctx, cancel }
	m.engine = func(ctx context.Context, sc *scenario.Scenario, o experiment.Options) (*experiment.Result, error) {
		o.Progress = func(int, int) { cancel() }
		return experiment.Run(ctx, sc, o)
	}
	code := m.run("run", "clock.toml", "slow.toml", "--replications", "5", "--workers", "1", "--format", "json")
	if code != exitInterrupted {
		t.Errorf("exit code %d, want %d", code, exitInterrupted)
	}
	var r experiment.Result
	if err := json.Unmarshal(m.out.Bytes(), &r); err != nil {
		t.Fatal(err)
	}
	if r.Replications != 1 || r.Planned != 5 || len(r.Warnings) == 0 {
		t.Errorf("%d of %d replications, warnings %q", r.Replications, r.Planned, r.Warnings)
	}
	if got := m.err.String(); got != "poolsim: clock.toml: interrupted\n" {
		t.Errorf("stderr %q", got)
	}
}

func TestInterruptBeforeAnythingWasFinished(t *testing.T) {
	m := newMachine(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	m.interrupts = func() (context.Context, context.CancelFunc) { return ctx, cancel }
	if code := m.run("run", "clock.toml", "-o", "out.txt"); code != exitInterrupted || m.out.Len() > 0 || m.disk.exists("out.txt") {
		t.Errorf("exit code %d, stdout %q", code, m.out.String())
	}
}

func TestFailureOfOneScenarioKeepsTheOthers(t *testing.T) {
	m := newMachine(t)
	m.engine = func(ctx context.Context, sc *scenario.Scenario, o experiment.Options) (*experiment.Result, error) {
		if sc.Name == "slow.toml" {
			return nil, errors.New("no more")
		}
		return experiment.Run(ctx, sc, o)
	}
	code := m.run("run", "clock.toml", "slow.toml")
	if code != exitFailure || m.err.String() != "poolsim: slow.toml: no more\n" || !strings.Contains(m.out.String(), "Clockwork") {
		t.Errorf("exit code %d, stderr %q, stdout %q", code, m.err.String(), m.out.String())
	}
}

// closedPipe is a stdout whose reader has gone.
type closedPipe struct{}

func (closedPipe) Write([]byte) (int, error) {
	return 0, &os.PathError{Op: "write", Path: "|1", Err: syscall.EPIPE}
}

func TestClosedPipeEndsSilently(t *testing.T) {
	for _, args := range [][]string{{"run", "clock.toml"}, {"check", "clock.toml"}, {"list"}, {"version"}} {
		m := newMachine(t)
		m.stdout = closedPipe{}
		if code := m.run(args...); code != exitPipe || m.err.Len() > 0 {
			t.Errorf("%s: exit code %d, stderr %q", args, code, m.err.String())
		}
	}
}

// fullDisk is a stdout that cannot be written to.
type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, syscall.ENOSPC }

func TestWriteErrorIsAFailure(t *testing.T) {
	m := newMachine(t)
	m.stdout = fullDisk{}
	if code := m.run("run", "clock.toml"); code != exitFailure || !strings.Contains(m.err.String(), "no space left") {
		t.Errorf("exit code %d, stderr %q", code, m.err.String())
	}
}

func TestWorkersChangeNothing(t *testing.T) {
	var first string
	for _, workers := range []string{"1", "2", "0"} {
		m := newMachine(t)
		if code := m.run("run", "lcfs.toml", "--duration", "5s", "--format", "json", "--workers", workers); code != 0 {
			t.Fatal(m.err.String())
		}
		if first == "" {
			first = m.out.String()
		}
		if m.out.String() != first {
			t.Errorf("--workers %s changes the result", workers)
		}
	}
}

func TestProgressIsForTerminals(t *testing.T) {
	play := func(change func(*machine), args ...string) string {
		m := newMachine(t)
		m.stdoutTerminal, m.stderrTerminal = true, true
		tick := 0
		m.now = func() time.Time { tick++; return time.Unix(int64(tick), 0) }
		change(m)
		if code := m.run(append([]string{"run", "clock.toml", "--workers", "1"}, args...)...); code != 0 {
			t.Fatalf("exit code %d: %s", code, m.err.String())
		}
		return m.err.String()
	}
	got := play(func(*machine) {}, "--replications", "3")
	want := strings.Join([]string{
		"clock.toml ░░░░░░░░░░░░░░░░░░░░ 0 of 3 replications",
		"clock.toml ██████░░░░░░░░░░░░░░ 1 of 3 replications, about 4 s left",
		"clock.toml █████████████░░░░░░░ 2 of 3 replications, about 2 s left",
		"clock.toml ████████████████████ 3 of 3 replications", "",
	}, eraseLine)
	if got != eraseLine+want {
		t.Errorf("progress %q, want %q", got, eraseLine+want)
	}
	for name, silent := range map[string]string{
		"stderr is a file": play(func(m *machine) { m.stderrTerminal = false }),
		"stdout is a file": play(func(m *machine) { m.stdoutTerminal = false }),
		"dumb terminal":    play(func(m *machine) { m.getenv = func(string) string { return "dumb" } }),
		"--quiet":          play(func(*machine) {}, "--quiet"),
	} {
		if silent != "" {
			t.Errorf("%s: stderr %q", name, silent)
		}
	}
}

func TestColorsAreForTerminals(t *testing.T) {
	for _, c := range []struct {
		terminal bool
		env      string
		want     bool
	}{{true, "", true}, {false, "", false}, {true, "NO_COLOR", false}} {
		m := newMachine(t)
		m.stdoutTerminal = c.terminal
		m.getenv = func(name string) string {
			if name == c.env {
				return "1"
			}
			return ""
		}
		if m.run("run", "clock.toml"); strings.Contains(m.out.String(), "\x1b[") != c.want {
			t.Errorf("terminal %v, %q set: colours %v", c.terminal, c.env, !c.want)
		}
	}
}

func TestChartsInEveryFormat(t *testing.T) {
	m := newMachine(t)
	if code := m.run("run", "slow.toml", "--charts", "charts"); code != exitNotMet {
		t.Fatalf("exit code %d: %s", code, m.err.String())
	}
	n := map[string]int{}
	files, _ := os.ReadDir(m.disk.path("charts"))
	for _, file := range files {
		n[filepath.Ext(file.Name())]++
	}
	usual := len(plots.Defaults(&experiment.Result{}))
	if svg := n[".svg"]; svg < usual || n[".png"] != svg || n[".pdf"] != svg || len(files) != 3*svg {
		t.Errorf("%d charts are always drawn: %v", usual, n)
	}
}

func TestAcquiresCompressed(t *testing.T) {
	m := newMachine(t)
	for _, file := range []string{"a.csv", "a.csv.gz", "b.csv.gz"} {
		if code := m.run("run", "clock.toml", "--acquires", file); code != 0 {
			t.Fatalf("exit code %d: %s", code, m.err.String())
		}
	}
	read := func(name string) string {
		b, err := m.disk.read(name)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	if read("a.csv.gz") != read("b.csv.gz") {
		t.Error("the same acquires are other bytes")
	}
	z, err := gzip.NewReader(strings.NewReader(read("a.csv.gz")))
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := io.ReadAll(z); err != nil || string(plain) != read("a.csv") {
		t.Errorf("what was compressed differs: %v", err)
	}
}

func TestEmbeddedScenariosRun(t *testing.T) {
	for _, name := range configs.Names() {
		m := newMachine(t)
		args := []string{"run", name, "--duration", "5s", "--warmup", "1s", "--replications", "2", "--format", "json"}
		if code := m.run(args...); code != exitOK && code != exitNotMet {
			t.Errorf("%s: exit code %d: %s", name, code, m.err.String())
		}
		if m.run("check", name) != exitOK {
			t.Errorf("%s: %s", name, m.err.String())
		}
	}
}
