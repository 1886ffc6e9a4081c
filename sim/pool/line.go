package pool

// link is a request's place in a line.
type link struct {
	prev, next *Request
}

// line is a queue of requests, linked through the requests themselves, so that leaving it from the middle is cheap and
// nothing is allocated. A request stands in one line at most.
type line struct {
	head, tail *Request
	n          int32
}

// push puts the request at the end.
func (l *line) push(r *Request) {
	r.link = link{prev: l.tail}
	if l.tail == nil {
		l.head = r
	} else {
		l.tail.link.next = r
	}
	l.tail = r
	l.n++
}

// remove takes the request out, wherever it stands.
func (l *line) remove(r *Request) {
	if r.link.prev == nil {
		l.head = r.link.next
	} else {
		r.link.prev.link.next = r.link.next
	}
	if r.link.next == nil {
		l.tail = r.link.prev
	} else {
		r.link.next.link.prev = r.link.prev
	}
	r.link = link{}
	l.n--
}
