package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"syscall"

	"poolsim/cmd/poolsim/internal/report"
	"poolsim/sim/scenario"
)

// The exit codes: the contract of `poolsim help exit-codes`.
const (
	exitOK          = 0
	exitFailure     = 1   // something went wrong while it ran: a file could not be written
	exitUsage       = 2   // the command line or a scenario is at fault
	exitNotMet      = 3   // the run went well and says that a target of [slo] is not met
	exitInterrupted = 130 // 128 + SIGINT, as in every shell
	exitPipe        = 141 // 128 + SIGPIPE: whoever read the output has gone
)

// failure is an error that asks for an exit code. Without a cause everything has been said.
type failure struct {
	code  int
	cause error
}

// Error returns the cause's words.
func (f *failure) Error() string {
	if f.cause == nil {
		return fmt.Sprintf("exit code %d", f.code)
	}
	return f.cause.Error()
}

// Unwrap returns the cause.
func (f *failure) Unwrap() error { return f.cause }

// usagef makes an error in the command line.
func usagef(format string, args ...any) error {
	return &failure{exitUsage, fmt.Errorf(format, args...)}
}

// explain writes an error to stderr, one line a fault, and returns the exit code. What the command line library refuses
// by itself carries no code: it is a mistake of usage.
func explain(stderr io.Writer, err error) int {
	if err == nil {
		return exitOK
	}
	code, cause := exitUsage, err
	var f *failure
	if errors.As(err, &f) {
		code, cause = f.code, f.cause
	}
	if cause == nil {
		return code
	}
	if errors.Is(cause, syscall.EPIPE) {
		return exitPipe
	}
	for _, line := range faultLines(cause) {
		say(stderr, "%s", line)
	}
	return code
}

// say writes lines for people: no name of a file and no word of a command line gives orders to the terminal.
func say(stderr io.Writer, format string, args ...any) {
	for line := range strings.SplitSeq(fmt.Sprintf(format, args...), "\n") {
		fmt.Fprintln(stderr, report.Clean(line))
	}
}

// faultLines returns the lines of an error, each fault with the program's name in front. A scenario's faults come with
// their line and a caret.
func faultLines(err error) []string {
	if many, ok := err.(interface{ Unwrap() []error }); ok { // errors.Join
		var lines []string
		for _, e := range many.Unwrap() {
			lines = append(lines, faultLines(e)...)
		}
		return lines
	}
	var faults *scenario.Faults
	if errors.As(err, &faults) {
		return scenarioLines(faults)
	}
	return []string{"poolsim: " + strings.ReplaceAll(err.Error(), "\n", "\npoolsim: ")}
}

// scenarioLines returns the faults in their long form. Only a fault's first line has the program's name: the line that
// it quotes and the caret stay aligned.
func scenarioLines(faults *scenario.Faults) []string {
	var lines []string
	for line := range strings.SplitSeq(strings.TrimSuffix(faults.Long(), "\n"), "\n") {
		if !quoted(line) {
			line = "poolsim: " + line
		}
		lines = append(lines, line)
	}
	return lines
}

// quoted reports whether a line of the long form quotes the scenario ("   12 | text") rather than says what is wrong.
func quoted(line string) bool {
	number, _, ok := strings.Cut(line, " | ")
	return ok && len(number) >= 5 && strings.Trim(number, " 0123456789") == ""
}

// failed marks an error of a command that runs as a failure, unless it asks for another code itself.
func failed(err error) error {
	var f *failure
	if err == nil || errors.As(err, &f) {
		return err
	}
	return &failure{exitFailure, err}
}
