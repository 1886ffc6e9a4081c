package plots

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"poolsim/sim/experiment"
)

// oneBurst is a burst of so many connections against several settings, written "50 + 100".
func oneBurst(want float64, settings ...string) []*experiment.Result {
	return burstOf(240, want, settings...)
}

// burstOf is a burst in so many bins.
func burstOf(n int, want float64, settings ...string) []*experiment.Result {
	var out []*experiment.Result
	for _, label := range settings {
		r := base("main")
		r.Name, r.DurationSeconds, r.WarmupSeconds = "burst.toml", 120, 60
		p := &r.Pools[0]
		var overflow int
		if _, err := fmt.Sscanf(label, "%d + %d", &p.Keep, &overflow); err != nil {
			panic(err)
		}
		p.Label, p.Limit = label, p.Keep+overflow
		addUse(r, "main", n, usualShare, usual, func(x float64) float64 {
			if x >= 40 && x < 60 {
				return want
			}
			return 55
		})
		addMetric(r, key5{metric: "wait_ratio", stat: "ratio", pool: "main"}, math.NaN())
		out = append(out, r)
	}
	return out
}

var usageTilesFixtures = []struct {
	name, title string
	results     []*experiment.Result
}{
	{
		"six-settings", "Pool main reaches its limit in 4 of 6 scenarios, not with 50 + 100, 75 + 75; up to 472 requests wait with 40 + 10",
		oneBurst(105, "40 + 10", "50 + 20", "50 + 50", "50 + 100", "75 + 75", "100 + 0"),
	},
	{"two-settings", "Pool main reaches its limit in both scenarios; up to 472 requests wait with 40 + 10", oneBurst(105, "40 + 10", "50 + 20")},
	{
		"large-settings", "Pool main does not reach its limit in any of 3 scenarios: at most 98 connections are in use, with 100 + 50",
		oneBurst(70, "100 + 50", "100 + 100", "200 + 0"),
	},
	{
		"many-settings", "Pool main reaches its limit in 2 of 25 scenarios: with 40 + 10, 60 + 2; up to 1 014 requests wait with 40 + 10",
		oneBurst(200, "40 + 10"),
	},
}

func init() {
	var many []string
	for i := range 24 {
		many = append(many, fmt.Sprintf("60 + %d", 2+100*i))
	}
	last := &usageTilesFixtures[len(usageTilesFixtures)-1]
	last.results = append(last.results, oneBurst(80, many...)...)
}

// TestUsageTiles draws one burst against several settings, and compares with what the title says.
func TestUsageTiles(t *testing.T) {
	chart, _ := OverlayCharts.Lookup("utilisation")
	for _, fx := range usageTilesFixtures {
		figures, err := chart.Draw(fx.results)
		if err != nil {
			t.Fatal(err)
		}
		if got := tidySpaces(figures[0].Title); got != fx.title {
			t.Errorf("%s:\n got %s\nwant %s", fx.name, got, fx.title)
		}
		if fx.name != "many-settings" { // of which the others are enough to see
			checkGolden(t, fx.name, &figures[0])
		}
	}
	for _, rs := range [][]*experiment.Result{nil, oneBurst(80, "50 + 100"), {base("main"), base("main")}} {
		if _, err := chart.Draw(rs); !errors.Is(err, ErrNoData) || !strings.HasPrefix(err.Error(), "plots: utilisation: ") {
			t.Errorf("%d results: %v", len(rs), err)
		}
	}
}
