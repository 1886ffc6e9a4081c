package workload

import (
	"fmt"
	"testing"
	"time"
)

// BenchmarkRand reports what the random numbers cost that everything else is made of, without any law.
func BenchmarkRand(b *testing.B) {
	r := fixed(1)
	for _, c := range []struct {
		name string
		draw func(n int)
	}{
		{"uint64", func(n int) {
			for range n {
				sink += int64(r.Uint64())
			}
		}},
		{"float64", func(n int) {
			for range n {
				sink += int64(r.Float64())
			}
		}},
		{"exponential", func(n int) {
			for range n {
				sink += int64(r.ExpFloat64())
			}
		}},
		{"normal", func(n int) {
			for range n {
				sink += int64(r.NormFloat64())
			}
		}},
	} {
		b.Run("draw="+c.name, func(b *testing.B) {
			b.ReportAllocs()
			c.draw(b.N)
		})
	}
}

// sink keeps the compiler from leaving out what nobody reads.
var sink int64

// BenchmarkSample reports what one duration of each law costs.
func BenchmarkSample(b *testing.B) {
	for _, c := range lawCases() {
		b.Run(fmt.Sprintf("law=%s", c.name), func(b *testing.B) {
			r := fixed(1)
			b.ReportAllocs()
			for range b.N {
				sink += int64(c.law.Sample(r))
			}
		})
	}
}

// BenchmarkNext reports what one instant of each arrival process costs. Those that end begin anew.
func BenchmarkNext(b *testing.B) {
	for _, c := range processCases() {
		b.Run(fmt.Sprintf("process=%s", c.name), func(b *testing.B) {
			r, s := fixed(1), c.process.Schedule()
			b.ReportAllocs()
			for range b.N {
				at, _, ok := s.Next(r)
				if !ok || at > 100*365*24*time.Hour {
					s = c.process.Schedule()
				}
			}
		})
	}
}

// processCase is an arrival process with parameters of everyday size.
type processCase struct {
	name    string
	process OpenArrivals
}

func processCases() []processCase {
	return []processCase{
		{"poisson", must(NewPoisson(300))},
		{"deterministic", must(NewDeterministic(300))},
		{"deterministic-interval", must(NewDeterministicInterval(ms))},
		{"burst", &Burst{Jobs: 1}},
		{"trace", must(ReadTrace("t.csv", []byte(smallTrace)))},
		{"renewal", must(NewRenewal(must(NewErlang(2, ms))))},
		{"batch", must(NewBatchGeometric(300, 3))},
		{"sinusoidal", must(NewSinusoidal(300, 0.5, time.Second))},
		{"piecewise", must(NewPiecewise([]time.Duration{0, time.Second / 10}, []float64{300, 3}))},
		{"mmpp", must(NewMMPP([]float64{10, 60}, [][]float64{{0, 20}, {50, 0}}))},
	}
}
