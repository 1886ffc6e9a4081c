package stat_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"poolsim/sim/stat"
)

// TestMSER5Exactly compares with the exact answers for whole-number sequences (testdata/anchors.json.gz, mser5).
func TestMSER5Exactly(t *testing.T) {
	t.Parallel()
	for _, a := range readAnchors(t).MSER5 {
		cut, atLimit := stat.MSER5(a.Data)
		// The last batch is dropped from the choice, and in the anchors from the mean too.
		mean := stat.Mean(a.Data[cut : len(a.Data)/5*5]).Value
		if cut != a.Truncate || atLimit != a.AtLimit || math.Abs(mean-a.Mean) > 1e-12*math.Abs(a.Mean) {
			t.Errorf("%s: cut %d, at the limit %v, mean %v; want %d, %v, %v", a.Name, cut, atLimit, mean, a.Truncate, a.AtLimit, a.Mean)
		}
	}
	if cut, atLimit := stat.MSER5([]float64{1, 2, 3}); cut != 0 || atLimit {
		t.Errorf("of three values: cut %d, at the limit %v", cut, atLimit)
	}
}

// TestMSER5Statistically repeats the anchors' experiment (mser5_statistical): what MSER-5 gains on a planted transient,
// and the harm that it does to single waits. Means must agree within 3.29 standard errors, those of the anchors included.
func TestMSER5Statistically(t *testing.T) {
	t.Parallel()
	processes := []func(*rand.Rand, []float64){
		func(r *rand.Rand, xs []float64) { ar1(r, xs, 0.9, 30) },
		func(r *rand.Rand, xs []float64) { ar1(r, xs, 0.9, 0) },
		func(r *rand.Rand, xs []float64) { ar1(r, xs, 0.99, 70) },
		func(r *rand.Rand, xs []float64) { mm1(r, xs, 0.9, 0) },
		func(r *rand.Rand, xs []float64) { mm1(r, xs, 0.5, 0) },
	}
	for i, a := range readAnchors(t).MSER5Statistical {
		runs := a.Runs
		if !full() {
			runs /= 4
		}
		rng := rand.New(rand.NewPCG(5, uint64(i)))
		xs := make([]float64, a.N)
		var cuts, raw, after []float64
		for range runs {
			processes[i](rng, xs)
			cut, _ := stat.MSER5(xs)
			cuts = append(cuts, float64(cut))
			raw = append(raw, stat.Mean(xs).Value-a.Mean)
			after = append(after, stat.Mean(xs[cut:]).Value-a.Mean)
		}
		t.Logf("%-45s cut %6.1f (%6.1f), bias %+.3f (%+.3f), rmse %.3f (%.3f)", a.Name,
			stat.Mean(cuts).Value, a.Truncation, stat.Mean(after).Value, a.Bias, rms(after), a.RMSE)
		for what, c := range map[string]struct {
			xs   []float64
			want float64
		}{"truncation": {cuts, a.Truncation}, "bias without": {raw, a.RawBias}, "bias with MSER-5": {after, a.Bias}} {
			v := stat.Mean(c.xs)
			se := v.Half() / 1.96 * math.Sqrt(1+float64(runs)/float64(a.Runs))
			if math.Abs(v.Value-c.want) > 3.29*se {
				t.Errorf("%s: %s is %v, want %v ± %v", a.Name, what, v.Value, c.want, 3.29*se)
			}
		}
	}
}

func rms(xs []float64) float64 {
	sum := 0.0
	for _, x := range xs {
		sum += x * x
	}
	return math.Sqrt(sum / float64(len(xs)))
}

// ar1 fills xs with x_i = phi x_{i-1} + a standard normal number, from the first value on.
func ar1(r *rand.Rand, xs []float64, phi, first float64) {
	x := first
	for i := range xs {
		xs[i] = x
		x = phi*x + r.NormFloat64()
	}
}

// mm1 fills xs with the waits of an M/M/1 queue with mean service 1, after a first wait (Lindley 1952).
func mm1(r *rand.Rand, xs []float64, rho, first float64) {
	w := first
	for i := range xs {
		xs[i] = w
		w = max(0, w+r.ExpFloat64()-r.ExpFloat64()/rho)
	}
}
