package pool

import "slices"

// Save keeps the state of all requests by value, their places in lines included. The function that it returns puts it
// back into the same records; those that were added meanwhile are no longer known then.
func (q *Requests) Save() (restore func()) {
	all := slices.Clone(q.all)
	values := make([]Request, len(all))
	for i, r := range all {
		values[i] = *r
	}
	return func() {
		q.all = refill(q.all, all)
		for i, r := range all {
			*r = values[i]
		}
	}
}

// refill makes s hold the saved values, in an array that no saved state shares.
func refill[T any](s, saved []T) []T {
	clear(s)
	return append(s[:0], saved...)
}
