package experiment_test

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestScoresAreNormal scores ratios, standard deviations and indicators of random numbers whose exact values are known:
// however few the replications, z is a normal deviate, and a wrong exact value stands out.
func TestScoresAreNormal(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	// Sums over a replication, as those of a simulation are.
	ratioRun := func() [3]float64 {
		n := 1000 + 30*r.NormFloat64()
		return [3]float64{2.5*n + 50*r.NormFloat64(), n}
	}
	deviationRun := func() (o [3]float64) {
		for range 400 {
			x := 3 + 2*r.NormFloat64()
			o[0]++
			o[1] += x
			o[2] += x * x
		}
		return o
	}
	indicatorRun := func() (o [3]float64) {
		if r.Float64() < 0.9 {
			o[0] = 1
		}
		return o
	}
	for _, c := range []struct {
		name string
		m    theoryMeasure
		runs int
		run  func() [3]float64
	}{
		{"ratio of 5 runs", theoryMeasure{exact: 2.5}, 5, ratioRun},
		{"ratio of 40 runs", theoryMeasure{exact: 2.5}, 40, ratioRun},
		{"deviation", theoryMeasure{kind: deviation, exact: 2}, 10, deviationRun},
		{"indicator", theoryMeasure{kind: indicator, exact: 0.9}, 200, indicatorRun},
	} {
		const n = 2000
		var sum, squares, beyond, wrong float64
		for range n {
			runs := make([][3]float64, c.runs)
			for i := range runs {
				runs[i] = c.run()
			}
			z := c.m.score("", runs, 1).z
			sum += z
			squares += z * z
			if math.Abs(z) > 2 {
				beyond++
			}
			off := c.m
			off.exact *= 0.9
			wrong += off.score("", runs, 1).z
		}
		if z := sum / math.Sqrt(n); math.Abs(z) > 4 {
			t.Errorf("%s: mean z %.3f", c.name, sum/n)
		}
		if z := (squares - n) / math.Sqrt(2*n); math.Abs(z) > 4 {
			t.Errorf("%s: rms z %.3f", c.name, math.Sqrt(squares/n))
		}
		if z := (beyond - 0.0455*n) / math.Sqrt(0.0455*0.9545*n); math.Abs(z) > 4 {
			t.Errorf("%s: %.1f %% beyond 2", c.name, 100*beyond/n)
		}
		if wrong/n < 3 {
			t.Errorf("%s: a value that is 10 %% off has a mean z of %.1f", c.name, wrong/n)
		}
	}
}

// TestScoresOfNothing: what never happens, or is stuck, is not taken for right.
func TestScoresOfNothing(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		m    theoryMeasure
		run  [3]float64
		want float64
	}{
		"nothing observed":         {theoryMeasure{exact: 0.5}, [3]float64{}, math.Inf(1)},
		"stuck at 0":               {theoryMeasure{exact: 0.5}, [3]float64{0, 10}, math.Inf(1)},
		"right without spread":     {theoryMeasure{exact: 0.5}, [3]float64{5, 10}, 0},
		"clockwork":                {theoryMeasure{exact: 0.5, fixed: true}, [3]float64{50_000, 100_001}, 0},
		"clockwork, two are lost":  {theoryMeasure{exact: 0.5, fixed: true}, [3]float64{50_000, 100_004}, math.Inf(-1)},
		"clockwork has no measure": {theoryMeasure{exact: 0.5, fixed: true}, [3]float64{}, math.Inf(1)},
	} {
		if s := c.m.score("", [][3]float64{c.run, c.run, c.run}, 1); s.z != c.want {
			t.Errorf("%s: z = %v, want %v", name, s.z, c.want)
		}
	}
}
