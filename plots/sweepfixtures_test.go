package plots

import (
	"math"
	"strconv"
	"strings"

	"poolsim/sim/experiment"
	"poolsim/sim/study"
)

// The sweeps below are made by hand: a toy of a pool gives every cell shapes that a run would give.

// toy is what a fixture's cell is like.
type toy struct {
	load, limit float64 // jobs per second, connections
	timeout     float64 // seconds
}

// The toy's hold is 100 ms.
const toyHold = 0.1

// busy is the offered load over the limit.
func (t toy) busy() float64 { return t.load * toyHold / t.limit }

// wait is the quantile of the wait, of everybody.
func (t toy) wait(share float64) float64 {
	rho := t.busy()
	if rho >= 1 {
		return math.Min(t.timeout, (rho-0.98)*60*share)
	}
	any := math.Pow(rho, math.Sqrt(t.limit)*2)
	if any <= 1-share {
		return 0
	}
	return math.Min(t.timeout, toyHold/t.limit/(1-rho)*math.Log(any/(1-share)))
}

// lost is the share of acquires that time out.
func (t toy) lost() float64 {
	if t.wait(1) < t.timeout {
		return 0
	}
	return math.Max(0, 1-1/t.busy())
}

// sweepMaker builds a sweep cell by cell.
type sweepMaker struct {
	r       *study.SweepResult
	pools   []string
	noise   float64 // half of an interval, relative; NaN is no interval
	limit   float64 // of the target on the p99 wait; 0 without
	between func(at []string) toy
}

// makeSweep runs the toy at every cell of the axes, written as --vary has them.
func makeSweep(m sweepMaker, axes ...string) *study.SweepResult {
	m.r = &study.SweepResult{
		Poolsim: "v0.1.0", Study: "sweep", Name: "lcfs.toml", Title: "LCFS", Seed: 1,
		Scenario: map[string]any{"run": map[string]any{"duration": "30m", "warmup": "5m"}},
	}
	if m.pools == nil {
		m.pools = []string{"main"}
	}
	for _, text := range axes {
		var axis study.Axis
		for i, part := range strings.Split(text, " with ") {
			a, err := study.ParseAxis(part)
			if err != nil {
				panic(err)
			}
			if i == 0 {
				axis = a
			} else if axis, err = axis.With(a); err != nil {
				panic(err)
			}
		}
		m.r.Axes = append(m.r.Axes, axis)
	}
	grid := study.Grid(m.r.Axes)
	m.r.Planned = grid.Cells()
	for i := range grid.Cells() {
		m.cell(i, grid.Values(i))
	}
	return m.r
}

func (m *sweepMaker) cell(index int, at []string) {
	s := &study.Summary{Cell: index, At: at, Replications: 5 + index%3*5}
	column := 0
	add := func(c study.Column, value, noise float64) {
		if index == 0 {
			m.r.Columns = append(m.r.Columns, c)
		}
		column++
		lo, hi := value*(1-noise), value*(1+noise)
		s.Value = append(s.Value, experiment.Number(value))
		s.Lo, s.Hi = append(s.Lo, experiment.Number(lo)), append(s.Hi, experiment.Number(hi))
		s.N = append(s.N, s.Replications)
	}
	t := m.between(at)
	for k, name := range m.pools {
		t.limit /= float64(k + 1)
		timeout := t.timeout
		s.Pools = append(s.Pools, experiment.PoolFacts{Name: name, Limit: int(t.limit), TimeoutSeconds: &timeout})
		for _, q := range []struct {
			stat  string
			share float64
		}{{"mean", 0.6}, {"p50", 0.5}, {"p90", 0.9}, {"p95", 0.95}, {"p99", 0.99}, {"p999", 0.999}} {
			add(study.Column{Metric: "wait_seconds", Stat: q.stat, Pool: name}, t.wait(q.share), m.noise*math.Sqrt(q.share))
		}
		add(study.Column{Metric: "in_use_connections", Stat: "mean", Pool: name}, math.Min(1, t.busy())*t.limit, m.noise/20)
		add(study.Column{Metric: "utilisation_ratio", Stat: "mean", Pool: name}, math.Min(1, t.busy()), m.noise/20)
		add(study.Column{Metric: "timeout_ratio", Stat: "ratio", Pool: name}, t.lost(), m.noise)
		add(study.Column{Metric: "timeouts_per_second", Stat: "mean", Pool: name}, t.lost()*t.load, m.noise)
		if m.limit > 0 {
			s.SLO = append(s.SLO, verdictOn(study.Column{Metric: "wait_seconds", Stat: "p99", Pool: name}, t.wait(0.99), m.noise, m.limit))
		}
	}
	add(study.Column{Metric: "jobs_per_second", Stat: "mean", Class: "api"}, t.load, m.noise/20)
	add(study.Column{Metric: "completions_per_second", Stat: "mean", Class: "api"}, t.load*(1-t.lost()), m.noise/20)
	add(study.Column{Metric: "response_seconds", Stat: "p50", Class: "api"}, toyHold+t.wait(0.5), m.noise)
	add(study.Column{Metric: "response_seconds", Stat: "p95", Class: "api"}, 3*toyHold+t.wait(0.95), m.noise)
	add(study.Column{Metric: "response_seconds", Stat: "p99", Class: "api"}, 5*toyHold+t.wait(0.99), m.noise)
	m.r.Cells = append(m.r.Cells, s)
}

