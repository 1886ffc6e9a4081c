package pool_test

import "errors"

// dumbRun plays the tasks and operations of a trace on the dumb pool.
type dumbRun struct {
	v     *vector
	loop  *dumbLoop
	db    *dumbDatabase
	pool  *dumbPool
	tasks []*dumbTask // nil before arrival
	left  int         // tasks, operations and returns that have not ended
	over  *dumbFuture

	leaked []*dumbRecord // never given back, and known to the collector for being in use

	rows   []*dumbRow
	gauges dumbGauges
	stuck  bool
}

func newDumbRun(v *vector, py312 bool) *dumbRun {
	l := &dumbLoop{}
	d := &dumbRun{v: v, loop: l, over: l.future(), tasks: make([]*dumbTask, len(v.Trace.Tasks))}
	d.db = &dumbDatabase{loop: l, cost: v.Trace.Costs, faults: v.Trace.Faults, count: map[string]int64{}}
	d.pool = newDumbPool(v, l, d.db, py312)
	l.moves = func(from, to int64) { d.gauges.hold(d.readings(), to-from) }
	d.left = len(v.Trace.Tasks) + len(v.Trace.Ops)
	for i := range v.Trace.Tasks {
		l.at(v.Trace.Tasks[i].Arrive, func() { d.tasks[i] = l.spawn(d.task(&v.Trace.Tasks[i])) })
	}
	for _, op := range v.Trace.Ops {
		l.at(op.At, func() { l.spawn(d.operation(op.Op)) })
	}
	for i := range v.Trace.Tasks {
		if at := v.Trace.Tasks[i].Cancel; at != nil {
			l.at(*at, func() { d.cancel(i) })
		}
	}
	return d
}

// play runs the loop until all is over: one step after the last task, operation or return has ended.
func (d *dumbRun) play() vectorResult {
	var r vectorResult
	seen := false
	d.over.whenDone(func() {
		r = d.result()
		d.tearDown()
		seen = true
	})
	for !seen {
		if len(d.loop.ready) == 0 && !d.loop.advance() {
			d.stuck = true // nothing will ever happen again
			d.over.resolve(nil)
		}
		d.loop.pass()
	}
	for len(d.loop.ready) > 0 {
		d.loop.pass()
	}
	return r
}

// tearDown cancels everything that still waits, so that no coroutine is left.
func (d *dumbRun) tearDown() {
	for i := range d.tasks {
		d.cancel(i)
	}
}

// cancel cancels a task, if it has arrived.
func (d *dumbRun) cancel(i int) {
	if k := d.tasks[i]; k != nil {
		k.cancel()
	}
}

// less is called whenever something has ended.
func (d *dumbRun) less() {
	if d.left--; d.left == 0 {
		d.over.resolve(nil)
	}
}

// operation plays a dispose or dispose_recreate.
func (d *dumbRun) operation(op string) func(*dumbTask) error {
	return func(k *dumbTask) error {
		defer d.less()
		err := d.pool.dispose(k)
		if op == "dispose_recreate" {
			d.pool = newDumbPool(d.v, d.loop, d.db, d.pool.direct)
		}
		return err
	}
}

// task plays a task of the trace: one stage after another, until one does not get its connection.
func (d *dumbRun) task(t *vectorTask) func(*dumbTask) error {
	return func(k *dumbTask) error {
		defer d.less()
		stages := len(t.Stages)
		if t.Nested {
			stages = 1 // the others are within it
		}
		for i := range stages {
			if ok, err := d.stage(k, t, i); !ok || err != nil {
				d.caught(err)
				break
			}
		}
		return nil
	}
}

// caught ends an error: a record that it kept goes to the collector.
func (d *dumbRun) caught(err error) {
	var dropped droppedError
	if errors.As(err, &dropped) {
		dropped.rec.pool.collect(dropped.rec)
	}
}

// stage plays a stage, and if the task is nested all later ones within it. It reports false if a request failed, and an
// error if the task was cancelled.
func (d *dumbRun) stage(k *dumbTask, t *vectorTask, i int) (ok bool, err error) {
	if err := k.sleep(t.Stages[i].Gap); err != nil {
		return false, err
	}
	row := &dumbRow{task: t.ID, stage: i, req: d.loop.now, outcome: "stuck", grant: -1, rel: -1, done: -1, conn: -1}
	d.rows = append(d.rows, row)
	rec, err := d.request(k, row)
	if rec == nil {
		return false, err
	}
	ok, err = d.hold(k, t, i)
	if failed := d.finish(k, row, rec, t.Stages[i].End); failed != nil {
		return false, failed
	}
	return ok, err
}

// request asks for a connection. A request that fails is no error of its task, only a cancellation is.
func (d *dumbRun) request(k *dumbTask, row *dumbRow) (*dumbRecord, error) {
	rec, err := d.pool.acquire(k, row)
	if d.over.done { // torn down, the request waits for ever
		return nil, err
	}
	row.grant = d.loop.now
	switch {
	case err == nil:
		row.outcome, row.conn = "ok", rec.conn.number
		return rec, nil
	case errors.Is(err, errCancelled):
		row.outcome = "cancelled"
		return nil, err
	case errors.Is(err, errConnect):
		row.outcome = "connect_error"
	default:
		row.outcome = "timeout"
	}
	return nil, nil
}

// hold is what a holder does before it gives the connection back.
func (d *dumbRun) hold(k *dumbTask, t *vectorTask, i int) (ok bool, err error) {
	if err := k.sleep(t.Stages[i].Hold); err != nil {
		return false, err
	}
	if !t.Nested || i+1 == len(t.Stages) {
		return true, nil
	}
	ok, err = d.stage(k, t, i+1)
	if ok && err == nil {
		err = k.sleep(t.Stages[i].After)
	}
	return ok, err
}

// finish ends a hold.
func (d *dumbRun) finish(k *dumbTask, row *dumbRow, rec *dumbRecord, end string) (err error) {
	p := rec.pool
	switch {
	case end == "leak":
		d.leaked = append(d.leaked, rec)
		return nil
	case end == "gc":
		row.rel = d.loop.now
		p.collect(rec)
		row.done = d.loop.now
		return nil
	case d.over.done: // torn down: nobody returns anything
		p.collect(rec)
		return nil
	}
	row.rel = d.loop.now
	switch {
	case end == "invalidate":
		err = p.invalidate(k, rec)
	default:
		if end == "soft" {
			rec.soft = d.loop.now
		}
		err = d.giveBack(k, rec)
	}
	row.done = d.loop.now
	return err
}

// giveBack returns a connection, itself or by a task of its own that cancellation does not reach.
func (d *dumbRun) giveBack(k *dumbTask, rec *dumbRecord) error {
	if d.v.Trace.Release != "shield" {
		return rec.pool.giveBack(k, rec)
	}
	d.left++
	return k.shielded(d.loop.spawn(func(k *dumbTask) error {
		defer d.less()
		return rec.pool.giveBack(k, rec)
	}))
}
