package pool

import "poolsim/sim"

// record is a place in a pool: the product keeps its connection, if it has one, in it. Places are limited, connections
// are not: a record can lose its connection and get another.
type record struct {
	conn    int32    // number of its connection; 0 is none
	started sim.Time // when its last connect began
	opened  sim.Time // when its last connect ended
	fresh   bool     // connected, and not yet checked out once
	soft    sim.Time // when it was softly invalidated
}

// beforeAll is earlier than every instant of a run.
const beforeAll sim.Time = -1

// idleQueue is a double-ended queue of idle records on a ring.
type idleQueue struct {
	ring []*record
	head int
	n    int
}

// push puts a record at the end.
func (q *idleQueue) push(r *record) {
	if q.n == len(q.ring) {
		ring := make([]*record, max(16, 2*len(q.ring)))
		for i := range q.n {
			ring[i] = q.ring[(q.head+i)&(len(q.ring)-1)]
		}
		q.ring, q.head = ring, 0
	}
	q.ring[(q.head+q.n)&(len(q.ring)-1)] = r
	q.n++
}

// popFirst takes the record that has lain longest.
func (q *idleQueue) popFirst() *record {
	r := q.ring[q.head]
	q.ring[q.head] = nil
	q.head = (q.head + 1) & (len(q.ring) - 1)
	q.n--
	return r
}

// popLast takes the record that came last.
func (q *idleQueue) popLast() *record {
	q.n--
	i := (q.head + q.n) & (len(q.ring) - 1)
	r := q.ring[i]
	q.ring[i] = nil
	return r
}

// recordStore makes records and keeps the ones that are no longer used, so that churn allocates nothing.
type recordStore struct {
	free []*record
}

func (s *recordStore) get() *record {
	n := len(s.free)
	if n == 0 {
		return &record{soft: beforeAll}
	}
	r := s.free[n-1]
	s.free = s.free[:n-1]
	*r = record{soft: beforeAll}
	return r
}

func (s *recordStore) put(r *record) { s.free = append(s.free, r) }
