package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// content returns the content of a folder's file, and how many files there are.
func content(t *testing.T, file string) (string, int) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(filepath.Dir(file))
	if err != nil {
		t.Fatal(err)
	}
	return string(b), len(entries)
}

func TestWriteIsWholeOrNothing(t *testing.T) {
	d := disk{dir: t.TempDir()}
	file := d.path("a.txt")
	if err := os.WriteFile(file, []byte("old"), 0o640); err != nil {
		t.Fatal(err)
	}
	boom := errors.New("boom")
	err := d.write("a.txt", func(w io.Writer) error {
		if _, err := io.WriteString(w, strings.Repeat("half", 10_000)); err != nil {
			return err
		}
		return boom
	})
	if !errors.Is(err, boom) {
		t.Errorf("error %v", err)
	}
	if got, n := content(t, file); got != "old" || n != 1 {
		t.Errorf("after a failure: %d bytes, %d files", len(got), n)
	}
	if err := d.write("a.txt", func(w io.Writer) error { _, err := io.WriteString(w, "new"); return err }); err != nil {
		t.Fatal(err)
	}
	if got, n := content(t, file); got != "new" || n != 1 {
		t.Errorf("after a success: %q, %d files", got, n)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("permissions %v, %v", info.Mode(), err)
	}
}

func TestWriteFollowsLinks(t *testing.T) {
	d := disk{dir: t.TempDir()}
	if err := os.WriteFile(d.path("real"), []byte("old"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("real", d.path("link")); err != nil {
		t.Fatal(err)
	}
	if err := d.write("link", func(w io.Writer) error { _, err := io.WriteString(w, "new"); return err }); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(d.path("link")); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v", err)
	}
	if got, _ := content(t, d.path("real")); got != "new" {
		t.Errorf("content %q", got)
	}
}

func TestWriteToDevice(t *testing.T) {
	if err := (disk{}).write(os.DevNull, func(w io.Writer) error { _, err := io.WriteString(w, "x"); return err }); err != nil {
		t.Error(err)
	}
	if info, err := os.Stat(os.DevNull); err != nil || info.Mode().IsRegular() {
		t.Errorf("%s was replaced: %v", os.DevNull, err)
	}
}

func TestTraceIsReadBesideTheScenario(t *testing.T) {
	m := newMachine(t)
	if err := m.disk.makeDir("sub"); err != nil {
		t.Fatal(err)
	}
	text, err := m.disk.read("clock.toml")
	if err != nil {
		t.Fatal(err)
	}
	traced := strings.Replace(string(text), `process = "deterministic", rate = "10/s"`, `process = "trace", file = "jobs.csv"`, 1)
	csv := "job,arrival_seconds,step,holder,hold_seconds\n1,1.5,0,main,0.25\n"
	for name, text := range map[string]string{"sub/trace.toml": traced, "sub/jobs.csv": csv} {
		if err := os.WriteFile(m.disk.path(name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if code := m.run("run", "sub/trace.toml"); code != exitOK {
		t.Errorf("exit code %d: %s", code, m.err.String())
	}
}

// TestWriteIsOnDiskBeforeItHasItsName watches what is waited for: the content under a temporary name while the old file is
// still there, then the folder in which the new file has the name.
func TestWriteIsOnDiskBeforeItHasItsName(t *testing.T) {
	dir := t.TempDir()
	var seen []string
	d := disk{dir: dir, sync: func(f *os.File) error {
		info, err := f.Stat()
		if err != nil {
			t.Fatal(err)
		}
		named, _ := content(t, filepath.Join(dir, "a.txt"))
		if info.IsDir() {
			seen = append(seen, "folder, a.txt is "+named)
			return nil
		}
		written, err := os.ReadFile(f.Name())
		seen = append(seen, string(written)+", a.txt is "+named)
		return err
	}}
	if err := os.WriteFile(d.path("a.txt"), []byte("old"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := d.write("a.txt", func(w io.Writer) error { _, err := io.WriteString(w, "new"); return err }); err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Join(seen, "; "), "new, a.txt is old; folder, a.txt is new"; got != want {
		t.Errorf("waited for: %s\nwant: %s", got, want)
	}
}

// TestDiskThatFailsLate has a disk that takes all and fails when asked whether it has it, as one that is full or broken may.
func TestDiskThatFailsLate(t *testing.T) {
	boom := errors.New("input/output error")
	d := disk{dir: t.TempDir(), sync: func(*os.File) error { return boom }}
	if err := os.WriteFile(d.path("a.txt"), []byte("old"), 0o666); err != nil {
		t.Fatal(err)
	}
	err := d.write("a.txt", func(w io.Writer) error { _, err := io.WriteString(w, "new"); return err })
	if !errors.Is(err, boom) || !strings.Contains(err.Error(), "writing a.txt") {
		t.Errorf("error %v", err)
	}
	if got, n := content(t, d.path("a.txt")); got != "old" || n != 1 {
		t.Errorf("%q, %d files", got, n)
	}
}

// BenchmarkWrite is what a file costs: two waits for the disk.
func BenchmarkWrite(b *testing.B) {
	text := strings.Repeat("x", 30_000)
	for _, c := range []struct {
		name string
		sync func(*os.File) error
	}{{"synced", nil}, {"unsynced", func(*os.File) error { return nil }}} {
		b.Run(c.name, func(b *testing.B) {
			d := disk{dir: b.TempDir(), sync: c.sync}
			for i := 0; b.Loop(); i++ {
				if err := d.write("a"+strconv.Itoa(i%20)+".txt", func(w io.Writer) error { _, err := io.WriteString(w, text); return err }); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
