package pool_test

import (
	"slices"
	"strings"
)

// dumb is a second implementation of SQLAlchemy's pool, written from its description alone, for comparison: everything in
// slices, what happens next is searched for, what goes on after a while is a closure. It plays the traces of vectors
// without cancellation and dispose.
type dumb struct {
	v        *vector
	now      int64
	seq      int
	pending  []dumbEvent
	idle     []*dumbRecord
	overflow int64
	line     []*dumbRequest
	invalid  int64
	conns    int64
	rows     []*dumbRequest
}

type dumbEvent struct {
	at  int64
	seq int
	do  func()
}

type dumbRecord struct {
	conn, started, opened, soft int64 // conn 0 is none
	fresh                       bool
}

// dumbRequest is a request, and its row.
type dumbRequest struct {
	task, stage         int
	req, end, rel, done int64
	placed              int64
	outcome             string
	how                 []string
	conn                int64
	rec                 *dumbRecord
	deadline            int64
	granted, failed     func()
}

// playDumb plays the trace and returns the rows as the vectors have them.
func playDumb(v *vector) [][]any {
	d := &dumb{v: v, overflow: -v.Trace.Pool.PoolSize, invalid: -1}
	for i := range v.Trace.Tasks {
		k := &v.Trace.Tasks[i]
		d.at(k.Arrive, func() { d.stage(k, 0, func(bool) {}) })
	}
	for len(d.pending) > 0 {
		next := 0
		for i, e := range d.pending {
			if e.at < d.pending[next].at || e.at == d.pending[next].at && e.seq < d.pending[next].seq {
				next = i
			}
		}
		e := d.pending[next]
		d.pending = slices.Delete(d.pending, next, next+1)
		d.now = e.at
		e.do()
	}
	var rows [][]any
	for _, r := range d.rows {
		rows = append(rows, r.columns())
	}
	return rows
}

// at does something later; what takes no time is done at once.
func (d *dumb) at(t int64, do func()) {
	d.seq++
	d.pending = append(d.pending, dumbEvent{t, d.seq, do})
}

func (d *dumb) after(cost int64, do func()) {
	if cost == 0 {
		do()
		return
	}
	d.at(d.now+cost, do)
}

// stage plays a stage of a task and, if it is nested, all later ones within it; then says whether all went well.
func (d *dumb) stage(k *vectorTask, i int, then func(ok bool)) {
	st := k.Stages[i]
	last := i+1 == len(k.Stages)
	d.after(st.Gap, func() {
		r := &dumbRequest{task: k.ID, stage: i, req: d.now, end: -1, rel: -1, done: -1, placed: -1}
		d.rows = append(d.rows, r)
		giveBack := func(ok bool) {
			d.giveBack(r, st.End, func() {
				if !k.Nested && ok && !last {
					d.stage(k, i+1, then)
					return
				}
				then(ok)
			})
		}
		r.failed = func() { then(false) }
		r.granted = func() {
			d.after(st.Hold, func() {
				if !k.Nested || last {
					giveBack(true)
					return
				}
				d.stage(k, i+1, func(ok bool) {
					if !ok {
						giveBack(false)
						return
					}
					d.after(st.After, func() { giveBack(true) })
				})
			})
		}
		d.acquire(r)
	})
}

func (d *dumb) full() bool {
	m := d.v.Trace.Pool.MaxOverflow
	return m > -1 && d.overflow >= m
}

func (d *dumb) acquire(r *dumbRequest) {
	timeout := d.v.Trace.Pool.Timeout
	switch {
	case !d.full():
		d.takeOrMake(r)
	case timeout != nil && *timeout == 0:
		d.fail(r, "timeout")
	case len(d.idle) > 0:
		d.use(r, d.takeIdle())
	default:
		d.line = append(d.line, r)
		if timeout != nil {
			r.deadline = d.now + *timeout
			d.at(r.deadline, func() { d.timeUp(r) })
		}
	}
}

// timeUp lets a waiter go, unless it has got a record meanwhile.
func (d *dumb) timeUp(r *dumbRequest) {
	i := slices.Index(d.line, r)
	if i < 0 {
		return
	}
	d.line = slices.Delete(d.line, i, i+1)
	if d.full() {
		d.fail(r, "timeout")
		return
	}
	d.takeOrMake(r)
}

func (d *dumb) takeIdle() *dumbRecord {
	i := 0
	if d.v.Trace.Pool.UseLifo {
		i = len(d.idle) - 1
	}
	rec := d.idle[i]
	d.idle = slices.Delete(d.idle, i, i+1)
	return rec
}

func (d *dumb) takeOrMake(r *dumbRequest) {
	if len(d.idle) > 0 {
		d.use(r, d.takeIdle())
		return
	}
	d.overflow++
	r.placed = d.now
	r.rec = &dumbRecord{soft: -1}
	d.connect(r, "new", func() {
		d.overflow--
		d.fail(r, "connect_error")
	}, func() { d.use(r, r.rec) })
}

// connect opens a connection in the request's record.
func (d *dumb) connect(r *dumbRequest, why string, failed, done func()) {
	if why != "" {
		r.how = append(r.how, why)
	}
	rec := r.rec
	rec.started = d.now
	d.conns++
	number := d.conns
	took, fails := d.v.Trace.Costs["connect"], false
	for _, f := range d.v.Trace.Faults {
		if f.Kind == "slow_connect" && f.From <= d.now && d.now < f.To {
			took = f.Connect
		}
		fails = fails || f.Kind == "connect_fails" && f.From <= d.now && d.now < f.To
	}
	if fails {
		d.after(d.v.Trace.Costs["connect_fail"], failed)
		return
	}
	d.after(took, func() {
		rec.conn, rec.opened, rec.fresh = number, d.now, true
		done()
	})
}

