package stat_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"poolsim/sim/stat"
)

// exact is a histogram that keeps everything.
type exact []int64

func (e exact) quantile(p float64) float64 {
	rank := max(int(math.Ceil(p*float64(len(e)))), 1)
	return float64(e[rank-1])
}

// TestHistogramAgainstSorting compares count, sum, extremes, quantiles and tail counts with a sorted list of the values,
// for values from single nanoseconds to a year.
func TestHistogramAgainstSorting(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 1))
	for name, draw := range map[string]func() int64{
		"small":       func() int64 { return rng.Int64N(2048) },
		"lognormal":   func() int64 { return int64(math.Exp(12 + 3*rng.NormFloat64())) },
		"uniform":     func() int64 { return rng.Int64N(1e9) },
		"atom at 0":   func() int64 { return max(0, rng.Int64N(1e6)-900_000) },
		"a year":      func() int64 { return rng.Int64N(365 * 86400 * 1e9) },
		"largest":     func() int64 { return math.MaxInt64 - rng.Int64N(10) },
		"one value":   func() int64 { return 30_000_000_000 },
		"powers of 2": func() int64 { return int64(1) << rng.IntN(63) },
	} {
		h, part := &stat.Histogram{}, &stat.Histogram{}
		var all exact
		for i := range 20_000 {
			v := draw()
			all = append(all, v)
			if i%3 == 0 {
				part.Add(v)
			} else {
				h.Add(v)
			}
		}
		h.Merge(part)
		slices.Sort(all)
		if h.N() != uint64(len(all)) || h.Max() != float64(all[len(all)-1]) {
			t.Errorf("%s: n %d, max %v; want %d, %d", name, h.N(), h.Max(), len(all), all[len(all)-1])
		}
		sum := 0.0
		for _, v := range all {
			sum += float64(v)
		}
		if math.Abs(h.Sum()/sum-1) > 1e-12 {
			t.Errorf("%s: sum %v, want %v", name, h.Sum(), sum)
		}
		for _, p := range []float64{0, 0.001, 0.25, 0.5, 0.9, 0.99, 0.999, 1} {
			got, want := h.Quantile(p), all.quantile(p)
			if math.Abs(got-want) > want/2048+0.5 {
				t.Errorf("%s: quantile %v is %v, want %v", name, p, got, want)
			}
			above := 0
			for _, v := range all {
				if float64(v) > want {
					above++
				}
			}
			same := 0 // those that share the bucket of want may count as not above
			for _, v := range all {
				if float64(v) > want && float64(v) < want*(1+1.0/1024) {
					same++
				}
			}
			if n := int(h.CountAbove(want)); n > above || n < above-same {
				t.Errorf("%s: %d values above %v, want %d (%d of them in its bucket)", name, n, want, above, same)
			}
		}
	}
}

func TestHistogramOfNothing(t *testing.T) {
	t.Parallel()
	h := &stat.Histogram{}
	if !math.IsNaN(h.Mean()) || !math.IsNaN(h.Quantile(0.5)) || !math.IsNaN(h.Max()) || h.N() != 0 || h.Sum() != 0 || h.CountAbove(0) != 0 {
		t.Errorf("mean %v, median %v, max %v, n %d, sum %v of nothing", h.Mean(), h.Quantile(0.5), h.Max(), h.N(), h.Sum())
	}
}

// The sum is exact beyond 64 bits: a mean of huge values does not drift.
func TestHistogramSumDoesNotOverflow(t *testing.T) {
	t.Parallel()
	h := &stat.Histogram{}
	for range 100 {
		h.AddN(math.MaxInt64, 1<<40)
	}
	if got := h.Mean(); got != math.MaxInt64 {
		t.Errorf("mean %v, want %v", got, float64(math.MaxInt64))
	}
}

func TestTimeWeighted(t *testing.T) {
	t.Parallel()
	w := &stat.TimeWeighted{}
	w.Add(0, 50)
	w.Add(10, 40)
	w.Add(60, 10)
	w.Add(99, 0) // no time: not seen
	for what, c := range map[string]struct{ got, want float64 }{
		"mean":           {w.Mean(), 10},
		"integral":       {w.Integral(), 1000},
		"max":            {w.Max(), 60},
		"p50":            {w.Quantile(0.5), 0},
		"p51":            {w.Quantile(0.51), 10},
		"p90":            {w.Quantile(0.9), 10},
		"p99":            {w.Quantile(0.99), 60},
		"above 10":       {w.Above(10), 10},
		"above 9.5":      {w.Above(9.5), 50},
		"beyond 8, mean": {w.Beyond(8).Mean(), (2*40 + 52*10) / 100.0},
		"beyond 8, max":  {w.Beyond(8).Max(), 52},
	} {
		if c.got != c.want {
			t.Errorf("%s: %v, want %v", what, c.got, c.want)
		}
	}
}

func TestTimeline(t *testing.T) {
	t.Parallel()
	l := stat.NewTimeline(100, 40, 10) // 100..110..120..130..140
	l.Add(4, 0, 105)                   // half of the first bin
	l.Add(2, 105, 125)                 // the rest of it, the second, half of the third
	l.Add(8, 139, 1000)                // the end of the last
	want := []float64{(4*5 + 2*5) / 10.0, 2, 1, 0.8}
	peaks := []int32{4, 2, 2, 8}
	for i := range l.Bins() {
		if l.Mean(i) != want[i] || l.Max(i) != peaks[i] {
			t.Errorf("bin %d: mean %v, max %d; want %v, %d", i, l.Mean(i), l.Max(i), want[i], peaks[i])
		}
	}
	short := stat.NewTimeline(0, 25, 9) // bins of 9, 9 and 7
	short.Add(1, 0, 25)
	if n := short.Bins(); n != 3 || short.Mean(2) != 1 {
		t.Errorf("%d bins, the short last one averages %v, want 3 and 1", n, short.Mean(2))
	}
}
