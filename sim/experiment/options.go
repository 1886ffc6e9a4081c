package experiment

import (
	"errors"
	"io"
)

// Options say how to run, not what: none of them changes a number that comes out.
type Options struct {
	Workers int    // replications that run at once; 0 is one per CPU
	Version string // of the program, for Result.Poolsim

	// Progress is called after each replication, one call at a time; it may be nil. Replications that run once more to find
	// the warm-up count like others, in done and in total; total grows when a precision asks for more.
	Progress func(done, total int)

	// Acquires, if not nil, gets the acquire log of the first replication as CSV.
	Acquires io.Writer
}

// ErrInterrupted is returned by Run, beside the result of the replications that were finished, when its context was
// cancelled before all were done.
var ErrInterrupted = errors.New("interrupted")
