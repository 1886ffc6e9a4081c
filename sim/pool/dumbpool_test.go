package pool_test

import (
	"errors"
	"fmt"
)

// dumbPool is SQLAlchemy's pool, written from its description alone.
type dumbPool struct {
	loop   *dumbLoop
	db     *dumbDatabase
	v      *vector
	direct bool // which wait_for

	queue    *dumbQueue
	overflow int64
	invalid  int64 // connections begun before are stale
}

// dumbRecord is a place in the pool, with or without a connection.
type dumbRecord struct {
	pool          *dumbPool
	conn          *dumbConn
	started, soft int64
	fresh         bool
}

// droppedError is the end of a task's work with a record that it has neither returned nor given up. The error keeps the
// record from the collector until it has been caught.
type droppedError struct {
	rec *dumbRecord
	err error
}

func (e droppedError) Error() string { return fmt.Sprintf("%v, a record was dropped", e.err) }
func (e droppedError) Unwrap() error { return e.err }

func newDumbPool(v *vector, l *dumbLoop, db *dumbDatabase, direct bool) *dumbPool {
	set := &v.Trace.Pool
	return &dumbPool{
		loop: l, db: db, v: v, direct: direct, overflow: -set.PoolSize, invalid: -1,
		queue: &dumbQueue{loop: l, room: set.PoolSize, lifo: set.UseLifo},
	}
}

func (p *dumbPool) full() bool {
	most := p.v.Trace.Pool.MaxOverflow
	return most > -1 && p.overflow >= most
}

// acquire gets a record with a connection that may be used.
func (p *dumbPool) acquire(k *dumbTask, row *dumbRow) (*dumbRecord, error) {
	rec, err := p.place(k, row)
	if err != nil {
		return nil, err
	}
	if err := p.renew(k, row, rec); err != nil {
		return nil, p.giveUp(k, rec, err)
	}
	if !p.v.Trace.Pool.PrePing {
		return rec, nil
	}
	fresh := rec.fresh
	rec.fresh = false
	if fresh {
		return rec, nil
	}
	return rec, p.check(k, row, rec)
}

// place finds a record: an idle one, that of somebody who returns it, or a new one.
func (p *dumbPool) place(k *dumbTask, row *dumbRow) (rec *dumbRecord, err error) {
	waits, began := p.full(), p.loop.now
	if waits {
		rec, err = p.queue.getWithin(k, p.v.Trace.Pool.Timeout, p.direct)
	} else {
		rec, err = p.queue.getNow()
	}
	row.queued += p.loop.now - began
	switch {
	case err == nil || errors.Is(err, errCancelled):
		return rec, err
	case p.full():
		return nil, err
	}
	p.overflow++
	row.because("new")
	rec = &dumbRecord{pool: p, soft: -1}
	if err := p.connect(k, row, rec); err != nil {
		p.overflow-- // which wakes nobody
		return nil, err
	}
	return rec, nil
}

func (p *dumbPool) connect(k *dumbTask, row *dumbRow, rec *dumbRecord) (err error) {
	row.connects()
	rec.started = p.loop.now
	rec.conn, err = p.db.connect(k)
	rec.fresh = rec.fresh || err == nil
	return err
}

// renew replaces a connection that is missing or stale.
func (p *dumbPool) renew(k *dumbTask, row *dumbRow, rec *dumbRecord) error {
	if rec.conn == nil {
		return p.connect(k, row, rec)
	}
	why, recycle := "", p.v.Trace.Pool.Recycle
	switch {
	case recycle > -1 && p.loop.now-rec.started > recycle:
		why = "recycle_age"
	case p.invalid > rec.started:
		why = "recycle_invalid"
	case rec.soft > rec.started:
		why = "recycle_soft"
	default:
		return nil
	}
	p.db.count[why]++
	row.because(why)
	if err := rec.terminate(k); err != nil {
		return err
	}
	return p.connect(k, row, rec)
}

// check pings, and replaces the connection if it is dead.
func (p *dumbPool) check(k *dumbTask, row *dumbRow, rec *dumbRecord) error {
	alive, err := p.db.ping(k, rec.conn)
	if err != nil {
		return p.giveUp(k, rec, err)
	}
	if alive {
		return nil
	}
	row.because("ping_failed")
	if err := rec.terminate(k); err != nil {
		return droppedError{rec, err}
	}
	if p.invalid < rec.started {
		p.invalid = p.loop.now
	}
	if err := p.renew(k, row, rec); err != nil {
		return p.giveUp(k, rec, err)
	}
	rec.fresh = false
	return nil
}

// giveUp puts the record back, empty, for a request that fails with err. A connection that is left is terminated, in full:
// no task is cancelled a second time.
func (p *dumbPool) giveUp(k *dumbTask, rec *dumbRecord, err error) error {
	if rec.conn != nil {
		if again := rec.terminate(k); again != nil {
			panic("a task was cancelled twice")
		}
	}
	_ = p.put(k, rec) // there is nothing to close
	return err
}

// terminate drops the record's connection. If it is cancelled meanwhile, the record still has it.
func (r *dumbRecord) terminate(k *dumbTask) error { return r.disconnect(k, "terminate") }

func (r *dumbRecord) disconnect(k *dumbTask, how string) error {
	if err := r.pool.db.disconnect(k, r.conn, how); errors.Is(err, errCancelled) {
		return err
	}
	r.conn = nil
	return nil
}

// close closes the record's connection, if it has one.
func (r *dumbRecord) close(k *dumbTask) error {
	if r.conn == nil {
		return nil
	}
	return r.disconnect(k, "close")
}

// put lays the record into the idle queue. A record that does not fit is closed, which wakes nobody.
func (p *dumbPool) put(k *dumbTask, rec *dumbRecord) error {
	if p.queue.put(rec) {
		return nil
	}
	err := rec.close(k)
	p.overflow--
	return err
}

func (p *dumbPool) reset(k *dumbTask, rec *dumbRecord) error {
	if p.v.Trace.Pool.ResetOnReturn == nil {
		return nil
	}
	return p.db.reset(k, rec.conn)
}

// giveBack returns the record of a holder.
func (p *dumbPool) giveBack(k *dumbTask, rec *dumbRecord) error {
	if err := p.reset(k, rec); err != nil {
		again := rec.terminate(k)
		if again != nil || errors.Is(err, errCancelled) {
			return droppedError{rec, errCancelled}
		}
	}
	return p.put(k, rec)
}

// invalidate returns the record of a holder who knows that its connection is broken.
func (p *dumbPool) invalidate(k *dumbTask, rec *dumbRecord) error {
	if err := rec.terminate(k); err != nil {
		return droppedError{rec, err}
	}
	return p.put(k, rec)
}

// collect is what the collector does with a record that was dropped without being returned. It is no coroutine: whatever
// would have to wait fails. A driver that cannot terminate keeps the connection open for ever.
func (p *dumbPool) collect(rec *dumbRecord) {
	switch {
	case rec.conn == nil:
	case !p.v.Trace.Pool.HasTerminate:
		rec.conn = nil
	case p.reset(nil, rec) != nil:
		_ = rec.terminate(nil)
	}
	_ = p.put(nil, rec)
}

// dispose closes the idle records one after another, and then forgets about those that are out.
func (p *dumbPool) dispose(k *dumbTask) error {
	for {
		rec, err := p.queue.getNow()
		if err != nil {
			break
		}
		if err := rec.close(k); err != nil {
			return err
		}
	}
	p.overflow = -p.v.Trace.Pool.PoolSize
	return nil
}
