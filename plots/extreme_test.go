package plots

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"testing"

	"poolsim/sim/experiment"
	"poolsim/sim/study"
)

// The results below are larger than anybody would print, and most are of values that hide nothing: neighbours have nothing to do
// with each other.

// extreme is a chart of one of them.
type extreme struct {
	name string
	draw func() ([]Figure, error)
}

// allExtremes are all charts that can be drawn of them.
func allExtremes() []extreme {
	var out []extreme
	add := func(of, name string, draw func() ([]Figure, error)) {
		if _, err := draw(); !errors.Is(err, ErrNoData) {
			out = append(out, extreme{"of=" + of + "/chart=" + name, draw})
		}
	}
	for _, x := range extremeSweeps {
		r := x.make()
		for _, name := range SweepCharts.Names() {
			chart, _ := SweepCharts.Lookup(name)
			add(x.name, name, func() ([]Figure, error) { return chart.Draw(r, Options{}) })
		}
	}
	r := extremeRun()
	for _, name := range Charts.Names() {
		chart, _ := Charts.Lookup(name)
		add("hundred-classes", name, func() ([]Figure, error) { return chart.Draw(r) })
	}
	runs := make([]*experiment.Result, 60)
	for i := range runs {
		runs[i] = setting(fmt.Sprintf("setting %d", i), fmt.Sprint(i), 0.5, 0.02*float64(i+1), 0.7)
	}
	for _, name := range OverlayCharts.Names() {
		chart, _ := OverlayCharts.Lookup(name)
		add("sixty-runs", name, func() ([]Figure, error) { return chart.Draw(runs) })
	}
	var sizes []string
	for i := range 30 {
		sizes = append(sizes, fmt.Sprintf("%d + 10", 40+i))
	}
	bursts := burstOf(mostSeries, 105, sizes...)
	tiles, _ := OverlayCharts.Lookup("utilisation")
	add("thirty-runs", "utilisation", func() ([]Figure, error) { return tiles.Draw(bursts) })
	c := extremeComparison()
	for _, name := range ComparisonCharts.Names() {
		chart, _ := ComparisonCharts.Lookup(name)
		add("twenty-thousand-differences", name, func() ([]Figure, error) { return chart.Draw(c) })
	}
	return out
}

