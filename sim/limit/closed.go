package limit

import (
	"time"

	"poolsim/workload"
)

// user is a customer of a closed class.
type user struct {
	since time.Duration // since when it thinks: of those who come at one instant, who began to think first is first
	jobs  uint32        // so far
}

// closed appends the waits of the jobs of users who think in between.
func (q *queue) closed(a *workload.Closed, waits []time.Duration) []time.Duration {
	coming, free := newTree(a.Users), newTree(q.servers)
	users := make([]user, coming.width) // as many as leaves: the tree compares those of nobody too
	holds := q.streams.Indexed("class", q.class, "hold", "0")
	thinks := q.streams.Indexed("class", q.class, "think")
	think := func(u int32) time.Duration {
		if a.Think == nil {
			return 0
		}
		return a.Think.Sample(thinks.At(uint32(u), users[u].jobs))
	}
	coming.ties = func(u, v int32) bool {
		x, y := users[u].since, users[v].since
		return x < y || x == y && u < v
	}
	for u := range int32(a.Users) {
		coming.keys[u] = think(u)
	}
	coming.build()
	for {
		u := coming.first()
		at := coming.keys[u]
		if at >= q.end {
			return waits
		}
		hold := q.hold.Sample(holds.At(uint32(u), users[u].jobs))
		s := free.first()
		start := max(at, free.keys[s])
		end := start + hold
		waits = append(waits, start-at)
		free.set(s, end)
		users[u] = user{since: end, jobs: users[u].jobs + 1}
		coming.set(u, end+think(u))
	}
}
