package model

import "math/rand/v2"

// The times of a job are drawn when it arrives, but nothing depends on a hold before it begins, and until it ends only that
// it lasts longer than so far. So a model whose streams begin anew may draw them again: what has happened so far is as
// likely with the new ones, and the futures of one state differ from the first moment on, not only once those who wait
// now are served.

// redrawTries is how often a hold that has begun is drawn again until one is longer than what has passed of it; if none is,
// the old one stays. Whether it stays does not depend on how long it is, so it has the right distribution too.
const redrawTries = 32

// redraw draws again what of the jobs' times has not been seen yet.
func (m *Model) redraw() {
	for _, j := range m.jobs {
		if c := j.class; c.script == nil && j.at >= 0 && int(j.at) < len(j.legs) && !j.failed {
			j.redraw()
		}
	}
}

// redraw draws the times of the present step and of those that follow. A pause that has begun is kept.
func (j *job) redraw() {
	c := j.class
	user, n := j.draws()
	for i := int(j.at); i < len(j.legs); i++ {
		leg := &j.legs[i]
		s := &c.steps[leg.step]
		switch {
		case i > int(j.at) || j.phase == asking || j.phase == pausing:
			leg.hold = s.hold.at(user, n)
		case j.phase == holding:
			j.redrawHold(user, n)
		default: // the hold is over
			continue
		}
		if i > int(j.at) && s.before.dist != nil {
			leg.before = s.before.at(user, n)
		}
		if s.after.dist != nil {
			leg.after = s.after.at(user, n)
		}
		if len(s.ends) > 0 {
			leg.end = s.how(user, n)
		}
	}
}

// draws returns the indices of the job's own streams: its user and the number of the user's job.
func (j *job) draws() (user, n uint32) {
	if j.user < 0 {
		return uint32(j.user), 0
	}
	return uint32(j.user), j.class.jobs[j.user] - 1
}

// redrawHold draws the hold that is under way. One whose end waits for the event loop is over, and work that shares the
// database stays as it is: its end is timed by the clock of work, not by the job.
func (j *job) redrawHold(user, n uint32) {
	m := j.m
	if j.turn || m.workshop != nil {
		return
	}
	leg := &j.legs[j.at]
	hold := &j.class.steps[leg.step].hold
	r := hold.stream(user, n)
	granted := leg.request.Granted
	for range redrawTries {
		d := hold.dist.Sample(r)
		at := granted.Add(d)
		if at < m.engine.Now() {
			continue
		}
		leg.hold = d
		if at != m.engine.Due(j.pending) { // a hold that is no longer keeps its place among the events of its instant
			m.engine.Move(j.pending, at)
		}
		return
	}
}

// stream returns the stream from which the time of a user's n-th job is drawn.
func (d *draw) stream(user, n uint32) *rand.Rand {
	if d.indexed != nil {
		return d.indexed.At(user, n)
	}
	return d.rand
}
