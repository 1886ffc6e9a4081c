package limit_test

import (
	"math"
	"os"
	"testing"
	"time"

	"poolsim/sim/limit"
	"poolsim/sim/model"
	"poolsim/sim/queueing"
	"poolsim/sim/stat"
)

// exactWaits are the exact answers to a work, of those who are served.
type exactWaits interface {
	ServedWaitMean() float64
	ServedWaitQuantile(p float64) float64
}

// users are a closed class, of whom all are served.
type users struct{ queueing.Closed }

func (u users) ServedWaitMean() float64              { return u.WaitMean() }
func (u users) ServedWaitQuantile(p float64) float64 { return u.WaitQuantile(p) }

// TestExactWaits compares the works with their exact answers: the mean wait of who is served, and the share of them who wait
// longer than the exact p99. A replication is a tenth of a work, or all of it with POOLSIM_FULL=1; its first tenth, in which
// the pool fills, does not count. A score is the deviation in standard errors, from the spread of the replications. That
// these are the waits of the engine is the matter of TestSameWaits.
func TestExactWaits(t *testing.T) {
	t.Parallel()
	replications, parts := 20, time.Duration(10)
	if os.Getenv("POOLSIM_FULL") != "" {
		replications, parts = 50, 1
	}
	for _, c := range []struct {
		work      string
		exact     exactWaits
		mean, p99 float64 // seconds, to five digits: what configs/perf says
	}{
		{"w1", queueing.MMcD{C: 150, Rate: 135, Hold: 1, Timeout: 30}, .0093539, .17608},
		{"w2", queueing.MMcD{C: 10, Rate: 110, Hold: 0.1, Timeout: 1}, .90003, .99900},
		{"w3a", users{queueing.Closed{C: 150, Users: 10_000, Think: 7.3, Hold: 0.1}}, .00091332, .017179},
		{"w3b", users{queueing.Closed{C: 150, Users: 1_000_000, Think: 739.9, Hold: 0.1}}, .00096503, .017914},
	} {
		t.Run(c.work, func(t *testing.T) {
			t.Parallel()
			mean, p99 := c.exact.ServedWaitMean(), c.exact.ServedWaitQuantile(0.99)
			if math.Abs(mean/c.mean-1) > 5e-5 || math.Abs(p99/c.p99-1) > 5e-5 {
				t.Errorf("exact mean %v, p99 %v; the scenario says %v, %v", mean, p99, c.mean, c.p99)
			}
			if c.work == "w3b" && parts > 1 {
				t.Skip("in a part of it most of its users would not even come")
			}
			cfg := work(t, c.work).Model
			cfg.Duration /= parts
			means, shares := servedWaits(t, cfg, replications, p99)
			score(t, "mean wait", means, mean)
			score(t, "share beyond p99", shares, 0.01)
		})
	}
}

// servedWaits returns for each replication the mean wait of who is served, and the share of them who wait longer.
func servedWaits(t *testing.T, cfg model.Config, replications int, longer float64) (means, shares []float64) {
	t.Helper()
	timeout := cfg.Pools[0].Dialect.Limits(cfg.Pools[0].Values).Timeout
	var waits []time.Duration
	for cfg.Replication = range replications {
		var err error
		if waits, err = limit.Waits(&cfg, waits[:0]); err != nil {
			t.Fatal(err)
		}
		sum, late, served := 0.0, 0.0, 0.0
		for _, w := range waits[len(waits)/10:] {
			if w == timeout {
				continue
			}
			served++
			sum += w.Seconds()
			if w.Seconds() > longer {
				late++
			}
		}
		means, shares = append(means, sum/served), append(shares, late/served)
	}
	return means, shares
}

// score says how far the mean of what was seen is from what is exact, in standard errors.
func score(t *testing.T, what string, seen []float64, exact float64) {
	t.Helper()
	v := stat.Mean(seen)
	z := (v.Value - exact) / ((v.Hi - v.Value) / stat.TQuantile(len(seen)-1, 1-(1-stat.Confidence)/2))
	t.Logf("%s: %.6g [%.6g, %.6g], exact %.6g, score %.2f", what, v.Value, v.Lo, v.Hi, exact, z)
	if !(math.Abs(z) < 4) {
		t.Errorf("%s: %v, exact %v, score %.1f", what, v.Value, exact, z)
	}
}
