package plots

import (
	"math"
	"math/rand/v2"

	"poolsim/sim/experiment"
)

// The results below are made by hand: shapes that a run would give, with noise from a fixed seed.

// base is a result without series: 10 replications of lcfs.toml with pools of 50 + 100.
func base(pools ...string) *experiment.Result {
	r := &experiment.Result{
		Poolsim: "v0.1.0", Name: "lcfs.toml", Title: "LCFS API: 50 + 100, one pool", Seed: 1, Replications: 10, Planned: 10,
		WarmupSeconds: 300, DurationSeconds: 1800, Processes: 1,
	}
	timeout := 30.0
	for _, name := range pools {
		r.Pools = append(r.Pools, experiment.PoolFacts{
			Name: name, Dialect: "sqlalchemy-async", Label: "50 + 100", Keep: 50, KeepName: "pool_size", Limit: 150,
			LimitName: "+ max_overflow", TimeoutSeconds: &timeout,
		})
	}
	return r
}

// addUse adds the curves of a pool over time: load(x) is how many connections the holders would take without a limit.
func addUse(r *experiment.Result, pool string, n int, shares map[string]float64, order []string, load func(x float64) float64) {
	rng := rand.New(rand.NewPCG(7, uint64(len(r.Series))))
	limit, keep := math.Inf(1), 0.0
	for _, p := range r.Pools {
		if p.Name == pool && p.Limit >= 0 {
			limit, keep = float64(p.Limit*r.Processes), float64(p.Keep*r.Processes)
		}
	}
	width := r.DurationSeconds / float64(n)
	x := make([]float64, n)
	use := make(map[string][]float64)
	var peak, idle, line, queue []float64
	noise, waiting := 0.0, 0.0
	for i := range x {
		x[i] = float64(i) * width
		noise = 0.8*noise + rng.NormFloat64()
		want := load(x[i]) * (1 + 0.06*noise)
		total := min(limit, max(0, want))
		for _, h := range order {
			use[h] = append(use[h], total*shares[h])
		}
		top := min(limit, math.Round(total+2+math.Sqrt(total)*(0.8+rng.Float64())))
		if total == limit {
			waiting += (want - limit) * width / 4
		} else {
			waiting = max(0, waiting-(limit-total)*width/2)
		}
		peak = append(peak, top)
		idle = append(idle, max(0, keep-total)*0.9)
		line = append(line, math.Round(waiting*1.1))
		queue = append(queue, waiting)
	}
	add := func(metric, stat, holder string, y []float64) {
		r.Series = append(r.Series, experiment.Series{Metric: metric, Stat: stat, Pool: pool, Holder: holder, X: x, Y: y})
	}
	for _, h := range order {
		add("in_use_connections", "mean", h, use[h])
	}
	add("in_use_connections", "max", "", peak)
	add("idle_connections", "mean", "", idle)
	add("waiting_requests", "max", "", line)
	add("waiting_requests", "mean", "", queue)
}

// splitClasses gives each class an equal part of what a holder has in use, as a result with several classes does.
func splitClasses(r *experiment.Result, holder string, classes ...string) {
	for i := range r.Series {
		if r.Series[i].Holder != holder {
			continue
		}
		for j := range r.Series[i].Y {
			r.Series[i].Y[j] /= float64(len(classes))
		}
		r.Series[i].Class = classes[0]
		for _, class := range classes[1:] {
			other := r.Series[i]
			other.Class = class
			r.Series = append(r.Series, other)
		}
		return
	}
}

// addMetric adds a row of the table.
func addMetric(r *experiment.Result, k key5, value float64) {
	r.Metrics = append(r.Metrics, experiment.Metric{
		Metric: k.metric, Stat: k.stat, Pool: k.pool, Class: k.class, Holder: k.holder, Value: experiment.Number(value),
		Lo: experiment.Number(value * 0.95), Hi: experiment.Number(value * 1.05), N: r.Replications,
	})
}

