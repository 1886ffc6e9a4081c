package sim

import "math/bits"

// eventList is a winner tree over slots. Slots lie in groups of eight; node[i] is the slot with the earliest event in the
// subtree under i (1 would be the root, 2i and 2i+1 are the children of i, and lie in node[i]). Groups are kept to a power
// of two, so that group g is node g+groups.
//
// What costs time in an event list is not comparisons but mispredicted branches and, when it is large, cache misses. So a
// replay has no branch that is hard to predict; the times of a group are a cache line, and a winner's time lies beside its
// number; and the nodes of a path are known from the start, so that all are fetched at once.
type eventList struct {
	due    []uint64    // by slot: when its event is due, a Time; idle(slot) if it has none
	events []event     // by slot
	root   winner      // its time is beyond Never if no event is pending
	node   [][2]winner // those under the root, children of one node side by side, from node[1]
	groups int         // a power of two

	used  int     // slots given out so far
	free  []int32 // slots given back are the first of them; as long as the list is wide
	given int     // how many those are
	stale int32   // the slot that fired last, whose path in the tree is still to be replayed; -1 if none
}

// group is how many slots are compared at once.
const group = 8

// event is what a slot has scheduled.
type event struct {
	tag uint64 // the order in which it was scheduled, which breaks ties, and below it the event's kind
	arg int32
}

// winner is the earliest slot of a subtree.
type winner struct {
	time uint64
	slot int32
}

// kindBits of a tag are the event's kind. The rest is enough for 1.7e13 events, 20 days of ten million a second.
const kindBits = 20

// idle is the time of a slot that has no event: later than every Time, and no tie with another slot's.
func idle(s int32) uint64 { return 1<<63 | uint64(s) }

// grow makes room for n slots.
func (l *eventList) grow(n int) {
	l.groups = max(1, l.groups)
	for l.groups*group < n {
		l.groups *= 2
	}
	width := l.groups * group
	due, events, free := make([]uint64, width), make([]event, width), make([]int32, width)
	for s := copy(due, l.due); s < width; s++ {
		due[s] = idle(int32(s))
	}
	copy(events, l.events)
	copy(free, l.free)
	l.due, l.events, l.free = due, events, free
	l.node = make([][2]winner, l.groups)
	l.rebuild()
}

// rebuild makes all nodes anew.
func (l *eventList) rebuild() {
	for g := range l.groups {
		*l.at(uint(l.groups + g)) = l.exact(int32(g) * group)
	}
	for i := l.groups - 1; i >= 1; i-- {
		w := l.node[i][0]
		if o := l.node[i][1]; l.before(o, w) {
			w = o
		}
		*l.at(uint(i)) = w
	}
	l.stale = -1
}

// at returns the place of node i.
func (l *eventList) at(i uint) *winner {
	if i == 1 {
		return &l.root
	}
	return &l.node[i>>1][i&1]
}

// exact returns the winner of the group that begins with a slot, with regard to equal times.
func (l *eventList) exact(s int32) winner {
	w := winner{l.due[s], s}
	for k := s + 1; k < s+group; k++ {
		if o := (winner{l.due[k], k}); l.before(o, w) {
			w = o
		}
	}
	return w
}

func (l *eventList) before(a, b winner) bool {
	return a.time < b.time || a.time == b.time && l.events[a.slot].tag < l.events[b.slot].tag
}

// take returns a slot without an event. The one that came back last is the first to go, so that few are in use.
func (l *eventList) take() int32 {
	if l.given > 0 {
		l.given--
		return l.free[l.given]
	}
	if l.used == len(l.due) {
		l.grow(l.used + 1)
	}
	l.used++
	return int32(l.used - 1)
}

// put takes a slot back that has no event.
func (l *eventList) put(s int32) {
	l.free[l.given] = s
	l.given++
}

// pending returns when the slot's event is due, Never if it has none.
func (l *eventList) pending(s int32) Time { return Time(min(l.due[s], uint64(Never))) }

// set gives the slot an event at a time. The slot that has just fired is usually the next to get one: then one replay serves
// for its removal and its return.
func (l *eventList) set(s int32, at Time, e event) {
	was := l.due[s]
	l.due[s] = uint64(at)
	l.events[s] = e
	switch {
	case l.stale == s:
		l.stale = -1
		l.replay(s)
	case was > uint64(Never):
		l.enter(s)
	default:
		l.replay(s)
	}
}

// stop removes the slot's event, if it has one.
func (l *eventList) stop(s int32) {
	if l.due[s] > uint64(Never) {
		return
	}
	l.due[s] = idle(s)
	l.replay(s)
}

// fire removes the first event, for now without a replay.
func (l *eventList) fire() event {
	s := l.root.slot
	l.due[s] = idle(s)
	l.stale = s
	return l.events[s]
}

// settle brings the tree up to date.
func (l *eventList) settle() {
	if l.stale >= 0 {
		l.replay(l.stale)
		l.stale = -1
	}
}

// less returns 1 if t < u, else 0.
func less(t, u uint64) uint64 {
	_, borrow := bits.Sub64(t, u, 0)
	return borrow
}

// replay restores the tree after the event of slot s has changed. Which of two is earlier is a matter of chance, so no branch
// may depend on it: the borrow of a difference counts and selects, and an assignment is an if of its own where the compiler makes
// it a conditional move. Equal times are rare, except in a crowd that arrives at once.
func (l *eventList) replay(s int32) {
	if l.used <= 2 { // as in most lists of slots: one for arrivals, one for the first in line
		t, u := l.due[0], l.due[1]
		l.root = winner{min(t, u), int32(less(u, t))}
		if t == u {
			l.root = l.exact(0)
		}
		return
	}
	base := s &^ (group - 1)
	g := (*[group]uint64)(l.due[base:])
	m := [4]uint64{min(g[0], g[1]), min(g[2], g[3]), min(g[4], g[5]), min(g[6], g[7])}
	a, b := min(m[0], m[1]), min(m[2], m[3])
	t := min(a, b)
	// From the earliest time down to the slot that has it.
	i := less(b, a) * 4
	c, d := m[0], m[1]
	if b < a {
		c = m[2]
	}
	if b < a {
		d = m[3]
	}
	i += less(d, c) * 2
	x, y := g[i&6], g[i&6|1]
	w := base + int32(i+less(y, x))
	if a == b || c == d || x == y {
		w = l.exact(base).slot
	}
	pairs := l.node
	for p := uint(uint32(int(s)/group + l.groups)); p > 1; p >>= 1 {
		pair := &pairs[p>>1]
		pair[p&1] = winner{t, w}
		other := &pair[p&1^1]
		u, v := other.time, other.slot
		if u == t {
			w, v = l.inOrder(w, v)
		}
		w ^= (w ^ v) & -int32(less(u, t))
		t = min(t, u)
	}
	l.root = winner{t, w}
}

// inOrder returns two slots whose events are due at one instant, the first to fire first.
func (l *eventList) inOrder(w, v int32) (first, second int32) {
	if l.events[v].tag < l.events[w].tag {
		return v, w
	}
	return w, v
}

// enter restores the tree after slot s, which had no event, has got one. Where it is not the winner, nothing changes.
func (l *eventList) enter(s int32) {
	w := winner{l.due[s], s}
	for p := uint(uint32(int(s)/group + l.groups)); p > 1; p >>= 1 {
		at := &l.node[p>>1][p&1]
		if l.before(*at, w) {
			return
		}
		*at = w
	}
	if l.before(w, l.root) {
		l.root = w
	}
}