// verdictOn judges as experiments do.
func verdictOn(c study.Column, value, noise, limit float64) experiment.Verdict {
	v := experiment.Verdict{
		Metric: c.Metric, Stat: c.Stat, Pool: c.Pool, Class: c.Class, Limit: limit, Value: experiment.Number(value),
		Judgement: experiment.NotDecided,
	}
	switch lo, hi := value*(1-noise), value*(1+noise); {
	case hi <= limit:
		v.Judgement = experiment.Met
	case lo > limit:
		v.Judgement = experiment.NotMet
	}
	return v
}

// numberAt reads the number in a text such as "430/s".
func numberAt(text string) float64 {
	x, _ := study.Measure(text)
	return x
}

// change edits the cells of a sweep.
func change(r *study.SweepResult, f func(i int, s *study.Summary)) *study.SweepResult {
	for i, s := range r.Cells {
		f(i, s)
	}
	return r
}

// columnOf finds a column.
func columnOf(r *study.SweepResult, metric, stat string) int {
	for i, c := range r.Columns {
		if c.Metric == metric && c.Stat == stat {
			return i
		}
	}
	panic(metric + "/" + stat)
}

const evilText = `<script>alert("1")</script> & style="font-family:Liberation Sans;` + "\x00\u202e\xff\n"

