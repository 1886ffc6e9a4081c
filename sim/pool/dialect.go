package pool

import (
	"poolsim/sim/param"
	"poolsim/workload"
)

// Dialect is a product's pool that a scenario can name: `dialect = "NAME"`. Its settings carry the product's own names.
type Dialect struct {
	param.Spec

	// RoundTrips are what the product's driver spends on each operation, in round trips to the database; a scenario may
	// give durations instead.
	RoundTrips func(v param.Values) RoundTrips

	// Limits derives from the settings what charts and checks need to know.
	Limits func(v param.Values) Limits

	// TimeoutMessage is what the application logs when a request times out.
	TimeoutMessage func(v param.Values) string

	// New makes a pool from settings that passed the Spec.
	New func(v param.Values, env Env) Pool
}

// RoundTrips count round trips to the database.
type RoundTrips struct {
	Ping, Reset, Close, Terminate float64
}

// Limits are what every dialect can say about its settings, whatever it calls them.
type Limits struct {
	Label     string // the settings as people say them: "50 + 100"
	Keep      int    // the most connections that stay open when idle; -1 is no limit
	KeepName  string // what the product calls it
	Limit     int    // the most connections that can be taken at once; -1 is no limit
	LimitName string
	// Timeout is the longest wait in line; TimeoutNone is for ever.
	Timeout Timeout

	Pings   bool // a pooled connection is tested at every acquire
	Resets  bool // a connection is reset at every return
	Rejects bool // the line has an end: further requests are turned away
	Room    int  // how many requests the line has room for, where it has an end

	// Patience is how long each request waits in line, where that differs from request to request; Timeout is TimeoutNone
	// then. nil where it does not.
	Patience workload.Distribution
}

// Dialects is the table of all dialects.
var Dialects param.Registry[*Dialect]

func register(d *Dialect) { Dialects.Register(d.Name, d) }
