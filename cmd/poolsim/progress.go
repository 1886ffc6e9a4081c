package main

import (
	"fmt"
	"math"
	"strings"
	"time"

	"poolsim/cmd/poolsim/internal/report"
)

// progress is one line on a terminal that says how far a run is. It writes nothing at all where stdout or stderr goes
// elsewhere. The zero progress is silent.
type progress struct {
	sys   *system
	label string // what is under way: "lcfs.toml"
	noun  string // what is counted: "replications"
	had   int    // how many were done before it began
	begun time.Time
	drawn time.Time
	shown bool
}

// eraseLine returns to the first column and clears the line (ECMA-48: erase in line).
const eraseLine = "\r\x1b[K"

// drawEvery is how often the line is drawn at most.
const drawEvery = 100 * time.Millisecond

// newProgress begins a progress line.
func newProgress(sys *system, quiet bool, label string) *progress {
	if quiet || !sys.stderrTerminal || !sys.stdoutTerminal || sys.plain() {
		return &progress{}
	}
	return &progress{sys: sys, label: label, noun: "replications", begun: sys.now()}
}

// update says that done of total replications, or cells, are finished. Calls must not overlap.
func (p *progress) update(done, total int) {
	if p.sys == nil {
		return
	}
	now := p.sys.now()
	if p.shown && now.Sub(p.drawn) < drawEvery {
		return
	}
	p.shown, p.drawn = true, now
	line := fmt.Sprintf("%s %s %d of %d %s", p.label, bar(done, total), done, total, p.noun)
	if fresh := done - p.had; fresh > 0 && done < total {
		left := now.Sub(p.begun).Seconds() / float64(fresh) * float64(total-done)
		line += fmt.Sprintf(", %s left", approximately(left))
	}
	fmt.Fprint(p.sys.stderr, eraseLine+report.Clean(line))
}

// bar draws how much is done, in twentieths.
func bar(done, total int) string {
	const width = 20
	n := 0
	if total > 0 {
		n = min(width, width*done/total)
	}
	return strings.Repeat("█", n) + strings.Repeat("░", width-n)
}

// relabel says that something else is under way, of which nothing is finished.
func (p *progress) relabel(label string) {
	if p.sys != nil {
		p.label, p.begun = label, p.sys.now()
	}
}

// end erases the line.
func (p *progress) end() {
	if p.shown {
		fmt.Fprint(p.sys.stderr, eraseLine)
		p.shown = false
	}
}

// approximately says how long something takes, to be read at a glance.
func approximately(seconds float64) string {
	switch {
	case math.IsNaN(seconds) || seconds > 100*365*24*3600:
		return "a very long time"
	case seconds < 1:
		return "less than 1 s"
	case seconds < 90:
		return fmt.Sprintf("about %.0f s", math.Ceil(seconds))
	case seconds < 90*60:
		return fmt.Sprintf("about %.0f min", math.Ceil(seconds/60))
	case seconds < 48*3600:
		return fmt.Sprintf("about %.0f h", math.Ceil(seconds/3600))
	}
	return fmt.Sprintf("about %.0f days", math.Ceil(seconds/86400))
}
