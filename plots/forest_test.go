package plots

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"poolsim/sim/experiment"
	"poolsim/sim/study"
)

// The comparisons below are made by hand.

// compared is a comparison of variants without differences.
func compared(variants ...string) *study.CompareResult {
	r := &study.CompareResult{
		Poolsim: "v0.1.0", Study: "compare", Seed: 1, Replications: 20, Budget: 40, Confidence: 0.975, Decided: true,
	}
	for _, name := range append([]string{"lcfs.toml"}, variants...) {
		v := study.ComparedVariant{Name: name}
		v.DurationSeconds, v.WarmupSeconds, v.Processes = 1800, 300, 1
		r.Variants = append(r.Variants, v)
	}
	return r
}

// differ adds a difference of one metric: from base to other, with a half width as a share of base.
func differ(r *study.CompareResult, variant string, k key5, base, other, half float64) *study.ComparedMetric {
	n := func(x float64) experiment.Number { return experiment.Number(x) }
	d := study.ComparedMetric{Variant: variant}
	d.Metric, d.Stat, d.Pool, d.Class, d.In, d.N = k.metric, k.stat, k.pool, k.class, experiment.Both, 20
	d.Base, d.Other = n(base), n(other)
	size := other - base
	d.PairedMetric.Difference, d.Lo, d.Hi = n(size), n(size-half*math.Max(base, other)), n(size+half*math.Max(base, other))
	d.Relative, d.RelativeLo, d.RelativeHi = n(math.NaN()), n(math.NaN()), n(math.NaN())
	if base != 0 {
		d.Relative, d.RelativeLo, d.RelativeHi = n(size/base), d.Lo/n(base), d.Hi/n(base)
	}
	switch {
	case size == 0 && half == 0:
		d.Same, d.Finding = true, study.TheSame
	case d.Lo > 0:
		d.Finding = study.Higher
	case d.Hi < 0:
		d.Finding = study.Lower
	case r.Margin > 0 && float64(max(-d.Lo, d.Hi)) <= r.Margin*base:
		d.Finding = study.WithinMargin
	default:
		d.Finding, r.Decided = study.NotShown, false
	}
	r.Differences = append(r.Differences, d)
	return &r.Differences[len(r.Differences)-1]
}

func pool(metric, stat string) key5  { return key5{metric: metric, stat: stat, pool: "main"} }
func class(metric, stat string) key5 { return key5{metric: metric, stat: stat, class: "api"} }
func ofDatabase(metric, stat string) key5 {
	return key5{metric: metric, stat: stat}
}

// usualDifferences are those of a smaller or larger pool: scale is how much more often somebody waits.
func usualDifferences(r *study.CompareResult, variant string, scale float64) {
	differ(r, variant, pool("in_use_connections", "mean"), 45.2, 45.2+0.4*(scale-1), 0.004)
	differ(r, variant, pool("open_connections", "max"), 118, math.Round(118*(1.4-0.4*scale)), 0.01)
	differ(r, variant, pool("connects_per_second", "mean"), 1.2, 1.2*scale, 0.05)
	differ(r, variant, pool("timeout_ratio", "ratio"), 0, max(0, 0.002*(scale-1)), 0.2*min(1, math.Floor(scale)))
	differ(r, variant, pool("wait_seconds", "mean"), 0.0012, 0.0012*scale, 0.1)
	differ(r, variant, pool("wait_seconds", "p99"), 0.040, 0.040*scale, 0.08)
	differ(r, variant, class("response_seconds", "mean"), 0.103, 0.103*(1+0.02*(scale-1)), 0.012)
	differ(r, variant, class("completions_per_second", "mean"), 330, 330, 0)
	differ(r, variant, class("failure_ratio", "ratio"), 0, 0, 0)
	differ(r, variant, ofDatabase("database_connections", "max"), 118, math.Round(118*(1.4-0.4*scale)), 0.01)
}

// forestFixtures are the comparisons of the golden figures, in order.
var forestFixtures = []struct {
	name string
	make func() *study.CompareResult
}{
	{"compare-two", compareTwo},
	{"compare-one", compareOne},
	{"compare-same", compareSame},
	{"compare-margin", compareMargin},
	{"compare-no-intervals", compareNoIntervals},
	{"compare-one-metric", compareOneMetric},
	{"compare-many", compareMany},
	{"compare-huge", compareHuge},
	{"compare-from-0", compareFrom0},
	{"compare-hostile", compareHostile},
}

func compareTwo() *study.CompareResult {
	r := compared("smaller", "pool.main.pool_size=75")
	usualDifferences(r, "smaller", 1.7)
	usualDifferences(r, "pool.main.pool_size=75", 0.45)
	return r
}

