package plots

import "testing"

// TestSaturationTitles: the words fit what the pool does.
func TestSaturationTitles(t *testing.T) {
	limits := map[string]float64{}
	at := func(at []string) toy { return toy{100 * numberAt(at[0]), limits[at[0]], 2} }
	for _, tt := range []struct {
		limits [3]float64 // of the pool at the loads 1 to 3; 10, 20 and 30 connections are just enough
		want   string
	}{
		{[3]float64{20, 40, 60}, "Pool main does not saturate up to load factor 3, where utilisation is 50 %"},
		{[3]float64{20, 40, 15}, "Pool main saturates between load factor 2 and 3, where 50 % of acquires time out"},
		{[3]float64{20, 10, 15}, "Pool main saturates between load factor 1 and 2; at 3, 50 % of acquires time out"},
		{[3]float64{5, 10, 15}, "Pool main is saturated from load factor 1 to 3; at 3, 50 % of acquires time out"},
		{[3]float64{20, 10, 60}, "Pool main is saturated at 1 of 3 points"},
	} {
		for i, l := range tt.limits {
			limits[string(rune('1'+i))] = l
		}
		f := drawSweep(t, makeSweep(sweepMaker{noise: 0.01, between: at}, "run.load=1,2,3"), "saturation")
		if got := plain(f[0].Title); got != tt.want {
			t.Errorf("%v: %s, want %s", tt.limits, got, tt.want)
		}
	}
}
