package portable

import (
	"math"
	"math/rand/v2"
	"runtime"
	"testing"

	"golang.org/x/sys/cpu"
)

// amd64 skips a test where Go's own functions are others than those that this package has the bits of.
func amd64(t *testing.T) {
	if runtime.GOARCH != "amd64" || !cpu.X86.HasFMA || !cpu.X86.HasAVX {
		t.Skip("Go's functions have these bits on an amd64 with fused multiply-adds only")
	}
}

// TestSameBitsAsGoOnAMD64 compares each function with Go's, on arguments of every magnitude and at its edges.
func TestSameBitsAsGoOnAMD64(t *testing.T) {
	t.Parallel()
	amd64(t)
	lgamma := func(f func(float64) (float64, int)) func(float64) float64 {
		return func(x float64) float64 { y, _ := f(math.Abs(x)); return y }
	}
	for _, f := range []struct {
		name     string
		our, own func(float64) float64
		scales   []float64
	}{
		{"Exp", Exp, math.Exp, []float64{1e-300, 1e-8, 1, 10, 700, 745, 1e4}},
		{"Log", Log, math.Log, []float64{1e-300, 1e-8, 1, 2, 1e9, 1e300}},
		{"Log10", Log10, math.Log10, []float64{1e-300, 1e-8, 1, 2, 1e9, 1e300}},
		{"Sin", Sin, math.Sin, []float64{1e-8, 1, 7, 1e6, 1e12}},
		{"Erfc", Erfc, math.Erfc, []float64{1e-20, 1, 3, 30}},
		{"Expm1", Expm1, math.Expm1, []float64{1e-20, 1e-9, 0.3, 1, 40, 700}},
		{"Log1p", Log1p, math.Log1p, []float64{1e-20, 1e-9, 0.3, 1, 40, 1e20}},
		{"Gamma", Gamma, math.Gamma, []float64{1e-9, 1, 5, 33, 171, 200}},
		{"Lgamma", lgamma(Lgamma), lgamma(math.Lgamma), []float64{1e-30, 1, 3, 8, 1e9, 1e18}},
		{"Pow 1.7", func(x float64) float64 { return Pow(math.Abs(x), 1.7) }, func(x float64) float64 { return math.Pow(math.Abs(x), 1.7) }, []float64{1e-9, 1, 1e9}},
		{"1.7 Pow", func(x float64) float64 { return Pow(1.7, x) }, func(x float64) float64 { return math.Pow(1.7, x) }, []float64{1e-9, 1, 1000}},
	} {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(1, 2))
			xs := []float64{0, math.Copysign(0, -1), 1, -1, 2, math.Inf(1), math.Inf(-1), math.NaN(), math.Sqrt2 / 2, 709.782712893384, -708.5, -745.13, -745.2, math.MaxFloat64}
			for _, scale := range f.scales {
				for range 100_000 {
					xs = append(xs, scale*(2*r.Float64()-1))
				}
			}
			for _, x := range xs {
				if our, own := f.our(x), f.own(x); math.Float64bits(our) != math.Float64bits(own) && !(math.IsNaN(our) && math.IsNaN(own)) {
					t.Fatalf("%s(%v) = %v, Go's is %v", f.name, x, our, own)
				}
			}
		})
	}
}

// TestSameDrawsAsGoOnAMD64 compares draws, of which 20 million have passed every branch thousands of times.
func TestSameDrawsAsGoOnAMD64(t *testing.T) {
	t.Parallel()
	amd64(t)
	a, b := rand.New(rand.NewPCG(3, 4)), rand.New(rand.NewPCG(3, 4))
	for i := range 20_000_000 {
		if our, own := Exponential(a), b.ExpFloat64(); our != own {
			t.Fatalf("exponential draw %d is %v, Go's is %v", i, our, own)
		}
		if our, own := Normal(a), b.NormFloat64(); our != own {
			t.Fatalf("normal draw %d is %v, Go's is %v", i, our, own)
		}
	}
}

// hash adds the bits of a number to a sum that depends on their order (FNV-1a).
func hash(sum uint64, x float64) uint64 {
	return (sum ^ math.Float64bits(x)) * 1099511628211
}

// TestSameBitsEverywhere has one sum of the bits of each function's values, to be found on every processor.
func TestSameBitsEverywhere(t *testing.T) {
	t.Parallel()
	one := func(f func(float64) float64, low, high float64) func(*rand.Rand) float64 {
		return func(r *rand.Rand) float64 { return f(low + float64((high-low)*r.Float64())) }
	}
	for _, f := range []struct {
		name string
		draw func(*rand.Rand) float64
		want uint64
	}{
		{"Exp", one(Exp, -750, 720), 0xf093fea6cdb368f9},
		{"Log", one(Log, 0, 10), 0x7c1c29e9a4e8adfb},
		{"Log10", one(Log10, 0, 1000), 0x74b1a521870b0c9},
		{"Sin", one(Sin, -7, 7), 0x4b43bd2e45283899},
		{"Erfc", one(Erfc, -6, 28), 0xb0c57ae1901988a7},
		{"Expm1", one(Expm1, -2, 40), 0x48c4c52acb72476f},
		{"Log1p", one(Log1p, -1, 3), 0x3dae302c9f9c5c3b},
		{"Pow", func(r *rand.Rand) float64 { return Pow(10*r.Float64(), float64(20*r.Float64())-10) }, 0x456d95028f7f507c},
		{"Gamma", one(Gamma, 0, 60), 0x99f29ac7e2a5f60},
		{"Lgamma", one(func(x float64) float64 { y, _ := Lgamma(x); return y }, 0, 20), 0xf813816de6ad2ff},
		{"Exponential", Exponential, 0x81003599cc596abf},
		{"Normal", Normal, 0x4d06c5e9f7dc5623},
	} {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(5, 6))
			var sum uint64
			for range 100_000 {
				sum = hash(sum, f.draw(r))
			}
			if sum != f.want {
				t.Errorf("%#x, want %#x", sum, f.want)
			}
		})
	}
}
