package workload

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// maxFaults is how many faults of a file are told.
const maxFaults = 10

// maxQuoted is how many bytes of a cell a message repeats.
const maxQuoted = 40

// quote shows a cell in a message.
func quote(text string) string {
	if len(text) > maxQuoted {
		return strconv.Quote(text[:maxQuoted]) + "..."
	}
	return strconv.Quote(text)
}

// faults are what is wrong with a file: the first few by line, and how many there are.
type faults struct {
	file  string
	told  []fault // sorted by line
	count int
}

type fault struct {
	line    int
	message string
}

// add notes a fault.
func (f *faults) add(line int, format string, args ...any) {
	f.count++
	// Faults that show only when all rows are there come late but may stand early in the file.
	i, _ := slices.BinarySearchFunc(f.told, line+1, func(x fault, line int) int { return cmp.Compare(x.line, line) })
	if i == maxFaults {
		return
	}
	f.told = slices.Insert(f.told, i, fault{line: line, message: fmt.Sprintf(format, args...)})
	f.told = f.told[:min(len(f.told), maxFaults)]
}

// err returns the faults as one error, one line each, or nil when there are none.
func (f *faults) err() error {
	if f.count == 0 {
		return nil
	}
	lines := make([]string, 0, maxFaults+1)
	for _, x := range f.told {
		lines = append(lines, fmt.Sprintf("%s:%d: %s", f.file, x.line, x.message))
	}
	if more := f.count - len(f.told); more > 0 {
		lines = append(lines, fmt.Sprintf("%s: and %d more", f.file, more))
	}
	return errors.New(strings.Join(lines, "\n"))
}
