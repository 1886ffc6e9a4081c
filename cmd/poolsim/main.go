// Command poolsim simulates database connection pools: what waits, what times out, what opens connections, for pool
// settings and a workload that a scenario file describes.
//
//	poolsim run [flags] [scenario.toml ...]
//
// Every subcommand has a file of its own, named after it, which registers the command from its init function; what they
// share is here:
//
//	system.go     everything that touches the machine, in one struct that tests replace
//	disk.go       files, written whole or not at all
//	failure.go    exit codes, and errors as lines on stderr
//	root.go       the command above all commands, with help and suggestions
//	scenarios.go  which scenarios a command works on, with what overrides
//	results.go    in which format results go where
//	progress.go   the line on a terminal while something runs
package main

import "os"

func main() {
	guard()
	os.Exit(run(newSystem()))
}

// run is the whole program: it does what the arguments say and returns the exit code.
func run(sys *system) int {
	root := newRoot(sys)
	root.SetArgs(sys.args)
	root.SetIn(sys.stdin)
	root.SetOut(sys.stdout)
	root.SetErr(sys.stderr)
	return explain(sys.stderr, root.Execute())
}
