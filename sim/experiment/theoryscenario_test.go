package experiment_test

import (
	"fmt"
	"math"
	"strings"
	"time"

	"poolsim/sim/scenario"
)

// longest stands for a hold or run that no replication sees the end of.
const longest = 1e9

// span writes seconds as a duration of a scenario, to the nanosecond.
func span(seconds float64) string {
	return fmt.Sprintf("%q", scenario.FormatDuration(time.Duration(math.Round(min(seconds, longest)*1e9))))
}

// perSecond writes a rate of a scenario.
func perSecond(rate float64) string { return fmt.Sprintf("%q", scenario.FormatRate(rate)) }

// array writes an array of a scenario.
func array[T any](list []T, item func(T) string) string {
	var items []string
	for _, x := range list {
		items = append(items, item(x))
	}
	return "[" + strings.Join(items, ", ") + "]"
}

// toml writes a law as a scenario does.
func (l *theoryLaw) toml() string {
	number := func(x float64) string { return fmt.Sprintf("%v", x) }
	table := func(text string, args ...any) string {
		return fmt.Sprintf("{ dist = %q, %s }", l.Kind, fmt.Sprintf(text, args...))
	}
	switch l.Kind {
	case "deterministic":
		return span(l.Value)
	case "exponential":
		return table("mean = %s", span(l.Mean))
	case "uniform":
		return table("min = %s, max = %s", span(l.Low), span(l.High))
	case "erlang":
		return table("k = %d, mean = %s", l.K, span(l.Mean))
	case "gamma", "weibull":
		return table("shape = %v, scale = %s", l.Shape, span(l.Scale))
	case "lognormal":
		return table("mu = %v, sigma = %v", l.Mu, l.Sigma)
	case "hyperexponential":
		return table("probs = %s, means = %s", array(l.Probs, number), array(l.Means, span))
	case "hypoexponential":
		return table("means = %s", array(l.Means, span))
	case "pareto":
		return table("alpha = %v, min = %s", l.Alpha, span(l.Scale))
	}
	return fmt.Sprintf("%q", "unknown law "+l.Kind)
}

// toml writes the case as a scenario that runs for its hinted length.
func (c *theoryCase) toml() string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("[run]\nduration = %s\nwarmup = %s\nreplications = 1", span(c.horizon()), span(c.Hint.Warmup))
	line("[database]")
	if c.Pool.Connect != nil {
		line("connect = %s", c.Pool.Connect.toml())
	}
	switch c.Server.Kind {
	case "ps":
		line("contention = { model = \"cores\", cores = %v }", c.Server.Capacity)
	case "usl":
		line("contention = { model = \"usl\", sigma = %v, kappa = %v }", c.Server.Sigma, c.Server.Kappa)
	}
	c.Pool.write(line)
	for i := range c.Arrivals {
		c.class(line, &c.Arrivals[i])
	}
	return b.String()
}

// write writes the pool: SQLAlchemy's, which is FIFO and hands over, unless it takes one that no product has.
func (p *theoryPool) write(line func(string, ...any)) {
	timeout, recycle := `"none"`, `"none"`
	if p.Timeout != nil {
		timeout = p.Timeout.toml()
	}
	if p.Recycle != nil {
		recycle = span(*p.Recycle)
	}
	line("[[pool]]\nname = \"main\"")
	if p.QueueLimit == nil && (p.Timeout == nil || p.Timeout.Kind == "deterministic") {
		line("pool_size = %d\nmax_overflow = %d\npool_timeout = %s\npool_recycle = %s", p.Size, p.Overflow, timeout, recycle)
		return
	}
	line("dialect = \"textbook\"\nsize = %d\noverflow = %d", p.Size, p.Overflow)
	if p.Timeout != nil {
		line("timeout = %s", timeout)
	}
	if p.QueueLimit != nil {
		line("queue_limit = %d", *p.QueueLimit)
	}
	if p.Recycle != nil {
		line("recycle = %s", recycle)
	}
}

// class writes a class with its arrivals and stages.
func (c *theoryCase) class(line func(string, ...any), a *theoryArrivals) {
	line("[[class]]\nname = %q\narrivals = %s", a.Class, c.process(a))
	if r := c.Pool.Retry; r != nil {
		line("retry_delay = %s", r.Delay.toml())
		if r.Max != nil {
			line("retry_max = %d", *r.Max)
		}
	}
	class := c.Classes[a.Class]
	for i, s := range class.Stages {
		line("[[class.step]]\nholder = %q\nhold = %s", s.Name, s.Hold.toml())
		if i > 0 && class.Acquire == "nested" {
			line("nested = true")
		}
		if p := c.Pool.LeakProbability; p > 0 {
			line("end = { leak = %v }", p)
		}
	}
}

// process writes an arrival process.
func (c *theoryCase) process(a *theoryArrivals) string {
	p := &a.Process
	switch p.Kind {
	case "poisson":
		return fmt.Sprintf("{ process = \"poisson\", rate = %s }", perSecond(p.Rate))
	case "renewal":
		return fmt.Sprintf("{ process = \"renewal\", interarrival = %s }", p.Interarrival.toml())
	case "batch_poisson":
		if p.Batch.Kind == "constant" {
			return fmt.Sprintf("{ process = \"batch\", rate = %s, size = %v }", perSecond(p.Rate), p.Batch.Value)
		}
		return fmt.Sprintf("{ process = \"batch\", rate = %s, mean_size = %v }", perSecond(p.Rate), p.Batch.Mean)
	case "mmpp":
		row := func(r []float64) string { return array(r, perSecond) }
		return fmt.Sprintf("{ process = \"mmpp\", rates = %s, switch = %s }", row(p.Rates), array(p.Switch, row))
	case "closed":
		return fmt.Sprintf("{ process = \"closed\", users = %d, think = %s }", p.Users, p.Think.toml())
	case "sinusoidal_poisson":
		return fmt.Sprintf("{ process = \"sinusoidal\", mean_rate = %s, amplitude = %v, period = %s }", perSecond(p.MeanRate), p.Amplitude, span(p.Period))
	case "piecewise_poisson":
		from := func(s [2]float64) string { return span(s[0]) }
		rate := func(s [2]float64) string { return perSecond(s[1]) }
		return fmt.Sprintf("{ process = \"piecewise\", from = %s, rates = %s }", array(p.Segments, from), array(p.Segments, rate))
	case "trace":
		return fmt.Sprintf("{ process = \"trace\", file = %q }", a.Class+".csv")
	}
	return fmt.Sprintf("{ process = %q }", p.Kind)
}

// readFile returns the recording of the class that the file is named after: exact instants, and holds that must be known
// beforehand.
func (c *theoryCase) readFile(name string) ([]byte, error) {
	var b strings.Builder
	b.WriteString("job,arrival_seconds,step,holder,hold_seconds\n")
	for _, a := range c.Arrivals {
		if a.Class+".csv" != name {
			continue
		}
		for job, at := range a.Process.Times {
			for i, s := range c.Classes[a.Class].Stages {
				if s.Hold.Kind != "deterministic" {
					return nil, fmt.Errorf("a recording needs constant holds, not %s", s.Hold.Kind)
				}
				fmt.Fprintf(&b, "%d,%.9f,%d,%s,%.9f\n", job, at, i, s.Name, min(s.Hold.Value, longest))
			}
		}
	}
	return []byte(b.String()), nil
}
