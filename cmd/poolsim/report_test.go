package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"poolsim/sim/experiment"
	"poolsim/sim/scenario"
)

// evil is a name that a saved file can have, though no scenario can.
const evil = `"><script>alert(1)</script>](javascript:x)` + "\u202e"

// TestReportOfHostileResult reports, and draws, a result whose names are not those of any scenario.
func TestReportOfHostileResult(t *testing.T) {
	m := newMachine(t)
	if code := m.run("run", "clock.toml", "-o", "r.json"); code != exitOK {
		t.Fatal(m.err.String())
	}
	text, err := os.ReadFile(filepath.Join(m.disk.dir, "r.json"))
	if err != nil {
		t.Fatal(err)
	}
	r, err := experiment.ReadResult(text)
	if err != nil {
		t.Fatal(err)
	}
	r.Name, r.Title, r.ScenarioHash = "../../../"+evil, evil, evil
	r.Scenario = map[string]any{evil: map[string]any{evil: evil}, "title": evil}
	r.Warnings = append(r.Warnings, evil)
	r.Pools[0].Name, r.Pools[0].Label = evil, evil
	for i := range r.Metrics {
		if r.Metrics[i].Pool != "" {
			r.Metrics[i].Pool = evil
		}
	}
	for i := range r.Series {
		s := &r.Series[i]
		if s.Pool != "" {
			s.Pool = evil
		}
		s.Holder = strings.ReplaceAll(s.Holder, "main", evil)
	}
	r.Errors = append(r.Errors, experiment.LoggedError{Message: evil, Total: 1})
	b, err := json.Marshal([]*experiment.Result{r, r})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(m.disk.dir, "evil.json"), b, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"report", "evil.json", "--question", evil, "-o", "evil.html"}, {"report", "evil.json", "-o", "evil.md"}, {"plot", "evil.json", "--charts", "evil"},
	} {
		if code := m.run(args...); code != exitOK {
			t.Fatalf("%s: exit code %d: %s", args, code, m.err.String())
		}
	}
	for name, bad := range map[string][]string{"evil.html": {"<script", "\u202e"}, "evil.md": {"<script", "](javascript", "\u202e"}} {
		text, err := os.ReadFile(filepath.Join(m.disk.dir, name))
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range bad {
			page := string(text)
			if name == "evil.md" { // code is code
				page, _, _ = strings.Cut(page, "### Scenario")
			}
			if strings.Contains(page, b) {
				t.Errorf("%s has %q", name, b)
			}
		}
	}
	root, err := os.ReadDir(filepath.Join(m.disk.dir, ".."))
	if err != nil || len(root) != 1 {
		t.Errorf("files were written beside the folder: %v %v", root, err)
	}
}

// TestInterruptedReport reports what was finished, and says that it is not all.
func TestInterruptedReport(t *testing.T) {
	m := newMachine(t)
	ctx, cancel := context.WithCancel(context.Background())
	m.interrupts = func() (context.Context, context.CancelFunc) { return ctx, cancel }
	m.engine = func(ctx context.Context, sc *scenario.Scenario, o experiment.Options) (*experiment.Result, error) {
		o.Progress = func(int, int) { cancel() }
		return experiment.Run(ctx, sc, o)
	}
	code := m.run("report", "clock.toml", "slow.toml", "--replications", "5", "--workers", "1")
	text, err := os.ReadFile(filepath.Join(m.disk.dir, "report.html"))
	if code != exitInterrupted || err != nil || !strings.Contains(string(text), "Only 1 of 5 replications were finished.") {
		t.Errorf("exit code %d, %v, %s", code, err, m.err.String())
	}
	if got := m.err.String(); got != "poolsim: clock.toml: interrupted\n" {
		t.Errorf("stderr %q", got)
	}
	if code := m.run("report", "clock.toml", "-o", "none.html"); code != exitInterrupted || m.disk.exists("none.html") {
		t.Errorf("interrupted before anything was finished: exit code %d", code)
	}
}

func TestCommandLine(t *testing.T) {
	for want, words := range map[string][]string{
		"poolsim run a.toml --set class.api.rate=1130/s": {"poolsim", "run", "a.toml", "--set", "class.api.rate=1130/s"},
		`'my file' '' 'it'\''s' 'x=$(rm)'`:               {"my file", "", "it's", "x=$(rm)"},
		`$'a\u000ab\\\'\u202e'`:                          {"a\nb\\'\u202e"},
	} {
		if got := commandLine(words...); got != want {
			t.Errorf("commandLine(%q) = %s, want %s", words, got, want)
		}
	}
}

func TestFolderName(t *testing.T) {
	for name, want := range map[string]string{
		"lcfs.toml": "lcfs", "a/b/lcfs.toml": "lcfs", "..": "scenario", "../..": "scenario", "": "scenario", `c:\x\y.toml`: "y", "a\nb": "a-b", ".hidden.toml": "hidden",
		"../../x<y>.toml": "x-y-",
	} {
		if got := folderName(name); got != want {
			t.Errorf("folderName(%q) = %q, want %q", name, got, want)
		}
	}
}
