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
	Result      vectorResult  `json:"result"`
	ResultPy312 *vectorResult `json:"result_py312"` // only where it differs
}

// vectorResult is what the real pool did.
type vectorResult struct {
	End     int64            `json:"end"`
	Stuck   bool             `json:"stuck"`
	Totals  map[string]int64 `json:"totals"`
	Peak    map[string]int64 `json:"peak"`
	Inte    map[string]int64 `json:"integral"`
	Final   map[string]int64 `json:"final"`
	Ties    int              `json:"tie_instants"`
	Columns []string         `json:"columns"`
	Rows    [][]any          `json:"rows"`
}

// want returns what the real pool did under a Python.
func (v *vector) want(python string) *vectorResult {
	if python == "3.12" && v.ResultPy312 != nil {
		return v.ResultPy312
	}
	return &v.Result
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

// newVector returns a vector with the values that a file may leave out.
func newVector() *vector {
	v := &vector{}
	timeout, reset := int64(30_000_000), "rollback"
	c := &v.Trace.Pool
	c.Timeout, c.ResetOnReturn, c.Recycle = &timeout, &reset, -1
	return v
}

// defaults fills in the costs that a file may leave out.
func (v *vector) defaults() {
	c := v.Trace.Costs
	if c == nil {
		c = map[string]int64{}
		v.Trace.Costs = c
	}
	for what, as := range map[string]string{"connect_fail": "connect", "ping_fail": "ping", "terminate": "close"} {
		if _, ok := c[what]; !ok {
			c[what] = c[as]
		}
	}
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
	v := newVector()
	if err := json.NewDecoder(r).Decode(v); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	v.defaults()
	return v
}
