package scenario

import (
	"fmt"
	"strings"
	"unicode"
)

// Fault is one thing that is wrong with a scenario.
type Fault struct {
	File    string // the file's name as given to Parse, or the override: "--set pool.main.pool_size=-5"
	Line    int    // counted from 1; 0 for an override, whose place is a column of SourceLine alone
	Column  int    // counted from 1, in characters
	Message string // one line: where in the scenario, what is wrong, what is allowed

	SourceLine string // the line that Line names, without its line break; it may hold any characters
	Width      int    // how many characters the fault covers, from Column on; at least 1
}

// maxShown is how many faults are written out; of the others only the number is told.
const maxShown = 50

// String returns "file:line:column: message", on one line and without control characters.
func (f Fault) String() string {
	if f.Line == 0 {
		return harmless(clip(f.File, maxWindow)) + ": " + harmless(f.Message)
	}
	return fmt.Sprintf("%s:%d:%d: %s", harmless(f.File), f.Line, f.Column, harmless(f.Message))
}

// Long returns String, then the line at fault and a caret below the fault; without a newline at the end.
func (f Fault) Long() string {
	if strings.TrimSpace(f.SourceLine) == "" {
		return f.String()
	}
	number := ""
	if f.Line > 0 {
		number = fmt.Sprint(f.Line)
	}
	text, pad := f.window()
	carets := strings.Repeat("^", max(f.Width, 1))
	return fmt.Sprintf("%s\n%5s | %s\n%5s | %s%s", f.String(), number, text, "", pad, carets)
}

// maxWindow is the most characters of a line that are shown.
const maxWindow = 120

// window returns what is shown of the line, and what stands before the caret in the line below: a tab for a tab, so that
// the caret is right whatever the width of a tab.
func (f Fault) window() (text, pad string) {
	line := []rune(f.SourceLine)
	begin := 0
	if f.Column+f.Width > maxWindow {
		begin = max(0, min(f.Column-maxWindow/3, len(line)-maxWindow))
	}
	end := min(len(line), begin+maxWindow)
	text = harmless(string(line[begin:end]))
	blank := func(r rune) rune {
		if r == '\t' {
			return '\t'
		}
		return ' '
	}
	pad = strings.Map(blank, string(line[begin:min(len(line), max(begin, f.Column-1))]))
	if begin > 0 {
		text, pad = "..."+text, "   "+pad
	}
	if end < len(line) {
		text += "..."
	}
	return text, pad
}

// harmless replaces what could move a terminal's cursor or hide text: every character that is not printable, except a
// tab.
func harmless(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' || unicode.IsPrint(r) {
			return r
		}
		return unicode.ReplacementChar
	}, s)
}

// clip shortens s to at most n characters.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	if r := []rune(s[:min(len(s), 4*n+4)]); len(r) > n {
		return string(r[:n]) + "..."
	}
	return s
}

// quote writes a piece of the user's text into a message: in quotes, short, without control characters.
func quote(s string) string { return fmt.Sprintf("%q", clip(s, 40)) }

// Faults are all the faults of a scenario, sorted by position: those of the file first, then those of the overrides.
type Faults struct {
	Faults []Fault // at least one
}

// Error returns one line a fault. Beyond 50 it tells how many more there are.
func (f *Faults) Error() string { return f.join(Fault.String) }

// Long returns the faults with their lines and carets, ending in a newline. Beyond 50 it tells how many more there are.
func (f *Faults) Long() string { return f.join(Fault.Long) + "\n" }

func (f *Faults) join(show func(Fault) string) string {
	var lines []string
	for _, x := range f.Faults[:min(len(f.Faults), maxShown)] {
		lines = append(lines, show(x))
	}
	if n := len(f.Faults) - maxShown; n > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", n))
	}
	return strings.Join(lines, "\n")
}
