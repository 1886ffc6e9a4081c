package stat_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"poolsim/sim/stat"
)

// lognormals makes histograms of nanoseconds from microseconds to minutes, of different numbers of values, one without any.
func lognormals(seed uint64, runs int) []*stat.Histogram {
	rng := rand.New(rand.NewPCG(seed, 2))
	hs := make([]*stat.Histogram, runs)
	for i := range hs {
		hs[i] = &stat.Histogram{}
		if i == 3 {
			continue
		}
		scale := 15 + 0.1*rng.NormFloat64()
		for range 2000 + rng.IntN(1000) {
			hs[i].Add(int64(math.Exp(scale + 2*rng.NormFloat64())))
		}
	}
	return hs
}

// TestTailsInAnyOrder: the order of replications changes no bit, though each opens buckets that others do not have.
func TestTailsInAnyOrder(t *testing.T) {
	t.Parallel()
	hs := lognormals(1, 12)
	var forward, backward stat.Tails
	for i := range hs {
		forward.Add(hs[i])
		backward.Add(hs[len(hs)-1-i])
	}
	for _, p := range []float64{0, 0.5, 0.9, 0.99, 0.999, 1} {
		if a, b := fmt.Sprint(forward.Quantile(p)), fmt.Sprint(backward.Quantile(p)); a != b {
			t.Errorf("p = %v: %s in one order, %s in the other", p, a, b)
		}
	}
}

// TestTailsAgainstReplications computes the test of Tails.Quantile from the single replications: within the interval the
// mean of Y - (1-p) N does not differ from 0, well outside of it it does.
func TestTailsAgainstReplications(t *testing.T) {
	t.Parallel()
	hs := lognormals(2, 12)
	var tails stat.Tails
	pooled := &stat.Histogram{}
	for _, h := range hs {
		tails.Add(h)
		pooled.Merge(h)
	}
	for _, p := range []float64{0.5, 0.9, 0.99} {
		beyond := func(x float64) stat.Interval {
			var d []float64
			for _, h := range hs {
				d = append(d, float64(h.CountAbove(x))-(1-p)*float64(h.N()))
			}
			return stat.Mean(d)
		}
		v := tails.Quantile(p)
		if v.Value != pooled.Quantile(p) || v.N != 12 {
			t.Errorf("p = %v: %v of %d, want %v of 12", p, v.Value, v.N, pooled.Quantile(p))
		}
		spread := beyond(v.Value).Half()
		for _, x := range []float64{v.Lo * 0.99, v.Lo * 1.01, v.Value, v.Hi * 0.99, v.Hi * 1.01} {
			b := beyond(x)
			in := math.Abs(b.Value) <= max(b.Half(), spread)
			if want := v.Lo <= x && x <= v.Hi; in != want {
				t.Errorf("p = %v: %v is inside [%v, %v]: %v, but the test of its tail says %v", p, x, v.Lo, v.Hi, want, in)
			}
		}
	}
}

func TestTailsThatSayNothing(t *testing.T) {
	t.Parallel()
	var tails stat.Tails
	if v := tails.Quantile(0.5); !math.IsNaN(v.Value) || !math.IsNaN(v.Lo) || v.N != 0 {
		t.Errorf("of nothing: %+v", v)
	}
	hs := lognormals(3, 10)
	tails.Add(hs[0])
	if v := tails.Quantile(0.5); v.Value != hs[0].Quantile(0.5) || !math.IsNaN(v.Lo) || !math.IsNaN(v.Hi) {
		t.Errorf("of one replication: %+v, want no interval", v)
	}
	for _, h := range hs[1:] {
		tails.Add(h)
	}
	// Of 22 000 values two lie beyond a p99.99: none there would be no surprise.
	if v := tails.Quantile(0.9999); math.IsNaN(v.Lo) || v.Lo > v.Value || !math.IsNaN(v.Hi) {
		t.Errorf("p99.99: %+v, want no upper bound", v)
	}
	var same stat.Tails
	for range 5 {
		h := &stat.Histogram{}
		h.AddN(30_000_000, 1000)
		same.Add(h)
	}
	if v := same.Quantile(0.99); v.Value != 30e6 || v.Lo != 30e6 || v.Hi != 30e6 {
		t.Errorf("of equal values: %+v, want a width of 0", v)
	}
}

// TestTailsAreExactBeyond64Bits: the square of 2^40 values does not fit into 64 bits.
func TestTailsAreExactBeyond64Bits(t *testing.T) {
	t.Parallel()
	var small, large stat.Tails
	for i := range 10 {
		a, b := &stat.Histogram{}, &stat.Histogram{}
		for v := range int64(100) {
			n := uint64(v+1) * uint64(i*i+1)
			a.AddN(v, n)
			b.AddN(v, n<<34)
		}
		small.Add(a)
		large.Add(b)
	}
	if a, b := fmt.Sprint(small.Quantile(0.9)), fmt.Sprint(large.Quantile(0.9)); a != b {
		t.Errorf("%s from 2^34 times as many values, %s", b, a)
	}
}

func BenchmarkTailsAdd(b *testing.B) {
	hs := lognormals(1, 2)
	var tails stat.Tails
	tails.Add(hs[0])
	tails.Add(hs[1])
	b.ReportAllocs()
	for i := range b.N {
		tails.Add(hs[i&1])
	}
}
