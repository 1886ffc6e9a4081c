package scenario

import (
	"cmp"
	"slices"
	"unicode/utf8"
)

// collector gathers faults while a scenario is read.
type collector struct {
	found []found
}

// found is a fault whose line and column are not known yet.
type found struct {
	at      place
	message string
}

// add notes a fault. The message becomes one line without control characters, whatever the user's text holds.
func (c *collector) add(at place, message string) {
	c.found = append(c.found, found{at, harmless(message)})
}

// crowded reports whether there are so many faults that none of the further ones will be shown: help such as "did you
// mean" is not worth its time then.
func (c *collector) crowded() bool { return len(c.found) > 10*maxShown }

// faults returns everything found, sorted by position, or nil.
func (c *collector) faults() *Faults {
	if len(c.found) == 0 {
		return nil
	}
	slices.SortStableFunc(c.found, func(a, b found) int {
		return cmp.Or(
			cmp.Compare(a.at.src.order, b.at.src.order),
			cmp.Compare(a.at.from, b.at.from),
		)
	})
	out := &Faults{Faults: make([]Fault, 0, len(c.found))}
	var src *source
	var cur *cursor
	for i, f := range c.found {
		if i > 0 && f == c.found[i-1] {
			continue
		}
		if f.at.src != src {
			src = f.at.src
			cur = newCursor(src.text)
		}
		cur.advance(runeStart(src.text, f.at.from))
		line := cur.line
		if src.override {
			line = 0
		}
		out.Faults = append(out.Faults, Fault{
			File: src.name, Line: line, Column: cur.col, Message: f.message,
			SourceLine: src.text[cur.begin:cur.end], Width: cur.width(f.at.span),
		})
	}
	return out
}

// runeStart returns the first byte of the character at offset at, kept within the text.
func runeStart(text string, at int) int {
	at = max(0, min(at, len(text)))
	for at > 0 && at < len(text) && !utf8.RuneStart(text[at]) {
		at--
	}
	return at
}
