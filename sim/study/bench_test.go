package study_test

import (
	"context"
	"strings"
	"testing"
	"time"
)

// BenchmarkWorkers runs the same sweep with one worker and with two, taking turns, and reports the parallel efficiency: the
// time of one over twice the time of two. 1 is perfect. It says something only on a machine with two idle cores. In cells
// of a few milliseconds much is setting up, and the collector of garbage works beside one worker, but instead of the second.
func BenchmarkWorkers(b *testing.B) {
	for _, c := range []struct{ name, duration string }{{"replication=1ms", `"5s"`}, {"replication=50ms", `"300s"`}} {
		b.Run(c.name, func(b *testing.B) {
			text := strings.Replace(small, `"5s"`, c.duration, 1)
			run := func(workers int) time.Duration {
				s := newSweep(b, text, "pool.main.pool_size=3:12", "class.api.arrivals.rate=60/s:90/s:10/s")
				s.Workers = workers
				begun := time.Now()
				if _, err := s.Run(context.Background()); err != nil {
					b.Fatal(err)
				}
				return time.Since(begun)
			}
			run(2) // for the caches
			var one, two time.Duration
			for b.Loop() {
				one += run(1)
				two += run(2)
			}
			b.ReportMetric(float64(one)/float64(2*two), "efficiency")
		})
	}
}
