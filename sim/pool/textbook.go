package pool

import (
	"fmt"
	"time"

	"poolsim/sim"
	"poolsim/sim/param"
	"poolsim/workload"
)

// The pool of queueing theory: what the formulae of sim/queueing speak of, and a yardstick for products.
func init() {
	register(&Dialect{
		Spec: param.Spec{
			Name:   "textbook",
			Help:   "the pool of queueing theory: one line, first in first out, a connection that comes back goes to the first in it",
			Source: "by definition; M/M/c+G with a finite waiting room in Kendall's notation, Cooper, Introduction to Queueing Theory, 2nd ed., chapter 3",
			Params: []param.Param{
				{Name: "size", Kind: param.Count, Default: int64(10), Max: 1e6, Help: "connections that stay open when idle"},
				{Name: "overflow", Kind: param.Count, Default: int64(0), Max: 1e6, Help: "connections beyond size, closed when they come back and nobody waits"},
				{Name: "timeout", Kind: param.Sampler, Help: "how long a request waits in line (its patience); for ever when absent"},
				{Name: "queue_limit", Kind: param.Count, Max: 1e9, Help: "how many requests the line has room for, others are rejected; no limit when absent"},
				{Name: "recycle", Kind: param.Duration, Max: 1e9, Help: "age at which a connection is replaced at its next checkout; never when absent"},
			},
		},
		RoundTrips:     func(param.Values) RoundTrips { return RoundTrips{} },
		Limits:         textbookLimits,
		TimeoutMessage: func(param.Values) string { return "timed out in line for a connection" },
		New:            newTextbook,
	})
}

func textbookLimits(v param.Values) Limits {
	size, over := int(v.Int("size")), int(v.Int("overflow"))
	l := Limits{
		Label: fmt.Sprintf("%d + %d", size, over),
		Keep:  size, KeepName: "size", Limit: size + over, LimitName: "+ overflow", Timeout: TimeoutNone,
	}
	if v.Has("timeout") {
		if d, ok := v["timeout"].(workload.Constant); ok {
			l.Timeout = time.Duration(d)
		} else {
			l.Patience = v["timeout"].(workload.Distribution)
		}
	}
	if v.Has("queue_limit") {
		l.Rejects, l.Room = true, int(v.Int("queue_limit"))
	}
	return l
}

// textbook is one copy of the pool. Nothing but connecting takes time.
type textbook struct {
	env      Env
	size     int
	limit    int
	patience *Cost   // how long a request waits, where that differs
	timeout  Timeout // how long all wait, where all wait equally long; TimeoutNone otherwise
	room     int32   // -1 is no limit
	recycle  time.Duration

	idle    idleQueue
	waiters line
	records recordStore
	taken   int32 // places
	open    int32
	totals  Totals
	since   sim.Time

	connects sim.Kind // a connect ends
	leaves   sim.Kind // a request's patience is over
	deadline sim.Kind // the time of the first in line may be up
	due      uint64   // the ticket of the deadline that is pending
	slot     sim.Slot // for deadline: all wait equally long, so the first in line is the first to leave
}

var _ Pool = (*textbook)(nil)

func newTextbook(v param.Values, env Env) Pool {
	p := &textbook{env: env, size: int(v.Int("size")), timeout: TimeoutNone, room: -1, recycle: -1}
	p.limit = p.size + int(v.Int("overflow"))
	if d, ok := v["timeout"].(workload.Constant); ok {
		p.timeout = Timeout(d)
		p.deadline, p.slot = env.Engine.Handle((*textbookDeadline)(p)), env.Engine.NewSlot()
	} else if v.Has("timeout") {
		c := RandomCost(v["timeout"].(workload.Distribution), env.Stream("patience"))
		p.patience = &c
	}
	if v.Has("queue_limit") {
		p.room = int32(v.Int("queue_limit"))
	}
	if v.Has("recycle") {
		p.recycle = v.Duration("recycle")
	}
	if env.Conns == nil {
		p.env.Conns = new(int32)
	}
	p.connects = env.Engine.Handle((*textbookConnects)(p))
	p.leaves = env.Engine.Handle((*textbookLeaves)(p))
	return p
}

// Counts returns the present counts.
func (p *textbook) Counts() Counts {
	return Counts{InUse: p.taken, Idle: int32(p.idle.n), Open: p.open, Waiting: p.waiters.n, Claimed: p.taken}
}

// Totals returns what has happened so far.
func (p *textbook) Totals() Totals { return p.totals }

// Flush reports the time since the last change.
func (p *textbook) Flush() {
	if now := p.env.Engine.Now(); now > p.since {
		if l := p.env.Levels; l != nil {
			l.add(p.taken, int32(p.idle.n), p.open, p.waiters.n, int64(now-p.since))
		}
		if held := p.env.Observer.Held; held != nil {
			held(p.env.Index, p.env.Process, p.since, now, p.Counts())
		}
		p.since = now
	}
}

// Acquire takes the connection that has been idle longest, opens one, or lets the request wait.
func (p *textbook) Acquire(r *Request) {
	p.Flush()
	r.begin(p.env.Engine.Now(), p.env.Index, p.env.Process)
	r.Of = p
	switch {
	case p.idle.n > 0:
		p.place(r, p.idle.popFirst())
	case int(p.taken) < p.limit:
		p.place(r, p.records.get())
	case p.room >= 0 && p.waiters.n >= p.room:
		p.env.failed(r, Rejected)
	default:
		p.enqueue(r)
	}
}

