package model

import (
	"poolsim/sim/pool"
	"poolsim/workload"
)

// jobCancels fires when the client of a job goes away.
type jobCancels Model

// Fire cancels the job.
func (h *jobCancels) Fire(id int32) { h.jobs[id].cancel() }

// cancel ends the job whatever it is doing: what it holds is given back at once, without the times after nested steps.
func (j *job) cancel() {
	m := j.class.m
	j.gone = true
	switch j.phase {
	case asking:
		j.gone = j.requests[j.opened-1].Of.Cancel(j.requests[j.opened-1])
	case returning:
		j.failed = true
		r := j.requests[j.opened-1]
		if r.Plain || r.End != workload.EndRelease && r.End != workload.EndSoft {
			r.Of.Cancel(r)
			return
		}
		j.leave(r)
	default:
		if m.workshop != nil && j.phase == holding && !j.turn {
			m.workshop.abandon(j)
		}
		m.engine.Stop(j.slot)
		j.turn, j.failed = false, true
		j.unwind()
	}
}

// leave lets a return through a context manager go on by itself: asyncio.shield keeps the cancellation from it.
func (j *job) leave(r *pool.Request) {
	m := j.class.m
	r.Client = (*returns)(m)
	m.alone = append(m.alone, r)
	j.slot = m.engine.NewSlot() // the return goes on on the one that it has
	if j.user >= 0 {
		j.class.users[j.user].slot = j.slot
	}
	j.opened--
	j.adopt(j.opened)
	for _, outer := range j.requests[j.base:j.opened] { // their returns must not take the slot of the one that goes on
		outer.Slot = j.slot
	}
	j.unwind()
}

// returns is the client of returns that nobody waits for any more.
type returns Model

var _ pool.Client = (*returns)(nil)

// Granted cannot happen.
func (*returns) Granted(*pool.Request) { panic("model: a return was granted") }

// Failed cannot happen either.
func (*returns) Failed(*pool.Request) { panic("model: a return failed") }

// Released keeps the request and its slot for others.
func (h *returns) Released(r *pool.Request) {
	m := (*Model)(h)
	for i, x := range m.alone {
		if x == r {
			m.alone = append(m.alone[:i], m.alone[i+1:]...)
			break
		}
	}
	m.engine.FreeSlot(r.Slot)
	m.spare = append(m.spare, r)
}

// newRequest returns a request that no job has.
func (m *Model) newRequest() *pool.Request {
	if n := len(m.spare); n > 0 {
		r := m.spare[n-1]
		m.spare = m.spare[:n-1]
		return r
	}
	r := &pool.Request{Owner: -1}
	m.requests.Add(r)
	return r
}
