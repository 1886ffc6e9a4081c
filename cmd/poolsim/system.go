package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"runtime"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/term"

	"poolsim/sim/experiment"
	"poolsim/sim/scenario"
)

// system is all that the program knows of the machine that it runs on. Tests drive the program with one of their own.
type system struct {
	args           []string // without the program's name
	stdin          io.Reader
	stdout, stderr io.Writer
	stdoutTerminal bool
	stderrTerminal bool
	width          int // columns of the terminal on stdout; 0 where there is none
	getenv         func(string) string
	now            func() time.Time // for the progress line only: no result depends on it
	cpus           int
	disk           disk
	version        string // of the program, the same for the same source

	// interrupts returns a context that the first SIGINT or SIGTERM cancels; the second one ends the program. After the
	// returned function, signals kill as usual.
	interrupts func() (context.Context, context.CancelFunc)

	// engine runs a scenario: experiment.Run.
	engine func(context.Context, *scenario.Scenario, experiment.Options) (*experiment.Result, error)
}

// newSystem returns the real machine.
func newSystem() *system {
	width, _, err := term.GetSize(int(os.Stdout.Fd()))
	if err != nil {
		width = 0
	}
	return &system{
		args:           os.Args[1:],
		stdin:          os.Stdin,
		stdout:         os.Stdout,
		stderr:         os.Stderr,
		stdoutTerminal: term.IsTerminal(int(os.Stdout.Fd())),
		stderrTerminal: term.IsTerminal(int(os.Stderr.Fd())),
		width:          width,
		getenv:         os.Getenv,
		now:            time.Now,
		cpus:           runtime.GOMAXPROCS(0),
		version:        readBuild().version,
		interrupts:     interrupts,
		engine:         experiment.Run,
	}
}

// interrupts lets the first signal ask for an end. The second one removes what is half written and kills the program, as
// the system would have done.
func interrupts() (context.Context, context.CancelFunc) {
	interruptible.Add(1)
	ctx, cancel := context.WithCancel(context.Background())
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-signals
		cancel()
		if second, ok := <-signals; ok {
			unfinished.end()
			die(second)
		}
	}()
	return ctx, func() {
		interruptible.Add(-1)
		signal.Stop(signals)
		close(signals) // nothing is sent any more
		cancel()
	}
}

// interruptible is how many contexts there are that a signal cancels.
var interruptible atomic.Int32

// guard lets a signal that nothing else waits for, as while files are written, remove what is half written before it ends the
// program. A hang-up is waited for by nothing; it stays ignored where it is (nohup).
func guard() {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	if hangUp != nil && !signal.Ignored(hangUp) {
		signal.Notify(signals, hangUp)
	}
	go func() {
		for s := range signals {
			if s == hangUp || interruptible.Load() == 0 {
				unfinished.end()
				die(s)
			}
		}
	}()
}

// die ends the process by a signal, so that whoever started it sees that; where that cannot be done, it exits.
func die(s os.Signal) {
	signal.Reset(s)
	if self, err := os.FindProcess(os.Getpid()); err == nil && self.Signal(s) == nil {
		time.Sleep(time.Second) // the signal is on its way
	}
	os.Exit(exitInterrupted)
}

// plain reports whether the terminal, if there is one, is to be left without colours and moving lines.
func (s *system) plain() bool { return s.getenv("TERM") == "dumb" }

// colors reports whether text on stdout may have colours (no-color.org: any value of NO_COLOR but none forbids them).
func (s *system) colors() bool { return s.stdoutTerminal && !s.plain() && s.getenv("NO_COLOR") == "" }
