package pool

import (
	"math"
	"time"

	"poolsim/sim"
	"poolsim/sim/param"
)

// stage is what a pool is doing for a request.
type stage uint8

const (
	stageNone       stage = iota
	stageConnectNew       // opening the connection of a new place
	stageNetwork          // the part of a connect that does not occupy the event loop
	stageWork             // the part that does
	stageTerminate        // dropping an outdated connection, to be replaced
	stageReconnect        // opening another connection in a place that exists
	stagePing
	stageTerminateDead      // dropping a connection whose ping failed, to be replaced
	stageTerminateCancelled // dropping the connection of a cancelled request
	stageReset
	stageClose           // closing a surplus connection
	stageTerminateReturn // dropping a connection instead of giving it back

	// Single steps of a return through a context manager, see steps.
	stageReturnTask  // the task of the return begins
	stageReturnEnded // it has ended
	stageReturnHeard // and the holder hears of it
)

// queuePool is SQLAlchemy's AsyncAdaptedQueuePool. Places in the source below are those of SQLAlchemy 1.4.46,
// lib/sqlalchemy/pool; 2.x is the same where nothing else is said.
//
// Nothing works in the background: connect, ping, recycle, reset and close all happen in somebody's checkout or return.
// Nothing is opened at the start.
type queuePool struct {
	env  Env
	size int // pool_size: how many records the idle queue holds; 0 is no limit

	maxOverflow int // math.MaxInt for -1
	timeout     Timeout
	recycle     time.Duration // recycleNever is never
	prePing     bool
	reset       bool
	lifo        bool

	version14    bool // SQLAlchemy 1.4
	dropsOutside bool // the driver can drop a connection outside a coroutine (asyncpg can)

	overflow    int      // records that exist, minus pool_size (impl.py:105)
	invalidTime sim.Time // connections whose connect began before it are stale (base.py:385)
	idle        idleQueue
	waiters     line
	records     recordStore
	open        int32
	out         int32 // records that requests have
	totals      Totals
	since       sim.Time     // when the counts last changed
	together    *generations // nil unless the pool replaced another or was replaced
	disposals   []*disposal  // under way

	steps *steps // nil: a connection that comes back is handed to the first waiter

	stages   sim.Kind // an operation for a request ends
	deadline sim.Kind // the time of the first waiter may be up
	slot     sim.Slot // for deadline: all wait equally long, so the first in line is the first to leave
	turn     bool     // the deadline has waited for its turn on the event loop
}

var _ Pool = (*queuePool)(nil)

func newQueuePool(v param.Values, env Env) Pool {
	p := &queuePool{
		env:         env,
		size:        int(v.Int("pool_size")),
		maxOverflow: queuePoolMaxOverflow(v),
		timeout:     v.Duration("pool_timeout"),
		recycle:     v.Duration("pool_recycle"),
		prePing:     v.Bool("pool_pre_ping"),
		reset:       v.Text("pool_reset_on_return") != "none",
		lifo:        v.Bool("pool_use_lifo"),
		version14:   v.Text("version") == "1.4",

		dropsOutside: v.Text("driver") == "asyncpg",
		invalidTime:  beforeAll,
	}
	if p.maxOverflow < 0 {
		p.maxOverflow = math.MaxInt
	}
	if env.Conns == nil {
		p.env.Conns = new(int32)
	}
	p.overflow = -p.size
	p.stages = env.Engine.Handle((*queuePoolStages)(p))
	p.deadline = env.Engine.Handle((*queuePoolDeadline)(p))
	p.slot = env.Engine.NewSlot()
	p.steps = p.newSteps(v.Duration("handoff_window"), v.Text("python") == "3.11")
	if env.Replaces != nil {
		p.succeed(env.Replaces.(*queuePool))
	}
	return p
}

// Counts returns the present counts. Claimed is what the product calls checkedout().
func (p *queuePool) Counts() Counts {
	return Counts{
		InUse:   p.out,
		Claimed: int32(p.size - p.idle.n + p.overflow),
		Idle:    int32(p.idle.n),
		Open:    p.open,
		Waiting: p.waiting(),
	}
}

// waiting returns how many requests stand in line.
func (p *queuePool) waiting() int32 {
	if p.steps != nil {
		return p.steps.live
	}
	return p.waiters.n
}

// Totals returns what has happened so far.
func (p *queuePool) Totals() Totals { return p.totals }

