package plots

import (
	"errors"
	"math"
	"strings"
	"testing"

	"poolsim/sim/experiment"
	"poolsim/sim/study"
)

// setting is a result of a pool with two holders, whose acquires are as many, with another size.
func setting(name, label string, any, scale, shape float64) *experiment.Result {
	r := base("main")
	r.Name, r.Pools[0].Label = name, label
	addWaits(r, "main", "api", "main", any, scale, shape, 2e5)
	addWaits(r, "main", "api", "auth", any*0.9, scale*0.9, shape, 2e5)
	for _, holder := range []string{"main", "auth"} {
		addMetric(r, key5{"acquires_total", "total", "main", "api", holder}, 20000)
	}
	addMetric(r, key5{metric: "wait_ratio", stat: "ratio", pool: "main"}, any*0.95)
	p99 := 0.0
	if any > 0.011 {
		p99 = scale * math.Pow(math.Log(any*0.95/0.01), 1/shape)
	}
	addMetric(r, key5{metric: "wait_seconds", stat: "p99", pool: "main"}, p99)
	addTarget(r, "p99", "main", 0.1, experiment.Met)
	return r
}

// overlayFixtures are the results of the golden figures, in order.
var overlayFixtures = []struct {
	name string
	make func() []*experiment.Result
}{
	{"settings", settings},
	{"settings-same", func() []*experiment.Result {
		return []*experiment.Result{setting("a.toml", "50 + 100", 0.3, 0.1, 1), setting("b.toml", "50 + 100", 0.3, 0.1, 1)}
	}},
	{"settings-no-waits", func() []*experiment.Result {
		return []*experiment.Result{setting("a.toml", "50 + 100", 0, 0, 1), setting("b.toml", "60 + 100", 0, 0, 1)}
	}},
	{"settings-many", func() []*experiment.Result {
		var out []*experiment.Result
		for i := range 12 {
			out = append(out, setting("load-"+string(rune('a'+i))+".toml", "50 + 100", 0.9/float64(i+1), 2/float64(i+1), 0.9))
		}
		return out
	}},
}

func settings() []*experiment.Result {
	rs := []*experiment.Result{
		setting("lcfs-history-20-30.toml", "20 + 30", 1, 4, 2.2), setting("lcfs-history-30-50.toml", "30 + 50", 0.143, 0.02, 0.9),
		setting("lcfs.toml", "50 + 100", 0.0023, 0.004, 0.9), setting("lcfs-two-engines.toml", "100 + 200", 0, 0, 1),
	}
	short := 20.0
	rs[0].Pools[0].TimeoutSeconds = &short
	return rs
}

func TestOverlayGolden(t *testing.T) {
	for _, fx := range overlayFixtures {
		for _, name := range OverlayCharts.Names() {
			chart, _ := OverlayCharts.Lookup(name)
			if chart.Name != name || chart.Help == "" {
				t.Errorf("chart %q: %+v", name, chart)
			}
			figures, err := chart.Draw(fx.make())
			if name == "utilisation" && errors.Is(err, ErrNoData) {
				continue // the fixtures have waits only
			}
			if err != nil {
				t.Errorf("%s: %v", fx.name, err)
			}
			for i := range figures {
				checkGolden(t, fx.name, &figures[i])
			}
		}
	}
}

func TestOverlayTitles(t *testing.T) {
	want := map[string]string{
		"settings":          "In pool main, the p99 wait is 7.97 s with lcfs-history-20-30 (20 + 30), 0 ms with lcfs-two-engines (100 + 200)",
		"settings-same":     "In pool main, the p99 wait is 335 ms in both scenarios",
		"settings-no-waits": "In pool main, nobody waits in either scenario",
	}
	for _, fx := range overlayFixtures {
		figures, err := drawOverlay("wait-ccdf", fx.make())
		if err != nil {
			t.Fatal(err)
		}
		if got := tidySpaces(figures[0].Title); want[fx.name] != "" && got != want[fx.name] {
			t.Errorf("%s:\n got %s\nwant %s", fx.name, got, want[fx.name])
		}
	}
}

// TestPoolTail: the curve of a pool is the mean of its holders', weighted with their acquires.
func TestPoolTail(t *testing.T) {
	r := base("main")
	add := func(holder string, n, any float64, x, y []float64) {
		addMetric(r, key5{"acquires_total", "total", "main", "api", holder}, n)
		addMetric(r, key5{"wait_ratio", "ratio", "main", "api", holder}, any)
		r.Series = append(r.Series, experiment.Series{Metric: "wait_seconds", Stat: "ccdf", Pool: "main", Class: "api", Holder: holder, X: x, Y: y})
	}
	add("main", 300, 0.5, []float64{1, 2, 4}, []float64{0.4, 0.2, 0})
	add("auth", 100, 0.1, []float64{2, 3}, []float64{0.04, 0})
	add("background", 0, math.NaN(), nil, nil)
	out, err := poolTail(r, "main")
	if err != nil {
		t.Fatal(err)
	}
	s := out.Series[0]
	want := []float64{0.325, 0.16, 0.15, 0}
	if len(s.X) != 4 || s.X[2] != 3 {
		t.Fatalf("points at %v", s.X)
	}
	for i := range want {
		if math.Abs(s.Y[i]-want[i]) > 1e-12 {
			t.Errorf("P(wait > %g) = %g, want %g", s.X[i], s.Y[i], want[i])
		}
	}
}

// TestQuantileSteps: the wait at a percentile is the smallest that at most the rest exceeds.
func TestQuantileSteps(t *testing.T) {
	c := &tail{any: 0.5, x: []float64{1, 2, 8}, y: []float64{0.25, 0.125, 0.125 / 4}}
	x, y := quantileSteps(c, 0.001)
	if want := []float64{1, 2, 4, 8}; !equalFloats(x, want) {
		t.Errorf("steps at %v, want %v", x, want)
	}
	if want := []float64{0.001, 1, 2, 8}; !equalFloats(y, want) {
		t.Errorf("waits %v, want %v", y, want)
	}
}

func equalFloats(a, b []float64) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// TestOverlayNothing: without a common pool there is nothing to lay over each other.
func TestOverlayNothing(t *testing.T) {
	for _, rs := range [][]*experiment.Result{nil, {calm()}, {base("a"), base("b")}, {base("main"), base("main")}} {
		if _, err := drawOverlay("wait-ccdf", rs); !errors.Is(err, ErrNoData) || !strings.HasPrefix(err.Error(), "plots: wait-ccdf: ") {
			t.Errorf("%d results: %v", len(rs), err)
		}
	}
	for _, name := range []string{"wait-ccdf", "wait-percentiles"} {
		chart, _ := ComparisonCharts.Lookup(name)
		if _, err := chart.Draw(&study.CompareResult{}); !errors.Is(err, ErrNoData) {
			t.Errorf("an empty comparison: %v", err)
		}
	}
}
