package pool

import (
	"fmt"

	"poolsim/sim"
)

// Auditor is a pool whose insides can be looked at between two events: for tests, which do so after every one.
type Auditor interface {
	// Audit counts what there is by looking at every request and record. The error says what does not fit together.
	Audit() (Audit, error)
}

// Audit is what a pool was found to have. Its numbers come from no counter, but for Detached and Counted.
type Audit struct {
	Taken       int32 // requests that have a place
	Waiting     int32 // requests that have asked and are not decided
	Idle        int32 // records in the idle queue
	Established int32 // connections in records, those whose connect has not ended left out
	Connecting  int32 // connects under way that will not be refused
	Detached    int32 // connections that are open though no record has them: nobody will close them
	Records     int32 // records
	Counted     int32 // records by the product's own arithmetic, which a dispose puts out for good
	Limit       int32 // the most places that there should be; negative is no limit
	Stranded    bool  // requests wait though there is a free place, of which nobody was told
}

// auditor goes through the records of a pool.
type auditor struct {
	Audit
	records map[*record]string // who has it
	conns   map[int32]string   // who has the connection of that number
	err     error
}

func (a *auditor) fault(format string, args ...any) {
	if a.err == nil {
		a.err = fmt.Errorf(format, args...)
	}
}

// record notes who has a record: nobody else may, nor may anybody else have its connection.
func (a *auditor) record(rec *record, owner string, connecting bool) {
	if rec == nil {
		a.fault("%s has no record", owner)
		return
	}
	if other := a.records[rec]; other != "" {
		a.fault("%s and %s have the same record", owner, other)
	}
	a.records[rec] = owner
	if rec.conn == 0 {
		return
	}
	if other := a.conns[rec.conn]; other != "" {
		a.fault("%s and %s have the same connection %d", owner, other, rec.conn)
	}
	a.conns[rec.conn] = owner
	if !connecting {
		a.Established++
	}
}

// requests counts the requests of a pool.
func (a *auditor) requests(all *Requests, p Pool, now sim.Time) {
	for _, r := range all.all {
		if r.Of != p {
			continue
		}
		owner := fmt.Sprintf("request %d of job %d", r.id, r.Owner)
		switch {
		case r.Placed >= 0 && r.Freed < 0:
			a.Taken++
			connecting := r.connecting()
			if connecting && !r.fails {
				a.Connecting++
			}
			a.record(r.record, owner, connecting)
			if r.Granted >= 0 && r.Returned < 0 && r.record != nil && r.record.conn != r.Conn {
				a.fault("%s was granted connection %d and holds %d", owner, r.Conn, r.record.conn)
			}
		case r.Placed < 0 && r.Outcome == Waiting && r.Asked >= 0:
			a.Waiting++
			if r.record != nil {
				a.record(r.record, owner, false)
			}
		case r.record != nil:
			a.fault("%s is over and has a record", owner)
		}
		for _, at := range [...]sim.Time{r.Asked, r.Placed, r.Pinged, r.Granted, r.Returned, r.Cleaned, r.Freed} {
			if at > now {
				a.fault("%s has a time in the future, %d ns", owner, at)
			}
		}
	}
}

// connecting reports whether the request opens a connection now.
func (r *Request) connecting() bool {
	switch r.stage {
	case stageConnectNew, stageReconnect, stageNetwork, stageWork:
		return true
	}
	return false
}

// idle counts the records of an idle queue.
func (a *auditor) idle(q *idleQueue) {
	for i := range q.n {
		a.record(q.ring[(q.head+i)&(len(q.ring)-1)], fmt.Sprintf("place %d of the idle queue", i), false)
		a.Idle++
	}
}

// line checks that a line has as many requests as it says, each of them undecided, and if inOrder is set, in the order in
// which they asked.
func (a *auditor) line(l *line, inOrder bool) {
	n := int32(0)
	var before *Request
	for r := l.head; r != nil && n <= l.n; r = r.link.next {
		if r.Outcome != Waiting || r.Placed >= 0 {
			a.fault("request %d stands in line and is decided", r.id)
		}
		if r.link.prev != before {
			a.fault("request %d of the line does not know who stands before it", r.id)
		}
		if inOrder && before != nil && before.Asked > r.Asked {
			a.fault("request %d stands behind one that asked later", r.id)
		}
		before = r
		n++
	}
	if n != l.n || l.tail != before {
		a.fault("the line says that it has %d requests, it has %d", l.n, n)
	}
}

// compare holds the pool's own counters against what was found.
func (a *auditor) compare(c Counts) (Audit, error) {
	if c.InUse != a.Taken || c.Waiting != a.Waiting || c.Idle != a.Idle {
		a.fault("the counts are %+v, there are %d with a place, %d waiting, %d idle", c, a.Taken, a.Waiting, a.Idle)
	}
	a.Detached = c.Open - a.Established
	if a.Detached < 0 {
		a.fault("%d connections are open, records have %d", c.Open, a.Established)
	}
	return a.Audit, a.err
}

func newAuditor() *auditor {
	return &auditor{records: make(map[*record]string), conns: make(map[int32]string)}
}
