package plots

import (
	"math"
	"math/rand/v2"

	"poolsim/sim/experiment"
)

// The results below have the curves of what happens per second, by hand as those of fixtures_test.go.

// happening adds curves over time: f gives the value at a time, to which chance is added where noisy.
type happening struct {
	r   *experiment.Result
	n   int
	rng *rand.Rand
}

func happenings(r *experiment.Result, n int) *happening {
	return &happening{r: r, n: n, rng: rand.New(rand.NewPCG(11, 5))}
}

// add adds a curve; what happens n times a second comes with the noise of counts.
func (h *happening) add(k key5, instance int, noisy bool, f func(x float64) float64) {
	s := experiment.Series{Metric: k.metric, Stat: k.stat, Pool: k.pool, Class: k.class, Holder: k.holder, Instance: instance}
	width := h.r.DurationSeconds / float64(h.n)
	for i := range h.n {
		x := float64(i) * width
		y := max(0, f(x))
		if noisy {
			y = max(0, math.Round(y*width+math.Sqrt(y*width)*h.rng.NormFloat64())) / width
		}
		s.X, s.Y = append(s.X, x), append(s.Y, y)
	}
	h.r.Series = append(h.r.Series, s)
}

func (h *happening) jobs(class string, done, failed func(x float64) float64) {
	h.add(key5{metric: "completions_per_second", stat: "mean", class: class}, 0, true, done)
	h.add(key5{metric: "failures_per_second", stat: "mean", class: class}, 0, true, failed)
}

func (h *happening) pool(pool string, timeouts, connects, recycles, pings, closes func(x float64) float64) {
	for _, c := range []struct {
		metric string
		f      func(x float64) float64
	}{{"timeouts", timeouts}, {"connects", connects}, {"recycles", recycles}, {"pings", pings}, {"closes", closes}} {
		h.add(key5{metric: c.metric + "_per_second", stat: "mean", pool: pool}, 0, true, c.f)
	}
}

// database adds the curves of connections by instance and of all, with a peak somewhat above.
func (h *happening) database(refused func(x float64) float64, by ...func(x float64) float64) {
	sum := func(x float64) (s float64) {
		for _, f := range by {
			s += f(x)
		}
		return s
	}
	for _, stat := range []string{"mean", "max"} {
		up := 0.0
		if stat == "max" {
			up = 1
		}
		h.add(key5{metric: "database_connections", stat: stat}, 0, false, func(x float64) float64 { return sum(x) + up })
		if len(by) > 1 {
			for i, f := range by {
				h.add(key5{metric: "database_connections", stat: stat}, i+1, false, f)
			}
		}
	}
	h.add(key5{metric: "refused_connects_per_second", stat: "mean"}, 0, true, refused)
}

// limit gives the database a limit, as the echo of a scenario has it.
func limit(r *experiment.Result, most, reserved int64) {
	r.Scenario = map[string]any{"database": map[string]any{"max_connections": most, "superuser_reserved_connections": reserved}}
}

func always(y float64) func(float64) float64 { return func(float64) float64 { return y } }

// during is one value from a time to another, and else a second one.
func during(from, to, in, out float64) func(float64) float64 {
	return func(x float64) float64 {
		if x >= from && x < to {
			return in
		}
		return out
	}
}

func strikes(r *experiment.Result, kind, label string, at float64) {
	r.Faults = append(r.Faults, experiment.FaultMark{Kind: kind, Label: label, At: &at})
}

func lasts(r *experiment.Result, kind, label string, from, to float64) {
	r.Faults = append(r.Faults, experiment.FaultMark{Kind: kind, Label: label, From: &from, To: &to})
}

func init() {
	fixtures = append(fixtures, courseFixtures...)
}

var courseFixtures = []fixture{
	{"outage", outage},
	{"overload", overload},
	{"instances", instances},
	{"many-faults", manyFaults},
	{"hundred-classes", hundredClasses},
	{"quiet", quiet},
}

