//go:build unix

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"poolsim/sim/experiment"
)

// start starts poolsim as a process.
func start(t *testing.T, stdout any, args ...string) (*exec.Cmd, *bytes.Buffer) {
	t.Helper()
	c := exec.Command("poolsim", args...) // TestMain put it into the PATH
	stderr := &bytes.Buffer{}
	c.Stderr = stderr
	switch w := stdout.(type) {
	case *bytes.Buffer:
		c.Stdout = w
	case *os.File:
		c.Stdout = w
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	return c, stderr
}

func TestSignalEndsARunWell(t *testing.T) {
	var out bytes.Buffer
	c, stderr := start(t, &out, "run", "--replications", "100000", "--duration", "20s", "--format", "json")
	time.Sleep(time.Second)
	if err := c.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	err := c.Wait()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != exitInterrupted {
		t.Fatalf("ended with %v: %s", err, stderr.String())
	}
	var r experiment.Result
	if err := json.Unmarshal(out.Bytes(), &r); err != nil {
		t.Fatal(err)
	}
	if r.Replications == 0 || r.Replications >= r.Planned {
		t.Errorf("%d of %d replications", r.Replications, r.Planned)
	}
}

// names returns the names of the files in a folder.
func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return list
}

// written returns how many bytes there are in the files of a folder.
func written(t *testing.T, dir string) (n int64) {
	t.Helper()
	for _, name := range names(t, dir) {
		info, err := os.Stat(filepath.Join(dir, name))
		if err == nil { // it can be renamed meanwhile
			n += info.Size()
		}
	}
	return n
}

func TestSecondSignalLeavesNothingBehind(t *testing.T) {
	dir := t.TempDir()
	log := filepath.Join(dir, "acquires.csv")
	c, stderr := start(t, nil, "run", "--replications", "1", "--duration", "8000h", "--acquires", log)
	for n := 0; written(t, dir) == 0; n++ { // before that it may not have begun to simulate
		if n == 3000 {
			t.Fatalf("it does not begin: %s", stderr.String())
		}
		time.Sleep(10 * time.Millisecond)
	}
	for range 2 {
		if err := c.Process.Signal(os.Interrupt); err != nil {
			t.Fatal(err)
		}
		time.Sleep(200 * time.Millisecond) // two at once are one
	}
	err := c.Wait()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || stderr.Len() > 0 {
		t.Fatalf("ended with %v: %s", err, stderr.String())
	}
	if status := exit.Sys().(syscall.WaitStatus); status.Signal() != syscall.SIGINT {
		t.Errorf("ended with %v", exit)
	}
	if left := names(t, dir); len(left) > 0 {
		t.Errorf("it leaves %q behind", left)
	}
}

func TestBrokenPipeOfTheSystemEndsSilently(t *testing.T) {
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := reader.Close(); err != nil {
		t.Fatal(err)
	}
	c, stderr := start(t, writer, "list")
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	err = c.Wait()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || stderr.Len() > 0 {
		t.Fatalf("ended with %v: %s", err, stderr.String())
	}
	status := exit.Sys().(syscall.WaitStatus)
	if !status.Signaled() || status.Signal() != syscall.SIGPIPE {
		t.Errorf("ended with %v", exit)
	}
}
