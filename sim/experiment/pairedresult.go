package experiment

import (
	"math"
	"slices"

	"poolsim/sim/scenario"
	"poolsim/sim/stat"
)

// PairedMetric is a metric of a whole pool, of a whole class or of the database in two variants, and the paired difference of
// the two over their replications. Numbers are null (NaN in Go) where there is none.
type PairedMetric struct {
	Metric string `json:"metric"`
	Stat   string `json:"stat"`
	Pool   string `json:"pool"`
	Class  string `json:"class"`
	Base   Number `json:"base"`  // as Metric.Value
	Other  Number `json:"other"` // as Metric.Value

	// Difference is Other - Base, in the metric's unit, with its 95 % interval. Where the tail of one of the two is too thin
	// to bound its quantile above, the interval has one end only, or none.
	Difference Number `json:"difference"`
	Lo         Number `json:"lo"`
	Hi         Number `json:"hi"`

	// Relative is Other / Base - 1 with its 95 % interval; null where Base may be 0.
	Relative   Number `json:"relative"`
	RelativeLo Number `json:"relative_lo"`
	RelativeHi Number `json:"relative_hi"`

	// Gain is how many times as many independent replications would tell the difference as well; null where it does not vary.
	Gain Number `json:"gain"`
	N    int    `json:"n"` // pairs that observed something
	In   Side   `json:"in"`
	Same bool   `json:"same"` // in every single pair
}

// Side says which of two variants has a metric.
type Side string

// The sides.
const (
	Both      Side = "both"
	BaseOnly  Side = "base"
	OtherOnly Side = "other"
)

// Differences returns the differences of variant other from variant base in the metrics that are wanted, in the order of
// those of base; then those that only other has. An interval with one end only is of the given confidence, at least 95 %.
func (p *Paired) Differences(base, other int, confidence float64, wanted func(metric, stat string) bool) []PairedMetric {
	b, o := p.variants[base], p.variants[other]
	bm, om := b.metricsAt(confidence), o.metricsAt(confidence)
	out := []PairedMetric{}
	for i := range bm {
		m := &bm[i]
		if !wanted(m.Metric, m.Stat) {
			continue
		}
		k := slices.IndexFunc(o.columns, func(c column) bool { return c.key == b.columns[i].key })
		if k < 0 {
			out = append(out, lonely(m, BaseOnly))
			continue
		}
		out = append(out, differ(m, &om[k], b.residuals(i), o.residuals(k)))
	}
	for i := range om {
		m := &om[i]
		if wanted(m.Metric, m.Stat) && !slices.ContainsFunc(b.columns, func(c column) bool { return c.key == o.columns[i].key }) {
			out = append(out, lonely(m, OtherOnly))
		}
	}
	return out
}

// lonely is a metric that one variant has.
func lonely(m *Metric, in Side) PairedMetric {
	nan := Number(math.NaN())
	d := PairedMetric{
		Metric: m.Metric, Stat: m.Stat, Pool: m.Pool, Class: m.Class, In: in, Base: nan, Other: nan,
		Difference: nan, Lo: nan, Hi: nan, Relative: nan, RelativeLo: nan, RelativeHi: nan, Gain: nan,
	}
	if d.Base = m.Value; in == OtherOnly {
		d.Base, d.Other = nan, m.Value
	}
	return d
}

// differ compares a metric of two variants, whose own intervals are of the confidence on which a decision rests.
func differ(b, o *Metric, rb, ro stat.Residuals) PairedMetric {
	v, r := stat.Difference(rb, ro), stat.Relative(rb, ro)
	d := lonely(b, Both)
	d.Other, d.N = o.Value, v.N
	d.Difference, d.Lo, d.Hi = Number(v.Value), Number(v.Lo), Number(v.Hi)
	d.Relative, d.RelativeLo, d.RelativeHi = Number(r.Value), Number(r.Lo), Number(r.Hi)
	if g := stat.Gain(rb, ro); !math.IsInf(g, 0) {
		d.Gain = Number(g)
	}
	d.Same = v.N > 0 && v.Value == 0 && v.Half() == 0
	if unbounded(b) || unbounded(o) {
		// Replications whose tails are too thin to bound a quantile say as little of the spread of differences. What is left
		// is what the two bounds say together, whatever they have in common: each end is missed by one or the other
		// (Bonferroni's inequality).
		nan := Number(math.NaN())
		d.Lo, d.Hi, d.RelativeLo, d.RelativeHi = o.Lo-b.Hi, o.Hi-b.Lo, nan, nan
	}
	return d
}

// unbounded reports whether a quantile has a lower bound only.
func unbounded(m *Metric) bool { return !m.Lo.IsNaN() && m.Hi.IsNaN() }

// residuals returns the estimate of column i, and how far each replication lies from it.
func (v *variant) residuals(i int) stat.Residuals {
	y, x := make([]float64, 0, v.done), make([]float64, 0, v.done)
	for k := range v.runs {
		if r := &v.runs[k]; r.finished {
			y, x = append(y, r.metrics[i].y), append(x, r.metrics[i].x)
		}
	}
	switch c := v.columns[i]; c.kind {
	case ratio:
		return stat.RatioResiduals(y, x)
	case quantile:
		return stat.QuantileResiduals(v.tails[c.of].QuantileAt(c.p, stat.Confidence).Value/1e9, y)
	}
	return stat.MeanResiduals(y)
}

// VariantResult is what a variant's replications found by themselves.
type VariantResult struct {
	ScenarioHash    string         `json:"scenario_hash"`
	Scenario        map[string]any `json:"scenario"` // as Result.Scenario
	WarmupSeconds   float64        `json:"warmup_seconds"`
	DurationSeconds float64        `json:"duration_seconds"`
	Processes       int            `json:"processes"`
	Pools           []PoolFacts    `json:"pools"`
	Metrics         []Metric       `json:"metrics"` // as Result.Metrics, without those of single holders
	Series          []Series       `json:"series"`  // the curves P(wait > t) of whole pools, for charts
	Warnings        []string       `json:"warnings"`
	SLO             []Verdict      `json:"slo"`
}

// Result joins the replications of a variant, of which there must be one.
func (p *Paired) Result(k int) VariantResult {
	v := p.variants[k]
	cfg := &v.sc.Model
	r := &Result{Metrics: v.metricsNow()}
	out := VariantResult{
		ScenarioHash: Hash(v.sc), Scenario: v.sc.Echo, WarmupSeconds: cfg.Warmup.Seconds(), DurationSeconds: cfg.Duration.Seconds(),
		Processes: cfg.Processes, Metrics: r.Metrics, Series: v.waitTails(), SLO: v.judgeNow(),
	}
	for _, p := range cfg.Pools {
		r.Pools = append(r.Pools, facts(p))
	}
	out.Pools = r.Pools
	out.Warnings = v.warnings(r)
	return out
}

// MetricNames returns the metrics, and the stat of each, that a study has of whole pools, classes and the database of a
// scenario. It is an error when the scenario cannot be wired.
func MetricNames(sc *scenario.Scenario) ([][2]string, error) {
	s, err := shapeOf(sc)
	if err != nil {
		return nil, err
	}
	var out [][2]string
	for _, c := range s.columns {
		if name := [2]string{c.metric, c.stat}; !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out, nil
}
