package report

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"poolsim/sim/experiment"
	"poolsim/sim/study"
)

// comparison is a comparison with every finding, made by hand, whose names try to break every format.
func comparison() *study.CompareResult {
	nan := experiment.Number(math.NaN())
	base, other := lcfs(), hostile()
	variant := func(name string, r *experiment.Result) study.ComparedVariant {
		return study.ComparedVariant{Name: name, Title: r.Title, VariantResult: experiment.VariantResult{
			WarmupSeconds: r.WarmupSeconds, DurationSeconds: r.DurationSeconds, Processes: r.Processes, Pools: r.Pools,
			Metrics: r.Metrics, Warnings: append([]string{"both say this"}, r.Warnings...), SLO: r.SLO,
		}}
	}
	of := func(metric, stat, pool, class string, a, b, half, gain experiment.Number, f study.Finding) study.ComparedMetric {
		d := experiment.PairedMetric{
			Metric: metric, Stat: stat, Pool: pool, Class: class, Base: a, Other: b, Difference: b - a, Lo: b - a - half, Hi: b - a + half,
			Relative: nan, RelativeLo: nan, RelativeHi: nan, Gain: gain, N: 20, In: experiment.Both,
		}
		if a != 0 {
			d.Relative, d.RelativeLo, d.RelativeHi = (b-a)/a, (b-a-half)/a, (b-a+half)/a
		}
		return study.ComparedMetric{Variant: "=evil \x1b[31m\u202e|", PairedMetric: d, Finding: f}
	}
	thin := of("wait_seconds", "p999", "main", "", 0, 0.253, 0.1, 1, study.Higher)
	thin.Hi = nan
	gone := of("wait_seconds", "p99", "=1+2|x", "", nan, 0.5, nan, nan, study.OnlyOther)
	gone.In = experiment.OtherOnly
	return &study.CompareResult{
		Poolsim: "devel", Study: "compare", Seed: 1, Replications: 20, Budget: 20, Confidence: 0.975, Margin: 0.05,
		Variants: []study.ComparedVariant{variant("lcfs.toml", base), variant("=evil \x1b[31m\u202e|", other)},
		Differences: []study.ComparedMetric{
			of("utilisation_ratio", "mean", "main", "", 0.253, 0.169, 0.0002, 13, study.Lower),
			of("connects_per_second", "mean", "main", "", 1.7, 1.9, 0.3, 0.93, study.NotShown),
			of("timeout_ratio", "ratio", "main", "", 0, 0.0173, 0.0049, 1, study.Higher),
			of("wait_seconds", "p99", "main", "", 0.0465, 0.0096, 0.0108, 1.1, study.Lower),
			thin, gone,
			of("response_seconds", "mean", "", "@api", 0.12518, 0.12517, 0.00002, 123456, study.WithinMargin),
			of("response_seconds", "p99", "", "@api", nan, nan, nan, nan, study.Nothing),
			of("database_connections", "max", "", "", 97, 97, 0, nan, study.TheSame),
		},
		Warnings: []string{"of both\r\ntogether"},
	}
}

func TestComparison(t *testing.T) {
	for _, format := range []string{"text", "markdown"} {
		f, _ := Formats.Lookup(format)
		var b bytes.Buffer
		if err := f.Document(&b, Comparison(comparison()), Style{}); err != nil {
			t.Fatal(err)
		}
		if strings.ContainsAny(b.String(), "\x1b\r\u202e") {
			t.Errorf("%s writes control characters", format)
		}
		golden(t, "comparison."+format, b.Bytes())
	}
	var b bytes.Buffer
	if err := ComparisonCSV(&b, comparison()); err != nil {
		t.Fatal(err)
	}
	golden(t, "comparison.csv", b.Bytes())
	if err := ComparisonCSV(brokenWriter{}, comparison()); err == nil {
		t.Error("csv swallows the error of its writer")
	}
}
