package plots

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"poolsim/sim/experiment"
)

// key5 names a row or a curve of a result: metric, stat and what it is of. Empty is "all together".
type key5 struct{ metric, stat, pool, class, holder string }

// String is how errors name it: in_use_connections/mean of pool "main".
func (k key5) String() string {
	s := k.metric + "/" + k.stat
	var of []string
	for _, part := range [][2]string{{"pool", k.pool}, {"class", k.class}, {"holder", k.holder}} {
		if part[1] != "" {
			of = append(of, fmt.Sprintf("%s %q", part[0], part[1]))
		}
	}
	if len(of) > 0 {
		s += " of " + strings.Join(of, ", ")
	}
	return s
}

func seriesKey(s *experiment.Series) key5 { return key5{s.Metric, s.Stat, s.Pool, s.Class, s.Holder} }

// findSeries returns the curve, or nil when the result has none or one without points.
func findSeries(r *experiment.Result, k key5) *experiment.Series {
	i := slices.IndexFunc(r.Series, func(s experiment.Series) bool { return seriesKey(&s) == k })
	if i < 0 || len(r.Series[i].X) == 0 {
		return nil
	}
	return &r.Series[i]
}

// findMetric returns the value of a row, and whether the result has it and something was observed.
func findMetric(r *experiment.Result, k key5) (float64, bool) {
	for i := range r.Metrics {
		m := &r.Metrics[i] // what differs most is looked at first: there are a hundred rows for each class
		if m.Class == k.class && m.Holder == k.holder && m.Stat == k.stat && m.Metric == k.metric && m.Pool == k.pool {
			return float64(m.Value), !m.Value.IsNaN()
		}
	}
	return math.NaN(), false
}

// checkSeries says what is wrong with a curve from a file: lengths that differ, values that are not finite or negative,
// an x that does not ascend.
func checkSeries(s *experiment.Series) error {
	if len(s.X) != len(s.Y) {
		return fmt.Errorf("series %v: %d values of x but %d of y", seriesKey(s), len(s.X), len(s.Y))
	}
	for i := range s.X {
		switch x, y := s.X[i], s.Y[i]; {
		case math.IsNaN(x) || math.IsInf(x, 0) || math.IsNaN(y) || math.IsInf(y, 0):
			return fmt.Errorf("series %v: point %d is not finite", seriesKey(s), i)
		case y < 0:
			return fmt.Errorf("series %v: point %d is negative: %g", seriesKey(s), i, y)
		case i > 0 && x <= s.X[i-1]:
			return fmt.Errorf("series %v: x must ascend, but point %d is %g after %g", seriesKey(s), i, x, s.X[i-1])
		}
	}
	return nil
}

// bins are equal steps of virtual time: bin i is from edges[i] to edges[i+1].
type bins struct {
	edges []float64
	width float64 // as the result has it; a title calls it "2 s"
	merge int     // how many bins of the result are one of these
}

// mostBins is how many bins a figure can show: more than one a pixel and a half is not seen.
const mostBins = 840

// binsOf makes the bins of a curve over time. The measured time ends the last bin.
func binsOf(s *experiment.Series, duration float64) bins {
	n := len(s.X)
	b := bins{width: duration - s.X[0], merge: (n + mostBins - 1) / mostBins}
	if n > 1 {
		b.width = (s.X[n-1] - s.X[0]) / float64(n-1)
	}
	if b.width <= 0 {
		b.width = 1
	}
	end := s.X[n-1] + b.width
	if duration > s.X[n-1] && duration < end {
		end = duration
	}
	for i := 0; i < n; i += b.merge {
		b.edges = append(b.edges, s.X[i])
	}
	b.edges = append(b.edges, end)
	b.width *= float64(b.merge)
	return b
}

// len is the number of bins.
func (b bins) len() int { return len(b.edges) - 1 }

// clock writes a time as the axis does.
func (b bins) clock(x float64) string {
	if b.width < 1 && x != math.Trunc(x) {
		return seconds(x, 4)
	}
	return clock(x, b.edges[b.len()] >= 3600)
}

// means and peaks reduce the values of the result's bins to those of these bins.
func (b bins) means(y []float64) []float64 {
	return b.reduce(y, func(part []float64) float64 {
		sum := 0.0
		for _, v := range part {
			sum += v
		}
		return sum / float64(len(part))
	})
}

func (b bins) peaks(y []float64) []float64 { return b.reduce(y, slices.Max[[]float64]) }

func (b bins) reduce(y []float64, f func([]float64) float64) []float64 {
	out := make([]float64, 0, b.len())
	for i := 0; i < len(y); i += b.merge {
		out = append(out, f(y[i:min(i+b.merge, len(y))]))
	}
	return out
}
