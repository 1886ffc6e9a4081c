package pool_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"poolsim/sim"
	"poolsim/sim/pool"
)

// TestSQLAlchemyVectors replays every recorded vector and compares every column of every row, the totals, and every
// gauge's peak, integral and final value, exactly, under the rules of Python 3.11 and of 3.12, with the event loop's
// single steps. How connections do that are handed over, as in scenarios that do not ask for more, it only prints.
// POOLSIM_SQLALCHEMY_VECTORS names another directory.
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
	for _, file := range files {
		v := readVector(t, file)
		t.Run(v.Name, func(t *testing.T) {
			for _, as := range []asIf{stepped311, stepped312} {
				report(t, v, as, t.Errorf)
			}
			for _, as := range []asIf{handed311, handed312} {
				report(t, v, as, t.Logf) // TestHandedOver judges
			}
		})
	}
}

// handedOver are the vectors in which it matters that a connection is not handed over, because several things happen in
// one instant.
var handedOver = []string{"tie_newcomer_takes_from_woken_waiter", "tie_two_returns_strand_waiter"}

// TestHandedOver names the vectors in which handing connections over does not do what the event loop's steps do: no more
// and no less.
func TestHandedOver(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/sqlalchemy/*.json*")
	if err != nil || len(files) < 90 {
		t.Fatalf("%d vectors: %v", len(files), err)
	}
	for _, file := range files {
		v := readVector(t, file)
		known := slices.Contains(handedOver, v.Name)
		for _, as := range []asIf{handed311, handed312} {
			d := compareVector(t, v, as)
			steps := as.python == "3.12" && v.Trace.Release != "shield" // then the steps are taken anyway
			if differs := len(d) > 0; differs != (known && !steps) {
				t.Errorf("%s, Python %s: listed %v, differences:\n%s", v.Name, as.python, known, strings.Join(d, "\n"))
			}
		}
	}
}

// report says whether poolsim agrees with a vector, or what differs.
func report(t *testing.T, v *vector, as asIf, wrong func(string, ...any)) {
	t.Helper()
	how := "connections handed over"
	if as.window >= 0 {
		how = "single steps"
	}
	differences := compareVector(t, v, as)
	if len(differences) == 0 {
		t.Logf("Python %s, %s: agrees in all of %d rows, totals and gauges", as.python, how, len(v.want(as.python).Rows))
		return
	}
	wrong("%s\nPython %s, %s:\n%s", v.About, as.python, how, strings.Join(differences, "\n"))
}

// compareVector replays a vector and returns the first row that differs, and every total and gauge that does.
func compareVector(t *testing.T, v *vector, as asIf) []string {
	t.Helper()
	p := newReplay(t, v, as)
	if err := p.engine.RunUntil(sim.Never); err != nil {
		t.Fatal(err)
	}
	want := v.want(as.python)
	got := p.result()
	var out []string
	for i := range max(len(want.Rows), len(got.Rows)) {
		if a, b := row(want.Rows, i), row(got.Rows, i); fmt.Sprint(a) != fmt.Sprint(b) {
			out = append(out, sideBySide(i, a, b))
			break
		}
	}
	for _, m := range []struct {
		what      string
		want, got map[string]int64
	}{
		{"total", want.Totals, got.Totals}, {"peak", want.Peak, got.Peak}, {"integral", want.Inte, got.Inte}, {"final", want.Final, got.Final},
	} {
		for _, name := range slices.Sorted(maps.Keys(m.want)) {
			if m.want[name] != m.got[name] {
				out = append(out, fmt.Sprintf("%s %s: real %d, poolsim %d", m.what, name, m.want[name], m.got[name]))
			}
		}
	}
	if got.End != want.End || got.Stuck != want.Stuck {
		out = append(out, fmt.Sprintf("end: real %d, stuck %v, poolsim %d, stuck %v", want.End, want.Stuck, got.End, got.Stuck))
	}
	return out
}

// row returns a row, nil beyond the last.
func row(rows [][]any, i int) []any {
	if i < len(rows) {
		return rows[i]
	}
	return nil
}

// sideBySide shows the first row that differs in both versions, a line for each column.
func sideBySide(i int, want, got []any) string {
	out := []string{fmt.Sprintf("first row that differs: %d", i), fmt.Sprintf("%-8s %16s %16s", "", "real", "poolsim")}
	for k, name := range []string{"task", "stage", "req", "outcome", "grant", "wait", "queued", "rel", "done", "conn", "how"} {
		cell := func(row []any) string {
			if k >= len(row) {
				return "no row"
			}
			return fmt.Sprint(row[k])
		}
		mark := ""
		if cell(want) != cell(got) {
			mark = "   <--"
		}
		out = append(out, fmt.Sprintf("%-8s %16s %16s%s", name, cell(want), cell(got), mark))
	}
	return strings.Join(out, "\n")
}

// result is what poolsim did, as the vectors say it.
func (p *replay) result() *vectorResult {
	p.outlast()
	p.pool.Flush()
	c, n := p.pool.Counts(), p.pool.Totals()
	open := c.Open
	for _, old := range p.old {
		old.Flush()
		open += old.Counts().Open
		n = n.Add(old.Totals())
	}
	r := &vectorResult{End: int64(p.engine.Now()), Peak: p.peak, Inte: p.inte}
	r.Totals = map[string]int64{
		"connects": int64(n.Connects), "connect_failures": int64(n.ConnectFailures), "closes": int64(n.Closes),
		"terminates": int64(n.Terminates), "recycle_age": int64(n.Recycles), "pings": int64(n.Pings),
		"resets": int64(n.Resets), "reset_failures": int64(n.ResetFailures), "ping_failures": int64(n.PingFailures),
		"recycle_invalid": int64(n.Invalid), "recycle_soft": int64(n.SoftInvalid),
	}
	for _, row := range p.rows {
		columns := row.columns()
		r.Rows = append(r.Rows, columns)
		r.Totals[columns[3].(string)]++ // outcomes
	}
	if r.Totals["timeout"] != int64(n.Timeouts) {
		r.Totals["timeout"] = -int64(n.Timeouts) // the pool counts otherwise than its requests
	}
	r.Stuck = r.Totals["stuck"] > 0
	r.Peak["open"] = p.mostOpen()
	r.Final = map[string]int64{
		"busy": int64(c.Claimed), "idle": int64(c.Idle), "open": int64(open), "waiting": int64(c.Waiting),
		"overflow": int64(c.Claimed+c.Idle) - p.v.Trace.Pool.PoolSize, "stranded": p.stranded(c),
	}
	return r
}

// outlast moves the clock on where requests wait for ever: the recorded end is then the last timer, even that of a
// cancellation which came too late.
func (p *replay) outlast() {
	if !slices.ContainsFunc(p.rows, func(r *replayRow) bool { return r.r.Outcome == pool.Waiting }) {
		return
	}
	for _, k := range p.v.Trace.Tasks {
		if k.Cancel != nil && sim.Time(*k.Cancel) > p.engine.Now() {
			_ = p.engine.RunUntil(sim.Time(*k.Cancel)) // no event is left
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