// BenchmarkExtremes draws and writes each of them as SVG, which may not take 100 ms; a hundred thousand cells take that long to be
// read.
func BenchmarkExtremes(b *testing.B) {
	for _, x := range allExtremes() {
		b.Run(x.name, func(b *testing.B) {
			for b.Loop() {
				figures, err := x.draw()
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
}

// TestExtremes: how much is drawn does not grow with how much there is to draw.
func TestExtremes(t *testing.T) {
	for _, x := range allExtremes() {
		figures, err := x.draw()
		if err != nil {
			t.Errorf("%s: %v", x.name, err)
		}
		for i := range figures {
			svg := svgOf(t, &figures[i])
			checkXML(t, x.name, svg)
			shapes, points := bytes.Count(svg, []byte("<path"))+bytes.Count(svg, []byte("<text")), bytes.Count(svg, []byte(","))
			t.Logf("%s: %d shapes, %d points, %d kB", x.name, shapes, points, len(svg)>>10)
			if shapes > 1000 || points > 75_000 {
				t.Errorf("%s: %d shapes of %d points", x.name, shapes, points)
			}
			if bytes.Contains(svg, []byte("NaN")) || bytes.Contains(svg, []byte("Inf")) {
				t.Errorf("%s: NaN or Inf in the picture", x.name)
			}
		}
	}
}

// extremeSweeps are sweeps of ten thousand cells and more.
var extremeSweeps = []struct {
	name string
	make func() *study.SweepResult
}{
	{"line", func() *study.SweepResult { return rough(byRate("class.api.rate=1/s:10000/s:1/s")) }},
	{"hundred-lines", func() *study.SweepResult {
		return rough(byRate("class.api.rate=1/s:100/s:1/s", "pool.main.max_overflow=1:100"))
	}},
	{"grid", func() *study.SweepResult { return rough(bigGrid(100)) }},
	{"smooth-grid", func() *study.SweepResult { return bigGrid(100) }},
	{"wide", func() *study.SweepResult {
		return rough(byRate("class.api.rate=1/s:2500/s:1/s", "pool.main.max_overflow=1:4"))
	}},
	{"cube", func() *study.SweepResult {
		return rough(byRate("class.api.rate=1/s:22/s:1/s", "pool.main.max_overflow=1:22", "pool.main.pool_size=1:21"))
	}},
	{"categories", func() *study.SweepResult {
		return rough(byRate("class.api.rate=1/s:10000/s:1/s with pool.main.pool_size=1:10000"))
	}},
	{"hundred-thousand", func() *study.SweepResult { return rough(bigGrid(316)) }},
	{"long-cube", func() *study.SweepResult {
		return rough(byRate("class.api.rate=1/s:1000/s:1/s", "pool.main.max_overflow=1:3", "pool.main.pool_size=1:3"))
	}},
}

// extremeRun has as many bins as there can be, a hundred classes with holders of their own, instances and faults.
func extremeRun() *experiment.Result {
	const n = 100
	rng := rand.New(rand.NewPCG(3, 1))
	r := base("main")
	r.Instances, r.Processes = n, n
	r.Pools[0].Keep, r.Pools[0].Limit = 5, 10
	shares, order := map[string]float64{}, []string(nil)
	for i := range n {
		class := fmt.Sprintf("tenant number %d of very many", i+1)
		shares[class], order = 1/float64(n), append(order, class)
		spend(r, "main", class, class, 1e5/float64(i+1), 0.001*float64(i), 0.0001, 0.001, 0.01*float64(i+1))
		spend(r, "", class, "", 1e5/float64(i+1), 0.001*float64(i), 0.0001, 0.001, 0.01*float64(i+1))
		lasting(r, "hold_seconds", "main", class, class, 1e5/float64(i+1), 0.01*float64(i+1), 0.5)
		lasting(r, "response_seconds", "", class, "", 1e5/float64(i+1), 0.01*float64(i+1), 0.6)
		addWaits(r, "main", "", class, 0.3/float64(i+1), 0.08, 0.9, 1e5)
		strikes(r, "restart", "restart", 18*float64(i))
	}
	addUse(r, "main", mostSeries, shares, order, func(float64) float64 { return 200 * rng.Float64() })
	h := happenings(r, mostSeries)
	noise := func(float64) float64 { return rng.Float64() }
	for _, class := range order {
		h.jobs(class, noise, noise)
	}
	h.pool("main", noise, noise, noise, noise, noise)
	by := make([]func(float64) float64, n)
	for i := range by {
		by[i] = noise
	}
	h.database(noise, by...)
	limit(r, 120, 3)
	return r
}

// mostSeries is how many points a curve over time of a result can have.
const mostSeries = 10_000

// extremeComparison has a thousand metrics of twenty variants.
func extremeComparison() *study.CompareResult {
	var names []string
	for i := range 20 {
		names = append(names, fmt.Sprintf("pool_size = %d", i))
	}
	r := compared(names...)
	for i := range 1000 {
		for k, name := range names {
			differ(r, name, key5{metric: "response_seconds", stat: "p99", class: fmt.Sprintf("class %d", i)}, 1, 1+0.01*float64(k+i%7), 0.1)
		}
	}
	return r
}

// byRate is a sweep of a pool of 40 connections over what arrives.
func byRate(axes ...string) *study.SweepResult {
	return makeSweep(sweepMaker{noise: 0.1, limit: 0.1, between: func(at []string) toy { return toy{numberAt(at[0]), 40, 30} }}, axes...)
}

// rough gives all cells values, intervals and verdicts by chance.
func rough(r *study.SweepResult) *study.SweepResult {
	rng := rand.New(rand.NewPCG(1, 2))
	kinds := []experiment.Judgement{experiment.Met, experiment.NotMet, experiment.NotDecided}
	return change(r, func(_ int, s *study.Summary) {
		for i := range s.Value {
			x := rng.Float64()
			s.Value[i], s.Lo[i], s.Hi[i] = experiment.Number(x), experiment.Number(x*rng.Float64()), experiment.Number(x*(1+rng.Float64()))
		}
		for i := range s.SLO {
			s.SLO[i].Judgement = kinds[rng.IntN(len(kinds))]
		}
	})
}
