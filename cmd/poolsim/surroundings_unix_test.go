//go:build unix

package main

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// injected counts the faults of a test.
func injected(t *testing.T, usual int) int {
	t.Helper()
	n, err := strconv.Atoi(os.Getenv("POOLSIM_FAULTS"))
	if err != nil {
		return usual
	}
	return n
}

// writers are commands that write files, all of them into out.
var writers = [][]string{
	{"run", "clock.toml", "--format", "json", "-o", "out/a.json", "--acquires", "out/acquires.csv", "--charts", "out/charts"},
	{"run", "clock.toml", "--format", "csv", "-o", "out/a.csv", "--acquires", "out/acquires.csv.gz"},
	{"sweep", "clock.toml", "--vary", "pool.main.pool_size=1:6", "-o", "out/a.json", "--charts", "out/charts"},
	{"compare", "clock.toml", "--variant", "pool.main.pool_size=1", "--replications", "6", "-o", "out/a.md"},
	{"size", "clock.toml", "--for", "pool.main.pool_size", "--slo", "wait_p99=1s", "-o", "out/a.json"},
	{"report", "clock.toml", "-o", "out/a.html"},
	{"report", "clock.toml", "-o", "out/a.md"},
}

// workplace makes a folder with the scenarios and an empty folder out.
func workplace(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("testdata", "scenarios"))); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "out"), 0o777); err != nil {
		t.Fatal(err)
	}
	return dir
}

// contents returns the content of every file below a folder, by its path in there.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := make(map[string]string)
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		rel, _ := filepath.Rel(dir, path)
		out[rel] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// command prepares poolsim as a process in a folder.
func processIn(dir string, args ...string) (*exec.Cmd, *bytes.Buffer) {
	c := exec.Command("poolsim", args...) // TestMain put it into the PATH
	c.Dir = dir
	stderr := &bytes.Buffer{}
	c.Stderr = stderr
	return c, stderr
}

// TestFilesAreWholeWhateverEndsTheProgram ends programs at random moments by SIGINT, SIGTERM, SIGHUP or SIGKILL. Every file of a
// name that was asked for is what was there before, or what the program writes when nobody ends it.
func TestFilesAreWholeWhateverEndsTheProgram(t *testing.T) {
	rng := rand.New(rand.NewPCG(uint64(os.Getpid()), 1))
	type uninterrupted struct {
		files map[string]string
		took  time.Duration
	}
	whole := make(map[int]uninterrupted)
	n := injected(t, 7)
	ended := map[string]int{}
	lost := 0
	for i := range n {
		k := i % len(writers)
		args := writers[k]
		if _, ok := whole[k]; !ok {
			dir := workplace(t)
			c, stderr := processIn(dir, args...)
			begun := time.Now()
			if err := c.Run(); err != nil {
				t.Fatalf("%q: %v: %s", args, err, stderr.String())
			}
			whole[k] = uninterrupted{contents(t, filepath.Join(dir, "out")), time.Since(begun)}
		}
		dir := workplace(t)
		for name := range whole[k].files { // half of the files are there already
			if rng.IntN(2) == 0 {
				path := filepath.Join(dir, "out", name)
				if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte("old"), 0o666); err != nil {
					t.Fatal(err)
				}
			}
		}
		signal := []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGKILL, syscall.SIGHUP}[rng.IntN(4)]
		c, stderr := processIn(dir, args...)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(rng.Float64() * 0.9 * float64(whole[k].took)))
		_ = c.Process.Signal(signal) // it may just have ended
		err := c.Wait()
		what := fmt.Sprintf("%q, %v: %v, %q", args, signal, err, stderr.String())
		ended[how(t, what, err, stderr.String(), signal)]++
		for name, text := range contents(t, filepath.Join(dir, "out")) {
			base := filepath.Base(name)
			switch {
			case strings.HasSuffix(base, ".journal"):
			case strings.HasPrefix(base, "."):
				if signal != syscall.SIGKILL {
					t.Errorf("%s: it leaves %s", what, name)
				}
			case text == "old" || text == whole[k].files[name]:
			case err != nil && strings.Contains(stderr.String(), "interrupted") || strings.Contains(text, "interrupted") || partial(text):
				// the whole file of what was finished, which says so
			default:
				lost++
				t.Errorf("%s: %s has %d bytes, neither the old nor the new ones", what, name, len(text))
			}
		}
	}
	t.Logf("%d programs ended at random moments (%v), %d files lost", n, ended, lost)
}

// partial reports whether a result says that it is made of fewer replications than planned.
func partial(text string) bool {
	return strings.Contains(text, "replications were run") || strings.Contains(text, "of 2 replications") || strings.Contains(text, "replications are finished")
}

