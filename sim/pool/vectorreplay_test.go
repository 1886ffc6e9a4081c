package pool_test

import (
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"poolsim/sim"
	"poolsim/sim/param"
	"poolsim/sim/pool"
	"poolsim/workload"
)

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

	config  param.Values
	dialect *pool.Dialect
	conns   int32
	opens   []openSpan  // of all pools, where there are several
	old     []pool.Pool // replaced by dispose_recreate
}

type replayRow struct {
	r           *pool.Request
	task, stage int
	end         sim.Time // granted or failed
	done        sim.Time // return complete
}

func (p *replay) Fire(arg int32) {
	switch {
	case arg >= opArg:
		p.operate(p.v.Trace.Ops[arg-opArg].Op)
		return
	case arg >= cancelArg:
		p.tasks[arg-cancelArg].cancel()
		return
	}
	k := p.tasks[arg]
	switch k.phase {
	case 0:
		k.ask()
	case 1:
		k.holdEnds()
	case 2:
		k.back()
	case 5:
		k.after(k.task.Stages[0].Gap, 0, false)
	}
}

// operate disposes of the pool; with "dispose_recreate" a new one takes over for all later requests.
func (p *replay) operate(op string) {
	old := p.pool
	var then func()
	if op == "dispose_recreate" {
		then = func() {
			p.pool.Flush() // which is not the old one if another dispose was faster
			p.old = append(p.old, p.pool)
			p.pool = p.newPool()
		}
	}
	old.(pool.Disposer).Dispose(then)
}

// Connect and Disconnect make the replay a pool.Connector.
func (p *replay) Connect() (took, work time.Duration, refused bool) {
	now := int64(p.engine.Now())
	cost, slow, fails := p.v.Trace.Costs["connect"], false, false
	for _, f := range p.v.Trace.Faults {
		if f.Kind == "restart" || now < f.From || now >= f.To {
			continue
		}
		switch {
		case f.Kind != "slow_connect":
			fails = true
		case !slow: // the first one in the list counts
			cost, slow = f.Connect, true
		}
	}
	if fails {
		cost = p.v.Trace.Costs["connect_fail"]
	}
	return time.Duration(cost), 0, fails
}

func (p *replay) Opened()             {}
func (p *replay) Disconnect(sim.Time) {}

// Alive and ResetFails say what restarts of the database have done.
func (p *replay) Alive(opened sim.Time) bool { return !p.restarted(opened, false) }

func (p *replay) ResetFails(opened sim.Time) bool { return p.restarted(opened, true) }

// restarted reports whether a restart has killed a connection. In the recordings one restart whose resets fail makes those
// of all others fail too.
func (p *replay) restarted(opened sim.Time, reset bool) bool {
	dead, fail := false, false
	for _, f := range p.v.Trace.Faults {
		if f.Kind != "restart" {
			continue
		}
		dead = dead || int64(opened) <= f.At && f.At <= int64(p.engine.Now())
		fail = fail || f.ResetFails
	}
	return dead && (fail || !reset)
}

// held keeps the gauges of the vector. After dispose_recreate they are those of the new pool, except open.
func (p *replay) held(index, _ int32, from, until sim.Time, c pool.Counts) {
	p.opens = append(p.opens, openSpan{from, until, int64(c.Open)})
	p.inte["open"] += int64(c.Open) * int64(until-from)
	if int(index) < len(p.old) {
		return
	}
	for gauge, x := range map[string]int64{
		"busy": int64(c.Claimed), "idle": int64(c.Idle), "waiting": int64(c.Waiting),
		"overflow": int64(c.Claimed+c.Idle) - p.v.Trace.Pool.PoolSize, "stranded": p.stranded(c),
	} {
		if y, ok := p.peak[gauge]; !ok || x > y {
			p.peak[gauge] = x
		}
		p.inte[gauge] += x * int64(until-from)
	}
}

// openSpan is a time during which a pool had so many connections open.
type openSpan struct {
	from, until sim.Time
	n           int64
}

