package pool

import "poolsim/sim"

// Cancel is what asyncio's cancellation of a task does to the pool, in whatever the task waits for.
func (p *queuePool) Cancel(r *Request) {
	p.Flush()
	s := r.stage
	if s != stageNone {
		p.env.Engine.Stop(r.Slot)
		r.stage = stageNone
	}
	switch s {
	case stageNone:
		if r.Outcome == Waiting { // in line: it leaves at once
			p.leave(r)
			p.fail(r, Cancelled)
		}
	case stageConnectNew: // like a connect that failed: the place is free, and nobody is told
		p.abandonConnect(r)
		p.unmake(r, Cancelled)
	case stageReconnect:
		p.abandonConnect(r)
		p.giveUp(r, Cancelled)
	case stagePing, stageTerminate, stageTerminateDead, stageTerminateCancelled:
		// The connection is terminated, a second time if that was under way (base.py:520-524).
		p.terminate(r, stageTerminateCancelled)
	case stageReset, stageTerminateReturn:
		// Terminated; the empty record comes back because the collector finds the dropped object. (Recorded for a reset; that
		// a terminate under way begins anew is taken over from the checkout.)
		p.terminate(r, stageTerminateReturn)
	case stageClose:
		// The place is free, but the good-bye was never said: the physical connection stays open.
		p.surplus(r)
	}
}

// abandonConnect drops a connect that is under way.
func (p *queuePool) abandonConnect(r *Request) {
	if !r.fails {
		p.env.Connector.Disconnect(sim.Never)
	}
}
