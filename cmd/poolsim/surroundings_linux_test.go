package main

import (
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// smallDisk makes out a disk of its own.
func smallDisk(t *testing.T, dir, size string) (out string) {
	t.Helper()
	out = filepath.Join(dir, "out")
	if err := syscall.Mount("poolsim", out, "tmpfs", 0, "size="+size); err != nil {
		t.Skipf("it takes the right to mount a disk: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(out, 0); err != nil {
			t.Error(err)
		}
	})
	return out
}

// TestFullDisk: on disks that become full after some kilobytes every command fails with one line that says so, and leaves
// whole files or none: what is there is what would be there on a disk with room.
func TestFullDisk(t *testing.T) {
	faults := 0
	for i, args := range writers {
		if i >= injected(t, 2) {
			break
		}
		free := workplace(t)
		if c, stderr := processIn(free, args...); c.Run() != nil {
			t.Fatal(stderr.String())
		}
		whole := contents(t, filepath.Join(free, "out"))
		for _, pages := range []int{1, 2, 3, 5, 9, 20} {
			dir := workplace(t)
			out := smallDisk(t, dir, fmt.Sprintf("%dk", 4*pages))
			c, stderr := processIn(dir, args...)
			err := c.Run()
			what := fmt.Sprintf("%q with %d pages: %v, %q", args, pages, err, stderr.String())
			for name, text := range contents(t, out) {
				if !strings.HasSuffix(name, ".journal") && text != whole[name] {
					t.Errorf("%s: %s has %d bytes, not the %d that it should have", what, name, len(text), len(whole[name]))
				}
			}
			if err == nil {
				continue
			}
			faults++
			var exit *exec.ExitError
			if !errors.As(err, &exit) || exit.ExitCode() != exitFailure || faultsOf(stderr.String()) != 1 || !strings.Contains(stderr.String(), "no space left") {
				t.Errorf("%s: it should fail with one line", what)
			}
		}
	}
	t.Logf("%d commands met a full disk", faults)
}

// faultsOf counts the lines that are no warnings of a result that was written.
func faultsOf(stderr string) (n int) {
	for line := range strings.Lines(stderr) {
		if !strings.Contains(line, ": warning: ") {
			n++
		}
	}
	return n
}

// TestReadOnlyDisk: nothing is simulated for a file that cannot be written.
func TestReadOnlyDisk(t *testing.T) {
	for _, args := range writers {
		dir := workplace(t)
		out := smallDisk(t, dir, "1m")
		if err := syscall.Mount("poolsim", out, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
			t.Fatal(err)
		}
		c, stderr := processIn(dir, append(args[:len(args):len(args)], "--set", "run.duration=300d", "--force")...)
		err := c.Run()
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.ExitCode() != exitFailure || strings.Count(stderr.String(), "\n") != 1 || !strings.Contains(stderr.String(), "read-only") {
			t.Errorf("%q: %v, %q", args, err, stderr.String())
		}
	}
}