// how classifies an end, and fails if the exit code and the words do not go together.
func how(t *testing.T, what string, err error, stderr string, signal syscall.Signal) string {
	t.Helper()
	var exit *exec.ExitError
	if err == nil {
		return "done"
	}
	if !errors.As(err, &exit) {
		t.Fatal(what)
	}
	status := exit.Sys().(syscall.WaitStatus)
	switch {
	case status.Signaled() && status.Signal() == signal:
		return signal.String()
	case exit.ExitCode() == exitInterrupted:
		if strings.Count(stderr, "\n") != 1 || !strings.Contains(stderr, "interrupted") {
			t.Errorf("%s: interrupted, in other words than one line", what)
		}
		return "interrupted"
	}
	t.Errorf("%s: neither done nor interrupted", what)
	return "otherwise"
}

// TestTwoRunsWriteTheSameFile: whoever is last wins, and the file is one of the two.
func TestTwoRunsWriteTheSameFile(t *testing.T) {
	for range injected(t, 2) {
		dir := workplace(t)
		var want []string
		for _, seed := range []string{"1", "2"} {
			c, stderr := processIn(dir, "run", "faults.toml", "--seed", seed, "--format", "json", "-o", "alone.json")
			if err := c.Run(); err != nil {
				t.Fatalf("%v: %s", err, stderr.String())
			}
			want = append(want, contents(t, dir)["alone.json"])
		}
		var both []*exec.Cmd
		for i := range 4 {
			c, _ := processIn(dir, "run", "faults.toml", "--seed", strconv.Itoa(i%2+1), "--format", "json", "-o", "out/a.json")
			if err := c.Start(); err != nil {
				t.Fatal(err)
			}
			both = append(both, c)
		}
		for _, c := range both {
			if err := c.Wait(); err != nil {
				t.Error(err)
			}
		}
		files := contents(t, filepath.Join(dir, "out"))
		if got := files["a.json"]; len(files) != 1 || got != want[0] && got != want[1] {
			t.Errorf("%d files, of which a.json has %d bytes: none of the two", len(files), len(got))
		}
	}
}

// TestPipeIsClosed: whoever reads goes away after some bytes. The program ends by SIGPIPE or says nothing; it never says that
// all is well of what it could not write.
func TestPipeIsClosed(t *testing.T) {
	rng := rand.New(rand.NewPCG(uint64(os.Getpid()), 2))
	commands := [][]string{
		{"run", "clock.toml", "--format", "json"},
		{"run", "clock.toml", "--format", "csv"},
		{"run", "clock.toml", "--acquires", "-", "-o", "out/a.txt"},
		{"sweep", "clock.toml", "--vary", "pool.main.pool_size=1:6", "--format", "json"},
		{"report", "clock.toml", "-o", "-", "--format", "html"},
		{"list"},
		{"check", "clock.toml", "--format", "json"},
		{"completion", "bash"},
		{"help"},
		{"compare", "clock.toml", "--variant", "pool.main.pool_size=1", "--replications", "6", "--format", "json"},
	}
	n := injected(t, len(commands))
	for i := range n {
		args := commands[i%len(commands)]
		dir := workplace(t)
		reader, writer, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		c, stderr := processIn(dir, args...)
		c.Stdout = writer
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		_ = writer.Close() // the process has its own
		part := make([]byte, 1+rng.IntN(100))
		got, _ := reader.Read(part)
		_ = reader.Close() // gone
		err = c.Wait()
		var exit *exec.ExitError
		switch {
		case err == nil: // everything was in the pipe already
		case errors.As(err, &exit) && stderr.Len() == 0 && (exit.ExitCode() == exitPipe || exit.Sys().(syscall.WaitStatus).Signal() == syscall.SIGPIPE):
		default:
			t.Errorf("%q, after %d bytes: %v: %s", args, got, err, stderr.String())
		}
		for name := range contents(t, filepath.Join(dir, "out")) {
			if strings.HasPrefix(filepath.Base(name), ".") {
				t.Errorf("%q: it leaves %s", args, name)
			}
		}
	}
	t.Logf("%d pipes closed", n)
}

// TestFolderVanishes: the folder of the output is removed while the program runs. It ends with one line, and nothing else.
func TestFolderVanishes(t *testing.T) {
	for i, args := range writers {
		if i >= injected(t, 3) {
			break
		}
		dir := workplace(t)
		c, stderr := processIn(dir, append(args[:len(args):len(args)], "--set", "run.duration=60s", "--replications", "12")...)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(30 * time.Millisecond)
		if err := os.RemoveAll(filepath.Join(dir, "out")); err != nil {
			t.Log(err) // something was written at this moment
		}
		err := c.Wait()
		var exit *exec.ExitError
		if err == nil { // it was done, or made the folder for its charts
			continue
		}
		if !errors.As(err, &exit) || exit.ExitCode() != exitFailure || strings.Count(stderr.String(), "\n") != 1 {
			t.Errorf("%q: %v: %q", args, err, stderr.String())
		}
	}
}
