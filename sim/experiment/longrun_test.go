package experiment_test

import (
	"fmt"
	"math"
	"os"
	"runtime"
	"strings"
	"testing"

	"poolsim/sim"
	"poolsim/sim/model"
	"poolsim/sim/pool"
)

// longRuns are what takes long or is large. Each names what it is about.
func longRuns() map[string]string {
	run := func(duration string) string {
		return fmt.Sprintf("[run]\nduration = %q\nwarmup = \"0s\"\nreplications = 1\n", duration)
	}
	pools := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "[[pool]]\nname = \"p%d\"\npool_size = 5\nmax_overflow = 5\npool_recycle = \"1m\"\n", i)
		}
		return b.String()
	}
	class := func(name, arrivals, pool, hold string) string {
		return fmt.Sprintf("[[class]]\nname = %q\narrivals = %s\n  [[class.step]]\n  holder = \"main\"\n  pool = %q\n  hold = %s\n", name, arrivals, pool, hold)
	}
	exponential := func(mean string) string { return fmt.Sprintf("{ dist = \"exponential\", mean = %q }", mean) }
	poisson := func(rate string) string { return fmt.Sprintf("{ process = \"poisson\", rate = %q }", rate) }
	manyPools, manyClasses := run("20m")+pools(200), run("20m")+pools(1)
	for i := range 200 {
		manyPools += class(fmt.Sprintf("c%d", i), poisson("10/s"), fmt.Sprintf("p%d", i), exponential("300ms"))
	}
	for i := range 1000 {
		manyClasses += class(fmt.Sprintf("c%d", i), poisson("2/s"), "p0", exponential("3ms"))
	}
	return map[string]string{
		"24 hours at 2000/s": run("24h") + "[database]\nconnect = \"10ms\"\nround_trip = \"0.5ms\"\n" +
			"[[pool]]\nname = \"p0\"\npool_size = 50\nmax_overflow = 30\npool_timeout = \"1s\"\npool_recycle = \"1h\"\npool_pre_ping = true\n" +
			class("api", poisson("2000/s"), "p0", exponential("30ms")),
		"a million users": run("1h") + "[[pool]]\nname = \"p0\"\npool_size = 50\nmax_overflow = 0\npool_timeout = \"1s\"\n" +
			class("users", `{ process = "closed", users = 1000000, think = { dist = "exponential", mean = "1000s" } }`, "p0", exponential("40ms")),
		"200 pools":    manyPools,
		"1000 classes": manyClasses,
	}
}

// TestLongRuns: after a tenth of a long run memory stays as it is, and no rate drifts: arrivals, waits and connects of the last
// third are those of the middle third, as far as chance goes. It takes minutes, so POOLSIM_FULL=1 asks for it.
func TestLongRuns(t *testing.T) {
	if os.Getenv("POOLSIM_FULL") == "" {
		t.Skip("minutes: POOLSIM_FULL=1 runs it")
	}
	for name, text := range longRuns() {
		t.Run(name, func(t *testing.T) {
			sc := parse(t, text)
			w := &longWatch{t: t, every: sim.Time(sc.Model.Duration) / longParts}
			r, err := model.Replicate(sc.Model, 0, w)
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%d events, heap by thirtieths in MiB: %v", r.Events, w.heaps())
			w.judge()
			var arrived uint64
			for i := range r.Classes {
				arrived += r.Classes[i].Arrived
			}
			if total := w.total(func(p longPart) float64 { return float64(p.arrived) }); uint64(total) != arrived {
				t.Errorf("%d jobs in the result, %.0f were seen", arrived, total)
			}
		})
	}
}

// longParts are the parts of a long run that are told apart.
const longParts = 30

// longPart is what happened in one of them.
type longPart struct {
	heap                           uint64 // in use at its end, in bytes
	arrived, placed, queued, conns int64
	waits, squares                 float64 // sum of waits in seconds, and of their squares
}

// longWatch looks at a long run.
type longWatch struct {
	t     *testing.T
	m     *model.Model
	every sim.Time
	parts []longPart
	now   longPart
}

func (w *longWatch) Observer() model.Observer {
	return model.Observer{
		Arrived: func(_ int32, at sim.Time) {
			for at >= w.every*sim.Time(len(w.parts)+1) {
				w.close()
			}
			w.now.arrived++
		},
		Pool: &pool.Observer{Placed: func(r *pool.Request) {
			wait := (r.Placed - r.Asked).Sub(0).Seconds()
			w.now.placed++
			w.now.waits += wait
			w.now.squares += wait * wait
			if r.Queued {
				w.now.queued++
			}
		}, Granted: func(r *pool.Request) {
			if r.How != 0 {
				w.now.conns++
			}
		}},
	}
}

// close ends a part.
func (w *longWatch) close() {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	w.now.heap = m.HeapAlloc
	w.parts = append(w.parts, w.now)
	w.now = longPart{}
}

func (w *longWatch) Begin(m *model.Model) { w.m = m }

func (w *longWatch) End(*model.Model) {
	for len(w.parts) < longParts {
		w.close()
	}
}

func (w *longWatch) heaps() (out []uint64) {
	for _, p := range w.parts {
		out = append(out, p.heap>>20)
	}
	return out
}

func (w *longWatch) total(f func(longPart) float64) (sum float64) {
	for _, p := range w.parts {
		sum += f(p)
	}
	return sum
}

// judge compares the last third with the middle one.
func (w *longWatch) judge() {
	// Histograms take memory where something is counted for the first time, which with many pools or classes of few requests goes
	// on for long, ever more slowly: it must not grow by as much in the rest of the run as it did before.
	tenth, late := w.parts[longParts/10].heap, w.parts[longParts-1].heap
	limit := tenth + tenth/20 + 1<<20
	if len(w.m.Labels()) > 1 {
		third, two := w.parts[longParts/3].heap, w.parts[2*longParts/3].heap
		limit = two + (two-min(two, third))/2 + 1<<20
	}
	if late > limit {
		w.t.Errorf("the heap has %d bytes after a tenth of the run, %d at its end, more than %d", tenth, late, limit)
	}
	for what, f := range map[string]func(longPart) float64{
		"arrivals": func(p longPart) float64 { return float64(p.arrived) },
		"waits":    func(p longPart) float64 { return p.waits },
		"queued":   func(p longPart) float64 { return float64(p.queued) },
		"connects": func(p longPart) float64 { return float64(p.conns) },
	} {
		a, va := moments(w.parts[longParts/3:2*longParts/3], f)
		b, vb := moments(w.parts[2*longParts/3:], f)
		// Ten parts on each side: Student's t with 9 degrees of freedom exceeds 6.0 once in ten thousand.
		if z := math.Abs(a-b) / math.Sqrt((va+vb)/10); z > 6.0 {
			w.t.Errorf("%s drift: %.6g in a part of the middle third, %.6g of the last (%.1f standard errors)", what, a, b, z)
		}
	}
}

// moments returns the mean and the variance.
func moments(parts []longPart, f func(longPart) float64) (mean, variance float64) {
	for _, p := range parts {
		mean += f(p) / float64(len(parts))
	}
	for _, p := range parts {
		variance += (f(p) - mean) * (f(p) - mean) / float64(len(parts)-1)
	}
	return mean, variance
}