func (p *textbook) enqueue(r *Request) {
	p.waiters.push(r)
	switch {
	case p.patience != nil:
		r.pending = p.env.Engine.Post(r.Asked.Add(p.patience.Draw()), p.leaves, r.id)
	case p.timeout != TimeoutNone:
		r.deadline = r.Asked.Add(p.timeout)
		r.asking.ticket = p.env.Engine.Ticket()
		if p.waiters.head == r && p.env.Engine.Pending(p.slot) == sim.Never {
			p.expect(r)
		}
	}
	p.env.queued(r)
}

// dequeue takes a request out of the line before its patience is over.
func (p *textbook) dequeue(r *Request) {
	p.waiters.remove(r)
	if p.patience != nil {
		p.env.Engine.Withdraw(r.pending)
	}
}

// place gives a request a record, with a connection or without.
func (p *textbook) place(r *Request, rec *record) {
	p.taken++
	switch {
	case rec.conn == 0:
		p.env.placed(r, rec)
		p.connect(r, HowNew)
	case p.recycle >= 0 && p.env.Engine.Now().Sub(rec.started) > p.recycle:
		p.env.placed(r, rec)
		p.totals.Recycles++
		p.totals.Terminates++
		p.disconnect(rec)
		p.connect(r, HowRecycleAge)
	default:
		p.env.served(r, rec)
	}
}

func (p *textbook) connect(r *Request, why How) {
	now := p.env.Engine.Now()
	r.How = r.How.then(why)
	r.record.conn, r.record.started = p.env.nextConn(), now
	p.totals.Connects++
	took, _, refused := p.env.Connector.Connect()
	r.fails = refused
	if took <= 0 {
		p.connected(r)
		return
	}
	r.stage = stageConnectNew
	r.pending = p.env.Engine.Post(now.Add(took), p.connects, r.id)
}

// textbookConnects fires when a connect ends.
type textbookConnects textbook

// Fire goes on with the request.
func (h *textbookConnects) Fire(id int32) {
	p := (*textbook)(h)
	p.Flush()
	p.connected(p.env.Requests.at(id))
}

func (p *textbook) connected(r *Request) {
	r.stage = stageNone
	if r.fails {
		p.totals.ConnectFailures++
		p.giveUp(r, ConnectError)
		return
	}
	r.record.opened = p.env.Engine.Now()
	p.open++
	p.env.Connector.Opened()
	p.env.granted(r)
}

// giveUp ends a request that has a place and gets no connection: the next in line may try.
func (p *textbook) giveUp(r *Request, why Outcome) {
	rec := r.record
	rec.conn = 0
	p.freed(r)
	p.next(rec)
	p.env.failed(r, why)
}

// textbookLeaves fires when the patience of a request is over.
type textbookLeaves textbook

// Fire lets the request go.
func (h *textbookLeaves) Fire(id int32) {
	p := (*textbook)(h)
	p.Flush()
	r := p.env.Requests.at(id)
	p.waiters.remove(r)
	p.totals.Timeouts++
	p.env.failed(r, TimedOut)
}

// textbookDeadline fires when the time of the first in line may be up. The slot is not moved when the first leaves: it fires
// early then, finds nobody due, and is set to the deadline of whoever is first now.
type textbookDeadline textbook

// Fire lets the request go whose time is up. Others of the same instant have places of their own among its events.
func (h *textbookDeadline) Fire(int32) {
	p := (*textbook)(h)
	p.Flush()
	r := p.waiters.head
	if r != nil && r.asking.ticket == p.due {
		p.waiters.remove(r)
		if next := p.waiters.head; next != nil {
			p.expect(next)
		}
		p.totals.Timeouts++
		p.env.failed(r, TimedOut)
		return
	}
	if r != nil {
		p.expect(r)
	}
}

// expect sets the slot to the deadline of a request, in its place among the events of that instant.
func (p *textbook) expect(r *Request) {
	p.due = r.asking.ticket
	p.env.Engine.ScheduleAs(p.due, p.slot, r.deadline, p.deadline, 0)
}

// Release gives the connection to the first in line, keeps it, or closes it.
func (p *textbook) Release(r *Request) {
	p.Flush()
	if r.End == workload.EndLeak {
		p.totals.Leaks++
		r.Client.Released(r)
		return
	}
	rec := r.record
	if r.End != workload.EndRelease { // whatever else happens to it, it is not used again
		p.totals.Terminates++
		p.disconnect(rec)
	}
	p.taken--
	p.env.done(r)
	p.next(rec)
	r.Client.Released(r)
}

// next gives a record that is free to the first in line, keeps its connection, or closes it.
func (p *textbook) next(rec *record) {
	first := p.waiters.head
	switch {
	case first != nil:
		p.dequeue(first)
		p.place(first, rec)
	case rec.conn == 0:
		p.records.put(rec)
	case p.idle.n < p.size:
		p.idle.push(rec)
	default:
		p.totals.Closes++
		p.disconnect(rec)
		p.records.put(rec)
	}
}

func (p *textbook) freed(r *Request) {
	p.taken--
	p.env.freed(r)
}

func (p *textbook) disconnect(rec *record) {
	rec.conn = 0
	p.open--
	p.env.Connector.Disconnect(rec.opened)
}

// Cancel takes a request out of the line, or drops its connect; a return takes no time.
func (p *textbook) Cancel(r *Request) bool {
	p.Flush()
	switch {
	case r.stage == stageConnectNew:
		p.env.Engine.Withdraw(r.pending)
		r.stage = stageNone
		if !r.fails {
			p.env.Connector.Disconnect(sim.Never)
		}
		p.giveUp(r, Cancelled)
	case r.Outcome == Waiting:
		p.dequeue(r)
		p.env.failed(r, Cancelled)
	default:
		return false
	}
	return true
}
