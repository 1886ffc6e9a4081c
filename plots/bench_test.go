package plots

import (
	"io"
	"testing"

	"poolsim/sim/study"
)

func BenchmarkWrite(b *testing.B) {
	for _, format := range []string{"svg", "png"} {
		for _, name := range Charts.Names() {
			b.Run("format="+format+"/chart="+name, func(b *testing.B) {
				chart, _ := Charts.Lookup(name)
				r := burst()
				for b.Loop() {
					figures, err := chart.Draw(r)
					if err != nil {
						b.Fatal(err)
					}
					if err := figures[0].Write(io.Discard, format); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func BenchmarkWriteSweep(b *testing.B) {
	for _, fx := range sweepFixtures {
		r := fx.make()
		for _, name := range SweepDefaults(r) {
			benchmarkSweep(b, fx.name+"/chart="+name, r, name)
		}
	}
	big := bigGrid(100)
	for _, name := range SweepDefaults(big) {
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
