package plots

import (
	"errors"
	"io"
	"testing"

	"poolsim/sim/experiment"
	"poolsim/sim/study"
)

// BenchmarkWrite draws and writes each chart of a usual result, and of a large one. As SVG none may take 100 ms.
func BenchmarkWrite(b *testing.B) {
	for _, format := range []string{"svg", "png"} {
		for _, name := range Charts.Names() {
			benchmarkChart(b, "format="+format+"/chart="+name, name, format, burst(), outage(), times())
		}
	}
	for _, name := range Charts.Names() {
		benchmarkChart(b, "large/chart="+name, name, "svg", large())
	}
}

// benchmarkChart draws and writes all figures of a chart, of the first result that has its data.
func benchmarkChart(b *testing.B, label, name, format string, results ...*experiment.Result) {
	chart, _ := Charts.Lookup(name)
	r := results[0]
	if _, err := chart.Draw(r); errors.Is(err, ErrNoData) && len(results) > 1 {
		benchmarkChart(b, label, name, format, results[1:]...)
		return
	}
	b.Run(label, func(b *testing.B) {
		for b.Loop() {
			figures, err := chart.Draw(r)
			if err != nil {
				b.Fatal(err)
			}
			for i := range figures {
				if err := figures[i].Write(io.Discard, format); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}

// large has as many bins as a result can have, a hundred classes and holders, twenty instances, and a hundred faults.
func large() *experiment.Result {
	r := timesHundredClasses()
	r.Instances, r.Processes = 20, 20
	r.Pools[0].Keep, r.Pools[0].Limit = 5, 10
	addUse(r, "main", 400, usualShare, usual, func(float64) float64 { return 120 })
	for i := range 100 {
		strikes(r, "restart", "restart", 18*float64(i))
		addWaits(r, "main", "", string(rune('a'+i%26))+string(rune('a'+i/26)), 0.3/float64(i+1), 0.08, 0.9, 1e5)
	}
	h := happenings(r, 400)
	for i := range 100 {
		h.jobs("class "+count(float64(i)), always(3), always(0.2))
	}
	h.pool("main", always(3), always(5), always(2), always(300), always(4))
	by := make([]func(float64) float64, 20)
	for i := range by {
		by[i] = always(float64(i%4 + 3))
	}
	h.database(always(1), by...)
	limit(r, 120, 3)
	return r
}

func BenchmarkWriteSweep(b *testing.B) {
	for _, fx := range sweepFixtures {
		r := fx.make()
		for _, name := range SweepDefaults(r, Options{}) {
			benchmarkSweep(b, fx.name+"/chart="+name, r, name)
		}
	}
	big := bigGrid(100)
	for _, name := range SweepDefaults(big, Options{}) {
		benchmarkSweep(b, "10000-cells/chart="+name, big, name)
	}
}

func benchmarkSweep(b *testing.B, label string, r *study.SweepResult, name string) {
	b.Run("sweep="+label, func(b *testing.B) {
		chart, _ := SweepCharts.Lookup(name)
		for b.Loop() {
			figures, err := chart.Draw(r, Options{})
			if err != nil {
				b.Fatal(err)
			}
			for i := range figures {
				if err := figures[i].Write(io.Discard, "svg"); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}
