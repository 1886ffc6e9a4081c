package experiment

// Expectation is what theory says of a scenario before it is run.
type Expectation struct {
	Name         string            `json:"name"`
	Title        string            `json:"title"`
	Processes    int               `json:"processes"`
	Pools        []PoolExpectation `json:"pools"`
	Database     *DatabaseBudget   `json:"database,omitempty"`
	Replications int               `json:"replications"`
	Pilots       int               `json:"pilots,omitempty"` // replications that run once more, without a warm-up, to find it
	Jobs         Number            `json:"jobs_total"`       // expected over all replications, warm-ups (at their longest) and pilots included
	Acquires     Number            `json:"acquires_total"`   // the same
	Warnings     []string          `json:"warnings"`
}

// PoolExpectation compares the offered load of a pool with its limit, for one process.
type PoolExpectation struct {
	PoolFacts
	Rate          Number `json:"acquires_per_second"` // per process
	MeanOccupancy Number `json:"mean_occupancy_seconds"`
	OfferedLoad   Number `json:"offered_load_erlangs"` // rate x mean occupancy; null where closed classes make it depend on the waits
	Utilisation   Number `json:"utilisation_ratio"`    // offered load / limit
	WaitRatio     Number `json:"wait_ratio"`           // by the form, as what follows: the share that waits
	WaitMean      Number `json:"wait_mean_seconds"`    // over all acquires, those that time out included
	WaitP99       Number `json:"wait_p99_seconds"`
	Note          string `json:"note,omitempty"` // why a figure is missing, or how far it may be trusted

	Form         string       `json:"form"`       // the closed form that is used, "M/M/c+D"; empty where there is none
	Exact        bool         `json:"form_exact"` // the scenario is just what the form supposes; else it is an approximation
	Assumes      string       `json:"form_assumes"`
	TimeoutRatio Number       `json:"timeout_ratio"` // null where the form knows no timeouts
	WaitP50      Number       `json:"wait_p50_seconds"`
	WaitP95      Number       `json:"wait_p95_seconds"`
	Locking      *PoolLocking `json:"locking,omitempty"` // where jobs hold several connections of the pool at once
}

// DatabaseBudget compares what all pools of all processes may open with what the database allows.
type DatabaseBudget struct {
	MaxConnections int `json:"max_connections"`
	Reserved       int `json:"superuser_reserved_connections"`
	Limit          int `json:"limit_connections"`    // for applications
	Possible       int `json:"possible_connections"` // processes x the pools' limits; -1 is no limit
}
