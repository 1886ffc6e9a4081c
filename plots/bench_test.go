package plots

import (
	"io"
	"testing"
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
