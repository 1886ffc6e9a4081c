package scenariotest

import (
	"fmt"
	"math"
	"time"

	"pgregory.net/rapid"
)

// time draws a duration from 0 to about the given size; round ones, which meet in one instant, and odd ones.
func (d *drawing) time(name string, size time.Duration) time.Duration {
	tenths := time.Duration(d.one(name, 0, 10))
	x := size / 10 * tenths
	if x > 0 && (d.Apart || d.rarely(name+"_odd", 3)) {
		x += time.Duration(d.one(name+"_rest", 1, int(size/10)))
	}
	return x
}

// some is time, but more than 0.
func (d *drawing) some(name string, size time.Duration) time.Duration {
	return max(d.time(name, size), size/10)
}

// within draws an instant of the run.
func (d *drawing) within(name string) time.Duration { return d.time(name, d.end-d.end/8) }

// law draws a distribution with about the given mean.
func (d *drawing) law(name string, mean time.Duration) any {
	m := d.some(name, mean)
	if d.Constant || !d.Apart && d.rarely(name+"_constant", 3) {
		return m
	}
	t := Table{}
	kind := of(d, name+"_law", "exponential", "uniform", "erlang", "gamma", "lognormal", "lognormal-mu", "hyperexponential",
		"hypoexponential", "pareto", "weibull")
	t.set("dist", fmt.Sprintf("%q", kind))
	switch kind {
	case "exponential":
		t.set("mean", m)
	case "uniform":
		t.set("min", m/2)
		t.set("max", m/2+m)
	case "erlang":
		t.set("k", d.one("k", 1, 4))
		t.set("mean", m)
	case "gamma":
		t.set("mean", m)
		t.set("cv", of(d, "cv", 1.5, 0.3, 0.8))
	case "lognormal":
		t.set("p50", m)
		t.set("p99", 5*m)
	case "lognormal-mu":
		t = Table{}
		t.set("dist", `"lognormal"`)
		t.set("mu", fmt.Sprintf("%.3f", math.Log(m.Seconds())))
		t.set("sigma", "0.7")
	case "hyperexponential":
		t.set("mean", m)
		t.set("cv", of(d, "cv", 1.5, 3.0))
	case "hypoexponential":
		t.set("means", fmt.Sprintf("[%s, %s]", written(m/2+1), written(m)))
	case "pareto":
		t.set("alpha", of(d, "alpha", 2.5, 1.5))
		t.set("min", m/2+1)
		t.set("cap", 20*m)
	case "weibull":
		t.set("shape", of(d, "shape", 0.7, 2.0))
		t.set("mean", m)
	}
	return t
}

// rate draws a rate per second.
func (d *drawing) rate(name string) string {
	return fmt.Sprintf(`"%d/s"`, rapid.SampledFrom([]int{10, 30, 100, 200, 400}).Draw(d.T, name))
}
