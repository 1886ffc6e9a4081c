package pool_test

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"strings"
	"testing"
)

// A vector is a workload and what the real SQLAlchemy AsyncAdaptedQueuePool did with it in virtual time. All times are
// microseconds.
type vector struct {
	Name  string `json:"name"`
	About string `json:"about"`
	Trace struct {
		Pool struct {
			PoolSize      int64   `json:"pool_size"`
			MaxOverflow   int64   `json:"max_overflow"`
			Timeout       *int64  `json:"timeout"`
			Recycle       int64   `json:"recycle"`
			PrePing       bool    `json:"pre_ping"`
			ResetOnReturn *string `json:"reset_on_return"`
			UseLifo       bool    `json:"use_lifo"`
			HasTerminate  bool    `json:"has_terminate"`
		} `json:"pool"`
		Costs   map[string]int64 `json:"costs"`
		Release string           `json:"release"`
		Faults  []vectorFault    `json:"faults"`
		Ops     []struct {
			Op string `json:"op"`
			At int64  `json:"at"`
		} `json:"ops"`
		Tasks []vectorTask `json:"tasks"`
	} `json:"trace"`
	Result struct {
		End     int64            `json:"end"`
		Stuck   bool             `json:"stuck"`
		Totals  map[string]int64 `json:"totals"`
		Peak    map[string]int64 `json:"peak"`
		Inte    map[string]int64 `json:"integral"`
		Final   map[string]int64 `json:"final"`
		Columns []string         `json:"columns"`
		Rows    [][]any          `json:"rows"`
	} `json:"result"`
}

type vectorFault struct {
	Kind    string `json:"kind"`
	From    int64  `json:"from"`
	To      int64  `json:"to"`
	Connect int64  `json:"connect"`

	At         int64 `json:"at"`
	ResetFails bool  `json:"reset_fails"`
}

type vectorTask struct {
	ID     int           `json:"id"`
	Arrive int64         `json:"arrive"`
	Nested bool          `json:"nested"`
	Cancel *int64        `json:"cancel_at"`
	Stages []vectorStage `json:"stages"`
}

type vectorStage struct {
	Hold  int64  `json:"hold"`
	Gap   int64  `json:"gap"`
	After int64  `json:"after"`
	End   string `json:"end"`
}

// beyond says what in a vector the pool does not model yet, "" if nothing.
func (v *vector) beyond() string {
	switch v.Name {
	case "tie_newcomer_takes_from_woken_waiter", "tie_two_returns_strand_waiter":
		return "the event loop's single steps within one instant"
	}
	return ""
}

func readVector(t *testing.T, file string) *vector {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(file, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			t.Fatal(err)
		}
	}
	v := &vector{}
	if err := json.NewDecoder(r).Decode(v); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return v
}
