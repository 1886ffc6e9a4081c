package plots

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/plot/vg"
)

// TestPeaks: a crowded curve has at most two points a lane, among them every peak, in order and with its ends; one that is not
// crowded, or that turns back, stays as it is.
func TestPeaks(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 3))
	const width = 300
	var points []vg.Point
	for i := range 20_000 {
		points = append(points, vg.Point{X: width * vg.Length(i) / 20_000, Y: vg.Length(rng.Float64() * 100)})
	}
	got := peaks(points)
	if most := 2 * (width/lane + 2); len(got) > int(most) {
		t.Errorf("%d points of %d are left, want at most %v", len(got), len(points), most)
	}
	if got[0] != points[0] || got[len(got)-1] != points[len(points)-1] {
		t.Error("an end was lost")
	}
	at := 0
	for _, pt := range got {
		k := slices.Index(points[at:], pt)
		if k < 0 {
			t.Fatalf("%v is no point of the curve, or out of order", pt)
		}
		at += k
	}
	for k := range int(width / lane) {
		lo, hi := extentIn(points, k)
		if l, h := extentIn(got, k); l > lo || h < hi {
			t.Errorf("lane %d reaches from %v to %v, want %v to %v", k, l, h, lo, hi)
		}
		if _, h := extentIn(envelope(points, above), k); h < hi {
			t.Errorf("lane %d: the upper side of a band is at %v, want %v", k, h, hi)
		}
		if l, _ := extentIn(envelope(points, below), k); l > lo {
			t.Errorf("lane %d: the lower side of a band is at %v, want %v", k, l, lo)
		}
	}
	few := points[:width]
	few[len(few)-1].X = width
	if got := peaks(few); !slices.Equal(got, few) {
		t.Errorf("%d points of %d are left of a curve that is not crowded", len(got), len(few))
	}
	back := slices.Clone(points)
	slices.Reverse(back[5000:])
	if got := peaks(back); !slices.Equal(got, back) {
		t.Error("a curve that turns back was reduced")
	}
}

// extentIn is from where to where points in a lane reach.
func extentIn(points []vg.Point, k int) (lo, hi vg.Length) {
	lo, hi = vg.Length(math.Inf(1)), vg.Length(math.Inf(-1))
	for _, pt := range points {
		if int((pt.X-points[0].X)/lane) == k {
			lo, hi = min(lo, pt.Y), max(hi, pt.Y)
		}
	}
	return lo, hi
}
