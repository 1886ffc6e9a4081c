package plots

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"poolsim/sim/experiment"
)

// exactly adds a curve without noise.
func exactly(r *experiment.Result, metric, pool, class string, n int, f func(x float64) float64) {
	h := happenings(r, n)
	h.add(key5{metric: metric, stat: "mean", pool: pool, class: class}, 0, false, f)
}

// TestGoodputTitles: what a title says of faults is what the curves hold.
func TestGoodputTitles(t *testing.T) {
	run := func(done, failed func(float64) float64, faults ...func(*experiment.Result)) *experiment.Result {
		r := base("main")
		r.DurationSeconds, r.Replications = 300, 1
		exactly(r, "completions_per_second", "", "api", 300, done)
		exactly(r, "failures_per_second", "", "api", 300, failed)
		for _, f := range faults {
			f(r)
		}
		return r
	}
	restart := func(at float64) func(*experiment.Result) {
		return func(r *experiment.Result) { strikes(r, "restart", "restart", at) }
	}
	slow := func(from, to float64) func(*experiment.Result) {
		return func(r *experiment.Result) { lasts(r, "slow-connect", "slow connect", from, to) }
	}
	strange := func(at float64) func(*experiment.Result) {
		return func(r *experiment.Result) { strikes(r, "flood", "a flood", at) }
	}
	for _, c := range []struct {
		r    *experiment.Result
		want string
	}{
		{
			run(during(180, 188, 40, 300), during(180, 186, 260, 0), restart(180)),
			"After the restart at 3:00, 1 560 jobs fail, all within 6 s; goodput falls to 40/s and is back at 300/s after 8 s",
		},
		{ // failures outlast the dip
			run(during(180, 183, 40, 300), during(180, 186, 2, 0), restart(180)),
			"After the restart at 3:00, 12 jobs fail, all within 6 s; goodput falls to 40/s and is back at 300/s after 6 s",
		},
		{run(always(300), always(0), restart(180)), "After the restart at 3:00, no job fails; goodput stays at 300/s"},
		{run(always(300), during(180, 181, 1, 0), strange(180)), "After the fault a flood at 3:00, 1 job fails, within 1 s; goodput stays at 300/s"},
		{ // never back
			run(during(180, 300, 100, 300), during(180, 300, 200, 0), restart(180)),
			"After the restart at 3:00, 24 000 jobs fail until the end; goodput falls from 300/s to 100/s and is 100/s at the end",
		},
		{ // too little to be a dip, too much to stay
			run(during(180, 300, 276, 300), always(0), restart(180)),
			"After the restart at 3:00, no job fails; goodput is 276/s, 300/s before",
		},
		{
			run(during(60, 70, 0, 300), during(60, 70, 300, 0), slow(60, 120)),
			"With the slow connects from 1:00 to 2:00, 3 000 jobs fail, all within 10 s; goodput falls to 0/s and is back at 300/s after 10 s",
		},
		{ // two faults: the worse one, until the next
			run(during(200, 205, 0, 300), during(200, 205, 300, 0), restart(100), restart(200)),
			"After the restart at 3:20, 1 500 jobs fail, all within 5 s; goodput falls to 0/s and is back at 300/s after 5 s",
		},
		{ // they fail before too
			run(always(300), during(180, 200, 40, 2), restart(180)),
			"After the restart at 3:00, up to 40 jobs a second fail (2/s before); goodput stays at 300/s",
		},
		{ // goodput was rising before: nothing to compare with
			run(func(x float64) float64 { return 100 + x }, during(180, 190, 10, 0), restart(180)),
			"After the restart at 3:00, 100 jobs fail, all within 10 s",
		},
		{ // nothing before it
			run(always(300), during(0, 10, 30, 0), restart(0)),
			"0.33 % of jobs fail, all from 0:00 to 0:10; 300 a second complete",
		},
		{run(always(300), always(0), restart(-5)), "300 jobs a second complete and none fails"},
		{run(always(300), always(3)), "0.99 % of jobs fail; 300 a second complete"},
		{run(always(0), always(300)), "No job completes: 300 jobs a second fail"},
	} {
		figures, err := drawGoodput(c.r)
		if err != nil {
			t.Errorf("%v, want %q", err, c.want)
			continue
		}
		if got := plain(figures[0].Title); got != c.want {
			t.Errorf("%q\nwant %q", got, c.want)
		}
	}
}

// TestGoodputByChance: where nothing but chance is at work, no title says that goodput falls.
func TestGoodputByChance(t *testing.T) {
	for _, rate := range []float64{3, 20, 300} {
		h := happenings(base("main"), 360)
		for range 60 {
			r := base("main")
			h.r = r
			h.jobs("api", always(rate), always(0))
			strikes(r, "restart", "restart", 900)
			figures, err := drawGoodput(r)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(figures[0].Title, "falls") {
				t.Errorf("%g a second: %s", rate, figures[0].Title)
			}
		}
	}
}