// mostOpen returns the most connections that all pools had open together.
func (p *replay) mostOpen() int64 {
	change := map[sim.Time]int64{}
	for _, s := range p.opens {
		change[s.from] += s.n
		change[s.until] -= s.n
	}
	times := slices.Sorted(maps.Keys(change))
	var now, most int64
	for _, t := range times {
		now += change[t]
		most = max(most, now)
	}
	return most
}

// stranded counts requests that wait beside a free place.
func (p *replay) stranded(c pool.Counts) int64 {
	set := p.v.Trace.Pool
	if set.MaxOverflow >= 0 && int64(c.Claimed+c.Idle) >= set.PoolSize+set.MaxOverflow {
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

// asIf says how a vector is replayed: the settings that its file does not name.
type asIf struct {
	python string
	window time.Duration // pool.handoff_window
}

// The ways in which vectors are replayed.
var (
	stepped311 = asIf{python: "3.11"}
	stepped312 = asIf{python: "3.12"}
	handed311  = asIf{python: "3.11", window: -1}
	handed312  = asIf{python: "3.12", window: -1}
)

// newReplay builds the pool and the tasks of a vector. One unit of the engine's time is a microsecond.
func newReplay(t *testing.T, v *vector, as asIf) *replay {
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
		"python": as.python, "handoff_window": as.window,
		"pool_timeout": pool.TimeoutNone, "pool_reset_on_return": "none",
	}
	if c.Timeout != nil {
		set["pool_timeout"] = time.Duration(*c.Timeout)
	}
	if c.ResetOnReturn != nil {
		set["pool_reset_on_return"] = *c.ResetOnReturn
	}
	if !c.HasTerminate {
		set["driver"] = "other"
	}
	p.config, p.dialect = set.With(&d.Spec), d
	p.pool = p.newPool()
	p.kind = p.engine.Handle(p)
	for i := range v.Trace.Tasks {
		k := &replayTask{p: p, task: &v.Trace.Tasks[i], slot: p.engine.NewSlot(), cancelAt: -1}
		for range k.task.Stages {
			r := &pool.Request{Client: k}
			p.reqs.Add(r)
			k.reqs = append(k.reqs, r)
			k.rows = append(k.rows, nil)
			k.pools = append(k.pools, nil)
		}
		p.tasks = append(p.tasks, k)
		k.phase = 5
		p.engine.Schedule(k.slot, sim.Time(k.task.Arrive), p.kind, int32(i))
	}
	for i, op := range v.Trace.Ops {
		p.engine.Schedule(p.engine.NewSlot(), sim.Time(op.At), p.kind, opArg+int32(i))
	}
	for i := range v.Trace.Tasks {
		if at := v.Trace.Tasks[i].Cancel; at != nil {
			p.tasks[i].cancelAt = p.engine.NewSlot()
			p.engine.Schedule(p.tasks[i].cancelAt, sim.Time(*at), p.kind, cancelArg+int32(i))
		}
	}
	return p
}

// plain reports whether tasks give connections back themselves: an invalidation and a dropped connection do not go through
// a context manager.
func (p *replay) plain() bool {
	return p.v.Trace.Release != "shield" || slices.ContainsFunc(p.v.Trace.Tasks, func(k vectorTask) bool {
		return slices.ContainsFunc(k.Stages, func(s vectorStage) bool { return s.End == "invalidate" || s.End == "gc" })
	})
}

// newPool makes a pool as the vector describes it.
func (p *replay) newPool() pool.Pool {
	cost := func(what string) pool.Cost { return pool.RandomCost(constant(p.v.Trace.Costs[what]), nil) }
	return p.dialect.New(p.config, pool.Env{
		Engine: p.engine, Requests: &p.reqs, Connector: p,
		Observer: &pool.Observer{Held: p.held}, Index: int32(len(p.old)), Conns: &p.conns, Plain: p.plain(),
		Costs: pool.Costs{
			Ping: cost("ping"), PingFail: cost("ping_fail"), Reset: cost("reset"), Close: cost("close"), Terminate: cost("terminate"),
		},
	})
}
