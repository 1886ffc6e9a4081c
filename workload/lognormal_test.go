package workload

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// TestLognormalQuantiles checks that the law hits the quantiles that it was made from.
func TestLognormalQuantiles(t *testing.T) {
	t.Parallel()
	l := must(NewLognormalQuantiles(60*ms, 900*ms))
	oracle := distuv.LogNormal{Mu: l.mu, Sigma: l.sigma}
	near(t, "P(X <= p50)", oracle.CDF(0.06), 0.5, 1e-12)
	near(t, "P(X <= p99)", oracle.CDF(0.9), 0.99, 1e-12)
	near(t, "P(Z > z99)", math.Erfc(z99/math.Sqrt2)/2, 0.01, 1e-14)
}

// TestLognormalFormsAgree makes a law by its quantiles and again by the moments that it then has.
func TestLognormalFormsAgree(t *testing.T) {
	t.Parallel()
	a := must(NewLognormalQuantiles(60*ms, 900*ms))
	b := must(NewLognormal(nanos(a.Mean()), a.CV()))
	near(t, "mu", b.mu, a.mu, 1e-7) // the mean was rounded to a nanosecond
	near(t, "sigma", b.sigma, a.sigma, 1e-9)
}
