package pool

import "poolsim/workload"

// Release is _finalize_fairy (base.py:707-800): reset, then put the record back, all in the returning request.
func (p *queuePool) Release(r *Request) {
	p.Flush()
	if r.End == workload.EndLeak { // still referenced: the place and its connection are gone for good
		r.Client.Released(r)
		return
	}
	r.Returned = p.env.Engine.Now()
	if f := p.env.Observer.Returned; f != nil {
		f(r)
	}
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
	p.env.Engine.Schedule(r.Slot, p.env.Engine.Now(), p.stages, r.id)
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

// collect returns the record of a connection that its holder dropped: empty, at once, without a reset (base.py:736-788).
// A driver that can drop a connection outside a coroutine does so; in 1.4 a reset is tried first, and fails. With any
// other driver the physical connection stays open, and nobody will ever close it.
func (p *queuePool) collect(r *Request) {
	rec := r.record
	if p.dropsOutside {
		if p.reset && p.version14 {
			p.totals.Resets++
		}
		p.totals.Terminates++
		p.disconnected(rec)
	}
	rec.conn = 0
	p.giveBack(r)
}

// idleFull reports whether the idle queue takes no further record.
func (p *queuePool) idleFull() bool { return p.size > 0 && p.idle.n == p.size }

// giveBack is _do_return_conn (impl.py:110-117): the rule for closing is "the idle queue is full", not "more than
// pool_size are open".
func (p *queuePool) giveBack(r *Request) {
	rec := r.record
	switch {
	case p.idleFull() && rec.conn != 0:
		p.totals.Closes++
		p.begin(r, stageClose, p.env.Costs.Close.Draw())
		return
	case p.idleFull():
		p.surplus(r)
		return
	}
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
