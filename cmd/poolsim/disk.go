package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
)

// disk is the file system as seen from a folder; the zero disk is that of the process.
type disk struct {
	dir  string
	sync func(*os.File) error // nil is the system's; tests look on, or fail
}

// settle waits until what was written to a file, or which names a folder has, would survive a loss of power.
func (d disk) settle(f *os.File) error {
	if d.sync != nil {
		return d.sync(f)
	}
	err := f.Sync()
	if errors.Is(err, errors.ErrUnsupported) || errors.Is(err, syscall.EINVAL) {
		return nil // this file system cannot
	}
	return err
}

func (d disk) path(name string) string {
	if d.dir == "" || filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(d.dir, name)
}

// read returns the content of a file.
func (d disk) read(name string) ([]byte, error) {
	b, err := os.ReadFile(d.path(name))
	return b, named("reading", name, err)
}

// readAtMost returns the content of a file that has at most so many bytes.
func (d disk) readAtMost(name string, most int64) ([]byte, error) {
	f, err := os.Open(d.path(name))
	if err != nil {
		return nil, named("reading", name, err)
	}
	defer f.Close() // it was only read
	b, err := readAtMost(f, most)
	return b, named("reading", name, err)
}

// readAtMost reads everything, which must be at most so many bytes.
func readAtMost(r io.Reader, most int64) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r, most+1))
	if err == nil && int64(len(b)) > most {
		return nil, fmt.Errorf("it is longer than %d MiB", most>>20)
	}
	return b, err
}

// readNamed returns the content of a file that a scenario names. Who wrote the scenario may be somebody else than who runs it,
// so it must be a regular file: a device or a pipe may never end.
func (d disk) readNamed(name string) ([]byte, error) {
	info, err := os.Stat(d.path(name))
	if err != nil {
		return nil, named("reading", name, err)
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("reading %s: it is no regular file", name)
	}
	return d.read(name)
}

// exists reports whether there is anything of that name.
func (d disk) exists(name string) bool {
	_, err := os.Stat(d.path(name))
	return !errors.Is(err, fs.ErrNotExist)
}

// makeDir creates a folder with those above it, unless it exists.
func (d disk) makeDir(name string) error {
	return named("creating folder", name, os.MkdirAll(d.path(name), 0o777))
}

// probe reports whether files can be created beside name, so that a long run does not end in a failure to write.
func (d disk) probe(name string) error {
	f, err := d.create(name)
	if err != nil {
		return err
	}
	f.discard()
	return nil
}

// write writes a file whole or not at all.
func (d disk) write(name string, content func(io.Writer) error) error {
	f, err := d.create(name)
	if err != nil {
		return err
	}
	defer f.discard()
	if err := content(f); err != nil {
		return named("writing", name, err)
	}
	return f.commit()
}

// newFile is a file that is being written beside the one that it will replace.
type newFile struct {
	*bufio.Writer
	disk   disk
	name   string   // as the user wrote it
	target string   // its path, links followed
	file   *os.File // nil when it is done with
	device bool     // target is no regular file (/dev/null, a named pipe) and is written directly
}

// create begins a new file. The caller must end it with commit or discard.
func (d disk) create(name string) (*newFile, error) {
	target := d.path(name)
	if real, err := filepath.EvalSymlinks(target); err == nil {
		target = real
	}
	mode := fs.FileMode(0o666)
	info, err := os.Stat(target)
	if err == nil {
		switch {
		case info.IsDir():
			return nil, fmt.Errorf("writing %s: it is a folder", name)
		case !info.Mode().IsRegular():
			f, err := os.OpenFile(target, os.O_WRONLY, 0)
			if err != nil {
				return nil, named("writing", name, err)
			}
			return &newFile{Writer: bufio.NewWriter(f), disk: d, name: name, target: target, file: f, device: true}, nil
		}
		mode = info.Mode().Perm()
	}
	f, err := unfinished.create(target, mode)
	if err != nil {
		return nil, named("writing", name, err)
	}
	return &newFile{Writer: bufio.NewWriter(f), disk: d, name: name, target: target, file: f}, nil
}

// temporaries are the temporary files that there are, so that a signal can remove them.
type temporaries struct {
	mu    sync.Mutex
	names map[string]bool
}

// unfinished are those of the process: a signal is for all of it.
var unfinished = temporaries{names: map[string]bool{}}

// create creates a hidden file beside target: in the same folder, since a file can only be renamed within one file
// system. The permissions are those of any new file, which os.CreateTemp would not give.
func (t *temporaries) create(target string, mode fs.FileMode) (*os.File, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	dir, base := filepath.Split(target)
	for {
		name := dir + "." + base + "." + strconv.FormatUint(rand.Uint64(), 36)
		f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, mode)
		if err == nil {
			t.names[name] = true
		}
		if !errors.Is(err, fs.ErrExist) {
			return f, err
		}
	}
}

// forget says that a file has its final name, or is no more.
func (t *temporaries) forget(name string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.names, name)
}

// end removes all temporary files for good: whoever creates or forgets one after it waits for the end of the process.
func (t *temporaries) end() {
	t.mu.Lock()
	for name := range t.names {
		_ = os.Remove(name) // the process ends anyway
	}
}

// commit puts the new file in the place of the old one. Its content is on the disk before it has its name: otherwise, after a
// loss of power, the name could stand for an empty file, and the old one be gone (Pillai et al., All file systems are not
// created equal, OSDI 2014, on atomic replace via rename).
func (f *newFile) commit() error {
	err := f.Flush()
	if err == nil && !f.device {
		err = f.disk.settle(f.file)
	}
	if closed := f.file.Close(); err == nil {
		err = closed
	}
	temp := f.file.Name()
	f.file = nil
	if err == nil && !f.device {
		err = os.Rename(temp, f.target)
	}
	switch {
	case f.device:
	case err != nil:
		_ = os.Remove(temp) // what matters is the error before
	default:
		f.disk.settleFolder(filepath.Dir(f.target))
	}
	unfinished.forget(temp)
	return named("writing", f.name, err)
}

// settleFolder waits until a folder has its new names for good, where that can be had: a file in it is whole without.
func (d disk) settleFolder(name string) {
	folder, err := os.Open(name)
	if err != nil {
		return // some may be written to and not read
	}
	_ = d.settle(folder) // without it the old file may come back after a loss of power, whole
	_ = folder.Close()   // it was only read
}

// discard removes what was written, unless it was committed. The old file stays as it was.
func (f *newFile) discard() {
	if f.file == nil {
		return
	}
	_ = f.file.Close() // nothing of it is wanted
	if !f.device {
		_ = os.Remove(f.file.Name())
	}
	unfinished.forget(f.file.Name())
	f.file = nil
}

// named says what failed and why, with the file's name as the user wrote it rather than that of a temporary file.
func named(doing, name string, err error) error {
	if err == nil {
		return nil
	}
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		err = path.Err
	case errors.As(err, &link):
		err = link.Err
	}
	if errors.Is(err, fs.ErrNotExist) && doing == "writing" {
		return fmt.Errorf("writing %s: folder %s does not exist", name, filepath.Dir(name))
	}
	return fmt.Errorf("%s %s: %w", doing, name, err)
}
