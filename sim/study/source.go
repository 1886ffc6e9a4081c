package study

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"runtime"

	"poolsim/sim/experiment"
	"poolsim/sim/scenario"
)

// Source makes the scenario of a cell: the one that is studied, with further overrides ("key=value") that are stronger
// than those that it has already.
type Source func(set []string) (*scenario.Scenario, error)

// Options say how a study is run. Only Version and Effort are seen in what comes out.
type Options struct {
	Workers  int                   // replications that run at once; 0 is one per CPU
	Version  string                // of the program
	Effort   *experiment.Effort    // nil: every cell has the replications of its scenario
	Journal  *Journal              // of what is finished; may be nil
	Progress func(done, total int) // cells; one call at a time; may be nil
}

// hashOf identifies a study: whatever its numbers depend on.
func hashOf(parts ...any) string {
	h := sha256.New()
	for _, p := range parts {
		text, err := json.Marshal(p)
		if err != nil {
			panic(fmt.Sprintf("study: hashOf: %v", err)) // texts and numbers only
		}
		h.Write(append(text, '\n'))
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// workers returns how many replications run at once.
func (o *Options) workers() int {
	if o.Workers > 0 {
		return o.Workers
	}
	return runtime.GOMAXPROCS(0)
}