// outage is a restart and an end of all connects for 20 s, with one class that has no jobs.
func outage() *experiment.Result {
	r := base("main")
	r.Name, r.DurationSeconds, r.WarmupSeconds = "lcfs-outage.toml", 300, 60
	strikes(r, "restart", "restart", 120)
	lasts(r, "connect-fails", "connect fails", 120, 140)
	addUse(r, "main", 300, usualShare, usual, during(120, 140, 2, 46))
	h := happenings(r, 300)
	h.jobs("api", during(120, 141, 0, 300), during(120, 141, 300, 0))
	h.jobs("consumer", during(120, 141, 0, 40), always(0))
	h.jobs("startup-cache", always(0), always(0))
	h.pool("main", always(0), during(120, 145, 130, 0.1), always(0.02), during(120, 140, 40, 640), during(140, 160, 2, 0.05))
	h.database(always(0), during(120, 141, 3, 61))
	limit(r, 100, 3)
	return r
}

// overload is where more and more time out, in one replication.
func overload() *experiment.Result {
	r := base("main")
	r.Replications, r.Planned = 1, 1
	addUse(r, "main", 120, usualShare, usual, func(x float64) float64 { return 120 + x/15 })
	h := happenings(r, 360)
	h.jobs("api", func(x float64) float64 { return min(450, 380+x/10) }, func(x float64) float64 { return max(0, x-900) / 20 })
	h.pool("main", func(x float64) float64 { return max(0, x-900) / 18 }, always(0.4), always(0), always(0), always(0.4))
	h.database(always(0), always(150))
	return r
}

// instances are five copies of the application at a database that is full half of the time.
func instances() *experiment.Result {
	r := base("main")
	r.Processes, r.Instances = 10, 5
	r.Pools[0].Keep, r.Pools[0].Limit = 10, 20
	h := happenings(r, 360)
	level := func(i float64) func(float64) float64 {
		return func(x float64) float64 { return min(19.2, 9+i+10*math.Sin(x/280+i/9)) }
	}
	h.jobs("api", always(900), func(x float64) float64 { return max(0, 5*math.Sin(x/280)) })
	h.pool("main", always(0), func(x float64) float64 { return 1 + max(0, 4*math.Sin(x/280)) }, always(0.3), always(1800), always(0.6))
	h.database(func(x float64) float64 { return max(0, 6*math.Sin(x/280)-3) }, level(1), level(2), level(1.5), level(2.5), level(0.5))
	limit(r, 100, 3)
	return r
}

// manyFaults has more of them than can be named, and some outside.
func manyFaults() *experiment.Result {
	r := base("main")
	addUse(r, "main", 360, usualShare, usual, always(40))
	strikes(r, "restart", "restart", -20)
	for i := range 12 {
		strikes(r, "restart", "restart", 100+140*float64(i))
	}
	lasts(r, "slow-connect", "slow connect", 400, 460)
	lasts(r, "slow-connect", "slow connect", 1795, 1900)
	strikes(r, "dispose", "dispose main", 1800)
	h := happenings(r, 360)
	h.jobs("api", always(250), during(380, 390, 8, 0))
	h.pool("main", always(0), during(380, 400, 20, 0.5), always(0.1), always(500), always(0))
	h.database(always(0), always(48))
	return r
}

func hundredClasses() *experiment.Result {
	r := base("main")
	h := happenings(r, 100)
	for i := range 100 {
		name := "tenant-" + string(rune('a'+i/26)) + string(rune('a'+i%26))
		h.jobs(name, always(200/float64(i+2)), always(0.2/float64(i+1)))
		if i == 99 {
			h.jobs("last tenant, with a name that is longer than any legend has room for", always(0), always(0))
		}
	}
	h.pool("main", during(400, 402, 3, 0), always(0), always(0), always(0), always(0))
	h.database(always(0), always(0))
	return r
}

// quiet is a database without a limit, far from anything.
func quiet() *experiment.Result {
	r := base("main", "reporting")
	h := happenings(r, 60)
	h.jobs("api", always(12), always(0))
	h.pool("main", always(0), always(0.01), always(0.01), always(24), always(0))
	h.pool("reporting", always(0), always(0), always(0), always(0), always(0))
	h.database(always(0), always(7))
	return r
}
