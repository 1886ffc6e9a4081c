package experiment_test

import (
	"context"
	"fmt"
	"math"
	"testing"

	"poolsim/sim/experiment"
	"poolsim/sim/scenario"
	"poolsim/sim/stat"
)

// none is a store of nothing.
type none struct{}

func (none) Lookup(string, any) (bool, error) { return false, nil }
func (none) Keep(string, any) error           { return nil }

// pairs runs n replications of variants of a scenario.
func pairs(tb testing.TB, n int, scenarios ...*scenario.Scenario) *experiment.Paired {
	tb.Helper()
	p, err := experiment.NewPaired(scenarios, experiment.Effort{First: n, Most: n})
	if err != nil {
		tb.Fatal(err)
	}
	if err := p.Replicate(context.Background(), 2, n, none{}, nil); err != nil {
		tb.Fatal(err)
	}
	return p
}

// delta returns the difference of a metric of the first pool between the first variant and another.
func delta(tb testing.TB, p *experiment.Paired, other int, metric, which string) experiment.PairedMetric {
	tb.Helper()
	for _, d := range p.Differences(0, other, stat.Confidence, func(m, s string) bool { return m == metric && s == which }) {
		if d.Pool != "" {
			return d
		}
	}
	tb.Fatalf("no %s %s", metric, which)
	return experiment.PairedMetric{}
}

// mm1 is a queue with one server whose waits are known: P(W > t) = rho exp(-(1-rho) t / hold).
func mm1(tb testing.TB, seed, seconds int, hold float64) *scenario.Scenario {
	tb.Helper()
	return parse(tb, plain, "pool.main.pool_size=1", "class.api.arrivals.rate=0.5/s",
		fmt.Sprintf(`class.api.step.main.hold={ dist = "exponential", mean = "%vs" }`, hold),
		"run.warmup=100s", fmt.Sprintf("run.duration=%ds", seconds), fmt.Sprintf("run.seed=%d", seed))
}

// TestPairedIntervalsCover: over many comparisons of two queues, M/M/1 with holds of 1 s and of 1.1 s, the nominal 95 %
// intervals cover the true differences so often, within the 99.9 % binomial band; those on common random numbers are much
// narrower than those of unlike seeds, and as the gain says.
func TestPairedIntervalsCover(t *testing.T) {
	t.Parallel()
	trials, twice, seconds := 100, 20, 2000 // so many of the trials have unlike seeds too
	if long() {
		// Of 2000 s, 0.9295 of 2000 intervals for the mean wait cover: means over so few waits are skewed.
		trials, twice, seconds = 1000, 100, 10_000
	}
	const runs = 10
	const slow = 1.1
	beyond := func(hold, p float64) float64 { // the quantile of the wait at 1-p
		rho := hold / 2
		return math.Log(rho/p) * hold / (1 - rho)
	}
	mean := func(hold float64) float64 { return hold / 2 * hold / (1 - hold/2) }
	measures := []struct {
		metric, stat string
		base, other  float64
	}{
		{"wait_seconds", "mean", mean(1), mean(slow)},
		{"wait_seconds", "p90", beyond(1, 0.1), beyond(slow, 0.1)},
		{"wait_seconds", "p95", beyond(1, 0.05), beyond(slow, 0.05)},
		{"in_use_connections", "mean", 0.5, 0.5 * slow},
		{"wait_ratio", "ratio", 0.5, 0.5 * slow},
	}
	covered := make([][2]int, len(measures))
	width := make([][2]float64, len(measures)) // mean of half the width: in pairs, and with unlike seeds
	gain := make([]float64, len(measures))
	for trial := range trials {
		list := []*scenario.Scenario{mm1(t, 2*trial, seconds, 1), mm1(t, 2*trial, seconds, slow)}
		if trial < twice {
			list = append(list, mm1(t, 2*trial+1, seconds, slow))
		}
		p := pairs(t, runs, list...)
		for i, m := range measures {
			d := delta(t, p, 1, m.metric, m.stat)
			if truth := m.other - m.base; float64(d.Lo) <= truth && truth <= float64(d.Hi) {
				covered[i][0]++
			}
			if truth := m.other/m.base - 1; float64(d.RelativeLo) <= truth && truth <= float64(d.RelativeHi) {
				covered[i][1]++
			}
			if trial < twice {
				other := delta(t, p, 2, m.metric, m.stat)
				width[i][0] += float64(d.Hi-d.Lo) / 2 / float64(twice)
				width[i][1] += float64(other.Hi-other.Lo) / 2 / float64(twice)
				gain[i] += math.Log(float64(d.Gain)) / float64(twice)
			}
		}
	}
	band := 3.29 * math.Sqrt(0.95*0.05/float64(trials))
	for i, m := range measures {
		for k, what := range []string{"difference", "relative difference"} {
			share := float64(covered[i][k]) / float64(trials)
			t.Logf("%s %s, %s: %.4f cover", m.metric, m.stat, what, share)
			// All holds are longer by the same factor, so that the ratio of the levels varies with the work at the two ends of
			// the time alone. Most of the time there is none: with such long tails Student's t covers more often than it says
			// (Benjamini, Is the t test really conservative when the parent distribution is long-tailed?, JASA 78, 1983).
			if conservative := k == 1 && m.metric == "in_use_connections"; share < 0.95-band || share > 0.95+band && !conservative {
				t.Errorf("%s %s: %.4f of the intervals for the %s cover, want 0.95 ± %.4f", m.metric, m.stat, share, what, band)
			}
		}
		squared, g := math.Pow(width[i][1]/width[i][0], 2), math.Exp(gain[i])
		t.Logf("%s %s: half widths %.4g in pairs, %.4g apart: %.1f times the variance, gain %.1f", m.metric, m.stat, width[i][0], width[i][1], squared, g)
		if squared < 2.5 {
			t.Errorf("%s %s: pairs are worth only %.2f times as many replications", m.metric, m.stat, squared)
		}
		// Two variances from 10 replications each and their mean over the trials: a factor of 1.5 is far beyond chance.
		if g < squared/1.5 || g > squared*1.5 {
			t.Errorf("%s %s: the gain is told to be %.2f, and is %.2f", m.metric, m.stat, g, squared)
		}
	}
}

