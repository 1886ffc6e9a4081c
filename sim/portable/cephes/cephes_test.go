package cephes

import (
	"hash/fnv"
	"math"
	"runtime"
	"testing"

	"golang.org/x/sys/cpu"
	"gonum.org/v1/gonum/stat/distuv"
)

// levels are probabilities that intervals ask for: of one interval, and of several that must hold together.
func levels() []float64 {
	ps := []float64{0.001, 0.5, 0.95, 0.975, 0.99, 0.995, 0.9995, 0.999995}
	for n := range 40 {
		ps = append(ps, 1-0.025/float64(n+1))
	}
	return ps
}

// TestSameBitsAsGonumOnAMD64 compares quantiles with gonum's.
func TestSameBitsAsGonumOnAMD64(t *testing.T) {
	t.Parallel()
	if runtime.GOARCH != "amd64" || !cpu.X86.HasFMA || !cpu.X86.HasAVX {
		t.Skip("gonum's quantiles have these bits on an amd64 with fused multiply-adds only")
	}
	for _, p := range levels() {
		for degrees := 1.0; degrees < 1e6; degrees = math.Floor(degrees*1.1) + 1 {
			if our, own := TQuantile(degrees, p), (distuv.StudentsT{Sigma: 1, Nu: degrees}).Quantile(p); our != own {
				t.Errorf("quantile of t with %v degrees at %v is %v, gonum's is %v", degrees, p, our, own)
			}
		}
		if our, own := Ndtri(p), distuv.UnitNormal.Quantile(p); math.Abs(our-own) > 1e-14*math.Abs(own) {
			t.Errorf("quantile of the normal at %v is %v, gonum's is %v", p, our, own)
		}
	}
}

// TestSameBitsEverywhere has one sum of the bits of quantiles, to be found on every processor.
func TestSameBitsEverywhere(t *testing.T) {
	t.Parallel()
	sum := fnv.New64a()
	add := func(x float64) {
		var b [8]byte
		for i := range b {
			b[i] = byte(math.Float64bits(x) >> (8 * i))
		}
		sum.Write(b[:])
	}
	for _, p := range levels() {
		for degrees := 1.0; degrees < 200; degrees++ {
			add(TQuantile(degrees, p))
		}
		add(Ndtri(p))
	}
	if got, want := sum.Sum64(), uint64(0x589d4ec68ba32943); got != want {
		t.Errorf("%#x, want %#x", got, want)
	}
}
