package stat_test

import (
	"math"
	"math/rand/v2"
	"strconv"
	"testing"

	"poolsim/sim/stat"
)

// TestTQuantiles compares with 15 digits of others (testdata/anchors.json.gz, t_quantiles).
func TestTQuantiles(t *testing.T) {
	t.Parallel()
	for p, quantiles := range readAnchors(t).TQuantiles {
		for degrees, want := range quantiles {
			probability, err := strconv.ParseFloat(p, 64)
			n, err2 := strconv.Atoi(degrees)
			if err != nil || err2 != nil {
				t.Fatal(err, err2)
			}
			if got := stat.TQuantile(n, probability); math.Abs(got/want-1) > 1e-12 {
				t.Errorf("t quantile at %s with %s degrees: %v, want %v", p, degrees, got, want)
			}
		}
	}
}

// TestArithmetic computes the ten numbers of Law and Kelton, section 4.5, to the digits of testdata/anchors.json.gz,
// ci_arithmetic.
func TestArithmetic(t *testing.T) {
	t.Parallel()
	a := readAnchors(t).CIArithmetic
	v := stat.Mean(a.Data)
	half := v.Half()
	if math.Abs(v.Value/a.Mean-1) > 1e-14 || v.N != 10 || math.Abs(half/a.HalfWidth["0.95"]-1) > 1e-12 || math.Abs(v.Lo-(a.Mean-half)) > 1e-12 {
		t.Errorf("%+v, want %v ± %v", v, a.Mean, a.HalfWidth["0.95"])
	}
	if half90 := half * stat.TQuantile(9, 0.95) / stat.TQuantile(9, 0.975); math.Abs(half90/a.HalfWidth["0.90"]-1) > 1e-12 {
		t.Errorf("half of the 90 %% interval: %v, want %v", half90, a.HalfWidth["0.90"])
	}
}

func TestMeanInterval(t *testing.T) {
	t.Parallel()
	if v := stat.Mean([]float64{3, math.NaN(), 5}); v.Value != 4 || v.N != 2 {
		t.Errorf("with a NaN: %+v, want the mean 4 of 2", v)
	}
	if v := stat.Mean([]float64{3}); v.Value != 3 || !math.IsNaN(v.Lo) || !math.IsNaN(v.Hi) {
		t.Errorf("of one value: %+v, want no interval", v)
	}
	if v := stat.Mean([]float64{0.1, 0.1, 0.1}); v.Value-0.1 > 1e-15 || v.Half() != 0 {
		t.Errorf("of equal values: %+v, want a width of 0", v)
	}
	if v := stat.Ratio([]float64{0.3, 0.1, 0.7}, []float64{3, 1, 7}); v.Half() != 0 {
		t.Errorf("of equal ratios: %+v, want a width of 0", v)
	}
	if v := stat.Mean(nil); !math.IsNaN(v.Value) || v.N != 0 {
		t.Errorf("of nothing: %+v", v)
	}
}

func TestRatioIsARatioOfSums(t *testing.T) {
	t.Parallel()
	v := stat.Ratio([]float64{1, 30}, []float64{10, 100})
	if want := 31.0 / 110; v.Value != want {
		t.Errorf("ratio %v, want %v and not the mean of the ratios, %v", v.Value, want, 0.2)
	}
	if v := stat.Ratio([]float64{0, 0}, []float64{0, 0}); !math.IsNaN(v.Value) || v.N != 0 {
		t.Errorf("0 of 0: %+v", v)
	}
	// With equal denominators it is the mean, interval and all.
	y, x := []float64{2, 4, 9, 5}, []float64{10, 10, 10, 10}
	a, b := stat.Ratio(y, x), stat.Mean([]float64{0.2, 0.4, 0.9, 0.5})
	if math.Abs(a.Value-b.Value) > 1e-12 || math.Abs(a.Half()-b.Half()) > 1e-12 {
		t.Errorf("%+v, want %+v", a, b)
	}
}