// Flush reports the time since the last change.
func (p *queuePool) Flush() {
	now := p.env.Engine.Now()
	switch {
	case p.together != nil:
		p.together.flush(&p.env)
	case now > p.since:
		if l := p.env.Levels; l != nil {
			l.add(p.out, int32(p.idle.n), p.open, p.waiting(), int64(now-p.since))
		}
		if held := p.env.Observer.Held; held != nil {
			held(p.env.Index, p.env.Process, p.since, now, p.Counts())
		}
		p.since = now
	}
}

// full reports whether no further record may be made. It counts records, not those in use.
func (p *queuePool) full() bool { return p.overflow >= p.maxOverflow }

// Acquire is _do_get (impl.py:119-148).
func (p *queuePool) Acquire(r *Request) {
	p.Flush()
	now := p.env.Engine.Now()
	r.begin(now, p.env.Index, p.env.Process)
	r.Of = p
	switch {
	case !p.full():
		p.take(r)
	case p.steps != nil:
		p.ask(r)
	case p.timeout == 0:
		// asyncio.wait_for cancels the get before it ran, even where a record is idle (asyncio/tasks.py:444-454).
		p.totals.Timeouts++
		p.env.failed(r, TimedOut)
	case p.idle.n > 0:
		p.place(r, p.popIdle())
	default:
		p.enqueue(r)
	}
}

// take gives a request an idle record, or a new one.
func (p *queuePool) take(r *Request) {
	if p.idle.n > 0 {
		p.place(r, p.popIdle())
		return
	}
	p.make(r)
}

// make gives a request a new record.
func (p *queuePool) make(r *Request) {
	p.overflow++
	p.placed(r, p.records.get())
	p.connect(r, HowNew, stageConnectNew)
}

func (p *queuePool) popIdle() *record {
	if p.lifo {
		return p.idle.popLast()
	}
	return p.idle.popFirst()
}

// placed records that the request has a place.
func (p *queuePool) placed(r *Request, rec *record) {
	p.out++
	p.env.placed(r, rec)
}

// place gives the request a record that exists and makes its connection usable (base.py:613-660, get_connection).
func (p *queuePool) place(r *Request, rec *record) {
	if !p.prePing && rec.conn != 0 && p.outdated(rec) == 0 {
		p.out++
		p.env.served(r, rec)
		return
	}
	p.placed(r, rec)
	p.prepare(r)
}

// outdated returns why a connection is to be replaced, 0 if it is not. All comparisons are strict.
func (p *queuePool) outdated(rec *record) How {
	switch {
	case p.recycle != recycleNever && p.env.Engine.Now().Sub(rec.started) > p.recycle:
		return HowRecycleAge
	case p.invalidTime > rec.started:
		return HowRecycleInvalid
	case rec.soft > rec.started:
		return HowRecycleSoft
	}
	return 0
}

// prepare replaces a missing or outdated connection. The check also hits a connection that was just made. One pass
// only: the new connection is not checked again.
func (p *queuePool) prepare(r *Request) {
	if r.record.conn == 0 {
		p.connect(r, HowEmpty, stageReconnect)
		return
	}
	reason := p.outdated(r.record)
	switch reason {
	case HowRecycleAge:
		p.totals.Recycles++
	case HowRecycleInvalid:
		p.totals.Invalid++
	case HowRecycleSoft:
		p.totals.SoftInvalid++
	default:
		p.check(r)
		return
	}
	p.replace(r, reason)
}

// replace drops the connection of the request's record, to connect again.
func (p *queuePool) replace(r *Request, reason How) {
	r.How = r.How.then(reason)
	p.terminate(r, stageTerminate)
}

// terminate drops a connection.
func (p *queuePool) terminate(r *Request, s stage) {
	p.totals.Terminates++
	p.begin(r, s, p.env.Costs.Terminate.Draw())
}

// check pings a connection that was not made for this request (base.py:917-946). Whether the ping fails is decided when
// it begins.
func (p *queuePool) check(r *Request) {
	rec := r.record
	if p.prePing {
		fresh := rec.fresh
		rec.fresh = false
		if !fresh {
			p.totals.Pings++
			cost := &p.env.Costs.Ping
			if r.fails = !p.env.Connector.Alive(rec.opened); r.fails {
				p.totals.PingFailures++
				cost = &p.env.Costs.PingFail
			}
			p.begin(r, stagePing, cost.Draw())
			return
		}
	}
	p.env.granted(r)
}

// pinged goes on after a ping. One that failed drops this connection (base.py:947-957).
func (p *queuePool) pinged(r *Request) {
	if !r.fails {
		p.env.granted(r)
		return
	}
	r.How = r.How.then(HowPingFailed)
	p.terminate(r, stageTerminateDead)
}

