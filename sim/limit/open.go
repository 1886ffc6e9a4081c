package limit

import (
	"time"

	"poolsim/workload"
)

// open appends the waits of customers who come whatever becomes of earlier ones.
func (q *queue) open(a workload.OpenArrivals, waits []time.Duration) []time.Duration {
	schedule, gaps := a.Schedule(), q.streams.Stream("class", q.class, "arrivals")
	holds := q.streams.Stream("class", q.class, "hold", "0")
	free := newTree(q.servers)
	for {
		at, n, ok := schedule.Next(gaps)
		if !ok || at >= q.end {
			return waits
		}
		for range n {
			hold := q.hold.Sample(holds) // of those who leave too
			s := free.first()
			start := max(at, free.keys[s])
			wait := start - at
			if wait < q.timeout {
				free.set(s, start+hold)
			} else {
				wait = q.timeout
			}
			waits = append(waits, wait)
		}
	}
}
