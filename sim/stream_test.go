package sim_test

import (
	"math"
	"testing"

	"poolsim/sim"
)

func TestStreamsDependOnAllOfTheirNames(t *testing.T) {
	t.Parallel()
	seen := map[uint64]string{}
	for what, s := range map[string]uint64{
		"seed 1":          sim.Streams{Seed: 1}.Stream("a", "b").Uint64(),
		"seed 2":          sim.Streams{Seed: 2}.Stream("a", "b").Uint64(),
		"replication 1":   sim.Streams{Seed: 1, Replication: 1}.Stream("a", "b").Uint64(),
		"other purpose":   sim.Streams{Seed: 1}.Stream("a", "c").Uint64(),
		"names run on":    sim.Streams{Seed: 1}.Stream("ab").Uint64(),
		"names split":     sim.Streams{Seed: 1}.Stream("", "ab").Uint64(),
		"names in turn":   sim.Streams{Seed: 1}.Stream("b", "a").Uint64(),
		"one name":        sim.Streams{Seed: 1}.Stream("a").Uint64(),
		"no name":         sim.Streams{Seed: 1}.Stream().Uint64(),
		"an empty name":   sim.Streams{Seed: 1}.Stream("").Uint64(),
		"two empty names": sim.Streams{Seed: 1}.Stream("", "").Uint64(),
	} {
		if other, ok := seen[s]; ok {
			t.Errorf("%s and %s give the same stream", what, other)
		}
		seen[s] = what
	}
}

// The streams are a promise: the same scenario and seed give the same bytes with every version that does not say
// otherwise in the change log.
func TestStreamsStayWhatTheyAre(t *testing.T) {
	t.Parallel()
	s := sim.Streams{Seed: 1, Replication: 2}
	if got, want := s.Stream("api", "arrivals").Uint64(), uint64(0xf159f27d2a07da85); got != want {
		t.Errorf("Stream(api, arrivals) begins with %#x, want %#x", got, want)
	}
	if got, want := s.Indexed("api", "hold").At(3, 4).Uint64(), uint64(0xf4ba93112020b702); got != want {
		t.Errorf("Indexed(api, hold).At(3, 4) begins with %#x, want %#x", got, want)
	}
}

// Streams at neighbouring indices must look independent: their first numbers are uniform, and neighbours uncorrelated.
func TestIndexedStreamsAreIndependent(t *testing.T) {
	t.Parallel()
	x := sim.Streams{Seed: 1}.Indexed("class", "hold")
	const n = 200_000
	u := make([]float64, n)
	for i := range u {
		u[i] = x.At(uint32(i%1000), uint32(i/1000)).Float64()
	}
	var mean, square float64
	var bins [100]float64
	for _, v := range u {
		mean += v / n
		bins[int(v*100)]++
	}
	for _, c := range bins {
		square += (c - n/100.0) * (c - n/100.0) / (n / 100.0)
	}
	if z := (mean - 0.5) / math.Sqrt(1.0/12/n); math.Abs(z) > 4 {
		t.Errorf("mean %.5f, z = %.1f", mean, z)
	}
	if square > 170 { // chi-squared with 99 degrees of freedom: 170 has probability 1e-5
		t.Errorf("chi-squared over 100 bins is %.0f", square)
	}
	for _, lag := range []int{1, 1000} {
		var c float64
		for i := lag; i < n; i++ {
			c += (u[i] - 0.5) * (u[i-lag] - 0.5) * 12 / n
		}
		if z := c * math.Sqrt(n); math.Abs(z) > 4 {
			t.Errorf("correlation at lag %d is %.4f, z = %.1f", lag, c, z)
		}
	}
}
