package sim

// eventList is a winner tree over slots. Leaf s holds slot s; node[i] is the slot with the earliest event in the
// subtree under i (1 is the root, 2i and 2i+1 are the children of i). Slots are kept to a power of two, so that leaf s
// hangs under node (s+width)/2.
//
// A replay compares along the whole path with two separate ifs per level, which the compiler turns into conditional
// moves: what costs time in a heap is mispredicted branches, not comparisons.
type eventList struct {
	time  []Time   // when the slot's event is due; Never if it has none
	order []uint64 // when it was scheduled: breaks ties
	node  []int32  // winners; node[0] is unused
	width int      // leaves, a power of two
}

// grow makes room for at least one more slot than there is.
func (l *eventList) grow() {
	old := l.width
	l.width = max(64, 2*old)
	time := make([]Time, l.width)
	order := make([]uint64, l.width)
	copy(time, l.time)
	copy(order, l.order)
	for s := old; s < l.width; s++ {
		time[s] = Never
	}
	l.time, l.order = time, order
	l.node = make([]int32, l.width)
	for i := l.width - 1; i >= 1; i-- {
		l.node[i] = l.winner(l.child(2*i), l.child(2*i+1))
	}
}

// child returns the winner under position i, which may be a leaf.
func (l *eventList) child(i int) int32 {
	if i >= l.width {
		return int32(i - l.width)
	}
	return l.node[i]
}

// winner returns the slot that fires first of two.
func (l *eventList) winner(a, b int32) int32 {
	ta, tb := l.time[a], l.time[b]
	if tb < ta || tb == ta && l.order[b] < l.order[a] {
		return b
	}
	return a
}

// replay restores the tree after the key of slot s has changed.
func (l *eventList) replay(s int32) {
	w, tw := s, l.time[s]
	p := (int(s) + l.width) >> 1
	o := s ^ 1 // the sibling leaf; further up, the sibling subtree's winner
	node, times := l.node, l.time
	for {
		to := times[o]
		if to == tw {
			if l.order[o] < l.order[w] {
				w = o
			}
		} else {
			if to < tw {
				w = o
			}
			if to < tw {
				tw = to
			}
		}
		node[p] = w
		if p == 1 {
			return
		}
		o = node[p^1]
		p >>= 1
	}
}