func TestOtherRunTitles(t *testing.T) {
	churnOfConnects := func(f func(float64) float64, faults ...float64) *experiment.Result {
		r := base("main")
		r.DurationSeconds = 300
		for _, at := range faults {
			strikes(r, "restart", "restart", at)
		}
		exactly(r, "connects_per_second", "main", "", 300, f)
		exactly(r, "closes_per_second", "main", "", 300, always(0.5))
		return r
	}
	server := func(most int64, peak, refused func(float64) float64) *experiment.Result {
		r := base("main")
		r.DurationSeconds, r.Replications = 300, 1
		h := happenings(r, 300)
		h.add(key5{metric: "database_connections", stat: "mean"}, 0, false, peak)
		h.add(key5{metric: "database_connections", stat: "max"}, 0, false, peak)
		h.add(key5{metric: "refused_connects_per_second", stat: "mean"}, 0, false, refused)
		if most > 0 {
			limit(r, most, 3)
		}
		return r
	}
	for _, c := range []struct {
		chart string
		r     *experiment.Result
		want  string
	}{
		{"churn", churnOfConnects(always(2)), "Pool main begins 600 connects in 5 min"},
		{"churn", churnOfConnects(always(0), 100), "Pool main begins no connect; it closes 150 surplus connections"},
		{"churn", churnOfConnects(during(100, 102, 30, 0), 100), "Pool main begins 60 connects in 5 min, 60 of them within 10 s of the restart at 1:40"},
		{"churn", churnOfConnects(always(2), 100), "Pool main begins 600 connects in 5 min"},
		{"database", server(0, always(20), always(0)), "At most 20 connections are open at the database, which has no limit"},
		{
			"database", server(100, always(20), always(0)),
			"At most 20 of the database's 97 connections for applications are taken; no connect is refused, but the pools may ask for 150",
		},
		{"database", server(200, always(20), always(0)), "At most 20 of the database's 197 connections for applications are taken; no connect is refused"},
		{
			"database", server(100, during(60, 120, 97, 30), during(60, 120, 2, 0)),
			"The database is full, with 97 connections, from 1:00 to 2:00; 120 connects are refused",
		},
		{"database", server(100, always(97), always(0)), "The database is full, with 97 connections, all the time; no connect is refused"},
		{"time-spent", timesTimedOut(), "100 % of the mean response of api, 30 s, is waiting in line"},
		{"time-spent", times(), "82 % of the mean response of api, 147 ms, is holding connections; 1.3 % is waiting in line"},
	} {
		chart, _ := Charts.Lookup(c.chart)
		figures, err := chart.Draw(c.r)
		if err != nil {
			t.Errorf("%s: %v, want %q", c.chart, err, c.want)
			continue
		}
		if got := plain(figures[0].Title); got != c.want {
			t.Errorf("%s: %q\nwant %q", c.chart, got, c.want)
		}
	}
}

// TestNothingToDraw: where a result lacks what a chart shows, the error says what it lacks.
func TestNothingToDraw(t *testing.T) {
	nobody := base("main")
	h := happenings(nobody, 20)
	h.jobs("api", always(0), always(0))
	h.pool("main", always(0), always(0), always(0), always(0), always(0))
	h.database(always(0), always(0))
	for i := range nobody.Series {
		clear(nobody.Series[i].Y)
	}
	spend(nobody, "main", "api", "main", 0, math.NaN())
	spend(nobody, "", "api", "", 0, 0)
	nobody.Series = append(nobody.Series, experiment.Series{Metric: "hold_seconds", Stat: "ccdf", Pool: "main", Holder: "main"})
	empty := &experiment.Result{Series: []experiment.Series{{Metric: "completions_per_second", Stat: "mean", Class: "api"}}} // no bins
	for _, c := range []struct {
		chart string
		r     *experiment.Result
		want  string
	}{
		{"goodput", empty, "no points of completions_per_second/mean"},
		{"churn", empty, "no points of connects_per_second/mean"},
		{"database", empty, "no points of database_connections/mean"},
		{"durations", empty, "no acquire, hold or response longer than 0"},
		{"time-spent", empty, "no time_seconds or response_time_seconds above 0"},
		{"goodput", nobody, "no job ends in replication 1"},
		{"churn", nobody, "no connection is opened, recycled, closed or pinged in replication 1"},
		{"database", nobody, "no connection is opened at the database in replication 1"},
		{"durations", nobody, "no acquire, hold or response longer than 0"},
		{"time-spent", nobody, "no time_seconds or response_time_seconds above 0"},
	} {
		chart, _ := Charts.Lookup(c.chart)
		if _, err := chart.Draw(c.r); !errors.Is(err, ErrNoData) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.chart, err, c.want)
		}
	}
}

