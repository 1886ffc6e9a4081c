package sim

import "math/bits"

// eventList is a winner tree over slots. Leaf s holds slot s; node[i] is the slot with the earliest event in the
// subtree under i (1 is the root, 2i and 2i+1 are the children of i). Slots are kept to a power of two, so that leaf s
// hangs under node (s+width)/2.
//
// What costs time in an event list is not comparisons but mispredicted branches and, when it is large, cache misses. So a
// replay has no branch that is hard to predict; a winner's time lies beside its number; and the nodes of a path are known
// from the start, so that all are fetched at once.
type eventList struct {
	due    []uint64 // by slot: when its event is due, a Time; idle(slot) if it has none
	events []event  // by slot
	node   []winner // node[0] is unused
	width  int      // leaves, a power of two

	used  int     // slots given out so far
	free  []int32 // slots given back are the first of them; as long as the list is wide
	given int     // how many those are
	stale int32   // the slot that fired last, whose path in the tree has not been replayed; -1 if none
}

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

// grow makes room for n slots, at least two.
func (l *eventList) grow(n int) {
	l.settle()
	l.width = max(2, l.width)
	for l.width < n {
		l.width *= 2
	}
	due, events, free := make([]uint64, l.width), make([]event, l.width), make([]int32, l.width)
	for s := copy(due, l.due); s < l.width; s++ {
		due[s] = idle(int32(s))
	}
	copy(events, l.events)
	copy(free, l.free)
	l.due, l.events, l.free = due, events, free
	l.node = make([]winner, l.width)
	l.rebuild()
}

// rebuild makes all inner nodes anew.
func (l *eventList) rebuild() {
	for i := l.width - 1; i >= 1; i-- {
		a, b := l.child(2*i), l.child(2*i+1)
		if l.before(b, a) {
			a = b
		}
		l.node[i] = a
	}
}

// child returns the winner under position i, which may be a leaf.
func (l *eventList) child(i int) winner {
	if i >= l.width {
		return winner{l.due[i-l.width], int32(i - l.width)}
	}
	return l.node[i]
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
	if l.used == l.width {
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

// first returns the earliest slot; its time is beyond Never if no event is pending.
func (l *eventList) first() winner { return l.node[1] }

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
		return
	case l.stale >= 0:
		l.settle()
	}
	if was > uint64(Never) {
		l.enter(s)
		return
	}
	l.replay(s)
}

// stop removes the slot's event, if it has one.
func (l *eventList) stop(s int32) {
	if l.due[s] > uint64(Never) {
		return
	}
	l.settle()
	l.due[s] = idle(s)
	l.replay(s)
}

// fired removes the event of the winner, for now without a replay.
func (l *eventList) fired(s int32) event {
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

// replay restores the tree after the event of slot s has changed. The borrow of a difference selects the winner, so that no
// branch does; equal times are rare, except in a crowd that arrives at once.
func (l *eventList) replay(s int32) {
	due, events, node := l.due, l.events, l.node
	t := due[s]
	other := winner{due[s^1], s ^ 1}
	p := uint(uint32(int(s)+l.width) >> 1)
	for {
		if other.time == t && events[other.slot].tag < events[s].tag {
			s = other.slot
		}
		_, earlier := bits.Sub64(other.time, t, 0)
		s ^= (s ^ other.slot) & -int32(earlier)
		t = min(t, other.time)
		n := &node[p]
		n.time, n.slot = t, s
		if p == 1 {
			return
		}
		other = node[p^1]
		p >>= 1
	}
}

// enter restores the tree after slot s, which had no event, has got one. Where it is not the winner, nothing changes.
func (l *eventList) enter(s int32) {
	due, events, node := l.due, l.events, l.node
	t := due[s]
	other := winner{due[s^1], s ^ 1}
	p := uint(uint32(int(s)+l.width) >> 1)
	for other.time > t || other.time == t && events[other.slot].tag > events[s].tag {
		n := &node[p]
		n.time, n.slot = t, s
		if p == 1 {
			return
		}
		other = node[p^1]
		p >>= 1
	}
}