// invalidate makes every connection stale whose connect began before now, unless an earlier failure of a ping has done
// so since the connect of this record began. The time is that after the terminate.
func (p *queuePool) invalidate(rec *record) {
	if p.invalidTime < rec.started {
		p.invalidTime = p.env.Engine.Now()
	}
}

// freed records that the request has no place any more.
func (p *queuePool) freed(r *Request) {
	p.out--
	p.env.freed(r)
}

// discard ends a record. This lowers the counter and wakes nobody: a waiter stays in line beside the free place until
// somebody returns a record or its time is up.
func (p *queuePool) discard(rec *record) {
	p.overflow--
	p.records.put(rec)
}

// disconnected says that the connection of a record is gone.
func (p *queuePool) disconnected(rec *record) {
	rec.conn = 0
	p.open--
	p.env.Connector.Disconnect(rec.opened)
}

// begin starts an operation of the request. One that takes no time ends at once and gives nobody else a turn.
func (p *queuePool) begin(r *Request, s stage, cost time.Duration) {
	if cost <= 0 {
		p.end(r, s)
		return
	}
	r.stage = s
	r.pending = p.env.Engine.Post(p.env.Engine.Now().Add(cost), p.stages, r.id)
}

// queuePoolStages fires when an operation ends.
type queuePoolStages queuePool

// Fire ends the operation of the request.
func (h *queuePoolStages) Fire(id int32) {
	p := (*queuePool)(h)
	p.Flush()
	r := p.env.Requests.at(id)
	s := r.stage
	if p.env.Loop != nil && s != stageNetwork && s != stageWork && p.turnLater(r, p.stages) {
		return
	}
	r.stage = stageNone
	p.end(r, s)
}

// turnLater lets a request that is due wait for its turn while the event loop is occupied.
func (p *queuePool) turnLater(r *Request, k sim.Kind) bool {
	until, busy := p.env.Loop.Busy()
	if !busy || r.turn {
		r.turn = false
		return false
	}
	r.turn = true
	r.pending = p.env.Engine.Post(until, k, r.id)
	return true
}

// end goes on after an operation of the request.
func (p *queuePool) end(r *Request, s stage) {
	rec := r.record
	switch s {
	case stageConnectNew:
		if r.fails { // impl.py:142-147: the place is free again, and nobody is told
			p.totals.ConnectFailures++
			p.unmake(r, ConnectError)
			return
		}
		p.connected(rec)
		p.prepare(r)
	case stageTerminate:
		p.disconnected(rec)
		p.connect(r, 0, stageReconnect)
	case stageReconnect:
		if r.fails {
			p.totals.ConnectFailures++
			p.giveUp(r, ConnectError)
			return
		}
		p.connected(rec)
		p.check(r)
	case stagePing:
		r.Pinged = p.env.Engine.Now()
		p.pinged(r)
	case stageTerminateDead:
		p.disconnected(rec)
		p.invalidate(rec)
		p.connect(r, 0, stageReconnect)
	case stageTerminateCancelled:
		p.disconnected(rec)
		p.giveUp(r, Cancelled)
	case stageReset:
		r.Cleaned = p.env.Engine.Now()
		p.resetDone(r)
	case stageClose:
		p.disconnected(rec)
		p.surplus(r)
	case stageTerminateReturn:
		p.disconnected(rec)
		p.giveBack(r)
	case stageNetwork:
		p.work(r)
	case stageWork:
		p.worked(r)
	case stageReturnTask:
		p.clean(r)
	case stageReturnEnded:
		p.returnStep(r, stageReturnHeard)
	case stageReturnHeard:
		r.Client.Released(r)
	}
}

// unmake ends a request whose new place got no connection: the place is free again, and nobody is told.
func (p *queuePool) unmake(r *Request, why Outcome) {
	rec := r.record
	p.freed(r)
	p.discard(rec)
	p.env.failed(r, why)
}

// giveUp ends a request whose place had existed before: the empty record goes back like any return. Unlike a new place
// that got no connection, this does wake a waiter, which then tries a connect of its own (base.py:496-498, 520-524).
func (p *queuePool) giveUp(r *Request, why Outcome) {
	r.record.conn = 0
	p.handBack(r, why)
}

// handBack ends a request that has a record and is not to get it.
func (p *queuePool) handBack(r *Request, why Outcome) {
	rec := r.record
	p.freed(r)
	if p.idleFull() {
		p.discard(rec)
	} else {
		p.shelve(rec)
	}
	p.env.failed(r, why)
}
