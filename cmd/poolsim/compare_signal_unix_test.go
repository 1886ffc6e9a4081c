//go:build unix

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"poolsim/sim/study"
)

// comparing is a comparison of many short replications.
func comparing(dir, out string) []string {
	return []string{
		"compare", "lcfs.toml", "--variant", "pool.main.pool_size=20;pool.main.max_overflow=20", "--duration", "10s", "--warmup", "5s",
		"--replications", "40", "--budget", "80", "--metric", "wait_p99", "--metric", "completions_per_second", "--workers", "2",
		"--format", "json", "-o", filepath.Join(dir, out),
	}
}

// lineCount returns how many lines a file has, 0 if there is none.
func lineCount(name string) int {
	b, err := os.ReadFile(name)
	if err != nil {
		return 0
	}
	return bytes.Count(b, []byte("\n"))
}

// awaitLines waits until a file has so many lines.
func awaitLines(t *testing.T, name string, n int) {
	t.Helper()
	for range 3000 {
		if lineCount(name) >= n {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatalf("%s does not get %d lines", name, n)
}

// TestComparisonGoesOnAfterSignals kills a comparison, interrupts it when it goes on, and lets it end: its bytes are those of
// one that was left alone, and the journal beside the output is gone.
func TestComparisonGoesOnAfterSignals(t *testing.T) {
	dir := t.TempDir()
	alone, _ := start(t, nil, comparing(dir, "alone.json")...)
	if err := alone.Wait(); err != nil {
		t.Fatal(err)
	}
	journal := filepath.Join(dir, "out.json.journal")

	c, _ := start(t, nil, comparing(dir, "out.json")...)
	awaitLines(t, journal, 5)
	if err := c.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = c.Wait() // it was killed
	kept := lineCount(journal)
	if kept > 120 {
		t.Fatalf("it was not killed before it had %d lines", kept)
	}

	c, stderr := start(t, nil, comparing(dir, "out.json")...)
	awaitLines(t, journal, kept+4)
	if err := c.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	var exit *exec.ExitError
	if err := c.Wait(); !errors.As(err, &exit) || exit.ExitCode() != exitInterrupted {
		t.Fatalf("ended with %v: %s", err, stderr.String())
	}
	if !bytes.Contains(stderr.Bytes(), []byte("interrupted; the same command goes on with it")) {
		t.Errorf("stderr: %s", stderr.String())
	}
	var r study.CompareResult
	b, err := os.ReadFile(filepath.Join(dir, "out.json"))
	if err != nil || json.Unmarshal(b, &r) != nil || r.Replications == 0 || r.Replications >= r.Budget {
		t.Errorf("the interrupted result has %d of %d replications (%v)", r.Replications, r.Budget, err)
	}

	c, _ = start(t, nil, comparing(dir, "out.json")...)
	if err := c.Wait(); err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile(filepath.Join(dir, "alone.json"))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(filepath.Join(dir, "out.json")); err != nil || !bytes.Equal(got, want) {
		t.Errorf("it is not what an uninterrupted one gives (%v)", err)
	}
	if left := names(t, dir); len(left) != 2 {
		t.Errorf("it leaves %q", left)
	}
}
