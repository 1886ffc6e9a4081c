package pool

import "poolsim/sim"

// Cancel is what asyncio's cancellation of a task does to the pool, in whatever the task waits for.
func (p *queuePool) Cancel(r *Request) bool {
	p.Flush()
	s := r.stage
	if s != stageNone {
		p.env.Engine.Withdraw(r.pending)
		r.stage, r.turn = stageNone, false
	}
	if s == stageNetwork || s == stageWork {
		s = r.after
	}
	switch s {
	case stageNone:
		return p.cancelWait(r)
	case stageConnectNew: // like a connect that failed: the place is free, and nobody is told
		p.abandonConnect(r)
		p.unmake(r, Cancelled)
	case stageReconnect:
		p.abandonConnect(r)
		p.giveUp(r, Cancelled)
	case stagePing, stageTerminate, stageTerminateCancelled:
		if s == stagePing {
			r.Pinged = p.env.Engine.Now()
		}
		// The connection is terminated, a second time if that was under way (base.py:520-524).
		p.terminate(r, stageTerminateCancelled)
	case stageTerminateDead: // dropped before it was done: the collector finds it as it is
		p.collected(r.record)
		p.handBack(r, Cancelled)
	case stageReset: // terminated; then the collector finds the dropped object, which brings the empty record back
		r.Cleaned = p.env.Engine.Now()
		p.terminate(r, stageTerminateReturn)
	case stageTerminateReturn: // as above
		p.collect(r)
	case stageClose:
		// The place is free, but the good-bye was never said: the physical connection stays open.
		p.surplus(r)
	}
	return true
}

// cancelWait takes a request out of the line: at once, unless single steps matter.
func (p *queuePool) cancelWait(r *Request) bool {
	switch {
	case r.Outcome != Waiting:
		return false
	case p.steps != nil:
		return p.leaveLine(r, Cancelled)
	}
	p.leave(r)
	p.env.failed(r, Cancelled)
	return true
}

// abandonConnect drops a connect that is under way.
func (p *queuePool) abandonConnect(r *Request) {
	if !r.fails {
		p.env.Connector.Disconnect(sim.Never)
	}
}
