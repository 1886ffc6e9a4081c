package experiment

import (
	"strings"

	"poolsim/sim/model"
	"poolsim/sim/scenario"
	"poolsim/sim/stat"
)

// subject is of whom an alert speaks: each pool, or each class where it is about response times.
type subject struct {
	alert       int // index into Scenario.Alerts
	pool, class int // one of them is -1
}

// subjects returns them in the order of AlertShares.
func subjects(sc *scenario.Scenario) []subject {
	var out []subject
	for k, a := range sc.Alerts {
		if a.Metric == "response_seconds" {
			for i := range sc.Model.Classes {
				out = append(out, subject{k, -1, i})
			}
			continue
		}
		for i := range sc.Model.Pools {
			out = append(out, subject{k, i, -1})
		}
	}
	return out
}

// key names the rows of a subject.
func (s subject) key(sc *scenario.Scenario) key {
	if s.pool < 0 {
		return key{class: sc.Model.Classes[s.class].Name}
	}
	return key{pool: sc.Model.Pools[s.pool].Name}
}

// alerts adds a row for each alert and subject: the share of time, or of requests, beyond the threshold.
func alerts(sc *scenario.Scenario, r *model.Result) []row {
	t := &table{}
	for _, s := range subjects(sc) {
		a := sc.Alerts[s.alert]
		t.at = s.key(sc)
		var y, x float64
		switch {
		case s.pool < 0:
			y, x = requestsBeyond(a, &r.Classes[s.class].Response)
		case isDuration(a):
			y, x = requestsBeyond(a, durations(a, poolLabel(r, s.pool)))
		default:
			l := levelOf(a, sc.Model.Pools[s.pool])
			y, x = timeBeyond(l, &r.Pools[s.pool])
		}
		t.ratio(a.Metric, "share", y, x)
	}
	return t.rows
}

// isDuration reports whether an alert is about requests and how long something takes them.
func isDuration(a scenario.Alert) bool { return strings.HasSuffix(a.Metric, "_seconds") }

// durations returns those of an alert's metric.
func durations(a scenario.Alert, l *model.LabelResult) *stat.Histogram {
	if a.Metric == "acquire_seconds" {
		return &l.Acquire
	}
	return waits(l)
}

func requestsBeyond(a scenario.Alert, h *stat.Histogram) (beyond, all float64) {
	return float64(h.CountAbove(a.Above * 1e9)), float64(h.N())
}

// watchedLevel is a count of a pool, and the threshold in connections or requests of one copy of the pool.
type watchedLevel struct {
	level level
	above float64
	never bool // a share of a limit that the pool does not have
}

type level uint8

const (
	inUse level = iota
	idleConnections
	open
	waiting
)

// levelOf returns what an alert watches that is about a level.
func levelOf(a scenario.Alert, p model.Pool) watchedLevel {
	limits := p.Dialect.Limits(p.Values)
	switch a.Metric {
	case "idle_connections":
		return watchedLevel{level: idleConnections, above: a.Above}
	case "open_connections":
		return watchedLevel{level: open, above: a.Above}
	case "overflow_connections":
		return watchedLevel{level: open, above: a.Above + float64(max(limits.Keep, 0))}
	case "waiting_requests":
		return watchedLevel{level: waiting, above: a.Above}
	case "utilisation_ratio":
		return watchedLevel{level: inUse, above: a.Above * float64(limits.Limit), never: limits.Limit <= 0}
	}
	return watchedLevel{level: inUse, above: a.Above}
}

// timeBeyond returns the time at levels above, and all the time.
func timeBeyond(l watchedLevel, r *model.PoolResult) (beyond, all float64) {
	w := [...]*stat.TimeWeighted{inUse: &r.InUse, idleConnections: &r.Idle, open: &r.Open, waiting: &r.Waiting}[l.level]
	if l.never {
		return 0, w.Time()
	}
	return w.Above(l.above), w.Time()
}

// alertShares says what the joined alert rows mean.
func (b *batch) alertShares() []AlertShare {
	out := []AlertShare{}
	shares := b.estimate(b.alerts, stat.Confidence, func(t *told) []pair { return t.alerts })
	for i, s := range subjects(b.sc) {
		m, a := shares[i], b.sc.Alerts[s.alert]
		out = append(out, AlertShare{
			Metric: m.Metric, Pool: m.Pool, Class: m.Class, Above: a.Above, Share: m.Value, Lo: m.Lo, Hi: m.Hi, Watched: b.watched(i),
		})
	}
	return out
}
