package plots

import (
	"math"
	"strings"
	"testing"

	"gonum.org/v1/plot/vg"

	"poolsim/sim/experiment"
)

func TestWords(t *testing.T) {
	tests := []struct{ got, want string }{
		{count(6500), "6 500"},
		{count(999.6), "1 000"},
		{count(-12345678), "−12 345 678"},
		{amount(45.21, 3), "45.2"},
		{amount(1234.5, 3), "1 230"},
		{amount(0.5, 3), "0.5"},
		{amount(0, 3), "0"},
		{amount(9.996, 3), "10"},
		{percent(0, 2), "0 %"},
		{percent(1, 2), "100 %"},
		{percent(0.223, 2), "22 %"},
		{percent(0.0031, 3), "0.31 %"},
		{percent(0.9997, 2), "99.97 %"},
		{percent(1-1e-12, 2), "99.9999 %"},
		{percent(1e-9, 2), "< 0.0001 %"},
		{percent(1e-6, 2), "0.0001 %"},
		{seconds(0, 3), "0 ms"},
		{seconds(0.25, 3), "250 ms"},
		{seconds(0.99996, 3), "1 s"},
		{seconds(84.2e-6, 2), "84 µs"},
		{seconds(3e-9, 2), "3 ns"},
		{seconds(90, 3), "90 s"},
		{seconds(1800, 3), "30 min"},
		{seconds(9000, 3), "2.5 h"},
		{span(1800), "30 min"},
		{span(90), "90 s"},
		{span(60), "1 min"},
		{span(5400), "1 h 30 min"},
		{span(0.25), "0.25 s"},
		{span(2*day + 3661), "2 d 1 h 1 min 1 s"},
		{clock(75, false), "1:15"},
		{clock(75, true), "0:01:15"},
		{clock(7265, false), "2:01:05"},
		{plural(1, "request", "requests"), "1 request"},
		{plural(6500, "request", "requests"), "6 500 requests"},
		{footer(base("main")), "poolsim v0.1.0 · lcfs.toml · seed 1 · 10 replications · 30 min after 5 min warm-up"},
		{footer(&experiment.Result{
			Poolsim: "dev", Seed: math.MaxUint64, Replications: 1, Planned: 10, DurationSeconds: 60, Warnings: []string{"a", "b"},
		}), "poolsim dev · seed 18446744073709551615 · 1 of 10 replications · 1 min · 2 warnings, see the result"},
		{fileName("wait", "../a b\x00"), "wait----a-b-"},
		{upper("one"), "One"},
	}
	for _, tt := range tests {
		if got := plain(tt.got); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}

func TestText(t *testing.T) {
	if got := clean("a\x00b\u202ec\xffd\ne\uffff"); got != "a bc?d e?" {
		t.Errorf("clean: %q", got)
	}
	if got := shorten("connections", 6); got != "con…ns" {
		t.Errorf("shorten: %q", got)
	}
	if got := shortenList("connections", 6); got != "conne…" {
		t.Errorf("shortenList: %q", got)
	}
	face := sans(10)
	long := strings.Repeat("wait ", 40)
	for _, width := range []vg.Length{5, 30, 100, 400} {
		if s := elide(long, face, width); face.Width(s) > max(width, face.Width("…")) {
			t.Errorf("elide to %v: %q is %v wide", width, s, face.Width(s))
		}
		lines := wrap(long, face, width, 3)
		if len(lines) > 3 {
			t.Errorf("wrap to %v: %d lines", width, len(lines))
		}
		for _, s := range lines {
			if face.Width(s) > max(width, face.Width("…")) {
				t.Errorf("wrap to %v: %q is %v wide", width, s, face.Width(s))
			}
		}
	}
	if got := strings.Join(wrap("22"+noBreak+"% of all", face, 25, 4), "|"); got != "22"+noBreak+"%|of all" {
		t.Errorf("wrap parts a number from its unit: %q", got)
	}
	if got := wrap("", face, 100, 3); len(got) != 0 {
		t.Errorf("wrap of nothing: %q", got)
	}
}

// TestUsageTitles: what a title says is what the result holds.
func TestUsageTitles(t *testing.T) {
	nan := math.NaN()
	pool := experiment.PoolFacts{Name: "main", Limit: 10}
	six := []float64{0, 60, 120, 180, 240, 300, 360}
	usages := []struct {
		peak, line   []float64
		waits        float64
		copies, runs int
		limit        int
		want         string
	}{
		{[]float64{3, 6, 2, 1, 1, 1}, make([]float64, 6), 0, 1, 10, 10, "Pool main peaks at 6 of 10 connections; nobody waits"},
		{[]float64{3, 6, 2, 1, 1, 1}, make([]float64, 6), nan, 1, 1, 10, "Pool main peaks at 6 of 10 connections; nobody waits"},
		{
			[]float64{3, 6, 2, 1, 1, 1},
			make([]float64, 6), nan, 1, 5, 10,
			"Pool main peaks at 6 of 10 connections; nobody waits in this replication",
		},
		{[]float64{3, 6, 2, 1, 1, 1}, nil, nan, 1, 1, 10, "Pool main peaks at 6 of 10 connections"},
		{
			[]float64{3, 6, 2, 1, 1, 1},
			make([]float64, 6), 0.002, 1, 5, 10,
			"Pool main peaks at 6 of 10 connections, yet 0.2 % of acquires wait over all replications",
		},
		{
			[]float64{3, 10, 10, 1, 1, 1},
			[]float64{0, 7, 1, 0, 0, 0},
			0.1, 1, 5, 10,
			"Pool main reaches its limit of 10 from 1:00 to 3:00; up to 7 requests wait",
		},
		{
			[]float64{3, 10, 9, 10, 1, 1},
			[]float64{0, 1, 0, 0, 0, 0},
			0.1, 1, 5, 10,
			"Pool main reaches its limit of 10 in 33 % of all 60 s bins; a request waits at times",
		},
		{
			[]float64{3, 10, 9, 1, 1, 1},
			make([]float64, 6), 0, 1, 5, 10,
			"Pool main reaches its limit of 10 once, at 1:00, but nobody waits",
		},
		{
			[]float64{10, 10, 10, 10, 10, 10},
			[]float64{2, 2, 2, 2, 2, 2},
			1, 1, 5, 10,
			"Pool main reaches its limit of 10 in every 60 s bin; up to 2 requests wait",
		},
		{
			[]float64{30, 10, 10, 10, 10, 10},
			[]float64{2, 2, 2, 2, 2, 2},
			1, 4, 5, 10,
			"Pool main peaks at 30 of 40 connections (4 processes), yet up to 2 requests wait",
		},
		{
			[]float64{30, 10, 10, 10, 10, 10},
			make([]float64, 6), 0, 1, 5, -1,
			"Pool main peaks at 30 connections; it has no limit, and nobody waits",
		},
	}
	for _, tt := range usages {
		u := usage{
			pool: pool, copies: tt.copies, runs: tt.runs, peak: tt.peak, line: tt.line, waits: tt.waits,
			bins: bins{edges: six, width: 60},
		}
		u.pool.Limit = tt.limit
		if got := plain(u.title()); got != tt.want {
			t.Errorf("%s, want %s", got, tt.want)
		}
	}
}

func TestWaitTitles(t *testing.T) {
	nan := math.NaN()
	waits := []struct {
		any, p99 float64
		want     string
	}{
		{0, 0, "Nobody waits: every acquire is granted at once in all 10 replications"},
		{0.003, 0, "The p99 wait is 0 ms: 0.3 % of acquires wait at all"},
		{0.12, 0.25, "One acquire in 100 waits longer than 250 ms; 12 % wait at all"},
		{0.9996, 0.25, "One acquire in 100 waits longer than 250 ms; 99.96 % wait at all"},
		{1, 2.5, "Everybody waits, one acquire in 100 longer than 2.5 s"},
		{0.12, nan, "12 % of acquires wait"},
	}
	for _, tt := range waits {
		r := base("main")
		addMetric(r, key5{"wait_ratio", "ratio", "main", "", "main"}, tt.any)
		addMetric(r, key5{"wait_seconds", "p99", "main", "", "main"}, tt.p99)
		figures, err := drawWaitCCDF(r)
		if err != nil {
			t.Fatal(err)
		}
		if got := plain(figures[0].Title); got != tt.want {
			t.Errorf("%s, want %s", got, tt.want)
		}
	}
}
