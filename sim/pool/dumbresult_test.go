package pool_test

import "strings"

// playDumb plays a trace by the rule of Python 3.11 and returns the rows.
func playDumb(v *vector) [][]any { return playDumbLoop(v, false).Rows }

// playDumbLoop plays a trace by the rule of Python 3.11 or that of 3.12, which differ in how a request waits.
func playDumbLoop(v *vector, py312 bool) vectorResult { return newDumbRun(v, py312).play() }

// dumbRow is a request. Times that have not come are -1.
type dumbRow struct {
	task, stage      int
	req, grant       int64
	queued           int64
	rel, done, conn  int64
	outcome          string
	how              []string
	reasonOfNextConn string
}

// because notes why the request is going to connect.
func (r *dumbRow) because(why string) {
	r.how = append(r.how, why)
	r.reasonOfNextConn = why
}

// connects notes that it does. If nothing else was the reason, its record had no connection.
func (r *dumbRow) connects() {
	if r.reasonOfNextConn == "" {
		r.how = append(r.how, "empty")
	}
	r.reasonOfNextConn = ""
}

// columns writes a row as the vectors have it: task, stage, req, outcome, grant, wait, queued, rel, done, conn, how.
func (r *dumbRow) columns() []any {
	opt := func(x int64, ok bool) any {
		if !ok || x < 0 {
			return nil
		}
		return float64(x)
	}
	decided := r.grant >= 0
	how := strings.Join(r.how, "+")
	if r.outcome == "ok" && how == "" {
		how = "idle"
	}
	return []any{
		float64(r.task), float64(r.stage), float64(r.req), r.outcome, opt(r.grant, true), opt(r.grant-r.req, decided),
		opt(r.queued, decided), opt(r.rel, true), opt(r.done, true), opt(r.conn, true), how,
	}
}

// gaugeNames are the gauges of a vector.
var gaugeNames = [...]string{"busy", "idle", "overflow", "open", "waiting", "stranded"}

type dumbReadings [len(gaugeNames)]int64

// dumbGauges keeps the gauges as they were whenever the clock moved.
type dumbGauges struct {
	read     bool
	peak     dumbReadings
	integral dumbReadings
}

// readings reads the gauges of the pool that serves new requests, and the connections of all.
func (d *dumbRun) readings() dumbReadings {
	q, p := d.pool.queue, d.pool
	idle, waiting, stranded := int64(len(q.items)), int64(len(q.getters)), int64(0)
	if !p.full() {
		stranded = waiting
	}
	return dumbReadings{q.room - idle + p.overflow, idle, p.overflow, d.db.open, waiting, stranded}
}

// hold notes readings that have held for so long. Peaks are at least 0, but for overflow, which begins below.
func (g *dumbGauges) hold(r dumbReadings, d int64) {
	for i, x := range r {
		g.integral[i] += x * d
		if !g.read && gaugeNames[i] == "overflow" {
			g.peak[i] = x
		}
		g.peak[i] = max(g.peak[i], x)
	}
	g.read = true
}

// named names readings, without those that the vectors do not have.
func (r dumbReadings) named(without string) map[string]int64 {
	m := map[string]int64{}
	for i, x := range r {
		if gaugeNames[i] != without {
			m[gaugeNames[i]] = x
		}
	}
	return m
}

// result says what has come of the trace so far.
func (d *dumbRun) result() vectorResult {
	r := vectorResult{
		End: d.loop.now, Stuck: d.stuck, Totals: map[string]int64{}, Ties: d.loop.ties,
		Peak: d.gauges.peak.named("idle"), Inte: d.gauges.integral.named("overflow"), Final: d.readings().named(""),
	}
	for _, what := range []string{
		"connects", "connect_failures", "closes", "terminates", "recycle_age", "recycle_invalid", "recycle_soft", "pings",
		"ping_failures", "resets", "reset_failures",
	} {
		r.Totals[what] = d.db.count[what]
	}
	for _, outcome := range []string{"ok", "timeout", "connect_error", "cancelled", "stuck"} {
		r.Totals[outcome] = 0
	}
	for _, row := range d.rows {
		r.Totals[row.outcome]++
		r.Rows = append(r.Rows, row.columns())
	}
	return r
}