func compareOne() *study.CompareResult {
	r := compared("pool.main.pool_size=75")
	usualDifferences(r, "pool.main.pool_size=75", 0.45)
	differ(r, "pool.main.pool_size=75", class("response_seconds", "p99"), 0.4, 0.398, 0.03)
	lonely := differ(r, "pool.main.pool_size=75", pool("refused_connects_per_second", "mean"), 1, 1, 0)
	lonely.In, lonely.Finding = experiment.BaseOnly, study.OnlyBase
	return r
}

func compareSame() *study.CompareResult {
	r := compared("other.toml")
	for _, k := range []key5{pool("wait_seconds", "p99"), pool("timeout_ratio", "ratio"), class("response_seconds", "mean")} {
		differ(r, "other.toml", k, 0.3, 0.3, 0)
	}
	return r
}

func compareMargin() *study.CompareResult {
	r := compared("with-ping")
	r.Margin = 0.05
	differ(r, "with-ping", pool("wait_seconds", "mean"), 0.01, 0.0101, 0.02)
	differ(r, "with-ping", pool("in_use_connections", "mean"), 45, 45.1, 0.01)
	differ(r, "with-ping", class("response_seconds", "mean"), 0.1, 0.1, 0)
	return r
}

func compareNoIntervals() *study.CompareResult {
	r := compared("slow.toml")
	for i, k := range []key5{pool("wait_seconds", "p99"), pool("wait_seconds", "p95"), pool("in_use_connections", "max")} {
		d := differ(r, "slow.toml", k, 0.2, 0.2+0.1*float64(i-1), 0)
		nan := experiment.Number(math.NaN())
		d.RelativeLo, d.RelativeHi = nan, nan
		switch i {
		case 0: // the tail is too thin: one end only
			d.Lo, d.Finding = nan, study.Lower
		case 1:
			d.Lo, d.Hi, d.Same, d.Finding = -0.05, nan, false, study.NotShown
		default:
			d.Lo, d.Hi, d.Finding = nan, nan, study.NotShown
		}
	}
	return r
}

func compareOneMetric() *study.CompareResult {
	r := compared("larger")
	differ(r, "larger", pool("wait_seconds", "p99"), 0.05, 0.03, 0.1)
	return r
}

func compareMany() *study.CompareResult {
	var names []string
	for i := range 5 {
		names = append(names, fmt.Sprintf("pool.main.pool_size=%d", 30+10*i))
	}
	r := compared(names...)
	for i, name := range names {
		usualDifferences(r, name, 1.6-0.25*float64(i))
		for _, stat := range []string{"p50", "p95", "p999"} {
			differ(r, name, class("response_seconds", stat), 0.2, 0.2*(1.1-0.06*float64(i)), 0.05)
			differ(r, name, pool("acquire_seconds", stat), 0.02, 0.02*(1.3-0.1*float64(i)), 0.04)
		}
	}
	return r
}

func compareHuge() *study.CompareResult {
	r := compared("overload")
	differ(r, "overload", pool("wait_seconds", "p99"), 0.001, 9.2, 0.05)
	differ(r, "overload", pool("wait_seconds", "mean"), 0.0002, 0.9, 0.3)
	differ(r, "overload", pool("in_use_connections", "mean"), 45, 47, 0.01)
	differ(r, "overload", class("response_seconds", "p50"), 0.1, 0.104, 0.01)
	differ(r, "overload", class("completions_per_second", "mean"), 330, 322, 0.005)
	differ(r, "overload", class("response_seconds", "p95"), 0.2, 0.203, 0.04)
	differ(r, "overload", ofDatabase("database_connections", "mean"), 50, 51, 0.01)
	return r
}

func compareFrom0() *study.CompareResult {
	r := compared("slow.toml")
	differ(r, "slow.toml", pool("wait_seconds", "p99"), 0, 0.416, 0.02)
	differ(r, "slow.toml", pool("timeout_ratio", "ratio"), 0, 0.235, 0.01)
	differ(r, "slow.toml", pool("connects_per_second", "mean"), 0, 0.02, 2)
	d := differ(r, "slow.toml", class("failure_ratio", "ratio"), 0.001, 0, 0.5)
	d.Relative, d.RelativeLo, d.RelativeHi = experiment.Number(math.NaN()), experiment.Number(math.NaN()), experiment.Number(math.NaN())
	return r
}

func compareHostile() *study.CompareResult {
	evil := `<script>alert("1")</script> & style="font-family:Liberation Sans;` + "\x00\u202e\xff\n"
	r := compared(evil)
	r.Variants[0].Name = evil
	k := pool(evil, evil)
	k.pool = evil
	differ(r, evil, k, 1, 2, 0.1)
	return r
}

func TestForestGolden(t *testing.T) {
	for _, fx := range forestFixtures {
		figures, err := drawComparison(fx.make())
		if err != nil {
			t.Fatalf("%s: %v", fx.name, err)
		}
		f := &figures[0]
		checkGolden(t, fx.name, f)
		if fx.name == "compare-two" || fx.name == "compare-many" {
			for _, size := range []string{"slide", "page"} {
				g := *f
				g.Name, g.Size = f.Name+"."+size, size
				checkGolden(t, fx.name, &g)
			}
		}
	}
}

