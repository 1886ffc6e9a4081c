package model

import (
	"poolsim/sim"
	"poolsim/sim/pool"
)

// meters read the totals that pools and the database count anyway, at the edges of the bins of a timeline: whatever was
// counted between two edges happened in the bin between them. Nothing happens within an interval that Held tells of, only
// at its beginning, so the reading that an edge needs is that of the first interval that reaches it.
type meters struct {
	t      *timelines
	pools  [][]meter // by pool and process
	server struct {
		next sim.Time // the edge that has not come
		last uint64   // refused connects at the one before
	}
}

// meter is where the reading of a pool of one process is.
type meter struct {
	next sim.Time
	last pool.Totals
}

func (x *meters) begin(t *timelines) {
	x.t = t
	first := x.after(-1)
	x.server.next = first
	for range t.cfg.Pools {
		ms := make([]meter, t.cfg.Processes)
		for i := range ms {
			ms[i].next = first
		}
		x.pools = append(x.pools, ms)
	}
}

// after returns the first edge after an instant.
func (x *meters) after(at sim.Time) sim.Time {
	cfg := x.t.cfg
	from := sim.Time(cfg.Warmup)
	switch {
	case at < from && from > 0:
		return from
	case at >= from.Add(cfg.Duration):
		return sim.Never
	}
	bin := sim.Time(x.t.bin)
	return min(from+(max(at-from, 0)/bin+1)*bin, from.Add(cfg.Duration))
}

// held reads the totals of a pool if an edge has come. They are those just before the instant.
func (x *meters) held(p, process int32, until sim.Time) {
	m := &x.pools[p][process]
	if until < m.next {
		return
	}
	now := x.t.m.totalsOf(int(process), int(p))
	d, at := now.Sub(m.last), int64(m.next-1)
	f := &x.t.out.Flows[p]
	f.Connects.Add(at, d.Connects)
	f.Recycles.Add(at, d.Recycles)
	f.Pings.Add(at, d.Pings)
	f.Closes.Add(at, d.Closes)
	f.Timeouts.Add(at, d.Timeouts)
	m.last, m.next = now, x.after(until)
}

// refused reads how many connects the database has refused if an edge has come.
func (x *meters) refused(until sim.Time) {
	s := &x.server
	if until < s.next {
		return
	}
	now := x.t.m.server.Refused()
	x.t.out.Refused.Add(int64(s.next-1), now-s.last)
	s.last, s.next = now, x.after(until)
}

// totalsOf returns the totals of a pool in one process, of those that it has replaced too.
func (m *Model) totalsOf(process, i int) pool.Totals {
	sum := m.pools[process][i].Totals()
	for _, p := range m.replaced {
		if p.index == i && p.process == process {
			sum = sum.Add(p.Totals())
		}
	}
	return sum
}
