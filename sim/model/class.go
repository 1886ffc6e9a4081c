package model

import (
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"poolsim/sim"
	"poolsim/workload"
)

// class is a class of requests in one replication. It is the handler of its own arrivals: of the next instant of an open
// process, or of a closed user whose think time ends.
type class struct {
	m     *Model
	index int32
	kind  sim.Kind
	steps []step
	nests bool   // some are nested
	free  []*job // records of jobs that have ended

	// An open class.
	schedule workload.Schedule
	script   workload.Scripted // nil unless the jobs are recorded ones
	rand     *rand.Rand        // of the arrival process
	slot     sim.Slot
	due      int // jobs that arrive at the slot's event
	arrived  int // jobs that have arrived so far

	// A closed class.
	think draw
	jobs  []uint32 // by user: how many it has begun

	cancels     bool // some clients go away
	cancelAfter draw
	cancelRatio choice

	retries    bool
	retryDelay draw
	retryMax   int32 // -1 is no limit

	next    int        // the process of the next job under RoundRobin
	spread  *rand.Rand // chooses the process under Random; nil otherwise
	holders map[string]int
}

// step is a step of a class, looked up once.
type step struct {
	pool   int32
	label  int32
	nested bool
	plain  bool
	hold   draw
	before draw
	after  draw
	ends   []workload.EndShare
	end    choice
}

// draw is a distribution with a stream of its own, so that one step's times do not depend on what other steps draw.
type draw struct {
	dist    workload.Distribution // nil is no time
	rand    *rand.Rand            // of an open class: one stream for all jobs
	indexed *sim.Indexed          // of a closed class: a stream for each user's n-th job
}

// at returns the time for a user's n-th job.
func (d *draw) at(user, n uint32) time.Duration {
	switch {
	case d.dist == nil:
		return 0
	case d.indexed != nil:
		return d.dist.Sample(d.indexed.At(user, n))
	}
	return d.dist.Sample(d.rand)
}

// choice draws a number between 0 and 1 for each job, if there is something to choose.
type choice struct {
	rand    *rand.Rand
	indexed *sim.Indexed
}

// at returns the number for a user's n-th job.
func (c *choice) at(user, n uint32) float64 {
	if c.indexed != nil {
		return c.indexed.At(user, n).Float64()
	}
	return c.rand.Float64()
}

// how draws how a hold ends.
func (s *step) how(user, n uint32) workload.End {
	x := s.end.at(user, n)
	for _, e := range s.ends {
		if x -= e.Ratio; x < 0 {
			return e.End
		}
	}
	return workload.EndRelease
}

func (m *Model) newClass(streams sim.Streams, index int) (*class, error) {
	cfg := m.cfg.Classes[index]
	c := &class{m: m, index: int32(index), holders: make(map[string]int)}
	c.kind = m.engine.Handle(c)
	closed, isClosed := cfg.Arrivals.(*workload.Closed)
	// What the class does not have needs no stream.
	newDraw := func(d workload.Distribution, purpose ...string) draw {
		if d == nil {
			return draw{}
		}
		names := append([]string{"class", cfg.Name}, purpose...)
		if isClosed {
			return draw{dist: d, indexed: streams.Indexed(names...)}
		}
		return draw{dist: d, rand: streams.Stream(names...)}
	}
	newChoice := func(has bool, purpose ...string) choice {
		if !has {
			return choice{}
		}
		names := append([]string{"class", cfg.Name}, purpose...)
		if isClosed {
			return choice{indexed: streams.Indexed(names...)}
		}
		return choice{rand: streams.Stream(names...)}
	}
	c.cancels = cfg.CancelAfter != nil
	c.cancelAfter, c.cancelRatio = newDraw(cfg.CancelAfter, "cancel", "after"), newChoice(c.cancels, "cancel", "ratio")
	if c.retries, c.retryMax = cfg.RetryDelay != nil, int32(min(cfg.RetryMax, math.MaxInt32)); c.retries {
		c.retryDelay = draw{dist: cfg.RetryDelay, rand: streams.Stream("class", cfg.Name, "retry")}
	}
	for i, s := range cfg.Steps {
		at := m.cfg.PoolIndex(s.Pool)
		c.steps = append(c.steps, step{
			pool:   int32(at),
			label:  m.label(Label{Class: index, Pool: at, Holder: s.Holder}),
			nested: s.Nested,
			plain:  s.Plain,
			hold:   newDraw(s.Hold, "hold", fmt.Sprint(i)),
			before: newDraw(s.Before, "before", fmt.Sprint(i)),
			after:  newDraw(s.After, "after", fmt.Sprint(i)),
			ends:   s.Ends,
			end:    newChoice(len(s.Ends) > 0, "end", fmt.Sprint(i)),
		})
		c.nests = c.nests || s.Nested
		if _, ok := c.holders[s.Holder]; !ok {
			c.holders[s.Holder] = i
		}
	}
	if m.cfg.Spread == Random {
		c.spread = streams.Stream("class", cfg.Name, "process")
	}
	if isClosed {
		c.think = newDraw(closed.Think, "think")
		c.jobs = make([]uint32, closed.Users)
		return c, nil
	}
	open, ok := cfg.Arrivals.(workload.OpenArrivals)
	if !ok {
		return nil, fmt.Errorf("model: class %q: arrivals of type %T are neither open nor closed", cfg.Name, cfg.Arrivals)
	}
	c.schedule = open.Schedule()
	if c.script, _ = cfg.Arrivals.(workload.Scripted); c.script != nil {
		c.cancels = true
	}
	c.rand = streams.Stream("class", cfg.Name, "arrivals")
	return c, c.checkScript(cfg)
}

