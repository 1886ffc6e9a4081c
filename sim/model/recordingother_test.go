package model_test

import (
	"encoding/json"
	"path/filepath"
	"testing"
)

// readOther reads the settings of a run through another product's pool, of which poolsim has no dialect: what is replayed
// is a plain line in front of as many places.
func (r *recording) readOther(tb testing.TB, data []byte) {
	tb.Helper()
	var run struct {
		Mode          string  `json:"mode"`
		Max           int64   `json:"max"`
		Timeout       float64 `json:"timeout"`
		TimeoutMillis float64 `json:"timeout_ms"`
	}
	if err := json.Unmarshal(data, &run); err != nil {
		tb.Fatalf("%s.json: %v", r.name, err)
	}
	if run.TimeoutMillis > 0 {
		run.Timeout = run.TimeoutMillis / 1000
	}
	r.settings = recordedSettings{Size: run.Max, Recycle: -1, Timeout: run.Timeout, Reset: "none"}
	r.version, r.python, r.product = "2", "3.12", run.Mode
}

// readOthers returns the runs through other products' pools, none where the directory has none.
func readOthers(tb testing.TB, dir string) []*recording {
	tb.Helper()
	dir = filepath.Join(dir, "dialects")
	if files, _ := filepath.Glob(filepath.Join(dir, "*.json*")); len(files) == 0 {
		return nil
	}
	return readRecordings(tb, dir, (*recording).readOther)
}

// TestOtherRecordings replays the runs through other products' pools. They are not judged: these pools have other rules.
// That the replay serves every request but those that time out shows that it was one.
func TestOtherRecordings(t *testing.T) {
	t.Parallel()
	for _, r := range readOthers(t, recordingsDirectory()) {
		t.Run(r.name, func(t *testing.T) {
			m, got := r.measured(), &r.replay(t, replayModes[modeStages], r.noLoop()).got
			if n := len(got.waits) + got.timeouts; n != len(r.stages) {
				t.Errorf("%d of %d stages served or timed out", n, len(r.stages))
			}
			t.Logf("%s: mean wait %.4f s, replayed by a plain line %.4f s; timeouts %d, replayed %d", r.product, m.mean(), got.mean(), m.timeouts, got.timeouts)
		})
	}
}
