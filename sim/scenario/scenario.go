package scenario

import (
	"crypto/sha256"
	"time"

	"poolsim/sim/model"
)

// Scenario is a checked scenario: what a file describes, ready to be run.
type Scenario struct {
	Name         string // file name without folders; "lcfs.toml"
	Title        string // never empty: the file's title, or Name
	Replications int    // at least 1

	// Load is by what the arrivals of every class were multiplied, 1 where the scenario does not say it. Those of Model.Classes
	// are multiplied already; Echo has them as the scenario says them.
	Load float64

	// AutoWarmup says that the experiment finds the warm-up, up to half of the duration; Model.Warmup is 0 then.
	AutoWarmup bool

	// Precision, if not nil, says how long replications are added.
	Precision *Precision

	// Model is the model of every replication; the experiment sets Replication.
	Model model.Config

	// Faults are the times of every [[fault]], in the scenario's order; Model has what they do.
	Faults []FaultTime

	SLO    []Target
	Alerts []Alert

	// Sweep are the settings that a study varies, nil without [sweep]: each element is an axis, KEY=VALUES as
	// study.ParseAxis reads it, or several that go together. They are texts that are not empty and no more is known of
	// them. A run of this scenario does not depend on them.
	Sweep [][]string

	// Echo is the scenario as it was understood, with defaults filled in and durations as strings, in the file's own
	// keys: for the JSON result, and to run it again. Arrays of tables are []map[string]any.
	Echo map[string]any

	// Files are the files that were read because the scenario names them, in the order of reading.
	Files []File
}

// File is a file that a scenario names.
type File struct {
	Path   string // as the scenario writes it
	SHA256 [sha256.Size]byte
}

// noting returns a reader of files that keeps note of what it read.
func (s *Scenario) noting(readFile func(string) ([]byte, error)) func(string) ([]byte, error) {
	if readFile == nil {
		return nil
	}
	return func(path string) ([]byte, error) {
		content, err := readFile(path)
		if err == nil {
			s.Files = append(s.Files, File{path, sha256.Sum256(content)})
		}
		return content, err
	}
}

// Precision asks for replications until an interval is narrow.
type Precision struct {
	Key      string  // as written: "wait_mean"
	Metric   string  // "wait_seconds"
	Stat     string  // "mean"
	Relative float64 // half the interval over the value, more than 0 and at most 1
	Most     int     // replications, at least Scenario.Replications
}

// Target is a bound of [slo]: the most that a statistic may be, or the least. A line with min and max is two of them.
type Target struct {
	Key     string  // as written: "wait_p99"
	Metric  string  // "wait_seconds"
	Stat    string  // "p99"
	Limit   float64 // in the metric's unit (seconds for durations, per second for rates)
	AtLeast bool    // the statistic must not be below Limit; otherwise not above

	// Pool or Class is the only one that is judged; both are empty where every one is. Of a class, what its holders have is
	// judged for each of them.
	Pool, Class string
}

// Alert is one [[alert]]: a threshold whose share of time (or of requests) is reported.
type Alert struct {
	Metric string  // "in_use_connections"
	Above  float64 // in the metric's unit

	Scrape time.Duration // how often a dashboard looks, more than 0; 15 s where the scenario does not say it
}

// End returns the virtual time at which a replication stops, at the latest: a warm-up that is yet to be found may last
// half of the duration.
func (s *Scenario) End() time.Duration {
	if s.AutoWarmup {
		return s.Model.Duration + s.Model.Duration/2
	}
	return s.Model.Warmup + s.Model.Duration
}
