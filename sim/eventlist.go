package sim

import "math/bits"

// eventList is a winner tree over slots. Leaf s holds slot s; node[i] is the slot with the earliest event in the
// subtree under i (1 is the root, 2i and 2i+1 are the children of i). Slots are kept to a power of two, so that leaf s
// hangs under node (s+width)/2.
//
// What costs time in an event list is not comparisons but mispredicted branches. So a replay has none: two keys are
// compared as one number of 128 bits, and the borrow of their difference selects the winner.
type eventList struct {
	keys  []eventKey // by slot
	node  []int32    // winners; node[0] is unused
	width int        // leaves, a power of two
}

// eventKey orders events.
type eventKey struct {
	time  Time   // when the slot's event is due; Never if it has none
	order uint64 // when it was scheduled: breaks ties
}

// grow makes room for n slots.
func (l *eventList) grow(n int) {
	old := l.width
	l.width = max(8, old)
	for l.width < n {
		l.width *= 2
	}
	keys := make([]eventKey, l.width)
	copy(keys, l.keys)
	for s := old; s < l.width; s++ {
		keys[s].time = Never
	}
	l.keys = keys
	l.node = make([]int32, l.width)
	for i := l.width - 1; i >= 1; i-- {
		l.node[i] = l.winner(i)
	}
}

// winner returns the winner under an inner position from those of the two below it.
func (l *eventList) winner(i int) int32 {
	a, b := l.child(2*i), l.child(2*i+1)
	if l.before(b, a) {
		return b
	}
	return a
}

// child returns the winner under position i, which may be a leaf.
func (l *eventList) child(i int) int32 {
	if i >= l.width {
		return int32(i - l.width)
	}
	return l.node[i]
}

// before reports whether slot a fires before slot b.
func (l *eventList) before(a, b int32) bool {
	x, y := &l.keys[a], &l.keys[b]
	return x.time < y.time || x.time == y.time && x.order < y.order
}

// replay restores the tree after the key of slot s has changed.
func (l *eventList) replay(s int32) {
	node, keys := l.node, l.keys
	w := s
	best := keys[s]
	p := (int(s) + l.width) >> 1
	o := s ^ 1 // the sibling leaf; further up, the sibling subtree's winner
	for {
		other := keys[o]
		_, borrow := bits.Sub64(other.order, best.order, 0)
		_, borrow = bits.Sub64(uint64(other.time), uint64(best.time), borrow)
		mask := -borrow // all ones if the other is earlier
		w ^= (w ^ o) & int32(mask)
		best.time ^= (best.time ^ other.time) & Time(mask)
		best.order ^= (best.order ^ other.order) & mask
		node[p] = w
		if p == 1 {
			return
		}
		o = node[p^1]
		p >>= 1
	}
}
