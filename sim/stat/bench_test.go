package stat_test

import (
	"math/rand/v2"
	"testing"

	"poolsim/sim/stat"
)

// BenchmarkRecord reports what each recorder costs for one record, by its name: durations of some milliseconds, levels of some
// dozens that change every few milliseconds, bins of a second or so. Tails, which take a histogram and not a value, have a
// benchmark of their own.
func BenchmarkRecord(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	var durations, gaps [4096]int64
	var levels [4096]int32
	for i := range durations {
		durations[i], gaps[i], levels[i] = int64(1e8*rng.ExpFloat64()), int64(4e6*rng.ExpFloat64()), int32(38+6*rng.NormFloat64())
	}
	const bin, bins = int64(1e9), 720
	for _, c := range []struct {
		name   string
		record func(n int)
	}{
		{"histogram", func(n int) {
			var h stat.Histogram
			for i := range n {
				h.Add(durations[i&4095])
			}
		}},
		{"histogram-of-zeros", func(n int) { // nobody waits
			var h stat.Histogram
			for range n {
				h.Add(0)
			}
		}},
		{"sum", func(n int) {
			var s stat.Sum
			for i := range n {
				s.Add(durations[i&4095])
			}
			sink = s.Float()
		}},
		{"time-weighted", func(n int) {
			var t stat.TimeWeighted
			for i := range n {
				t.Add(levels[i&4095], gaps[i&4095])
			}
		}},
		{"timeline", func(n int) {
			t, now := stat.NewTimeline(0, bins*bin, bin), int64(0)
			for i := range n {
				until := now + gaps[i&4095]
				t.Add(levels[i&4095], now, until)
				if now = until; now > bins*bin {
					now = 0
				}
			}
		}},
		{"level", func(n int) {
			l, now := stat.Level{Timeline: stat.NewTimeline(0, 1<<62, 1<<55)}, int64(0)
			for i := range n {
				now += gaps[i&4095]
				l.Change(now, int32(i&1*2-1))
			}
		}},
		{"counts", func(n int) {
			c, now := stat.NewCounts(0, bins*bin, bin), int64(0)
			for i := range n {
				if now += gaps[i&4095]; now > bins*bin {
					now = 0
				}
				c.Add(now, 1)
			}
		}},
	} {
		b.Run("by="+c.name, func(b *testing.B) {
			b.ReportAllocs()
			c.record(b.N)
		})
	}
}

// sink keeps the compiler from leaving out what nobody reads.
var sink float64
