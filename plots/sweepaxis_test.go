package plots

import (
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"

	"poolsim/sim/study"
)

func axisOf(t *testing.T, text string) *axis {
	t.Helper()
	a, err := study.ParseAxis(text)
	if err != nil {
		t.Fatal(err)
	}
	return newAxis(0, a, study.Grid{a}.Names())
}

// TestAxes: what an axis becomes follows from its texts.
func TestAxes(t *testing.T) {
	tests := []struct {
		text, at, between string
		numeric, log      bool
		load              bool
	}{
		{"pool.main.pool_size=10:50:10", "pool_size 10", "between pool_size 10 and 50", true, false, false},
		{"pool.main.pool_size=5:80:*2", "pool_size 5", "between pool_size 5 and 80", true, true, false},
		{"pool.main.pool_size=50:10:-20", "pool_size 50", "between pool_size 10 and 50", true, false, false},
		{"pool.main.pool_timeout=100ms:10s:*10", "pool_timeout 100 ms", "between pool_timeout 100 ms and 10 s", true, true, false},
		{"pool.main.pool_timeout=0s,1s,2s", "pool_timeout 0 ms", "between pool_timeout 0 ms and 2 s", true, false, false},
		{"pool.main.pool_timeout=none,1s", "pool_timeout none", "between pool_timeout none and 1s", false, false, false},
		{"class.api.rate=100/s:1000/s:300/s", "100 api jobs/s", "between 100 and 1 000 api jobs/s", true, false, true},
		{"class.api.arrivals.rate=60/min,120/min", "1 api jobs/s", "between 1 and 2 api jobs/s", true, false, true},
		{"run.load=0.5,1,1.5", "load factor 0.5", "between load factor 0.5 and 1.5", true, false, true},
		{`class.api.hold={ dist = "erlang", k = 2 },"80ms"`, "hold erlang, k 2", "between hold erlang, k 2 and 80ms", false, false, false},
	}
	for _, tt := range tests {
		a := axisOf(t, tt.text)
		at, between := plain(a.at(0)), plain(a.between(a.first(), a.last()))
		if at != tt.at || between != tt.between || a.numeric() != tt.numeric || a.log != tt.log || a.load != tt.load {
			t.Errorf("%s: %q, %q, numeric %v, log %v, load %v", tt.text, at, between, a.numeric(), a.log, a.load)
		}
	}
}

// TestAxisTicks: labels keep clear of each other at every width.
func TestAxisTicks(t *testing.T) {
	for _, text := range []string{
		"pool.main.pool_size=1:1000", "pool.main.pool_size=10:50:10", "pool.main.pool_size=1:100000:*10", "pool.main.pool_timeout=1ms:1h:/40",
		"class.api.rate=1000000/s:2000000/s:50000/s", "pool.main.x=a,b,c,d,e,f,g,h,i,j", "pool.main.x=" + strings.Repeat("long ", 30) + ",b",
	} {
		for _, width := range []float64{60, 130, 450} {
			a := axisOf(t, text)
			p := newPanel("", 0, 1, 0, 1)
			p.axes.X.Min, p.axes.X.Max = a.span()
			a.setX(p, vg.Length(width))
			n, end := 0, -1e9
			ticks := slices.Clone(p.axes.X.Tick.Marker.Ticks(p.axes.X.Min, p.axes.X.Max))
			slices.SortFunc(ticks, func(x, y plot.Tick) int {
				if x.Value < y.Value {
					return -1
				}
				return 1
			})
			for _, tick := range ticks {
				if tick.Label == "" {
					continue
				}
				n++
				middle, half := width*p.axes.X.Norm(tick.Value), float64(tickText(tick.Label, ink).width())/2
				if middle-half < end {
					t.Errorf("%.40s at %g: %q overlaps the label before", text, width, tick.Label)
				}
				end = middle + half
			}
			if n == 0 {
				t.Errorf("%.40s at %g has no labels", text, width)
			}
		}
	}
}