// TestLightLoadShowsNoDifference: a pool that nobody waits for is not made better by being larger; the waits of both are 0,
// every time.
func TestLightLoadShowsNoDifference(t *testing.T) {
	t.Parallel()
	set := func(size, overflow int) *scenario.Scenario {
		return parse(t, plain, fmt.Sprintf("pool.main.pool_size=%d", size), fmt.Sprintf("pool.main.max_overflow=%d", overflow), `database.connect="20ms"`)
	}
	p := pairs(t, 5, set(50, 100), set(75, 150))
	for _, which := range []string{"mean", "p50", "p99", "max"} {
		if d := delta(t, p, 1, "wait_seconds", which); !d.Same || d.Base != 0 || d.Other != 0 {
			t.Errorf("wait %s: %+v", which, d)
		}
	}
	if d := delta(t, p, 1, "utilisation_ratio", "mean"); !(d.Hi < 0) || math.Abs(float64(d.Relative)+1.0/3) > 1e-6 {
		t.Errorf("utilisation: %+v, want a third less", d)
	}
}

// TestThinTails: where a quantile of one variant has no upper bound, the difference has none either; its lower bound is
// what the two intervals leave.
func TestThinTails(t *testing.T) {
	t.Parallel()
	p := pairs(t, 5, parse(t, plain, "pool.main.pool_size=100"), parse(t, plain, "run.duration=60s", "class.api.arrivals.rate=97/s"))
	d := delta(t, p, 1, "wait_seconds", "p999")
	var own experiment.Metric
	for _, m := range p.Result(1).Metrics {
		if m.Metric == "wait_seconds" && m.Stat == "p999" && m.Pool != "" {
			own = m
		}
	}
	if !own.Hi.IsNaN() || !(own.Lo > 0) {
		t.Fatalf("this tail is not thin: %+v", own)
	}
	if d.Base != 0 || d.Lo != own.Lo || !d.Hi.IsNaN() || d.Difference != own.Value {
		t.Errorf("%+v, of %+v", d, own)
	}
}

// TestObservationText: what is written and read again is the same; what is cut short or changed is an error, or another
// observation, but no panic.
func TestObservationText(t *testing.T) {
	t.Parallel()
	var kept []*experiment.Observation
	p, err := experiment.NewPaired([]*scenario.Scenario{parse(t, busy)}, experiment.Effort{First: 2, Most: 2})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Replicate(context.Background(), 1, 2, keeping{&kept}, nil); err != nil {
		t.Fatal(err)
	}
	text, err := kept[0].MarshalText()
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d bytes", len(text))
	again := &experiment.Observation{}
	if err := again.UnmarshalText(text); err != nil {
		t.Fatal(err)
	}
	if got, err := again.MarshalText(); err != nil || string(got) != string(text) {
		t.Errorf("it comes back as another: %v", err)
	}
	for i := 0; i < len(text); i += 97 {
		if err := again.UnmarshalText(text[:i]); err == nil {
			t.Errorf("%d of %d bytes are taken for all", i, len(text))
		}
	}
}

// keeping is a store that keeps observations.
type keeping struct{ list *[]*experiment.Observation }

func (keeping) Lookup(string, any) (bool, error) { return false, nil }

func (k keeping) Keep(_ string, v any) error {
	if o, ok := v.(*experiment.Observation); ok {
		*k.list = append(*k.list, o)
	}
	return nil
}
