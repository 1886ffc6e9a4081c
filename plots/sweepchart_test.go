package plots

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"poolsim/sim/experiment"
	"poolsim/sim/study"
)

// TestSweepGolden draws the charts of every sweep and compares the SVGs with those in testdata.
func TestSweepGolden(t *testing.T) {
	for _, fx := range sweepFixtures {
		r := fx.make()
		names := strings.Fields(fx.charts)
		if len(names) == 0 {
			names = SweepDefaults(r, Options{})
		}
		for _, name := range names {
			figures := drawSweep(t, r, name)
			for i := range figures {
				checkGolden(t, fx.name, &figures[i])
			}
		}
	}
}

func drawSweep(t *testing.T, r *study.SweepResult, name string) []Figure {
	t.Helper()
	chart, ok := SweepCharts.Lookup(name)
	if !ok {
		t.Fatalf("no chart %s", name)
	}
	figures, err := chart.Draw(r, Options{})
	if err != nil {
		t.Fatalf("%v", err)
	}
	return figures
}

// TestSweepRegistry holds the charts of sweeps to what list pages and file names need; no name is also that of a chart of
// runs.
func TestSweepRegistry(t *testing.T) {
	if n := len(SweepCharts.Names()); n < 5 {
		t.Errorf("only %d charts", n)
	}
	for _, name := range SweepCharts.Names() {
		c, _ := SweepCharts.Lookup(name)
		if c.Name != name || c.Help == "" || strings.HasSuffix(c.Help, ".") || c.Draw == nil || fileName(name) != name {
			t.Errorf("chart %q: %+v", name, c)
		}
		if _, ok := Charts.Lookup(name); ok {
			t.Errorf("%s is both a chart of runs and of sweeps", name)
		}
	}
}

// TestSweepTitles: what a title says is what the sweep holds.
func TestSweepTitles(t *testing.T) {
	want := map[string]string{
		"load waits":          "p99 wait passes 100 ms between 380 and 410 api jobs/s",
		"load saturation":     "Pool main saturates between 420 and 430 api jobs/s; at 460, utilisation is 100 %",
		"factors waits":       "p99 wait falls from 30 s at pool_size 5 to 0 ms at 1 280",
		"categories waits":    "p99 wait comes within 100 ms between pool_size + max_overflow 40 + 4 and 50 + 0",
		"no-waits waits":      "p99 wait stays within 100 ms up to 500 api jobs/s",
		"all-timed-out waits": "p99 wait is over 100 ms from 100 to 500 api jobs/s",
		"grid heat-map":       "p99 wait is within 25 ms in 19 of 42 cells (4 not decided): with pool_size 60, whatever the max_overflow",
	}
	for _, fx := range sweepFixtures {
		names := strings.Fields(fx.charts)
		if len(names) == 0 {
			names = SweepDefaults(fx.make(), Options{})
		}
		for _, name := range names {
			for _, f := range drawSweep(t, fx.make(), name) {
				got, key := plain(f.Title), fx.name+" "+name
				t.Logf("%s: %s", key, got)
				if w, ok := want[key]; ok && got != w {
					t.Errorf("%s: %s, want %s", key, got, w)
				}
				delete(want, key)
			}
		}
	}
	for key := range want {
		t.Errorf("%s was not drawn", key)
	}
}

// TestFindings compares what is found along an axis with the verdicts themselves, for all sequences of up to six points.
func TestFindings(t *testing.T) {
	kinds := []experiment.Judgement{experiment.Met, experiment.NotMet, experiment.NotDecided}
	seen := map[course]bool{}
	for n := 1; n <= 6; n++ {
		texts := []string{"1", "2", "3", "4", "5", "6"}[:n]
		axis := study.Axis{Keys: []string{"pool.main.pool_size"}}
		for _, x := range texts {
			axis.Points = append(axis.Points, []string{x})
		}
		a := newAxis(0, axis, []string{"pool_size"})
		all := 1
		for range n {
			all *= 3
		}
		for code := range all {
			js := make([]experiment.Judgement, n)
			for k, rest := 0, code; k < n; k, rest = k+1, rest/3 {
				js[k] = kinds[rest%3]
			}
			f := findAlong(a, js)
			seen[f.course] = true
			if !holds(f, js) {
				t.Fatalf("%v: %+v", js, f)
			}
		}
	}
	if len(seen) != 10 {
		t.Errorf("only %d courses were found", len(seen))
	}
}

// holds reports whether verdicts are as a finding says.
func holds(f finding, js []experiment.Judgement) bool {
	begin := map[course]experiment.Judgement{
		allMet: experiment.Met, noneMet: experiment.NotMet, allOpen: experiment.NotDecided, rises: experiment.Met, falls: experiment.NotMet,
		metThenOpen: experiment.Met, openThenMet: experiment.NotDecided, notThenOpen: experiment.NotMet, openThenNot: experiment.NotDecided,
	}
	end := map[course]experiment.Judgement{
		rises: experiment.NotMet, falls: experiment.Met, metThenOpen: experiment.NotDecided, openThenMet: experiment.Met,
		notThenOpen: experiment.NotDecided, openThenNot: experiment.NotMet,
	}
	met, open := 0, 0
	for _, j := range js {
		if j == experiment.Met {
			met++
		}
		if j == experiment.NotDecided {
			open++
		}
	}
	if met != f.met || open != f.open || len(js) != f.all {
		return false
	}
	last, changes := end[f.course]
	for k, j := range js {
		want := experiment.NotDecided
		switch {
		case f.course == mixed:
			return true
		case !changes || k <= f.from:
			want = begin[f.course]
		case k >= f.to:
			want = last
		}
		if j != want {
			return false
		}
	}
	return true
}