// addWaits adds the curve any * exp(-(t/scale)^shape), cut off at 1/n, with the rows that belong to it.
func addWaits(r *experiment.Result, pool, class, holder string, any, scale, shape float64, n float64) {
	k := key5{"wait_seconds", "ccdf", pool, class, holder}
	addMetric(r, key5{"wait_ratio", "ratio", pool, class, holder}, any)
	p99 := 0.0
	if any > 0.01 {
		p99 = scale * math.Pow(math.Log(any/0.01), 1/shape)
	}
	addMetric(r, key5{"wait_seconds", "p99", pool, class, holder}, p99)
	if any == 0 {
		return
	}
	var x, y []float64
	for t := 1e-5; ; t *= 1.03 {
		p := math.Round(any*math.Exp(-math.Pow(t/scale, shape))*n) / n
		x, y = append(x, t), append(y, p)
		if p == 0 {
			break
		}
	}
	r.Series = append(r.Series, experiment.Series{
		Metric: k.metric, Stat: k.stat, Pool: pool, Class: class, Holder: holder, X: x, Y: y,
	})
}

// addTarget adds a verdict on the wait.
func addTarget(r *experiment.Result, stat, pool string, limit float64, j experiment.Judgement) {
	r.SLO = append(r.SLO, experiment.Verdict{
		Target: "wait_" + stat, Metric: "wait_seconds", Stat: stat, Pool: pool, Limit: limit, Judgement: j,
	})
}

var (
	usual      = []string{"auth", "main", "background"}
	usualShare = map[string]float64{"auth": 0.06, "main": 0.80, "background": 0.14}
)

// fixture is a result that golden figures are drawn from.
type fixture struct {
	name string
	make func() *experiment.Result
}

// fixtures are all of them, in order.
var fixtures = []fixture{
	{"calm", calm},
	{"burst", burst},
	{"two-pools", twoPools},
	{"processes", processes},
	{"no-waits", noWaits},
	{"one-holder", oneHolder},
	{"far-limit", farLimit},
	{"close-limits", closeLimits},
	{"many-holders", manyHolders},
	{"hostile", hostile},
	{"theory", theory},
}

func calm() *experiment.Result {
	r := base("main")
	addUse(r, "main", 120, usualShare, usual, func(float64) float64 { return 45 })
	addMetric(r, key5{metric: "wait_ratio", stat: "ratio", pool: "main"}, 0.0027)
	addMetric(r, key5{metric: "wait_seconds", stat: "p99", pool: "main"}, 0)
	addMetric(r, key5{metric: "wait_seconds", stat: "p999", pool: "main"}, 0.0041)
	addMetric(r, key5{metric: "in_use_connections", stat: "mean", pool: "main"}, 45.21)
	addMetric(r, key5{metric: "in_use_connections", stat: "p99", pool: "main"}, 63.4)
	addWaits(r, "main", "", "auth", 0, 0, 1, 1)
	addWaits(r, "main", "", "main", 0.0031, 0.004, 0.8, 1e6)
	addWaits(r, "main", "", "background", 0.0012, 0.003, 0.8, 1e5)
	addTarget(r, "p99", "main", 0.1, experiment.Met)
	return r
}

func burst() *experiment.Result {
	r := base("main")
	r.Name, r.DurationSeconds, r.WarmupSeconds = "lcfs-burst.toml", 600, 30
	addUse(r, "main", 300, usualShare, usual, func(x float64) float64 {
		if x >= 240 && x < 330 {
			return 205
		}
		return 52
	})
	splitClasses(r, "background", "consumer", "import")
	r.Warnings = []string{"the queue is still growing"}
	addMetric(r, key5{metric: "in_use_connections", stat: "mean", pool: "main"}, 68.3)
	addMetric(r, key5{metric: "in_use_connections", stat: "p99", pool: "main"}, 150)
	addMetric(r, key5{metric: "wait_ratio", stat: "ratio", pool: "main"}, 0.36)
	addMetric(r, key5{metric: "wait_seconds", stat: "p99", pool: "main"}, 9.14)
	addMetric(r, key5{metric: "wait_seconds", stat: "p999", pool: "main"}, 11.8)
	addWaits(r, "main", "", "main", 0.362, 5.2, 2.4, 1e6)
	addWaits(r, "main", "", "auth", 0.358, 4.9, 2.1, 1e6)
	addWaits(r, "main", "", "background", 0.141, 0.02, 0.8, 2e4)
	addTarget(r, "p99", "main", 0.1, experiment.NotMet)
	addTarget(r, "p95", "main", 0.05, experiment.NotMet)
	return r
}

