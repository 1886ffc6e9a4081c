package report

import (
	"bytes"
	"flag"
	"io"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jedib0t/go-pretty/v6/text"

	"poolsim/sim/experiment"
)

var update = flag.Bool("update", false, "write testdata/*.golden anew")

// golden compares what was written with testdata/NAME.golden.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(file, got, 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

// row makes a metric with a symmetric interval.
func row(metric, stat, pool, class, holder string, value, half float64) experiment.Metric {
	value, half = float64(value), float64(half) // products are not fused with what follows: the same on every processor
	return experiment.Metric{
		Metric: metric, Stat: stat, Pool: pool, Class: class, Holder: holder,
		Value: experiment.Number(value), Lo: experiment.Number(value - half), Hi: experiment.Number(value + half), N: 10,
	}
}

// waits makes the rows of the acquires of one scope; factor scales its durations.
func waits(pool, class, holder string, acquires, factor float64) []experiment.Metric {
	return []experiment.Metric{
		row("acquires_total", "total", pool, class, holder, acquires, 812),
		row("wait_ratio", "ratio", pool, class, holder, 0.0123*factor, 0.0011),
		row("timeout_ratio", "ratio", pool, class, holder, 0, 0),
		row("timeouts_total", "total", pool, class, holder, 0, 0),
		row("wait_seconds", "mean", pool, class, holder, 0.000162*factor, 0.00002),
		row("wait_seconds", "p50", pool, class, holder, 0, 0),
		row("wait_seconds", "p95", pool, class, holder, 0, 0),
		row("wait_seconds", "p99", pool, class, holder, 0.00731*factor, 0.0012),
		row("wait_seconds", "max", pool, class, holder, 0.21*factor, math.NaN()),
		row("hold_seconds", "mean", pool, class, holder, 0.1123*factor, 0.0001),
	}
}

// lcfs is a result with every section, made by hand.
func lcfs() *experiment.Result {
	timeout := 30.0
	r := &experiment.Result{
		Poolsim: "devel", Name: "lcfs.toml", Title: "LCFS API: 50 + 100, one pool",
		Scenario:     map[string]any{"title": "LCFS API: 50 + 100, one pool", "run": map[string]any{"seed": 1}},
		ScenarioHash: "0123456789abcdef", Seed: 1, Replications: 10, Planned: 10,
		WarmupSeconds: 300, DurationSeconds: 1800, Processes: 1,
		Pools: []experiment.PoolFacts{{
			Name: "main", Dialect: "sqlalchemy-async", Label: "50 + 100", Keep: 50, KeepName: "pool_size",
			Limit: 150, LimitName: "+ max_overflow", TimeoutSeconds: &timeout,
		}},
		Metrics: []experiment.Metric{
			row("in_use_connections", "mean", "main", "", "", 31.52, 0.41),
			row("in_use_connections", "p99", "main", "", "", 52.1, 1.2),
			row("in_use_connections", "max", "main", "", "", 71.3, 3.1),
			row("idle_connections", "mean", "main", "", "", 22.4, 0.31),
			row("idle_connections", "p99", "main", "", "", 41, 0),
			row("idle_connections", "max", "main", "", "", 50, 0),
			row("waiting_requests", "mean", "main", "", "", 0.0123, 0.0051),
			row("waiting_requests", "p99", "main", "", "", 0, 0),
			{Metric: "waiting_requests", Stat: "max", Pool: "main", Value: 4.2, Lo: 1.1, Hi: 12.4, N: 10},
			row("utilisation_ratio", "mean", "main", "", "", 0.2101, 0.0027),
			row("connects_per_second", "mean", "main", "", "", 1.734, 0.072),
			row("recycles_per_second", "mean", "main", "", "", 0.0139, 0.0002),
			row("timeouts_per_second", "mean", "main", "", "", 0, 0),
		},
		Warnings: []string{"p99.9 of wait_seconds rests on 10 replications of 30 min: too few to trust its interval, which is why " +
			"it is shown without one; run more replications"},
		SLO: []experiment.Verdict{
			{
				Target: "wait_p99", Metric: "wait_seconds", Stat: "p99", Pool: "main", Limit: 0.1,
				Value: 0.00731, Lo: 0.00611, Hi: 0.00851, Judgement: experiment.Met,
			},
			{
				Target: "timeout_ratio", Metric: "timeout_ratio", Stat: "ratio", Pool: "main", Limit: 1e-4,
				Value: 3e-4, Lo: 2e-4, Hi: 4e-4, Judgement: experiment.NotMet,
			},
			{
				Target: "in_use_p99", Metric: "in_use_connections", Stat: "p99", Pool: "main", Limit: 52,
				Value: 52.1, Lo: 50.9, Hi: 53.3, Judgement: experiment.NotDecided,
			},
		},
		Alerts: []experiment.AlertShare{{Metric: "in_use_connections", Pool: "main", Above: 130, Share: 0.00012, Lo: 0, Hi: 0.0004}},
	}
	r.Theory = []experiment.TheoryRow{
		{Pool: "main", Metric: "wait_ratio", Stat: "ratio", Value: 0.0071, Form: "Erlang C (M/M/c)", Exact: true, Assumes: "Poisson arrivals, exponential holds"},
		{Pool: "main", Metric: "wait_seconds", Stat: "p99", Value: 1e-12, Form: "Erlang C (M/M/c)", Exact: true, Assumes: "Poisson arrivals, exponential holds"},
		{Pool: "main", Metric: "not_simulated", Stat: "mean", Value: 1, Form: "Erlang C (M/M/c)", Exact: true},
	}
	r.Metrics = append(r.Metrics, waits("main", "", "", 1083412, 0.6)...)
	r.Metrics = append(r.Metrics, waits("main", "api", "auth", 540012, 0.05)...)
	r.Metrics = append(r.Metrics, waits("main", "api", "main", 540012, 1)...)
	r.Metrics = append(r.Metrics, waits("main", "consumer", "background", 3388, 1.7)...)
	r.Metrics = append(
		r.Metrics,
		row("jobs_total", "total", "", "api", "", 540020, 810),
		row("completions_per_second", "mean", "", "api", "", 299.98, 0.4),
		row("response_seconds", "mean", "", "api", "", 0.1201, 0.0004),
		row("response_seconds", "p99", "", "api", "", 0.973, 0.012),
		row("failures_total", "total", "", "api", "", 0, 0),
		row("failure_ratio", "ratio", "", "api", "", 0, 0),
		row("database_connections", "mean", "", "", "", 53.9, 0.3),
		row("database_connections", "max", "", "", "", 97, 0),
		row("refused_connects_per_second", "mean", "", "", "", 0.000123, 0.00002),
	)
	return r
}

