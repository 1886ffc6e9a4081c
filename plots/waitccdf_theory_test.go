package plots

import (
	"strings"
	"testing"

	"poolsim/sim/experiment"
)

// A closed form is drawn only beside a curve of its pool, and what is no tail is refused with its name.
func TestTheoryTails(t *testing.T) {
	draw := func(change func(s *experiment.Series, r *experiment.Result)) (string, error) {
		r := theory()
		for i := range r.Series {
			if r.Series[i].Stat == "ccdf_theory" && r.Series[i].Pool == "main" {
				change(&r.Series[i], r)
			}
		}
		figures, err := drawWaitCCDF(r)
		if err != nil {
			return "", err
		}
		var names []string
		for _, k := range figures[0].legend {
			names = append(names, k.name)
		}
		return strings.Join(names, "; "), nil
	}
	for what, c := range map[string]struct {
		change func(s *experiment.Series, r *experiment.Result)
		want   string // in the legend, or in the error
	}{
		"as it is":      {func(*experiment.Series, *experiment.Result) {}, "main / theory: M/M/c+D; batch / theory: about Allen-Cunneen"},
		"without rows":  {func(_ *experiment.Series, r *experiment.Result) { r.Theory = nil }, "main / theory: a closed form"},
		"more than all": {func(s *experiment.Series, _ *experiment.Result) { s.Y[3] = 1.5 }, `wait_seconds/ccdf_theory of pool "main": point 3 is no probability: 1.5`},
		"not ascending": {func(s *experiment.Series, _ *experiment.Result) { s.X[3] = 0 }, "x must ascend"},
		"all below":     {func(s *experiment.Series, _ *experiment.Result) { clear(s.Y) }, "main / theory: M/M/c+D"},
		"other pool":    {func(s *experiment.Series, _ *experiment.Result) { s.Pool = "nobody" }, "17 % wait, p99 1.43 s; batch / theory"},
	} {
		got, err := draw(c.change)
		if err != nil {
			got = err.Error()
		}
		if got = strings.ReplaceAll(got, noBreak, " "); !strings.Contains(got, c.want) {
			t.Errorf("%s: %q, want %q", what, got, c.want)
		}
	}
}