func twoPools() *experiment.Result {
	r := base("main", "reporting")
	r.Pools[1].Keep, r.Pools[1].Limit = 5, 10
	long := 60.0
	r.Pools[1].TimeoutSeconds = &long
	addUse(r, "main", 120, usualShare, usual, func(float64) float64 { return 45 })
	addUse(r, "reporting", 120, map[string]float64{"export": 0.7, "main": 0.3}, []string{"export", "main"},
		func(x float64) float64 { return 7 + 4*math.Sin(x/60) })
	addWaits(r, "main", "", "main", 0, 0, 1, 1)
	addWaits(r, "main", "", "auth", 0, 0, 1, 1)
	addWaits(r, "main", "", "background", 0, 0, 1, 1)
	addWaits(r, "reporting", "", "export", 0.42, 0.9, 0.9, 1e5)
	addWaits(r, "reporting", "", "main", 0.31, 0.35, 0.7, 1e5)
	addMetric(r, key5{metric: "wait_ratio", stat: "ratio", pool: "main"}, 0)
	addMetric(r, key5{metric: "wait_seconds", stat: "p99", pool: "main"}, 0)
	addMetric(r, key5{metric: "wait_ratio", stat: "ratio", pool: "reporting"}, 0.387)
	addMetric(r, key5{metric: "wait_seconds", stat: "p99", pool: "reporting"}, 3.21)
	addTarget(r, "p99", "main", 0.1, experiment.Met)
	addTarget(r, "p99", "reporting", 0.1, experiment.NotMet)
	return r
}

func processes() *experiment.Result {
	r := base("main")
	r.Processes, r.DurationSeconds = 4, 7200
	addUse(r, "main", 240, usualShare, usual, func(x float64) float64 { return 300 + 120*math.Sin(x/1200) })
	for i := range r.Series {
		if s := &r.Series[i]; s.Metric == "waiting_requests" {
			for j := range s.Y {
				if r.Series[1].Y[j] > 320 {
					s.Y[j] = math.Round((r.Series[1].Y[j] - 320) / 4)
				}
			}
		}
	}
	addMetric(r, key5{metric: "in_use_connections", stat: "mean", pool: "main"}, 72.4)
	addWaits(r, "main", "api", "main", 0.12, 0.02, 0.8, 1e6)
	addWaits(r, "main", "import", "main", 0.08, 0.05, 0.7, 1e5)
	addWaits(r, "main", "", "auth", 0.11, 0.018, 0.8, 1e6)
	addTarget(r, "p99", "main", 0.1, experiment.NotDecided)
	return r
}

func noWaits() *experiment.Result {
	r := base("main")
	addUse(r, "main", 120, usualShare, usual, func(float64) float64 { return 20 })
	for _, h := range usual {
		addWaits(r, "main", "", h, 0, 0, 1, 1)
	}
	addMetric(r, key5{metric: "wait_ratio", stat: "ratio", pool: "main"}, 0)
	addMetric(r, key5{metric: "acquires_total", stat: "total", pool: "main"}, 1_082_345.6)
	addTarget(r, "p99", "main", 0.1, experiment.Met)
	return r
}

