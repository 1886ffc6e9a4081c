package workload

import (
	"slices"
	"strings"
)

// End says how a hold ends.
type End uint8

// The ends of a hold. The words are those of SQLAlchemy, whose Connection has invalidate() and whose pool speaks of soft
// invalidation (1.4.46 lib/sqlalchemy/pool/base.py:1095-1124); a leak and garbage collection have no method.
const (
	EndRelease    End = iota // the connection is given back
	EndInvalidate            // the holder found it broken and says so: it is dropped, its place comes back empty
	EndSoft                  // it is given back, but is to be replaced at its next checkout
	EndCollect               // the holder drops it without giving it back, and the garbage collector finds it at once
	EndLeak                  // the holder keeps it for ever
)

// endWords are the words in scenarios and traces.
var endWords = []string{"release", "invalidate", "soft-invalidate", "garbage-collect", "leak"}

// Ends returns the words for all ends, in the order of the constants.
func Ends() []string { return slices.Clone(endWords) }

// String returns the word in scenarios.
func (e End) String() string { return endWords[e] }

// ParseEnd returns the end of that word.
func ParseEnd(word string) (End, bool) {
	i := slices.Index(endWords, strings.TrimSpace(word))
	return End(max(i, 0)), i >= 0
}

// EndShare is the share of holds that end in a way, from 0 to 1.
type EndShare struct {
	End   End
	Ratio float64
}
