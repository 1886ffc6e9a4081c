package experiment

import (
	"context"
	"sync"
)

// spread calls f for every number from the first to the one before the end, several at once, each number once and in
// order of beginning. It begins no further one when ctx is cancelled or a call has failed, waits for those under way, and
// returns the error of the least number that failed.
func spread(ctx context.Context, workers, first, end int, f func(i int) error) error {
	var (
		mu     sync.Mutex
		next   = first
		failed = end
		err    error
		wg     sync.WaitGroup
	)
	take := func() (i int, ok bool) {
		mu.Lock()
		defer mu.Unlock()
		if next >= end || err != nil || ctx.Err() != nil {
			return 0, false
		}
		next++
		return next - 1, true
	}
	for range min(workers, end-first) {
		wg.Go(func() {
			for {
				i, ok := take()
				if !ok {
					return
				}
				if e := f(i); e != nil {
					mu.Lock()
					if i < failed {
						err, failed = e, i
					}
					mu.Unlock()
				}
			}
		})
	}
	wg.Wait()
	return err
}
