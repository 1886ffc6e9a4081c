package pool

import (
	"time"

	"poolsim/workload"
)

// Release is _finalize_fairy (base.py:707-800): reset, then put the record back, all in the returning request.
func (p *queuePool) Release(r *Request) {
	p.Flush()
	if r.End == workload.EndLeak { // still referenced: the place and its connection are gone for good
		p.totals.Leaks++
		r.Client.Released(r)
		return
	}
	p.env.returned(r)
	switch r.End {
	case workload.EndInvalidate: // base.py:1095-1124: no reset, the empty record goes back
		p.terminate(r, stageTerminateReturn)
		return
	case workload.EndCollect:
		p.collect(r)
		return
	case workload.EndSoft:
		r.record.soft = r.Returned
	}
	if p.byTask(r) {
		p.returnStep(r, stageReturnTask)
		return
	}
	p.clean(r)
}

// byTask reports whether the return runs in a task of its own whose steps matter: through a context manager, which calls
// asyncio.shield (ext/asyncio/engine.py:553-555, session.py:629-631).
func (p *queuePool) byTask(r *Request) bool {
	return p.steps != nil && !r.Plain && (r.End == workload.EndRelease || r.End == workload.EndSoft)
}

// returnStep goes to the next step of the return's task, in this instant.
func (p *queuePool) returnStep(r *Request, s stage) {
	r.stage = s
	r.pending = p.env.Engine.Post(p.env.Engine.Now(), p.stages, r.id)
}

// returned tells the holder that its return is complete.
func (p *queuePool) returned(r *Request) {
	if p.byTask(r) {
		p.returnStep(r, stageReturnEnded)
		return
	}
	r.Client.Released(r)
}

// clean resets the connection, if the pool does that, and gives it back.
func (p *queuePool) clean(r *Request) {
	if p.reset {
		p.totals.Resets++
		r.fails = p.env.Connector.ResetFails(r.record.opened)
		p.begin(r, stageReset, p.env.Costs.Reset.Draw())
		return
	}
	p.giveBack(r)
}

// resetDone goes on after the reset. One that raised is logged and swallowed: the connection is terminated, the record
// goes on empty (base.py:770-788).
func (p *queuePool) resetDone(r *Request) {
	if r.fails {
		p.totals.ResetFailures++
		p.terminate(r, stageTerminateReturn)
		return
	}
	p.giveBack(r)
}

// collect returns the record of a connection that its holder dropped.
func (p *queuePool) collect(r *Request) {
	p.collected(r.record)
	p.putBack(r)
}

// collected is what becomes of a connection that somebody dropped and the garbage collector found. That happens outside
// any coroutine, where nothing can wait: what would take time fails.
func (p *queuePool) collected(rec *record) {
	switch {
	case !p.dropsOutside: // detached: the physical connection stays open, and nobody will ever close it (base.py:736-788)
		rec.conn = 0
	case !p.version14: // detached and dropped, never reset (2.0 base.py:950-1003)
		p.totals.Terminates++
		p.disconnected(rec)
	case p.reset && !p.resetOutside(rec): // 1.4: a reset that fails invalidates the connection
		p.totals.Terminates++
		p.closeOutside(rec, p.env.Costs.Terminate.Draw())
	}
	if p.idleFull() && rec.conn != 0 {
		p.totals.Closes++
		p.closeOutside(rec, p.env.Costs.Close.Draw())
	}
}

// resetOutside tries to reset a connection outside any coroutine, and reports whether it could.
func (p *queuePool) resetOutside(rec *record) bool {
	p.totals.Resets++
	switch {
	case p.env.Costs.Reset.Draw() > 0:
		return false
	case p.env.Connector.ResetFails(rec.opened):
		p.totals.ResetFailures++
		return false
	}
	return true
}

// closeOutside closes a connection outside any coroutine. One that would take time to close stays open, though the pool
// knows it no more.
func (p *queuePool) closeOutside(rec *record, cost time.Duration) {
	if cost == 0 {
		p.disconnected(rec)
	}
	rec.conn = 0
}

// idleFull reports whether the idle queue takes no further record.
func (p *queuePool) idleFull() bool { return p.size > 0 && p.idle.n == p.size }

// giveBack is _do_return_conn (impl.py:110-117): the rule for closing is "the idle queue is full", not "more than
// pool_size are open".
func (p *queuePool) giveBack(r *Request) {
	if p.idleFull() && r.record.conn != 0 {
		p.totals.Closes++
		p.begin(r, stageClose, p.env.Costs.Close.Draw())
		return
	}
	p.putBack(r)
}

// putBack ends a return: the record goes into the idle queue, or to an end if that takes no more.
func (p *queuePool) putBack(r *Request) {
	if p.idleFull() {
		p.surplus(r)
		return
	}
	rec := r.record
	p.freed(r)
	p.shelve(rec)
	p.returned(r)
}

// surplus ends the return of a record that the idle queue does not take.
func (p *queuePool) surplus(r *Request) {
	rec := r.record
	p.freed(r)
	p.discard(rec)
	p.returned(r)
}
