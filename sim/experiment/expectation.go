package experiment

// Expectation is what theory says of a scenario before it is run.
type Expectation struct {
	Name         string            `json:"name"`
	Title        string            `json:"title"`
	Processes    int               `json:"processes"`
	Pools        []PoolExpectation `json:"pools"`
	Database     *DatabaseBudget   `json:"database,omitempty"`
	Replications int               `json:"replications"`
	Jobs         Number            `json:"jobs_total"`     // expected over all replications, warm-up included
	Acquires     Number            `json:"acquires_total"` // the same
	Warnings     []string          `json:"warnings"`
}

// PoolExpectation compares the offered load of a pool with its limit, for one process.
type PoolExpectation struct {
	PoolFacts
	Rate          Number `json:"acquires_per_second"` // per process
	MeanOccupancy Number `json:"mean_occupancy_seconds"`
	OfferedLoad   Number `json:"offered_load_erlangs"` // rate x mean occupancy; null where closed classes make it depend on the waits
	Utilisation   Number `json:"utilisation_ratio"`    // offered load / limit
	WaitRatio     Number `json:"wait_ratio"`           // Erlang C: the share that waits
	WaitMean      Number `json:"wait_mean_seconds"`    // Erlang C
	WaitP99       Number `json:"wait_p99_seconds"`     // Erlang C
	Note          string `json:"note,omitempty"`       // why a figure is missing, or how far it may be trusted
}

// DatabaseBudget compares what all pools of all processes may open with what the database allows.
type DatabaseBudget struct {
	MaxConnections int `json:"max_connections"`
	Reserved       int `json:"superuser_reserved_connections"`
	Limit          int `json:"limit_connections"`    // for applications
	Possible       int `json:"possible_connections"` // processes x the pools' limits; -1 is no limit
}
