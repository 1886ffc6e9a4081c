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
	due   []uint64 // by slot: when its event is due, a Time; idle(slot) if it has none
	tags  []uint64 // by slot: the order in which it was scheduled, which breaks ties, and below it the event's kind
	node  []winner // node[0] is unused
	width int      // leaves, a power of two
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
	l.width = max(8, l.width)
	for l.width < n {
		l.width *= 2
	}
	due, tags := make([]uint64, l.width), make([]uint64, l.width)
	for s := copy(due, l.due); s < l.width; s++ {
		due[s] = idle(int32(s))
	}
	copy(tags, l.tags)
	l.due, l.tags = due, tags
	l.node = make([]winner, l.width)
	l.rebuild()
}

// rebuild makes all inner nodes anew.
func (l *eventList) rebuild() {
	for i := l.width - 1; i >= 1; i-- {
		a, b := l.child(2*i), l.child(2*i+1)
		if b.time < a.time || b.time == a.time && l.tags[b.slot] < l.tags[a.slot] {
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

// first returns the earliest slot; its time is beyond Never if no event is pending. It must not be called before the list has
// grown.
func (l *eventList) first() winner { return l.node[1] }

// next returns when the earliest event is due, Never if none is pending.
func (l *eventList) next() Time { return Time(min(l.node[1].time, uint64(Never))) }

// pending returns when the slot's event is due, Never if it has none.
func (l *eventList) pending(s Slot) Time { return Time(min(l.due[s], uint64(Never))) }

// replay restores the tree after slot s, which was the winner wherever it could be, has got a new time or none. The borrow of a
// difference selects the winner, so that no branch does; equal times are rare, except in a crowd that arrives at once.
func (l *eventList) replay(s int32) {
	due, tags, node := l.due, l.tags, l.node
	t := due[s]
	other := winner{due[s^1], s ^ 1}
	p := uint(uint32(int(s)+l.width) >> 1)
	for {
		if other.time == t && tags[other.slot] < tags[s] {
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
	due, tags, node := l.due, l.tags, l.node
	t := due[s]
	other := winner{due[s^1], s ^ 1}
	p := uint(int(s)+l.width) >> 1
	for other.time > t || other.time == t && tags[other.slot] > tags[s] {
		node[p] = winner{t, s}
		if p == 1 {
			return
		}
		other = node[p^1]
		p >>= 1
	}
}
