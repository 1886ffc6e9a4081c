package main

import (
	"os"
	"strings"
	"testing"
)

// TestHostileNames: whatever a file, a flag or a value is called, no control character of it reaches the terminal.
func TestHostileNames(t *testing.T) {
	const evil = "\x1b]0;owned\x07\u202e\u009b31m"
	m := newMachine(t)
	clock, err := m.disk.read("clock.toml")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		evil + ".toml": string(clock), "key.toml": string(clock) + "\n" + `"\u001b[31m" = 1`, "bad" + evil + ".toml": "title = 1\n" + evil,
		"trace.toml": strings.Replace(string(clock), `process = "deterministic", rate = "10/s"`, `process = "trace", file = "evil.csv"`, 1),
		"evil.csv":   "job,arrival_seconds,step,holder,hold_seconds\n" + evil + ",0,0," + evil + ",x" + evil + "\n",
	} {
		if err := os.WriteFile(m.disk.path(name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range [][]string{
		{"run", "no" + evil},
		{"run", evil + ".toml"},
		{"run", evil + ".toml", "--format", "csv"},
		{"run", "key.toml"},
		{"run", "bad" + evil + ".toml"},
		{"run", "trace.toml"},
		{"check", evil + ".toml"},
		{"compare", evil + ".toml", "clock.toml", "--replications", "4"},
		{"report", evil + ".toml", "-o", "-", "--format", "markdown"},
		{evil},
		{"run", "--" + evil},
		{"run", "--" + evil + "=1"},
		{"run", "--set", evil},
		{"run", "--set", evil + "=1"},
		{"run", "--set", "pool.main.pool_size=" + evil},
		{"run", "--format", evil},
		{"run", "-o", evil + "/x"},
		{"run", "--seed", evil},
		{"run", "--warmup", evil},
		{"run", "--charts", "clock.toml/" + evil},
		{"run", "--rare", evil},
		{"run", "--acquires", evil + "/x"},
		{"list", evil},
		{"help", evil},
		{"merge", evil},
		{"plot", evil},
		{"plot", evil, "-o", "x.svg"},
		{"plot", "clock.toml", "--chart", evil, "-o", "x.svg"},
		{"report", evil},
		{"sweep", "--vary", evil},
		{"sweep", "--vary", "pool.main.pool_size=" + evil},
		{"sweep", "--vary", "run.seed=1:2", "--shard", evil},
		{"sweep", "clock.toml", "--vary", "run.seed=1:2", "--resume", evil + "/x"},
		{"sweep", "clock.toml", "--vary", "run.seed=1:2", "--resume", evil},
		{"sweep", "clock.toml", "--vary", "run.seed=1:2", "--resume", evil},
		{"size", "--for", evil},
		{"capacity", "--for", evil},
		{"compare", "clock.toml", "--variant", evil + ": run.seed=2"},
		{"completion", evil},
	} {
		code := m.run(args...)
		if code != exitOK && m.err.Len() == 0 && code != exitNotMet {
			t.Errorf("%q: exit code %d without a word", args, code)
		}
		printable(t, strings.Join(args, " ")+": stderr", m.err.String())
		printable(t, strings.Join(args, " ")+": stdout", m.out.String())
	}
}