// checkScript finds recorded steps that no step of the class describes.
func (c *class) checkScript(cfg workload.Class) error {
	if c.script == nil {
		return nil
	}
	for _, h := range c.script.Holders() {
		if _, ok := c.holders[h]; !ok {
			return fmt.Errorf("model: class %q: no step has the recorded holder %q", cfg.Name, h)
		}
	}
	return nil
}

// begin schedules the first arrivals. Users of a closed class all begin to think at time 0.
func (c *class) begin() {
	if c.schedule != nil {
		c.slot = c.m.engine.NewSlot()
		c.expect()
		return
	}
	c.m.engine.PostAll(len(c.jobs), c.kind, func(u int) (sim.Time, int32) {
		return c.m.engine.Now().Add(c.think.at(uint32(u), 0)), int32(u)
	})
}

// expect schedules the next arrivals of an open class.
func (c *class) expect() {
	at, n, ok := c.schedule.Next(c.rand)
	if ok {
		c.due = n
		c.m.engine.Schedule(c.slot, sim.Time(at), c.kind, -1)
	}
}

// thinks lets a user of a closed class think until its next job.
func (c *class) thinks(u int32) {
	d := c.think.at(uint32(u), c.jobs[u])
	c.m.engine.Post(c.m.engine.Now().Add(d), c.kind, u)
}

// Fire starts the jobs that are due: a user's, or those that arrive now.
func (c *class) Fire(u int32) {
	if u >= 0 {
		c.start(u)
		return
	}
	n := c.due
	c.expect()
	for range n {
		c.start(-1)
	}
}

// start begins a job: of a closed user, or of an open class (-1).
func (c *class) start(u int32) {
	m := c.m
	j := c.newJob()
	j.number = m.arrivals
	m.arrivals++
	j.arrived = m.engine.Now()
	j.user = u
	j.failed, j.gone, j.turn, j.kept, j.tries = false, false, false, false, 0
	j.opened, j.base, j.at = 0, 0, -1
	n := uint32(0)
	if u >= 0 {
		n = c.jobs[u]
		c.jobs[u]++
	}
	patience := workload.Forever
	if c.cancels {
		patience = c.patience(uint32(u), n)
	}
	if c.script != nil {
		c.recorded(j)
	} else {
		c.drawn(j, uint32(u), n)
	}
	c.arrived++
	j.process = c.route(u)
	if f := m.observer.Arrived; f != nil {
		f(c.index, j.arrived)
	}
	if patience != workload.Forever {
		j.cancels = m.engine.Post(j.arrived.Add(patience), m.cancelKind, j.id)
	}
	j.begin()
}

// retry reports whether a job whose acquire has failed tries again, and after how long. A job whose client has gone away
// does not.
func (c *class) retry(j *job) (delay time.Duration, again bool) {
	if !c.retries || j.gone || c.retryMax >= 0 && j.tries >= c.retryMax {
		return 0, false
	}
	j.tries++
	if f := c.m.observer.Retried; f != nil {
		f(c.index)
	}
	return c.retryDelay.at(0, 0), true
}

// drawn draws all times of a job. What the class does not have stays as it is, nothing.
func (c *class) drawn(j *job, user, n uint32) {
	for i := range c.steps {
		s, leg := &c.steps[i], &j.legs[i]
		leg.hold = s.hold.at(user, n)
		if s.before.dist != nil {
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

// patience returns how long after its arrival the client of the next job goes away; Forever if it does not.
func (c *class) patience(user, n uint32) time.Duration {
	if c.script != nil {
		return c.script.CancelAfter(c.arrived)
	}
	d := c.cancelAfter.at(user, n)
	if c.cancelRatio.at(user, n) >= c.m.cfg.Classes[c.index].CancelRatio {
		return workload.Forever
	}
	return d
}

// route chooses the process of a job.
func (c *class) route(u int32) int32 {
	processes := c.m.cfg.Processes
	switch {
	case processes == 1:
		return 0
	case c.spread != nil:
		return int32(c.spread.IntN(processes))
	case u >= 0:
		return u % int32(processes)
	}
	p := c.next
	c.next = (p + 1) % processes
	return int32(p)
}

// recorded gives the job the steps of a recorded one.
func (c *class) recorded(j *job) {
	script := c.script.Script(c.arrived)
	j.legs = j.legs[:0]
	for i, s := range script {
		j.addStep(int32(c.holders[s.Holder]))
		leg := &j.legs[i]
		leg.hold, leg.before, leg.after, leg.end = s.Hold, s.Before, s.After, s.End
	}
}
