package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestFullDiskKeepsWhatIsFinished runs a sweep whose journal fills a very small disk, gives the disk more room, and goes on.
func TestFullDiskKeepsWhatIsFinished(t *testing.T) {
	disk := t.TempDir()
	if err := syscall.Mount("poolsim", disk, "tmpfs", 0, "size=100k"); err != nil {
		t.Skipf("it takes the right to mount a disk: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(disk, 0); err != nil {
			t.Error(err)
		}
	})
	whole, part := filepath.Join(t.TempDir(), "whole.json"), filepath.Join(disk, "part.json")
	args := []string{
		"sweep", "rare.toml", "--duration", "5s", "--warmup", "1s", "--replications", "2", "--vary", "pool.main.pool_size=1:40",
	}
	if text, err := exec.Command("poolsim", append(args, "-o", whole)...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	text, err := exec.Command("poolsim", append(args, "-o", part)...).CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != exitFailure || !strings.Contains(string(text), "no space left on device") {
		t.Fatalf("ended with %v: %s", err, text)
	}
	if left := names(t, disk); len(left) != 1 || left[0] != "part.json.journal" {
		t.Errorf("it leaves %q", left)
	}
	if err := syscall.Mount("poolsim", disk, "tmpfs", syscall.MS_REMOUNT, "size=10m"); err != nil {
		t.Fatal(err)
	}
	text, err = exec.Command("poolsim", append(args, "-o", part)...).CombinedOutput()
	if err != nil || !strings.Contains(string(text), "going on with") {
		t.Fatalf("ended with %v: %s", err, text)
	}
	want, _ := os.ReadFile(whole)
	got, _ := os.ReadFile(part)
	if len(want) == 0 || !bytes.Equal(got, want) {
		t.Error("other bytes than on a disk with room")
	}
}
