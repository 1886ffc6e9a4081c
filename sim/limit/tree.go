package limit

import (
	"math"
	"time"
)

// tree is a winner tree (Knuth, The Art of Computer Programming, vol. 3, section 5.4.1) over numbers from 0 on, each with
// an instant: it knows whose is the earliest. Leaf i hangs under node (i+width)/2, node 1 is the root.
type tree struct {
	keys  []time.Duration
	node  []int32
	width int                   // leaves, a power of two
	ties  func(a, b int32) bool // of two with the same instant, whether a is earlier; nil: it does not matter
}

// newTree returns a tree over n numbers, whose instants are 0.
func newTree(n int) *tree {
	t := &tree{width: 2}
	for t.width < n {
		t.width *= 2
	}
	t.keys, t.node = make([]time.Duration, t.width), make([]int32, t.width)
	for i := n; i < t.width; i++ {
		t.keys[i] = math.MaxInt64
	}
	t.build()
	return t
}

// build finds all winners anew.
func (t *tree) build() {
	for i := t.width - 1; i >= 1; i-- {
		a, b := t.child(2*i), t.child(2*i+1)
		if t.keys[b] < t.keys[a] || t.keys[b] == t.keys[a] && t.ties != nil && t.ties(b, a) {
			a = b
		}
		t.node[i] = a
	}
}

// child returns the winner under a position, which may be a leaf.
func (t *tree) child(i int) int32 {
	if i >= t.width {
		return int32(i - t.width)
	}
	return t.node[i]
}

// first returns whose instant is the earliest.
func (t *tree) first() int32 { return t.node[1] }

// set gives i another instant. The two assignments in the loop are two ifs so that the compiler makes them conditional moves:
// which of two is earlier is a matter of chance, and a branch would be mispredicted every other time.
func (t *tree) set(i int32, at time.Duration) {
	t.keys[i] = at
	keys, node := t.keys, t.node
	w, best := i, at
	o := i ^ 1 // the sibling leaf; further up, the sibling subtree's winner
	for p := (int(i) + t.width) >> 1; ; p >>= 1 {
		k := keys[o]
		if k == best && t.ties != nil && t.ties(o, w) { // next to never
			w = o
		}
		if k < best {
			w = o
		}
		if k < best {
			best = k
		}
		node[p] = w
		if p == 1 {
			return
		}
		o = node[p^1]
	}
}
