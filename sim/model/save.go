package model

import (
	"fmt"
	"slices"

	"poolsim/sim"
	"poolsim/sim/pool"
	"poolsim/workload"
)

// CanSave reports why the model's state cannot be kept: one of its pools is of a dialect that is no pool.Saver. It is nil
// if it can be.
func (m *Model) CanSave() error {
	for i, p := range m.pools[0] {
		if _, ok := p.(pool.Saver); !ok {
			return fmt.Errorf("pool %q: the state of dialect %s cannot be kept", m.cfg.Pools[i].Name, m.cfg.Pools[i].Dialect.Name)
		}
	}
	return nil
}

// Save keeps the whole state of the model by value. The function that it returns puts it back into the same objects, so no
// pointer has to be followed; what was made meanwhile is dropped. It can be called as often as wanted, and so can the
// functions of other states, in any order. The positions of random streams are not part of the state: see Renew. Save
// must be called between events, in Step's function, and panics if CanSave reports a reason.
func (m *Model) Save() (restore func()) {
	parts := []func(){m.engine.Save(), m.requests.Save(), m.server.Save(), m.saveJobs(), m.savePools()}
	for _, l := range m.loops {
		parts = append(parts, l.Save())
	}
	for _, c := range m.classes {
		parts = append(parts, c.save())
	}
	if m.workshop != nil {
		parts = append(parts, m.workshop.save())
	}
	arrivals := m.arrivals
	spare, leaked, alone := slices.Clone(m.spare), slices.Clone(m.leaked), slices.Clone(m.alone)
	return func() {
		m.arrivals = arrivals
		m.spare, m.leaked, m.alone = refill(m.spare, spare), refill(m.leaked, leaked), refill(m.alone, alone)
		for _, f := range parts {
			f()
		}
	}
}

// refill makes s hold the saved values, in an array that no saved state shares.
func refill[T any](s, saved []T) []T {
	clear(s)
	return append(s[:0], saved...)
}

// save keeps the clock of work, and who works.
func (w *workshop) save() (restore func()) {
	done, since, n, work := w.done, w.since, w.n, w.work.Save()
	return func() {
		w.done, w.since, w.n = done, since, n
		work()
	}
}

// savePools keeps the pools, those that others have taken over from included.
func (m *Model) savePools() (restore func()) {
	var parts []func()
	pools := make([][]pool.Pool, len(m.pools))
	for process := range m.pools {
		pools[process] = slices.Clone(m.pools[process])
		for _, p := range m.pools[process] {
			parts = append(parts, p.(pool.Saver).Save())
		}
	}
	for _, p := range m.replaced {
		parts = append(parts, p.Pool.(pool.Saver).Save())
	}
	replaced := slices.Clone(m.replaced)
	return func() {
		for process := range pools {
			copy(m.pools[process], pools[process])
		}
		m.replaced = refill(m.replaced, replaced)
		for _, f := range parts {
			f()
		}
	}
}

// savedJobs holds the records of all jobs, and their legs, one after the other.
type savedJobs struct {
	records []*job
	values  []job
	legs    []leg
}

// saveJobs keeps the records of all jobs, those that no job uses now included: they have requests too.
func (m *Model) saveJobs() (restore func()) {
	s := &savedJobs{records: slices.Clone(m.jobs), values: make([]job, len(m.jobs))}
	for i, j := range m.jobs {
		s.values[i] = *j
		s.legs = append(s.legs, j.legs[:cap(j.legs)]...)
	}
	return func() {
		m.jobs = refill(m.jobs, s.records)
		s.restore()
	}
}

// restore puts every record back. Its legs have the array that they had; what was in it follows.
func (s *savedJobs) restore() {
	legs := s.legs
	for i, j := range s.records {
		*j = s.values[i]
		legs = legs[copy(j.legs[:cap(j.legs)], legs):]
	}
}

// save keeps the class: its counters, its users, its free records and where its arrival process is.
func (c *class) save() (restore func()) {
	saved, free, jobs := *c, slices.Clone(c.free), slices.Clone(c.jobs)
	schedule := workload.SaveSchedule(c.schedule)
	return func() {
		records, all := c.free, c.jobs
		*c = saved
		c.free, c.jobs = refill(records, free), refill(all, jobs)
		schedule()
	}
}

// Renew begins all random streams anew, as the n-th of their names, n from 1, and draws again what nothing has depended on
// yet: what follows is a future of its own, independent of others that follow the same state but for what is known of it
// already, such as the next arrival.
func (m *Model) Renew(n uint64) {
	m.streams.Renew(n)
	m.redraw()
}

// Oldest returns when the request asked that has waited longest for a pool, in whatever process; ok is false when nobody
// waits. It panics if CanSave reports a reason.
func (m *Model) Oldest(index int) (asked sim.Time, ok bool) {
	look := func(p pool.Pool) {
		if at, waits := p.(pool.Saver).Oldest(); waits && (!ok || at < asked) {
			asked, ok = at, true
		}
	}
	for process := range m.pools {
		look(m.pools[process][index])
	}
	for _, p := range m.replaced {
		if p.index == index {
			look(p.Pool)
		}
	}
	return asked, ok
}

// Start schedules the first events. It is called once, before Step; Run does it by itself.
func (m *Model) Start() {
	m.scheduleFaults()
	for _, c := range m.classes {
		c.begin()
	}
}

// Step fires events one after the other as long as more says so, see sim.Engine.RunWhile. Observers that look at times
// (Held) are not brought up to date at its end.
func (m *Model) Step(more func(next sim.Time) bool) error {
	return stalled(m.engine.RunWhile(more))
}

// Advance moves the clock to an instant between the last event and the next one, see sim.Engine.Advance.
func (m *Model) Advance(to sim.Time) { m.engine.Advance(to) }

// Events returns how many events have fired. A state that is put back has its own number.
func (m *Model) Events() uint64 { return m.engine.Fired() }