// TestBrokenRunResults: broken curves and rows are errors, not pictures.
func TestBrokenRunResults(t *testing.T) {
	broken := func(r *experiment.Result, metric string, f func(s *experiment.Series)) *experiment.Result {
		i := slices.IndexFunc(r.Series, func(s experiment.Series) bool { return s.Metric == metric })
		f(&r.Series[i])
		return r
	}
	minus := func(s *experiment.Series) { s.Y[1] = -1 }
	short := func(s *experiment.Series) { s.X, s.Y = s.X[1:], s.Y[1:] }
	negative := times()
	for i := range negative.Metrics {
		if m := &negative.Metrics[i]; m.Metric == "time_seconds" && m.Stat == "hold" {
			m.Value = -1
		}
	}
	for _, c := range []struct {
		chart string
		r     *experiment.Result
		want  string
	}{
		{"goodput", broken(outage(), "completions_per_second", minus), "negative"},
		{"goodput", broken(outage(), "failures_per_second", short), "other bins"},
		{"goodput", broken(outage(), "timeouts_per_second", short), "other bins"},
		{"churn", broken(outage(), "pings_per_second", minus), "negative"},
		{"database", broken(outage(), "refused_connects_per_second", short), "other bins"},
		{"database", broken(instances(), "database_connections", minus), "negative"},
		{"durations", broken(times(), "hold_seconds", func(s *experiment.Series) { s.Y[0], s.Y[1] = 0.2, 0.9 }), "no share beyond"},
		{"durations", broken(times(), "hold_seconds", func(s *experiment.Series) { s.X[0] = 0 }), "not above 0"},
		{"time-spent", negative, "is no time"},
	} {
		chart, _ := Charts.Lookup(c.chart)
		if _, err := chart.Draw(c.r); err == nil || errors.Is(err, ErrNoData) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.chart, err, c.want)
		}
	}
}

// TestFaults: which faults an axis shows, and how.
func TestFaults(t *testing.T) {
	r := base("main")
	r.DurationSeconds = 100
	strikes(r, "restart", "restart", -1)
	strikes(r, "restart", "restart", 0)
	lasts(r, "slow-connect", "slow connect", -10, 0)
	lasts(r, "slow-connect", "slow connect", -10, 20)
	lasts(r, "slow-connect", "slow connect", 90, 200)
	lasts(r, "slow-connect", "slow connect", -5, 200)
	strikes(r, "dispose", "dispose main", 100)
	strikes(r, "restart", "restart", math.NaN())
	lasts(r, "restart", "restart", 5, 4)
	r.Faults = append(r.Faults, experiment.FaultMark{Kind: "timeless"})
	exactly(r, "completions_per_second", "", "api", 100, always(1))
	h, err := historyOf(r, "completions_per_second", "mean")
	if err != nil {
		t.Fatal(err)
	}
	f := faultsOf(r, h.bins)
	var got []string
	for _, s := range f.in {
		got = append(got, s.label+" "+s.when(h.bins))
	}
	want := "slow connect until 0:20; slow connect all the time; restart at 0:00; slow connect from 1:30 on"
	if s := strings.Join(got, "; "); s != want {
		t.Errorf("%s\nwant %s", s, want)
	}
	want = ". Faults not shown: restart, slow connect before measuring began, dispose main after the end"
	if s := plain(f.outside()); s != want {
		t.Errorf("%s\nwant %s", s, want)
	}
}

// TestDefaults: which charts suit which results.
func TestDefaults(t *testing.T) {
	always := "utilisation wait-ccdf durations time-spent"
	recycles := calm()
	recycles.Series = append(recycles.Series, experiment.Series{Metric: "recycles_per_second", Stat: "mean", X: []float64{0, 1}, Y: []float64{0, 1}})
	limited := calm()
	limited.Scenario = map[string]any{"database": map[string]any{"max_connections": 100.0}} // as JSON reads it
	for _, c := range []struct {
		name string
		r    *experiment.Result
		want string
	}{
		{"nothing happens", calm(), always},
		{"faults", outage(), always + " goodput churn database"},
		{"timeouts", overload(), always + " goodput"},
		{"recycles", recycles, always + " churn"},
		{"a limit", limited, always + " database"},
		{"instances", instances(), always + " goodput churn database"},
		{"empty", &experiment.Result{}, always},
	} {
		got := Defaults(c.r)
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: %s, want %s", c.name, s, c.want)
		}
		for _, name := range got {
			if _, ok := Charts.Lookup(name); !ok {
				t.Errorf("%s: %q is no chart", c.name, name)
			}
		}
	}
}

func TestOwnerNames(t *testing.T) {
	got := strings.Join(ownerNames([]owner{
		{"main", "api", "auth"}, {"main", "api", "main"}, {"main", "import", "main"}, {"other", "import", "main"}, {"", "api", ""}, {"", "", ""},
	}), "; ")
	if want := "auth; main (api); main / main (import); other / main (import); api; all classes"; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}
