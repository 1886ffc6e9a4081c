package pool

// dueQueue holds requests in the order of their deadlines, which is the order in which they asked: all wait equally long.
// One that has left the line stays in it until it comes to the front.
type dueQueue struct {
	ring []dueEntry
	head int
	n    int
}

type dueEntry struct {
	r      *Request
	ticket uint64
}

// gone reports whether the request of an entry waits no more.
func (e dueEntry) gone() bool { return e.r.asking.ticket != e.ticket || e.r.asking.state == askNot }

func (q *dueQueue) push(r *Request) {
	if q.n == len(q.ring) {
		ring := make([]dueEntry, max(16, 2*len(q.ring)))
		for i := range q.n {
			ring[i] = q.ring[(q.head+i)&(len(q.ring)-1)]
		}
		q.ring, q.head = ring, 0
	}
	q.ring[(q.head+q.n)&(len(q.ring)-1)] = dueEntry{r, r.asking.ticket}
	q.n++
}

// first returns the first request that still waits, nil if there is none.
func (q *dueQueue) first() *Request {
	for q.n > 0 {
		if e := q.ring[q.head]; !e.gone() {
			return e.r
		}
		q.pop()
	}
	return nil
}

func (q *dueQueue) pop() {
	q.head = (q.head + 1) & (len(q.ring) - 1)
	q.n--
}

func (q *dueQueue) clear() { q.head, q.n = 0, 0 }
