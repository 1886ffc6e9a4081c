package report

import (
	"bytes"
	"strings"
	"testing"

	"poolsim/sim/experiment"
)

// courses is a result with the levels of a pool over time.
func courses(inUse, waiting []float64) *experiment.Result {
	r := lcfs()
	x := make([]float64, len(inUse))
	r.Series = append(
		r.Series,
		experiment.Series{Metric: "in_use_connections", Stat: "mean", Pool: "main", Class: "api", Holder: "main", X: x, Y: inUse},
		experiment.Series{Metric: "in_use_connections", Stat: "max", Pool: "main", X: x, Y: inUse},
		experiment.Series{Metric: "waiting_requests", Stat: "mean", Pool: "main", X: x, Y: waiting},
		experiment.Series{Metric: "waiting_requests", Stat: "max", Pool: "main", X: x, Y: waiting},
	)
	return r
}

func drawn(tb testing.TB, r *experiment.Result, width int) string {
	tb.Helper()
	var b bytes.Buffer
	if err := Text(&b, r, Style{Width: width}); err != nil {
		tb.Fatal(err)
	}
	return b.String()
}

func TestCourses(t *testing.T) {
	t.Parallel()
	up := []float64{0, 0, 10, 20, 30, 40, 50, 60, 70, 80, 80, 0}
	for _, want := range []string{
		"in use   " + "  ▁▂▃▄▅▆▇██ " + "  36.7 mean, 80 peak of 150\n",
		"waiting  none\n",
	} {
		if got := drawn(t, courses(up, make([]float64, len(up))), 80); !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	long := make([]float64, 400)
	long[399] = 3
	got := drawn(t, courses(long, long), 60)
	for _, line := range strings.Split(got, "\n") {
		if (strings.HasPrefix(line, "in use ") || strings.HasPrefix(line, "waiting ")) && strings.Contains(line, "peak") {
			if n := len([]rune(line)); n > 60 || !strings.Contains(line, " █  0.00750 mean, 3 peak") {
				t.Errorf("%d columns: %q", n, line)
			}
		}
	}
	for what, r := range map[string]*experiment.Result{
		"too narrow": courses(long, long), "negative": courses([]float64{1, -1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, up), "nothing": courses(nil, nil),
	} {
		width := 80
		if what == "too narrow" {
			width = 30
		}
		if got := drawn(t, r, width); strings.Contains(got, "Over time") {
			t.Errorf("%s: drawn all the same:\n%s", what, got)
		}
	}
	var b bytes.Buffer
	if err := Markdown(&b, courses(up, up), Style{}); err != nil || strings.Contains(b.String(), "Over time") {
		t.Errorf("Markdown draws a course (%v)", err)
	}
}
