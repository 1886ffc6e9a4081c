package study_test

import (
	"os"
	"runtime"
	"testing"
)

// TestMemoryOfASweep: a sweep holds its cells' summaries, about 4 KB each of this scenario, and nothing else that grows with
// their number. POOLSIM_FULL=1 runs 10,000 cells.
func TestMemoryOfASweep(t *testing.T) {
	axes := []string{"pool.main.pool_size=1:40", "class.api.arrivals.rate=1/s:20/s:1/s"}
	if os.Getenv("POOLSIM_FULL") != "" {
		axes[0] = "pool.main.pool_size=1:500"
	}
	s := newSweep(t, small, axes...)
	s.Effort, s.Workers = nil, 1 // so that nothing else is under way when the heap is looked at
	plain := s.Source
	s.Source = sourceWith(plain, "run.duration=500ms", "run.warmup=0s", "run.replications=1")
	heap := func() float64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return float64(m.HeapAlloc)
	}
	n := s.Grid.Cells()
	var quarter, end float64
	s.Progress = func(done, _ int) {
		switch done {
		case n / 4:
			quarter = heap()
		case n:
			end = heap()
		}
	}
	before := heap()
	r := mustRun(t, s)
	perCell := (end - quarter) / float64(n-n/4)
	numbers := 0
	for _, c := range r.Cells {
		numbers += len(c.Value)
	}
	least := 32 * float64(numbers) / float64(n) // three numbers and a count
	t.Logf("%d cells: %.0f bytes before, %.0f KB at the end, %.0f bytes for each further cell; its numbers take %.0f",
		n, before, end/1024, perCell, least)
	if perCell > 2*least {
		t.Errorf("each further cell takes %.0f bytes, its numbers %.0f", perCell, least)
	}
	runtime.KeepAlive(r)
}