func TestComparisonRegistry(t *testing.T) {
	for _, name := range ComparisonCharts.Names() {
		c, _ := ComparisonCharts.Lookup(name)
		if c.Name != name || c.Help == "" || strings.HasSuffix(c.Help, ".") || c.Draw == nil || fileName(name) != name {
			t.Errorf("chart %q: %+v", name, c)
		}
	}
	if _, ok := ComparisonCharts.Lookup("comparison"); !ok {
		t.Error("the chart comparison is not registered")
	}
}

// TestForestTitles: a title says what was found, and never more.
func TestForestTitles(t *testing.T) {
	tests := []struct {
		name string
		r    *study.CompareResult
		want string
	}{
		{"two", compareTwo(), "Wait p99 of pool main: 70 % higher with smaller; 14 of 20 differ"},
		{"one", compareOne(), "Wait p99 of pool main: 55 % lower with pool.main.pool_size=75; 6 of 11 metrics differ"},
		{"same", compareSame(), "The same as lcfs.toml in every pair of replications: no difference in any of 3 metrics"},
		{"margin", compareMargin(), "No difference from lcfs.toml beyond 5 % in any of 3 metrics"},
		{"no intervals", compareNoIntervals(), "Wait p99 of pool main: 50 % lower with slow.toml; no other difference is shown"},
		{"one metric", compareOneMetric(), "Wait p99 of pool main: 40 % lower with larger"},
		{"huge", compareHuge(), "Wait p99 of pool main: 9 200 times as high with overload; 6 of 7 metrics differ"},
		{"from 0", compareFrom0(), "Wait p99 of pool main: from 0 to 416 ms with slow.toml; 3 of 4 metrics differ"},
	}
	for _, tt := range tests {
		figures, err := drawComparison(tt.r)
		if err != nil {
			t.Fatal(err)
		}
		if got := tidySpaces(figures[0].Title); got != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", tt.name, got, tt.want)
		}
	}
	gone := compared("x")
	differ(gone, "x", pool("wait_seconds", "p99"), 0.0455, 0, 0.1)
	if got := (&forest{r: gone}).titleOf(t); got != "Wait p99 of pool main: from 45.5 ms to 0 with x" {
		t.Errorf("to 0: %s", got)
	}
	undecided := compared("x")
	differ(undecided, "x", pool("wait_seconds", "p99"), 1, 1.01, 0.1)
	figures, err := drawComparison(undecided)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := tidySpaces(figures[0].Title), "No difference from lcfs.toml is shown in wait p99 of pool main"; got != want {
		t.Errorf("undecided: %s", got)
	}
}

// titleOf is the title of the comparison's chart.
func (f *forest) titleOf(t *testing.T) string {
	t.Helper()
	figures, err := drawComparison(f.r)
	if err != nil {
		t.Fatal(err)
	}
	return tidySpaces(figures[0].Title)
}

func tidySpaces(s string) string { return strings.NewReplacer("\u00a0", " ", "\u2009", " ").Replace(s) }

// TestForestEmpty: nothing to draw is a clear error.
func TestForestEmpty(t *testing.T) {
	for _, r := range []*study.CompareResult{{}, compared(), compared("x")} {
		if _, err := drawComparison(r); !errors.Is(err, ErrNoData) || !strings.HasPrefix(err.Error(), "plots: comparison: ") {
			t.Errorf("%d variants: %v", len(r.Variants), err)
		}
	}
}

func TestPlusMinus(t *testing.T) {
	nan := math.NaN()
	tests := []struct {
		x, lo, hi float64
		want      string
	}{
		{12.34, 11.9, 12.78, "+12.34 ± 0.44"},
		{-45.2, -46.5, -43.9, "−45.2 ± 1.3"},
		{500, 500, 500, "+500 ± 0"},
		{49.913651, 49.91360, 49.913702, "+49.914"},
		{-12345, -13000, -11690, "−12 345 ± 655"},
		{0.00012, -0.0001, 0.00034, "+0.00012 ± 0.00022"},
		{5, 2, 20, "+5.0 (+2.0 to +20.0)"},
		{5, 2, nan, "+5.00 (+2.00 to ?)"},
		{5, nan, nan, "+5.00"},
		{-0.001, -3, 2.998, "0.0 ± 3.0"},
	}
	for _, tt := range tests {
		if got := tidySpaces(plusMinus(tt.x, tt.lo, tt.hi)); got != tt.want {
			t.Errorf("plusMinus(%g, %g, %g) = %q, want %q", tt.x, tt.lo, tt.hi, got, tt.want)
		}
	}
}