// TestSweepNothingToDraw: a sweep that lacks what a chart shows is an error that says why.
func TestSweepNothingToDraw(t *testing.T) {
	one := func(at []string) toy { return toy{430, numberAt(at[0]), 30} }
	tests := []struct {
		name, chart string
		r           *study.SweepResult
		want        string
	}{
		{"nothing", "heat-map", &study.SweepResult{}, "the sweep has no finished cell"},
		{"one cell", "waits", makeSweep(sweepMaker{between: one}, "pool.main.pool_size=40"), "the sweep has one cell, and a curve needs two"},
		{"one cell", "heat-map", makeSweep(sweepMaker{between: one}, "pool.main.pool_size=40"), "a heat map shows two settings, or three, and none varies"},
		{"one cell", "saturation", makeSweep(sweepMaker{between: one}, "pool.main.pool_size=40"), "no axis of the sweep changes how much arrives"},
		{"one axis", "small-multiples", makeSweep(sweepMaker{between: one}, "pool.main.pool_size=40:50", "pool.main.max_overflow=1"), "and one varies"},
		{"one axis", "heat-map", makeSweep(sweepMaker{between: one}, "pool.main.pool_size=40:50", "pool.main.max_overflow=1"), "and one varies"},
		{
			"nobody asks", "waits", change(makeSweep(sweepMaker{between: one}, "pool.main.pool_size=40:50"), func(_ int, s *study.Summary) {
				for i := range s.Value {
					s.Value[i] = experiment.Number(nan)
				}
			}), "no cell has a wait: nothing was observed",
		},
	}
	for _, tt := range tests {
		chart, _ := SweepCharts.Lookup(tt.chart)
		_, err := chart.Draw(tt.r, Options{})
		if !errors.Is(err, ErrNoData) || !strings.Contains(err.Error(), tt.want) || !strings.HasPrefix(err.Error(), "plots: "+tt.chart+": ") {
			t.Errorf("%s of %s: %v, want %s", tt.chart, tt.name, err, tt.want)
		}
	}
	chart, _ := SweepCharts.Lookup("waits")
	if _, err := chart.Draw(loadSweep(), Options{Pool: "reporting"}); !errors.Is(err, ErrNoData) || !strings.Contains(err.Error(), `pool "reporting"`) {
		t.Errorf("an unknown pool: %v", err)
	}
}

// TestBadSweeps: a sweep that does not fit together is a clear error and no panic.
func TestBadSweeps(t *testing.T) {
	tests := map[string]func(r *study.SweepResult){
		"is none of its":             func(r *study.SweepResult) { r.Cells[1].Cell = 1000 },
		"not one value for each":     func(r *study.SweepResult) { r.Cells[1].Value = r.Cells[1].Value[1:] },
		"the same as point 1":        func(r *study.SweepResult) { r.Axes[0].Points[1] = r.Axes[0].Points[0] },
		"cell that is none":          func(r *study.SweepResult) { r.Cells[2] = nil },
		"axis has no key":            func(r *study.SweepResult) { r.Axes[0].Keys = nil },
		"cell 1 has not one value f": func(r *study.SweepResult) { r.Columns = r.Columns[1:] },
	}
	for want, spoil := range tests {
		for _, name := range SweepCharts.Names() {
			r := loadSweep()
			spoil(r)
			chart, _ := SweepCharts.Lookup(name)
			if _, err := chart.Draw(r, Options{}); err == nil || errors.Is(err, ErrNoData) || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v, want %s", name, err, want)
			}
			if SweepDefaults(r, Options{}) != nil {
				t.Errorf("%s: there are charts that suit it", want)
			}
		}
	}
}

// TestSweepSameBytes draws twice from sweeps made anew.
func TestSweepSameBytes(t *testing.T) {
	draw := func() string {
		var b bytes.Buffer
		for _, fx := range sweepFixtures {
			r := fx.make()
			for _, name := range SweepDefaults(r, Options{}) {
				for _, f := range drawSweep(t, r, name) {
					if err := f.Write(&b, "svg"); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
		return b.String()
	}
	if first, second := draw(), draw(); first != second {
		t.Error("two drawings differ")
	}
}

// TestSweepDefaults: the usual charts follow from what varies.
func TestSweepDefaults(t *testing.T) {
	cell := func([]string) toy { return toy{430, 40, 30} }
	tests := []struct {
		axes []string
		want string
	}{
		{[]string{"pool.main.pool_size=1"}, ""},
		{[]string{"pool.main.pool_size=1,2"}, "waits"},
		{[]string{"class.api.rate=1/s,2/s", "pool.main.pool_size=1"}, "waits saturation"},
		{[]string{"pool.main.pool_size=1,2", "pool.main.max_overflow=1,2"}, "heat-map waits"},
		{[]string{"pool.main.pool_size=1,2", "run.load=1,2"}, "heat-map waits saturation"},
		{[]string{"a.a=1,2", "b.b=1,2", "run.load=1,2"}, "small-multiples heat-map"},
		{[]string{"a.a=1,2", "b.b=1,2", "c.c=1,2", "run.load=1,2"}, "small-multiples heat-map"},
	}
	for _, tt := range tests {
		r := makeSweep(sweepMaker{between: cell}, tt.axes...)
		got := SweepDefaults(r, Options{})
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%v: %v, want %s", tt.axes, got, tt.want)
		}
		for _, name := range got {
			drawSweep(t, r, name)
		}
	}
}
