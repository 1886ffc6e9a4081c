package experiment

// RareResult is what a study of rare timeouts found. Like a Result it is the same for the same scenario and seed, whatever
// the number of workers.
type RareResult struct {
	Poolsim         string         `json:"poolsim"`
	Name            string         `json:"name"`
	Title           string         `json:"title"`
	Scenario        map[string]any `json:"scenario"`
	ScenarioHash    string         `json:"scenario_hash"`
	Seed            uint64         `json:"seed"`
	Replications    int            `json:"replications"` // finished ones
	Planned         int            `json:"replications_planned"`
	Effort          int            `json:"effort_trials"` // from each level, in each replication
	WarmupSeconds   float64        `json:"warmup_seconds"`
	DurationSeconds float64        `json:"duration_seconds"`
	Processes       int            `json:"processes"`
	Pool            PoolFacts      `json:"pool"`

	// Timeouts is how many of the pool's acquires time out, as a share of all of them.
	Timeouts RareRatio `json:"timeout_ratio"`

	Levels []RareLevel `json:"levels"`

	// PerReach is how many requests time out, on average, once the wait of the first has come to pool_timeout: whoever stands
	// close behind times out too.
	PerReach Number `json:"timeouts_per_reach"`

	Acquires    uint64 `json:"acquires_total"`     // of the plain parts, all replications together
	PlainEvents uint64 `json:"plain_events_total"` // simulated in the plain parts, warm-ups included
	Events      uint64 `json:"events_total"`       // simulated altogether

	// Gain is how many times more work plain simulation takes for the same precision; work is counted in events. It is null
	// where the interval is wider than the estimate.
	Gain Number `json:"gain_ratio"`

	Warnings []string `json:"warnings"`
}

// RareRatio is an estimate with its intervals at 95 and 99 %, over replications. They are those of its logarithm: the estimate
// of a replication is a product of shares, and skewed to the right.
type RareRatio struct {
	Value Number `json:"value"`
	Lo    Number `json:"lo"`
	Hi    Number `json:"hi"`
	Lo99  Number `json:"lo_99"`
	Hi99  Number `json:"hi_99"`
}

// RareLevel is an age of the request that has waited longest.
type RareLevel struct {
	AgeSeconds Number `json:"age_seconds"`

	// Starts are the lines that were followed from the level before, and Reached those of them that came to this one before
	// they were empty, over all replications. For the first level Starts are the acquires of the plain parts.
	Starts  uint64 `json:"starts"`
	Reached uint64 `json:"reached"`

	// Ratio is the share of the starts that reach the level. It is not quite Reached / Starts where lines that had fallen far
	// back were given up and others stand for them.
	Ratio Number `json:"ratio"`
}
