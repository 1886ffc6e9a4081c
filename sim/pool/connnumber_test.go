package pool

import (
	"math"
	"testing"
)

// TestConnectionNumbersBeginAgain: the number of a connection is never 0, which is none, however long a run is.
func TestConnectionNumbersBeginAgain(t *testing.T) {
	t.Parallel()
	n := int32(math.MaxInt32 - 1)
	e := Env{Conns: &n}
	for i, want := range []int32{math.MaxInt32, 1, 2} {
		if got := e.nextConn(); got != want {
			t.Errorf("connect %d has number %d, want %d", i, got, want)
		}
	}
}
