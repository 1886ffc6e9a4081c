package main

import (
	"strings"

	"poolsim/sim/scenario"
)

// What a metric is of.
const (
	ofPool     = "pool"
	ofDatabase = "database"
	ofClass    = "class"
	ofHolder   = "pool; class and holder"
)

// levelStats are the statistics of levels and durations.
const levelStats = "mean p50 p90 p95 p99 p999 max"

// metricRow is a row of the list of metrics.
type metricRow struct{ name, stats, of, help string }

// metrics are the rows of a result, in its order. Counts are listed once: each has a total and a rate.
var metrics = []metricRow{
	{"in_use_connections", levelStats, ofPool, "places taken: held, or being connected, pinged, reset or closed; levels are those of one process"},
	{"idle_connections", levelStats, ofPool, "connections pooled and free"},
	{"open_connections", levelStats, ofPool, "physical connections"},
	{"overflow_connections", levelStats, ofPool, "open connections beyond the pool's size"},
	{"waiting_requests", levelStats, ofPool, "requests in line"},
	{"utilisation_ratio", "mean", ofPool, "connections in use over the pool's limit"},
	{"connects", "", ofPool, "connections opened"},
	{"recycles", "", ofPool, "connections replaced because of their age"},
	{"pings", "", ofPool, "connections tested before use"},
	{"resets", "", ofPool, "connections reset when they were given back"},
	{"closes", "", ofPool, "surplus connections closed on return"},
	{"ping_failures", "", ofPool, "pings of dead connections; only where the scenario has faults"},
	{"reset_failures", "", ofPool, "resets that were errors; only where there are faults"},
	{"invalidations", "", ofPool, "connections replaced because a ping failed after their connect; only where there are faults"},
	{"terminates", "", ofPool, "connections dropped without a close; only where holds end otherwise than by giving back"},
	{"leaks", "", ofPool, "connections that are never given back; only where holds can end so"},
	{"acquires", "", ofHolder, "requests whose wait ended: with a place, by a timeout, or because the client went away"},
	{"wait_ratio", "ratio", ofHolder, "share of requests that have to wait in line"},
	{"timeout_ratio", "ratio", ofHolder, "share of requests that leave the line at their limit"},
	{"timeouts", "", ofHolder, "requests that left the line at their limit"},
	{"connect_errors", "", ofHolder, "requests that failed because a connect did"},
	{"rejections", "", ofHolder, "requests turned away for want of room in the line; only where a line has an end"},
	{"reject_ratio", "ratio", ofHolder, "share of requests that are turned away; only where a line has an end"},
	{"cancellations", "", ofHolder, "requests given up before they had a connection; only where clients go away"},
	{"wait_seconds", levelStats, ofHolder, "time in line, of those that timed out or were given up too"},
	{"acquire_seconds", levelStats, ofHolder, "time from asking to a usable connection"},
	{"hold_seconds", levelStats, ofHolder, "time that holders keep a connection"},
	{
		"time_seconds", "wait connect ping hold reset close total", ofHolder,
		"where the time of an acquire goes until its place is free again, on average; the parts add up to the total",
	},
	{"jobs", "", ofClass, "jobs that arrived"},
	{"completions", "", ofClass, "jobs that ended well"},
	{"failures", "", ofClass, "jobs that ended because they got no connection"},
	{"failure_ratio", "ratio", ofClass, "share of jobs that failed"},
	{"cancelled_jobs", "", ofClass, "jobs whose client went away before their end; only where clients do"},
	{"response_seconds", levelStats, ofClass, "time from a job's arrival to its end"},
	{
		"time_seconds", "wait connect ping hold reset close between total", ofClass,
		"where the response time of a job goes, on average over its acquires together; between is the time outside them",
	},
	{"retries", "", ofClass, "acquires that were made again after they had failed; only where classes retry"},
	{"database_connections", levelStats, ofDatabase, "connections that the server has, of all processes"},
	{"refused_connects", "", ofDatabase, "connects beyond the server's limit"},
}

// names returns the metrics of a row, each with its statistics.
func (m *metricRow) names() []metricStats {
	if m.stats != "" {
		return []metricStats{{m.name, m.stats}}
	}
	return []metricStats{{m.name + "_total", "total"}, {m.name + "_per_second", "mean"}}
}

type metricStats struct{ name, stats string }

func init() {
	list(&listing{
		Name: "metrics", Help: "rows of a result: every format has them, csv and json with exact numbers",
		Form: `[slo] bounds some of them, [[alert]] watches some: the names are those of the columns "slo" and "alert"; ` +
			`[run] sample_at adds in use, open and waiting "at" each instant`,
		columns: []string{"metric", "statistics", "of", "slo", "alert", "meaning"},
		make: func() []item {
			var out []item
			for i := range metrics {
				m := &metrics[i]
				for _, n := range m.names() {
					target, alert := boundBy(n.name)
					out = append(out, item{Name: n.name, Help: m.help, Facts: map[string]string{
						"statistics": n.stats, "of": m.of, "slo": target, "alert": alert,
					}})
				}
			}
			return out
		},
	})
}

// boundBy says which keys of [slo] bound a metric, and by what name [[alert]] watches it.
func boundBy(metric string) (target, alert string) {
	for _, q := range scenario.Quantities() {
		if q.Metric != metric {
			continue
		}
		if q.Alert {
			alert = q.Name
		}
		keys := q.Keys()
		if len(keys) == 0 {
			return "", alert
		}
		if q.Plain {
			return keys[0].Key, alert
		}
		return strings.TrimSuffix(keys[0].Key, keys[0].Stat) + "...", alert
	}
	return "", ""
}
