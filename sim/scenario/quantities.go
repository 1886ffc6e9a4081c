package scenario

import "poolsim/sim/param"

// Endings of the two metrics of a count.
const (
	inTotal   = "_total"
	perSecond = "_per_second"
)

// quantities is the one table of all metrics: [slo], [[alert]], precision_on, `--metric` and `poolsim list metrics` follow
// from it. A test compares it with what results have.
var quantities = func() []Quantity {
	stats := []string{"mean", "p50", "p90", "p95", "p99", "p999", "max"}
	out := []Quantity{
		{
			Name: "wait", Metric: "wait_seconds", Of: OfHolder, Kind: param.Duration, Stats: stats, Alert: true,
			Help: "time in line, of those that timed out or were given up too",
		},
		{
			Name: "acquire", Metric: "acquire_seconds", Of: OfHolder, Kind: param.Duration, Stats: stats, Alert: true,
			Help: "time from asking to a usable connection",
		},
		{
			Name: "hold", Metric: "hold_seconds", Of: OfHolder, Kind: param.Duration, Stats: stats,
			Help: "time that holders keep a connection",
		},
		{
			Name: "time", Metric: "time_seconds", Of: OfHolder, Kind: param.Duration,
			Stats: []string{"wait", "connect", "ping", "hold", "reset", "close", "total"},
			Help:  "where the time of an acquire goes until its place is free again, on average; the parts add up to the total",
		},
		{
			Name: "response_time", Metric: "response_time_seconds", Of: OfClass, Kind: param.Duration,
			Stats: []string{"wait", "connect", "ping", "hold", "reset", "close", "between", "total"},
			Help:  "where the response time of a job goes, on average over its acquires together; between is the time outside them",
		},
		{
			Name: "response", Metric: "response_seconds", Of: OfClass, Kind: param.Duration, Stats: stats, Alert: true,
			Help: "time from a job's arrival to its end",
		},
		{
			Name: "in_use", Metric: "in_use_connections", Of: OfPool, Kind: param.Number, Stats: stats, Alert: true,
			Help: "places taken: held, or being connected, pinged, reset or closed; levels are those of one process",
		},
		{
			Name: "idle", Metric: "idle_connections", Of: OfPool, Kind: param.Number, Stats: stats, Alert: true,
			Help: "connections pooled and free",
		},
		{
			Name: "open", Metric: "open_connections", Of: OfPool, Kind: param.Number, Stats: stats, Alert: true,
			Help: "physical connections",
		},
		{
			Name: "overflow", Metric: "overflow_connections", Of: OfPool, Kind: param.Number, Stats: stats, Alert: true,
			Help: "open connections beyond the pool's size",
		},
		{
			Name: "waiting", Metric: "waiting_requests", Of: OfPool, Kind: param.Number, Stats: stats, Alert: true,
			Help: "requests in line",
		},
		{
			Name: "utilisation", Metric: "utilisation_ratio", Of: OfPool, Kind: param.Number, Stats: []string{"mean"}, Plain: true, Max: 1, Alert: true,
			Help: "connections in use over the pool's limit",
		},
		share("timeout_ratio", OfHolder, "share of requests that leave the line at their limit"),
		share("wait_ratio", OfHolder, "share of requests that have to wait in line"),
		share("failure_ratio", OfClass, "share of jobs that failed"),
		share("reject_ratio", OfHolder, "share of requests that are turned away; only where a line has an end"),
		{
			Name: "database_connections", Metric: "database_connections", Of: OfDatabase, Kind: param.Number, Stats: stats,
			Help: "connections that the server has, of all processes",
		},
	}
	for _, c := range counts {
		out = append(out, counted(c.name+inTotal, "total", param.Number, c.of, c.help), counted(c.name+perSecond, "mean", param.Rate, c.of, c.help))
	}
	return out
}()

// counts are what is counted: results have a total and a rate of each.
var counts = []struct {
	name string
	of   Owner
	help string
}{
	{"connects", OfPool, "connections opened"},
	{"recycles", OfPool, "connections replaced because of their age"},
	{"pings", OfPool, "connections tested before use"},
	{"resets", OfPool, "connections reset when they were given back"},
	{"closes", OfPool, "surplus connections closed on return"},
	{"ping_failures", OfPool, "pings of dead connections; only where the scenario has faults"},
	{"reset_failures", OfPool, "resets that were errors; only where there are faults"},
	{"invalidations", OfPool, "connections replaced because a ping failed after their connect; only where there are faults"},
	{"terminates", OfPool, "connections dropped without a close; only where holds end otherwise than by giving back"},
	{"leaks", OfPool, "connections that are never given back; only where holds can end so"},
	{"acquires", OfHolder, "requests whose wait ended: with a place, by a timeout, or because the client went away"},
	{"timeouts", OfHolder, "requests that left the line at their limit"},
	{"connect_errors", OfHolder, "requests that failed because a connect did"},
	{"rejections", OfHolder, "requests turned away for want of room in the line; only where a line has an end"},
	{"cancellations", OfHolder, "requests given up before they had a connection; only where clients go away"},
	{"jobs", OfClass, "jobs that arrived"},
	{"completions", OfClass, "jobs that ended well"},
	{"failures", OfClass, "jobs that ended because they got no connection"},
	{"cancelled_jobs", OfClass, "jobs whose client went away before their end; only where clients do"},
	{"retries", OfClass, "acquires that were made again after they had failed; only where classes retry"},
	{"refused_connects", OfDatabase, "connects beyond the server's limit"},
}

// share is the metric of a ratio of counts.
func share(name string, of Owner, help string) Quantity {
	return Quantity{Name: name, Metric: name, Of: of, Kind: param.Number, Stats: []string{"ratio"}, Plain: true, Max: 1, Help: help}
}

// counted is one of the two metrics of a count.
func counted(name, stat string, kind param.Kind, of Owner, help string) Quantity {
	return Quantity{Name: name, Metric: name, Of: of, Kind: kind, Stats: []string{stat}, Plain: true, Help: help}
}