// hostile is a result whose names try to break every format, with several pools and processes and without intervals.
func hostile() *experiment.Result {
	nan := experiment.Number(math.NaN())
	bare := func(metric, stat, pool, class, holder string, v float64) experiment.Metric {
		return experiment.Metric{
			Metric: metric, Stat: stat, Pool: pool, Class: class, Holder: holder,
			Value: experiment.Number(v), Lo: nan, Hi: nan, N: 1,
		}
	}
	return &experiment.Result{
		Poolsim: "devel", Name: "=evil.toml", Title: "red \x1b[31m<b>bold</b> | *star*\r\nline", Seed: 7,
		Replications: 1, Planned: 3, DurationSeconds: 90, Processes: 4,
		Pools: []experiment.PoolFacts{
			{Name: "=1+2|x", Dialect: "hikaricp", Label: "10"},
			{Name: "pööl 池", Dialect: "database-sql"},
		},
		Metrics: []experiment.Metric{
			bare("in_use_connections", "mean", "=1+2|x", "", "", 3.14159),
			bare("in_use_connections", "mean", "pööl 池", "", "", 2.5),
			bare("wait_seconds", "mean", "=1+2|x", "", "", math.NaN()),
			bare("wait_seconds", "mean", "=1+2|x", "@api", "-main\u202e", 12e-9),
			bare("wait_seconds", "mean", "pööl 池", "@api", "batch", 1234.5),
			bare("response_seconds", "mean", "", "@api", "", math.NaN()),
		},
		Warnings: []string{"only 1 of 3 replications was finished"},
		SLO: []experiment.Verdict{{
			Target: "wait_p99", Metric: "wait_seconds", Stat: "p99", Class: "@api", Limit: 0.1,
			Value: nan, Lo: nan, Hi: nan, Judgement: experiment.NotDecided,
		}},
	}
}

func TestFormats(t *testing.T) {
	results := map[string][]*experiment.Result{"lcfs": {lcfs()}, "hostile": {hostile()}, "several": {lcfs(), hostile()}}
	for name, list := range results {
		for _, format := range Formats.Names() {
			t.Run(name+"/"+format, func(t *testing.T) {
				f, _ := Formats.Lookup(format)
				var b bytes.Buffer
				if err := f.Write(&b, list, Style{}); err != nil {
					t.Fatal(err)
				}
				golden(t, name+"."+format, b.Bytes())
			})
		}
	}
}

