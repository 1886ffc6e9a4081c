package experiment_test

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"poolsim/sim/model"
	"poolsim/workload"
)

// shortAttempts is about how many attempts a case has in the short version, over all replications.
const shortAttempts = 150_000

// longestRun is close to a year, the longest duration of a run, in seconds.
const longestRun = 1e7

// horizon returns the measured time of a replication in its full length, in seconds.
func (c *theoryCase) horizon() float64 {
	switch c.Run.Kind {
	case "transient":
		last := 0.0
		for _, t := range c.Run.Times {
			last = max(last, t)
		}
		return last + 1e-3
	case "until":
		// It ends by itself; a run that has not after so long is a mistake.
		mean := 0.0
		for name := range c.Measure {
			var x float64
			if json.Unmarshal(c.Measure[name], &x) == nil {
				mean = max(mean, x)
			}
		}
		return min(1000*mean, longestRun)
	case "first_n", "trace":
		return longestRun // they end by themselves
	}
	return c.Hint.Horizon
}

// plan says how long a case runs. What is short is the measured time, or the number of replications that start from
// empty, never the warm-up: so z is right in the short version too, only less sharp.
type plan struct {
	replications int
	horizon      time.Duration
}

func (c *theoryCase) plan(cfg *model.Config, attempts float64) plan {
	p := plan{replications: c.Hint.Replications, horizon: cfg.Duration}
	if math.IsInf(attempts, 1) {
		return p
	}
	rate := c.rate(cfg)
	switch c.Run.Kind {
	case "transient":
		p.replications = shorter(p.replications, 3*attempts/(rate*cfg.Duration.Seconds()))
	case "first_n":
		p.replications = shorter(p.replications, attempts/50)
	case "until":
		p.replications = shorter(p.replications, attempts/50)
	default:
		p.replications = shorter(p.replications, 20)
		if rate*c.Hint.Warmup*20 > 5*attempts {
			p.replications = shorter(p.replications, 5) // nearly all is warm-up
		}
		p.horizon = min(p.horizon, max(seconds(attempts/float64(p.replications)/rate), cfg.Warmup/4))
	}
	return p
}

// seconds is a duration, the longest there is where there are more; also of the NaN of a rate that is not known.
func seconds(x float64) time.Duration {
	if x < math.MaxInt64/1e9 {
		return time.Duration(x * 1e9)
	}
	return math.MaxInt64
}

func shorter(n int, few float64) int { return int(min(float64(n), math.Ceil(few))) }

// rate returns about how many attempts are made per second.
func (c *theoryCase) rate(cfg *model.Config) float64 {
	sum := 0.0
	for i := range cfg.Classes {
		k := &cfg.Classes[i]
		rate := k.Arrivals.MeanRate()
		if closed, ok := k.Arrivals.(*workload.Closed); ok {
			cycle, held := closed.Think.Mean(), 0.0
			for _, s := range k.Steps {
				held += s.Hold.Mean()
			}
			rate = min(float64(closed.Users)/(cycle+held), float64(c.capacity())/held)
		}
		sum += rate * float64(len(k.Steps))
	}
	return sum
}

// attempts returns about how many attempts the case makes in its full length.
func (c *theoryCase) attempts(cfg *model.Config) float64 {
	switch c.Run.Kind {
	case "first_n":
		return float64(c.Hint.Replications) * float64(c.Run.N)
	case "until", "trace":
		return float64(c.Hint.Replications) // some tens each
	}
	p := c.plan(cfg, math.Inf(1))
	return float64(p.replications) * (cfg.Warmup + p.horizon).Seconds() * c.rate(cfg)
}

// seedOf gives every case random numbers of its own, and others for every salt.
func seedOf(name string, salt uint64) uint64 {
	h := fnv.New64a()
	h.Write([]byte(name))
	return (h.Sum64()>>1 + salt) & math.MaxInt64
}

// runTheory runs the replications of a case, and returns the observations of each measure, by measure and replication, and
// how many attempts there were in all.
func runTheory(c *theoryCase, cfg model.Config, p plan, measures []*theoryMeasure) (runs [][][3]float64, attempts float64, err error) {
	runs = make([][][3]float64, len(measures))
	for i := range runs {
		runs[i] = make([][3]float64, p.replications)
	}
	counts := make([]float64, p.replications)
	cfg.Duration = p.horizon
	thresholds, scopes, hooks := c.thresholds(), c.scopes(), c.hooks()
	var next atomic.Int64
	var wg sync.WaitGroup
	var once sync.Once
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= p.replications {
					return
				}
				r := newTheoryRecorder(c, thresholds, scopes)
				if e := replicateTheory(cfg, i, r, hooks); e != nil {
					once.Do(func() { err = e })
					return
				}
				for k, m := range measures {
					runs[k][i] = m.observe(r)
				}
				counts[i] = r.scopes[""].attempts
			}
		})
	}
	wg.Wait()
	for _, n := range counts {
		attempts += n
	}
	return runs, attempts, err
}

// replicateTheory runs one replication.
func replicateTheory(cfg model.Config, i int, r *theoryRecorder, hooks map[theoryHook]bool) (err error) {
	cfg.Replication = i
	defer func() {
		if stop := recover(); stop != nil {
			if _, ok := stop.(theoryStop); !ok {
				panic(stop)
			}
		}
		r.sum()
	}()
	err = model.Observe(cfg, r.recorders(hooks)...)
	if err == nil && r.stopsEarly {
		err = fmt.Errorf("replication %d: %v is not over after %v", i, r.c.Run.Kind, cfg.Duration)
	}
	return err
}
