package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"poolsim/sim/study"
)

// journalFile is the file in which a study keeps what is finished. The zero journalFile is none.
type journalFile struct {
	name    string
	file    *os.File
	journal *study.Journal
	kept    bool // it is the user's, by --resume
}

// openJournal opens the journal of a study: the one that --resume names, or else one beside the output, which is removed
// when the study is complete. Without either there is none. A journal that exists is continued.
func openJournal(sys *system, resume string, out *outputFlags, id study.Identity) (*journalFile, error) {
	f := &journalFile{name: resume, kept: resume != ""}
	if f.name == "" {
		if out.toStdout() {
			return f, nil
		}
		f.name = out.file + ".journal"
	}
	file, err := sys.disk.openJournal(f.name)
	if err != nil {
		return nil, err
	}
	f.file = file
	j, whole, err := study.ReadJournal(id, file)
	if err != nil {
		_ = file.Close() // it was only read
		if errors.Is(err, study.ErrOtherStudy) {
			return nil, usagef("%s %w: its scenario, settings, seed or version differ; remove it, or name another with --resume", f.name, err)
		}
		return nil, named("reading", f.name, err)
	}
	if err := file.Truncate(whole); err != nil {
		return nil, named("writing", f.name, err)
	}
	if _, err := file.Seek(whole, io.SeekStart); err != nil {
		return nil, named("writing", f.name, err)
	}
	f.journal = j
	j.Append(file)
	if n := j.Len(); n > 0 && !sys.plain() {
		say(sys.stderr, "poolsim: going on with %s: %d finished", f.name, n)
	}
	return f, nil
}

// openJournal opens a file to be read and appended to, one writer at a time.
func (d disk) openJournal(name string) (*os.File, error) {
	f, err := os.OpenFile(d.path(name), os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return nil, named("writing", name, err)
	}
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		_ = f.Close() // nothing was written
		return nil, fmt.Errorf("writing %s: a journal is a regular file, which can be read again", name)
	}
	if err := lock(f); err != nil {
		_ = f.Close() // nothing was written
		return nil, fmt.Errorf("%s: another poolsim is writing it", name)
	}
	return f, nil
}

// close ends the journal. One that poolsim made by itself is removed when the study is complete.
func (f *journalFile) close(complete bool) {
	if f.file == nil {
		return
	}
	_ = f.file.Close() // every line was written by itself
	if complete && !f.kept {
		_ = os.Remove(f.file.Name()) // what it had is in the output
	}
}

// hint says how an interrupted study goes on.
func (f *journalFile) hint() string {
	switch {
	case f.file == nil:
		return ""
	case f.kept:
		return fmt.Sprintf("; --resume %s goes on with it", f.name)
	}
	if _, err := os.Stat(f.file.Name()); errors.Is(err, fs.ErrNotExist) {
		return ""
	}
	return "; the same command goes on with it"
}