func TestTextWithColors(t *testing.T) {
	var b bytes.Buffer
	if err := Text(&b, lcfs(), Style{Color: true, Width: 80}); err != nil {
		t.Fatal(err)
	}
	golden(t, "lcfs.color", b.Bytes())
}

func TestTextStaysNarrow(t *testing.T) {
	var b bytes.Buffer
	if err := Text(&b, lcfs(), Style{}); err != nil {
		t.Fatal(err)
	}
	for line := range bytes.Lines(b.Bytes()) {
		if n := text.StringWidthWithoutEscSequences(string(bytes.TrimRight(line, "\n"))); n > 130 {
			t.Errorf("%d columns: %s", n, line)
		}
	}
}

func TestNoFormatWritesControlCharacters(t *testing.T) {
	for _, format := range Formats.Names() {
		if format == "json" {
			continue // escapes them itself
		}
		f, _ := Formats.Lookup(format)
		var b bytes.Buffer
		if err := f.Write(&b, []*experiment.Result{hostile()}, Style{}); err != nil {
			t.Fatal(err)
		}
		for _, c := range []string{"\x1b", "\r", "\u202e"} {
			if bytes.Contains(b.Bytes(), []byte(c)) {
				t.Errorf("%s writes %q", format, c)
			}
		}
	}
}

// brokenWriter fails like a pipe whose reader is gone.
type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestFormatsReportWriteErrors(t *testing.T) {
	for _, format := range Formats.Names() {
		f, _ := Formats.Lookup(format)
		if err := f.Write(brokenWriter{}, []*experiment.Result{lcfs()}, Style{}); err == nil {
			t.Errorf("%s swallows the error of its writer", format)
		}
	}
}

func TestByExtension(t *testing.T) {
	for ext, want := range map[string]string{".md": "markdown", ".csv": "csv", ".json": "json", ".txt": "text", ".png": "", "": ""} {
		if got := ByExtension(ext); got != want {
			t.Errorf("ByExtension(%q) = %q, want %q", ext, got, want)
		}
	}
}

// TestTargetsInWords: which side of the limit is wanted, and of what.
func TestTargetsInWords(t *testing.T) {
	for _, c := range []struct {
		v         experiment.Verdict
		of, limit string
	}{
		{experiment.Verdict{Metric: "wait_seconds", Pool: "main", Limit: 0.1}, "pool main", "100 ms"},
		{experiment.Verdict{Metric: "completions_per_second", Class: "api", Limit: 290, AtLeast: true}, "class api", "at least 290/s"},
		{experiment.Verdict{Metric: "utilisation_ratio", Pool: "main", Limit: 0.3, AtLeast: true}, "pool main", "at least 30 %"},
		{experiment.Verdict{Metric: "hold_seconds", Pool: "main", Class: "api", Holder: "auth", Limit: 2}, "pool main, class api, holder auth", "2 s"},
		{experiment.Verdict{Metric: "database_connections", Limit: 97}, "database", "97"},
		{experiment.Verdict{Metric: "refused_connects_total"}, "database", "0"},
	} {
		if of, limit := whose(&c.v), bound(&c.v); of != c.of || limit != c.limit {
			t.Errorf("%+v is of %q, %q; want %q, %q", c.v, of, limit, c.of, c.limit)
		}
	}
}

func TestVerdict(t *testing.T) {
	slo := func(list ...experiment.Judgement) []experiment.Verdict {
		var out []experiment.Verdict
		for _, j := range list {
			out = append(out, experiment.Verdict{Judgement: j})
		}
		return out
	}
	for _, c := range []struct {
		slo  []experiment.Verdict
		want string
	}{
		{slo(experiment.Met), "SLO: met (1 target)"},
		{slo(experiment.Met, experiment.Met), "SLO: met (2 targets)"},
		{slo(experiment.Met, experiment.NotDecided), "SLO: not decided (1 of 2 targets)"},
		{slo(experiment.NotMet, experiment.NotDecided, experiment.Met), "SLO: not met (1 of 3 targets)"},
		{slo(experiment.NotMet), "SLO: not met (1 of 1 target)"},
	} {
		if _, got := Verdict(c.slo); got != c.want {
			t.Errorf("Verdict(%v) = %q, want %q", c.slo, got, c.want)
		}
	}
}
