package pool_test

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"poolsim/sim"
	"poolsim/sim/param"
	"poolsim/sim/pool"
	"poolsim/workload"
)

// A vector is a workload and what the real SQLAlchemy AsyncAdaptedQueuePool did with it in virtual time. All times are
// microseconds.
type vector struct {
	Name  string `json:"name"`
	About string `json:"about"`
	Trace struct {
		Pool struct {
			PoolSize      int64   `json:"pool_size"`
			MaxOverflow   int64   `json:"max_overflow"`
			Timeout       *int64  `json:"timeout"`
			Recycle       int64   `json:"recycle"`
			PrePing       bool    `json:"pre_ping"`
			ResetOnReturn *string `json:"reset_on_return"`
			UseLifo       bool    `json:"use_lifo"`
		} `json:"pool"`
		Costs  map[string]int64  `json:"costs"`
		Faults []vectorFault     `json:"faults"`
		Ops    []json.RawMessage `json:"ops"`
		Tasks  []vectorTask      `json:"tasks"`
	} `json:"trace"`
	Result struct {
		End     int64            `json:"end"`
		Stuck   bool             `json:"stuck"`
		Totals  map[string]int64 `json:"totals"`
		Peak    map[string]int64 `json:"peak"`
		Inte    map[string]int64 `json:"integral"`
		Final   map[string]int64 `json:"final"`
		Columns []string         `json:"columns"`
		Rows    [][]any          `json:"rows"`
	} `json:"result"`
}

type vectorFault struct {
	Kind    string `json:"kind"`
	From    int64  `json:"from"`
	To      int64  `json:"to"`
	Connect int64  `json:"connect"`
}

type vectorTask struct {
	ID     int    `json:"id"`
	Arrive int64  `json:"arrive"`
	Nested bool   `json:"nested"`
	Cancel *int64 `json:"cancel_at"`
	Stages []struct {
		Hold  int64  `json:"hold"`
		Gap   int64  `json:"gap"`
		After int64  `json:"after"`
		End   string `json:"end"`
	} `json:"stages"`
}

// beyond says what in a vector the pool does not model yet, "" if nothing.
func (v *vector) beyond() string {
	for _, f := range v.Trace.Faults {
		if f.Kind == "restart" {
			return "a restart of the database"
		}
	}
	if len(v.Trace.Ops) > 0 {
		return "dispose"
	}
	for _, k := range v.Trace.Tasks {
		if k.Cancel != nil {
			return "cancelled requests"
		}
		for _, s := range k.Stages {
			if s.End != "" && s.End != "release" {
				return "holds that end in " + s.End
			}
		}
	}
	switch v.Name {
	case "tie_newcomer_takes_from_woken_waiter", "tie_two_returns_strand_waiter":
		return "the event loop's single steps within one instant"
	}
	return ""
}

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

func readVector(t *testing.T, file string) *vector {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(file, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			t.Fatal(err)
		}
	}
	v := &vector{}
	if err := json.NewDecoder(r).Decode(v); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return v
}

// replay is a vector being replayed: the test's own clients, connector and gauges.
type replay struct {
	v      *vector
	engine *sim.Engine
	reqs   pool.Requests
	pool   pool.Pool
	tasks  []*replayTask
	kind   sim.Kind
	rows   []*replayRow
	peak   map[string]int64
	inte   map[string]int64
	last   int64 // when the last task ended
}

type replayRow struct {
	r           *pool.Request
	task, stage int
	end         sim.Time // granted or failed
	done        sim.Time // return complete
}

// replayTask is a task of a vector, and the client of its requests.
type replayTask struct {
	p      *replay
	task   *vectorTask
	slot   sim.Slot
	reqs   []*pool.Request
	rows   []*replayRow
	at     int // stage
	held   int // connections held, of a nested task
	phase  int // 0 gap, 1 hold, 2 after
	failed bool
}

func (p *replay) Fire(arg int32) {
	k := p.tasks[arg]
	switch k.phase {
	case 0:
		k.ask()
	case 1:
		k.holdEnds()
	case 2:
		k.back()
	}
}

func (k *replayTask) after(d int64, phase int, always bool) {
	k.phase = phase
	if d == 0 && !always {
		k.p.Fire(int32(k.task.ID))
		return
	}
	k.p.engine.Schedule(k.slot, k.p.engine.Now()+sim.Time(d), k.p.kind, int32(k.task.ID))
}

func (k *replayTask) ask() {
	r := k.reqs[k.at]
	row := &replayRow{r: r, task: k.task.ID, stage: k.at, done: -1, end: -1}
	k.rows[k.at] = row
	k.p.rows = append(k.p.rows, row)
	k.p.pool.Acquire(r)
}

func (k *replayTask) Granted(*pool.Request) {
	k.held++
	k.rows[k.at].end = k.p.engine.Now()
	k.after(k.task.Stages[k.at].Hold, 1, false)
}

func (k *replayTask) holdEnds() {
	if k.task.Nested && k.at+1 < len(k.task.Stages) {
		k.at++
		k.after(k.task.Stages[k.at].Gap, 0, false)
		return
	}
	k.back()
}

// back gives the innermost connection back, after its time.
func (k *replayTask) back() { k.p.pool.Release(k.reqs[k.at]) }

func (k *replayTask) Released(*pool.Request) {
	k.rows[k.at].done = k.p.engine.Now()
	k.held--
	switch {
	case k.held > 0:
		k.at--
		k.unwind()
	case !k.failed && k.at+1 < len(k.task.Stages) && !k.task.Nested:
		k.at++
		k.after(k.task.Stages[k.at].Gap, 0, false)
	default:
		k.p.last = int64(k.p.engine.Now())
	}
}