// TestCoverage: of 4000 nominal 95 % intervals over 10 normal replications, the share that covers the truth lies in the
// two-sided 99.9 % binomial band around 0.95.
func TestCoverage(t *testing.T) {
	t.Parallel()
	const runs = 4000
	rng := rand.New(rand.NewPCG(1, 7))
	means, ratios := 0, 0
	for range runs {
		var y, x, r []float64
		for range 10 {
			n := 1000 + 50*rng.NormFloat64()
			x = append(x, n)
			y = append(y, n*(0.3+0.02*rng.NormFloat64()))
			r = append(r, 3+rng.NormFloat64())
		}
		if v := stat.Mean(r); v.Lo <= 3 && 3 <= v.Hi {
			means++
		}
		if v := stat.Ratio(y, x); v.Lo <= 0.3 && 0.3 <= v.Hi {
			ratios++
		}
	}
	band := 3.29 * math.Sqrt(0.95*0.05/runs)
	for what, n := range map[string]int{"mean": means, "ratio": ratios} {
		if c := float64(n) / runs; math.Abs(c-0.95) > band {
			t.Errorf("%s: coverage %.4f, want 0.95 ± %.4f", what, c, band)
		}
	}
}

func TestDiffers(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(3, 3))
	wrong, right := 0, 0
	for range 20_000 {
		var null, shifted []float64
		for range 10 {
			null = append(null, rng.NormFloat64())
			shifted = append(shifted, 3+rng.NormFloat64())
		}
		if stat.Differs(null) {
			wrong++
		}
		if stat.Differs(shifted) {
			right++
		}
	}
	if wrong > 40 || wrong < 6 { // 20 expected, sd 4.5
		t.Errorf("%d of 20000 means of 0 differ from 0, want about 20", wrong)
	}
	if right < 19_900 {
		t.Errorf("%d of 20000 means of 3 differ from 0", right)
	}
	if stat.Differs([]float64{5, 5}) || !stat.Differs([]float64{5, 5, 5}) || stat.Differs([]float64{0, 0, 0}) {
		t.Error("values without spread: two prove nothing, three equal ones do, zeros do not")
	}
}

// TestCorrelated: values that are independent are called correlated once in a hundred times, random walks nearly always.
func TestCorrelated(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(4, 4))
	wrong, right := 0, 0
	for range 20_000 {
		xs, creep := make([]float64, stat.Batches), make([]float64, stat.Batches)
		x := 0.0
		for i := range xs {
			xs[i] = rng.NormFloat64()
			x += rng.NormFloat64()
			creep[i] = x
		}
		if stat.Correlated(xs) {
			wrong++
		}
		if stat.Correlated(creep) {
			right++
		}
	}
	// 200 expected, sd 14; the normal approximation of the ratio is a little off in the tail.
	t.Logf("of 20 000: %d independent, %d random walks", wrong, right)
	if wrong < 120 || wrong > 280 || right < 18_000 {
		t.Errorf("%d of 20000 independent sequences and %d random walks are called correlated, want about 200 and most", wrong, right)
	}
	if stat.Correlated([]float64{1, 2, 3, 4, 5, 6, 7}) || stat.Correlated(make([]float64, 20)) {
		t.Error("seven values, or those without any spread, prove nothing")
	}
	if v := stat.BatchMeans([]float64{1, 2, 3, 4, 9}, 2); v.Value != 2.5 || v.N != 2 {
		t.Errorf("batch means of 5 values in 2 batches: %+v, want 2.5, without the last value", v)
	}
	if v := stat.BatchMeans([]float64{1}, 2); !math.IsNaN(v.Value) {
		t.Errorf("batch means of fewer values than batches: %+v", v)
	}
}

// TestGreatest: the greatest value of those that were observed, and no interval.
func TestGreatest(t *testing.T) {
	t.Parallel()
	nan := math.NaN()
	for _, c := range []struct {
		xs   []float64
		want float64
		n    int
	}{
		{[]float64{2, 7, 3}, 7, 3},
		{[]float64{nan, 0, nan}, 0, 1},
		{[]float64{5, nan, 4}, 5, 2},
		{[]float64{nan}, nan, 0},
		{nil, nan, 0},
	} {
		v := stat.Greatest(c.xs)
		if v.N != c.n || !(v.Value == c.want || math.IsNaN(v.Value) && math.IsNaN(c.want)) || !math.IsNaN(v.Lo) || !math.IsNaN(v.Hi) {
			t.Errorf("%v: %+v, want %v of %d", c.xs, v, c.want, c.n)
		}
	}
}
