package queueing

import "math"

// PoolLockingBound returns the connections that a pool needs at least, so that threads that each hold up to so many
// connections at once cannot lock each other out: threads x (connections - 1) + 1, since then one of them always gets
// its last one (HikariCP wiki, About Pool Sizing, "Pool-locking": Tn x (Cm - 1) + 1). It is what avoids a deadlock, not
// what is fast. -1 unless both are at least 1; saturates at the largest int.
func PoolLockingBound(threads, connections int) int {
	if threads < 1 || connections < 1 {
		return -1
	}
	if connections > 1 && threads > (math.MaxInt-1)/(connections-1) {
		return math.MaxInt
	}
	return threads*(connections-1) + 1
}

// PoolLockingThreads returns the most threads of which each may hold so many connections at once in a pool of that size
// without locking each other out, the inverse of PoolLockingBound; -1 for a size below connections or connections below
// 1, and the largest int where one connection is all that a thread holds.
func PoolLockingThreads(size, connections int) int {
	switch {
	case connections < 1 || size < connections:
		return -1
	case connections == 1:
		return math.MaxInt
	}
	return (size - 1) / (connections - 1)
}
