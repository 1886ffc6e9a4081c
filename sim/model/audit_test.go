package model

import (
	"fmt"

	"poolsim/sim"
	"poolsim/sim/pool"
)

// What tests outside of this package see of a model's insides.

// Audited is one pool of one process; Replaced are those that another one has taken over from.
type Audited struct {
	pool.Audit
	Index, Process int
	Replaced       bool
}

// AuditPools audits every pool.
func (m *Model) AuditPools() ([]Audited, error) {
	var all []Audited
	look := func(p pool.Pool, index, process int, replaced bool) error {
		a, err := p.(pool.Auditor).Audit()
		if err != nil {
			return fmt.Errorf("pool %s of process %d: %w", m.cfg.Pools[index].Name, process, err)
		}
		all = append(all, Audited{a, index, process, replaced})
		return nil
	}
	for process := range m.pools {
		for i, p := range m.pools[process] {
			if err := look(p, i, process, false); err != nil {
				return nil, err
			}
		}
	}
	for _, p := range m.replaced {
		if err := look(p.Pool, p.index, p.process, true); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// AuditJobs counts the jobs that there are, and says if one of them has been forgotten: nothing would ever go on with it.
func (m *Model) AuditJobs() (alive int, err error) {
	free := make(map[*job]bool)
	busy := make(map[userOf]int)
	for _, c := range m.classes {
		for _, j := range c.free {
			if free[j] {
				return 0, fmt.Errorf("record %d of class %d is free twice", j.id, c.index)
			}
			free[j] = true
		}
	}
	pending := m.pending()
	working := 0
	for _, j := range m.jobs {
		if free[j] {
			continue
		}
		alive++
		if j.user >= 0 {
			busy[userOf{j.class, j.user}]++
		}
		if pending.working[j.id] {
			working++
		} else if err := j.forgotten(pending); err != nil {
			return 0, err
		}
		if j.base > j.opened || int(j.opened) > len(j.legs) {
			return 0, fmt.Errorf("job %d has the requests %d to %d of %d", j.number, j.base, j.opened, len(j.legs))
		}
		for i := range j.legs[j.base:j.opened] {
			r := j.legs[int(j.base)+i].request
			// With single steps the job hears a little later that its connection is back.
			hears := j.phase == returning && int(j.base)+i == int(j.opened)-1
			if r.Owner != j.number || r.Freed >= 0 && !hears {
				return 0, fmt.Errorf("job %d has a request of job %d, freed at %d ns", j.number, r.Owner, r.Freed)
			}
		}
	}
	if m.workshop != nil && m.workshop.n != working {
		return 0, fmt.Errorf("%d jobs work, the clock of work has %d", working, m.workshop.n)
	}
	return alive, m.auditUsers(busy, pending)
}

type userOf struct {
	class *class
	user  int32
}

// auditUsers finds users that have two jobs, or neither a job nor an end to their thinking.
func (m *Model) auditUsers(busy map[userOf]int, pending *pendingEvents) error {
	for _, c := range m.classes {
		for i := range c.jobs {
			u := userOf{c, int32(i)}
			if n := busy[u] + pending.thinking[u]; n != 1 {
				return fmt.Errorf("user %d of class %d has %d jobs and %d ends of thinking", i, c.index, busy[u], pending.thinking[u])
			}
		}
	}
	return nil
}

// pendingEvents are whose events are pending.
type pendingEvents struct {
	jobs     map[int32]int // by number of the record
	working  map[int32]bool
	thinking map[userOf]int
	requests map[int32]int // by number: events that are neither a job's nor a user's
}

func (m *Model) pending() *pendingEvents {
	p := &pendingEvents{map[int32]int{}, map[int32]bool{}, map[userOf]int{}, map[int32]int{}}
	classes := make(map[sim.Kind]*class)
	for _, c := range m.classes {
		classes[c.kind] = c
	}
	m.engine.EachPosted(func(_ sim.Posted, _ sim.Time, kind sim.Kind, arg int32) {
		switch c := classes[kind]; {
		case c != nil:
			p.thinking[userOf{c, arg}]++
		case kind == m.jobKind:
			p.jobs[arg]++
		case kind != m.cancelKind:
			p.requests[arg]++
		}
	})
	if m.workshop != nil {
		m.workshop.work.EachPosted(func(_ sim.Posted, _ sim.Time, _ sim.Kind, arg int32) { p.working[arg] = true })
	}
	return p
}

// forgotten reports whether nothing is pending for a job that is not in line, or more than one thing.
func (j *job) forgotten(pending *pendingEvents) error {
	own := pending.jobs[j.id]
	if j.phase == asking || j.phase == returning {
		r := j.legs[j.opened-1].request
		if r.Outcome == pool.Waiting && r.Placed < 0 {
			return nil // the pool's audit looks after those in line
		}
		own += pending.requests[r.Number()]
	}
	if own == 1 {
		return nil
	}
	return fmt.Errorf("%d events are pending for job %d, in phase %d of step %d", own, j.number, j.phase, j.at)
}

// Backends returns how many connections the database has.
func (m *Model) Backends() int32 { return m.server.Connections() }

// AtEnd moves the clock to the end of the run and flushes.
func (m *Model) AtEnd(end sim.Time) {
	m.Advance(end)
	m.flush()
}

// UnfinishedJobs calls f with the arrival of every job that has not ended.
func (m *Model) UnfinishedJobs(f func(arrived sim.Time)) {
	free := make(map[*job]bool)
	for _, c := range m.classes {
		for _, j := range c.free {
			free[j] = true
		}
	}
	for _, j := range m.jobs {
		if !free[j] {
			f(j.arrived)
		}
	}
}
