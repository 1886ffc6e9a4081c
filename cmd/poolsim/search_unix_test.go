//go:build unix

package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// TestKilledSearchGoesOn kills a search, or interrupts it, when its journal has something, and lets the same command go on: it
// must write, to the byte, what one that was left alone writes, and remove its journal.
func TestKilledSearchGoesOn(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	args := func(out string) []string {
		return []string{
			"size", "lcfs.toml", "--set", "pool.main.max_overflow=0", "--for", "pool.main.pool_size=30:90", "--duration", "40s", "--warmup", "20s",
			"--replications", "4", "--max-replications", "8", "--workers", "1", "-o", filepath.Join(dir, out),
		}
	}
	finish := func(out string) []byte {
		c, stderr := start(t, nil, args(out)...)
		if err := c.Wait(); err != nil {
			t.Fatalf("%v: %s", err, stderr.String())
		}
		b, err := os.ReadFile(filepath.Join(dir, out))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	want := finish("whole.json")
	for name, signal := range map[string]os.Signal{"killed.json": syscall.SIGKILL, "interrupted.json": os.Interrupt} {
		journal := filepath.Join(dir, name+".journal")
		c, stderr := start(t, nil, args(name)...)
		for n := 0; ; n++ {
			if b, err := os.ReadFile(journal); err == nil && bytes.Count(b, []byte("\n")) >= 2 {
				break
			}
			if n == 3000 {
				t.Fatalf("nothing is finished: %s", stderr.String())
			}
			time.Sleep(10 * time.Millisecond)
		}
		if err := c.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		err := c.Wait()
		var exit *exec.ExitError
		if !errors.As(err, &exit) || signal == os.Interrupt && exit.ExitCode() != exitInterrupted {
			t.Errorf("%s: ended with %v: %s", name, err, stderr.String())
		}
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			t.Errorf("%s: there is a result of a search that did not end", name)
		}
		if signal == os.Interrupt && !bytes.Contains(stderr.Bytes(), []byte("the same command goes on with it")) {
			t.Errorf("%s: it does not say how to go on: %s", name, stderr.String())
		}
		if got := finish(name); !bytes.Equal(got, want) {
			t.Errorf("%s: going on gives another result", name)
		}
		if _, err := os.Stat(journal); err == nil {
			t.Errorf("%s: the journal is left behind", name)
		}
	}
}
