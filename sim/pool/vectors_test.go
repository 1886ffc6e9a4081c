package pool_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"poolsim/sim"
	"poolsim/sim/pool"
)

// TestSQLAlchemyVectors replays every recorded vector and compares every column of every row, the totals, and every
// gauge's peak, integral and final value, exactly. POOLSIM_SQLALCHEMY_VECTORS names another directory.
func TestSQLAlchemyVectors(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("POOLSIM_SQLALCHEMY_VECTORS")
	if dir == "" {
		dir = "testdata/sqlalchemy"
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.json*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no vectors in %s: %v", dir, err)
	}
	compared := 0
	for _, file := range files {
		v := readVector(t, file)
		if what := v.beyond(); what != "" {
			t.Logf("%-45s not modelled: %s", v.Name, what)
			continue
		}
		compared++
		t.Run(v.Name, func(t *testing.T) { compareVector(t, v) })
	}
	t.Logf("%d of %d vectors compared", compared, len(files))
}

// compareVector replays a vector and reports the first difference of each kind.
func compareVector(t *testing.T, v *vector) {
	p := newReplay(t, v)
	if err := p.engine.RunUntil(sim.Never); err != nil {
		t.Fatal(err)
	}
	p.pool.Flush()
	open := p.pool.Counts().Open
	for _, old := range p.old {
		old.Flush()
		open += old.Counts().Open
	}
	want := v.Result
	for i, row := range want.Rows {
		if i >= len(p.rows) {
			t.Fatalf("%s\nrow %d is missing: %v", v.About, i, row)
		}
		got := p.rows[i].columns()
		if w := fmt.Sprint(row...); w != fmt.Sprint(got...) {
			t.Fatalf("%s\nfirst row that differs: %d\n%v\nreal    %v\npoolsim %v", v.About, i, want.Columns, row, got)
		}
	}
	if len(p.rows) != len(want.Rows) {
		t.Errorf("%d rows, the real pool made %d", len(p.rows), len(want.Rows))
	}
	c, n := p.pool.Counts(), p.pool.Totals()
	for _, old := range p.old {
		n = n.Add(old.Totals())
	}
	totals := map[string]int64{
		"connects": int64(n.Connects), "connect_failures": int64(n.ConnectFailures), "closes": int64(n.Closes),
		"terminates": int64(n.Terminates), "recycle_age": int64(n.Recycles), "pings": int64(n.Pings),
		"resets": int64(n.Resets), "reset_failures": int64(n.ResetFailures), "ping_failures": int64(n.PingFailures),
		"recycle_invalid": int64(n.Invalid), "recycle_soft": int64(n.SoftInvalid),
	}
	for _, row := range p.rows {
		totals[row.columns()[3].(string)]++ // outcomes
	}
	if totals["timeout"] != int64(n.Timeouts) {
		t.Errorf("the pool counts %d timeouts, its requests saw %d", n.Timeouts, totals["timeout"])
	}
	p.differ(t, "total", want.Totals, totals)
	p.peak["open"] = p.mostOpen()
	p.differ(t, "peak", want.Peak, p.peak)
	p.differ(t, "integral", want.Inte, p.inte)
	p.differ(t, "final", want.Final, map[string]int64{
		"busy": int64(c.InUse), "idle": int64(c.Idle), "open": int64(open), "waiting": int64(c.Waiting),
		"overflow": int64(c.InUse+c.Idle) - v.Trace.Pool.PoolSize, "stranded": p.stranded(c),
	})
	if end := int64(p.engine.Now()); end != want.End {
		t.Errorf("the last thing happened at %d, with the real pool at %d", end, want.End)
	}
}

// differ reports every value of the real pool that differs. Those that poolsim does not count must be 0.
func (p *replay) differ(t *testing.T, what string, want, got map[string]int64) {
	t.Helper()
	var names []string
	for name := range want {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if want[name] != got[name] {
			t.Errorf("%s %s: real %d, poolsim %d", what, name, want[name], got[name])
		}
	}
}

// columns writes a row as the vectors have it: task, stage, req, outcome, grant, wait, queued, rel, done, conn, how.
func (r *replayRow) columns() []any {
	q := r.r
	opt := func(x sim.Time, ok bool) any {
		if !ok || x < 0 {
			return nil
		}
		return float64(x)
	}
	outcome := q.Outcome.String()
	decided := q.Outcome != pool.Waiting
	if !decided {
		outcome = "stuck"
	}
	queued := q.Placed - q.Asked
	if q.Placed < 0 {
		queued = r.end - q.Asked
	}
	ok := q.Outcome == pool.OK
	how := ""
	if ok || q.How != 0 {
		how = q.How.String()
	}
	var conn any
	if ok {
		conn = float64(q.Conn)
	}
	return []any{
		float64(r.task), float64(r.stage), float64(q.Asked), outcome, opt(r.end, decided), opt(r.end-q.Asked, decided),
		opt(queued, decided), opt(q.Returned, ok), opt(r.done, ok), conn, how,
	}
}