// use makes the connection of a record usable for the request.
func (d *dumb) use(r *dumbRequest, rec *dumbRecord) {
	if r.placed < 0 {
		r.placed = d.now
	}
	r.rec = rec
	again := func(why string) {
		r.how = append(r.how, why)
		d.after(d.v.Trace.Costs["terminate"], func() {
			rec.conn = 0
			d.connect(r, "", func() { d.emptied(r) }, func() { d.ping(r) })
		})
	}
	recycle := d.v.Trace.Pool.Recycle
	switch {
	case rec.conn == 0:
		d.connect(r, "empty", func() { d.emptied(r) }, func() { d.ping(r) })
	case recycle > -1 && d.now-rec.started > recycle:
		again("recycle_age")
	case d.invalid > rec.started:
		again("recycle_invalid")
	case rec.soft > rec.started:
		again("recycle_soft")
	default:
		d.ping(r)
	}
}

// emptied gives the record back without a connection, and fails the request.
func (d *dumb) emptied(r *dumbRequest) {
	r.rec.conn = 0
	d.put(r.rec, func() {})
	d.fail(r, "connect_error")
}

// dead reports whether the database has restarted since the connection was opened.
func (d *dumb) dead(rec *dumbRecord, reset bool) bool {
	return slices.ContainsFunc(d.v.Trace.Faults, func(f vectorFault) bool {
		return f.Kind == "restart" && rec.opened <= f.At && f.At <= d.now && (f.ResetFails || !reset)
	})
}

func (d *dumb) ping(r *dumbRequest) {
	rec := r.rec
	if !d.v.Trace.Pool.PrePing || rec.fresh {
		rec.fresh = rec.fresh && !d.v.Trace.Pool.PrePing
		d.grant(r)
		return
	}
	if !d.dead(rec, false) {
		d.after(d.v.Trace.Costs["ping"], func() { d.grant(r) })
		return
	}
	d.after(d.v.Trace.Costs["ping_fail"], func() {
		r.how = append(r.how, "ping_failed")
		d.after(d.v.Trace.Costs["terminate"], func() {
			if d.invalid < rec.started {
				d.invalid = d.now
			}
			rec.conn = 0
			d.connect(r, "", func() { d.emptied(r) }, func() { rec.fresh = false; d.grant(r) })
		})
	})
}

func (d *dumb) grant(r *dumbRequest) {
	r.outcome, r.end, r.conn = "ok", d.now, r.rec.conn
	r.granted()
}

func (d *dumb) fail(r *dumbRequest, why string) {
	r.outcome, r.end = why, d.now
	r.failed()
}

// giveBack ends the hold.
func (d *dumb) giveBack(r *dumbRequest, end string, then func()) {
	rec := r.rec
	if end == "leak" {
		then()
		return
	}
	r.rel = d.now
	finished := func() {
		r.done = d.now
		then()
	}
	drop := func() {
		d.after(d.v.Trace.Costs["terminate"], func() {
			rec.conn = 0
			d.put(rec, finished)
		})
	}
	switch end {
	case "invalidate":
		drop()
		return
	case "gc":
		rec.conn = 0
		d.put(rec, finished)
		return
	case "soft":
		rec.soft = d.now
	}
	if d.v.Trace.Pool.ResetOnReturn == nil {
		d.put(rec, finished)
		return
	}
	fails := d.dead(rec, true)
	d.after(d.v.Trace.Costs["reset"], func() {
		if fails {
			drop()
			return
		}
		d.put(rec, finished)
	})
}

// put lays a record into the idle queue, or closes it where that is full. The first waiter whose time is not up gets it.
func (d *dumb) put(rec *dumbRecord, then func()) {
	if size := d.v.Trace.Pool.PoolSize; size > 0 && int64(len(d.idle)) == size {
		cost := d.v.Trace.Costs["close"]
		if rec.conn == 0 {
			cost = 0
		}
		d.after(cost, func() {
			d.overflow--
			then()
		})
		return
	}
	for len(d.line) > 0 && d.v.Trace.Pool.Timeout != nil && d.line[0].deadline <= d.now {
		d.timeUp(d.line[0])
	}
	if len(d.line) > 0 {
		first := d.line[0]
		d.line = d.line[1:]
		d.use(first, rec)
	} else {
		d.idle = append(d.idle, rec)
	}
	then()
}

// columns writes a row as the vectors have it.
func (r *dumbRequest) columns() []any {
	opt := func(x int64, ok bool) any {
		if !ok || x < 0 {
			return nil
		}
		return float64(x)
	}
	decided, ok := r.outcome != "", r.outcome == "ok"
	queued := r.placed - r.req
	if r.placed < 0 {
		queued = r.end - r.req
	}
	outcome, how := r.outcome, strings.Join(r.how, "+")
	if !decided {
		outcome = "stuck"
	}
	if ok && how == "" {
		how = "idle"
	}
	return []any{
		float64(r.task), float64(r.stage), float64(r.req), outcome, opt(r.end, decided), opt(r.end-r.req, decided),
		opt(queued, decided), opt(r.rel, ok), opt(r.done, ok), opt(r.conn, ok), how,
	}
}