// sweepFixtures are the sweeps that the golden figures are drawn from, in order, with the charts that are drawn: "" is the
// usual ones.
var sweepFixtures = []struct {
	name   string
	charts string
	make   func() *study.SweepResult
}{
	{"load", "waits saturation responses", loadSweep},
	{"factors", "", func() *study.SweepResult { // no target, a logarithmic axis
		return makeSweep(sweepMaker{noise: 0.2, between: func(at []string) toy { return toy{700, numberAt(at[0]), 30} }}, "pool.main.pool_size=5:1280:*2")
	}},
	{"families", "", func() *study.SweepResult {
		return makeSweep(sweepMaker{noise: 0.15, limit: 0.1, between: func(at []string) toy { return toy{numberAt(at[1]), 30 + numberAt(at[0]), 30} }},
			"pool.main.max_overflow=0,10,20", "class.api.rate=200/s:500/s:20/s")
	}},
	{"twelve", "", func() *study.SweepResult {
		return makeSweep(sweepMaker{noise: 0.15, limit: 0.1, between: func(at []string) toy { return toy{numberAt(at[1]), 20 + numberAt(at[0]), 30} }},
			"pool.main.max_overflow=0:22:2", "class.api.rate=200/s:500/s:25/s")
	}},
	{"categories", "", func() *study.SweepResult {
		return makeSweep(sweepMaker{noise: 0.2, limit: 0.1, between: func(at []string) toy { return toy{430, numberAt(at[0]) + numberAt(at[1]), 30} }},
			"pool.main.pool_size=20,30,40,44,50,100 with pool.main.max_overflow=10,12,4,3,0,50")
	}},
	{"long-labels", "", func() *study.SweepResult {
		return makeSweep(sweepMaker{noise: 0.2, between: func(at []string) toy {
			return toy{300 + 2*float64(len(at[0])), 40, 30}
		}}, `class.api.hold={ dist = "exponential", mean = "100ms" },{ dist = "lognormal", p50 = "60ms", p99 = "900ms" },{ dist = "uniform", min = "2ms", max = "5ms" },"80ms"`,
			"pool.main.dialect=\"sqlalchemy-async\",\"textbook\"")
	}},
	{"grid", "heat-map", func() *study.SweepResult { // undecided cells
		return makeSweep(sweepMaker{noise: 0.35, limit: 0.025, between: func(at []string) toy { return toy{430, numberAt(at[0]) + numberAt(at[1]), 2} }},
			"pool.main.pool_size=10,20,30,40,50,60", "pool.main.max_overflow=0:30:5")
	}},
	{"no-target", "heat-map", func() *study.SweepResult {
		return makeSweep(sweepMaker{noise: 0.2, between: func(at []string) toy { return toy{numberAt(at[1]) * 300, numberAt(at[0]), 2} }},
			"pool.main.pool_size=20:40:5", "run.load=0.5:1.5:0.25")
	}},
	{"three", "", func() *study.SweepResult {
		return makeSweep(sweepMaker{noise: 0.15, limit: 0.1, between: func(at []string) toy {
			return toy{numberAt(at[2]), numberAt(at[0]) + numberAt(at[1]), 30}
		}}, "pool.main.pool_size=20,30,40", "pool.main.max_overflow=0:10:2", "class.api.rate=200/s:500/s:50/s")
	}},
	{"five", "waits small-multiples heat-map", func() *study.SweepResult { // a slice of more settings than a picture shows
		return makeSweep(sweepMaker{noise: 0.15, limit: 0.1, between: func(at []string) toy {
			return toy{numberAt(at[3]), numberAt(at[0]) + numberAt(at[1]), 30}
		}}, "pool.main.pool_size=20,30,40", "pool.main.max_overflow=0:10:2", "pool.main.pool_pre_ping=true,false", "class.api.rate=200/s:500/s:50/s",
			"database.round_trip=0.5ms,1ms,2ms")
	}},
	{"no-waits", "", func() *study.SweepResult {
		return makeSweep(sweepMaker{noise: 0.1, limit: 0.1, between: func(at []string) toy { return toy{numberAt(at[0]), 1000, 30} }}, "class.api.rate=100/s:500/s:100/s")
	}},
	{"all-timed-out", "", func() *study.SweepResult {
		return makeSweep(sweepMaker{noise: 0, limit: 0.1, between: func(at []string) toy { return toy{numberAt(at[0]), 1, 2} }}, "class.api.rate=100/s:500/s:100/s")
	}},
	{"no-intervals", "", func() *study.SweepResult {
		r := makeSweep(sweepMaker{noise: math.NaN(), between: func(at []string) toy { return toy{numberAt(at[0]), 40, 30} }}, "class.api.rate=300/s:500/s:20/s")
		return change(r, func(_ int, s *study.Summary) { s.Replications = 1 })
	}},
	{"two-pools", "waits", func() *study.SweepResult {
		return makeSweep(sweepMaker{noise: 0.2, limit: 0.1, pools: []string{"main", "reporting"}, between: func(at []string) toy { return toy{numberAt(at[0]), 80, 30} }},
			"class.api.rate=100/s:900/s:50/s")
	}},
	{"partial", "heat-map waits", func() *study.SweepResult { // not all cells are finished
		r := makeSweep(sweepMaker{noise: 0.1, limit: 0.1, between: func(at []string) toy { return toy{430, numberAt(at[0]) + numberAt(at[1]), 2} }},
			"pool.main.pool_size=20:60:10", "pool.main.max_overflow=0:30:5")
		var kept []*study.Summary
		for i, s := range r.Cells {
			if i%5 != 2 {
				kept = append(kept, s)
			}
		}
		r.Cells = kept
		return r
	}},
	{"hostile-sweep", "heat-map waits saturation", func() *study.SweepResult {
		r := makeSweep(sweepMaker{noise: 0.1, limit: 0.1, pools: []string{"../../etc/passwd", evilText}, between: func([]string) toy { return toy{430, 80, 2} }},
			"class.api.rate=1/s,2/s", "pool.main.x=a,b")
		r.Name = evilText
		r.Axes[0].Keys[0] = "class." + evilText + ".rate"
		r.Axes[1].Points[0][0] = evilText
		return r
	}},
}

// loadSweep has one axis, the load; at its end intervals have no upper end.
func loadSweep() *study.SweepResult {
	r := makeSweep(sweepMaker{noise: 0.3, limit: 0.1, between: func(at []string) toy { return toy{numberAt(at[0]), 43, 10} }}, "class.api.rate=340/s:460/s:10/s")
	p99 := columnOf(r, "wait_seconds", "p99")
	return change(r, func(i int, s *study.Summary) {
		if i == 9 || i == 10 {
			s.Hi[p99] = experiment.Number(math.NaN())
		}
		if i > 5 {
			s.Warnings = []string{"the queue is still growing"}
		}
	})
}

// bigGrid has so many cells that no value can be printed.
func bigGrid(n int) *study.SweepResult {
	to := strconv.Itoa(n)
	return makeSweep(sweepMaker{noise: 0.2, limit: 0.1, between: func(at []string) toy { return toy{430, 5 + (numberAt(at[0])+numberAt(at[1]))/2, 30} }},
		"pool.main.pool_size=1:"+to, "pool.main.max_overflow=1:"+to)
}

var nan = math.NaN()
