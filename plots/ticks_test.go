package plots

import (
	"math"
	"strings"
	"testing"

	"gonum.org/v1/plot"
)

// labels joins the labels of ticks, with plain spaces; a tick without label is a dot.
func labels(ticks []plot.Tick) string {
	var all []string
	for _, t := range ticks {
		if t.Label == "" {
			all = append(all, ".")
			continue
		}
		all = append(all, plain(t.Label))
	}
	return strings.Join(all, "|")
}

// plain replaces the spaces of typography.
func plain(s string) string { return strings.NewReplacer(thin, " ", noBreak, " ").Replace(s) }

func TestTicks(t *testing.T) {
	tests := []struct {
		name   string
		ticker plot.Ticker
		lo, hi float64
		want   string
	}{
		{"linear", linearTicks{most: 6}, 0, 1, "0|0.2|0.4|0.6|0.8|1"},
		{"linear below zero", linearTicks{most: 4}, -1, 1, "−1|−0.5|0|0.5|1"},
		{"thousands", linearTicks{most: 3, whole: true}, 0, 6500, "0|2 500|5 000"},
		{"whole", linearTicks{most: 6, whole: true}, 0, 2.1, "0|1|2"},
		{"never 2.5 of whole numbers", linearTicks{most: 6, whole: true}, 0, 14, "0|5|10"},
		{"million", linearTicks{most: 2, whole: true}, 0, 2e6, "0|1 000 000|2 000 000"},
		{"empty", linearTicks{most: 6}, 1, 1, ""},
		{"not a number", linearTicks{most: 6}, 0, math.NaN(), ""},
		{"10 min", timeTicks{most: 10}, 0, 600, "0:00|1:00|2:00|3:00|4:00|5:00|6:00|7:00|8:00|9:00|10:00"},
		{"90 s", timeTicks{most: 6}, 0, 90, "0:00|0:15|0:30|0:45|1:00|1:15|1:30"},
		{"2 h", timeTicks{most: 4}, 0, 7200, "0:00:00|0:30:00|1:00:00|1:30:00|2:00:00"},
		{"2 s", timeTicks{most: 4}, 0, 2, "0 s|0.5 s|1 s|1.5 s|2 s"},
		{"4 days", timeTicks{most: 5}, 0, 4 * day, "0 d|1 d|2 d|3 d|4 d"},
		{"5 years", timeTicks{most: 4}, 0, 1825 * day, "0 d|500 d|1 000 d|1 500 d"},
		{"empty time", timeTicks{most: 4}, 5, 5, ""},
		{"three decades", logTicks{label: decadeSeconds, bare: true}, 1e-3, 1, "1 ms|10 ms|100 ms|1 s"},
		{"marks between", logTicks{label: decadeSeconds}, 0.8, 120, ".|.|1 s|.|.|.|.|.|.|.|.|10 s|.|.|.|.|.|.|.|.|100 s"},
		{"short", logTicks{label: decadeSeconds, bare: true}, 1, 20, "1 s|2 s|5 s|10 s|20 s"},
		{"below 1 ms", logTicks{label: decadeSeconds, bare: true}, 1e-6, 1e-3, "1 µs|10 µs|100 µs|1 ms"},
		{"long", logTicks{label: decadeSeconds, bare: true}, 1, 1e4, "1 s|10 s|100 s|1 000 s|10 000 s"},
		{"percent", logTicks{label: decadePercent, bare: true}, 1e-5, 1, "0.001 %|0.01 %|0.1 %|1 %|10 %|100 %"},
		{"every other", logTicks{label: decadePercent, bare: true, most: 4}, 1e-5, 1, "0.01 %|1 %|100 %"},
		{"zero", logTicks{label: decadePercent}, 0, 1, ""},
	}
	for _, tt := range tests {
		if got := plain(labels(tt.ticker.Ticks(tt.lo, tt.hi))); strings.ReplaceAll(got, "..", ".") != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestLogScale(t *testing.T) {
	for _, tt := range []struct{ x, want float64 }{{0.01, 0}, {0.1, 0.5}, {1, 1}, {0, 0}, {-1, 0}} {
		if got := (logScale{}).Normalize(0.01, 1, tt.x); math.Abs(got-tt.want) > 1e-12 {
			t.Errorf("Normalize(%g) = %g, want %g", tt.x, got, tt.want)
		}
	}
}