func oneHolder() *experiment.Result {
	r := base("db")
	r.Pools[0].Keep, r.Pools[0].KeepName = -1, ""
	r.Pools[0].Limit, r.Pools[0].LimitName, r.Pools[0].TimeoutSeconds = 10, "MaxOpenConns", nil
	r.Replications, r.Planned, r.DurationSeconds = 1, 1, 20
	addUse(r, "db", 40, map[string]float64{"main": 1}, []string{"main"}, func(float64) float64 { return 6.5 })
	addWaits(r, "db", "api", "main", 0.2, 0.0004, 0.9, 1e5)
	return r
}

func farLimit() *experiment.Result {
	r := base("main")
	r.Pools[0].Limit = 1000
	addUse(r, "main", 120, usualShare, usual, func(float64) float64 { return 30 })
	return r
}

func closeLimits() *experiment.Result {
	r := base("main")
	r.Pools[0].Limit = 52
	addUse(r, "main", 120, usualShare, usual, func(float64) float64 { return 40 })
	return r
}

func manyHolders() *experiment.Result {
	r := base("main")
	names := []string{"main", "auth", "background", "export", "report", "search", "mail", "audit", "cron", "webhooks"}
	share := map[string]float64{}
	for i, n := range names {
		share[n] = 0.05 + 0.01*float64(i%3)
		addWaits(r, "main", "", n, 0.3/float64(i+1), 0.08*float64(i+1), 0.9, 1e5)
	}
	share["main"] = 0.4
	addUse(r, "main", 120, share, names, func(float64) float64 { return 90 })
	addTarget(r, "p99", "main", 0.1, experiment.NotMet)
	return r
}

// cutAt lets a tail fall to 0 at a timeout.
func cutAt(s *experiment.Series, timeout float64) {
	for i, x := range s.X {
		if x >= timeout {
			s.X, s.Y = append(s.X[:i:i], timeout), append(s.Y[:i:i], 0)
			return
		}
	}
}

// theory is two pools beside their closed forms: one exact, to 0 at the timeout, and an approximation.
func theory() *experiment.Result {
	r := base("main", "batch")
	short := 0.1
	r.Pools[0].TimeoutSeconds, r.Pools[1].TimeoutSeconds = &short, nil
	addUse(r, "main", 120, usualShare, usual, func(float64) float64 { return 130 })
	addTheory := func(pool, form string, exact bool, any, scale, end float64) {
		r.Theory = append(r.Theory, experiment.TheoryRow{Pool: pool, Metric: "wait_ratio", Stat: "ratio", Value: experiment.Number(any), Form: form, Exact: exact})
		s := experiment.Series{Metric: "wait_seconds", Stat: "ccdf_theory", Pool: pool}
		for t := end / 1e5; t < end*0.999; t *= 1.06 {
			s.X, s.Y = append(s.X, t), append(s.Y, any*math.Exp(-t/scale))
		}
		s.X, s.Y = append(s.X, end), append(s.Y, 0)
		r.Series = append(r.Series, s)
	}
	addTheory("main", "M/M/c+D", true, 0.5, 0.03, 0.1)
	addTheory("batch", "Allen-Cunneen (G/G/c)", false, 0.2, 0.4, 6)
	addWaits(r, "main", "", "main", 0.49, 0.031, 1, 1e5)
	cutAt(&r.Series[len(r.Series)-1], short)
	addWaits(r, "batch", "", "export", 0.17, 0.45, 0.9, 1e5)
	addTarget(r, "p99", "main", 0.5, experiment.Met)
	return r
}

func hostile() *experiment.Result {
	evil := `<script>alert("1")</script> & style="font-family:Liberation Sans;` + "\x00\u202e\xff\n"
	r := base(evil, "../../etc/passwd", "..-..-etc-passwd")
	r.Name = evil
	for i := range r.Pools {
		r.Pools[i].LimitName, r.Pools[i].KeepName = evil, evil
		addUse(r, r.Pools[i].Name, 20, map[string]float64{evil: 1}, []string{evil}, func(float64) float64 { return 70 })
		addWaits(r, r.Pools[i].Name, evil, evil, 0.2, 0.05, 0.9, 1e4)
	}
	return r
}