func (k *replayTask) unwind() {
	if k.failed {
		k.back()
		return
	}
	k.after(k.task.Stages[k.at].After, 2, false)
}

func (k *replayTask) Failed(*pool.Request) {
	k.rows[k.at].end = k.p.engine.Now()
	k.failed = true
	if k.held > 0 {
		k.at--
		k.back()
		return
	}
	k.p.last = int64(k.p.engine.Now())
}

// Connect and Disconnect make the replay a pool.Connector.
func (p *replay) Connect() (time.Duration, bool) {
	now := int64(p.engine.Now())
	took, fails := p.v.Trace.Costs["connect"], false
	for _, f := range p.v.Trace.Faults {
		if now < f.From || now >= f.To {
			continue
		}
		if f.Kind == "slow_connect" {
			took = f.Connect
		} else {
			fails = true
		}
	}
	if fails {
		took = p.v.Trace.Costs["connect_fail"]
	}
	return time.Duration(took), fails
}

func (p *replay) Disconnect() {}

// held keeps the gauges of the vector.
func (p *replay) held(_, _ int32, from, until sim.Time, c pool.Counts) {
	for gauge, x := range map[string]int64{
		"busy": int64(c.InUse), "idle": int64(c.Idle), "open": int64(c.Open), "waiting": int64(c.Waiting),
		"overflow": int64(c.InUse+c.Idle) - p.v.Trace.Pool.PoolSize, "stranded": p.stranded(c),
	} {
		if y, ok := p.peak[gauge]; !ok || x > y {
			p.peak[gauge] = x
		}
		p.inte[gauge] += x * int64(until-from)
	}
}

// stranded counts requests that wait beside a free place.
func (p *replay) stranded(c pool.Counts) int64 {
	set := p.v.Trace.Pool
	if set.MaxOverflow >= 0 && int64(c.InUse+c.Idle) >= set.PoolSize+set.MaxOverflow {
		return 0
	}
	return int64(c.Waiting)
}

// constant is a distribution of one value.
type constant time.Duration

func (c constant) Sample(*rand.Rand) time.Duration { return time.Duration(c) }
func (c constant) Mean() float64                   { return time.Duration(c).Seconds() }
func (c constant) CV() float64                     { return 0 }

var _ workload.Distribution = constant(0)

// newReplay builds the pool and the tasks of a vector. One unit of the engine's time is a microsecond.
func newReplay(t *testing.T, v *vector) *replay {
	t.Helper()
	p := &replay{v: v, engine: sim.NewEngine(), peak: map[string]int64{}, inte: map[string]int64{}}
	d, ok := pool.Dialects.Lookup("sqlalchemy-async")
	if !ok {
		t.Fatal("no dialect sqlalchemy-async")
	}
	c := v.Trace.Pool
	set := param.Values{
		"pool_size": c.PoolSize, "max_overflow": c.MaxOverflow, "pool_recycle": time.Duration(c.Recycle),
		"pool_pre_ping": c.PrePing, "pool_use_lifo": c.UseLifo, "version": "1.4",
		"pool_timeout": pool.TimeoutNone, "pool_reset_on_return": "none",
	}
	if c.Timeout != nil {
		set["pool_timeout"] = time.Duration(*c.Timeout)
	}
	if c.ResetOnReturn != nil {
		set["pool_reset_on_return"] = *c.ResetOnReturn
	}
	cost := func(what string) pool.Cost { return pool.RandomCost(constant(v.Trace.Costs[what]), nil) }
	p.pool = d.New(set.With(&d.Spec), pool.Env{
		Engine: p.engine, Requests: &p.reqs, Connector: p, Observer: &pool.Observer{Held: p.held},
		Costs: pool.Costs{Ping: cost("ping"), Reset: cost("reset"), Close: cost("close"), Terminate: cost("terminate")},
	})
	p.kind = p.engine.Handle(p)
	for i := range v.Trace.Tasks {
		k := &replayTask{p: p, task: &v.Trace.Tasks[i], slot: p.engine.NewSlot()}
		for range k.task.Stages {
			r := &pool.Request{Client: k, Slot: k.slot}
			p.reqs.Add(r)
			k.reqs = append(k.reqs, r)
			k.rows = append(k.rows, nil)
		}
		p.tasks = append(p.tasks, k)
		p.engine.Schedule(k.slot, sim.Time(k.task.Arrive+k.task.Stages[0].Gap), p.kind, int32(i))
	}
	return p
}

// compareVector replays a vector and reports the first difference of each kind.
func compareVector(t *testing.T, v *vector) {
	p := newReplay(t, v)
	if err := p.engine.RunUntil(sim.Never); err != nil {
		t.Fatal(err)
	}
	p.pool.Flush()
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
	totals := map[string]int64{
		"connects": int64(n.Connects), "connect_failures": int64(n.ConnectFailures), "closes": int64(n.Closes),
		"terminates": int64(n.Terminates), "recycle_age": int64(n.Recycles), "pings": int64(n.Pings),
		"resets": int64(n.Resets),
	}
	for _, row := range p.rows {
		totals[row.columns()[3].(string)]++ // outcomes
	}
	if totals["timeout"] != int64(n.Timeouts) {
		t.Errorf("the pool counts %d timeouts, its requests saw %d", n.Timeouts, totals["timeout"])
	}
	p.differ(t, "total", want.Totals, totals)
	p.differ(t, "peak", want.Peak, p.peak)
	p.differ(t, "integral", want.Inte, p.inte)
	p.differ(t, "final", want.Final, map[string]int64{
		"busy": int64(c.InUse), "idle": int64(c.Idle), "open": int64(c.Open), "waiting": int64(c.Waiting),
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
	if q.Placed >= 0 {
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
